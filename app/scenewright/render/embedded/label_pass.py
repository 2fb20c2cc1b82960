"""Ground truth by rasterising the geometry into integer targets on the device that draws the colour.

A raster pass writes which triangle of which instance each pixel shows, and sets a bit per instance for what would be
seen if nothing hid it (`resources/shaders/label.wgsl`). A compute pass then meets each pixel's ray with its triangle
for depth and normal (`resolve.wgsl`): exact on every graphics card. Both stay inside WebGPU's guaranteed limits.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import wgpu
from numpy.typing import NDArray

from scenewright.geometry.camera import Intrinsics, clip_matrix
from scenewright.geometry.transforms import CAMERA_AXES_FLIP, Matrix, inverse
from scenewright.paths import shipped
from scenewright.render.embedded.geometry_pool import GeometryPool, MeshRange
from scenewright.render.embedded.label_targets import LabelTargets, Pixels, buffer_entries
from scenewright.render.renderer import Surface
from scenewright.render.truncation import Rows, Tile

_INSTANCE = np.dtype(
    [
        ("world_from_object", np.float32, (4, 4)),
        ("camera_from_object", np.float32, (4, 4)),
        ("normal_rows", np.float32, (3, 4)),
        ("id", np.uint32),
        ("first_index", np.uint32),
        ("base_vertex", np.uint32),
        ("pad", np.uint32),
    ]
)
_CAMERA = np.dtype(
    [
        ("projection", np.float32, (4, 4)),
        ("view", np.float32, (4, 4)),
        ("focal", np.float32, 2),
        ("center", np.float32, 2),
        ("size", np.uint32, 2),
        ("pad", np.uint32, 2),
    ]
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mesh to draw.

    Attributes:
        mesh: Where it lies in the pool.
        world_from_object: Its pose, float64.
        instance_id: Its id; 0 for background.
        solid: Whether its back faces cannot be seen, so that they need not be drawn.
        owner: Place of its object in the plan's list; -1 for background.
        first_triangle: Number of its first triangle in the object's model.
    """

    mesh: MeshRange
    world_from_object: Matrix
    instance_id: int
    solid: bool = False
    owner: int = -1
    first_triangle: int = 0


@dataclass(frozen=True, slots=True)
class LabelCamera:
    """A camera for the label pass; `world_from_camera` is the pose of its OpenCV optical frame."""

    intrinsics: Intrinsics
    world_from_camera: Matrix
    near_m: float
    far_m: float


