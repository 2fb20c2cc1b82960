"""What the asset doctor says."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing that is odd about an asset.

    Attributes:
        code: A short name for programs, as "unit" or "holes".
        severity: "error": unusable as it is; "warning": likely wrong; "note": good to know.
        sentence: What it is, and what was done or can be done, for people.
        mended: Whether it was put right.
    """

    code: str
    severity: Severity
    sentence: str
    mended: bool = False
