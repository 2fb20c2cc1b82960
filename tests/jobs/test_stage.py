"""Frames of a project as a USD stage, by the command line's own job."""

from dataclasses import replace

import pytest
from pxr import Usd

from scenewright.cli.commands import app
from scenewright.errors import UserError
from scenewright.jobs.events import Log, Progress
from scenewright.jobs.stage import export_stage
from scenewright.spec.cameras import OpenCvLens
from scenewright.spec.sensor import SensorSpec
from scenewright.spec.yaml_io import load_project


def test_a_stage_is_a_film_of_the_frames_that_are_asked_for(project, tmp_path):
    events = []
    finished = export_stage(
        load_project(project), range(2, 5), tmp_path / "stage", "written", events.append, lambda: False
    )
    assert finished.outcome == "succeeded"
    assert events[-1] == Progress(3, 3)
    stage = Usd.Stage.Open(str(tmp_path / "stage" / "stage.usda"))
    assert (stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (2, 4)
    assert stage.GetTimeCodesPerSecond() == 24


def test_what_a_stage_cannot_hold_is_told(project, tmp_path):
    file = load_project(project)
    camera = file.spec.cameras[0].model_copy(
        update={"lens": OpenCvLens(k1=-0.1), "sensor": SensorSpec(), "name": "left"}
    )
    spec = file.spec.model_copy(update={"cameras": (camera,)})
    events = []
    export_stage(replace(file, spec=spec), range(1), tmp_path / "stage", "written", events.append, lambda: False)
    told = [event.text for event in events if isinstance(event, Log)]
    assert len(told) == 2
    assert "Camera 'left'" in told[0]
    assert "distortion" in told[0]
    assert "sensor effects" in told[1].lower()


def test_stopping_writes_nothing(project, tmp_path):
    finished = export_stage(
        load_project(project), range(3), tmp_path / "stage", "written", lambda _: None, lambda: True
    )
    assert finished.outcome == "cancelled"
    assert not (tmp_path / "stage").exists()


def test_a_folder_that_cannot_be_made_is_told_in_words(project, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="Could not write the stage"):
        export_stage(load_project(project), range(1), tmp_path / "file" / "s", "written", lambda _: None, lambda: False)


def test_the_commands_are_known():
    names = {command.name or command.callback.__name__ for command in app.registered_commands}
    grouped = {c.callback.__name__ for g in app.registered_groups for c in g.typer_instance.registered_commands}
    assert {"stage", "script"} <= names | grouped
