"""PyTorch into the program's own environment: what is needed for training, with its size said before."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished, Log, Progress, Started

Kind = Literal["cpu", "cuda"]

PACKAGES = ("torch>=2.6,<2.16", "torchvision>=0.21", "onnx>=1.18", "onnxruntime>=1.20", "faster-coco-eval>=1.6")
"""As pyproject.toml's extra `train` names them; a test compares the two."""

_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
_LAST_LINES = 6


@dataclass(frozen=True, slots=True)
class Need:
    """What an installation takes: to be fetched, and on disk, in GB."""

    download_gb: float
    disk_gb: float

    @property
    def room_gb(self) -> float:
        """Disk while it is installed: pip keeps what it fetched beside what it unpacks."""
        return self.download_gb + self.disk_gb


NEEDS: dict[Kind, Need] = {"cpu": Need(0.27, 0.92), "cuda": Need(3.1, 5.7)}
"""Sums over the wheels that pip chooses and over the files in them, on Linux, x86-64, Python 3.11, for torch 2.13.0+cpu
and 2.14.1+cu130. The CUDA build also runs without a GPU."""


def usual_kind() -> Kind:
    """Return the build that fits this machine: the one for CUDA where there is a driver of NVIDIA's."""
    return "cuda" if shutil.which("nvidia-smi") else "cpu"


def install_training(
    kind: Kind, emit: Emit, stop: Callable[[], bool] = lambda: False, wheels: Path | None = None
) -> Finished:
    """Install PyTorch and what else training needs; once more does no harm.

    Args:
        kind: Which build.
        emit: Told what is being fetched and installed.
        stop: Whether to give up; what was installed by then is taken up again next time.
        wheels: A folder of wheel files to install from, for machines without a network.

    Raises:
        UserError: There is no room, or it could not be installed; the sentence says why.
    """
    need = NEEDS[kind]
    _refuse_without_room(need)
    emit(Log("info", f"About {need.download_gb:g} GB are fetched; {need.disk_gb:g} GB of disk are taken."))
    emit(Started(len(PACKAGES)))
    command = _command(kind, wheels)
    done = 0
    lines: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, errors="replace"
    ) as pip:
        for line in pip.stdout or ():
            lines = [*lines[-_LAST_LINES:], line.rstrip()]
            if line.startswith(("Collecting", "Downloading", "Installing")):
                emit(Log("info", _short(line)))
            if line.startswith("Collecting") and done < len(PACKAGES) - 1:
                done += 1
                emit(Progress(done, len(PACKAGES)))
            if stop():
                pip.terminate()
                return Finished("cancelled", "Stopped; the next try goes on with what pip has fetched.")
        code = pip.wait()
    if code != 0:
        raise UserError("PyTorch could not be installed. " + _reason(lines))
    emit(Progress(len(PACKAGES), len(PACKAGES)))
    return Finished("succeeded", "Training is installed.")


def _refuse_without_room(need: Need) -> None:
    place = Path(sysconfig.get_paths()["purelib"])
    free = shutil.disk_usage(place).free / 1e9
    if free < need.room_gb:
        raise UserError(
            f"Installing PyTorch needs {need.room_gb:.1f} GB in {place}, but {free:.1f} GB are free: free some space."
        )


def _command(kind: Kind, wheels: Path | None) -> list[str]:
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command = [sys.executable, "-m", "pip", "install", *quiet]
    if wheels is not None:
        return [*command, "--no-index", "--find-links", str(wheels), *PACKAGES]
    # Elsewhere than on Linux the usual build is the small one already.
    index = ["--extra-index-url", _CPU_INDEX]
    return [*command, *(index if kind == "cpu" and sys.platform == "linux" else []), *PACKAGES]


def _short(line: str) -> str:
    return line.strip()[:160]


def _reason(lines: list[str]) -> str:
    text = "\n".join(lines)
    known = (
        ("No space left", "The disk is full: free some space and try again."),
        ("Permission denied", "There is no permission to write there: install Scenewright into a folder of yours."),
        ("No matching distribution", "There is no build for this system and Python, or the network was not reached."),
        ("onnection", "The network was not reached: check it, or install from a folder of wheels (--from FOLDER)."),
        ("No module named pip", "This environment has no pip: set Scenewright up with packaging/start.py."),
    )
    return next((sentence for sign, sentence in known if sign in text), f"pip said last: {text[-300:]}")
