"""Descriptions of the objects that were made before entries had one: cups and plain shapes.

Usage: ``python packaging/library/existing_entries.py`` writes each ``entry.yaml`` beside the USD file that is there.
"""

from __future__ import annotations

from pathlib import Path

from household_entry import described
from mugs import TITLES
from shapes import SHAPES

OBJECTS = Path(__file__).resolve().parents[2] / "resources" / "library" / "objects"
CUP_TAGS = ["household", "kitchen", "cup"]


def existing() -> dict[str, tuple[str, str, list[str]]]:
    """Return title, class and tags by name. Labels call every cup and mug ``cup``, as their USD files do."""
    cups = {name: (title, "cup", [*CUP_TAGS, "ceramic"]) for name, title in TITLES.items()}
    cups["mug_enamel"] = (TITLES["mug_enamel"], "cup", [*CUP_TAGS, "metal"])
    cups["cup_paper"] = ("Take-away paper cup", "cup", [*CUP_TAGS, "paper"])
    cups["tumbler_steel"] = ("Insulated steel tumbler", "cup", [*CUP_TAGS, "metal"])
    shapes = {
        name: (name.removeprefix("shape_").capitalize(), "distractor", ["distractor", "shape"]) for name in SHAPES
    }
    return cups | shapes


def main() -> None:
    """Write all of them."""
    for name, (title, class_name, tags) in existing().items():
        described(OBJECTS / name, title, class_name, tags)


if __name__ == "__main__":
    main()
