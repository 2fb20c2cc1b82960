"""Every format, and the native store: what is read is what was written, whatever its names, numbers and objects are."""

import json
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenewright.datasets.coco import read_coco
from scenewright.datasets.coco_panoptic import read_coco_panoptic
from scenewright.datasets.fiftyone import read_fiftyone
from scenewright.datasets.formats import FORMAT_NAMES, FORMATS, SPLIT_FORMATS
from scenewright.datasets.images import read_array
from scenewright.datasets.kitti.labels import tilt_deg
from scenewright.datasets.point_cloud import read_point_cloud
from scenewright.datasets.point_sets import point_set
from scenewright.datasets.readers import READERS
from scenewright.datasets.reading import read_skeletons
from scenewright.datasets.store import finalise, read_dataset
from scenewright.datasets.voc import VOID, read_voc
from scenewright.datasets.yolo import read_yolo
from scenewright.geometry.boxes import corners
from scenewright.geometry.camera import project
from scenewright.geometry.transforms import inverse, transform_points

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

ODD_NAMES = ["big cup", "big_cup", "DontCare", "null", 'say "cup"', "it's #1", "größe", "杯子 <&>", " ", "a: b, c"]
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12)
CLASSES = st.lists(st.one_of(TEXTS, st.sampled_from(ODD_NAMES)), min_size=1, max_size=4, unique=True)
CAMERAS = st.lists(st.from_regex(r"[A-Za-z0-9-]{1,40}", fullmatch=True), min_size=1, max_size=2, unique=True)
COUNTS = st.lists(st.integers(0, 9), min_size=1, max_size=3)

CASES = (
    {"classes": ["cup"], "cameras": ["camera"], "counts": [0], "first_id": 1, "seed": 0},
    {"classes": ["cup"], "cameras": ["camera"], "counts": [1], "first_id": 1, "seed": 0},
    {"classes": ODD_NAMES, "cameras": ["project", "classes"], "counts": [12, 0, 9], "first_id": 1, "seed": 1},
    {"classes": ["a", "b"], "cameras": ["-"], "counts": [500], "first_id": 65_036, "seed": 2},
)


def varied(test):
    """Run a test on the cases and on drawn ones: names, cameras, objects in each frame, ids up to 65,535."""
    first_ids, seeds = st.sampled_from([1, 250, 65_527]), st.integers(0, 999)
    drawn = given(classes=CLASSES, cameras=CAMERAS, counts=COUNTS, first_id=first_ids, seed=seeds)(test)
    for case in CASES:
        drawn = example(**case)(drawn)
    return settings(max_examples=10, deadline=None, derandomize=True)(drawn)


@pytest.mark.parametrize("name", FORMAT_NAMES)
@varied
def test_what_a_format_can_hold_comes_back(scene_of, name, classes, cameras, counts, first_id, seed):
    scene = scene_of(classes, cameras, counts, first_id, seed)
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out #2 'ä' 杯"
        if name in SPLIT_FORMATS:
            splits = ("train",) if name == "voc" else ("train", "val")
            SPLIT_FORMATS[name](dict.fromkeys(splits, scene.dataset), out)
        else:
            FORMATS[name](scene.dataset, out)
        COMPARE[name](scene, out)


