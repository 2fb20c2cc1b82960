"""Draw the scenes that `frames.py` wrote, by Blender's Cycles: needs bpy and numpy, and nothing of ours."""

import json
import math
import sys
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix


def main():
    scenes, out, samples = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    (out / "images").mkdir(parents=True, exist_ok=True)
    for path in sorted(scenes.glob("*.json")):
        picture = out / "images" / f"{path.stem}.png"
        if not picture.exists():
            build(path, samples)
            bpy.context.scene.render.filepath = str(picture.resolve())
            bpy.ops.render.render(write_still=True)


def build(path, samples):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    data, arrays = json.loads(path.read_text()), np.load(path.with_suffix(".npz"))
    for k, part in enumerate(data["parts"]):
        add_mesh(f"part{k}", arrays[f"p{k}"], arrays[f"n{k}"], arrays[f"u{k}"], arrays[f"t{k}"], part)
    add_world(path, data["environment"])
    for light in data["lights"]:
        add_sun(light)
    add_camera(data["camera"])
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device, scene.cycles.samples, scene.cycles.use_denoising = "CPU", samples, True
    scene.cycles.max_bounces = 6
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    scene.render.image_settings.file_format, scene.render.image_settings.color_mode = "PNG", "RGB"
    # Blender's own film look, so that the curve is another one too.
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.exposure = data["camera"]["stops"]


def add_mesh(name, positions, normals, uvs, triangles, material):
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(positions.tolist(), [], triangles.tolist())
    layer = mesh.uv_layers.new()
    layer.data.foreach_set("uv", uvs[triangles.ravel()].astype(np.float32).ravel())
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    mesh.normals_split_custom_set_from_vertices((normals / np.maximum(lengths, 1e-9)).tolist())
    mesh.materials.append(make_material(name, material))
    bpy.context.collection.objects.link(bpy.data.objects.new(name, mesh))


def make_material(name, material):
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    shader = nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*material["base_color"], 1)
    shader.inputs["Roughness"].default_value = material["roughness"]
    shader.inputs["Metallic"].default_value = material["metallic"]
    shader.inputs["Coat Weight"].default_value = material["clearcoat"]
    for key, slot in (("base_color_map", "Base Color"), ("roughness_map", "Roughness"), ("metallic_map", "Metallic")):
        if key in material:
            links.new(texture(nodes, material[key], is_color=key == "base_color_map").outputs[0], shader.inputs[slot])
    if "normal_map" in material:
        bump = nodes.new("ShaderNodeNormalMap")
        links.new(texture(nodes, material["normal_map"], is_color=False).outputs[0], bump.inputs["Color"])
        links.new(bump.outputs[0], shader.inputs["Normal"])
    return made


def texture(nodes, path, *, is_color):
    node = nodes.new("ShaderNodeTexImage")
    node.image = bpy.data.images.load(path, check_existing=True)
    node.image.colorspace_settings.name = "sRGB" if is_color else "Non-Color"
    return node


def add_world(path, environment):
    world = bpy.data.worlds.new("world")
    bpy.context.scene.world = world
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    background = nodes["Background"]
    light = path.with_name(f"{path.stem}_light.npz")
    if not light.exists():
        background.inputs[0].default_value = (*environment["radiance"], 1)
        return
    radiance = np.load(light)["light"] * np.array(environment["radiance"], np.float32)
    height, width, _ = radiance.shape
    image = bpy.data.images.new("light", width, height, float_buffer=True)
    image.colorspace_settings.name = "Linear Rec.709"
    rows = np.concatenate([radiance[::-1], np.ones((height, width, 1), np.float32)], axis=-1)
    image.pixels.foreach_set(rows.ravel())
    node, turn, where = (nodes.new(f"ShaderNode{kind}") for kind in ("TexEnvironment", "Mapping", "TexCoord"))
    node.image = image
    # Ours looks along +Y in its middle, Blender's along +X.
    turn.inputs["Rotation"].default_value[2] = -math.pi / 2 - environment["turn"]
    links.new(where.outputs["Generated"], turn.inputs["Vector"])
    links.new(turn.outputs[0], node.inputs[0])
    links.new(node.outputs[0], background.inputs[0])


def add_sun(light):
    radiance = np.array(light["radiance"])
    strength = float(radiance.max())
    if strength <= 0:
        return
    sun = bpy.data.lights.new("sun", "SUN")
    sun.energy, sun.color = strength * math.pi, tuple(radiance / strength)
    sun.angle = math.radians(2)
    item = bpy.data.objects.new("sun", sun)
    towards = np.array(light["towards"])
    side = np.cross(towards, (0, 0, 1) if abs(towards[2]) < 0.9 else (1, 0, 0))
    side /= np.linalg.norm(side)
    turn = np.eye(4)
    turn[:3, :3] = np.stack([side, np.cross(towards, side), towards], axis=1)
    item.matrix_world = Matrix(turn.tolist())
    bpy.context.collection.objects.link(item)


def add_camera(camera):
    made = bpy.data.cameras.new("camera")
    made.sensor_fit, made.sensor_width = "HORIZONTAL", 36.0
    made.lens = camera["fx"] * 36.0 / camera["width"]
    item = bpy.data.objects.new("camera", made)
    # Blender's camera looks along -Z with +Y up; ours along +Z with +Y down.
    item.matrix_world = Matrix((np.array(camera["pose"]) @ np.diag([1.0, -1.0, -1.0, 1.0])).tolist())
    bpy.context.collection.objects.link(item)
    scene = bpy.context.scene
    scene.camera = item
    scene.render.resolution_x, scene.render.resolution_y = camera["width"], camera["height"]
    scene.render.resolution_percentage = 100


main()
