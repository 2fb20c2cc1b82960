"""The benchmark's projects: written into a folder, so that the benchmark runs what a user runs."""

from pathlib import Path

import numpy as np
from pxr import Usd, UsdGeom, Vt

from scenewright.spec.project import LabelName

SHAPES = ("shape_cube", "shape_sphere", "shape_cylinder", "shape_cone", "shape_torus")

_PROJECT = """\
schema_version: 1
name: {name}
classes: [thing]
floor: {{size_m: [10, 10], textures: [wood_oak]}}
environment:
  kind: image
  images: [studio_softboxes]
  rotation_deg: {{kind: uniform, low: 0, high: 360}}
lights:
- {{name: key, kind: directional, azimuth_deg: -30, elevation_deg: 60}}
objects:
- name: things
  class_name: thing
  assets: [{assets}]
  count: {count}
  position_m:
    x: {{kind: uniform, low: -1.1, high: 1.1}}
    y: {{kind: uniform, low: -1.1, high: 1.1}}
    z: {{kind: uniform, low: 0.12, high: 0.35}}
  rotation_deg:
    x: {{kind: uniform, low: 0, high: 360}}
    y: {{kind: uniform, low: 0, high: 360}}
    z: {{kind: uniform, low: 0, high: 360}}
  scale: {{kind: uniform, low: 0.7, high: 1.3}}
cameras:
- {{position_m: {{y: -3, z: 2}}, look_at_m: {{z: 0.2}}, width_px: {width}, height_px: {height}}}
labels: [{labels}]
output: {{frames: {frames}, seed: 1}}
"""


def write_scene_s(folder: Path, width: int, height: int, frames: int) -> Path:
    """Write scene S: 20 instances of a 5,120-triangle mesh, textured floor, one shadow light, surroundings."""
    _write_torus_knot(folder / "knot.usda")
    return _write(folder, "S", "./knot.usda", 20, width, height, frames)


def write_scene_shapes(folder: Path, width: int, height: int, frames: int) -> Path:
    """Write the scene of NVIDIA's benchmark: 50 objects of five shapes."""
    return _write(folder, "shapes", ", ".join(SHAPES), 50, width, height, frames)


_CLIPS = """\
schema_version: 1
name: small
classes: [thing]
floor: {{size_m: [6, 6], textures: [wood_oak]}}
environment: {{kind: color}}
clip: {{length: 10, rate_hz: 12}}
lights:
- {{name: key, kind: directional, azimuth_deg: {{kind: uniform, low: 0, high: 360}}}}
objects:
- name: things
  class_name: thing
  assets: [{assets}]
  count: {{kind: uniform, low: 2, high: 4}}
  position_m:
    x: {{kind: uniform, low: -0.8, high: 0.8}}
    y: {{kind: uniform, low: -0.8, high: 0.8}}
    z: {{kind: uniform, low: 0.2, high: 0.6}}
  rotation_deg: {{x: {{kind: uniform, low: 0, high: 360}}, z: {{kind: uniform, low: 0, high: 360}}}}
  scale: 3
  motion: {{kind: drift, velocity_m_s: {{x: {{kind: uniform, low: -0.5, high: 0.5}}}}}}
cameras:
- {{position_m: {{y: -3, z: 2}}, look_at_m: {{z: 0.2}}, width_px: 64, height_px: 48, depth_sensor: {{}}}}
labels: [{labels}]
output: {{frames: {frames}, seed: 1}}
"""


def write_scene_small(folder: Path, frames: int) -> Path:
    """Write clips of a few moving shapes in small pictures, with every label there is."""
    path = folder / "small.yaml"
    path.write_text(_CLIPS.format(assets=", ".join(SHAPES), labels=", ".join(LabelName.__args__), frames=frames))
    return path


def _write(folder: Path, name: str, assets: str, count: int, width: int, height: int, frames: int) -> Path:
    labels = ", ".join(label for label in LabelName.__args__ if not label.endswith("_flow") and label != "sensor_depth")
    path = folder / f"{name}_{width}x{height}.yaml"
    path.write_text(
        _PROJECT.format(name=name, assets=assets, count=count, width=width, height=height, frames=frames, labels=labels)
    )
    return path


def _write_torus_knot(path: Path, around: int = 160, across: int = 16) -> None:
    """Write a (2, 3) torus knot about 0.3 m wide with 2 * around * across = 5,120 triangles."""
    t, s = np.meshgrid(np.arange(around) * 2 * np.pi / around, np.arange(across) * 2 * np.pi / across, indexing="ij")

    def center(t: np.ndarray) -> np.ndarray:
        r = 0.1 * (1 + 0.5 * np.cos(1.5 * 2 * t / 2 * 2))
        return np.stack([r * np.cos(2 * t), r * np.sin(2 * t), 0.05 * np.sin(3 * t)], axis=-1)

    forward = center(t + 1e-4) - center(t - 1e-4)
    forward /= np.linalg.norm(forward, axis=-1, keepdims=True)
    side = np.cross(forward, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side, axis=-1, keepdims=True)
    normals = np.cos(s)[..., None] * side + np.sin(s)[..., None] * np.cross(side, forward)
    points = center(t) + 0.03 * normals
    index = np.arange(around * across).reshape(around, across)
    right, up = np.roll(index, -1, 0), np.roll(index, -1, 1)
    quads = np.stack([index, right, np.roll(right, -1, 1), up], axis=-1).reshape(-1, 4)
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    mesh = UsdGeom.Mesh.Define(stage, "/Knot")
    stage.SetDefaultPrim(mesh.GetPrim())
    mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(points.reshape(-1, 3).astype(np.float32)))
    mesh.CreateNormalsAttr(Vt.Vec3fArray.FromNumpy(normals.reshape(-1, 3).astype(np.float32)))
    mesh.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
    mesh.CreateFaceVertexCountsAttr([4] * len(quads))
    mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(quads.ravel().astype(np.int32)))
    mesh.CreateSubdivisionSchemeAttr("none")
    stage.Save()
