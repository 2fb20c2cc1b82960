import json
import math

import numpy as np
import pytest
from labelformat.formats.kitti import KittiObjectDetectionInput
from PIL import Image

from scenewright.datasets.kitti import labels
from scenewright.datasets.kitti.reading import read_kitti
from scenewright.datasets.kitti.writing import class_tokens, write_kitti
from scenewright.errors import UserError
from scenewright.geometry.camera import project


@pytest.fixture(scope="session")
def exported(rendered, tmp_path_factory):
    out = tmp_path_factory.mktemp("kitti") / "out"
    return out, write_kitti(rendered, out, most_tilt_deg=0.01)


def lines(folder, number):
    text = (folder / "training" / "label_2" / f"{number:06d}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines()]


def views(dataset):
    return [view for frame in dataset.frames() for view in frame.views]


def test_another_reader_finds_the_same_boxes(exported, rendered):
    source = exported[0] / "training" / "label_2"
    read = KittiObjectDetectionInput(source, "cup,große_Dose", images_rel_path="../image_2")
    found = {label.image.filename: label.objects for label in read.get_labels()}
    assert len(found) == 8
    for number, view in enumerate(views(rendered)):
        seen = [item for item in view.instances if item.box_tight]
        objects = found[f"{number:06d}.png"]
        assert [item.category.name.replace("_", " ") for item in objects] == [item.class_name for item in seen]
        assert [(b.xmin, b.ymin, b.xmax, b.ymax) for b in (item.box for item in objects)] == [
            item.box_tight for item in seen
        ]


def test_boxes_in_space_are_the_truth_by_the_formula_of_the_development_kit(
    exported, rendered, box_corners, in_camera, same_points
):
    upright = 0
    for number, view in enumerate(views(rendered)):
        for row, item in zip(lines(exported[0], number), [i for i in view.instances if i.box_tight], strict=True):
            height, width, length, x, y, z, yaw = map(float, row[8:15])
            if height < 0:
                continue
            across = np.array([length, length, -length, -length] * 2) / 2
            down = np.array([0.0] * 4 + [-height] * 4)
            along = np.array([width, -width, -width, width] * 2) / 2
            turn = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
            corners = (turn @ np.stack([across, down, along])).T + np.array([x, y, z])
            assert same_points(corners, in_camera(view, box_corners(item)), within=1e-3)
            assert float(row[3]) == pytest.approx(math.remainder(yaw - math.atan2(x, z), math.tau), abs=1e-4)
            upright += 1
    assert upright > 5


def test_the_front_of_an_object_points_where_its_yaw_says(made_up):
    with made_up(["cup"], [4]) as (dataset, out):
        write_kitti(dataset, out)
        view = views(dataset)[0]
        for row, item in zip(lines(out, 0), view.instances, strict=True):
            yaw = float(row[14])
            turn = np.linalg.inv(np.reshape(view.world_from_camera, (4, 4))) @ np.reshape(
                item.world_from_object, (4, 4)
            )
            front = turn[:3, :3] @ (0.0, -1.0, 0.0) / 1.5
            np.testing.assert_allclose(front, (math.cos(yaw), 0, -math.sin(yaw)), atol=1e-4)


def test_tilted_objects_have_no_values_in_space_and_are_counted(exported, rendered):
    rows = [row for number in range(8) for row in lines(exported[0], number)]
    tilted = [row for row in rows if row[8:] == ["-1", "-1", "-1", "-1000", "-1000", "-1000", "-10"]]
    assert 0 < len(tilted) < len(rows)
    assert exported[1].startswith(f"{len(tilted)} of {len(rows)} objects do not stand level")
    stated = json.loads((exported[0] / "conventions.json").read_text(encoding="utf-8"))["objects"]
    assert stated == {"labelled": len(rows), "tilted": len(tilted), "ignored": 0}


def test_tilted_objects_are_refused_where_that_is_asked_for(rendered, tmp_path, made_up):
    with pytest.raises(UserError, match="do not stand level before camera 'camera', which KITTI cannot say"):
        write_kitti(rendered, tmp_path / "out", tilted="refuse")
    assert list(tmp_path.iterdir()) == []
    with made_up(["cup"], [5]) as (dataset, out):
        assert write_kitti(dataset, out, tilted="refuse") == ""


def test_what_a_visibility_rule_ignores_is_a_region_nobody_cares_about(made_up):
    with made_up(["cup", "DontCare"], [6]) as (dataset, out):
        path = dataset.folder / "records" / "000000.json"
        record = json.loads(path.read_bytes())
        record["views"][0]["instances"][2]["verdict"] = "ignore"
        path.write_text(json.dumps(record))
        write_kitti(dataset, out)
        rows = lines(out, 0)
        assert [row[0] == "DontCare" for row in rows] == [False, False, True, False, False, False]
        assert rows[2][1:4] == ["-1", "-1", "-10"]
        (view,) = read_kitti(out)
        assert view.ignored == (views(dataset)[0].instances[2].box_tight,)
        assert len(view.record.instances) == 5


@pytest.mark.parametrize(("ratio", "level"), [(0.0, 0), (0.05, 0), (0.051, 1), (0.5, 1), (0.51, 2), (1, 2), (None, 3)])
def test_occlusion_has_three_levels_and_unknown(ratio, level):
    assert labels.occluded(ratio) == level


def test_class_names_have_no_spaces_and_all_differ():
    tokens = class_tokens(["big cup", "big_cup", "DontCare", "\u2003", "a\tb"])
    assert tokens["big cup"] == "big_cup"
    assert len(set(tokens.values())) == 5
    assert all(len(token.split()) == 1 and token != "DontCare" for token in tokens.values())


def test_pictures_are_the_same_file_and_depth_is_in_256ths_of_a_metre(exported, rendered):
    for number, view in enumerate(views(rendered)):
        place = exported[0] / "training" / "image_2" / f"{number:06d}.png"
        assert place.samefile(rendered.folder / view.files["rgb"])
        with Image.open(exported[0] / "training" / "depth_2" / f"{number:06d}.png") as picture:
            assert picture.mode.startswith("I")
            units = np.array(picture)
        depth = rendered.load(view, "distance_to_image_plane")
        assert (units[~np.isfinite(depth)] == 0).all()
        np.testing.assert_allclose(units[units > 0] / 256, depth[units > 0], atol=1 / 512)


def test_frames_for_training_and_validation_are_listed(exported, rendered):
    listed = {name: (exported[0] / "ImageSets" / f"{name}.txt").read_text().split() for name in ("train", "val")}
    frames = list(rendered.frames())
    assert listed["val"] == [f"{k:06d}" for k, frame in enumerate(frames) if '"split":"validation"' in frame.plan]
    assert len(listed["train"]) + len(listed["val"]) == len(frames)
    assert listed["val"]


def test_a_line_of_the_original_dataset_is_understood(tmp_path):
    """Image 000001 of KITTI's training set: its truck projects into its own 2D box through camera 2."""
    for name in ("image_2", "label_2", "calib"):
        (tmp_path / "training" / name).mkdir(parents=True)
    Image.new("RGB", (1242, 375)).save(tmp_path / "training" / "image_2" / "000001.png")
    (tmp_path / "training" / "label_2" / "000001.txt").write_text(
        "Truck 0.00 0 -1.57 599.41 156.40 629.75 189.25 2.85 2.63 12.34 0.47 1.49 69.44 -1.56\n"
        "DontCare -1 -1 -10 503.89 169.71 590.61 190.13 -1 -1 -1 -1000 -1000 -1000 -10\n"
    )
    (tmp_path / "training" / "calib" / "000001.txt").write_text(
        "P2: 7.215377e+02 0 6.095593e+02 4.485728e+01 0 7.215377e+02 1.728540e+02 2.163791e-01 0 0 1 2.745884e-03\n"
        "R0_rect: 9.999239e-01 9.837760e-03 -7.445048e-03 -9.869795e-03 9.999421e-01 -4.278459e-03 7.402527e-03 "
        "4.351614e-03 9.999631e-01\n"
        "Tr_velo_to_cam: 7.533745e-03 -9.999714e-01 -6.166020e-04 -4.069766e-03 1.480249e-02 7.280733e-04 "
        "-9.998902e-01 -7.631618e-02 9.998621e-01 7.523790e-03 1.480755e-02 -2.717806e-01\n\n"
    )
    (view,) = read_kitti(tmp_path)
    (truck,) = view.record.instances
    assert (truck.class_name, truck.truncation_ratio) == ("Truck", 0.0)
    pose = np.linalg.inv(np.reshape(view.record.world_from_camera, (4, 4))) @ np.reshape(
        truck.world_from_object, (4, 4)
    )
    low, high = np.array(truck.extent_low), np.array(truck.extent_high)
    corners = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
    pixels = project(view.record.intrinsics, corners @ pose[:3, :3].T + pose[:3, 3])
    np.testing.assert_allclose((*pixels.min(axis=0), *pixels.max(axis=0)), truck.box_tight, atol=2.5)
    # In the scanner's frame +z is up and +x ahead.
    place = np.reshape(truck.world_from_object, (4, 4))[:3, 3]
    assert place[0] == pytest.approx(69.7, abs=0.3)
    assert -2 < place[2] < 0
    assert len(view.ignored) == 1


@pytest.mark.parametrize("text", ["cup 0 0\n", "cup 0 0 a 1 2 3 4 1 1 1 1 1 1 1\n", "\x00\n"])
def test_damaged_labels_are_named(made_up, text):
    with made_up(["cup"], [1]) as (dataset, out):
        write_kitti(dataset, out)
        (out / "training" / "label_2" / "000000.txt").write_text(text)
        with pytest.raises(UserError, match=r"labels of .*000000\.png are damaged"):
            list(read_kitti(out))


def test_a_calibration_that_is_missing_is_named(made_up):
    with made_up(["cup"], [1]) as (dataset, out):
        write_kitti(dataset, out)
        (out / "training" / "calib" / "000000.txt").unlink()
        with pytest.raises(UserError, match=r"Could not read the export: .*000000\.txt"):
            list(read_kitti(out))
