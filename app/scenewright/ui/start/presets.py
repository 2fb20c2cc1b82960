"""The presets that ship: their names, words and pictures."""

from dataclasses import dataclass
from pathlib import Path

from scenewright.paths import shipped
from scenewright.spec.yaml_text import parse_yaml
from scenewright.ui.language import translate


@dataclass(frozen=True)
class Preset:
    """A project to start from."""

    path: Path
    title: str
    words: str

    @property
    def picture(self) -> Path:
        """What its frames look like."""
        return shipped("resources") / "pictures" / "presets" / f"{self.path.stem}.jpg"


def presets() -> list[Preset]:
    """Return the presets, the simplest first; only their heads are read, since that is quick."""
    found = [_head(path) for path in sorted(shipped("presets").glob("*.yaml"))]
    first = ["cup_detection", "empty_project"]
    return sorted(found, key=lambda preset: first.index(preset.path.stem) if preset.path.stem in first else len(first))


def _head(path: Path) -> Preset:
    text = path.read_text(encoding="utf-8").split("\nclasses:")[0]
    data = parse_yaml(text)
    words = _uses().get(path.stem) or str(data.get("description", "")).split(". ")[0]
    return Preset(path, str(data["name"]), words)


def _uses() -> dict[str, str]:
    """Return what each preset is good for, in a line or two."""
    return {
        "cup_detection": translate("presets", "The first example: a few objects above a floor, one fixed camera."),
        "empty_project": translate("presets", "One object on a plain floor: add your models and say what may vary."),
        "bin_picking": translate("presets", "Parts dropped into a tote and at rest by physics, seen from above."),
        "flying_shapes": translate("presets", "Domain randomisation: targets and distractors in any look, anywhere."),
        "inspection_closeup": translate("presets", "Small metal parts under grazing light, through a close-up lens."),
        "person_pose": translate("presets", "People in natural poses, with the 17 keypoints of COCO."),
        "robot_drive_clips": translate("presets", "Clips from a driving robot, for tracking and optical flow."),
        "shelf_picking": translate("presets", "Goods on every board of a rack, seen by a camera at the wrist."),
        "structured_tabletop": translate("presets", "Dishes and groceries where people put them, in many rooms."),
        "warehouse_robot": translate("presets", "Pallets, goods, cones and people, from a mobile robot's height."),
    }
