"""Writes objects as OpenUSD: z up, metres, one component with physically based preview materials."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from licence import LICENCE
from pxr import Gf, Kind, Sdf, Usd, UsdGeom, UsdSemantics, UsdShade, Vt

if TYPE_CHECKING:
    from pathlib import Path

    from mesh import Mesh


@dataclass(frozen=True)
class Material:
    """A material in the metallic-roughness model.

    Attributes:
        name: Prim name.
        colour: Base colour, linear RGB 0..1; ignored where there is a ``base_color`` map.
        roughness: Roughness; ignored where there is a ``roughness`` map.
        metallic: 0 for dielectrics, 1 for bare metal.
        clearcoat: Strength of a second, clear specular layer, as on glaze.
        clearcoat_roughness: Roughness of that layer.
        maps: File name beside the USD file of ``base_color``, ``roughness`` and ``normal`` where textured.
    """

    name: str
    colour: tuple[float, float, float] = (0.5, 0.5, 0.5)
    roughness: float = 0.5
    metallic: float = 0.0
    clearcoat: float = 0.0
    clearcoat_roughness: float = 0.03
    maps: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One mesh of an object and its materials, in the order of `Mesh.material`."""

    name: str
    mesh: Mesh
    materials: tuple[Material, ...]


def write_object(path: Path, title: str, label: str, parts: list[Part]) -> None:
    """Writes one object as a binary USD file.

    Args:
        path: Target; its stem names the default prim.
        title: Name shown to people.
        label: Semantic class.
        parts: Meshes, in metres, standing on z = 0.
    """
    stage = Usd.Stage.CreateInMemory()
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    root = UsdGeom.Xform.Define(stage, f"/{path.stem}")
    prim = root.GetPrim()
    stage.SetDefaultPrim(prim)
    model = Usd.ModelAPI(prim)
    model.SetKind(Kind.Tokens.component)
    model.SetAssetName(path.stem)
    prim.SetMetadata("displayName", title)
    prim.SetCustomDataByKey("licence", LICENCE)
    UsdSemantics.LabelsAPI.Apply(prim, "class").CreateLabelsAttr(Vt.TokenArray([label]))

    looks = UsdGeom.Scope.Define(stage, root.GetPath().AppendChild("materials"))
    shaded: dict[str, UsdShade.Material] = {}
    for part in parts:
        for material in part.materials:
            if material.name not in shaded:
                shaded[material.name] = _write_material(stage, looks.GetPath(), material)
        _write_mesh(stage, root.GetPath(), part, shaded)
    path.parent.mkdir(parents=True, exist_ok=True)
    stage.GetRootLayer().Export(str(path))


def _write_mesh(stage: Usd.Stage, parent: Sdf.Path, part: Part, shaded: dict[str, UsdShade.Material]) -> None:
    """Writes points, faces, normals, coordinates and material bindings of one part."""
    mesh, prim = part.mesh, UsdGeom.Mesh.Define(stage, parent.AppendChild(part.name))
    used = mesh.faces >= 0
    points = mesh.points.astype(np.float32)
    prim.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(points))
    prim.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(used.sum(1).astype(np.int32)))
    prim.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(mesh.faces[used].astype(np.int32)))
    per_corner = mesh.corner_normals is not None
    normals = mesh.normals if mesh.corner_normals is None else mesh.corner_normals[used]
    prim.CreateNormalsAttr(Vt.Vec3fArray.FromNumpy(normals.astype(np.float32)))
    prim.SetNormalsInterpolation(UsdGeom.Tokens.faceVarying if per_corner else UsdGeom.Tokens.vertex)
    prim.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    prim.CreateOrientationAttr(UsdGeom.Tokens.rightHanded)
    prim.CreateExtentAttr(Vt.Vec3fArray([Gf.Vec3f(*map(float, p)) for p in (points.min(0), points.max(0))]))

    corners = np.round(mesh.corner_uv[used].astype(np.float32), 6)
    unique, index = np.unique(corners, axis=0, return_inverse=True)
    primvar = UsdGeom.PrimvarsAPI(prim).CreatePrimvar(
        "st", Sdf.ValueTypeNames.TexCoord2fArray, UsdGeom.Tokens.faceVarying
    )
    primvar.Set(Vt.Vec2fArray.FromNumpy(unique))
    primvar.SetIndices(Vt.IntArray.FromNumpy(index.reshape(-1).astype(np.int32)))

    binding = UsdShade.MaterialBindingAPI.Apply(prim.GetPrim())
    binding.Bind(shaded[part.materials[0].name])
    if len(part.materials) > 1:
        for number, material in enumerate(part.materials):
            chosen = np.flatnonzero(mesh.material == number).astype(np.int32)
            subset = binding.CreateMaterialBindSubset(material.name, Vt.IntArray.FromNumpy(chosen))
            UsdShade.MaterialBindingAPI.Apply(subset.GetPrim()).Bind(shaded[material.name])
        binding.SetMaterialBindSubsetsFamilyType(UsdGeom.Tokens.partition)


