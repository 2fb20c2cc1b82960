"""Where in a USD scene meshes stand: transforms, visibility, instances and point instancers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pxr import Usd, UsdGeom

from scenewright.assets.usd_stage import TIME, column_matrix, value_of
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix

_SHOWN_PURPOSES = (UsdGeom.Tokens.default_, UsdGeom.Tokens.render)
_ANY_PRIM = Usd.TraverseInstanceProxies(Usd.PrimIsActive & Usd.PrimIsLoaded)


@dataclass(frozen=True, eq=False)
class Placed:
    """A shape and its 4x4 matrix, for column vectors, into the frame that was asked for."""

    prim: Any
    matrix: Matrix


def placed_shapes(stage: Any) -> Iterator[Placed]:
    """Yield all visible shapes of the asset: of the default prim, or of the whole stage where none is named.

    Raises:
        UserError: A point instancer's arrays contradict each other.
    """
    cache = UsdGeom.XformCache(TIME)
    root = stage.GetDefaultPrim() or stage.GetPseudoRoot()
    yield from _walk(
        Usd.PrimRange(root, Usd.TraverseInstanceProxies()),
        lambda prim: column_matrix(cache.GetLocalToWorldTransform(prim)),
        cache,
    )


def _walk(prims: Any, place: Callable[[Any], Matrix], cache: Any) -> Iterator[Placed]:
    iterator = iter(prims)
    for prim in iterator:
        if prim.IsA(UsdGeom.PointInstancer):
            iterator.PruneChildren()  # its prototypes are drawn where it puts them, not where they are
            if _is_shown(prim):
                yield from _scattered(prim, place(prim), cache)
        elif prim.IsA(UsdGeom.Gprim) and _is_shown(prim):
            yield Placed(prim, place(prim))


def _is_shown(prim: Any) -> bool:
    imageable = UsdGeom.Imageable(prim)
    is_visible = imageable.ComputeVisibility(TIME) != UsdGeom.Tokens.invisible
    return is_visible and imageable.ComputePurpose() in _SHOWN_PURPOSES


def _scattered(prim: Any, matrix: Matrix, cache: Any) -> Iterator[Placed]:
    """Yield the shapes of a point instancer that stands at `matrix`."""
    instancer = UsdGeom.PointInstancer(prim)
    chosen = np.array(_list(instancer.GetProtoIndicesAttr()), np.int64)
    if not chosen.size:
        return
    targets = instancer.GetPrototypesRel().GetForwardedTargets()
    _check(prim, instancer, chosen, len(targets))
    transforms = instancer.ComputeInstanceTransformsAtTime(
        TIME, TIME, UsdGeom.PointInstancer.IncludeProtoXform, UsdGeom.PointInstancer.IgnoreMask
    )
    if len(transforms) != len(chosen):
        raise UserError(f"<{prim.GetPath()}> has arrays of different lengths: export the point instancer again.")
    mask = instancer.ComputeMaskAtTime(TIME)
    kept = np.array(mask, bool) if len(mask) else np.ones(len(chosen), bool)
    prototypes = [_prototype(prim, target, cache) for target in targets]
    for number in np.flatnonzero(kept):
        at = matrix @ column_matrix(transforms[int(number)])
        for shape in prototypes[chosen[number]]:
            yield Placed(shape.prim, at @ shape.matrix)


def _prototype(prim: Any, target: Any, cache: Any) -> list[Placed]:
    """Return the shapes of a prototype, in the frame of its root with the root's own transform undone."""
    root = prim.GetStage().GetPrimAtPath(target)
    if not root:
        raise UserError(f"<{prim.GetPath()}> has the prototype <{target}>, which does not exist: export it again.")
    # A prototype may be a class or an over, which ordinary traversal leaves out.
    prims = Usd.PrimRange(root, _ANY_PRIM)
    return list(_walk(prims, lambda inner: column_matrix(cache.ComputeRelativeTransform(inner, root)[0]), cache))


def _check(prim: Any, instancer: Any, chosen: Any, prototypes: int) -> None:
    positions = len(_list(instancer.GetPositionsAttr()))
    trouble = None
    if positions != len(chosen):
        trouble = f"has {positions} positions for {len(chosen)} instances"
    elif chosen.min() < 0 or chosen.max() >= prototypes:
        trouble = f"asks for prototype {chosen.max()}, but has {prototypes}"
    if trouble:
        raise UserError(f"<{prim.GetPath()}> {trouble}: export the point instancer again.")


def _list(attribute: Any) -> Any:
    value = value_of(attribute)
    return () if value is None else value
