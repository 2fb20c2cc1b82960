import json
import tempfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import trimesh
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from pycocotools import mask as run_lengths
from scipy import ndimage

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.bop import models as bop_models
from scenewright.datasets.bop import writing
from scenewright.datasets.bop.models import Shape, rigid_models
from scenewright.datasets.bop.reading import read_bop
from scenewright.datasets.bop.silhouettes import silhouette
from scenewright.datasets.bop.writing import write_bop
from scenewright.datasets.original_assets import dataset_assets
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.errors import UserError
from scenewright.geometry.boxes import mask_box
from scenewright.jobs.generate import Wish, generate
from scenewright.sampling.plan import ObjectPlan, plan_from_json
from scenewright.spec.yaml_io import load_project

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")


@pytest.fixture(scope="session")
def exported(rendered, tmp_path_factory):
    out = tmp_path_factory.mktemp("bop") / "out"
    write_bop(rendered, out)
    return out


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def picture(path):
    with Image.open(path) as image:
        return np.array(image)


@pytest.fixture(scope="session")
def annotated(exported, rendered):
    """Every annotated object: where its files are, what they say, and the truth, as dicts."""
    found = []
    for split in ("train_pbr", "val_pbr"):
        scene = exported / split / "000000"
        camera, gt, info = (read(scene / f"scene_{name}.json") for name in ("camera", "gt", "gt_info"))
        assert list(camera) == list(gt) == list(info) == [str(k) for k in range(len(camera))]
        for number in gt:
            frame = rendered.frame(camera[number]["scenewright"]["frame"])
            view = frame.views[0]
            ids = rendered.load(view, "instance_mask")
            for k, (pose, meta) in enumerate(zip(gt[number], info[number], strict=True)):
                item = view.instances[pose["scenewright"]["instance_id"] - 1]
                name = f"{int(number):06d}_{k:06d}.png"
                found.append(
                    {
                        "camera": camera[number], "pose": pose, "info": meta, "item": item, "view": view,
                        "visible": ids == item.instance_id, "mask": picture(scene / "mask" / name) == 255,
                        "mask_visib": picture(scene / "mask_visib" / name) == 255,
                        "depth": rendered.load(view, "distance_to_image_plane"),
                        "depth_file": picture(scene / "depth" / f"{int(number):06d}.png"),
                    }
                )  # fmt: skip
    assert len(found) > 15
    return found


def projected(exported, one):
    """Return the model's vertices as OpenCV projects them: centres of pixels at whole numbers."""
    model = trimesh.load(exported / "models" / f"obj_{one['pose']['obj_id']:06d}.ply", process=False)
    k = np.reshape(one["camera"]["cam_K"], (3, 3))
    turn, _ = cv2.Rodrigues(np.reshape(one["pose"]["cam_R_m2c"], (3, 3)))
    points, _ = cv2.projectPoints(model.vertices, turn, np.array(one["pose"]["cam_t_m2c"]), k, None)
    return points[:, 0]


def test_model_points_projected_by_opencv_fill_the_masks(exported, annotated):
    whole = 0
    for one in annotated:
        points = projected(exported, one)
        height, width = one["mask"].shape
        columns, rows = np.round(points).astype(int).T
        inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
        near = ndimage.binary_dilation(one["mask"], np.ones((3, 3)))
        assert near[rows[inside], columns[inside]].all()
        # The silhouette of a convex shape ends where its outermost vertices are, to a pixel.
        x, y, across, down = one["info"]["bbox_obj"]
        low, high = points.min(axis=0) + 0.5, points.max(axis=0) + 0.5
        np.testing.assert_allclose((x, y, x + across, y + down), (*low, *high), atol=1.0)
        whole += one["item"].truncation_ratio == 0
    assert 5 < whole < len(annotated)


def test_masks_are_those_of_the_dataset_and_of_the_whole_object(annotated):
    hidden = 0
    for one in annotated:
        item, info = one["item"], one["info"]
        np.testing.assert_array_equal(one["mask_visib"], one["visible"])
        assert not (one["mask_visib"] & ~one["mask"]).any()
        assert one["mask"].sum() == item.amodal_px
        assert info["px_count_visib"] == item.visible_px == one["visible"].sum()
        assert info["px_count_all"] == item.amodal_total_px
        assert info["px_count_valid"] == (one["mask"] & np.isfinite(one["depth"])).sum()
        assert info["visib_fract"] == pytest.approx(item.visible_px / item.amodal_total_px)
        assert mask_box(one["mask"]) == item.box_loose
        x, y, across, down = info["bbox_visib"]
        assert (None if across < 0 else (x, y, x + across, y + down)) == item.box_tight
        hidden += item.visible_px < item.amodal_px
    assert hidden > 3


