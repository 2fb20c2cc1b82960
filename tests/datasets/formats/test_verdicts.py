"""What becomes of objects that a visibility rule dropped, ignored or flagged: stated for every format."""

import json
from dataclasses import replace

import numpy as np
import pytest

from scenewright.datasets.basic_writer_reading import read_basic_writer
from scenewright.datasets.coco_panoptic import read_coco_panoptic
from scenewright.datasets.dope import read_dope
from scenewright.datasets.fiftyone import read_fiftyone
from scenewright.datasets.formats import FORMAT_NAMES, FORMATS, SPLIT_FORMATS
from scenewright.datasets.kitti.labels import read_label_line
from scenewright.datasets.point_cloud import read_point_cloud
from scenewright.datasets.readers import READERS
from scenewright.datasets.records import KeypointRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.datasets.voc import VOID, read_voc
from scenewright.datasets.yolo import read_yolo
from scenewright.jobs.check_export import CHECKABLE, check_export

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

REASONS = {
    "drop": "3 visible pixels, fewer than 9",
    "ignore": "80% hidden, more than 70%",
    "flag": "größer als „nötig“",
}
IGNORED, FLAGGED = (f"{kind} because {REASONS[verdict]}" for kind, verdict in (("crowd", "ignore"), ("object", "flag")))

WHAT_BECOMES_OF_IT = {
    **dict.fromkeys(
        ("coco", "coco_detection", "coco_polygons", "coco_keypoints", "fiftyone"), ("nothing", IGNORED, FLAGGED)
    ),
    "coco_panoptic": ("void", IGNORED, FLAGGED),
    "basicwriter": ("UNLABELLED", "UNLABELLED", "object"),
    "kitti": ("nothing", "DontCare", "object"),
    "bop": ("nothing", f"ignore because {REASONS['ignore']}", FLAGGED),
    "dope": ("nothing", "nothing", FLAGGED),
    **dict.fromkeys(
        ("hdf5", "webdataset"),
        tuple(f"{verdict} because {REASONS[verdict]}" for verdict in ("drop", "ignore", "flag")),
    ),
    "point_cloud": ("nothing", "nothing", "object"),
    **dict.fromkeys(("yolo_detect", "yolo_segment", "yolo_pose", "yolo_obb"), ("nothing", "nothing", "object")),
    "voc": ("void", "difficult, void", "object"),
}
"""What was dropped, ignored and flagged, as each format's docstring says."""


@pytest.fixture(scope="module")
def judged(rendered, tmp_path_factory):
    """A frame of five objects that can be seen: one dropped, one ignored, one flagged, two kept; and another frame."""
    names = ("left", "right")
    points = tuple(KeypointRecord(name, 3.0 + k, 4.5, 2, (0.0, 1.0, 2.0), 0.01) for k, name in enumerate(names))
    classes = [item.name for item in rendered.spec.classes]
    skeletons = Skeletons({"pair": Skeleton(names, (names,), (names,))}, dict.fromkeys(classes, "pair"))
    frame = next(f for f in rendered.frames() if sum(i.visible_px > 20 for i in f.views[0].instances) >= 5)
    view = frame.views[0]
    seen = [item.instance_id for item in view.instances if item.visible_px > 20]
    verdicts = dict(zip(seen, ("", *REASONS), strict=False))
    items = tuple(
        replace(
            item,
            verdict=(verdict := verdicts.get(item.instance_id, "")),
            reason=REASONS.get(verdict, ""),
            skeleton="pair",
            keypoints=points,
        )
        for item in view.instances
    )
    images = {name: rendered.load(view, name) for name in view.files}
    folder = tmp_path_factory.mktemp("judged") / "data"
    open_for_writing(folder, rendered.spec.replace(labels=(*rendered.spec.labels, "keypoints")), skeletons)
    write_frame(folder, 0, frame.plan, [(replace(view, instances=items, files={}, file_bytes={}), images)])
    other = next(f for f in rendered.frames() if f.index != frame.index)
    images = {name: rendered.load(other.views[0], name) for name in other.views[0].files}
    write_frame(folder, 1, other.plan, [(replace(other.views[0], files={}, file_bytes={}), images)])
    return read_dataset(folder)


