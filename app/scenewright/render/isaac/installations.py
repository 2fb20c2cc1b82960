"""Where Isaac Sim is on this machine: pip, zip, workstation, container and source builds, on Linux and Windows.

Nothing of Isaac is imported to find it: importing starts it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from shutil import which
from typing import Literal

from scenewright.errors import UserError

Kind = Literal["folder", "pip", "container"]
Runtime = Literal["docker", "podman", "apptainer"]

_RUNTIMES: tuple[Runtime, ...] = ("docker", "podman", "apptainer")

OLDEST = (4, 5)
NEWEST_KNOWN = (6, 0)
_IMAGE = re.compile(
    r"^((?P<runtime>docker|podman|apptainer):(//)?)?"
    r"(?P<image>[\w.\-/]+(:\d+/[\w.\-/]*)?isaac-sim:(?P<tag>\d+\.\d+(\.\d+)?))$"
)
_PYTHONS = ("bin/python", "Scripts/python.exe", "python.exe")
"""Of an environment: on Linux, on Windows, and of conda on Windows."""
_EXPERIENCE = Path("apps/isaacsim.exp.base.python.kit")


@dataclass(frozen=True)
class Installation:
    """An Isaac Sim that can be started.

    Attributes:
        kind: A folder with python.sh (zip, workstation, source build), a pip package, or a container image.
        place: The folder, the environment's Python, or the image's name with its tag.
        version: As '5.1.0'.
        runtime: Of a container.
        python_version: Of a pip installation's environment, as '3.11'.
    """

    kind: Kind
    place: str
    version: str
    runtime: Runtime | None = None
    python_version: str = ""

    @property
    def numbers(self) -> tuple[int, int]:
        """The first two parts of the version."""
        return _numbers(self.version)

    @property
    def title(self) -> str:
        """What people are shown."""
        where = f"{self.runtime}: {self.place}" if self.kind == "container" else self.place
        return f"Isaac Sim {self.version} ({where})"

    @property
    def choice(self) -> str:
        """What `installation_at` finds it by again."""
        return f"{self.runtime}:{self.place}" if self.kind == "container" else self.place

    @property
    def python(self) -> list[str]:
        """The command that runs a file under Isaac's Python, without a container's own part."""
        if self.kind == "pip":
            return [self.place]
        if self.kind == "container":
            return ["/isaac-sim/python.sh"]
        return [str(Path(self.place) / _script())]


def find_installations(places: list[Path] | None = None) -> list[Installation]:
    """Return every installation that is found, the newest first.

    Args:
        places: Folders to look at; the usual ones, and the images that docker and podman hold, if left out.
    """
    found: dict[str, Installation] = {} if places is not None else {image.choice: image for image in _images()}
    for place in usual_places() if places is None else places:
        installation = _of_folder(place)
        if installation is not None:
            found.setdefault(str(Path(installation.place).resolve()), installation)
    return sorted(found.values(), key=lambda item: item.numbers, reverse=True)


def installation_at(text: str) -> Installation:
    """Return the installation that a user names: a folder, an environment's Python, or a container image.

    An image may have the program before it that is to run it, as 'podman:nvcr.io/nvidia/isaac-sim:5.1.0'.

    Raises:
        UserError: There is none.
    """
    image = _IMAGE.match(text)
    if image is not None and not Path(text).exists():
        return _of_image(image["image"], image["tag"], image["runtime"])
    path = Path(text).expanduser()
    found = _of_python(path) if path.is_file() else _of_folder(path)
    if found is None:
        raise UserError(
            f"{path} is no Isaac Sim: name the folder with {_script()} and VERSION in it, the Python of an environment "
            "with the package 'isaacsim', or an image such as nvcr.io/nvidia/isaac-sim:5.1.0."
        )
    if found.numbers < OLDEST:
        raise UserError(f"{found.title} is too old: 4.5 is the first version that can be used.")
    return found


def usual_places() -> Iterator[Path]:
    """Yield the folders and Pythons in which Isaac Sim may be."""
    for name in ("ISAACSIM_PATH", "ISAAC_PATH", "ISAACSIM_PYTHON_EXE"):
        if os.environ.get(name):
            yield Path(os.environ[name])
    home = Path.home()
    yield from (home / "isaacsim", home / "isaac-sim", Path("/isaac-sim"), Path("/opt/IsaacSim"), Path("/opt/isaacsim"))
    yield from (Path("C:/isaacsim"), Path("C:/IsaacSim")) if sys.platform == "win32" else ()
    packages = [home / ".local/share/ov/pkg"]
    if os.environ.get("LOCALAPPDATA"):
        packages.append(Path(os.environ["LOCALAPPDATA"]) / "ov" / "pkg")
    for folder in packages:
        yield from sorted(folder.glob("isaac-sim-*"), reverse=True) if folder.is_dir() else ()
    for source in (home / "IsaacSim", home / "isaac_sim", Path.cwd()):
        yield from (
            source / "_build" / name / "release" for name in ("linux-x86_64", "linux-aarch64", "windows-x86_64")
        )
        yield source / "_isaac_sim"
    for environment in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if os.environ.get(environment):
            yield Path(os.environ[environment])
    yield from (environment for environment in _environments(home) if _has_isaac(environment))


def _environments(home: Path) -> Iterator[Path]:
    """Yield environments of Python that are not active: all that conda knows, and those in the usual folders."""
    with suppress(OSError):
        yield from map(Path, (home / ".conda/environments.txt").read_text("utf-8").split("\n"))
    for pattern in ("env_isaac*", "*/env_isaac*", ".virtualenvs/*", "*/.venv", "IsaacLab/env*"):
        with suppress(OSError):
            yield from sorted(home.glob(pattern))


def _has_isaac(environment: Path) -> bool:
    """Return whether an environment has the package; asking its Python would take longer."""
    libraries = ("Lib/site-packages", "lib/python3.*/site-packages")
    with suppress(OSError, ValueError):
        return any(True for library in libraries for _ in environment.glob(f"{library}/isaacsim-*.dist-info"))
    return False


def _images() -> Iterator[Installation]:
    """Yield the images of Isaac Sim that a container program holds; Apptainer does not tell which it has."""
    for runtime in ("docker", "podman"):
        if which(runtime) is None:
            continue
        command = [runtime, "images", "--format", "{{.Repository}}:{{.Tag}}"]
        with suppress(OSError, subprocess.SubprocessError):
            told = subprocess.run(
                command, capture_output=True, text=True, timeout=10, check=True, stdin=subprocess.DEVNULL
            )
            for line in told.stdout.splitlines():
                if image := _IMAGE.match(line.strip()):
                    yield Installation("container", image["image"], image["tag"], runtime)


def _of_folder(path: Path) -> Installation | None:
    if path.is_file():
        return _of_python(path)
    version = path / "VERSION"
    if not version.is_file() or not (path / _script()).is_file() or not (path / _EXPERIENCE).is_file():
        pythons = (path / name for name in _PYTHONS)
        return next((found for python in pythons if python.is_file() and (found := _of_python(python))), None)
    text = version.read_text(encoding="utf-8", errors="replace").strip()
    return Installation("folder", str(path), _clean(text))


def _of_python(python: Path) -> Installation | None:
    try:
        return _asked(python, python.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(32)
def _asked(python: Path, _changed_ns: int) -> Installation | None:
    """Return the pip installation of an environment; asks its Python for the package's version."""
    code = "import importlib.metadata as m, sys; print(m.version('isaacsim'), '%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [str(python), "-c", code], capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = answer.stdout.split()
    if answer.returncode != 0 or len(words) != 2:
        return None
    return Installation("pip", str(python), _clean(words[0]), python_version=words[1])


def _of_image(image: str, tag: str, wanted: str | None) -> Installation:
    known = [name for name in _RUNTIMES if which(name) and wanted in (None, name)]
    if not known:
        missing = f"{wanted} is not" if wanted else "neither docker, podman nor apptainer is"
        raise UserError(f"{image} is a container, but {missing} on this machine: install it.")
    return Installation("container", image, tag, known[0])


def _clean(version: str) -> str:
    """Return the numbers of a version such as '5.1.0-rc.19+release.26219.9c81211b.gl'."""
    match = re.match(r"\d+(\.\d+){1,3}", version)
    return ".".join(match.group().split(".")[:3]) if match else "0.0"


def _numbers(version: str) -> tuple[int, int]:
    first, second = (version + ".0").split(".")[:2]
    return int(first), int(second)


def _script() -> str:
    return "python.bat" if sys.platform == "win32" else "python.sh"
