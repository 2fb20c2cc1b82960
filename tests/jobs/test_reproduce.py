"""A frame is made again from its stored plan, and every difference is told."""

import json
import shutil

import numpy as np
import pytest

from scenewright.datasets.images import encode_png, read_array
from scenewright.errors import UserError
from scenewright.jobs.reproduce import in_words, reproduce


@pytest.fixture
def copy(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "copy")


def _changed(dataset, index, change):
    """Change a frame's record as data, so that it is still one."""
    path = dataset / f"records/{index:06d}.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data, separators=(",", ":")))


def test_a_frame_made_again_is_the_same_in_every_value(copy):
    found = reproduce(copy, 5)
    assert found.is_same
    assert (found.label_differences, found.color_most, found.engine_differences) == ((), 0, ())
    assert found.is_sampled_alike
    assert in_words(found) == [
        "Frame 5: every label and every number of its record is the same.",
        "Its colours are the same, value by value.",
    ]


def test_a_label_that_differs_in_one_pixel_is_told(copy):
    path = copy / "instance_mask/000005.png"
    mask = read_array(path)
    mask[0, 0] += 1
    content = encode_png(mask)
    path.write_bytes(content)
    _changed(copy, 5, lambda data: data["views"][0]["file_bytes"].update(instance_mask=len(content)))
    found = reproduce(copy, 5)
    assert not found.is_same
    assert found.label_differences == ("instance_mask of camera in 1 values",)


def test_a_number_of_the_record_that_differs_is_told(copy):
    _changed(copy, 2, lambda data: data["views"][0]["instances"][0].update(visible_px=1))
    assert reproduce(copy, 2).label_differences == ("the record of camera",)


def test_colours_within_the_tolerance_are_the_same_frame_and_beyond_it_are_not(copy):
    path = copy / "rgb/000003.png"
    picture = read_array(path)
    for change, same in ((3, True), (40, False)):
        content = encode_png(np.where(picture > 200, picture - change, picture + change).astype(np.uint8))
        path.write_bytes(content)
        size = {"rgb": len(content)}
        _changed(copy, 3, lambda data, size=size: data["views"][0]["file_bytes"].update(size))
        found = reproduce(copy, 3)
        assert (found.is_same, found.label_differences) == (same, ())
        assert found.color_most == change
        assert any(("within" if same else "BEYOND") in sentence for sentence in in_words(found))


def test_the_stored_plan_is_drawn_though_the_project_would_choose_another(copy):
    project = copy / "project.yaml"
    project.write_text(project.read_text().replace("seed: 3", "seed: 4"))
    found = reproduce(copy, 4)
    assert (found.is_same, found.is_sampled_alike) == (True, False)
    assert "This version would choose another plan" in in_words(found)[-1]


def test_another_engine_or_version_then_is_told(copy):
    history = copy / "run/runs.json"
    data = json.loads(history.read_text())
    data["runs"][0]["engine"] = {"engine": "flat", "driver": "older"}
    data["runs"][0]["version"] = "0.0.1"
    history.write_text(json.dumps(data))
    told = in_words(reproduce(copy, 1))[-1]
    assert "program: 0.0.1, now" in told
    assert "driver: older, now unknown" in told


def test_a_dataset_without_a_history_is_reproduced_by_its_run_record(copy):
    shutil.rmtree(copy / "run")
    assert reproduce(copy, 0).is_same


def test_a_frame_that_is_not_there_is_refused(copy):
    with pytest.raises(UserError, match="holds no frame 99"):
        reproduce(copy, 99)


def test_the_command_line_says_it_by_its_exit_code(run, copy):
    done = run("reproduce", copy, "--frame", 7)
    assert (done.returncode, done.stderr) == (0, "")
    assert "every label and every number" in done.stdout
    _changed(copy, 7, lambda data: data["views"][0]["instances"][0].update(visible_px=1))
    assert run("reproduce", copy, "--frame", 7).returncode == 1


def test_an_engine_that_there_is_not_is_refused(copy):
    with pytest.raises(UserError, match="no engine 'embeded': choose embedded or flat or isaac"):
        reproduce(copy, 5, "embeded")
