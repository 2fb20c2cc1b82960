"""Opening a USD file so that all that is wrong with it is known, and nothing reaches the terminal."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from pxr import Pcp, Tf, Usd, UsdGeom, UsdUtils

from scenewright.assets.library import USD_SUFFIXES
from scenewright.errors import Problem, UserError
from scenewright.geometry.transforms import Matrix

TIME = Usd.TimeCode.EarliestTime()
"""When everything is read: an attribute's first time sample, as players show it at the start, else its plain value."""

_FATAL_COMPOSITION_ERRORS = (
    Pcp.ErrorInvalidAssetPath,
    Pcp.ErrorInvalidSublayerPath,
    Pcp.ErrorUnresolvedPrimPath,
    Pcp.ErrorArcCycle,
    Pcp.ErrorSublayerCycle,
)


@contextmanager
def opened_stage(path: Path) -> Iterator[Any]:
    """Open a USD file as a composed stage, everything loaded; USD's own warnings stay silent while it is open.

    Raises:
        UserError: It is no USD file, is damaged, or names layers that cannot be opened.
    """
    if path.suffix.lower() not in USD_SUFFIXES:
        raise UserError(f"{path} is not a USD file: convert it to .usdc, .usda or .usdz first.")
    if not path.is_file():
        raise UserError(f"{path} does not exist: check the path.")
    silence = UsdUtils.CoalescingDiagnosticDelegate()
    try:
        stage = Usd.Stage.Open(str(path.resolve()), Usd.Stage.LoadAll)
        _refuse_broken_composition(path, stage)
        yield stage
    except Tf.ErrorException as error:
        raise UserError(
            f"{path} cannot be read as USD{_reason(error)}: it is damaged, incomplete or of another format; "
            "export or copy it again."
        ) from error
    finally:
        del silence


def value_of(attribute: Any) -> Any:
    """Return an attribute's value at the time of reading, None where it has none."""
    return attribute.Get(TIME) if attribute and attribute.HasValue() else None


def metres_from_stage(stage: Any) -> Matrix:
    """Return the 4x4 matrix, for column vectors, from the stage's unit and up-axis to metres and Z up.

    Raises:
        UserError: The unit is no positive number.
    """
    unit = float(UsdGeom.GetStageMetersPerUnit(stage))
    if not (np.isfinite(unit) and unit > 0):
        raise UserError(f"metersPerUnit is {unit}: set it to the length of the file's unit, for example 0.01 for cm")
    axes = np.eye(3) if UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.z else [[1, 0, 0], [0, 0, -1], [0, 1, 0]]
    matrix = np.eye(4)
    matrix[:3, :3] = unit * np.asarray(axes, float)
    return matrix


def column_matrix(matrix: Any) -> Matrix:
    """Return USD's matrix, which acts on row vectors, as one that acts on column vectors."""
    rows: Matrix = np.array(matrix, float)
    return rows.T


def _refuse_broken_composition(path: Path, stage: Any) -> None:
    errors = [error for error in stage.GetCompositionErrors() if isinstance(error, _FATAL_COMPOSITION_ERRORS)]
    sentences = sorted({str(error).split(" -- ")[0].strip().rstrip(".;") for error in errors})
    if sentences:
        remedy = "put the missing file where it is looked for, or remove the reference"
        raise UserError(f"{path} cannot be used:", [Problem(f"{sentence}: {remedy}.") for sentence in sentences])


def _reason(error: Exception) -> str:
    """Return USD's own first words on what is wrong, which its message has between quotes."""
    quoted = re.search(r": '(.{4,160}?)(?:'$|' in <|\n)", str(error), re.MULTILINE | re.DOTALL)
    return f" ({quoted[1].strip()})" if quoted else ""