@varied
def test_the_native_store_holds_everything(scene_of, classes, cameras, counts, first_id, seed):
    scene = scene_of(classes, cameras, counts, first_id, seed)
    dataset = read_dataset(scene.dataset.folder)
    assert dataset.spec == scene.dataset.spec
    assert [item.name for item in dataset.spec.classes] == list(classes)
    assert read_skeletons(dataset) == scene.skeletons
    frames = list(dataset.frames())
    assert [frame.index for frame in frames] == list(range(len(counts)))
    assert tuple(frame.plan for frame in frames) == scene.plans
    for view, drawn in zip((view for frame in frames for view in frame.views), scene.views, strict=True):
        assert replace(view, files={}, file_bytes={}) == drawn.record
        assert Path(view.files["rgb"]).stem == drawn.stem
        assert view.files.keys() == drawn.images.keys()
        for channel, image in drawn.images.items():
            read = dataset.load(view, channel)
            assert read.dtype == image.dtype
            np.testing.assert_allclose(read, image, rtol=0, atol=3e-4 if channel == "normals" else 0)
    finalise(dataset.folder, {})
    rows = pq.read_table(dataset.folder / "instances.parquet").to_pylist()
    told = [
        {"index": view.index, "camera": view.camera, **as_json(item)}
        for view in scene.views
        for item in view.record.instances
    ]
    assert rows == told


def as_json(item):
    return json.loads(json.dumps(asdict(item)))


def seen(items):
    return [item for item in items if item.visible_px > 0]


def triples(item, points=None):
    """Return x, y, v of an object's points, among those of all classes if asked for; zeros where one is not seen."""
    own = [(p.x, p.y, p.visibility) if p.visibility else (0.0, 0.0, 0) for p in item.keypoints]
    if points is None:
        return np.reshape(own, (-1, 3))
    found = np.zeros((len(points.points), 3))
    start = points.starts[item.skeleton]
    found[start : start + len(own)] = own
    return found


def filled(rings, shape):
    """Return the pixels (H, W) whose centres lie inside by the even-odd rule."""
    inside = np.zeros(shape, bool)
    rows, columns = np.arange(shape[0]) + 0.5, np.arange(shape[1]) + 0.5
    for ring in rings:
        for one, other in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            (x0, y0), (x1, y1) = sorted((one, other), key=lambda point: (point[1], point[0]))
            for row in np.flatnonzero((y0 <= rows) & (rows < y1)):
                inside[row] ^= columns > x0 + (rows[row] - y0) / (y1 - y0) * (x1 - x0)
    return inside


def coco(masks, with_points_only=False):
    def compare(scene, out):
        data = json.loads((out / "annotations.json").read_bytes())
        points = point_set(scene.skeletons) if with_points_only else None
        classes = [item.name for item in scene.dataset.spec.classes]
        held = [name for name in classes if not with_points_only or name in scene.skeletons.of_class]
        assert [item["name"] for item in data["categories"]] == held
        for category in data["categories"]:
            skeleton = scene.skeletons.of(category["name"])
            if skeleton is not None and points is None:
                assert category["keypoints"] == list(skeleton.points)
        if points is not None:
            assert json.loads((out / "sigmas.json").read_bytes())["sigmas"] == list(points.sigmas)
        annotations = iter(data["annotations"])
        for image, drawn in zip(read_coco(out), scene.views, strict=True):
            assert image.path.name == f"{drawn.stem}.png"
            np.testing.assert_array_equal(read_array(image.path), drawn.images["rgb"])
            assert (image.details["frame"], image.details["camera"]) == (drawn.index, drawn.camera)
            assert image.details["intrinsics"] == asdict(drawn.record.intrinsics)
            assert image.details["world_from_camera"] == list(drawn.record.world_from_camera)
            items = [item for item in seen(drawn.record.annotated) if item.class_name in held]
            for found, item in zip(image.objects, items, strict=True):
                told = next(annotations)
                assert (found.class_name, found.box, found.area_px) == (
                    item.class_name,
                    item.box_tight,
                    item.visible_px,
                )
                assert found.is_crowd == (item.verdict == "ignore")
                assert found.details.items() <= as_json(item).items()
                assert {"instance_id", "verdict", "reason", "world_from_object", "asset"} <= found.details.keys()
                mask = drawn.images["instance_mask"] == item.instance_id
                if masks == "none":
                    assert found.mask is None
                elif masks == "runs" or found.is_crowd:
                    np.testing.assert_array_equal(found.mask, mask)
                else:
                    rings = [np.reshape(ring, (-1, 2)) for ring in told["segmentation"]]
                    np.testing.assert_array_equal(filled(rings, mask.shape), mask)
                if item.skeleton:
                    np.testing.assert_array_equal(found.keypoints, triples(item, points))
                else:
                    assert found.keypoints is None

    return compare


