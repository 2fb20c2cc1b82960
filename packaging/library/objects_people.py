"""The people of the library. Bodies are shaped from CC0 data; what they wear, their looks and movements are ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from licence import LICENCE
from people.body import Body, Shape, shaped
from people.cloth_paint import cloth_pictures
from people.head import Hair, eyes_of, hair_of
from people.outfit import SOLE_M, Outfit, skin_of, top_of, trousers_of, vest_of
from people.pieces import joined, normals_like, simpler
from people.shoes import shoes_of
from people.skin_paint import Complexion, eye_picture, skin_picture
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
    looks: Complexion
    seed: int


FRIENDLY = {
    "mouth/mouth-angles-up": 0.45,
    "expression/units/caucasian/mouth-corner-puller": 0.16,
    "eyebrows/eyebrows-trans-up": 0.25,
}
WOMAN = Person(
    "Woman in shirt and jeans",
    ("person", "woman", "adult", "casual"),
    Shape("female", 1.68, {"caucasian": 0.7, "asian": 0.3}, age=0.05, muscle=0.5, weight=0.45, details=FRIENDLY),
    Outfit(
        sleeve=0.93,
        collar_m=0.012,
        band_m=0.022,
        shirt_end_m=0.085,
        loose=1.0,
        shirt=(0.80, 0.83, 0.88),
        trousers=(0.24, 0.30, 0.41),
        shoes=(0.82, 0.80, 0.77),
        sole=(0.95, 0.95, 0.93),
        denim=True,
    ),
    Hair((0.19, 0.115, 0.07), 0.011, round_m=0.024, bun=True),
    Complexion((0.87, 0.68, 0.58), (0.92, 0.70, 0.62), (0.30, 0.34, 0.26)),
    11,
)
MAN = Person(
    "Man in work clothes and safety vest",
    ("person", "man", "adult", "worker", "warehouse"),
    Shape("male", 1.80, {"african": 0.55, "caucasian": 0.45}, age=0.2, muscle=0.62, weight=0.52, details=FRIENDLY),
    Outfit(
        sleeve=0.33,
        collar_m=0.006,
        band_m=0.018,
        shirt_end_m=0.09,
        loose=1.1,
        shirt=(0.16, 0.19, 0.24),
        trousers=(0.30, 0.29, 0.26),
        shoes=(0.24, 0.18, 0.13),
        sole=(0.11, 0.11, 0.11),
        vest_color=(0.98, 0.42, 0.05),
    ),
    Hair((0.055, 0.045, 0.04), 0.007),
    Complexion((0.55, 0.38, 0.29), (0.74, 0.55, 0.46), (0.24, 0.15, 0.09), beard=0.6),
    23,
)
MOST_TRIANGLES = 13900
TRIANGLES = {"eyes": 280, "hair": 1700, "shoes": 1200, "soles": 360, "shirt": 2100, "trousers": 1900, "vest": 1450}
"""At most, by part; the skin has what is left."""
ROUGHNESS = {"skin": 0.5, "hair": 0.7, "eyes": 0.08, "shoes": 0.75, "soles": 0.8, "vest": 0.6}
CLOTH_ROUGHNESS = 0.88
ROUNDED = ("skin", "hair", "shoes")
"""Parts that are shaded as if they still had all their triangles."""


def write_entry(person: Person, folder: Path) -> None:
    """Write a person's entry."""
    folder.mkdir(parents=True, exist_ok=True)
    name, outfit = folder.name, person.outfit
    body = shaped(person.shape)
    uppers, soles = shoes_of(body)
    fine = {"skin": skin_of(body, outfit, person.hair), "hair": hair_of(body, person.hair), "eyes": eyes_of(body)}
    fine |= {"soles": soles, "shirt": top_of(body, outfit), "trousers": trousers_of(body, outfit), "shoes": uppers}
    if outfit.vest_color is not None:
        fine["vest"] = vest_of(body, outfit)
    most = TRIANGLES | {"skin": MOST_TRIANGLES - sum(TRIANGLES[part] for part in fine if part != "skin")}
    pieces = {part: simpler(piece, most[part]) for part, piece in fine.items()}
    clothes = {part: pieces[part] for part in ("shirt", "trousers", "shoes", "vest") if part in pieces}
    pictures = {
        "skin": skin_picture(joined(pieces["skin"], pieces["hair"]), body, person.hair, person.looks, person.seed),
        "eyes": eye_picture(person.looks.iris),
        **cloth_pictures(clothes, body, outfit, person.seed),
    }
    for part, picture in pictures.items():
        picture.save(folder / f"{name}_{part}.jpg", quality=82, subsampling=1)
    shown = {"hair": "skin", "soles": ""}  # whose picture, where it is not their own
    worn = {}
    for part, piece in pieces.items():
        picture = shown.get(part, part)
        worn[part] = Worn(
            piece,
            ROUGHNESS.get(part, CLOTH_ROUGHNESS),
            f"{name}_{picture}.jpg" if picture else "",
            _linear(outfit.sole),
            normals_like(piece, fine[part]) if part in ROUNDED else None,
        )
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
