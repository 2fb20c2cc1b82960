"""The asset doctor: looks a model over, says in sentences what is odd, and mends what can be mended."""

from scenewright.assets.doctor.contents import contents
from scenewright.assets.doctor.finding import Finding
from scenewright.assets.doctor.shape import moved
from scenewright.assets.doctor.size import UNITS_M, metric_matrix
from scenewright.assets.doctor.surface import (
    few_enough,
    with_normals,
    with_texture_coordinates,
    without_degenerate,
    wound_outwards,
)
from scenewright.assets.model import Model
from scenewright.assets.source_facts import SourceFacts

__all__ = ["UNITS_M", "Finding", "examine", "mend"]

_RANKS = {"error": 0, "warning": 1, "note": 2}


def mend(
    model: Model,
    facts: SourceFacts,
    class_name: str | None,
    *,
    unit: float | None = None,
    up_axis: str | None = None,
    most_triangles: int | None = None,
) -> tuple[Model, tuple[Finding, ...]]:
    """Return a model put right, and what was found, the worst first.

    Args:
        model: As the file has it, in its own unit and axes.
        facts: What else the file says.
        class_name: What it is, so that its size can be judged.
        unit: The file's unit in metres, where the user knows better.
        up_axis: The file's up axis, "x", "y" or "z", where the user knows better.
        most_triangles: Simplify it to so many.

    Returns:
        The model in metres, Z up, with its origin at the middle of its footprint and its lowest point at z = 0.
    """
    matrix, findings = metric_matrix(model, facts, class_name, unit, up_axis)
    model = moved(model, matrix)
    for step in (without_degenerate, wound_outwards, with_normals, with_texture_coordinates):
        model, said = step(model, facts)
        findings += said
    model, said = few_enough(model, most_triangles)
    findings += [*said, *contents(model, facts)]
    return model, tuple(sorted(findings, key=lambda finding: _RANKS[finding.severity]))


def examine(model: Model, facts: SourceFacts, class_name: str | None) -> tuple[Finding, ...]:
    """Return what `mend` would find and do, without a model."""
    return mend(model, facts, class_name)[1]
