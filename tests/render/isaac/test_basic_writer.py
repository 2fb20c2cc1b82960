"""What an Isaac run leaves in BasicWriter's layout, file for file: names, types, shapes, keys and value conventions.

The project has all that BasicWriter's annotators tell of: objects that move in clips, and a person with a skeleton. The
expected files are those of the facts collected about omni.replicator.core 1.12; each is read as a stranger would read
it, and compared with the dataset's records and images.
"""

import json
import re

import numpy as np
import PIL.Image
import pytest

from scenewright.datasets.store import read_dataset
from scenewright.jobs.export import export

pytestmark = pytest.mark.usefixtures("nothing_left")

FRAMES, CLIP = 4, 2
WIDTH, HEIGHT = 96, 64
PERSON = """\
- name: people
  class_name: person
  assets: [person_woman_01]
  poses: [walk]
  position_m: {x: 0.6, y: 1.2}
  motion: {kind: drift, velocity_m_s: {x: -0.3}}
"""

BOX_2D = [("semanticId", "<u4"), *((f"{axis}_{end}", "<i4") for end in ("min", "max") for axis in "xy")]
BOX_3D = [("semanticId", "<u4"), *((f"{axis}_{end}", "<f4") for end in ("min", "max") for axis in "xyz")]
RATIO = ("occlusionRatio", "<f4")
ROWS = {
    "bounding_box_2d_tight": np.dtype([*BOX_2D, RATIO]),
    "bounding_box_2d_loose": np.dtype([*BOX_2D, RATIO]),
    "bounding_box_3d": np.dtype([*BOX_3D, ("transform", "<f4", (4, 4)), RATIO]),
    "occlusion": np.dtype([("instanceId", "<u4"), ("semanticId", "<u4"), RATIO]),
}
PICTURES = ("rgb", "semantic_segmentation", "instance_segmentation", "instance_id_segmentation", "normals")
MAPS = {"distance_to_camera": (), "distance_to_image_plane": (), "motion_vectors": (4,)}
CLOUDS = {
    "pointcloud": ("<f4", (3,)),
    "pointcloud_rgb": ("|u1", (4,)),
    "pointcloud_normals": ("<f4", (4,)),
    "pointcloud_semantic": ("<u4", ()),
    "pointcloud_instance": ("<u4", ()),
}
COLOR_KEYS = {
    "semantic_segmentation": "semantic_segmentation_labels",
    "instance_segmentation": "instance_segmentation_mapping",
    "instance_id_segmentation": "instance_id_segmentation_mapping",
}
LISTS = ("bounding_box_2d_tight", "bounding_box_2d_loose", "bounding_box_3d")
JSONS = {
    *(f"{name}_{what}" for name in LISTS for what in ("labels", "prim_paths")),
    *COLOR_KEYS.values(),
    "instance_segmentation_semantics_mapping",
    "camera_params",
    "skeleton",
}
CAMERA = {
    "cameraAperture": 2, "cameraApertureOffset": 2, "cameraFisheyeLensP": None, "cameraFisheyeLensS": None,
    "cameraFisheyeMaxFOV": 0, "cameraFisheyeNominalHeight": 0, "cameraFisheyeNominalWidth": 0,
    "cameraFisheyeOpticalCentre": 2, "cameraFisheyePolynomial": None, "cameraFocalLength": 0,
    "cameraFocusDistance": 0, "cameraFStop": 0, "cameraModel": 0, "cameraNearFar": 2, "cameraProjection": 16,
    "cameraViewTransform": 16, "metersPerSceneUnit": 0, "renderProductResolution": 2, "openCVFx": 0, "openCVFy": 0,
}  # fmt: skip
"""How many numbers each key holds: 0 for a value that is no list, None for a list of any length."""
SKELETON = {
    "skel_name", "skel_path", "asset_path", "animation_variant", "skeleton_parents", "rest_global_translations",
    "rest_local_translations", "rest_local_rotations", "global_translations", "local_rotations", "translations_2d",
    "skeleton_joints", "joint_occlusions", "occlusion_types", "in_view",
}  # fmt: skip


