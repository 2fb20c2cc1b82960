"""Assets by the names that a project and its plans use; each file is read once in a process."""

from functools import lru_cache
from pathlib import Path
from typing import assert_never

from scenewright.assets.environments import read_environment
from scenewright.assets.floors import read_floor
from scenewright.assets.model import EnvironmentImage, FloorMaterial, Model
from scenewright.assets.sources import Kind, resolve
from scenewright.assets.usd_model import read_model
from scenewright.errors import Problem, UserError
from scenewright.spec.project import references
from scenewright.spec.yaml_io import ProjectFile

_MOST_KEPT = 1024


class AssetLoader:
    """The assets of one project. All methods raise UserError where a source does not exist or cannot be used."""

    def __init__(self, base: Path) -> None:
        """Let relative paths start from `base`, the project's folder."""
        self._base = base
        # A loader looks each source up once: its assets stay as they are while it lives, whatever happens on disk.
        self._models: dict[str, Model] = {}
        self._floors: dict[str, FloorMaterial] = {}
        self._environments: dict[str, EnvironmentImage] = {}

    def model(self, source: str) -> Model:
        """Return an object's model."""
        if source not in self._models:
            self._models[source] = _model(*_version(resolve("object", source, self._base)))
        return self._models[source]

    def floor(self, source: str) -> FloorMaterial:
        """Return a floor's material."""
        if source not in self._floors:
            self._floors[source] = _floor(*_version(resolve("floor", source, self._base)))
        return self._floors[source]

    def environment(self, source: str) -> EnvironmentImage:
        """Return a surrounding picture."""
        if source not in self._environments:
            self._environments[source] = _environment(*_version(resolve("environment", source, self._base)))
        return self._environments[source]

    def read(self, kind: Kind, source: str) -> Model | FloorMaterial | EnvironmentImage:
        """Return an asset of any kind."""
        match kind:
            case "object":
                return self.model(source)
            case "floor":
                return self.floor(source)
            case "environment":
                return self.environment(source)
            case _:
                assert_never(kind)


def check_assets(file: ProjectFile) -> None:
    """Read every asset a project names, so that a missing texture is found before the first frame and not at the last.

    Raises:
        UserError: At least one cannot be used; all are listed, each with its line in the project.
    """
    loader = AssetLoader(file.path.parent)
    mistakes: dict[tuple[Kind, str], str | None] = {}
    problems: list[Problem] = []
    for kind, location, source in references(file.spec):
        if (kind, source) not in mistakes:
            mistakes[kind, source] = _mistake(loader, kind, source)
        mistake = mistakes[kind, source]
        if mistake is not None:
            problems.append(file.problem(location, mistake))
    if problems:
        in_order = sorted(problems, key=lambda problem: problem.line or 0)
        raise UserError(f"{file.path} names assets that cannot be used:", in_order)


def _mistake(loader: AssetLoader, kind: Kind, source: str) -> str | None:
    try:
        loader.read(kind, source)
    except UserError as error:
        return str(error).replace("\n", "\n  ")  # its own list stands one step further in
    return None


def _version(path: Path) -> tuple[Path, int]:
    """Return what a cached asset goes by: its file, and when that changed last."""
    resolved = path.resolve()
    return resolved, resolved.stat().st_mtime_ns


@lru_cache(_MOST_KEPT)
def _model(path: Path, _changed_ns: int) -> Model:
    return read_model(path)


@lru_cache(_MOST_KEPT)
def _floor(path: Path, _changed_ns: int) -> FloorMaterial:
    return read_floor(path)


@lru_cache(_MOST_KEPT)
def _environment(path: Path, _changed_ns: int) -> EnvironmentImage:
    return read_environment(path)
