"""Rigid models: which ones a dataset shows, and their files."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import SEEK_END, StringIO

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import pdist

from scenewright.assets.images import srgb_from_linear
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Image, Model, Part
from scenewright.assets.posing import sample_of
from scenewright.assets.solid import extremes
from scenewright.datasets.bop.conventions import MM
from scenewright.datasets.records import InstanceRecord
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix, Vector
from scenewright.sampling.plan import FramePlan, ObjectPlan

_MOST_MODELS = 500
_SAME_M = 1e-6


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """What makes objects one rigid model: class and asset, clip and sample of it, and scale."""

    class_name: str
    asset: str
    pose: str
    sample: int
    scale: float


@dataclass(frozen=True, eq=False)
class RigidModel:
    """A shape with its triangles.

    Attributes:
        object_id: From 1.
        shape: What it is.
        model: The asset as it is shown, metres, before scaling.
    """

    object_id: int
    shape: Shape
    model: Model

    @cached_property
    def triangles(self) -> Matrix:
        """Corners (T, 3, 3) in the asset's frame, metres, before scaling."""
        return np.concatenate([part.positions[part.triangles] for part in self.model.parts]).astype(np.float64)

    @property
    def center(self) -> Vector:
        """The middle of its 3D box in the asset's frame, metres, before scaling: BOP's origin."""
        low, high = self.model.bounds
        return ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2)

    def info(self) -> dict[str, float]:
        """Return its entry in models_info.json, millimetres."""
        low, high = (np.array(corner) - self.center for corner in self.model.bounds)
        scale = MM * self.shape.scale
        diameter = float(pdist(extremes(self.model)).max(initial=0.0))
        corner = {f"min_{axis}": float(value * scale) for axis, value in zip("xyz", low, strict=True)}
        size = {f"size_{axis}": float(value * scale) for axis, value in zip("xyz", high - low, strict=True)}
        return {"diameter": diameter * scale, **corner, **size}

    def ply(self) -> str:
        """Return it as PLY text: positions in millimetres, normals, colours 0..255, triangles."""
        counts = np.cumsum([0, *(len(part.positions) for part in self.model.parts)])
        header = "\n".join(
            (
                "ply",
                "format ascii 1.0",
                f"element vertex {counts[-1]}",
                *(f"property float {name}" for name in ("x", "y", "z", "nx", "ny", "nz")),
                *(f"property uchar {name}" for name in ("red", "green", "blue")),
                f"element face {self.model.triangle_count}",
                "property list uchar int vertex_indices",
                "end_header",
            )
        )
        lines = StringIO(header + "\n")
        lines.seek(0, SEEK_END)
        for part in self.model.parts:
            points = (part.positions.astype(np.float64) - self.center) * (MM * self.shape.scale)
            np.savetxt(lines, np.hstack([points, part.normals, _colors(part)]), "%.5f " * 6 + "%d %d %d")
        for part, start in zip(self.model.parts, counts.tolist(), strict=False):
            np.savetxt(lines, part.triangles.astype(np.int64) + start, "3 %d %d %d")
        return lines.getvalue()


def shape_of(item: ObjectPlan, assets: AssetLoader) -> Shape:
    """Return which rigid model an object of a plan is.

    Raises:
        UserError: Its asset cannot be read any more.
    """
    name, sample = sample_of(assets.model(item.asset), item.pose, item.phase)
    return Shape(item.class_name, item.asset, name, sample, item.scale)


def rigid_models(plans: Iterator[FramePlan], assets: AssetLoader) -> dict[Shape, RigidModel]:
    """Return all models of a dataset, numbered from 1 by class, asset, pose and scale.

    Raises:
        UserError: An asset cannot be read any more, or there are too many shapes to be called models.
    """
    shapes: set[Shape] = set()
    for plan in plans:
        shapes |= {shape_of(item, assets) for item in plan.labelled}
        if len(shapes) > _MOST_MODELS:
            raise UserError(
                f"BOP needs rigid models of one size, but this dataset shows more than {_MOST_MODELS} different ones, "
                f"as {_advice(shapes)}: fix the scale (and hold the pose) in the project, or choose another format."
            )
    return {
        shape: RigidModel(number, shape, assets.posed(shape.asset, shape.pose, _phase(shape, assets)))
        for number, shape in enumerate(sorted(shapes), start=1)
    }


def check_unchanged(item: InstanceRecord, model: RigidModel) -> None:
    """Refuse an asset that is not what it was when the dataset was made.

    Raises:
        UserError: Its 3D box is another one.
    """
    if not np.allclose((item.extent_low, item.extent_high), model.model.bounds, rtol=0, atol=_SAME_M):
        raise UserError(
            f"'{item.asset}' has changed since the dataset was made: put the old file back, or make it anew."
        )


def _phase(shape: Shape, assets: AssetLoader) -> float:
    rig = assets.model(shape.asset).rig
    return 0.0 if rig is None or not shape.pose else (shape.sample + 0.5) / len(rig.clips[shape.pose].matrices)


def _advice(shapes: set[Shape]) -> str:
    assets = [shape.asset for shape in shapes]
    name = max(sorted(set(assets)), key=assets.count)
    scales = len({shape.scale for shape in shapes if shape.asset == name})
    return f"'{name}' in {assets.count(name)} shapes of {scales} sizes"


def _colors(part: Part) -> NDArray[np.uint8]:
    """Return sRGB (V, 3): the base colour map at each vertex, or the base colour."""
    image = part.material.base_color_map
    if image is None:
        return np.tile(_bytes(part.material.base_color), (len(part.positions), 1))
    return _looked_up(image, part.uvs)


def _looked_up(image: Image, uvs: NDArray[np.float32]) -> NDArray[np.uint8]:
    height, width = image.pixels.shape[:2]
    column = np.clip((np.mod(uvs[:, 0], 1.0) * width).astype(np.int64), 0, width - 1)
    row = np.clip(((1.0 - np.mod(uvs[:, 1], 1.0)) * height).astype(np.int64), 0, height - 1)
    found: NDArray[np.uint8] = image.pixels[row, column]
    return found


def _bytes(linear: tuple[float, float, float]) -> NDArray[np.uint8]:
    encoded = srgb_from_linear(np.clip(np.array(linear, np.float32), 0, 1))
    return np.round(encoded * 255).astype(np.uint8)