def part(dataset, *indices):
    return replace(dataset, indices=indices)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_every_format_says_what_it_can_of_what_was_judged(name, judged, tmp_path):
    if name in SPLIT_FORMATS:
        SPLIT_FORMATS[name]({"train": part(judged, 0), "val": part(judged, 1)}, tmp_path / "out")
    else:
        FORMATS[name](part(judged, 0), tmp_path / "out")
    view = judged.frame(0).views[0]
    told = READ[name](tmp_path / "out", judged, view)
    by_verdict = {item.verdict: told.get(item.instance_id, "nothing") for item in view.instances if item.verdict}
    assert tuple(by_verdict[verdict] for verdict in REASONS) == WHAT_BECOMES_OF_IT[name]
    kept = [item.instance_id for item in view.instances if not item.verdict and item.visible_px > 20]
    assert len(kept) >= 2
    assert {told[number] for number in kept} == {"object"}
    kind = name.split("_")[0] if name.startswith(("yolo", "coco_de", "coco_po", "coco_k")) else name
    if kind in {*CHECKABLE} - {"hdf5", "webdataset"}:  # those would find that the keypoints are made up
        finished = check_export(tmp_path / "out", kind, lambda _: None)
        assert finished.outcome == "succeeded", finished.message


def because(kind, reason):
    return f"{kind} because {reason}" if reason else kind


def coco(folder, dataset, view):
    found, ids = {}, dataset.load(view, "instance_mask")
    for item in json.loads((folder / "annotations.json").read_bytes())["annotations"]:
        own = item["scenewright"]
        assert item["area"] == (ids == own["instance_id"]).sum()
        assert (own["verdict"] == "ignore") == bool(item["iscrowd"])
        found[own["instance_id"]] = because("crowd" if item["iscrowd"] else "object", own["reason"])
    return found


def panoptic(folder, dataset, view):
    ids = dataset.load(view, "instance_mask")
    [image] = read_coco_panoptic(folder)
    segments = {segment.segment_id: segment for segment in image.segments}
    [listed] = json.loads((folder / "panoptic.json").read_bytes())["annotations"]
    told = {segment["id"]: segment.get("scenewright", {}) for segment in listed["segments_info"]}
    found = {}
    for number in np.unique(ids[ids > 0]).tolist():
        [segment_id] = np.unique(image.ids[ids == number]).tolist()
        if segment_id == 0:
            found[number] = "void"
            continue
        segment = segments[segment_id]
        assert segment.class_name == view.instances[number - 1].class_name
        [own] = told[segment_id]["instances"] if segment.is_crowd else [told[segment_id]]
        assert own["instance_id"] == number
        found[number] = because("crowd" if segment.is_crowd else "object", own.get("reason"))
    return found


def basic_writer(folder, dataset, view):
    ids = dataset.load(view, "instance_mask")
    [read] = read_basic_writer(folder)
    classes = read.masks("semantic_segmentation", "semantic_segmentation_labels")
    objects = read.masks("instance_segmentation", "instance_segmentation_mapping")
    rows = {int(path.rsplit("_", 1)[1]) for path in read.labels("bounding_box_2d_tight_prim_paths")}
    lists = ("bounding_box_2d_loose", "bounding_box_3d", "occlusion")
    in_cloud = set(np.unique(read.array("pointcloud_instance")).tolist())
    found = {}
    for item in view.instances:
        if item.visible_px == 0:
            continue
        mask = ids == item.instance_id
        path = next(path for path, pixels in objects.items() if pixels[mask].all())
        name = json.loads(next(name for name, pixels in classes.items() if pixels[mask].all()))["class"]
        assert (path == "UNLABELLED") == (name == "UNLABELLED") == (item.instance_id not in rows)
        assert (item.instance_id in in_cloud) == (item.instance_id in rows)
        found[item.instance_id] = "UNLABELLED" if path == "UNLABELLED" else "object"
    left_out = sum(item not in view.targets for item in view.instances)
    in_view = sum(item.box_loose is not None for item in view.instances)
    assert {len(read.array(name)) for name in lists} == {in_view - left_out}
    assert len(read.labels("skeleton")) == in_view - left_out
    return found


