"""Each check finds what is planted for it, and nothing in a clean dataset."""

import numpy as np
import pytest

from scenewright.inspection.asked import Asked, Rejected
from scenewright.inspection.findings import CHECKS, look, sample_text
from scenewright.inspection.pictures import NOT_YET, UNREADABLE
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project


def changed(values, at, to):
    values = values.copy()
    values[at] = to
    return values


def held_out_spec():
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    group = spec.objects[0]
    held = group.assets[0].replace(source="mug", split="validation")
    return spec.replace(objects=(group.replace(assets=(held, *group.assets[1:])),))


def asked(distance):
    """Return 400 draws of a setting that are so far from what was asked for."""
    edges, shares = np.linspace(0, 1, 25), np.full(24, 1 / 24)
    return Asked(("objects", 0, "scale"), edges, shares, shares, 400, distance, 1.63 / 20)


def crowded(kept, moved, left_out):
    """Return what rejection did to a group of which 400 places were tried."""
    return Rejected(("objects", 0), 400, kept, left_out, (moved, 0.0, 0.0), 0.0)


PLANTS = {
    "certificate": ("error", lambda p, e: p(violations=((7, "camera", "ids_agree", "id 3 is not there"),))),
    "unreadable": ("error", lambda p, e: p(pictures={"measured": changed(e.pictures["measured"], 5, UNREADABLE)})),
    "other_size": ("error", lambda p, e: p(pictures={"width": changed(e.pictures["width"], 5, 320)})),
    "blank": (
        "error",
        lambda p, e: p(
            pictures={
                "contrast": changed(e.pictures["contrast"], [3, 9], 0),
                "brightness": changed(e.pictures["brightness"], [3, 9], 0),
            }
        ),
    ),
    "geometry": (
        "error",
        lambda p, e: p(objects={"box_px": changed(e.columns.objects.box_px, 4, [50, 50, 40, 60])}),
    ),
    "classes": ("error", lambda p, e: p(objects={"class_id": changed(e.columns.objects.class_id, 4, 9)})),
    "missing": (
        "error",
        lambda p, e: p(
            objects={
                "box_px": changed(e.columns.objects.box_px, 4, np.nan),
                "visible_px": changed(e.columns.objects.visible_px, 4, 0),
                "occlusion": changed(e.columns.objects.occlusion, 4, 0),
            }
        ),
    ),
    "repeated": (
        "error",
        lambda p, e: p(pictures={"pixels": changed(e.pictures["pixels"], 12, e.pictures["pixels"][11])}),
    ),
    "scenes_in_two_splits": ("error", lambda p, e: p(images={"scene": changed(e.columns.images.scene, 1, 0)})),
    "pictures_in_two_splits": (
        "error",
        lambda p, e: p(pictures={"pixels": changed(e.pictures["pixels"], 1, e.pictures["pixels"][0])}),
    ),
    "held_out_assets": ("error", lambda p, e: p(spec=held_out_spec())),
    "nothing_labelled": ("error", lambda p, e: p(objects={"box_px": e.columns.objects.box_px * np.nan})),
    "imbalance": (
        "warning",
        lambda p, e: p(
            objects={"class_id": np.where(np.arange(1200) % 300 == 2, 3, np.where(np.arange(1200) % 2, 1, 2))}
        ),
    ),
    "tiny": (
        "warning",
        lambda p, e: p(objects={"box_px": np.tile(np.array([9, 9, 15, 15], np.float32), (1200, 1))}),
    ),
    "hidden": ("warning", lambda p, e: p(objects={"occlusion": np.full(1200, 0.95, np.float32)})),
    "middle": (
        "warning",
        lambda p, e: p(objects={"box_px": np.tile(np.array([300, 220, 340, 260], np.float32), (1200, 1))}),
    ),
    "pose_gaps": (
        "warning",
        lambda p, e: p(
            objects={
                "azimuth_deg": np.where(
                    e.columns.objects.class_id == 2,
                    np.abs(e.columns.objects.azimuth_deg),
                    e.columns.objects.azimuth_deg,
                )
            }
        ),
    ),
    "light": ("warning", lambda p, e: p(pictures={"brightness": np.full(400, 0.04)})),
    "alike": (
        "warning",
        lambda p, e: p(pictures={"look": np.arange(400) % 40, "brightness": np.full(400, 0.5)}),
    ),
    "asked": ("warning", lambda p, _: p(asked=(asked(0.05), asked(0.2)))),
    "rejected": ("warning", lambda p, _: p(rejected=(crowded(390, 0.02, 1), crowded(40, 0.02, 0)))),
    "outliers": ("warning", lambda p, e: p(pictures={"saturation": changed(e.pictures["saturation"], 8, 1.0)})),
}