def panoptic(scene, out):
    for image, drawn in zip(read_coco_panoptic(out), scene.views, strict=True):
        ids = drawn.images["instance_mask"]
        np.testing.assert_array_equal(read_array(image.path), drawn.images["rgb"])
        segments = {segment.segment_id: segment for segment in image.segments}
        items = seen(drawn.record.instances)
        for item in items:
            [segment_id] = np.unique(image.ids[ids == item.instance_id]).tolist()
            if item.verdict == "drop":
                assert segment_id == 0
                continue
            segment = segments[segment_id]
            assert (segment.class_name, segment.is_thing) == (item.class_name, True)
            if item.verdict == "ignore":
                assert segment.is_crowd
            else:
                assert (segment.box, segment.area_px) == (item.box_tight, item.visible_px)
                np.testing.assert_array_equal(image.ids == segment_id, ids == item.instance_id)
        ignored = {item.class_name for item in items if item.verdict == "ignore"}
        things = sum(item.verdict in ("", "flag") for item in items)
        assert len(segments) == things + len(ignored) + bool((ids == 0).any())


def yolo(check):
    def compare(scene, out):
        points = point_set(scene.skeletons)
        images = {image.path.stem: image for image in read_yolo(out, "train")}
        assert images.keys() == {drawn.stem for drawn in scene.views}
        for drawn in scene.views:
            image, items = images[drawn.stem], seen(drawn.record.targets)
            np.testing.assert_array_equal(read_array(image.path), drawn.images["rgb"])
            items = [item for item in items if check is not pose or item.skeleton]
            for found, item in zip(image.objects, items, strict=True):
                assert found.class_name == item.class_name
                check(found, item, drawn.images["instance_mask"] == item.instance_id, points)

    return compare


def box(found, item, *_):
    np.testing.assert_allclose(found.box, item.box_tight, atol=1e-4)


def outline(found, item, mask, _):
    box(found, item)
    np.testing.assert_allclose(found.outline, found.outline.round(), atol=1e-4)
    np.testing.assert_array_equal(filled([found.outline.round()], mask.shape), mask)


def pose(found, item, _, points):
    box(found, item)
    np.testing.assert_allclose(found.keypoints, triples(item, points), atol=1e-4)


def oriented(found, item, mask, _):
    """The rectangle holds every pixel's corners, each of its sides touches one, and it is no larger than the box."""
    ring = found.outline
    sides = np.roll(ring, -1, axis=0) - ring
    lengths = np.linalg.norm(sides, axis=1)
    rows, columns = np.nonzero(mask)
    ends = np.concatenate([np.stack([columns + x, rows + y], axis=1) for x in (0, 1) for y in (0, 1)])
    inward = np.stack([-sides[:, 1], sides[:, 0]], axis=1) / lengths[:, None]
    inside = np.einsum("nkj,kj->nk", ends[:, None] - ring[None], inward)
    np.testing.assert_allclose(inside.min(axis=0), 0, atol=1e-3)
    x0, y0, x1, y1 = item.box_tight
    assert lengths[0] * lengths[1] <= (x1 - x0) * (y1 - y0) + 1e-3


