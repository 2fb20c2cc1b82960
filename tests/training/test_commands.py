"""Training, measuring, predicting and deploying from the command line, one after the other on one small run."""

import json
import os
import subprocess
import sys

import pytest
import torch
from PIL import Image

from scenewright.datasets.coco import write_coco
from scenewright.datasets.curation import read_curation, write_curation
from scenewright.datasets.store import read_dataset
from scenewright.training.native import read_native


def command(*words, code=0):
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "scenewright", *map(str, words)], env=environment, capture_output=True, text=True,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done


def evaluated(run, name, file="scores.json"):
    """Return what an evaluation of a set of this name says; there must be one."""
    [path] = run.glob(f"evaluations/{name}-*/{file}")
    return json.loads(path.read_text())


@pytest.fixture(scope="module")
def dataset(tmp_path_factory, write_rectangles):
    return write_rectangles(tmp_path_factory.mktemp("commands") / "dataset", frames=40, size=(96, 64))


@pytest.fixture(scope="module")
def trained(dataset):
    run = dataset.parent / "run"
    done = command("train", dataset, "--out", run, "--epochs", 12, "--batch", 5, "--size", 0, "--model", "center_small")
    assert "not tested on real" in done.stderr.replace("\n", " ")
    assert evaluated(run, "dataset")["by_class"].keys() == {"red", "blue"}, "the frames held back are measured at once"
    return run


def test_a_run_holds_its_facts_metrics_pictures_and_weights(trained):
    facts = json.loads((trained / "run.json").read_text())
    assert facts["weights"] == "The model starts from random weights."
    assert facts["images"] == {"training": 30, "validation": 10}
    lines = [json.loads(line) for line in (trained / "metrics.jsonl").read_text().splitlines()]
    epochs = [line for line in lines if line["kind"] == "epoch"]
    assert epochs[-1]["epoch"] == 12
    assert len(list((trained / "epochs").glob("*.jpg"))) == 12
    weights = torch.load(trained / "model.pth", weights_only=True)
    assert "stem.0.weight" in weights
    assert not list(trained.glob("pixels*"))


def test_the_same_command_again_has_nothing_to_do(trained, dataset):
    before = (trained / "model.pth").read_bytes()
    command("train", dataset, "--out", trained, "--epochs", 12, "--batch", 5, "--size", 0, "--model", "center_small")
    assert (trained / "model.pth").read_bytes() == before
    done = command("train", dataset, "--out", trained, "--epochs", 5, "--model", "center_small", code=2)
    assert "another training" in done.stderr


def test_measuring_on_its_own_set_takes_held_back_frames_only_and_tags_mistakes(trained, dataset):
    done = command("evaluate", trained, "--on", dataset)
    assert "only those held back" in done.stderr
    scores = evaluated(trained, "dataset")
    assert scores["images"] == 10
    assert not scores["is_real"]
    mistakes = evaluated(trained, "dataset", "mistakes.json")
    tagged = set(read_curation(dataset).tags)
    assert tagged == {image["frame"] for image in mistakes["images"]}
    counts = evaluated(trained, "dataset", "counts.json")["counts"]
    assert sum(hits + missed for hits, _, missed in counts) == 20


def as_photos(dataset, out):
    """Write a dataset as other people's COCO, which nothing tells from photos."""
    write_coco(read_dataset(dataset), out)
    path = out / "annotations.json"
    data = json.loads(path.read_text())
    for image in data["images"]:
        image.pop("scenewright")
    path.write_text(json.dumps(data))
    return out


def test_real_pictures_are_told_from_synthetic_ones_and_the_gap_is_named(trained, dataset, tmp_path, write_rectangles):
    photos = as_photos(write_rectangles(tmp_path / "other", frames=13, size=(96, 64), seed=900), tmp_path / "photos")
    command("evaluate", trained, "--on", dataset)
    done = command("evaluate", trained, "--on", photos)
    assert "a gap of" in done.stderr.replace("\n", " ")
    scores = evaluated(trained, "real_photos")
    assert scores["is_real"]
    assert scores["images"] == 13
    done = command("report", trained)
    page = (trained / "report.html").read_text()
    assert "a gap of" in page
    assert "Not tested on real images" not in page


def test_pictures_that_were_trained_on_are_left_out_whatever_they_are_called_now(trained, dataset, tmp_path):
    photos = as_photos(dataset, tmp_path / "renamed")
    for path in (photos / "images").glob("*"):
        Image.open(path).save(path.with_suffix(".bmp"))  # another file, the same picture
        path.unlink()
    path = photos / "annotations.json"
    path.write_text(path.read_text().replace(".png", ".bmp"))
    done = command("evaluate", trained, "--on", photos)
    assert "trained on 30 of these 40 pictures" in done.stderr.replace("\n", " ")
    assert evaluated(trained, "real_renamed")["images"] == 10


