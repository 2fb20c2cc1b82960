"""The picture, drawn by pygfx: physically based surfaces, surroundings as light, shadows, tone mapping."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pygfx as gfx
from numpy.typing import NDArray

from scenewright.assets.model import EnvironmentImage, Part
from scenewright.geometry.camera import Intrinsics, clip_matrix
from scenewright.geometry.transforms import CAMERA_AXES_FLIP, Matrix, about_axis, rotation_matrix
from scenewright.render.embedded.environment import ROUGHEST_LEVEL, cube_levels, sky_cube
from scenewright.render.embedded.instances import ColorObject, Instances, geometry_of, texture_coordinates
from scenewright.render.embedded.lights import Lights
from scenewright.render.embedded.materials import MaterialCache
from scenewright.render.embedded.pygfx_changes import (
    change_pygfx,
    cube_texture,
    on_gpu,
    target_texture,
    without_picking,
)
from scenewright.render.embedded.read_back import ReadBack
from scenewright.render.embedded.tone_mapping import GAMMA, ToneMapping
from scenewright.sampling.plan import CameraPlan, LightPlan

_MOST_CUBES = 32
"""Surroundings kept on the GPU, about 4 MB each."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds the scene: a picture, how it is turned about +Z, and how bright it is."""

    image: EnvironmentImage
    rotation_rad: float
    brightness: float


class ColorPass:
    """Draws pictures; keeps meshes, textures, pipelines, and a renderer per image size."""

    def __init__(self, device: Any, *, anti_aliasing: bool = True) -> None:
        change_pygfx(ROUGHEST_LEVEL)
        self._device, self._anti_aliasing = device, anti_aliasing
        self._scene = gfx.Scene()
        self._materials = MaterialCache()
        self._lights = Lights(self._scene)
        self._instances = Instances(self._scene, self._materials)
        self._cubes: dict[str, tuple[Any, Any]] = {}
        self._targets: dict[tuple[int, int], _Target] = {}
        self._sky: Any = None
        self._flats: dict[tuple[str, int], Any] = {}

    def set_scene(
        self,
        objects: Sequence[ColorObject],
        flats: Mapping[str, Part],
        lights: Sequence[LightPlan],
        spheres: Matrix,
        around: Surroundings,
        *,
        solid_shadows: bool,
    ) -> None:
        """Make the scene hold exactly these objects, lights and surroundings.

        Args:
            objects: What to draw.
            flats: Floor, walls and ceiling by name; of one name and material only positions and texture coordinates
                differ between frames.
            lights: The lights.
            spheres: (N, 4) centre and radius around each shadow caster.
            around: The surroundings.
            solid_shadows: Whether every caster hides light as a solid does.
        """
        self._instances.show(objects)
        self._show_flats(flats)
        self._lights.show(lights, spheres, solid=solid_shadows)
        self._surround(around)

    def draw(self, camera: CameraPlan, world_from_camera: Matrix) -> Callable[[], NDArray[np.uint8]]:
        """Draw the scene; return the function that waits for the picture (H, W, 3)."""
        size = (camera.intrinsics.width, camera.intrinsics.height)
        if size not in self._targets:
            self._targets[size] = _Target(self._device, *size, self._anti_aliasing)
        target = self._targets[size]
        eye = _PinholeCamera(camera.intrinsics, camera.near_m, camera.far_m)
        eye.local.matrix = world_from_camera @ CAMERA_AXES_FLIP
        target.tone_mapping.set_exposure(camera.exposure_stops)
        return target.draw(self._scene, eye)

    def _show_flats(self, flats: Mapping[str, Part]) -> None:
        for mesh in self._flats.values():
            mesh.visible = False
        for name, part in flats.items():
            key = (name, id(part.material))
            if key not in self._flats:
                mesh = gfx.Mesh(geometry_of(part), self._materials.get(part.material, solid=False))
                mesh.receive_shadow = True
                self._scene.add(mesh)
                self._flats[key] = mesh
            mesh = self._flats[key]
            mesh.visible = True
            for data, values in (
                (mesh.geometry.positions, part.positions),
                (mesh.geometry.normals, part.normals),
                (mesh.geometry.texcoords, texture_coordinates(part)),
            ):
                data.data[:] = values
                data.update_full()

    def _surround(self, around: Surroundings) -> None:
        source = around.image.source
        if source not in self._cubes:
            texture = cube_texture(cube_levels(around.image))
            seen = gfx.TextureMap(cube_texture([sky_cube(around.image)]), wrap="clamp")
            sky = gfx.Background(None, gfx.BackgroundSkyboxMaterial(map=seen))
            sky.material.alpha_mode, sky.material.render_queue = "solid", 2400  # last: only where nothing else is
            sky.material.depth_test = True
            self._scene.add(sky)
            self._cubes[source] = (gfx.TextureMap(texture, wrap="clamp"), sky)
        environment, sky = self._cubes[source] = self._cubes.pop(source)  # the one used last comes last
        if sky is not self._sky:
            if self._sky is not None:
                self._sky.visible = False
            sky.visible = True
            self._sky, self._scene.environment = sky, environment
        while len(self._cubes) > _MOST_CUBES:
            _, old = self._cubes.pop(next(iter(self._cubes)))
            self._scene.remove(old)
        turn = rotation_matrix(about_axis(2, -around.rotation_rad))
        environment.uniform_buffer.data["transform"][:, :3] = (turn * around.brightness).T
        environment.uniform_buffer.update_full()
        sky.local.rotation = _xyzw(about_axis(2, around.rotation_rad))
        sky.material.uniform_buffer.data["color_bottom_left"] = (*(around.brightness,) * 3, 1.0)
        sky.material.uniform_buffer.update_full()


