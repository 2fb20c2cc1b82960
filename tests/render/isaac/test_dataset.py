"""A dataset that Isaac Sim drew is as any other: the same labels, the same exports, the same proof."""

import json
import re

import numpy as np
import PIL.Image
import pytest

from scenewright.jobs.export import export
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

pytestmark = pytest.mark.usefixtures("nothing_left")

FRAMES = 6


@pytest.fixture
def drawn(isaac, run):
    isaac()
    finished, _, folder = run()
    assert finished.outcome == "succeeded", finished.message
    return folder


def test_the_records_are_those_of_our_own_engine_but_for_border_pixels(drawn, project, tmp_path):
    own = tmp_path / "own"
    generate(Wish(load_project(project), own, range(FRAMES), 0, "flat"), lambda _: None)
    for index in range(FRAMES):
        theirs, ours = (json.loads((folder / f"records/{index:06d}.json").read_text()) for folder in (drawn, own))
        assert theirs["plan"] == ours["plan"]
        for one, other in zip(theirs["views"][0]["instances"], ours["views"][0]["instances"], strict=True):
            for exact in ("instance_id", "class_name", "extent_low", "extent_high", "world_from_object"):
                assert one[exact] == other[exact]
            assert abs(one["visible_px"] - other["visible_px"]) <= 4


def test_the_run_record_says_what_drew(drawn):
    engine = json.loads((drawn / "run.json").read_text())["engine"]
    assert engine["engine"] == "isaac"
    assert engine["isaac_sim"] == "5.1.0"
    assert engine["compared_with"] == "flat"


LAYOUT = {
    # Section by section of BasicWriter's documented layout: file name without number -> what it holds.
    "rgb.png": ("image", "uint8", 4),
    "bounding_box_2d_tight.npy": ("rows", ["semanticId", "x_min", "y_min", "x_max", "y_max", "occlusionRatio"]),
    "bounding_box_2d_tight_labels.json": ("labels",),
    "bounding_box_2d_tight_prim_paths.json": ("paths",),
    "bounding_box_2d_loose.npy": ("rows", ["semanticId", "x_min", "y_min", "x_max", "y_max", "occlusionRatio"]),
    "bounding_box_2d_loose_labels.json": ("labels",),
    "bounding_box_2d_loose_prim_paths.json": ("paths",),
    "bounding_box_3d.npy": (
        "rows",
        ["semanticId", "x_min", "y_min", "z_min", "x_max", "y_max", "z_max", "transform", "occlusionRatio"],
    ),
    "bounding_box_3d_labels.json": ("labels",),
    "bounding_box_3d_prim_paths.json": ("paths",),
    "semantic_segmentation.png": ("image", "uint8", 4),
    "semantic_segmentation_labels.json": ("colors",),
    "instance_segmentation.png": ("image", "uint8", 4),
    "instance_segmentation_mapping.json": ("colors",),
    "instance_segmentation_semantics_mapping.json": ("colors",),
    "instance_id_segmentation.png": ("image", "uint8", 4),
    "instance_id_segmentation_mapping.json": ("colors",),
    "distance_to_camera.npy": ("map", (64, 96)),
    "distance_to_image_plane.npy": ("map", (64, 96)),
    "normals.png": ("image", "uint8", 4),
    "occlusion.npy": ("rows", ["instanceId", "semanticId", "occlusionRatio"]),
    "camera_params.json": ("camera",),
}
POINTS = {f"pointcloud{part}.npy" for part in ("", "_rgb", "_normals", "_semantic", "_instance")}
CAMERA = {
    "cameraAperture",
    "cameraApertureOffset",
    "cameraFocalLength",
    "cameraFocusDistance",
    "cameraFStop",
    "cameraModel",
    "cameraNearFar",
    "cameraProjection",
    "cameraViewTransform",
    "metersPerSceneUnit",
    "renderProductResolution",
}


def test_the_basic_writer_layout_is_file_for_file_as_documented(drawn, tmp_path):
    out = tmp_path / "basic"
    finished = export(drawn, "basicwriter", out, None, lambda _: None, lambda: False)
    assert finished.outcome == "succeeded", finished.message
    wanted = {re.sub(r"(\.\w+)$", rf"_{index:04d}\1", name) for name in {*LAYOUT, *POINTS} for index in range(FRAMES)}
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    numbered = {name for name in found if re.search(r"_\d{4}\.\w+$", name)}
    assert numbered == wanted
    assert "metadata.txt" in found
    for name, (kind, *details) in LAYOUT.items():
        CHECKS[kind](out / re.sub(r"(\.\w+)$", r"_0000\1", name), *details)


def is_image(path, dtype, channels):
    with PIL.Image.open(path) as picture:
        pixels = np.asarray(picture)
    assert (pixels.dtype, pixels.shape) == (np.dtype(dtype), (64, 96, channels))


def has_rows(path, names):
    assert list(np.load(path).dtype.names) == names


def is_map(path, shape):
    array = np.load(path)
    assert (array.dtype, array.shape) == (np.float32, shape)


def has_labels(path):
    data = json.loads(path.read_text())
    assert data
    assert all(set(value) == {"class"} for value in data.values())


def has_paths(path):
    data = json.loads(path.read_text())
    assert data
    assert all(value.startswith("/") for value in data)


def has_colors(path):
    assert all(re.fullmatch(r"\(\d+, \d+, \d+, \d+\)", key) for key in json.loads(path.read_text()))


def has_camera(path):
    assert set(json.loads(path.read_text())) >= CAMERA


CHECKS = {
    "image": is_image,
    "rows": has_rows,
    "map": is_map,
    "labels": has_labels,
    "paths": has_paths,
    "colors": has_colors,
    "camera": has_camera,
}


def test_a_calibrated_camera_with_a_lens_is_drawn_square_and_brought_to_its_own(isaac, run, tmp_path, project):
    isaac(no_offset=True)
    text = project.read_text().replace(
        "width_px: 96, height_px: 64",
        "width_px: 96, height_px: 64, intrinsics: {fx_px: 100, fy_px: 104, cx_px: 50.3, cy_px: 30.1}, "
        "lens: {kind: opencv, k1: -0.1}",
    )
    path = tmp_path / "bent.yaml"
    path.write_text(text)
    finished, _, _ = run(frames=3, path=path)
    assert finished.outcome == "succeeded", finished.message


def test_clips_have_flow(isaac, run, tmp_path, project):
    isaac()
    text = project.read_text().replace("- amodal_mask", "- forward_flow\n- backward_flow\n- part_mask")
    path = tmp_path / "clip.yaml"
    path.write_text(text.replace("output:", "clip: {length: 3, rate_hz: 10}\noutput:"))
    finished, _, folder = run(frames=3, path=path)
    assert finished.outcome == "succeeded", finished.message
    assert (folder / "forward_flow").is_dir()