def test_photos_that_were_mixed_in_are_no_test(dataset, tmp_path, write_rectangles):
    photos = as_photos(write_rectangles(tmp_path / "other", frames=6, size=(96, 64), seed=500), tmp_path / "photos")
    run = tmp_path / "run"
    command("train", dataset, "--out", run, "--epochs", 1, "--size", 0, "--model", "center_small", "--mix", photos)
    done = command("evaluate", run, "--on", photos, code=2)
    assert "trained on every one of the 6 pictures" in done.stderr.replace("\n", " ")


def test_another_look_of_the_same_folder_name_does_not_replace_the_scores_held_back(
    trained, dataset, tmp_path, write_rectangles
):
    other = write_rectangles(tmp_path / "dataset", frames=7, size=(96, 64), seed=300)
    command("evaluate", trained, "--on", dataset)
    command("evaluate", trained, "--on", other, "--real")
    found = [json.loads(path.read_text()) for path in trained.glob("evaluations/*/scores.json")]
    by_place = {item["dataset"]: item for item in found}
    assert by_place[str(dataset)]["is_held_back"]
    assert by_place[str(dataset)]["images"] == 10
    assert by_place[str(other)]["images"] == 7
    assert not by_place[str(other)]["is_held_back"]
    assert not by_place[str(other)]["is_real"], "frames of ours are never real, whatever is said of them"


def test_predictions_are_written_as_json_and_pictures(trained, dataset, tmp_path):
    command("predict", trained, dataset / "rgb/000000.png", dataset / "rgb/000001.png", "--out", tmp_path / "found",
            "--threshold", "0")  # fmt: skip
    found = json.loads((tmp_path / "found/predictions.json").read_text())
    assert len(found["pictures"]) == 2
    assert {item["class"] for picture in found["pictures"] for item in picture["found"]} <= {"red", "blue"}
    assert (tmp_path / "found/0000_000000.jpg").exists()
    done = command("predict", trained, tmp_path / "nothing", code=2)
    assert "There is no" in done.stderr


def test_a_bundle_passes_its_own_self_test_and_notices_another_model(trained, tmp_path):
    command("deploy", trained, "--out", tmp_path / "bundle")
    bundle = tmp_path / "bundle"
    names = {path.name for path in bundle.iterdir()}
    assert {"model.onnx", "model.pth", "model.torchscript.pt", "classes.txt", "bundle.json", "infer.py",
            "build_engine.sh", "MODEL_CARD.md", "isaac_ros", "self_test"} <= names  # fmt: skip
    assert "SHA-256" in (bundle / "MODEL_CARD.md").read_text()
    compile((bundle / "isaac_ros/detect.launch.py").read_text(), "detect.launch.py", "exec")
    test = [sys.executable, str(bundle / "infer.py"), "--self-test"]
    assert subprocess.run(test, capture_output=True, check=False).returncode == 0
    expected = json.loads((bundle / "self_test/expected.json").read_text())
    assert len(expected) == 3
    first = next(iter(expected))
    expected[first].append({"class": "red", "score": 0.9, "box": [0, 0, 5, 5]})
    (bundle / "self_test/expected.json").write_text(json.dumps(expected))
    assert subprocess.run(test, capture_output=True, check=False).returncode == 1
    assert "not empty" in command("deploy", trained, "--out", bundle, code=2).stderr


def test_frames_set_aside_are_in_no_training(fresh_rectangles):
    write_curation(fresh_rectangles, read_curation(fresh_rectangles).with_set_aside([2, 5], "odd"))
    assert not {2, 5} & set(read_native(fresh_rectangles)[0].frames.tolist())


def test_events_tell_programs_how_far_it_is_and_closing_the_input_stops_it(dataset, tmp_path):
    words = ["train", str(dataset), "--out", str(tmp_path / "run"), "--epochs", "50", "--batch", "5", "--model",
             "center_small", "--events", "json"]  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "scenewright", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ) as child:  # fmt: skip
        events = []
        for line in child.stdout:
            events.append(json.loads(line))
            if events[-1]["type"] == "progress" and child.stdin and not child.stdin.closed:
                child.stdin.close()
    assert events[-1]["type"] == "finished"
    assert events[-1]["outcome"] == "cancelled"
    assert {"started", "metric", "progress"} <= {event["type"] for event in events}
    assert (tmp_path / "run/last.pt").exists()
