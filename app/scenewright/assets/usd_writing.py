"""A model to a USD file: metres, Z up, one mesh per material, UsdPreviewSurface, textures beside the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
from pxr import Gf, Kind, Sdf, Usd, UsdGeom, UsdPhysics, UsdSemantics, UsdShade, Vt

from scenewright.assets.model import Image, Material, Model, Part
from scenewright.geometry.transforms import Matrix


@dataclass(frozen=True, eq=False)
class LinkGeometry:
    """A machine's link: its name, its pose at rest (4x4), and what it looks like in its own frame."""

    name: str
    world_from_link: Matrix
    parts: tuple[Part, ...]


@dataclass(frozen=True, eq=False)
class LinkJoint:
    """What joins two links: "revolute" (limits in degrees), "prismatic" (metres) or "fixed".

    `parent_from_joint` is the joint's frame in the parent, which is the child's own frame at rest; it acts about or
    along the unit vector `axis` of that frame.
    """

    name: str
    kind: str
    parent: str
    child: str
    parent_from_joint: Matrix
    axis: tuple[float, float, float]
    limits: tuple[float, float]


def write_model(path: Path, model: Model, title: str, class_name: str) -> None:
    """Write a model that stands still.

    Args:
        path: A .usdc to write; its stem names the default prim and begins the textures' names.
        model: In metres, Z up.
        title: What people call it.
        class_name: Its semantic label; none if empty.

    Raises:
        OSError: It cannot be written.
    """
    stage, writer = _begun(path, title, class_name)
    writer.parts(stage.GetDefaultPrim().GetPath(), model.parts)
    stage.GetRootLayer().Export(str(path))


def material_names(parts: Sequence[Part]) -> list[str]:
    """Return the name, under 'materials', that each part's material has in a file of `write_model`."""
    numbers: dict[int, int] = {}
    return [
        f"{_identifier(part.material.name)}_{numbers.setdefault(id(part.material), len(numbers))}" for part in parts
    ]


def write_machine(
    path: Path, links: Sequence[LinkGeometry], joints: Sequence[LinkJoint], title: str, class_name: str
) -> None:
    """Write a machine: one Xform per link at its rest pose, and UsdPhysics joints, as `usd_articulation` reads them."""
    stage, writer = _begun(path, title, class_name)
    root = stage.GetDefaultPrim().GetPath()
    UsdPhysics.ArticulationRootAPI.Apply(stage.GetDefaultPrim())
    for link in links:
        xform = UsdGeom.Xform.Define(stage, root.AppendChild(_identifier(link.name)))
        xform.AddTransformOp().Set(Gf.Matrix4d(np.ascontiguousarray(link.world_from_link.T)))
        UsdPhysics.RigidBodyAPI.Apply(xform.GetPrim())
        writer.parts(xform.GetPath(), link.parts)
    scope = UsdGeom.Scope.Define(stage, root.AppendChild("joints")).GetPath()
    for joint in joints:
        _write_joint(stage, root, scope, joint)
    stage.GetRootLayer().Export(str(path))


def _begun(path: Path, title: str, class_name: str) -> tuple[Any, "_Writer"]:
    stage = Usd.Stage.CreateInMemory()
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    UsdPhysics.SetStageKilogramsPerUnit(stage, 1.0)
    root = UsdGeom.Xform.Define(stage, f"/{_identifier(path.stem)}").GetPrim()
    stage.SetDefaultPrim(root)
    Usd.ModelAPI(root).SetKind(Kind.Tokens.component)
    root.SetMetadata("displayName", title)
    if class_name:
        UsdSemantics.LabelsAPI.Apply(root, "class").CreateLabelsAttr(Vt.TokenArray([class_name]))
    return stage, _Writer(stage, path)


