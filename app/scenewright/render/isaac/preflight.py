"""Whether Isaac Sim can run here, before anything is started: what is well, what is doubtful, what is missing."""

import platform
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage, which
from typing import Literal

import psutil

from scenewright.errors import UserError
from scenewright.render.isaac.graphics_cards import GraphicsCard, graphics_cards
from scenewright.render.isaac.installations import (
    NEWEST_KNOWN,
    OLDEST,
    Installation,
    find_installations,
    installation_at,
)
from scenewright.render.isaac.isaac_worker.versions import differences
from scenewright.render.isaac.settings import EULA, IsaacSettings, settings_folder, settings_trouble

Verdict = Literal["well", "doubtful", "missing"]

COLD_START = "The first start of Isaac Sim on a machine compiles shaders: 3 to 5 minutes; later ones are fast."

_WITHOUT_RT_CORES = re.compile(r"\b(A100|A800|A30|H100|H200|H20|H800|GH200|B100|B200|B300|GB200|GB300|V100|P100|K80)\b")
_WITH_RT_CORES = re.compile(r"RTX|\b(L4|L40|L40S|L20|A40|A10|A10G|A16|A2|T4)\b")
_LEAST_GLIBC = {(4, 5): (2, 34)}
_GLIBC = (2, 35)
_LEAST_MEMORY_GB, _LEAST_CARD_GB, _USABLE_CARD_GB, _LEAST_DISK_GB = 32, 16, 8, 20


@dataclass(frozen=True)
class Drivers:
    """NVIDIA drivers of a version: the oldest that works, the one it is validated with, the first known to crash."""

    oldest: tuple[int, ...]
    validated: str
    crashes: tuple[int, ...] | None


