"""Scenewright's own Python environment: made on the first run, brought up to date when the project file changes.

Standard library only. It must stay readable by Python 3.9, so that an old interpreter is told what it lacks.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from steps import NEEDS_A_PERSON, children_environment, run_quietly, show_tail, stop
from system import ensure_system

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
SPACE_GB = 1.0
# What pip prints, and what it means; the first that fits is told.
PIP_FAILURES = (
    ("No space left on device", "The disk is full.", "Free some space and run this again."),
    ("Permission denied", "There is no permission to write there.", "Set SCENEWRIGHT_VENV to a folder of yours."),
    ("SSLError", "The package index's certificate is not trusted.", "Let PIP_CERT name the file that is."),
    ("onnection", "The package index could not be reached.", "Check the network (and HTTPS_PROXY) and run this again."),
    ("No matching distribution", "A package has no build for this system and Python.", "Try another Python, say 3.12."),
)


def prepare(extra: str = "") -> Path:
    """Make the environment ready.

    Args:
        extra: The optional dependencies to install as well, as pyproject.toml names them.

    Returns:
        The environment's folder.
    """
    require_python()
    folder = Path(os.environ.get("SCENEWRIGHT_VENV") or ROOT / ".venv").expanduser().absolute()
    stamp = folder / "scenewright-installed"
    wanted = fingerprint(), set(filter(None, extra.split(",")))
    found = stamp.read_text() if stamp.exists() and Path(program(folder, "python")).exists() else ""
    installed, _, extras = found.partition(" ")
    is_current = installed == wanted[0] and wanted[1] <= set(extras.split(","))
    is_made = is_current or is_healthy(folder)
    ensure_system(with_venv=not is_made)
    if is_current:
        return folder
    if not is_made:
        create(folder, may_replace=not os.environ.get("SCENEWRIGHT_VENV") or stamp.exists())
    stamp.unlink(missing_ok=True)
    install_project(folder, extra)
    stamp.write_text(f"{wanted[0]} {extra}")
    return folder


def program(folder: Path, name: str) -> str:
    """Return the path of one of the environment's programs."""
    return str(folder / "Scripts" / f"{name}.exe" if os.name == "nt" else folder / "bin" / name)


def call(folder: Path, name: str, *arguments: str) -> int:
    """Run one of the environment's programs in the repository, and return its exit code."""
    command = [program(folder, name), *arguments]
    return subprocess.run(command, cwd=ROOT, env=children_environment(), check=False).returncode


def require_python() -> None:
    """Stop when this interpreter is too old, naming a newer one that is installed."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    newer = next((name for name in (f"python3.{minor}" for minor in range(11, 20)) if shutil.which(name)), None)
    remedy = f"Run it with {newer}, which you have." if newer else "Get it from https://www.python.org/downloads/."
    this = f"{sys.version_info[0]}.{sys.version_info[1]}"
    stop(f"Scenewright needs Python 3.11 or newer; this is {this}.", remedy, NEEDS_A_PERSON)


def fingerprint() -> str:
    """Return what an installation depends on, as a digest."""
    parts = (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode(), repr(sys.version_info[:2]).encode()
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_healthy(folder: Path) -> bool:
    """Return whether the folder holds an environment of this Python version that has pip."""
    probe = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    try:
        command = [program(folder, "python"), "-c", probe]
        return subprocess.run(command, capture_output=True, env=children_environment(), check=False).returncode == 0
    except OSError:
        return False


def create(folder: Path, *, may_replace: bool) -> None:
    """Make an empty environment.

    Args:
        folder: Where.
        may_replace: Whether an environment that is already there may be cleared.
    """
    if folder.exists() and any(folder.iterdir()) and not (may_replace and (folder / "pyvenv.cfg").exists()):
        stop(f"{folder} holds something else.", "Remove it, or set SCENEWRIGHT_VENV to a new folder.", NEEDS_A_PERSON)
    existing = next(parent for parent in folder.parents if parent.exists())
    free = shutil.disk_usage(existing).free / 1e9
    if free < SPACE_GB:
        sentence = f"The environment {folder} needs {SPACE_GB:.0f} GB of disk; {free:.1f} GB are free."
        stop(sentence, "Free some space, or set SCENEWRIGHT_VENV to a folder on another disk.", NEEDS_A_PERSON)
    python = getattr(sys, "_base_executable", sys.executable)
    done, output = run_quietly(
        f"Making a Python environment in {folder}", [python, "-m", "venv", "--clear", str(folder)]
    )
    if not done:
        explain(output, f"The environment {folder} could not be made.")


def install_project(folder: Path, extra: str) -> None:
    """Install the project, editable, with what it depends on."""
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    pip = [program(folder, "python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    status = "Installing Scenewright and what it needs (the first time takes minutes)"
    done, output = run_quietly(status, [*pip, "--editable", target])
    if not done:
        explain(output, "The packages could not be installed.")


def explain(output: str, sentence: str) -> None:
    """Stop, showing the end of what a command printed and what it probably means."""
    show_tail(output)
    known = ((f"{sentence} {cause}", remedy) for sign, cause, remedy in PIP_FAILURES if sign in output)
    stop(*next(known, (sentence, "The lines above say why; put that right and run this again.")))
