"""A person to a USD file: a skeleton whose joints rest without turns, skinned meshes, one animation a pose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pxr import Gf, Kind, Sdf, Usd, UsdGeom, UsdSemantics, UsdShade, UsdSkel, Vt

from people.body import Body
from people.movement import Pose, local_rotations
from people.pieces import Piece, normals_of
from people.poses import POSES
from people.source import Array
from people.walking import walk

INFLUENCES = 4
FRAMES_PER_SECOND, WALK_SECONDS = 30.0, 1.08


@dataclass(frozen=True)
class Worn:
    """A piece and its surface: a picture beside the file, or a plain linear colour."""

    piece: Piece
    roughness: float
    picture: str = ""
    color: tuple[float, float, float] = (0.5, 0.5, 0.5)
    normals: Array | None = None


def write_person(path: Path, title: str, body: Body, worn: Mapping[str, Worn], sole_m: float) -> None:
    """Write the file; all of the person is lifted by the height of the soles."""
    path.unlink(missing_ok=True)
    stage = Usd.Stage.CreateNew(str(path))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    stage.SetTimeCodesPerSecond(FRAMES_PER_SECOND)
    root = UsdSkel.Root.Define(stage, f"/{path.stem}")
    stage.SetDefaultPrim(root.GetPrim())
    Usd.ModelAPI(root).SetKind(Kind.Tokens.component)
    root.GetPrim().SetMetadata("displayName", title)
    UsdSemantics.LabelsAPI.Apply(root.GetPrim(), "class").CreateLabelsAttr(Vt.TokenArray(["person"]))
    lift = np.array([0.0, 0.0, sole_m])
    heads = body.heads + lift
    heads[0] = 0.0
    paths = _paths(body)
    skeleton = _skeleton(stage, root, paths, body, heads)
    for name, part in worn.items():
        _mesh(stage, root, name, part, skeleton, lift)
    for name, pose in POSES.items():
        _animation(stage, root, name, paths, body, heads, [pose])
    steps = walk(body)
    _animation(stage, root, "walk", paths, body, heads, [*steps, steps[0]])
    binding = UsdSkel.BindingAPI.Apply(skeleton.GetPrim())
    binding.CreateAnimationSourceRel().SetTargets([root.GetPath().AppendChild("stand")])
    stage.GetRootLayer().Save()


def _paths(body: Body) -> list[str]:
    paths: list[str] = []
    for name, parent in zip(body.joints, body.parents, strict=True):
        paths.append(name if parent < 0 else f"{paths[parent]}/{name}")
    return paths


def _skeleton(stage: Usd.Stage, root: UsdSkel.Root, paths: Sequence[str], body: Body, heads: Array) -> UsdSkel.Skeleton:
    skeleton = UsdSkel.Skeleton.Define(stage, root.GetPath().AppendChild("skeleton"))
    skeleton.CreateJointsAttr(list(paths))
    skeleton.CreateBindTransformsAttr([Gf.Matrix4d().SetTranslate(Gf.Vec3d(*head)) for head in heads])
    offsets = _offsets(body, heads)
    skeleton.CreateRestTransformsAttr([Gf.Matrix4d().SetTranslate(Gf.Vec3d(*offset)) for offset in offsets])
    return skeleton


def _offsets(body: Body, heads: Array) -> Array:
    return np.array(
        [head - (heads[parent] if parent >= 0 else 0) for head, parent in zip(heads, body.parents, strict=True)]
    )


def _mesh(stage: Usd.Stage, root: UsdSkel.Root, name: str, worn: Worn, skeleton: UsdSkel.Skeleton, lift: Array) -> None:
    piece = worn.piece
    mesh = UsdGeom.Mesh.Define(stage, root.GetPath().AppendChild(name))
    points = (piece.points + lift).astype(np.float32)
    mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(points)))
    mesh.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(np.full(len(piece.triangles), 3, np.int32)))
    mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(np.ascontiguousarray(piece.triangles.ravel(), np.int32)))
    normals = normals_of(piece) if worn.normals is None else worn.normals
    mesh.CreateNormalsAttr(Vt.Vec3fArray.FromNumpy(np.round(normals, 3).astype(np.float32)))
    mesh.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
    mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    mesh.CreateExtentAttr([Gf.Vec3f(*map(float, points.min(0))), Gf.Vec3f(*map(float, points.max(0)))])
    coordinates = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar("st", Sdf.ValueTypeNames.TexCoord2fArray, "vertex")
    coordinates.Set(Vt.Vec2fArray.FromNumpy(np.round(piece.uv, 5).astype(np.float32)))
    binding = UsdSkel.BindingAPI.Apply(mesh.GetPrim())
    strongest = np.argsort(-piece.weights, axis=1)[:, :INFLUENCES]
    weights = np.take_along_axis(piece.weights, strongest, axis=1)
    weights = np.round(weights / weights.sum(1, keepdims=True), 3)
    weights[:, 0] += 1 - weights.sum(1)
    strongest = np.where(weights > 0, strongest, 0)
    indices = Vt.IntArray.FromNumpy(np.ascontiguousarray(strongest.ravel(), np.int32))
    binding.CreateJointIndicesPrimvar(False, INFLUENCES).Set(indices)
    shares = Vt.FloatArray.FromNumpy(np.ascontiguousarray(weights.ravel(), np.float32))
    binding.CreateJointWeightsPrimvar(False, INFLUENCES).Set(shares)
    binding.CreateSkeletonRel().SetTargets([skeleton.GetPath()])
    binding.CreateGeomBindTransformAttr(Gf.Matrix4d(1))
    UsdShade.MaterialBindingAPI.Apply(mesh.GetPrim()).Bind(_material(stage, root, name, worn))


def _material(stage: Usd.Stage, root: UsdSkel.Root, name: str, worn: Worn) -> UsdShade.Material:
    types = Sdf.ValueTypeNames
    scope = UsdGeom.Scope.Define(stage, root.GetPath().AppendChild("materials")).GetPath()
    material = UsdShade.Material.Define(stage, scope.AppendChild(name))
    surface = UsdShade.Shader.Define(stage, material.GetPath().AppendChild("surface"))
    surface.CreateIdAttr("UsdPreviewSurface")
    surface.CreateInput("roughness", types.Float).Set(worn.roughness)
    color = surface.CreateInput("diffuseColor", types.Color3f)
    if worn.picture:
        reader = UsdShade.Shader.Define(stage, material.GetPath().AppendChild("coordinates"))
        reader.CreateIdAttr("UsdPrimvarReader_float2")
        reader.CreateInput("varname", types.String).Set("st")
        reader.CreateOutput("result", types.Float2)
        texture = UsdShade.Shader.Define(stage, material.GetPath().AppendChild("picture"))
        texture.CreateIdAttr("UsdUVTexture")
        texture.CreateInput("file", types.Asset).Set(Sdf.AssetPath(f"./{worn.picture}"))
        texture.CreateInput("st", types.Float2).ConnectToSource(reader.ConnectableAPI(), "result")
        texture.CreateInput("sourceColorSpace", types.Token).Set("sRGB")
        texture.CreateOutput("rgb", types.Float3)
        color.ConnectToSource(texture.ConnectableAPI(), "rgb")
    else:
        color.Set(Gf.Vec3f(*worn.color))
    surface.CreateOutput("surface", types.Token)
    material.CreateSurfaceOutput().ConnectToSource(surface.ConnectableAPI(), "surface")
    return material


def _animation(
    stage: Usd.Stage,
    root: UsdSkel.Root,
    name: str,
    paths: Sequence[str],
    body: Body,
    heads: Array,
    poses: Sequence[Pose],
) -> None:
    clip = UsdSkel.Animation.Define(stage, root.GetPath().AppendChild(name))
    clip.CreateJointsAttr(list(paths))
    rotations, translations, scales = clip.CreateRotationsAttr(), clip.CreateTranslationsAttr(), clip.CreateScalesAttr()
    scales.Set([Gf.Vec3h(1, 1, 1)] * len(paths))
    offsets = _offsets(body, heads)
    step = WALK_SECONDS * FRAMES_PER_SECOND / max(len(poses) - 1, 1)
    for number, pose in enumerate(poses):
        quaternions, shift = local_rotations(body, pose)
        when = Usd.TimeCode(number * step) if len(poses) > 1 else Usd.TimeCode.Default()
        rotations.Set([Gf.Quatf(*map(float, part)) for part in quaternions], when)
        moved = offsets.copy()
        moved[body.joints.index("pelvis")] += shift
        if len(poses) == 1 or number == 0 or np.any(shift):
            translations.Set([Gf.Vec3f(*map(float, part)) for part in moved], when)