@pytest.fixture
def exported(isaac, run, tmp_path, project):
    """A dataset that the stand-in drew, and its export."""
    isaac()
    text = project.read_text().replace("classes: [cube, ball]", "classes: [cube, ball, person]")
    text = text.replace("lights:", f"{PERSON}lights:").replace("- amodal_mask", "- backward_flow\n- keypoints")
    text = text.replace("  scale: 5\n", "  scale: 5\n  motion: {kind: drift, velocity_m_s: {x: 0.8, z: 0.2}}\n")
    path = tmp_path / "clips.yaml"
    path.write_text(text.replace("output:", f"clip: {{length: {CLIP}, rate_hz: 10}}\noutput:"))
    finished, _, folder = run(frames=FRAMES, path=path)
    assert finished.outcome == "succeeded", finished.message
    out = tmp_path / "basic"
    finished = export(folder, "basicwriter", out, None, lambda _: None, lambda: False)
    assert finished.outcome == "succeeded", finished.message
    return read_dataset(folder), out


class Frame:
    """One frame of the export, read by file name, beside its record and images in the dataset."""

    def __init__(self, dataset, out, index):
        self._dataset, self._out, self.index = dataset, out, index
        [self.view] = dataset.frame(index).views

    def array(self, name):
        return np.load(self._out / f"{name}_{self.index:04d}.npy")

    def data(self, name):
        return json.loads((self._out / f"{name}_{self.index:04d}.json").read_text())

    def picture(self, name):
        with PIL.Image.open(self._out / f"{name}_{self.index:04d}.png") as image:
            assert image.mode == "RGBA"
            return np.asarray(image)

    def channel(self, name):
        return self._dataset.load(self.view, name)

    def objects(self, box):
        return [item for item in self.view.annotated if getattr(item, box) is not None]


def test_the_basic_writer_layout_is_file_for_file_as_documented(exported):
    dataset, out = exported
    stems = {f"{name}.npy" for name in (*ROWS, *MAPS, *CLOUDS)}
    stems |= {f"{name}.png" for name in PICTURES} | {f"{name}.json" for name in JSONS}
    numbered = {re.sub(r"(\.\w+)$", rf"_{index:04d}\1", name) for name in stems for index in range(FRAMES)}
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert found == numbered | {"metadata.txt", "conventions.json"}
    metadata = json.loads((out / "metadata.txt").read_text())
    assert metadata == {"name": "BasicWriter", "version": "0.0.2", "replicator_global_seed:": 3}
    for index in range(FRAMES):
        frame = Frame(dataset, out, index)
        for look in (types, boxes, colors, distances, motion, camera, cloud, skeletons):
            look(frame)


def types(frame):
    for name, dtype in ROWS.items():
        assert (frame.array(name).dtype, frame.array(name).ndim) == (dtype, 1)
    for name, more in MAPS.items():
        assert (frame.array(name).dtype, frame.array(name).shape) == (np.dtype("<f4"), (HEIGHT, WIDTH, *more))
    for name in PICTURES:
        assert (frame.picture(name).dtype, frame.picture(name).shape) == (np.uint8, (HEIGHT, WIDTH, 4))
    count = len(frame.array("pointcloud"))
    for name, (dtype, more) in CLOUDS.items():
        assert (frame.array(name).dtype, frame.array(name).shape) == (np.dtype(dtype), (count, *more))


