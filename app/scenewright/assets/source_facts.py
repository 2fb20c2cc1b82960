"""What is known about the file that a model came from, beside its triangles."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class SourceFacts:
    """Facts for the asset doctor.

    Attributes:
        path: The file.
        format: Its kind: glb, gltf, obj, stl, ply, dae, urdf or usd.
        metres_per_unit: Its unit; None where the format does not say.
        up_axis: Which axis points up; None where the format does not say.
        has_normals: Whether it brings normals.
        has_uvs: Whether it brings texture coordinates.
        missing_textures: Textures that it names and that are not there.
        outside_textures: Textures that were refused, since they lie outside its folder.
        camera_count: Cameras in it.
        light_count: Lights in it.
        semantic_labels: Labels in it, as of other simulators.
        hidden_mesh_count: Meshes that are invisible or only for collisions.
        animated: Whether something in it moves.
        has_skeleton: Whether it has a skeleton.
        notes: Further sentences.
    """

    path: Path
    format: str
    metres_per_unit: float | None = None
    up_axis: Literal["x", "y", "z"] | None = None
    has_normals: bool = True
    has_uvs: bool = True
    missing_textures: tuple[str, ...] = ()
    outside_textures: tuple[str, ...] = ()
    camera_count: int = 0
    light_count: int = 0
    semantic_labels: tuple[str, ...] = ()
    hidden_mesh_count: int = 0
    animated: bool = False
    has_skeleton: bool = False
    notes: tuple[str, ...] = ()
