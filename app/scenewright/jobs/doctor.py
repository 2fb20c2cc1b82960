"""What this machine can do: engine, adapter, and what is missing."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from shutil import disk_usage

from scenewright import __version__
from scenewright.errors import UserError


def examine() -> Iterator[tuple[bool, str]]:
    """Yield findings as (is well, sentence)."""
    yield True, f"Scenewright {__version__}"
    yield from _engine()
    yield True, f"OpenUSD {version('usd-core')} reads assets"
    free = disk_usage(Path.cwd()).free / 1e9
    yield free > 5, f"{free:.0f} GB are free in this folder; a thousand 640 x 480 frames with all labels need about 2"
    yield True, "The Isaac Sim engine is not part of this version; the built-in engine draws every project"


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
