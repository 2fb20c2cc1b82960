"""What is wrong or odd with a dataset: each check is a function that yields findings; `look` runs all of them."""

from scenewright.inspection.findings.finding import Evidence, Finding, frames_of, sample_text
from scenewright.inspection.findings.look import CHECKS, look

__all__ = ["CHECKS", "Evidence", "Finding", "frames_of", "look", "sample_text"]