def voc(scene, out):
    for image, drawn in zip(read_voc(out, "train"), scene.views, strict=True):
        items, ids = seen(drawn.record.annotated), drawn.images["instance_mask"]
        np.testing.assert_array_equal(read_array(image.path), drawn.images["rgb"])
        assert image.path.stem == drawn.stem
        for found, item in zip(image.objects, items, strict=True):
            assert (found.class_name, found.box) == (item.class_name, item.box_tight)
            assert found.is_difficult == (item.verdict == "ignore")
            assert found.is_occluded == ((item.occlusion_ratio or 0) >= 0.05)
        assert (image.object_mask is None) == (len(items) >= VOID)
        if image.object_mask is None:
            continue
        numbers = dict.fromkeys((item.instance_id for item in drawn.record.instances), VOID)
        numbers |= {item.instance_id: k for k, item in enumerate(items, 1) if item.verdict != "ignore"}
        classes = {item.instance_id: item.class_id for item in drawn.record.targets}
        for found, values in ((image.object_mask, numbers), (image.class_mask, classes)):
            expected = np.select([ids == k for k in numbers], [values.get(k, VOID) for k in numbers]) if numbers else 0
            np.testing.assert_array_equal(found, expected)


def fiftyone(scene, out):
    for (picture, detections), drawn in zip(read_fiftyone(out), scene.views, strict=True):
        assert picture.stem == drawn.stem
        np.testing.assert_array_equal(read_array(picture), drawn.images["rgb"])
        height, width = drawn.images["instance_mask"].shape
        for found, item in zip(detections, seen(drawn.record.annotated), strict=True):
            told = found["attributes"]
            assert (found["label"], told["instance"]) == (item.class_name, item.instance_id)
            assert (told["iscrowd"], told["verdict"], told["reason"]) == (
                item.verdict == "ignore", item.verdict, item.reason,
            )  # fmt: skip
            x, y, wide, high = np.array(found["bounding_box"]) * (width, height, width, height)
            np.testing.assert_allclose((x, y, x + wide, y + high), item.box_tight, atol=1e-9)


def point_cloud(scene, out):
    clouds = {cloud.name: cloud.points for cloud in read_point_cloud(out)}
    assert clouds.keys() == {drawn.stem for drawn in scene.views}
    for drawn in scene.views:
        points, images = clouds[drawn.stem], drawn.images
        shown = np.isfinite(images["distance_to_image_plane"])
        world = np.stack([points[axis] for axis in "xyz"], axis=1).astype(float)
        in_camera = transform_points(inverse(np.reshape(drawn.record.world_from_camera, (4, 4))), world)
        rows, columns = np.nonzero(shown)
        np.testing.assert_allclose(project(drawn.record.intrinsics, in_camera), np.c_[columns, rows] + 0.5, atol=1e-3)
        np.testing.assert_allclose(in_camera[:, 2], images["distance_to_image_plane"][shown], rtol=1e-5)
        kept = np.isin(images["instance_mask"], [item.instance_id for item in drawn.record.targets])
        for field, channel in (("instance", "instance_mask"), ("class", "semantic_mask")):
            np.testing.assert_array_equal(points[field], np.where(kept, images[channel], 0)[shown])
        for k, (color, normal) in enumerate((("red", "nx"), ("green", "ny"), ("blue", "nz"))):
            np.testing.assert_array_equal(points[color], images["rgb"][shown][:, k])
            np.testing.assert_allclose(points[normal], images["normals"][shown][:, k], atol=3e-4)


