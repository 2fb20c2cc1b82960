"""The surface: triangles, winding, normals, texture coordinates. Each step returns the mended model and its words."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.decimation import decimated
from scenewright.assets.doctor.finding import Finding
from scenewright.assets.doctor.shape import shape_of, with_triangles
from scenewright.assets.model import Model, Part
from scenewright.assets.normals import creased_normals
from scenewright.assets.source_facts import SourceFacts
from scenewright.assets.welding import weld, weld_points

MANY_TRIANGLES = 200_000
_WINDING_LIMIT = 400_000
Step = tuple[Model, list[Finding]]


def without_degenerate(model: Model, _facts: SourceFacts) -> Step:
    """Remove triangles without area and those that are there twice."""
    parts, lost, twice = [], 0, 0
    for part in model.parts:
        corners = part.positions[part.triangles].astype(float)
        edges = corners[:, 1:] - corners[:, :1]
        longest = (edges**2).sum(axis=2).max(axis=1)
        flat = np.linalg.norm(np.cross(edges[:, 0], edges[:, 1]), axis=1) <= 1e-10 * longest
        lost += int(flat.sum())
        kept = part.triangles[~flat]
        first = _firsts(np.sort(kept, axis=1).astype(np.int64))
        twice += len(kept) - len(first)
        if len(first):
            parts.append(part if len(first) == len(part.triangles) else with_triangles(part, kept[np.sort(first)]))
    findings = []
    if lost:
        findings.append(Finding("degenerate", "note", f"{lost} triangles had no area: they were removed.", mended=True))
    if twice:
        findings.append(Finding("duplicate", "note", f"{twice} triangles were there twice: once is kept.", mended=True))
    return (replace(model, parts=tuple(parts)) if parts else model), findings


def wound_outwards(model: Model, _facts: SourceFacts) -> Step:
    """Turn a closed surface that is inside out, and make neighbours agree on which side is outside."""
    shape = shape_of(model)
    findings: list[Finding] = []
    if not shape.is_consistent and len(shape.triangles) <= _WINDING_LIMIT:
        model, count = _agreeing(model, shape.points, shape.triangles)
        shape = shape_of(model)
        if count:
            words = f"{count} triangles faced the other way than their neighbours: they were turned."
            findings.append(Finding("winding", "warning", words, mended=True))
    elif not shape.is_consistent:
        findings.append(Finding("winding", "warning", "Some triangles face the other way than their neighbours."))
    if shape.is_closed and shape.is_consistent and shape.volume < 0:
        parts = tuple(replace(part, triangles=part.triangles[:, ::-1], normals=-part.normals) for part in model.parts)
        model = replace(model, parts=parts)
        findings.append(Finding("inside_out", "warning", "The surface was inside out: it was turned.", mended=True))
    uses, _ = shape.edge_uses
    border, crowded = int((uses == 1).sum()), int((uses > 2).sum())
    if border:
        words = (
            f"The surface has holes or rims ({border} open edges): fine for looks, collisions use its convex pieces."
        )
        findings.append(Finding("holes", "note", words))
    if crowded:
        words = f"{crowded} edges belong to more than two triangles: parts are welded together oddly."
        findings.append(Finding("non_manifold", "note", words))
    return model, findings


def with_normals(model: Model, facts: SourceFacts) -> Step:
    """Compute normals where the file has none, or has some that are no vectors or face the other way."""
    if facts.has_normals and not any(_bad_normals(part) for part in model.parts):
        return model, []
    why = "The file has no normals" if not facts.has_normals else "Some normals were no vectors or faced inwards"
    parts = tuple(_smoothed(part) for part in model.parts)
    words = f"{why}: they were computed, with edges sharper than 40 degrees kept sharp."
    severity = "note" if not facts.has_normals else "warning"
    return replace(model, parts=parts), [Finding("normals", severity, words, mended=True)]  # type: ignore[arg-type]


def with_texture_coordinates(model: Model, facts: SourceFacts) -> Step:
    """Give a model without texture coordinates some: each triangle is seen along the axis it faces most, in metres."""
    if facts.has_uvs:
        return model, []
    parts = tuple(_projected(part) for part in model.parts)
    words = "It has no texture coordinates: textures are projected from six sides, one copy a metre."
    return replace(model, parts=parts), [Finding("uvs", "note", words, mended=True)]


def few_enough(model: Model, most_triangles: int | None) -> Step:
    """Simplify if that was wished; else offer it where it would help."""
    count = model.triangle_count
    if most_triangles is not None and count > most_triangles:
        simpler = decimated(model, most_triangles)
        words = f"It had {count:,} triangles: they were simplified to {simpler.triangle_count:,}."
        return simpler, [Finding("triangles", "note", words, mended=True)]
    if count > MANY_TRIANGLES:
        words = f"It has {count:,} triangles, which slows every frame: import it with --decimate 50000."
        return model, [Finding("triangles", "warning", words)]
    return model, []


def _firsts(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each distinct row (N, 3) stands first."""
    order = np.lexsort((np.arange(len(rows)), rows[:, 2], rows[:, 1], rows[:, 0]))
    rising = rows[order]
    is_new = np.append(True, (rising[1:] != rising[:-1]).any(axis=1))[: len(rows)]
    first: NDArray[np.int64] = order[is_new]
    return first


