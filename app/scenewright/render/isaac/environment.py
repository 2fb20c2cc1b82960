"""The environment that Isaac Sim starts in: ours, without what would make it load our libraries."""

import os
from collections.abc import Mapping
from pathlib import Path

from scenewright.render.isaac.installations import Installation

_DROPPED = {
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONEXE",
    "PYTHONSTARTUP",
    "PYTHONSAFEPATH",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "DYLD_LIBRARY_PATH",
    "CARB_APP_PATH",
    "EXP_PATH",
    "ISAAC_PATH",
}
_DROPPED_BEGINNINGS = ("CONDA_", "QT_", "PXR_", "PYTEST_")

JOB_MARK = "SCENEWRIGHT_ISAAC_JOB"
"""The variable by which every process of a job is known, even one that left its process group."""


def clean_environment(
    installation: Installation, job: str, *, eula_accepted: bool, before: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the environment of a process of Isaac Sim.

    Args:
        installation: What is started.
        job: Marks the processes.
        eula_accepted: Whether the licence was agreed to; only then is Isaac told so.
        before: The environment to begin with; this process's if left out.
    """
    given = os.environ if before is None else before
    kept = {
        name: value
        for name, value in given.items()
        if name not in _DROPPED and not name.startswith(_DROPPED_BEGINNINGS)
    }
    if given.get("VIRTUAL_ENV"):
        own = Path(given["VIRTUAL_ENV"])
        parts = kept.get("PATH", "").split(os.pathsep)
        kept["PATH"] = os.pathsep.join(part for part in parts if not Path(part).is_relative_to(own))
    kept |= {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", JOB_MARK: job}
    # Fewer arenas leak less over thousands of frames.
    kept.setdefault("GLIBC_TUNABLES", "glibc.malloc.arena_max=4")
    if eula_accepted:
        kept |= {"ACCEPT_EULA": "Y"} if installation.kind == "container" else {"OMNI_KIT_ACCEPT_EULA": "YES"}
    return kept
