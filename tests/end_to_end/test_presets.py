"""Every preset draws, and its labels are proved."""

import json

import pytest

from scenewright.jobs.check import check
from scenewright.jobs.events import Log
from scenewright.jobs.generate import Wish, generate
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project

PRESETS = sorted(shipped("presets").glob("*.yaml"))


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_a_preset_draws_and_its_labels_are_proved(path, tmp_path):
    file, events = load_project(path), []
    finished = generate(Wish(file, tmp_path / "out", range(2)), events.append)
    assert finished.outcome == "succeeded"
    assert [event.text for event in events if isinstance(event, Log) and event.level == "warning"] == []
    assert check(tmp_path / "out", lambda _: None).outcome == "succeeded"
    assert json.loads((tmp_path / "out" / "certificate.json").read_text())["violations"] == []


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_a_preset_says_why(path):
    spec = load_project(path).spec
    assert len(spec.description) > 120
    assert spec.output.frames >= 100
    for part in (spec.floor, spec.room, spec.environment, spec.clip, spec.output):
        assert part is None or len(part.note) > 20
    assert [item.name for item in (*spec.objects, *spec.lights, *spec.cameras) if len(item.note) < 20] == []
