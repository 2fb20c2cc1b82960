"""What a frame's choices depend on that only the assets know."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.solid import Solid
from scenewright.assets.suns import Sun
from scenewright.geometry.transforms import Vector


class AssetFacts(Protocol):
    """The assets of a project, as far as choices depend on them; `assets.loading.AssetLoader` is one."""

    def sun(self, source: str) -> Sun:
        """Return the strongest light of a surrounding picture."""
        ...

    def bounds(self, source: str, pose: str, phase: float) -> tuple[Vector, Vector]:
        """Return the box around an object as a pose shows it, in its own frame."""
        ...

    def solid(self, source: str, pose: str, phase: float) -> Solid:
        """Return an object's body as a pose shows it."""
        ...

    def surface(self, source: str, pose: str, phase: float) -> NDArray[np.float64]:
        """Return an object's triangles (T, 3, 3) as a pose shows it, in its own frame."""
        ...

    def clip_seconds(self, source: str, pose: str) -> float:
        """Return how long an object's clip takes; 0 for a held pose."""
        ...

    def ground_velocity(self, source: str, pose: str) -> Vector:
        """Return the velocity, m/s in its own frame, at which an object's feet do not slide in a clip."""
        ...
