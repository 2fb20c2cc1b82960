"""The people of the library. Bodies are shaped from CC0 data; what they wear, their looks and movements are ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from licence import LICENCE
from people.body import Body, Shape, shaped
from people.head import Hair, eyes_of, hair_of
from people.outfit import SOLE_M, Outfit, shoes_of, skin_of, top_of, trousers_of, vest_of
from people.paint import cloth_picture, eye_picture, skin_picture
from people.pieces import joined, simpler
from people.source import PROVENANCE, Array
from people.writing import Worn, write_person

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Person:
    """One person of the library."""

    title: str
    tags: tuple[str, ...]
    shape: Shape
    outfit: Outfit
    hair: Hair
    skin: Rgb
    iris: Rgb
    beard: float
    seed: int


FRIENDLY = {
    "mouth/mouth-angles-up": 0.45,
    "expression/units/caucasian/mouth-corner-puller": 0.16,
    "eyebrows/eyebrows-trans-up": 0.25,
}
WOMAN = Person(
    "Woman in shirt and jeans",
    ("person", "woman", "adult", "casual"),
    Shape("female", 1.67, {"caucasian": 0.7, "asian": 0.3}, age=0.05, muscle=0.5, weight=0.45, details=FRIENDLY),
    Outfit(0.93, 0.012, 0.085, 1.0, (0.80, 0.83, 0.88), (0.17, 0.23, 0.36), (0.82, 0.80, 0.77), (0.95, 0.95, 0.93)),
    Hair((0.19, 0.115, 0.07), 0.011, bun=True),
    (0.87, 0.68, 0.58),
    (0.24, 0.27, 0.22),
    0.0,
    11,
)
MAN = Person(
    "Man in work clothes and safety vest",
    ("person", "man", "adult", "worker", "warehouse"),
    Shape("male", 1.80, {"african": 0.55, "caucasian": 0.45}, age=0.2, muscle=0.62, weight=0.52, details=FRIENDLY),
    Outfit(
        0.40,
        0.006,
        0.09,
        1.1,
        (0.16, 0.19, 0.24),
        (0.27, 0.27, 0.25),
        (0.16, 0.13, 0.11),
        (0.09, 0.09, 0.09),
        vest=True,
    ),
    Hair((0.055, 0.045, 0.04), 0.008),
    (0.55, 0.38, 0.29),
    (0.22, 0.14, 0.09),
    0.55,
    23,
)


def write_entry(person: Person, folder: Path) -> None:
    """Write a person's entry."""
    folder.mkdir(parents=True, exist_ok=True)
    name, outfit = folder.name, person.outfit
    body = shaped(person.shape)
    skin, top, trousers = skin_of(body, outfit), top_of(body, outfit), trousers_of(body, outfit)
    vest = vest_of(body, outfit) if outfit.vest else None
    uppers, soles = shoes_of(body)
    hair = hair_of(body, person.hair)
    pictures = {
        "skin": skin_picture(joined(skin, hair), body, person.hair, person.skin, person.seed, person.beard),
        "eyes": eye_picture(person.iris),
    }
    names = ("shirt", "trousers", "vest")
    pictures |= dict(zip(names, cloth_picture(top, trousers, vest, body, outfit, person.seed), strict=False))
    for part, picture in pictures.items():
        picture.save(folder / f"{name}_{part}.jpg", quality=82, subsampling=1)
    worn = {
        "skin": Worn(simpler(skin, 7000), 0.55, f"{name}_skin.jpg"),
        "hair": Worn(hair, 0.62, f"{name}_skin.jpg"),
        "eyes": Worn(eyes_of(body), 0.12, f"{name}_eyes.jpg"),
        "shirt": Worn(top, 0.85, f"{name}_shirt.jpg"),
        "trousers": Worn(trousers, 0.9, f"{name}_trousers.jpg"),
        "shoes": Worn(simpler(uppers, 1800), 0.7, color=_linear(outfit.shoes)),
        "soles": Worn(soles, 0.8, color=_linear(outfit.sole)),
    }
    if vest is not None:
        worn["vest"] = Worn(vest, 0.6, f"{name}_vest.jpg")
    write_person(folder / f"{name}.usdc", person.title, body, worn, SOLE_M)
    _write_sidecars(person, body, folder)


def _write_sidecars(person: Person, body: Body, folder: Path) -> None:
    points = [
        {"name": name, "position_m": [round(float(v), 4) for v in np.add(place, [0, 0, SOLE_M])], "joint": joint}
        for name, (place, joint) in coco_points(body).items()
    ]
    keypoints = {"skeleton": "coco-17", "points": points, "edges": EDGES, "symmetry": SYMMETRY}
    text = yaml.safe_dump(keypoints, sort_keys=False, default_flow_style=None, width=120)
    (folder / "keypoints.yaml").write_text(text, encoding="utf-8")
    entry = {
        "title": person.title,
        "class_name": "person",
        "tags": list(person.tags),
        "licence": f"{LICENCE}; {PROVENANCE}",
    }
    (folder / "entry.yaml").write_text(yaml.safe_dump(entry, sort_keys=False, width=120), encoding="utf-8")


def coco_points(body: Body) -> dict[str, tuple[Array, str]]:
    """Return COCO's 17 keypoints in their order: place (3,) and joint. Sides are the subject's own."""
    eye = body.middle("helper-l-eye")
    skin = body.points[np.unique(body.group("body"))]
    face = skin[(np.abs(skin[:, 0]) < 0.012) & (np.abs(skin[:, 2] - eye[2] + 0.035) < 0.03)]
    nose = face[np.argmin(face[:, 1])] * [0, 1, 1]
    near = skin[(np.abs(skin[:, 2] - eye[2] + 0.015) < 0.03) & (skin[:, 0] > 0) & (skin[:, 1] > eye[1] + 0.04)]
    ear = near[np.argmax(near[:, 0])]
    found = {"nose": (nose, "head")}
    for name, place in (("eye", eye - [0, 0.012, 0]), ("ear", ear)):
        for side, sign in (("left", 1.0), ("right", -1.0)):
            found[f"{side}_{name}"] = (place * [sign, 1, 1], "head")
    joints = {
        "shoulder": "upperarm",
        "elbow": "lowerarm",
        "wrist": "hand",
        "hip": "thigh",
        "knee": "calf",
        "ankle": "foot",
    }
    for name, joint in joints.items():
        for side in ("left", "right"):
            found[f"{side}_{name}"] = (body.head(f"{joint}_{side[0]}"), f"{joint}_{side[0]}")
    return found


_PAIRS = ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
SYMMETRY = [[f"left_{name}", f"right_{name}"] for name in _PAIRS]
_LIMBS = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("eye", "ear"),
)
EDGES = [
    *([f"{side}_{one}", f"{side}_{other}"] for one, other in _LIMBS for side in ("left", "right")),
    ["left_shoulder", "right_shoulder"],
    ["left_hip", "right_hip"],
    ["nose", "left_eye"],
    ["nose", "right_eye"],
    ["left_eye", "right_eye"],
]


def _linear(color: Rgb) -> Rgb:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color)
    return red, green, blue


OBJECTS_PEOPLE: Mapping[str, Callable[[Path], None]] = {
    "person_woman_01": lambda objects: write_entry(WOMAN, objects / "person_woman_01"),
    "person_man_01": lambda objects: write_entry(MAN, objects / "person_man_01"),
}
