"""Objects as pygfx instanced meshes: one draw call for all objects that share a mesh, whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pygfx as gfx
from numpy.typing import NDArray

from scenewright.assets.model import Part
from scenewright.geometry.transforms import Matrix
from scenewright.render.embedded.materials import MaterialCache
from scenewright.render.embedded.pygfx_indexing import with_index_usage


@dataclass(frozen=True, slots=True)
class ColorObject:
    """A part to draw, its pose in float64, and whether its back faces cannot be seen."""

    part: Part
    world_from_object: Matrix
    solid: bool


class Instances:
    """The objects of a scene, changed from frame to frame.

    A mesh is made once for every number of instances that was ever needed of it; all but the ones in use are invisible.
    """

    def __init__(self, scene: Any, materials: MaterialCache) -> None:
        self._scene, self._materials = scene, materials
        self._geometries: dict[int, tuple[Part, Any]] = {}
        self._meshes: dict[tuple[int, bool, int], Any] = {}
        self._shown: list[Any] = []

    def show(self, objects: Sequence[ColorObject]) -> None:
        """Show these objects and no others."""
        alike: dict[tuple[int, bool], list[ColorObject]] = defaultdict(list)
        for item in objects:
            alike[id(item.part), item.solid].append(item)
        shown = [self._mesh(items) for items in alike.values()]
        for mesh in self._shown:
            if mesh not in shown:
                mesh.visible = False
        for mesh, items in zip(shown, alike.values(), strict=True):
            mesh.visible = True
            # The very numbers that the label pass uses.
            poses = np.stack([item.world_from_object for item in items])
            mesh.instance_buffer.data["matrix"] = np.swapaxes(poses, 1, 2)
            mesh.instance_buffer.update_full()
        self._shown = shown

    def _mesh(self, items: Sequence[ColorObject]) -> Any:
        part, solid, count = items[0].part, items[0].solid, len(items)
        key = (id(part), solid, count)
        if key not in self._meshes:
            if id(part) not in self._geometries:
                self._geometries[id(part)] = (part, geometry_of(part))  # holding the part keeps its id its own
            mesh = gfx.InstancedMesh(
                self._geometries[id(part)][1], self._materials.get(part.material, solid=solid), count
            )
            mesh.cast_shadow = mesh.receive_shadow = True
            self._scene.add(mesh)
            self._meshes[key] = mesh
        return self._meshes[key]


def geometry_of(part: Part) -> Any:
    """Return a part as a pygfx geometry."""
    geometry = gfx.Geometry(
        positions=np.array(part.positions, np.float32, order="C"),
        normals=np.array(part.normals, np.float32, order="C"),
        texcoords=texture_coordinates(part),
        indices=np.array(part.triangles, np.uint32, order="C"),
    )
    return with_index_usage(geometry)


def texture_coordinates(part: Part) -> NDArray[np.float32]:
    """Return a part's texture coordinates for pygfx, whose pictures start at the top left, not at the lower left."""
    return np.ascontiguousarray(part.uvs * (1, -1) + (0, 1), np.float32)