def test_depth_times_its_scale_is_millimetres(annotated):
    for one in annotated:
        depth, units = one["depth"], one["depth_file"]
        assert units.dtype.kind in "iu"
        assert (units[~np.isfinite(depth)] == 0).all()
        hit = np.isfinite(depth)
        np.testing.assert_allclose(units[hit] * one["camera"]["depth_scale"] / 1000, depth[hit], atol=6e-5)


def test_models_are_in_millimetres_around_the_middle_of_their_box(exported):
    infos = read(exported / "models" / "models_info.json")
    assert list(infos) == [str(k) for k in range(1, len(infos) + 1)]
    names = set()
    for number, info in infos.items():
        model = trimesh.load(exported / "models" / f"obj_{int(number):06d}.ply", process=False)
        low = np.array([info["min_x"], info["min_y"], info["min_z"]])
        size = np.array([info["size_x"], info["size_y"], info["size_z"]])
        np.testing.assert_allclose(model.bounds, [low, low + size], atol=1e-3)
        np.testing.assert_allclose(low + size / 2, 0, atol=1e-3)
        corners = model.vertices
        longest = max(np.linalg.norm(corners - point, axis=1).max() for point in corners)
        assert info["diameter"] == pytest.approx(longest, abs=1e-2)
        assert model.visual.vertex_colors.shape == (len(corners), 4)
        names.add(read(exported / "scenewright.json")["objects"][number]["asset"])
    assert names == {"shape_cone", "shape_cylinder", "shape_cube"}
    scales = [item["scale"] for item in read(exported / "scenewright.json")["objects"].values()]
    assert set(scales) == {2.0, 3.0}  # the cubes come in two sizes, which are two models


def test_the_scenes_coco_file_holds_the_visible_masks(exported):
    for split in ("train_pbr", "val_pbr"):
        scene = exported / split / "000000"
        data, info = read(scene / "scene_gt_coco.json"), read(scene / "scene_gt_info.json")
        assert [item["id"] for item in data["annotations"]] == list(range(1, len(data["annotations"]) + 1))
        assert {item["category_id"] for item in data["annotations"]} <= {item["id"] for item in data["categories"]}
        for image in data["images"]:
            assert (scene / image["file_name"]).is_file()
            seen = [k for k, meta in enumerate(info[str(image["id"])]) if meta["px_count_visib"]]
            annotations = [item for item in data["annotations"] if item["image_id"] == image["id"]]
            for k, item in zip(seen, annotations, strict=True):
                runs = run_lengths.frPyObjects(item["segmentation"], image["height"], image["width"])
                mask = picture(scene / "mask_visib" / f"{image['id']:06d}_{k:06d}.png") > 0
                np.testing.assert_array_equal(run_lengths.decode(runs).astype(bool), mask)


def test_reading_gives_back_boxes_in_space_masks_and_depth(exported, rendered, box_corners, same_points):
    found = list(read_bop(exported))
    assert len(found) == 8
    for view in found:
        compare(view, rendered, box_corners, same_points)


def compare(view, dataset, box_corners, same_points):
    truth = dataset.frame(view.index).views[0]
    in_view = [item for item in truth.instances if item.box_loose]
    np.testing.assert_allclose(view.record.world_from_camera, truth.world_from_camera, atol=1e-9)
    assert view.record.intrinsics == truth.intrinsics
    np.testing.assert_array_equal(view.channels["instance_mask"], dataset.load(truth, "instance_mask"))
    np.testing.assert_array_equal(view.channels["rgb"], dataset.load(truth, "rgb"))
    for item, wanted in zip(view.record.instances, in_view, strict=True):
        assert (item.class_name, item.instance_id) == (wanted.class_name, wanted.instance_id)
        assert same_points(box_corners(item), box_corners(wanted), within=1e-5)
        for field in ("box_tight", "visible_px", "amodal_px", "amodal_total_px"):
            assert getattr(item, field) == getattr(wanted, field)
        np.testing.assert_allclose(item.truncation_ratio, wanted.truncation_ratio)


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
CLASS_NAMES = st.lists(NAMES, min_size=2, max_size=2, unique=True)


