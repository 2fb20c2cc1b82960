"""What the asset doctor wants to know about a USD file."""

from pathlib import Path
from typing import Any, Literal

from pxr import Sdf, Usd, UsdGeom, UsdLux, UsdSemantics, UsdShade, UsdSkel

from scenewright.assets.source_facts import SourceFacts
from scenewright.assets.usd_stage import opened_stage

_HIDDEN_PURPOSES = (UsdGeom.Tokens.guide, UsdGeom.Tokens.proxy)


def facts_of_usd(path: Path) -> SourceFacts:
    """Return the facts about a USD file, whatever it holds.

    Raises:
        UserError: It cannot be opened.
    """
    with opened_stage(path) as stage:
        prims = list(Usd.PrimRange(stage.GetPseudoRoot(), Usd.TraverseInstanceProxies()))
        meshes = [prim for prim in prims if prim.IsA(UsdGeom.Mesh)]
        shown = [mesh for mesh in meshes if not _is_hidden(mesh)]
        return SourceFacts(
            path=path,
            format="usd",
            metres_per_unit=float(UsdGeom.GetStageMetersPerUnit(stage)),
            up_axis=_up(stage),
            has_normals=all(_has(mesh, "normals", "primvars:normals") for mesh in shown),
            has_uvs=any(_has_coordinates(mesh) for mesh in shown),
            missing_textures=_missing(prims),
            camera_count=sum(prim.IsA(UsdGeom.Camera) for prim in prims),
            light_count=sum(prim.HasAPI(UsdLux.LightAPI) for prim in prims),
            semantic_labels=_labels(prims),
            hidden_mesh_count=len(meshes) - len(shown),
            animated=any(attribute.ValueMightBeTimeVarying() for prim in prims for attribute in prim.GetAttributes()),
            has_skeleton=any(prim.IsA(UsdSkel.Skeleton) for prim in prims),
        )


def _up(stage: Any) -> Literal["y", "z"]:
    return "z" if UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.z else "y"


def _is_hidden(prim: Any) -> bool:
    imageable = UsdGeom.Imageable(prim)
    is_invisible = imageable.ComputeVisibility() == UsdGeom.Tokens.invisible
    return is_invisible or imageable.ComputePurpose() in _HIDDEN_PURPOSES


def _has(prim: Any, *names: str) -> bool:
    return any(prim.GetAttribute(name).HasAuthoredValue() for name in names)


def _has_coordinates(prim: Any) -> bool:
    kinds = (Sdf.ValueTypeNames.TexCoord2fArray, Sdf.ValueTypeNames.Float2Array)
    return any(primvar.GetTypeName() in kinds for primvar in UsdGeom.PrimvarsAPI(prim).GetPrimvarsWithValues())


def _missing(prims: list[Any]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for prim in prims:
        if not prim.IsA(UsdShade.Shader):
            continue
        for attribute in prim.GetAttributes():
            value = attribute.Get()
            if (
                isinstance(value, Sdf.AssetPath)
                and value.path
                and not value.resolvedPath
                and "<UDIM>" not in value.path
            ):
                found[value.path] = None
    return tuple(found)


def _labels(prims: list[Any]) -> tuple[str, ...]:
    """Return UsdSemantics labels, and those of Isaac Sim's older SemanticsAPI (semantic:*:params:semanticData)."""
    found: dict[str, None] = {}
    for prim in prims:
        for name in UsdSemantics.LabelsAPI.GetDirectTaxonomies(prim):
            labels = UsdSemantics.LabelsAPI(prim, name).GetLabelsAttr().Get() or ()
            found |= dict.fromkeys(str(label) for label in labels)
        for attribute in prim.GetAttributes():
            if attribute.GetName().startswith("semantic:") and attribute.GetName().endswith(":semanticData"):
                found[str(attribute.Get())] = None
    return tuple(found)
