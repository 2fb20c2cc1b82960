"""Runs under Blender's Python: opens USD files and saves, for each, which object every pixel shows.

Arguments: a JSON file with a list of {"usd", "camera", "width", "height", "names", "out"}; `names` are prims' names,
whose places in the list, from 1, become the ids.
"""

import json
import sys
from pathlib import Path

import bpy
import numpy as np


def silhouettes(task):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.wm.usd_import(
        filepath=task["usd"], import_visible_only=True, merge_parent_xform=False, import_materials=False, scale=1.0
    )
    scene = bpy.context.scene
    for item in list(scene.objects):
        if item.type == "LIGHT":
            bpy.data.objects.remove(item)
    surfaces = {}
    for item in scene.objects:
        if item.type == "MESH":
            number = owner(item, task["names"])
            if number not in surfaces:
                surfaces[number] = emission(float(number))
            item.data.materials.clear()
            item.data.materials.append(surfaces[number])
            for polygon in item.data.polygons:
                polygon.material_index = 0
    scene.camera = next(o for o in scene.objects if o.type == "CAMERA" and camera_name(o) == task["camera"])
    render(scene, task)


def owner(item, names):
    while item is not None:
        if item.name in names:
            return names.index(item.name) + 1
        item = item.parent
    return 0


def camera_name(item):
    return item.parent.name if item.parent and item.parent.name != "cameras" else item.name


def emission(value):
    material = bpy.data.materials.new("id")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    shine, out = nodes.new("ShaderNodeEmission"), nodes.new("ShaderNodeOutputMaterial")
    shine.inputs["Color"].default_value = (1, 1, 1, 1)
    shine.inputs["Strength"].default_value = value
    links.new(shine.outputs[0], out.inputs["Surface"])
    return material


def render(scene, task):
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.use_adaptive_sampling = 1, False, False
    scene.cycles.pixel_filter_type, scene.cycles.filter_width = "BLACKMAN_HARRIS", 0.01
    scene.cycles.max_bounces = 0
    scene.render.resolution_x, scene.render.resolution_y = task["width"], task["height"]
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    scene.view_settings.view_transform = "Raw"
    scene.world = bpy.data.worlds.new("dark")
    scene.render.filepath = task["out"] + ".exr"
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(task["out"] + ".exr")
    pixels = np.array(image.pixels[:], np.float32).reshape(task["height"], task["width"], -1)[::-1, :, 0]
    np.save(task["out"], np.round(pixels).astype(np.uint16))


for one in json.loads(Path(sys.argv[1]).read_text()):
    silhouettes(one)