def test_every_check_has_a_plant():
    assert set(PLANTS) == set(CHECKS)


def test_nothing_is_found_in_a_clean_dataset(evidence):
    assert look(evidence) == ()


@pytest.mark.parametrize("check", PLANTS)
def test_what_is_planted_is_found_and_called_by_its_level(check, evidence, planted):
    level, plant = PLANTS[check]
    found = list(CHECKS[check](plant(planted, evidence)))
    assert [item.level for item in found] == [level], [item.sentence for item in found]
    assert not list(CHECKS[check](evidence))


@pytest.mark.parametrize("group", [crowded(40, 0.02, 0), crowded(390, 0.3, 0), crowded(390, 0.02, 60)])
def test_groups_that_seldom_find_a_place_stand_elsewhere_or_are_left_out_are_told(planted, group):
    [found] = look(planted(rejected=(group,)))
    assert (found.check, found.place) == ("rejected", ("objects", 0, "placement"))


def test_what_came_out_as_asked_for_and_found_its_place_is_not_told(planted):
    assert look(planted(asked=(asked(0.05), asked(0.08)), rejected=(crowded(390, 0.1, 3),))) == ()


def sampled(evidence, share):
    """Return which pictures are measured of a sample, spread evenly."""
    return np.where(np.arange(400) % share == 0, evidence.pictures["measured"], NOT_YET)


def test_shares_of_pictures_are_of_those_that_were_measured(evidence, planted):
    measured = sampled(evidence, 50)  # 8 of 400
    dark = planted(pictures={"measured": measured, "brightness": np.full(400, 0.04)})
    found = {item.check: item.sentence for item in look(dark)}
    assert "8 of 8 (100 %) measured pictures are very dark" in found["dark"]
    alike = planted(pictures={"measured": measured, "look": np.zeros(400), "brightness": np.full(400, 0.5)})
    assert "7 of 8 (88 %) measured pictures look nearly" in look(alike)[0].sentence


def test_that_only_a_sample_was_measured_is_said(evidence, planted):
    assert sample_text(evidence) == ""
    sample = planted(pictures={"measured": sampled(evidence, 50)})
    assert "8 of 400 pictures were measured" in sample_text(sample)
    packed = planted(images={"path": np.full(400, "")}, pictures={"measured": np.full(400, NOT_YET)})
    assert "archives" in sample_text(packed)


def test_a_finding_names_its_images_the_worst_first(evidence, planted):
    found = list(CHECKS["geometry"](PLANTS["geometry"][1](planted, evidence)))
    assert found[0].rows.tolist() == [1]
    repeated = list(CHECKS["repeated"](PLANTS["repeated"][1](planted, evidence)))
    assert repeated[0].rows.tolist() == [12]


def test_errors_come_before_warnings(evidence, planted):
    both = planted(
        objects={"class_id": changed(evidence.columns.objects.class_id, 4, 9)},
        pictures={"brightness": np.full(400, 0.04)},
    )
    assert [item.level for item in look(both)] == ["error", "warning"]


def test_a_class_that_no_image_shows_is_told(evidence, planted):
    found = look(planted(objects={"class_id": np.tile([1, 2, 2], 400)}))
    assert [item.check for item in found] == ["absent_class"]
    assert "'spoon'" in found[0].sentence