class _PinholeCamera(gfx.Camera):  # type: ignore[misc]
    """Intrinsics as pygfx wants them; the very matrix that the label pass uses."""

    def __init__(self, intrinsics: Intrinsics, near: float, far: float) -> None:
        super().__init__()
        self._clip_matrix = clip_matrix(intrinsics, near, far)

    def _update_projection_matrix(self) -> Matrix:
        return self._clip_matrix


class _Target:
    """A renderer for one image size and the way of its picture back to numpy."""

    def __init__(self, device: Any, width: int, height: int, anti_aliasing: bool) -> None:
        self._device, self._width, self._height = device, width, height
        self._texture = target_texture(width, height)
        self._renderer = gfx.WgpuRenderer(
            self._texture,
            pixel_scale=1,
            pixel_filter="nearest",
            ppaa="none",
            enable_events=False,
            gamma_correction=GAMMA,
        )
        without_picking(self._renderer)
        self.tone_mapping = ToneMapping()
        self._renderer.effect_passes = (self.tone_mapping,)
        if anti_aliasing:
            self._renderer.ppaa = "fxaa"
        self._row_bytes = (width * 4 + 255) // 256 * 256
        self._read_back = ReadBack(device, self._row_bytes * height)

    def draw(self, scene: Any, camera: Any) -> Callable[[], NDArray[np.uint8]]:
        self._renderer.render(scene, camera)
        staging, read = self._read_back.begin()
        encoder = self._device.create_command_encoder()
        encoder.copy_texture_to_buffer(
            {"texture": on_gpu(self._texture)},
            {"buffer": staging, "bytes_per_row": self._row_bytes, "rows_per_image": self._height},
            (self._width, self._height, 1),
        )
        self._device.queue.submit([encoder.finish()])
        return lambda: self._picture(read())

    def _picture(self, raw: NDArray[np.uint8]) -> NDArray[np.uint8]:
        rows = raw.reshape(self._height, self._row_bytes)[:, : self._width * 4]
        return rows.reshape(self._height, self._width, 4)[..., :3]


def _xyzw(rotation: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    w, x, y, z = rotation
    return (x, y, z, w)