class LabelPass:
    """Draws label images; keeps pipelines, and targets per image size."""

    def __init__(self, device: Any, pool: GeometryPool) -> None:
        self._device, self._pool = device, pool
        self._instances = device.create_buffer(
            size=_INSTANCE.itemsize * 64, usage=wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_DST
        )
        self._camera = device.create_buffer(
            size=_CAMERA.itemsize, usage=wgpu.BufferUsage.UNIFORM | wgpu.BufferUsage.COPY_DST
        )
        self._layout = _bind_group_layout(device)
        shader = _shader(device, "label.wgsl")
        # One pipeline for solid meshes, one for all others, by `Drawn.solid`.
        self._visible = {s: _pipeline(device, self._layout, shader, "fs_main", solid=s) for s in (False, True)}
        self._amodal = {s: _pipeline(device, self._layout, shader, "fs_amodal_only", solid=s) for s in (False, True)}
        self._resolve = device.create_compute_pipeline(
            layout="auto", compute={"module": _shader(device, "resolve.wgsl"), "entry_point": "main"}
        )
        self._targets: dict[tuple[int, int, int], LabelTargets] = {}

    def draw(
        self, camera: LabelCamera, drawn: Sequence[Drawn], words: int, *, surface: bool = False
    ) -> Callable[[], tuple[Pixels, Surface | None]]:
        """Draw the label images of one camera; return the function that waits for them.

        Args:
            camera: The camera.
            drawn: What to draw.
            words: Number of amodal words, 32 instances each.
            surface: Whether it is also told which triangle each pixel shows.
        """
        targets = self._targets_for(camera.intrinsics, words)
        in_order = _in_drawing_order(drawn)
        self._write_instances(camera, in_order)
        self._write_camera(camera.intrinsics, camera)
        encoder = self._device.create_command_encoder()
        targets.clear_amodal(encoder)
        render_pass = targets.begin_visible(encoder)
        self._encode(render_pass, self._visible, targets, in_order)
        read = targets.resolve(encoder, self._resolve, [*self._scene_buffers(), self._pool.normals.buffer])
        read_shown = targets.copy_shown(encoder) if surface else None
        self._device.queue.submit([encoder.finish()])
        return lambda: (read(), None if read_shown is None else _surface(read_shown(), in_order))

    def amodal_tiles(
        self, camera: LabelCamera, drawn: Sequence[Drawn], words: int, tiles: Mapping[Tile, Rows]
    ) -> list[Callable[[], NDArray[np.uint32]]]:
        """Draw image-sized tiles beside the image, on the same pixel grid.

        Returns, for each tile, the function that waits for its amodal bits (words, rows, W).

        Args:
            camera: The image's camera.
            drawn: What to draw.
            words: Number of amodal words.
            tiles: The tiles, and the rows of each that matter.
        """
        targets = self._targets_for(camera.intrinsics, words)
        in_order = _in_drawing_order(drawn)
        self._write_instances(camera, in_order)
        waiting = []
        for (column, row), rows in tiles.items():
            i = camera.intrinsics
            shifted = Intrinsics(i.width, i.height, i.fx, i.fy, i.cx - column * i.width, i.cy - row * i.height)
            self._write_camera(shifted, camera)
            encoder = self._device.create_command_encoder()
            targets.clear_amodal(encoder)
            render_pass = targets.begin_amodal_only(encoder)
            self._encode(render_pass, self._amodal, targets, in_order)
            waiting.append(targets.copy_amodal(encoder, rows))
            self._device.queue.submit([encoder.finish()])
        return waiting

    def _targets_for(self, intrinsics: Intrinsics, words: int) -> LabelTargets:
        key = (intrinsics.width, intrinsics.height, words)
        if key not in self._targets:
            self._targets[key] = LabelTargets(self._device, *key)
        return self._targets[key]

    def _write_instances(self, camera: LabelCamera, drawn: Sequence[Drawn]) -> None:
        data = np.zeros(max(len(drawn), 1), _INSTANCE)
        if drawn:
            world = np.stack([item.world_from_object for item in drawn])
            view = CAMERA_AXES_FLIP @ inverse(camera.world_from_camera)
            data["world_from_object"] = np.swapaxes(world, 1, 2)
            data["camera_from_object"] = np.swapaxes(view @ world, 1, 2)
            data["normal_rows"][:, :, :3] = np.swapaxes(np.linalg.inv(world[:, :3, :3]), 1, 2)
            data["id"] = [item.instance_id for item in drawn]
            data["first_index"] = [item.mesh.first_index for item in drawn]
            data["base_vertex"] = [item.mesh.base_vertex for item in drawn]
        if data.nbytes > self._instances.size:
            self._instances = self._device.create_buffer(
                size=2 * data.nbytes, usage=wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_DST
            )
        self._device.queue.write_buffer(self._instances, 0, data)

    def _write_camera(self, intrinsics: Intrinsics, camera: LabelCamera) -> None:
        data = np.zeros((), _CAMERA)
        data["projection"] = clip_matrix(intrinsics, camera.near_m, camera.far_m).T
        data["view"] = (CAMERA_AXES_FLIP @ inverse(camera.world_from_camera)).T
        data["focal"] = (intrinsics.fx, intrinsics.fy)
        data["center"] = (intrinsics.cx, intrinsics.cy)
        data["size"] = (intrinsics.width, intrinsics.height)
        self._device.queue.write_buffer(self._camera, 0, data)

    def _encode(
        self, render_pass: Any, pipelines: dict[bool, Any], targets: LabelTargets, drawn: Sequence[Drawn]
    ) -> None:
        buffers = [*self._scene_buffers(), targets.amodal]
        group = self._device.create_bind_group(layout=self._layout, entries=buffer_entries(buffers))
        render_pass.set_bind_group(0, group)
        first = 0
        while first < len(drawn):
            mesh, solid, last = drawn[first].mesh, drawn[first].solid, first
            while last < len(drawn) and drawn[last].mesh == mesh and drawn[last].solid == solid:
                last += 1
            render_pass.set_pipeline(pipelines[solid])
            render_pass.draw(mesh.index_count, last - first, 0, first)
            first = last
        render_pass.end()

    def _scene_buffers(self) -> list[Any]:
        """Return what both shaders bind first, in their order."""
        return [self._camera, self._instances, self._pool.positions.buffer, self._pool.indices.buffer]


def _surface(shown: NDArray[np.uint32], drawn: Sequence[Drawn]) -> Surface:
    """Return what the slots and triangles (H, W, 2) that were drawn mean; slot 0 is nothing."""
    owners = np.array([-1, *(item.owner for item in drawn)], np.int16)
    firsts = np.array([0, *(item.first_triangle for item in drawn)], np.int32)
    slots = shown[..., 0]
    return Surface(owners[slots], shown[..., 1].astype(np.int32) + firsts[slots])


def _shader(device: Any, name: str) -> Any:
    return device.create_shader_module(code=(shipped("resources") / "shaders" / name).read_text())


def _bind_group_layout(device: Any) -> Any:
    vertex, fragment = wgpu.ShaderStage.VERTEX, wgpu.ShaderStage.FRAGMENT
    stages = vertex | fragment
    return device.create_bind_group_layout(
        entries=[
            {"binding": 0, "visibility": stages, "buffer": {"type": "uniform"}},
            {"binding": 1, "visibility": stages, "buffer": {"type": "read-only-storage"}},
            {"binding": 2, "visibility": vertex, "buffer": {"type": "read-only-storage"}},
            {"binding": 3, "visibility": vertex, "buffer": {"type": "read-only-storage"}},
            {"binding": 4, "visibility": fragment, "buffer": {"type": "storage"}},
        ]
    )


def _in_drawing_order(drawn: Sequence[Drawn]) -> list[Drawn]:
    """Return equal meshes next to each other, so that one call draws them all."""
    return sorted(drawn, key=lambda item: (item.mesh.first_index, item.solid))


def _pipeline(device: Any, layout: Any, shader: Any, entry_point: str, *, solid: bool) -> Any:
    visible = entry_point == "fs_main"
    return device.create_render_pipeline(
        layout=device.create_pipeline_layout(bind_group_layouts=[layout]),
        vertex={"module": shader, "entry_point": "vs_main"},
        primitive={"topology": "triangle-list", "front_face": "ccw", "cull_mode": "back" if solid else "none"},
        depth_stencil={"format": "depth32float", "depth_write_enabled": True, "depth_compare": "less"}
        if visible
        else None,
        multisample={"count": 1},
        fragment={
            "module": shader,
            "entry_point": entry_point,
            "targets": [{"format": "rg32uint"} if visible else {"format": "r8unorm", "write_mask": 0}],
        },
    )