def _write_material(stage: Usd.Stage, parent: Sdf.Path, material: Material) -> UsdShade.Material:
    """Writes a UsdPreviewSurface network."""
    types = Sdf.ValueTypeNames
    result = UsdShade.Material.Define(stage, parent.AppendChild(material.name))
    path = result.GetPath()
    surface = UsdShade.Shader.Define(stage, path.AppendChild("surface"))
    surface.CreateIdAttr("UsdPreviewSurface")
    surface.CreateInput("useSpecularWorkflow", types.Int).Set(0)
    surface.CreateInput("metallic", types.Float).Set(material.metallic)
    if material.clearcoat > 0.0:
        surface.CreateInput("clearcoat", types.Float).Set(material.clearcoat)
        surface.CreateInput("clearcoatRoughness", types.Float).Set(material.clearcoat_roughness)
    reader = None
    if material.maps:
        reader = UsdShade.Shader.Define(stage, path.AppendChild("st_reader"))
        reader.CreateIdAttr("UsdPrimvarReader_float2")
        reader.CreateInput("varname", types.String).Set("st")
        reader.CreateOutput("result", types.Float2)

    for target, kind, value_type, output, constant in (
        ("diffuseColor", "base_color", types.Color3f, "rgb", Gf.Vec3f(*material.colour)),
        ("roughness", "roughness", types.Float, "r", material.roughness),
        ("normal", "normal", types.Normal3f, "rgb", None),
    ):
        if kind not in material.maps:
            if constant is not None:
                surface.CreateInput(target, value_type).Set(constant)
            continue
        texture = UsdShade.Shader.Define(stage, path.AppendChild(f"{kind}_texture"))
        texture.CreateIdAttr("UsdUVTexture")
        texture.CreateInput("file", types.Asset).Set(Sdf.AssetPath(f"./{material.maps[kind]}"))
        texture.CreateInput("st", types.Float2).ConnectToSource(reader.ConnectableAPI(), "result")
        texture.CreateInput("wrapS", types.Token).Set("repeat")
        texture.CreateInput("wrapT", types.Token).Set("repeat")
        texture.CreateInput("sourceColorSpace", types.Token).Set("sRGB" if kind == "base_color" else "raw")
        if kind == "normal":
            texture.CreateInput("scale", types.Float4).Set(Gf.Vec4f(2.0, 2.0, 2.0, 1.0))
            texture.CreateInput("bias", types.Float4).Set(Gf.Vec4f(-1.0, -1.0, -1.0, 0.0))
        texture.CreateOutput(output, types.Float3 if output == "rgb" else types.Float)
        surface.CreateInput(target, value_type).ConnectToSource(texture.ConnectableAPI(), output)
    surface.CreateOutput("surface", types.Token)
    result.CreateSurfaceOutput().ConnectToSource(surface.ConnectableAPI(), "surface")
    return result