def boxes(frame):
    seen = {"bounding_box_2d_tight": "box_tight", "bounding_box_2d_loose": "box_loose", "bounding_box_3d": "box_loose"}
    for name, field in seen.items():
        items, rows = frame.objects(field), frame.array(name)
        labels, paths = frame.data(f"{name}_labels"), frame.data(f"{name}_prim_paths")
        assert len(paths) == len(rows) == len(items) > 0
        assert len(set(paths)) == len(paths)
        assert all(re.fullmatch(r"/World(/[A-Za-z_]\w*)+", path) for path in paths)
        assert set(labels) == {str(number) for number in rows["semanticId"]}
        assert [labels[str(number)] for number in rows["semanticId"]] == [{"class": i.class_name} for i in items]
        np.testing.assert_allclose(rows["occlusionRatio"], [item.occlusion_ratio for item in items], atol=1e-6)
        assert ((rows["occlusionRatio"] >= 0) & (rows["occlusionRatio"] <= 1)).all()
        if name != "bounding_box_3d":
            assert [row[1:5] for row in rows.tolist()] == [getattr(item, field) for item in items]
            continue
        for row, item in zip(rows, items, strict=True):
            assert [row[f"{axis}_min"] for axis in "xyz"] == pytest.approx(item.extent_low, rel=1e-6)
            assert [row[f"{axis}_max"] for axis in "xyz"] == pytest.approx(item.extent_high, rel=1e-6)
            # Local to world for row vectors: the translation is in the last row.
            np.testing.assert_allclose(row["transform"].T.ravel(), item.world_from_object, rtol=1e-5, atol=1e-6)
            assert row["transform"][:, 3].tolist() == [0, 0, 0, 1]
    occlusion = {row[0]: row[1:] for row in frame.array("occlusion").tolist()}
    for item in frame.objects("box_loose"):
        assert occlusion[item.instance_id] == pytest.approx((item.class_id - 1, item.occlusion_ratio), abs=1e-6)


def colors(frame):
    rgb = frame.picture("rgb")
    np.testing.assert_array_equal(rgb[..., :3], frame.channel("rgb"))
    assert (rgb[..., 3] == 255).all()
    normals, world = frame.picture("normals"), frame.channel("normals")
    np.testing.assert_array_equal(normals[..., :3], ((world * 0.5 + 0.5) * 255).astype(np.uint8))
    assert (normals[..., :3][~np.isfinite(frame.channel("distance_to_camera"))] == 127).all()
    visible = {item.instance_id: item for item in frame.view.instances if item.visible_px}
    ids = frame.channel("instance_mask")
    for name, keys in COLOR_KEYS.items():
        names, picture = frame.data(keys), frame.picture(name)
        assert all(re.fullmatch(r"\(\d{1,3}, \d{1,3}, \d{1,3}, \d{1,3}\)", key) for key in names)
        is_semantic = name == "semantic_segmentation"
        wrap = (lambda text: {"class": text}) if is_semantic else (lambda text: text)
        assert names["(0, 0, 0, 0)"] == wrap("BACKGROUND")
        assert names["(0, 0, 0, 255)"] == wrap("UNLABELLED")
        assert {str(tuple(color)) for color in np.unique(picture.reshape(-1, 4), axis=0).tolist()} <= set(names)
        assert (picture[ids == 0] == 0).all()
        for number, item in visible.items():
            [color] = np.unique(picture[ids == number], axis=0).tolist()
            meant = names[str(tuple(color))]
            assert meant == {"class": item.class_name} if is_semantic else str(item.instance_id) in meant
    by_instance = frame.data("instance_segmentation_mapping")
    assert set(frame.data("instance_segmentation_semantics_mapping")) == set(by_instance)


def distances(frame):
    for name in ("distance_to_camera", "distance_to_image_plane"):
        np.testing.assert_array_equal(frame.array(name), frame.channel(name))
    far, plane = frame.array("distance_to_camera"), frame.array("distance_to_image_plane")
    assert np.isinf(far).any(), "nothing is hit somewhere: +inf, as the program writes it"
    assert (far[np.isfinite(far)] >= plane[np.isfinite(far)]).all()


