"""Assets by the names that a project and its plans use; each file is read once in a process."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, assert_never

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.collision import collision_pieces
from scenewright.assets.entries import read_entry
from scenewright.assets.environments import read_environment
from scenewright.assets.floors import read_floor
from scenewright.assets.gait import ground_velocity
from scenewright.assets.images import decoded, read_image
from scenewright.assets.keypoints import keypoints_in_project, with_keypoints
from scenewright.assets.library import PICTURE_SUFFIXES
from scenewright.assets.model import EnvironmentImage, FloorMaterial, Model
from scenewright.assets.posing import posed, sample_of
from scenewright.assets.solid import Solid, boxes_of_joints, extremes
from scenewright.assets.sources import SourceKind, resolve
from scenewright.assets.suns import Sun, recorded_sun, strongest_light
from scenewright.assets.usd_model import read_model
from scenewright.errors import UserError
from scenewright.geometry.transforms import Vector

_MOST_KEPT = 1024
_MOST_BACKDROPS = 16
"""Folders of them may be large."""


class AssetLoader:
    """The assets of one project. All methods raise UserError where a source does not exist or cannot be used."""

    def __init__(self, base: Path) -> None:
        """Let relative paths start from `base`, the project's folder."""
        self._base = base
        # A loader looks each source up once: its assets stay as they are while it lives, whatever happens on disk.
        self._models: dict[str, Model] = {}
        self._posed: dict[tuple[str, str, int], Model] = {}
        self._surfaces: dict[tuple[SourceKind, str], FloorMaterial] = {}
        self._solids: dict[tuple[str, str, int], Solid] = {}
        self._suns: dict[str, Sun] = {}
        self._environments: dict[str, EnvironmentImage] = {}
        self._decals: dict[str, NDArray[np.uint8]] = {}
        self._gaits: dict[tuple[str, str], Vector] = {}
        self._changed_ns: dict[str, int] = {}

    def model(self, source: str) -> Model:
        """Return an object's model, at rest."""
        if source not in self._models:
            model = _model(*_version(resolve("object", source, self._base)))
            self._models[source] = with_keypoints(model, keypoints_in_project(self._base, source))
        return self._models[source]

    def changed_ns(self, source: str) -> int:
        """Return when an object's file last changed, in nanoseconds since 1970."""
        if source not in self._changed_ns:
            self._changed_ns[source] = resolve("object", source, self._base).stat().st_mtime_ns
        return self._changed_ns[source]

    def posed(self, source: str, pose: str = "", phase: float = 0.0) -> Model:
        """Return an object's model as a pose shows it, or a clip at `phase` (0 to 1); each shape is made once."""
        model = self.model(source)
        name, sample = sample_of(model, pose, phase)
        if not name:
            return model
        if (source, name, sample) not in self._posed:
            self._posed[source, name, sample] = posed(model, name, sample)
        return self._posed[source, name, sample]

    def floor(self, source: str) -> FloorMaterial:
        """Return a floor's material."""
        return self._surface("floor", source)

    def wall(self, source: str) -> FloorMaterial:
        """Return a wall's material."""
        return self._surface("wall", source)

    def texture(self, source: str) -> FloorMaterial:
        """Return a floor's or a wall's material for an object to wear."""
        return self._surface("texture", source)

    def decal(self, source: str) -> NDArray[np.uint8]:
        """Return a sticker's picture, uint8 (H, W, 4), sRGB."""
        if source not in self._decals:
            path = resolve("decal", source, self._base)
            self._decals[source] = decoded(path.read_bytes(), str(path))
        return self._decals[source]

    def backdrop(self, source: str, pick: float = 0.0) -> NDArray[np.uint8]:
        """Return a backdrop's picture, uint8 (H, W, 3), sRGB; `pick` (0 to 1) chooses one of a folder's."""
        path = resolve("backdrop", source, self._base)
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.suffix.lower() in PICTURE_SUFFIXES)
            if not found:
                raise UserError(f"{path} holds no picture: put JPG or PNG files into it.")
            path = found[min(int(pick * len(found)), len(found) - 1)]
        return _picture(*_version(path))

    def environment(self, source: str) -> EnvironmentImage:
        """Return a surrounding picture."""
        if source not in self._environments:
            self._environments[source] = _environment(*_version(resolve("environment", source, self._base)))
        return self._environments[source]

    def sun(self, source: str) -> Sun:
        """Return the strongest light of a surrounding picture: the recorded one, else the brightest in the picture."""
        if source not in self._suns:
            path = resolve("environment", source, self._base)
            details = read_entry("environment", source, path).details
            self._suns[source] = recorded_sun(details, str(path.parent)) or strongest_light(
                self.environment(source).radiance
            )
        return self._suns[source]

    def bounds(self, source: str, pose: str = "", phase: float = 0.0) -> tuple[Vector, Vector]:
        """Return the box around an object as a pose shows it, in its own frame."""
        return self.posed(source, pose, phase).bounds

    def solid(self, source: str, pose: str = "", phase: float = 0.0) -> Solid:
        """Return an object's body as a pose shows it."""
        rest = self.model(source)
        name, sample = sample_of(rest, pose, phase)
        if (source, name, sample) not in self._solids:
            model = self.posed(source, pose, phase)
            moved = None if rest.rig is None or not name else rest.rig.clips[name].matrices[sample]
            if moved is None:
                pieces = collision_pieces(model, resolve("object", source, self._base).parent)
            else:
                pieces = boxes_of_joints(rest, moved)
            self._solids[source, name, sample] = Solid(extremes(model), pieces, model)
        return self._solids[source, name, sample]

    def surface(self, source: str, pose: str = "", phase: float = 0.0) -> NDArray[np.float64]:
        """Return an object's triangles (T, 3, 3) as a pose shows it, in its own frame."""
        parts = self.posed(source, pose, phase).parts
        return np.concatenate([part.positions[part.triangles] for part in parts]).astype(np.float64)

    def clip_seconds(self, source: str, pose: str) -> float:
        """Return how long an object's clip takes; 0 for a held pose."""
        rig = self.model(source).rig
        return 0.0 if rig is None or pose not in rig.clips else rig.clips[pose].seconds

    def ground_velocity(self, source: str, pose: str) -> Vector:
        """Return the velocity, m/s in its own frame, at which an object's feet do not slide in a clip."""
        if (source, pose) not in self._gaits:
            self._gaits[source, pose] = ground_velocity(self.model(source), pose)
        return self._gaits[source, pose]

    def read(self, kind: SourceKind, source: str) -> Model | FloorMaterial | EnvironmentImage | NDArray[np.uint8]:
        """Return an asset of any kind."""
        match kind:
            case "object":
                return self.model(source)
            case "floor":
                return self.floor(source)
            case "wall":
                return self.wall(source)
            case "texture":
                return self.texture(source)
            case "environment":
                return self.environment(source)
            case "decal":
                return self.decal(source)
            case "backdrop":
                return self.backdrop(source)
            case _:
                assert_never(kind)

    def _surface(self, kind: Literal["floor", "wall", "texture"], source: str) -> FloorMaterial:
        if (kind, source) not in self._surfaces:
            self._surfaces[kind, source] = _floor(*_version(resolve(kind, source, self._base)))
        return self._surfaces[kind, source]


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


@lru_cache(_MOST_BACKDROPS)
def _picture(path: Path, _changed_ns: int) -> NDArray[np.uint8]:
    return read_image(path).pixels


@lru_cache(_MOST_KEPT)
def _environment(path: Path, _changed_ns: int) -> EnvironmentImage:
    return read_environment(path)
