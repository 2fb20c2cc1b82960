"""Small sound files of every format, made by libraries that are not ours."""

import io
import json
from pathlib import Path

import numpy as np
import PIL.Image
import trimesh
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade, UsdUtils

MODELS = ("model.glb", "model.gltf", "model.obj", "model.stl", "model.ply", "model.dae", "model.urdf")
USD_MODELS = ("model.usda", "model.usdc", "model.usdz")


def picture(color=(200, 60, 30), size=16):
    """Return a PNG's bytes."""
    file = io.BytesIO()
    PIL.Image.new("RGB", (size, size), color).save(file, "PNG")
    return file.getvalue()


def textured_box(size=(0.2, 0.1, 0.3)):
    """A box with texture coordinates and a red picture."""
    box = trimesh.creation.box(size)
    box = trimesh.Trimesh(box.triangles.reshape(-1, 3), np.arange(36).reshape(-1, 3), process=False)
    uv = np.tile([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]], (12, 1))
    image = PIL.Image.open(io.BytesIO(picture()))
    material = trimesh.visual.material.PBRMaterial(
        name="red", baseColorTexture=image, roughnessFactor=0.3, metallicFactor=0.1
    )
    box.visual = trimesh.visual.TextureVisuals(uv=uv, material=material)
    return box


def write_samples(folder):
    """Write one sound file of each format into a folder, with what they need."""
    folder = Path(folder)
    box = textured_box()
    box.export(folder / "model.glb")
    for name, data in trimesh.exchange.gltf.export_gltf(trimesh.Scene(box)).items():
        (folder / name).write_bytes(data)
    text, parts = trimesh.exchange.obj.export_obj(box, return_texture=True, mtl_name="model.mtl")
    (folder / "model.obj").write_text(text)
    for name, data in parts.items():
        (folder / name).write_bytes(data)
    plain = trimesh.creation.box((0.2, 0.1, 0.3))
    (folder / "model.stl").write_bytes(trimesh.exchange.stl.export_stl(plain))
    (folder / "ascii.stl").write_text(trimesh.exchange.stl.export_stl_ascii(plain))
    (folder / "model.ply").write_bytes(trimesh.exchange.ply.export_ply(plain))
    (folder / "ascii.ply").write_bytes(trimesh.exchange.ply.export_ply(plain, encoding="ascii"))
    (folder / "model.dae").write_bytes(trimesh.exchange.dae.export_collada(plain))
    (folder / "model.urdf").write_text(robot())
    write_usd(folder)


def robot(mesh="model.stl"):
    """Return a machine of two links."""
    return f"""<?xml version="1.0"?>
<robot name="arm">
  <material name="blue"><color rgba="0 0 0.8 1"/></material>
  <link name="base"><visual><geometry><box size="0.3 0.3 0.1"/></geometry><material name="blue"/></visual></link>
  <link name="arm"><visual><origin xyz="0 0 0.2" rpy="0 0 0"/><geometry><mesh filename="{mesh}"/></geometry></visual>
    <collision><geometry><box size="0.3 0.3 0.1"/></geometry></collision></link>
  <joint name="shoulder" type="revolute"><parent link="base"/><child link="arm"/><origin xyz="0 0 0.05" rpy="0 0 0"/>
    <axis xyz="0 1 0"/><limit lower="-1.57" upper="1.57" effort="1" velocity="1"/></joint>
</robot>
"""


def write_usd(folder, texture="red.png", metres=0.01, up="Y"):
    """Write a box of 20 x 10 x 30 cm as usda, usdc and usdz, by default in centimetres and Y up."""
    (folder / "red.png").write_bytes(picture())
    stage = Usd.Stage.CreateNew(str(folder / "model.usda"))
    UsdGeom.SetStageMetersPerUnit(stage, metres)
    UsdGeom.SetStageUpAxis(stage, up)
    stage.SetDefaultPrim(UsdGeom.Xform.Define(stage, "/model").GetPrim())
    mesh = UsdGeom.Mesh.Define(stage, "/model/box")
    box = trimesh.creation.box((20, 30, 10))
    mesh.CreatePointsAttr([Gf.Vec3f(*map(float, point)) for point in box.vertices])
    mesh.CreateFaceVertexCountsAttr([3] * len(box.faces))
    mesh.CreateFaceVertexIndicesAttr([int(i) for i in box.faces.ravel()])
    mesh.CreateSubdivisionSchemeAttr("none")
    UsdGeom.PrimvarsAPI(mesh).CreatePrimvar("st", Sdf.ValueTypeNames.TexCoord2fArray, "vertex").Set(
        [Gf.Vec2f(0.5, 0.5)] * len(box.vertices)
    )
    wear(stage, mesh, texture)
    stage.GetRootLayer().Save()
    stage.GetRootLayer().Export(str(folder / "model.usdc"))
    if texture == "red.png":
        UsdUtils.CreateNewUsdzPackage(str(folder / "model.usda"), str(folder / "model.usdz"))


def wear(stage, mesh, texture):
    """Bind a material with a picture."""
    material = UsdShade.Material.Define(stage, "/model/look")
    surface = UsdShade.Shader.Define(stage, "/model/look/surface")
    surface.CreateIdAttr("UsdPreviewSurface")
    reader = UsdShade.Shader.Define(stage, "/model/look/texture")
    reader.CreateIdAttr("UsdUVTexture")
    reader.CreateInput("file", Sdf.ValueTypeNames.Asset).Set(Sdf.AssetPath(texture))
    reader.CreateOutput("rgb", Sdf.ValueTypeNames.Float3)
    surface.CreateInput("diffuseColor", Sdf.ValueTypeNames.Color3f).ConnectToSource(reader.ConnectableAPI(), "rgb")
    surface.CreateOutput("surface", Sdf.ValueTypeNames.Token)
    material.CreateSurfaceOutput().ConnectToSource(surface.ConnectableAPI(), "surface")
    UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(material)


def glb_of(data, binary=b""):
    """Return a binary glTF of a description."""
    text = json.dumps(data).encode()
    text += b" " * (-len(text) % 4)
    binary += bytes(-len(binary) % 4)
    chunks = len(text).to_bytes(4, "little") + b"JSON" + text + len(binary).to_bytes(4, "little") + b"BIN\0" + binary
    return b"glTF" + (2).to_bytes(4, "little") + (12 + len(chunks)).to_bytes(4, "little") + chunks