def motion(frame):
    vectors = frame.array("motion_vectors")
    assert (vectors[..., 2:] == 0).all()
    if frame.index % CLIP == 0:
        assert (vectors == 0).all(), "before the first frame of a clip there is none"
        return
    np.testing.assert_array_equal(vectors[..., :2], np.nan_to_num(frame.channel("backward_flow")))
    for item in frame.view.instances:  # cubes and balls go right by 0.8 m/s, the person left
        moved = vectors[..., 0][frame.channel("instance_mask") == item.instance_id]
        if len(moved) > 20:
            assert np.sign(np.median(moved)) == (1 if item.class_name == "person" else -1)


def camera(frame):
    params = frame.data("camera_params")
    for key, count in CAMERA.items():
        assert key in params, key
        assert isinstance(params[key], list) == (count != 0), key
        assert not count or len(params[key]) == count, key
    assert params["renderProductResolution"] == [WIDTH, HEIGHT]
    assert params["metersPerSceneUnit"] == 1
    view = np.reshape(params["cameraViewTransform"], (4, 4))
    projection = np.reshape(params["cameraProjection"], (4, 4))
    assert projection[2, 3] == -1
    assert projection[3, 2] == pytest.approx(frame.view.near_m)
    # World to camera for row vectors, +X right, +Y up, -Z forward: the pose that the record has.
    optical = np.reshape(frame.view.world_from_camera, (4, 4))
    np.testing.assert_allclose(np.linalg.inv(view.T) @ np.diag([1, -1, -1, 1]), optical, atol=1e-6)
    focal = params["cameraFocalLength"] * WIDTH / params["cameraAperture"][0]
    assert focal == pytest.approx(frame.view.intrinsics.fx)
    assert params["openCVFx"] == pytest.approx(frame.view.intrinsics.fx)


def cloud(frame):
    ids, depth = frame.channel("instance_mask"), frame.channel("distance_to_image_plane")
    shown = (ids > 0) & np.isfinite(depth)
    np.testing.assert_array_equal(frame.array("pointcloud_instance"), ids[shown])
    np.testing.assert_array_equal(frame.array("pointcloud_semantic"), frame.channel("semantic_mask")[shown] - 1)
    np.testing.assert_array_equal(frame.array("pointcloud_rgb"), frame.picture("rgb")[shown])
    np.testing.assert_allclose(frame.array("pointcloud_normals")[:, :3], frame.channel("normals")[shown], atol=1e-3)
    # A point of the world comes back to its pixel through the exported camera alone.
    params = frame.data("camera_params")
    points = np.c_[frame.array("pointcloud"), np.ones(shown.sum())]
    clip = points @ np.reshape(params["cameraViewTransform"], (4, 4)) @ np.reshape(params["cameraProjection"], (4, 4))
    x, y = (clip[:, :2] / clip[:, 3:]).T
    rows, columns = np.nonzero(shown)
    np.testing.assert_allclose((x + 1) / 2 * WIDTH, columns + 0.5, atol=1e-2)
    np.testing.assert_allclose((1 - y) / 2 * HEIGHT, rows + 0.5, atol=1e-2)


def skeletons(frame):
    people = [item for item in frame.objects("box_loose") if item.keypoints]
    found = frame.data("skeleton")
    assert set(found) == {f"skeleton_{number}" for number in range(len(people))}
    assert people, "the person is in view"
    for item, one in zip(people, found.values(), strict=True):
        assert set(one) == SKELETON
        count = len(item.keypoints)
        lists = {name: len(value) for name, value in one.items() if isinstance(value, list)}
        assert lists == dict.fromkeys(lists, count)
        assert {"rest_global_translations", "rest_local_rotations", "local_rotations"} <= lists.keys()
        assert one["skeleton_joints"] == [point.name for point in item.keypoints]
        assert all(-1 <= parent < count for parent in one["skeleton_parents"])
        for point, there in zip(item.keypoints, one["translations_2d"], strict=True):
            assert there == pytest.approx([point.x, point.y])
        np.testing.assert_allclose(one["global_translations"], [point.world for point in item.keypoints])
        assert one["in_view"] == all(point.visibility > 0 for point in item.keypoints)
