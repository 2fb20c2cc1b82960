"""The stage's prims, authored once: objects, cameras, lights, materials. Frames then only set their attributes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pxr import Gf, Kind, Sdf, Usd, UsdGeom, UsdLux, UsdPhysics, UsdSemantics, UsdShade, Vt

from scenewright.assets.usd_writing import write_model
from scenewright.render.stage.frames import material_path, side_path
from scenewright.render.stage.originals import Original
from scenewright.render.stage.pictures import FLAT, WHITE
from scenewright.render.stage.pool import Pool, Slot, camera_path, light_path
from scenewright.render.stage.values import Values
from scenewright.sampling.plan import CameraPlan

_TYPES = Sdf.ValueTypeNames
_NORMALS = {
    "floor": (0, 0, 1),
    "ceiling": (0, 0, -1),
    "back": (0, -1, 0),
    "front": (0, 1, 0),
    "right": (-1, 0, 0),
    "left": (1, 0, 0),
}


class StageWriter:
    """Authors one stage."""

    def __init__(self, path: Path, pool: Pool, originals: dict[str, Original]) -> None:
        """Begin a stage.

        Args:
            path: A .usda; models go into the folder 'models' beside it.
            pool: What it must hold.
            originals: Models, by their source, that are referenced where they are instead of being written anew.
        """
        self._path, self._pool, self._originals = path, pool, originals
        # A layer of this path may still be open in this process: then that one is written anew.
        layer = Sdf.Layer.Find(str(path))
        if layer:
            layer.Clear()
        else:
            path.unlink(missing_ok=True)
            layer = Sdf.Layer.CreateNew(str(path))
        self._stage = Usd.Stage.Open(layer)
        UsdGeom.SetStageUpAxis(self._stage, UsdGeom.Tokens.z)
        UsdGeom.SetStageMetersPerUnit(self._stage, 1.0)
        UsdPhysics.SetStageKilogramsPerUnit(self._stage, 1.0)
        world = UsdGeom.Xform.Define(self._stage, "/World").GetPrim()
        self._stage.SetDefaultPrim(world)
        Usd.ModelAPI(world).SetKind(Kind.Tokens.assembly)
        for scope in ("objects", "room", "cameras", "lights", "looks"):
            UsdGeom.Scope.Define(self._stage, f"/World/{scope}")
        self._files: dict[str, str] = {}

    def write_pool(self, cameras: Sequence[CameraPlan], sides: Iterable[str]) -> None:
        """Author every prim; `sides` are the floor, walls and ceiling that some frame has."""
        for slot in self._pool.slots:
            self._slot(slot)
        for name in sides:
            self._side(name)
        for camera in cameras:
            prim = UsdGeom.Camera.Define(self._stage, camera_path(camera.name))
            prim.AddTransformOp()
            prim.CreateProjectionAttr(UsdGeom.Tokens.perspective)
            prim.CreateFStopAttr(0.0)
            for attribute in (
                prim.CreateFocalLengthAttr,
                prim.CreateHorizontalApertureAttr,
                prim.CreateVerticalApertureAttr,
                prim.CreateHorizontalApertureOffsetAttr,
                prim.CreateVerticalApertureOffsetAttr,
                prim.CreateClippingRangeAttr,
            ):
                attribute()
        for kind, count in self._pool.lights.items():
            for number in range(count):
                self._light(kind, light_path(kind, number))
        dome = UsdLux.DomeLight.Define(self._stage, "/World/lights/dome")
        dome.AddTransformOp()
        dome.CreateTextureFormatAttr(UsdLux.Tokens.latlong)
        _shine_through_walls(dome)
        for attribute in (dome.CreateTextureFileAttr, dome.CreateIntensityAttr, dome.CreateColorAttr):
            attribute()

    def set_values(self, values: Values, time: float | None = None) -> None:
        """Set attributes, at a time or for always.

        Raises:
            KeyError: The stage has no such attribute.
        """
        code = Usd.TimeCode.Default() if time is None else Usd.TimeCode(time)
        for path, value in values.items():
            attribute = self._stage.GetAttributeAtPath(path)
            if not attribute:
                raise KeyError(path)
            attribute.Set(usd_value(str(attribute.GetTypeName()), value), code)

    def set_length(self, first: float, last: float, rate_hz: float) -> None:
        """Say from when to when the stage is a film, and how many frames it has in a second."""
        self._stage.SetStartTimeCode(first)
        self._stage.SetEndTimeCode(last)
        self._stage.SetTimeCodesPerSecond(rate_hz)
        self._stage.SetFramesPerSecond(rate_hz)

    def save(self) -> None:
        """Write the stage."""
        self._stage.GetRootLayer().Save(force=True)

    def _slot(self, slot: Slot) -> None:
        root = UsdGeom.Xform.Define(self._stage, slot.path)
        root.AddTransformOp()
        root.CreateVisibilityAttr("invisible")
        if slot.shape.class_name:
            api = UsdSemantics.LabelsAPI.Apply(root.GetPrim(), "class")
            api.CreateLabelsAttr(Vt.TokenArray([slot.shape.class_name]))
        inner = UsdGeom.Xform.Define(self._stage, f"{slot.path}/geometry")
        original = self._originals.get(slot.shape.model)
        if original is not None and not slot.shape.dressed:
            original.refer(inner)
            return
        inner.GetPrim().GetReferences().AddReference(self._file(slot.shape.model, slot.shape.asset))
        inner.GetPrim().SetInstanceable(False)  # children of instances cannot have materials of their own
        if slot.shape.dressed:
            for number, part in enumerate(self._pool.models[slot.shape.model].parts):
                material = self._material(material_path(slot.path, number), part.material)
                mesh = self._stage.OverridePrim(f"{slot.path}/geometry/part_{number}")
                UsdShade.MaterialBindingAPI.Apply(mesh).Bind(material)

    def _file(self, source: str, asset: str) -> str:
        """Return the path of a model's file, written on first use, as the stage refers to it."""
        if source not in self._files:
            folder = self._path.parent / "models"
            folder.mkdir(exist_ok=True)
            name = f"model_{len(self._files)}.usdc"
            write_model(folder / name, self._pool.models[source], asset, "")
            self._files[source] = f"./models/{name}"
        return self._files[source]

    def _side(self, name: str) -> None:
        mesh = UsdGeom.Mesh.Define(self._stage, side_path(name))
        mesh.CreateVisibilityAttr("invisible")
        mesh.CreateFaceVertexCountsAttr(Vt.IntArray([3, 3]))
        mesh.CreateFaceVertexIndicesAttr(Vt.IntArray([0, 1, 2, 0, 2, 3]))
        mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
        mesh.CreateDoubleSidedAttr(True)
        mesh.CreatePointsAttr(Vt.Vec3fArray([Gf.Vec3f(x, y, 0) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]))
        mesh.CreateNormalsAttr(Vt.Vec3fArray([Gf.Vec3f(*_NORMALS[name])] * 4))
        mesh.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
        primvar = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar("st", _TYPES.TexCoord2fArray, UsdGeom.Tokens.vertex)
        primvar.Set(Vt.Vec2fArray([Gf.Vec2f(0, 0)] * 4))
        if name != "floor":
            # In a project lights shine through walls and ceiling; Isaac's renderer knows that by this primvar.
            primvars = UsdGeom.PrimvarsAPI(mesh)
            primvars.CreatePrimvar("doNotCastShadows", _TYPES.Bool, UsdGeom.Tokens.constant).Set(True)
        material = self._material(f"/World/looks/{name}", None)
        UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(material)

    def _material(self, path: str, own: Any) -> Any:
        """Author a UsdPreviewSurface network whose pictures and numbers can be set, and nothing else."""
        material = UsdShade.Material.Define(self._stage, path)
        surface = UsdShade.Shader.Define(self._stage, f"{path}/surface")
        surface.CreateIdAttr("UsdPreviewSurface")
        surface.CreateInput("useSpecularWorkflow", _TYPES.Int).Set(0)
        surface.CreateInput("opacity", _TYPES.Float).Set(1.0)
        if own is not None:
            surface.CreateInput("clearcoat", _TYPES.Float).Set(float(own.clearcoat))
            surface.CreateInput("clearcoatRoughness", _TYPES.Float).Set(float(own.clearcoat_roughness))
            surface.CreateInput("emissiveColor", _TYPES.Color3f).Set(Gf.Vec3f(*map(float, own.emissive)))
        reader = UsdShade.Shader.Define(self._stage, f"{path}/st")
        reader.CreateIdAttr("UsdPrimvarReader_float2")
        reader.CreateInput("varname", _TYPES.String).Set("st")
        transform = UsdShade.Shader.Define(self._stage, f"{path}/transform")
        transform.CreateIdAttr("UsdTransform2d")
        transform.CreateInput("in", _TYPES.Float2).ConnectToSource(
            reader.CreateOutput("result", _TYPES.Float2).GetAttr().GetPath()
        )
        transform.CreateInput("scale", _TYPES.Float2).Set(Gf.Vec2f(1, 1))
        st = transform.CreateOutput("result", _TYPES.Float2).GetAttr().GetPath()
        for name, target, kind, output in (
            ("color", "diffuseColor", _TYPES.Color3f, "rgb"),
            ("roughness", "roughness", _TYPES.Float, "r"),
            ("metallic", "metallic", _TYPES.Float, "r"),
            ("normal", "normal", _TYPES.Normal3f, "rgb"),
        ):
            source = self._texture(f"{path}/{name}", st, output, is_color=name == "color", is_normal=name == "normal")
            surface.CreateInput(target, kind).ConnectToSource(source)
        surface.CreateOutput("surface", _TYPES.Token)
        material.CreateSurfaceOutput().ConnectToSource(surface.ConnectableAPI(), "surface")
        return material

    def _texture(self, path: str, st: Any, output: str, *, is_color: bool, is_normal: bool) -> Any:
        texture = UsdShade.Shader.Define(self._stage, path)
        texture.CreateIdAttr("UsdUVTexture")
        texture.CreateInput("file", _TYPES.Asset).Set(Sdf.AssetPath(f"./{FLAT if is_normal else WHITE}"))
        texture.CreateInput("st", _TYPES.Float2).ConnectToSource(st)
        for wrap in ("wrapS", "wrapT"):
            texture.CreateInput(wrap, _TYPES.Token).Set("repeat")
        texture.CreateInput("sourceColorSpace", _TYPES.Token).Set("sRGB" if is_color else "raw")
        texture.CreateInput("scale", _TYPES.Float4).Set(Gf.Vec4f(*((2, 2, 2, 1) if is_normal else (1, 1, 1, 1))))
        if is_normal:
            texture.CreateInput("bias", _TYPES.Float4).Set(Gf.Vec4f(-1, -1, -1, 0))
        return texture.CreateOutput(output, _TYPES.Float3 if output == "rgb" else _TYPES.Float).GetAttr().GetPath()

    def _light(self, kind: str, path: str) -> None:
        made = {"directional": UsdLux.DistantLight, "area": UsdLux.RectLight}.get(kind, UsdLux.SphereLight)
        light = made.Define(self._stage, path)
        light.AddTransformOp()
        light.CreateVisibilityAttr("invisible")
        light.CreateNormalizeAttr(True)
        light.CreateIntensityAttr(0.0)
        light.CreateColorAttr()
        UsdLux.ShadowAPI.Apply(light.GetPrim()).CreateShadowEnableAttr(True)
        _shine_through_walls(light)
        if kind in ("point", "spot"):
            light.CreateRadiusAttr(0.01)
        if kind == "spot":
            shaping = UsdLux.ShapingAPI.Apply(light.GetPrim())
            shaping.CreateShapingConeAngleAttr()
            shaping.CreateShapingConeSoftnessAttr()
        if kind == "area":
            light.CreateWidthAttr()
            light.CreateHeightAttr()
        if kind == "directional":
            light.CreateAngleAttr(0.53)  # the sun's


def _shine_through_walls(light: Any) -> None:
    """Let a light's shadows leave out the room, for programs that know UsdLux's shadow linking."""
    UsdLux.LightAPI(light.GetPrim()).GetShadowLinkCollectionAPI().ExcludePath("/World/room")


def usd_value(kind: str, value: Any) -> Any:
    """Return a plain value as what an attribute of a type takes."""
    match kind:
        case "matrix4d":
            return Gf.Matrix4d(*value)
        case "asset":
            return Sdf.AssetPath(value if value.startswith("/") or not value else f"./{value}")
        case "point3f[]":
            return Vt.Vec3fArray([Gf.Vec3f(*point) for point in value])
        case "texCoord2f[]":
            return Vt.Vec2fArray([Gf.Vec2f(*point) for point in value])
        case "color3f":
            return Gf.Vec3f(*value)
        case "float2":
            return Gf.Vec2f(*value)
        case "float4":
            return Gf.Vec4f(*value)
        case _:
            return value
