"""Set Scenewright up and do its main job: render the cup detection dataset and prove its labels.

Usage: python3 packaging/start.py
"""

from __future__ import annotations

import argparse
from pathlib import Path

import environment
import steps

PRESET = "presets/cup_detection.yaml"
DATASET = Path("datasets", "cup_detection")


def main() -> int:
    """Set up, make the example dataset, and return the first exit code that is not zero."""
    environment.require_python()
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    return make_example(environment.prepare())


def make_example(folder: Path) -> int:
    """Render the example dataset, check it, and say where it is.

    Args:
        folder: The environment.

    Returns:
        The exit code.
    """
    code = environment.call(folder, "python", "-m", "scenewright", "generate", PRESET, "--out", str(DATASET))
    if code != 0:
        return code
    code = environment.call(folder, "python", "-m", "scenewright", "check", str(DATASET))
    dataset = environment.ROOT / DATASET
    print(f"\nDataset:       {dataset}")
    print(f"Contact sheet: {dataset / 'contact_sheet.png'}")
    print(f"Certificate:   {dataset / 'certificate.html'}")
    return code


if __name__ == "__main__":
    steps.run_main(main)