class _Writer:
    """Meshes, materials and textures of one file; each texture is written once."""

    def __init__(self, stage: Any, path: Path) -> None:
        self._stage, self._path = stage, path
        self._looks: dict[int, Any] = {}
        self._textures: dict[tuple[int, bool], str] = {}

    def parts(self, parent: Any, parts: Sequence[Part]) -> None:
        for number, part in enumerate(parts):
            mesh = UsdGeom.Mesh.Define(self._stage, parent.AppendChild(f"part_{number}"))
            _write_mesh(mesh, part)
            UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(self._material(part.material))

    def _material(self, material: Material) -> Any:
        if id(material) not in self._looks:
            scope = self._stage.GetDefaultPrim().GetPath().AppendChild("materials")
            UsdGeom.Scope.Define(self._stage, scope)
            path = scope.AppendChild(f"{_identifier(material.name)}_{len(self._looks)}")
            self._looks[id(material)] = self._surface(path, material)
        return self._looks[id(material)]

    def _surface(self, path: Any, material: Material) -> Any:
        types = Sdf.ValueTypeNames
        result = UsdShade.Material.Define(self._stage, path)
        surface = UsdShade.Shader.Define(self._stage, path.AppendChild("surface"))
        surface.CreateIdAttr("UsdPreviewSurface")
        surface.CreateInput("useSpecularWorkflow", types.Int).Set(0)
        for name, value in (
            ("opacity", material.opacity),
            ("clearcoat", material.clearcoat),
            ("clearcoatRoughness", material.clearcoat_roughness),
        ):
            surface.CreateInput(name, types.Float).Set(float(value))
        surface.CreateInput("emissiveColor", types.Color3f).Set(Gf.Vec3f(*map(float, material.emissive)))
        color = Gf.Vec3f(*map(float, material.base_color))
        for name, kind, image, constant in (
            ("diffuseColor", types.Color3f, material.base_color_map, color),
            ("roughness", types.Float, material.roughness_map, float(material.roughness)),
            ("metallic", types.Float, material.metallic_map, float(material.metallic)),
            ("normal", types.Normal3f, material.normal_map, None),
        ):
            if image is not None:
                self._connect(surface.CreateInput(name, kind), path, name, image)
            elif constant is not None:
                surface.CreateInput(name, kind).Set(constant)
        surface.CreateOutput("surface", types.Token)
        result.CreateSurfaceOutput().ConnectToSource(surface.ConnectableAPI(), "surface")
        return result

    def _connect(self, target: Any, path: Any, name: str, image: Image) -> None:
        types = Sdf.ValueTypeNames
        is_color = name == "diffuseColor"
        reader = UsdShade.Shader.Define(self._stage, path.AppendChild("st_reader"))
        reader.CreateIdAttr("UsdPrimvarReader_float2")
        reader.CreateInput("varname", types.String).Set("st")
        reader.CreateOutput("result", types.Float2)
        texture = UsdShade.Shader.Define(self._stage, path.AppendChild(f"{name}_texture"))
        texture.CreateIdAttr("UsdUVTexture")
        texture.CreateInput("file", types.Asset).Set(Sdf.AssetPath(f"./{self._texture(image, name)}"))
        texture.CreateInput("st", types.Float2).ConnectToSource(reader.ConnectableAPI(), "result")
        for wrap in ("wrapS", "wrapT"):
            texture.CreateInput(wrap, types.Token).Set("repeat")
        texture.CreateInput("sourceColorSpace", types.Token).Set("sRGB" if is_color else "raw")
        if name == "normal":
            texture.CreateInput("scale", types.Float4).Set(Gf.Vec4f(2, 2, 2, 1))
            texture.CreateInput("bias", types.Float4).Set(Gf.Vec4f(-1, -1, -1, 0))
        output = "rgb" if name in ("diffuseColor", "normal") else "r"
        texture.CreateOutput(output, types.Float3 if output == "rgb" else types.Float)
        target.ConnectToSource(texture.ConnectableAPI(), output)

    def _texture(self, image: Image, name: str) -> str:
        is_number = name in ("roughness", "metallic")
        key = (id(image.pixels), is_number)
        if key not in self._textures:
            pixels = image.pixels[..., 0] if is_number else image.pixels
            file = f"{self._path.stem}_{len(self._textures)}_{name.lower()}.png"
            PIL.Image.fromarray(np.ascontiguousarray(pixels)).save(self._path.parent / file, compress_level=6)
            self._textures[key] = file
        return self._textures[key]


def _write_mesh(mesh: Any, part: Part) -> None:
    points = np.ascontiguousarray(part.positions, np.float32)
    mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(points))
    mesh.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(np.full(len(part.triangles), 3, np.int32)))
    mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(part.triangles.astype(np.int32).ravel()))
    mesh.CreateNormalsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(part.normals, np.float32)))
    mesh.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
    mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    corners = [Gf.Vec3f(*map(float, corner)) for corner in (points.min(axis=0), points.max(axis=0))]
    mesh.CreateExtentAttr(Vt.Vec3fArray(corners))
    primvar = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar("st", Sdf.ValueTypeNames.TexCoord2fArray, UsdGeom.Tokens.vertex)
    primvar.Set(Vt.Vec2fArray.FromNumpy(np.ascontiguousarray(part.uvs, np.float32)))


def _write_joint(stage: Any, root: Any, scope: Any, joint: LinkJoint) -> None:
    path = scope.AppendChild(_identifier(joint.name))
    kinds = {"revolute": UsdPhysics.RevoluteJoint, "prismatic": UsdPhysics.PrismaticJoint}
    made = kinds.get(joint.kind, UsdPhysics.FixedJoint).Define(stage, path)
    made.CreateBody0Rel().SetTargets([root.AppendChild(_identifier(joint.parent))])
    made.CreateBody1Rel().SetTargets([root.AppendChild(_identifier(joint.child))])
    # The joint's x axis is turned onto the wished one: a USD joint acts about an axis of its frame.
    turn = Gf.Rotation(Gf.Vec3d(1, 0, 0), Gf.Vec3d(*joint.axis))
    frame = Gf.Matrix4d(np.ascontiguousarray(joint.parent_from_joint.T))
    made.CreateLocalPos0Attr(Gf.Vec3f(frame.ExtractTranslation()))
    made.CreateLocalRot0Attr(Gf.Quatf((turn * frame.ExtractRotation()).GetQuat()))
    made.CreateLocalPos1Attr(Gf.Vec3f(0, 0, 0))
    made.CreateLocalRot1Attr(Gf.Quatf(turn.GetQuat()))
    if joint.kind in kinds:
        made.CreateAxisAttr("X")
        made.CreateLowerLimitAttr(float(joint.limits[0]))
        made.CreateUpperLimitAttr(float(joint.limits[1]))


def _identifier(name: str) -> str:
    kept = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in name) or "unnamed"
    return kept if not kept[0].isdigit() else f"_{kept}"
