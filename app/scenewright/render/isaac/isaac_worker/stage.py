"""The stage inside Isaac: opening it, labels and materials that only Isaac can make, and setting a frame."""

from pathlib import Path
from typing import Any

from .versions import Differences

Value = Any


class IsaacStage:
    """An open stage; `app` is the running SimulationApp."""

    def __init__(self, app: Any, folder: Path, file: str) -> None:
        """Open a stage and wait until all that it refers to is there.

        SimulationApp's own `open_usd` is not used: in 5.0 and 5.1 an empty stage takes the place of what it opened.

        Raises:
            RuntimeError: It cannot be opened.
        """
        import omni.usd

        self._app, self._folder = app, folder
        self._context = omni.usd.get_context()
        if not self._context.open_stage(str(folder / file)):
            raise RuntimeError(f"Isaac Sim cannot open {folder / file}")
        app.update()
        app.update()
        self.wait_until_loaded()
        self.stage = self._context.get_stage()
        if self.stage is None:
            raise RuntimeError(f"Isaac Sim opened {folder / file}, but holds no stage")
        app.reset_render_settings()  # a stage brings its own
        self._set: dict[str, Value] = {}

    def wait_until_loaded(self) -> None:
        """Go on with Kit's loop until nothing is loading any more; the parent ends us if that takes too long."""
        while self._context.get_stage_loading_status()[2] > 0:
            self._app.update()

    def write_old_labels(self, labels: dict[str, str], differences: Differences) -> None:
        """Write labels as Isaac Sim 4.5 reads them."""
        if not differences.old_labels:
            return
        from isaacsim.core.utils.semantics import add_update_semantics

        for path, label in labels.items():
            add_update_semantics(self.stage.GetPrimAtPath(path), label, "class")

    def make_omnipbr(self, materials: list[dict[str, str]]) -> None:
        """Make an OmniPBR material beside each changeable one, and bind it in its place, once and for all.

        Binding again for every frame would be slow; changing inputs is not.
        """
        import omni.kit.commands
        from pxr import UsdShade

        for item in materials:
            path = omnipbr_path(item["path"])
            omni.kit.commands.execute("CreateMdlMaterialPrim", mtl_url="OmniPBR.mdl", mtl_name="OmniPBR", mtl_path=path)
            material = UsdShade.Material(self.stage.GetPrimAtPath(path))
            binding = UsdShade.MaterialBindingAPI(self.stage.GetPrimAtPath(item["bound"]))
            binding.Bind(material, UsdShade.Tokens.strongerThanDescendants)

    def set_values(self, values: dict[str, Value]) -> None:
        """Set attributes that exist; those that stand at their value already are left alone.

        Raises:
            RuntimeError: The stage has no such attribute.
        """
        for path, value in values.items():
            if self._set.get(path) == value:
                continue
            attribute = self.stage.GetAttributeAtPath(path)
            if not attribute:
                raise RuntimeError(f"The stage has no attribute {path}")
            attribute.Set(self._typed(str(attribute.GetTypeName()), value))
            self._set[path] = value

    def set_omnipbr(self, surfaces: dict[str, dict[str, Any]]) -> None:
        """Set the inputs of OmniPBR materials: for each one's path a name to [USD type, value]."""
        from pxr import Sdf, UsdShade

        types = {
            "asset": Sdf.ValueTypeNames.Asset,
            "bool": Sdf.ValueTypeNames.Bool,
            "color3f": Sdf.ValueTypeNames.Color3f,
            "float": Sdf.ValueTypeNames.Float,
            "float2": Sdf.ValueTypeNames.Float2,
        }
        for path, inputs in surfaces.items():
            shader_path = f"{omnipbr_path(path)}/Shader"
            shader = UsdShade.Shader(self.stage.GetPrimAtPath(shader_path))
            for name, (kind, value) in inputs.items():
                key = f"{shader_path}.{name}"
                if self._set.get(key) != value:
                    shader.CreateInput(name, types[kind]).Set(self._typed(kind, value))
                    self._set[key] = value

    def _typed(self, kind: str, value: Value) -> Value:
        """Return a plain value as what an attribute of a type takes."""
        from pxr import Gf, Sdf, Vt

        if kind == "matrix4d":
            return Gf.Matrix4d(*value)
        if kind == "asset":
            # Relative paths begin at the layer that is edited, which need not be the stage's: so no relative ones.
            return Sdf.AssetPath(str(self._folder / value) if value else "")
        if kind == "point3f[]":
            return Vt.Vec3fArray([Gf.Vec3f(*point) for point in value])
        if kind == "texCoord2f[]":
            return Vt.Vec2fArray([Gf.Vec2f(*point) for point in value])
        if kind == "color3f":
            return Gf.Vec3f(*value)
        if kind == "float2":
            return Gf.Vec2f(*value)
        if kind == "float4":
            return Gf.Vec4f(*value)
        return value


def omnipbr_path(path: str) -> str:
    """Return the path of the OmniPBR material that stands in for a changeable one."""
    return f"{path}_omnipbr"