def kitti(folder, _, view):
    objects = [read_label_line(line) for line in (folder / "training/label_2/000000.txt").read_text().splitlines()]
    return by_box(view, [(o.box, o.type if o.type == "DontCare" else "object") for o in objects])


def bop(folder, dataset, view):
    [scene] = (path.parent for path in folder.glob("*/*/scene_gt.json"))
    [poses] = json.loads((scene / "scene_gt.json").read_bytes()).values()
    ignored = {
        item["area"]: item["ignore"] for item in json.loads((scene / "scene_gt_coco.json").read_bytes())["annotations"]
    }
    found = {}
    for pose in poses:
        own = pose["scenewright"]
        item = view.instances[own["instance_id"] - 1]
        is_ignored = item.verdict == "ignore" and ignored[item.visible_px]
        found[item.instance_id] = because("ignore" if is_ignored else "object", own.get("reason"))
    return found


def dope(folder, *_):
    [read] = read_dope(folder)
    entries = json.loads((folder / "000000.json").read_bytes())["objects"]
    assert [item.instance_id for item in read.record.instances] == [item["segmentation_id"] for item in entries]
    return {item["segmentation_id"]: because("object", item.get("scenewright", {}).get("reason")) for item in entries}


def whole(name):
    def read(folder, _, view):
        [found] = READERS[name](folder)
        assert found.record.instances == view.instances
        return {item.instance_id: because(item.verdict or "object", item.reason) for item in found.record.instances}

    return read


def point_cloud(folder, dataset, view):
    [cloud] = read_point_cloud(folder)
    shown = np.isfinite(dataset.load(view, "distance_to_image_plane"))
    ids = dataset.load(view, "instance_mask")[shown]
    found = {}
    for item in view.instances:
        points = cloud.points[ids == item.instance_id]
        if len(points) and points["instance"].all():
            assert (points["instance"] == item.instance_id).all()
            assert (points["class"] == item.class_id).all()
            found[item.instance_id] = "object"
        else:
            assert not points["class"].any()
    return found


def fiftyone(folder, *_):
    [(_, detections)] = read_fiftyone(folder)
    told = [item["attributes"] for item in detections]
    return {one["instance"]: because("crowd" if one["iscrowd"] else "object", one["reason"]) for one in told}


def yolo(folder, _, view):
    [image] = read_yolo(folder, "train")
    return by_box(view, [(item.box, "object") for item in image.objects])


def voc(folder, dataset, view):
    [image] = read_voc(folder, "train")
    ids = dataset.load(view, "instance_mask")
    found = by_box(view, [(item.box, "difficult" if item.is_difficult else "object") for item in image.objects])
    for number in np.unique(ids[ids > 0]).tolist():
        mask = ids == number
        if (image.class_mask[mask] == VOID).all() and (image.object_mask[mask] == VOID).all():
            found[number] = f"{found[number]}, void" if number in found else "void"
        else:
            assert (image.class_mask[mask] == view.instances[number - 1].class_id).all()
    return found


def by_box(view, objects):
    """Return what is told of each object by its id: of the one whose box overlaps most."""
    seen = [item for item in view.instances if item.box_tight is not None]
    found = {}
    for box, words in objects:
        best = max(seen, key=lambda item: overlap(item.box_tight, box))
        assert best.instance_id not in found
        found[best.instance_id] = words
    return found


def overlap(one, other):
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    both = np.prod(np.maximum(high - low, 0))
    return both / (np.prod(np.subtract(one[2:], one[:2])) + np.prod(np.subtract(other[2:], other[:2])) - both)


READ = {
    **dict.fromkeys(("coco", "coco_detection", "coco_polygons", "coco_keypoints"), coco),
    "coco_panoptic": panoptic,
    "basicwriter": basic_writer,
    "kitti": kitti,
    "bop": bop,
    "dope": dope,
    **{name: whole(name) for name in ("hdf5", "webdataset")},
    "point_cloud": point_cloud,
    "fiftyone": fiftyone,
    **dict.fromkeys(("yolo_detect", "yolo_segment", "yolo_pose", "yolo_obb"), yolo),
    "voc": voc,
}
