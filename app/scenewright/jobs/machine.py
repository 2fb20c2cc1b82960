"""How many drawing processes this machine can feed: by its cores, its memory and its graphics cards."""

import os
import shutil
import subprocess
from pathlib import Path

import psutil

from scenewright.errors import UserError

_PROCESS_BYTES = 1.5e9
"""What a drawing process takes at most in the presets, driver included, with room to spare."""
_GPU_PROCESS_BYTES = 1.5e9
_MOST = 256


def workers_in_words(text: str, engine: str) -> int:
    """Return the number of processes that a text means: a number, or 'auto'.

    Raises:
        UserError: It means none.
    """
    if text == "auto":
        return fitting_workers(engine)
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise UserError(f"--workers {text!r} is no number of processes: write 1 to {_MOST}, or auto.")
    return int(text)


def fitting_workers(engine: str) -> int:
    """Return how many drawing processes this machine can feed.

    Python binds a process to about one core, and a software driver draws on that core too; so there is one for each
    core, as long as memory and the graphics cards' memory hold them. Isaac Sim fills a graphics card by itself.
    """
    if engine == "isaac":
        return max(1, len(graphics_memory_bytes()))
    by_memory = int(usable_bytes() * 0.8 / _PROCESS_BYTES)
    cards = graphics_memory_bytes() if engine == "embedded" else []
    by_cards = sum(int(free * 0.9 / _GPU_PROCESS_BYTES) for free in cards) if cards else _MOST
    return max(1, min(usable_cores(), by_memory, by_cards, _MOST))


def usable_cores() -> int:
    """Return the cores that this process may use: those of the machine, less what its container or cage leaves out."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("utf-8").split()
        return max(1, min(cores, round(int(quota) / int(period))))
    except (OSError, ValueError):
        return max(1, cores)


def usable_bytes(groups: Path = Path("/sys/fs/cgroup")) -> float:
    """Return the memory that is free for this process: the machine's, or less where its container has a limit.

    Args:
        groups: Where Linux tells of the container: https://docs.kernel.org/admin-guide/cgroup-v2.html#memory.
    """
    free = float(psutil.virtual_memory().available)
    try:
        most, used = (int((groups / name).read_text("utf-8")) for name in ("memory.max", "memory.current"))
        return max(0.0, min(free, most - used))
    except (OSError, ValueError):  # no limit is the word "max"
        return free


def graphics_memory_bytes() -> list[float]:
    """Return the free memory of each NVIDIA card; nothing where there is none, or its driver does not say."""
    if shutil.which("nvidia-smi") is None:
        return []
    command = ["nvidia-smi", "--query-gpu=memory.free", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
        return [float(line) * 2**20 for line in told.stdout.split()]
    except (OSError, ValueError, subprocess.SubprocessError):
        return []
