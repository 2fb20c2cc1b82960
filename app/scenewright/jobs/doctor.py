"""What this machine can do: engine, adapter, and what is missing."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from shutil import disk_usage

from scenewright import __version__
from scenewright.errors import UserError


def examine_isaac() -> Iterator[tuple[bool, str]]:
    """Yield findings about Isaac Sim as (nothing is missing, sentence)."""
    from scenewright.render.isaac.preflight import COLD_START, preflight  # noqa: PLC0415
    from scenewright.render.isaac.settings import load_settings  # noqa: PLC0415

    for check in preflight(load_settings()):
        doubt = "Doubtful: " if check.verdict == "doubtful" else ""
        yield check.verdict != "missing", f"{doubt}{check.sentence}"
    yield True, COLD_START


def set_up_isaac(installation: str, *, accept_eula: bool) -> None:
    """Remember which Isaac Sim is used, and that its licence was agreed to.

    Raises:
        UserError: There is no installation at that place, or the settings cannot be written.
    """
    from scenewright.render.isaac.installations import installation_at  # noqa: PLC0415
    from scenewright.render.isaac.settings import accepted_now, load_settings, save_settings  # noqa: PLC0415

    settings = load_settings()
    if installation:
        settings = replace(settings, installation=installation_at(installation).choice)
    if accept_eula:
        settings = replace(settings, eula_accepted=settings.eula_accepted or accepted_now())
    save_settings(settings)


def examine() -> Iterator[tuple[bool, str]]:
    """Yield findings as (is well, sentence)."""
    yield True, f"Scenewright {__version__}"
    yield from _engine()
    yield True, f"OpenUSD {version('usd-core')} reads assets"
    free = disk_usage(Path.cwd()).free / 1e9
    yield free > 5, f"{free:.0f} GB are free in this folder; a thousand 640 x 480 frames with all labels need about 2"
    yield True, "For what Isaac Sim needs, run `scenewright doctor --engine isaac`"


def _engine() -> Iterator[tuple[bool, str]]:
    from scenewright.render.embedded.device import describe_adapter  # noqa: PLC0415  (starting must not wait for it)

    try:
        adapter = describe_adapter()
    except UserError as error:
        yield False, str(error)
        return
    yield True, f"The built-in engine draws on {adapter['adapter']} ({adapter['interface']}, {adapter['driver']})"
    if adapter["adapter_type"] == "CPU":
        yield True, "That is a software driver: exact, but slow; a graphics card with its own driver is much faster"