def views(name, wanted, tolerances, unlike=(), masked=None):
    """Return how to compare a format with a neutral reader.

    Args:
        name: The format.
        wanted: The objects of a view that it lists.
        tolerances: How far images may be off.
        unlike: Fields that it counts in its own way.
        masked: The objects that its masks show, if not all.
    """

    def compare(scene, out):
        several = len(scene.dataset.spec.cameras) > 1
        found = {(view.index, view.record.camera if several else ""): view for view in READERS[name](out)}
        assert len(found) == len(scene.views)
        for drawn in scene.views:
            view = found[drawn.index, drawn.camera if several else ""]
            truth = drawn.record
            np.testing.assert_allclose(view.record.intrinsics.matrix(), truth.intrinsics.matrix(), rtol=1e-9)
            np.testing.assert_allclose(view.record.world_from_camera, truth.world_from_camera, atol=1e-6)
            for item, expected in zip(view.record.instances, wanted(truth), strict=True):
                same_object(name, item, expected, view.holds - set(unlike), truth)
            ids = drawn.images["instance_mask"]
            kept = ids if masked is None else np.where(np.isin(ids, [i.instance_id for i in masked(truth)]), ids, 0)
            for channel, image in view.channels.items():
                if channel == "instance_mask":
                    np.testing.assert_array_equal(image, kept)
                elif channel == "semantic_mask" and channel not in tolerances:  # its classes are numbered as they come
                    numbers = {item.instance_id: item.class_id for item in view.record.instances}
                    np.testing.assert_array_equal(image, np.vectorize(numbers.get, otypes=[int])(kept, 0))
                else:
                    limit = tolerances.get(channel, 0)
                    np.testing.assert_allclose(image, drawn.images[channel], rtol=0, atol=limit, err_msg=channel)
            if name == "kitti":
                regions = [item.box_tight for item in seen(truth.instances) if item.verdict == "ignore"]
                assert list(view.ignored) == regions

    return compare


def same_object(name, item, expected, holds, view):
    assert item.class_name == expected.class_name
    if name != "kitti":
        assert item.instance_id == expected.instance_id
    for field in holds & {"box_tight", "box_loose", "visible_px", "amodal_px", "amodal_total_px"}:
        assert getattr(item, field) == getattr(expected, field), field
    for field in holds & {"occlusion_ratio", "truncation_ratio"}:
        np.testing.assert_allclose(getattr(item, field) or 0, getattr(expected, field) or 0, atol=1e-4)
    for field in holds & {"group", "asset", "skeleton", "keypoints", "verdict", "reason"}:
        assert getattr(item, field) == getattr(expected, field), field
    own = inverse(np.reshape(view.world_from_camera, (4, 4))) @ np.reshape(expected.world_from_object, (4, 4))
    if name == "kitti" and tilt_deg(own) > 0.5:
        assert item.extent_low == item.extent_high
        return
    (one, other) = (
        transform_points(np.reshape(of.world_from_object, (4, 4)), corners(of.extent_low, of.extent_high))
        for of in (item, expected)
    )
    apart = np.linalg.norm(one[:, None] - other[None], axis=-1)
    assert max(apart.min(axis=0).max(), apart.min(axis=1).max()) < 1e-4


def every(view):
    return view.instances


def targets_in_view(view):
    return [item for item in view.targets if item.box_loose is not None]


def annotated_in_view(view):
    return [item for item in view.annotated if item.box_loose is not None]


EXACT = {"normals": 3e-4, "semantic_mask": 0}
COMPARE = {
    "coco": coco("runs"),
    "coco_detection": coco("none"),
    "coco_polygons": coco("polygons"),
    "coco_keypoints": coco("runs", with_points_only=True),
    "coco_panoptic": panoptic,
    "basicwriter": views("basicwriter", targets_in_view, {"normals": 0.01}, masked=lambda view: view.targets),
    "kitti": views("kitti", lambda view: seen(view.targets), {"distance_to_image_plane": 1 / 512 + 1e-6}),
    "bop": views(
        "bop",
        annotated_in_view,
        {"distance_to_image_plane": 0.00005 + 1e-6},
        unlike=("amodal_px", "box_loose", "occlusion_ratio", "truncation_ratio"),
        masked=lambda view: view.annotated,
    ),
    "dope": views("dope", targets_in_view, {}),
    "hdf5": views("hdf5", every, EXACT),
    "webdataset": views("webdataset", every, EXACT),
    "point_cloud": point_cloud,
    "fiftyone": fiftyone,
    "yolo_detect": yolo(box),
    "yolo_segment": yolo(outline),
    "yolo_pose": yolo(pose),
    "yolo_obb": yolo(oriented),
    "voc": voc,
}