@given(classes=CLASS_NAMES, counts=st.tuples(st.integers(0, 4), st.integers(0, 4)), seed=st.integers(0, 999))
@example(classes=["杯子", "big cup"], counts=(0, 0), seed=0)
@example(classes=["cup", " "], counts=(1, 0), seed=1)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_is_the_inverse_of_writing(project_text, box_corners, same_points, classes, counts, seed):
    round_trip(project_text, classes, counts, seed, lambda view, made: compare(view, made, box_corners, same_points))


@pytest.mark.long
def test_five_hundred_objects_come_back(project_text, box_corners, same_points):
    compared = lambda view, made: compare(view, made, box_corners, same_points)  # noqa: E731
    round_trip(project_text, ["a", "b"], (250, 250), 2, compared)


def round_trip(project_text, classes, counts, seed, compared):
    data = yaml.safe_load(project_text)
    data["classes"], data["output"] = classes, {"frames": 2, "seed": seed}
    for group, name, count in zip(data["objects"], classes, counts, strict=True):
        group["class_name"], group["count"] = name, count
    data["cameras"][0] |= {"width_px": 80, "height_px": 60}
    with tempfile.TemporaryDirectory(prefix="größe & ') ") as place:
        project = Path(place, "p.yaml")
        project.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        wish = Wish(load_project(project), Path(place, "data set"), range(2), 1, "flat")
        assert generate(wish, lambda event: None).outcome == "succeeded"
        dataset = read_dataset(wish.folder)
        write_bop(dataset, Path(place, "bop"))
        found = list(read_bop(Path(place, "bop")))
        assert sorted(view.index for view in found) == [0, 1]
        for view in found:
            compared(view, dataset)


def test_a_silhouette_drawn_alone_is_the_mask_of_an_object_that_nothing_hides(rendered):
    """Without the shortcut for what is visible, drawing gives the same."""
    checked = 0
    for frame in rendered.frames():
        view = frame.views[0]
        models = rigid_models(iter([plan_from_json(frame.plan)]), dataset_assets(rendered))
        by_asset = {model.shape.asset: model for model in models.values()}
        for item in view.instances:
            if item.visible_px == item.amodal_total_px > 0:
                mask = rendered.load(view, "instance_mask") == item.instance_id
                hidden = replace(item, visible_px=0)
                drawn = silhouette(view, hidden, np.zeros_like(mask), by_asset[item.asset].triangles)
                np.testing.assert_array_equal(drawn.mask, mask)
                assert drawn.box == item.box_tight
                checked += 1
    assert checked > 3


def test_scenes_are_of_bounded_size_and_validation_frames_apart(rendered, tmp_path, monkeypatch, exported):
    assert len(list((exported / "val_pbr").glob("*/rgb/*"))) == 2
    monkeypatch.setattr(writing, "_IMAGES_IN_A_SCENE", 4)
    write_bop(rendered, tmp_path / "out")
    scenes = sorted(path.parent for path in (tmp_path / "out" / "train_pbr").glob("*/scene_gt.json"))
    assert [len(read(scene / "scene_gt.json")) for scene in scenes] == [4, 2]
    assert [view.index for view in read_bop(tmp_path / "out")] == [view.index for view in read_bop(exported)]


def test_what_visibility_rules_say_is_followed(rendered, tmp_path):
    """Dropped objects have no annotation, ignored ones say so."""
    open_for_writing(tmp_path / "data", rendered.spec)
    frame = next(frame for frame in rendered.frames() if len(frame.views[0].annotated) > 4)
    view = frame.views[0]
    seen = [item.instance_id for item in view.instances if item.visible_px > 0.3 * item.amodal_total_px]
    verdicts = {seen[0]: "drop", seen[1]: "ignore"}
    items = tuple(replace(item, verdict=verdicts.get(item.instance_id, "")) for item in view.instances)
    images = {name: rendered.load(view, name) for name in view.files}
    write_frame(tmp_path / "data", frame.index, frame.plan, [(replace(view, instances=items), images)])
    write_bop(read_dataset(tmp_path / "data"), tmp_path / "out")
    (scene,) = (path.parent for path in (tmp_path / "out").glob("*/*/scene_gt.json"))
    (poses,) = read(scene / "scene_gt.json").values()
    ids = [pose["scenewright"]["instance_id"] for pose in poses]
    assert seen[0] not in ids
    assert seen[1] in ids
    coco = read(scene / "scene_gt_coco.json")["annotations"]
    by_area = {item["area"]: item["ignore"] for item in coco}
    assert by_area[view.instances[seen[1] - 1].visible_px] is True
    assert by_area[view.instances[seen[2] - 1].visible_px] is False


