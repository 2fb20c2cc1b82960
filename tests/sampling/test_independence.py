"""Adding any randomised property to a project changes no other drawn value, in every shipped preset."""

import json
from copy import deepcopy

import pytest

from scenewright.assets.loading import AssetLoader
from scenewright.paths import shipped
from scenewright.sampling.plan import plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project

# Those with a lamp: some of what is added changes one.
PRESETS = sorted(path.stem for path in shipped("presets").glob("*.yaml") if "\nlights:" in path.read_text())
BETWEEN = {"kind": "uniform", "low": 0.2, "high": 0.8}
EFFECTS = ("vignetting", "blur_px", "motion_blur_px", "rolling_shutter_px", "shot_noise", "contrast", "f_number")


def objects(*changes):
    return [("objects", group, *change) for group in (0, -1) for change in changes]


ADDED = {
    "a variable": [("variables", "append", {"name": "mood", "value": BETWEEN})],
    "a light": [("lights", "append", {"kind": "point", "name": "new", "intensity": BETWEEN})],
    "a lamp's colour": [("lights", 0, "drawn_color", {"kind": "hsv", "hue_deg": BETWEEN})],
    "a lamp's temperature": [("lights", 0, "temperature_k", {"kind": "uniform", "low": 3000, "high": 6000})],
    "flicker": [("lights", 0, "flicker", {"depth": BETWEEN})],
    "a backdrop": [("backdrop", {"images": ["photos"], "zoom": {"kind": "uniform", "low": 1, "high": 2}})],
    "a room": [("room", {"walls": ["brick_red"], "width_m": {"kind": "uniform", "low": 30, "high": 50},
                         "depth_m": 40})],
    "a look": objects(("look", {"roughness": BETWEEN, "color": {"kind": "hsv", "hue_deg": BETWEEN}})),
    "glass": objects(("look", {"opacity": BETWEEN})),
    "dirt and stickers": objects(("look", {"dirt": BETWEEN, "decals": {"images": ["barcode"], "count": 2}})),
    "every sensor effect": [("cameras", 0, "sensor", dict.fromkeys(EFFECTS, BETWEEN))],
    "a depth sensor": [("cameras", 0, "depth_sensor", {"noise_px": BETWEEN})],
    "an exposure": [("cameras", 0, "exposure_stops", BETWEEN)],
    "a camera": [("cameras", "append", {"name": "second", "position_m": {"x": BETWEEN, "y": -1, "z": 1},
                                        "depth_sensor": {}})],
    "more objects below": [("objects", "append", {"name": "extras", "role": "scenery", "assets": ["drum_steel"],
                            "count": 2, "position_m": {"x": BETWEEN, "y": 60}, "scale": BETWEEN})],
}  # fmt: skip
OWN = {
    "a lamp's colour": {"lights"},
    "a lamp's temperature": {"lights"},
    "flicker": {"lights"},
    "a backdrop": {"backdrop"},
    "a room": {"room", "floor", "troubles"},
    "every sensor effect": {"sensor"},
    "a depth sensor": {"depth_sensor"},
    "an exposure": {"exposure_stops"},
    "a look": {"look"},
    "glass": {"look"},
    "dirt and stickers": {"look"},
}
"""What may differ, anywhere in the plan."""


@pytest.mark.parametrize("what", ADDED)
@pytest.mark.parametrize("preset", PRESETS)
def test_adding_a_randomised_property_changes_no_other_drawn_value(preset, what, loaders):
    before, assets = loaders(preset)
    after = ProjectSpec.model_validate(changed(before.model_dump(mode="json"), ADDED[what]))
    one, other = (json.loads(plan_json(sample_frame(spec, 7, assets))) for spec in (before, after))
    for part in ("lights", "cameras", "objects"):
        other[part] = other[part][: len(one[part])]
    assert without(one, OWN.get(what, set())) == without(other, OWN.get(what, set()))


def test_the_property_that_was_added_is_drawn(loaders):
    before, assets = loaders("cup_detection")
    for what in ("a look", "glass", "every sensor effect", "a light", "a room", "an exposure"):
        after = ProjectSpec.model_validate(changed(before.model_dump(mode="json"), ADDED[what]))
        assert plan_json(sample_frame(before, 3, assets)) != plan_json(sample_frame(after, 3, assets))


@pytest.fixture(scope="module")
def loaders():
    """Gives a preset without what would forbid the additions, and its assets; each is read once."""
    known = {}

    def of(name):
        if name not in known:
            file = load_project(shipped("presets") / f"{name}.yaml")
            data = file.spec.model_dump(mode="json")
            for group in data["objects"]:
                group["may_share"] = group["role"] == "distractor"
            for camera in data["cameras"]:
                if camera["look_at"] and not camera["look_at"]["groups"]:  # more objects would move the crowd's middle
                    camera["look_at"]["groups"] = [group["name"] for group in data["objects"]]
            known[name] = (ProjectSpec.model_validate(data), AssetLoader(file.path.parent))
        return known[name]

    return of


def changed(data, changes):
    """A project's data with values set, or appended, at places; a place with a look of its own keeps it."""
    data = deepcopy(data)
    for *place, last, value in changes:
        part = data
        for step in place:
            part = part[step]
        if last == "append":
            part.append(value)
        elif last == "look" and part["look"] is not None:
            part["look"] |= {name: field for name, field in value.items() if part["look"].get(name) is None}
        else:
            part[last] = value
    return data


def without(part, names):
    """A plan's data without some of its fields, wherever they are."""
    if isinstance(part, dict):
        return {name: without(value, names) for name, value in part.items() if name not in names}
    return [without(value, names) for value in part] if isinstance(part, list) else part
