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
from scenewright.render.embedded.materials import Dress, MaterialCache
from scenewright.render.embedded.pygfx_indexing import with_index_usage


@dataclass(frozen=True, slots=True)
class ColorObject:
    """A part to draw, its pose in float64, whether its back faces cannot be seen, and what it wears if not its own."""

    part: Part
    world_from_object: Matrix
    solid: bool
    dress: Dress | None = None


class Instances:
    """The objects of a scene, changed from frame to frame.

    A mesh is made once for every number of instances that was ever needed of it; all but the ones in use are invisible.
    """

    def __init__(self, scene: Any, materials: MaterialCache) -> None:
        self._scene, self._materials = scene, materials
        self._geometries: dict[int, tuple[Part, Any]] = {}
        self._meshes: dict[tuple[int, bool, int], Any] = {}
        self._shown: list[Any] = []
        self._dressed: dict[tuple[int, bool, str], list[Any]] = defaultdict(list)

    def show(self, objects: Sequence[ColorObject]) -> None:
        """Show these objects and no others."""
        alike: dict[tuple[int, bool], list[ColorObject]] = defaultdict(list)
        for item in objects:
            if item.dress is None:
                alike[id(item.part), item.solid].append(item)
        self._show_dressed([item for item in objects if item.dress is not None])
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

    def _show_dressed(self, objects: Sequence[ColorObject]) -> None:
        """Show each of these in clothes of its own: a mesh and a material that are kept and changed."""
        used: dict[tuple[int, bool, str], int] = defaultdict(int)
        for item in objects:
            assert item.dress is not None
            key = (id(item.part), item.solid, item.dress.cut)
            if used[key] == len(self._dressed[key]):
                material = self._materials.made(item.dress.material, solid=item.solid)
                self._dressed[key].append(self._added(item.part, material, 1))
            mesh = self._dressed[key][used[key]]
            used[key] += 1
            self._materials.dress(mesh.material, item.dress)
            mesh.visible = True
            mesh.instance_buffer.data["matrix"] = item.world_from_object.T[None]
            mesh.instance_buffer.update_full()
        for key, meshes in self._dressed.items():
            for mesh in meshes[used[key] :]:
                mesh.visible = False

    def _mesh(self, items: Sequence[ColorObject]) -> Any:
        part, solid, count = items[0].part, items[0].solid, len(items)
        key = (id(part), solid, count)
        if key not in self._meshes:
            self._meshes[key] = self._added(part, self._materials.get(part.material, solid=solid), count)
        return self._meshes[key]

    def _added(self, part: Part, material: Any, count: int) -> Any:
        if id(part) not in self._geometries:
            self._geometries[id(part)] = (part, geometry_of(part))  # holding the part keeps its id its own
        mesh = gfx.InstancedMesh(self._geometries[id(part)][1], material, count)
        mesh.cast_shadow = mesh.receive_shadow = True
        self._scene.add(mesh)
        return mesh


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
