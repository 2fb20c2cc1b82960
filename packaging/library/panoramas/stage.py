"""The start and the end of every panorama: an empty scene, and the picture of it.

Blender's equirectangular camera, turned to look along +y, has exactly the library's mapping: the centre column is +y,
+x lies to the right of it, the top row is +z.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import bpy

WIDTH_PX = 2048


def clear() -> None:
    """Empties the scene, the world included."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.scene.world = bpy.data.worlds.new("world")
    bpy.context.scene.world.use_nodes = True


def sun_lamp(direction: tuple[float, float, float], color: tuple[float, float, float], irradiance: float) -> None:
    """Adds the sun, which is not in the picture itself; irradiance is that of a surface that faces it."""
    lamp = bpy.data.lights.new("sun", "SUN")
    lamp.energy, lamp.color, lamp.angle = irradiance, color, math.radians(0.8)
    held = bpy.data.objects.new("sun", lamp)
    across = math.hypot(direction[0], direction[1])
    held.rotation_euler = (math.atan2(across, direction[2]), 0.0, math.atan2(direction[0], -direction[1]))
    bpy.context.collection.objects.link(held)


def area_lamp(
    at: tuple[float, float, float],
    size: tuple[float, float],
    radiance: float,
    color: tuple[float, float, float] = (1.0, 1.0, 1.0),
    tilt_deg: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Adds a rectangle, itself unseen, that shines along -z, or where it is tilted to by angles about x and then z."""
    lamp = bpy.data.lights.new("area", "AREA")
    lamp.shape, (lamp.size, lamp.size_y), lamp.color = "RECTANGLE", size, color
    lamp.energy = radiance * math.pi * size[0] * size[1]  # a lamp's power is pi times area times radiance
    held = bpy.data.objects.new("area", lamp)
    held.location = at
    held.rotation_euler = (math.radians(tilt_deg[0]), 0.0, math.radians(tilt_deg[1]))
    held.visible_camera = held.visible_glossy = False
    bpy.context.collection.objects.link(held)


def portal(at: tuple[float, float, float], size: tuple[float, float], turn_deg: float) -> None:
    """Tells the renderer where daylight enters; the opening of a vertical window that faces in along ``turn_deg``.

    0 shines along +y (a window in the south wall), 90 along -x (in the east wall), and so on.
    """
    area_lamp(at, size, 1.0, tilt_deg=(90.0, turn_deg))
    bpy.context.collection.objects[-1].data.cycles.is_portal = True


def take(eye: tuple[float, float, float], record: dict[str, object] | None = None) -> None:
    """Renders the panorama seen from ``eye`` and writes what the command line asks for.

    The script's arguments are the file (.exr, linear, 32 bits), the samples per pixel and, for trials, the width in
    pixels. ``record`` (the sun, in the scene's own units) goes to a .json file of the same name.
    """
    target = Path(sys.argv[1]).resolve()
    samples = int(sys.argv[2])
    width = int(sys.argv[3]) if len(sys.argv) > 3 else WIDTH_PX
    scene = bpy.context.scene
    _quality(scene, samples)
    _camera(scene, eye)
    scene.render.resolution_x, scene.render.resolution_y = width, width // 2
    scene.render.resolution_percentage = 100
    settings = scene.render.image_settings
    settings.file_format, settings.color_mode, settings.color_depth = "OPEN_EXR", "RGB", "32"
    scene.render.filepath = str(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.with_suffix(".json").write_text(json.dumps(record or {}), encoding="utf-8")
    bpy.ops.render.render(write_still=True)


def _quality(scene: bpy.types.Scene, samples: int) -> None:
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", samples, 1
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.03
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 6, 4, 3
    cycles.transparent_max_bounces, cycles.transmission_bounces = 6, 3
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 6.0
    cycles.blur_glossy = 1.0


def _camera(scene: bpy.types.Scene, eye: tuple[float, float, float]) -> None:
    camera = bpy.data.cameras.new("camera")
    camera.type, camera.panorama_type = "PANO", "EQUIRECTANGULAR"
    camera.clip_start, camera.clip_end = 0.05, 5000.0
    held = bpy.data.objects.new("camera", camera)
    held.location, held.rotation_euler = eye, (math.pi / 2, 0.0, 0.0)
    bpy.context.collection.objects.link(held)
    scene.camera = held