def test_far_scenes_have_a_coarser_depth():
    assert writing._depth_scale(np.array([[6.0, np.inf]], np.float32)) == 0.1
    assert writing._depth_scale(np.array([[7.0]], np.float32)) == 1.0
    assert writing._depth_scale(np.array([[np.inf]], np.float32)) == 0.1
    assert writing._depth_scale(None) == 0.1


def test_too_many_sizes_are_told_with_the_remedy(rendered, tmp_path, monkeypatch):
    monkeypatch.setattr(bop_models, "_MOST_MODELS", 2)
    with pytest.raises(UserError, match=r"more than 2 different ones, as '.*fix the scale"):
        write_bop(rendered, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_an_asset_that_changed_since_is_told(rendered, tmp_path, monkeypatch):
    def another(self, source, pose="", phase=0.0):
        return AssetLoader.model(self, "shape_torus")

    monkeypatch.setattr(AssetLoader, "posed", another)
    with pytest.raises(UserError, match="has changed since the dataset was made"):
        write_bop(rendered, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_an_asset_that_is_gone_is_told(made_up, tmp_path):
    plan = ObjectPlan(1, "g", 1, "cup", "no_such_thing", (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), 1.0)
    with made_up(["cup"], [1]) as (dataset, out):
        path = dataset.folder / "records" / "000000.json"
        record = read(path)
        record["plan"]["objects"] = [{name: getattr(plan, name) for name in ObjectPlan.__dataclass_fields__}]
        path.write_text(json.dumps(record))
        with pytest.raises(UserError, match="there is no object 'no_such_thing'"):
            write_bop(dataset, out)


def test_each_moment_of_a_walk_is_a_model_of_its_own(tmp_path):
    assets = AssetLoader(tmp_path)
    walk = ObjectPlan(1, "g", 1, "p", "person_man_01", (0.0,) * 3, (1.0, 0.0, 0.0, 0.0), 1.0, pose="walk", phase=0.3)
    shape = bop_models.shape_of(walk, assets)
    assert shape == replace(shape, pose="walk")
    other = bop_models.shape_of(replace(walk, phase=0.8), assets)
    assert isinstance(other, Shape)
    assert other != shape
    assert bop_models.shape_of(replace(walk, phase=bop_models._phase(shape, assets)), assets) == shape


@pytest.mark.parametrize("name", ["scene_camera.json", "scene_gt.json", "scene_gt_info.json"])
def test_damaged_files_are_named(rendered, tmp_path, name):
    write_bop(rendered, tmp_path / "out")
    (tmp_path / "out" / "train_pbr" / "000000" / name).write_text("{")
    with pytest.raises(UserError, match=r"labels of .*train_pbr/000000 are damaged"):
        list(read_bop(tmp_path / "out"))


def test_datasets_of_others_without_our_file_are_read(rendered, tmp_path):
    write_bop(rendered, tmp_path / "out")
    (tmp_path / "out" / "scenewright.json").unlink()
    for path in (tmp_path / "out").glob("*/*/scene_*.json"):
        if "coco" not in path.name:
            data = read(path)
            for entry in data.values():
                for part in entry if isinstance(entry, list) else [entry]:
                    part.pop("scenewright", None)
                    part.pop("cam_R_w2c", None)
            path.write_text(json.dumps(data))
    found = list(read_bop(tmp_path / "out"))
    assert {item.class_name for view in found for item in view.record.instances} <= {
        f"obj_{k:06d}" for k in range(1, 9)
    }
    assert found[0].record.world_from_camera == tuple(np.eye(4).ravel().tolist())
