"""The main job as people do it: a preset, the built-in engine, the command line."""

import contextlib
import io
import json
import shutil
import subprocess
import sys

import pytest
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from scenewright.paths import shipped


def _run(*arguments):
    command = [sys.executable, "-m", "scenewright", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    path = tmp_path_factory.mktemp("project") / "cups.yaml"
    shutil.copy(shipped("presets") / "cup_detection.yaml", path)
    return path


@pytest.fixture(scope="module")
def dataset(project):
    out = project.parent / "dataset"
    done = _run("generate", project, "--out", out, "--frames", "0:3")
    assert done.returncode == 0
    assert done.stderr.startswith(f"3 frames are in {out}")
    assert "3 frames hold all 20 relations" in done.stderr
    return out


def test_every_frame_has_its_picture_its_labels_and_a_sheet(dataset):
    for folder in ("rgb", "instance_mask", "semantic_mask", "distance_to_camera", "distance_to_image_plane", "normals"):
        assert [path.stem for path in sorted((dataset / folder).iterdir())] == ["000000", "000001", "000002"]
    with Image.open(dataset / "contact_sheet.png") as sheet:
        assert sheet.width > 1000
    with Image.open(dataset / "rgb/000000.png") as picture:
        assert picture.size == (640, 480)
        assert len(picture.convert("L").getcolors(256)) > 64


def test_the_certificate_finds_nothing(dataset):
    done = _run("check", dataset)
    assert done.returncode == 0, done.stderr
    certificate = json.loads((dataset / "certificate.json").read_text())
    assert certificate["violations"] == []
    held = {name for name, count in certificate["checked"].items() if count == 3}
    assert len(held) == 20
    assert held.isdisjoint({"keypoints_follow_depth", "flows_are_inverse"}), "cups have no keypoints, and this no clips"
    assert set(certificate["checked"].values()) == {0, 3}


def test_a_second_run_does_nothing(project, dataset):
    frames = [path for path in dataset.rglob("00000*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in frames}
    done = _run("generate", project, "--out", dataset, "--frames", "0:3")
    assert done.returncode == 0, done.stderr
    assert {path: path.stat().st_mtime_ns for path in frames} == before


def test_the_coco_export_agrees_with_itself_under_the_official_evaluation(dataset, tmp_path):
    done = _run("export", dataset, "--format", "coco", "--out", tmp_path / "coco")
    assert done.returncode == 0, done.stderr
    [path] = (tmp_path / "coco").rglob("*.json")
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(path))
        results = [
            {"image_id": a["image_id"], "category_id": a["category_id"], "bbox": a["bbox"], "score": 1.0,
             "segmentation": truth.annToRLE(a)}
            for a in truth.dataset["annotations"]
        ]  # fmt: skip
        for kind in ("bbox", "segm"):
            evaluation = COCOeval(truth, truth.loadRes(results), kind)
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
            assert evaluation.stats[0] == pytest.approx(1.0), kind
    assert len(truth.imgs) == 3
    assert len(truth.anns) >= 3
