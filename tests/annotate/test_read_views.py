"""The certificate's relations on what every reader reads back from every writer."""

from dataclasses import replace

import numpy as np
import pytest

from scenewright.annotate.certificate import RELATIONS
from scenewright.annotate.read_views import NEEDED_FIELDS, check_read_view
from scenewright.datasets.formats import FORMATS
from scenewright.datasets.readers import READERS
from scenewright.datasets.records import ALL_FIELDS
from scenewright.datasets.store import read_dataset
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: Things
classes: [cup, box]
floor: {size_m: [3, 3], textures: [wood_oak]}
environment: {kind: color}
objects:
- {name: cups, class_name: cup, assets: [shape_cylinder], count: 3, scale: 2,
   position_m: {x: {kind: uniform, low: -0.3, high: 0.3}, y: {kind: uniform, low: -0.3, high: 0.3}, z: 0.1}}
- {name: boxes, class_name: box, assets: [shape_cube], count: 3, scale: 2,
   position_m: {x: {kind: uniform, low: -0.6, high: 0.6}, z: 0.1}, rotation_deg: {x: {kind: uniform, low: 0, high: 90}}}
lights: [{name: key, kind: directional}]
cameras: [{position_m: {y: -1, z: 0.3}, look_at_m: {z: 0.1}, width_px: 160, height_px: 120}]
labels: [bounding_box_2d_tight, bounding_box_2d_loose, bounding_box_3d, semantic_mask, instance_mask,
         distance_to_camera, distance_to_image_plane, normals]
output: {frames: 4, seed: 2}
"""
IMAGES = {"channels_have_one_size"}
DEPTH = {"depth_is_complete", "depth_inside_3d_box", "box_3d_around_mask"}
BOXES = {"boxes_lie_in_the_image"}
MASKS = BOXES | {"ids_agree", "tight_box_is_mask_bounds"}
SURFACE = {"depths_agree", "normals_are_unit", "normals_follow_depth", "semantic_is_class_of_instance"}
AMODAL = {"visible_inside_amodal", "ratios_follow_counts"}
HELD = {
    "hdf5": IMAGES | DEPTH | MASKS | SURFACE | AMODAL | {"verdicts_have_reasons"},
    "webdataset": IMAGES | DEPTH | MASKS | SURFACE | AMODAL | {"verdicts_have_reasons"},
    "bop": IMAGES | DEPTH | MASKS | AMODAL,
    "basicwriter": IMAGES | DEPTH | MASKS | SURFACE,
    "dope": IMAGES | BOXES | {"tight_box_is_mask_bounds", "box_3d_around_mask"},
    "kitti": IMAGES | BOXES | {"depth_is_complete", "box_3d_around_mask"},
}


def made(place, project):
    (place / "things.yaml").write_text(project)
    wish = Wish(load_project(place / "things.yaml"), place / "dataset", range(4), 0, "flat")
    assert generate(wish, lambda event: None).outcome == "succeeded"
    return read_dataset(place / "dataset")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return made(tmp_path_factory.mktemp("things"), PROJECT)


@pytest.fixture(scope="module")
def level(tmp_path_factory):
    """The same before a level camera, so that KITTI can say how the cups stand."""
    return made(tmp_path_factory.mktemp("level"), PROJECT.replace("{y: -1, z: 0.3}", "{y: -1, z: 0.1}"))


@pytest.mark.parametrize("name", sorted(READERS))
def test_what_is_read_back_contradicts_itself_nowhere(dataset, tmp_path, name):
    FORMATS[name](dataset, tmp_path / "out")
    checked = set()
    for view in READERS[name](tmp_path / "out"):
        found, violations = check_read_view(view)
        assert [item.message for item in violations] == []
        checked |= found
    assert checked == HELD[name]


def test_a_mask_that_was_moved_is_found(dataset, tmp_path):
    FORMATS["bop"](dataset, tmp_path / "out")
    view = next(READERS["bop"](tmp_path / "out"))
    moved = {**view.channels, "instance_mask": np.roll(view.channels["instance_mask"], 3, axis=1)}
    _, violations = check_read_view(replace(view, channels=moved))
    assert {item.relation for item in violations} >= {"tight_box_is_mask_bounds", "depth_inside_3d_box"}
    assert {(item.frame, item.camera) for item in violations} == {(0, "camera")}


def upright(dataset, tmp_path):
    """The fields of a KITTI label with a 3D box, and its file."""
    FORMATS["kitti"](dataset, tmp_path / "out")
    for path in sorted((tmp_path / "out").rglob("label_2/*.txt")):
        for line in path.read_text().splitlines():
            words = line.split()
            if words[0] != "DontCare" and float(words[8]) > 0:
                return path, words
    return pytest.fail("no object stands upright")


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        (lambda w: [*w[:11], str(float(w[11]) + 0.3), *w[12:]], "box_3d_around_mask"),
        (lambda w: [*w[:12], str(float(w[12]) - 0.3), *w[13:]], "box_3d_around_mask"),
        (lambda w: [*w[:8], *(str(0.3 * float(x)) for x in w[8:11]), *w[11:]], "box_3d_around_mask"),
        (lambda w: [*w[:4], w[6], w[5], w[4], *w[7:]], "boxes_lie_in_the_image"),
        (lambda w: [*w[:6], "900", *w[7:]], "boxes_lie_in_the_image"),
    ],
    ids=["moved aside", "floating", "too small", "left for right", "past the border"],
)
def test_a_wrong_kitti_label_is_found(level, tmp_path, change, relation):
    path, words = upright(level, tmp_path)
    assert not any(check_read_view(view)[1] for view in READERS["kitti"](tmp_path / "out"))
    path.write_text(" ".join(change(words)) + "\n")
    found = {item.relation for view in READERS["kitti"](tmp_path / "out") for item in check_read_view(view)[1]}
    assert relation in found


def test_ids_without_a_record_are_found_and_gaps_are_none(dataset, tmp_path):
    FORMATS["hdf5"](dataset, tmp_path / "out")
    view = next(READERS["hdf5"](tmp_path / "out"))
    fewer = replace(view, record=replace(view.record, instances=view.record.instances[1:]))
    ids = view.channels["instance_mask"]
    unknown = {item.message for item in check_read_view(fewer)[1] if item.relation == "ids_agree"}
    assert (ids == 1).any()
    assert unknown == {f"the mask holds id {len(view.record.instances)}, which has no record"}
    gap = {**view.channels, "instance_mask": np.where(ids == 1, 0, ids).astype(np.uint16)}
    found = check_read_view(replace(fewer, channels=gap))[1]
    assert [item.message for item in found if item.relation in ("ids_agree", "tight_box_is_mask_bounds")] == []


def test_relations_and_fields_are_called_by_their_names():
    assert set(NEEDED_FIELDS) <= set(RELATIONS)
    assert set().union(*NEEDED_FIELDS.values()) <= ALL_FIELDS