def _bad_normals(part: Part) -> bool:
    lengths = np.linalg.norm(part.normals, axis=1)
    if not (np.abs(lengths - 1) < 0.01).all():
        return True
    corners = part.positions[part.triangles].astype(float)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    against = np.einsum("ti,ti->t", across, part.normals[part.triangles].mean(axis=1)) < 0
    return bool(against.mean() > 0.1)


def _smoothed(part: Part) -> Part:
    points, place = weld_points(part.positions)
    corners = place[part.triangles].ravel()
    faces = np.repeat(np.arange(len(part.triangles)), 3)
    normals = creased_normals(points.astype(float), corners, faces, len(part.triangles))
    flat = part.triangles.ravel()
    return _rewelded(part, part.positions[flat], normals, part.uvs[flat])


def _projected(part: Part) -> Part:
    corners = part.positions[part.triangles].astype(float)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    axis = np.abs(across).argmax(axis=1)
    # Seen from outside, u grows to the right and v upwards (for a floor or roof: along y).
    first, second = np.array([1, 0, 0])[axis], np.array([2, 2, 1])[axis]
    mirrored = np.take_along_axis(across, axis[:, None], axis=1)[:, 0] * np.array([1, -1, 1])[axis] < 0
    u = np.take_along_axis(corners, first[:, None, None].repeat(3, 1), axis=2)[..., 0]
    v = np.take_along_axis(corners, second[:, None, None].repeat(3, 1), axis=2)[..., 0]
    uvs = np.stack([np.where(mirrored[:, None], -u, u), v], axis=-1).reshape(-1, 2)
    flat = part.triangles.ravel()
    return _rewelded(part, part.positions[flat], part.normals[flat], uvs)


def _rewelded(part: Part, positions: NDArray, normals: NDArray, uvs: NDArray) -> Part:  # type: ignore[type-arg]
    vertices, place = weld(np.concatenate([positions, normals, uvs], axis=1).astype(np.float32))
    return replace(
        part,
        positions=vertices[:, :3],
        normals=vertices[:, 3:6],
        uvs=vertices[:, 6:8],
        triangles=place.reshape(-1, 3).astype(np.uint32),
    )


def _agreeing(model: Model, points: NDArray[np.float64], triangles: NDArray[np.int64]) -> tuple[Model, int]:
    """Wind neighbours alike, by trimesh; each connected piece then faces the way that most of its volume says."""
    import trimesh  # noqa: PLC0415  slow to import

    whole = trimesh.Trimesh(points, triangles, process=False)
    trimesh.repair.fix_normals(whole, multibody=True)
    turned = np.asarray(whole.faces)
    same = [(turned == np.roll(triangles, shift, axis=1)).all(axis=1) for shift in range(3)]
    flipped = ~np.logical_or.reduce(same)
    parts, start = [], 0
    for part in model.parts:
        flip = flipped[start : start + len(part.triangles)]
        start += len(part.triangles)
        parts.append(replace(part, triangles=np.where(flip[:, None], part.triangles[:, ::-1], part.triangles)))
    return replace(model, parts=tuple(parts)), int(flipped.sum())
