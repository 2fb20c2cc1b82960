"""Assets that a stage refers to where they are, with their own materials, instead of holding a copy of their geometry.

Referenced files may be in another unit or have Y up. OpenUSD does not correct that, and Isaac Sim's own correction adds
transforms that fight ours, so a wrapper between our pose and the asset scales and turns it, and nothing else does.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pxr import Gf, Usd, UsdGeom, UsdSemantics, Vt

from scenewright.assets.library import USD_SUFFIXES
from scenewright.assets.model import Model
from scenewright.errors import UserError


@dataclass(frozen=True)
class Original:
    """An asset's own file."""

    path: Path

    def refer(self, wrapper: Any) -> None:
        """Refer to the file under a wrapper prim, in metres, Z up, and without labels of its own.

        Raises:
            UserError: The file cannot be opened.
        """
        stage = _opened(self.path)
        scale = UsdGeom.GetStageMetersPerUnit(stage)
        is_y_up = UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.y
        turn = Gf.Matrix4d().SetRotate(Gf.Rotation(Gf.Vec3d(1, 0, 0), 90.0 if is_y_up else 0.0))
        wrapper.AddTransformOp().Set(Gf.Matrix4d().SetScale(scale) * turn)
        asset = UsdGeom.Xform.Define(wrapper.GetPrim().GetStage(), wrapper.GetPath().AppendChild("asset")).GetPrim()
        asset.GetReferences().AddReference(str(self.path.resolve()))
        asset.SetInstanceable(False)
        for prim in Usd.PrimRange(asset):
            if prim.IsInstanceable():
                prim.SetInstanceable(False)
            for name in UsdSemantics.LabelsAPI.GetDirectTaxonomies(prim):
                UsdSemantics.LabelsAPI(prim, name).CreateLabelsAttr().Set(Vt.TokenArray())  # ours alone counts


def original_of(model: Model) -> Original | None:
    """Return the file that a model is, where it is a USD file shown at rest."""
    path = Path(model.source)
    if path.suffix.lower() not in USD_SUFFIXES or not path.is_file() or model.rig is not None:
        return None
    return Original(path)


def _opened(path: Path) -> Any:
    try:
        return Usd.Stage.Open(str(path))
    except Exception as error:  # pxr raises Tf.ErrorException, which is no subclass of anything useful
        raise UserError(f"{path} cannot be opened as USD: export it again.") from error