DRIVERS = {
    (5, 1): Drivers((570,), "580.65.06", (590,)),
    (6, 0): Drivers((571,), "595.58.03", (610, 43)),
}
"""From issues 537, 648, 650 and 794 of isaac-sim/IsaacSim; of other versions nothing is known here."""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; the sentence says how to mend it where it is not well."""

    verdict: Verdict
    sentence: str


def chosen_installation(settings: IsaacSettings) -> Installation:
    """Return the installation that a person chose, or else the newest that is found.

    Raises:
        UserError: There is none.
    """
    if settings.installation:
        return installation_at(settings.installation)
    found = [installation for installation in find_installations() if installation.numbers >= OLDEST]
    if not found:
        raise UserError(
            "No Isaac Sim was found on this machine. Install it (pip install 'isaacsim[all,extscache]==5.1.0.0' "
            "--extra-index-url https://pypi.nvidia.com, or NVIDIA's zip), then choose its folder in the designer, or "
            "by `scenewright doctor --engine isaac --isaac FOLDER`."
        )
    return found[0]


def preflight(settings: IsaacSettings) -> list[Check]:
    """Return all checks; the first that is missing keeps Isaac Sim from running."""
    remembered = [Check("doubtful", trouble)] if (trouble := settings_trouble()) else []
    try:
        installation = chosen_installation(settings)
    except UserError as error:
        return [Check("missing", str(error)), *remembered, *_machine(None, settings)]
    return [*_installation(installation, settings), *remembered, *_machine(installation, settings)]


def _installation(installation: Installation, settings: IsaacSettings) -> Iterator[Check]:
    numbers = installation.numbers
    if numbers == (5, 0):
        yield Check("doubtful", f"{installation.title} works, but steps slowly and leaks: 5.1 is better.")
    elif numbers > NEWEST_KNOWN:
        yield Check("doubtful", f"{installation.title} is newer than those this program knows; its self-test decides.")
    else:
        yield Check("well", f"{installation.title} is used.")
    if installation.python_version not in ("", wanted := differences(installation.version).python):
        yield Check(
            "missing",
            f"Isaac Sim {installation.version} needs Python {wanted}, but its environment has "
            f"{installation.python_version}: install it anew into an environment of Python {wanted}.",
        )
    if installation.kind == "container" and which(installation.runtime or "") is None:
        yield Check("missing", f"{installation.runtime} is not installed, which runs {installation.place}.")
    if settings.eula_accepted:
        yield Check("well", f"Its licence was agreed to on this machine ({settings.eula_accepted}).")
    else:
        yield Check(
            "missing",
            f"Its licence was not agreed to on this machine: read {EULA}, then run "
            "`scenewright doctor --engine isaac --accept-eula`, or agree in the designer; you are asked once.",
        )


def _machine(installation: Installation | None, settings: IsaacSettings) -> Iterator[Check]:
    yield from card_checks(graphics_cards(), settings.gpus, installation)
    memory = psutil.virtual_memory().total / 1e9
    if memory < _LEAST_MEMORY_GB * 0.9:
        yield Check("doubtful", f"This machine has {memory:.0f} GB of memory; Isaac Sim asks for {_LEAST_MEMORY_GB}.")
    folder = settings_folder()
    place = next((path for path in (folder, *folder.parents) if path.exists()), Path.cwd())
    free = disk_usage(place).free / 1e9
    if free < _LEAST_DISK_GB:
        yield Check("doubtful", f"Only {free:.0f} GB are free at {place}: Isaac Sim's shaders and frames lie there.")
    if installation is not None and installation.kind != "container":
        yield from _c_library(installation)


def card_checks(
    cards: Sequence[GraphicsCard], gpus: Sequence[int], installation: Installation | None
) -> Iterator[Check]:
    """Yield what is to be said about the graphics cards and their driver."""
    if not cards:
        yield Check("missing", "No NVIDIA graphics card with a driver was found (nvidia-smi names none): install both.")
        return
    known = {card.number: card for card in cards}
    for number in gpus:
        card = known.get(number)
        if card is None:
            yield Check("missing", f"There is no graphics card {number}: choose from {', '.join(map(str, known))}.")
        else:
            yield _card(card)
    yield _driver(cards[0].driver, installation)


def _card(card: GraphicsCard) -> Check:
    if _WITHOUT_RT_CORES.search(card.name):
        return Check("missing", f"{card.name} has no RT cores, which Isaac Sim needs: use an RTX card or an L40.")
    if 0 < card.memory_gb < _USABLE_CARD_GB:
        return Check("missing", f"{card.name} has {card.memory_gb:.0f} GB of memory: Isaac Sim needs {_LEAST_CARD_GB}.")
    if 0 < card.memory_gb < _LEAST_CARD_GB * 0.9:
        return Check(
            "doubtful", f"{card.name} has {card.memory_gb:.0f} GB of memory; Isaac Sim asks for {_LEAST_CARD_GB}."
        )
    if not _WITH_RT_CORES.search(card.name):
        return Check("doubtful", f"{card.name} is not known here: Isaac Sim needs a card with RT cores.")
    return Check("well", f"{card.name} with {card.memory_gb:.0f} GB draws.")


def _driver(driver: str, installation: Installation | None) -> Check:
    known = None if installation is None else DRIVERS.get(installation.numbers)
    if known is None or installation is None:
        return Check("doubtful", f"The driver is {driver}; which one this version is validated with is not known here.")
    numbers = tuple(int(part) for part in driver.split(".") if part.isdigit())
    if numbers < known.oldest:
        return Check("missing", f"The driver {driver} is too old for this Isaac Sim: install {known.validated}.")
    if known.crashes is not None and numbers >= known.crashes:
        return Check(
            "doubtful",
            f"The driver {driver} is known to crash Isaac Sim {installation.version}: {known.validated} is validated.",
        )
    return Check("well", f"The driver is {driver}; {known.validated} is the validated one.")


def _c_library(installation: Installation) -> Iterator[Check]:
    if sys.platform != "linux":
        return
    name, version = platform.libc_ver()
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    wanted = _LEAST_GLIBC.get(installation.numbers, _GLIBC)
    if name == "glibc" and numbers and numbers < wanted:
        least = ".".join(map(str, wanted))
        yield Check("missing", f"glibc {version} is too old: this Isaac Sim needs {least}; use its container.")
