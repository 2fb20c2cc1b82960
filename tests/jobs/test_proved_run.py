"""A render ends with its proof, and what is wrong fails it."""

import json

import pytest

from scenewright.datasets.naming import content_hash
from scenewright.jobs.events import Item
from scenewright.jobs.generate import Wish
from scenewright.jobs.proved_run import generate_proved
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project


@pytest.fixture
def wish(tmp_path):
    file = load_project(shipped("presets") / "cup_detection.yaml")
    return Wish(file, tmp_path / "out", range(2), engine="flat")


def test_a_render_ends_with_its_certificate(wish):
    finished = generate_proved(wish, lambda _: None)
    assert finished.outcome == "succeeded"
    assert "2 frames hold all" in finished.message
    assert json.loads((wish.folder / "certificate.json").read_text())["frames"] == 2


def test_a_run_that_has_nothing_to_do_leaves_the_certificate_alone(wish):
    generate_proved(wish, lambda _: None)
    before = (wish.folder / "certificate.json").read_bytes()
    events = []
    assert generate_proved(wish, events.append).outcome == "succeeded"
    assert not any(isinstance(event, Item) for event in events)
    assert (wish.folder / "certificate.json").read_bytes() == before


def test_a_dataset_that_contradicts_itself_fails_the_run(wish):
    generate_proved(wish, lambda _: None)
    mask = wish.folder / "instance_mask" / "000000.png"
    other = wish.folder / "instance_mask" / "000001.png"
    record = wish.folder / "records" / "000000.json"
    data = json.loads(record.read_text())
    data["views"][0]["file_bytes"]["instance_mask"] = other.stat().st_size
    data["views"][0]["file_hashes"]["instance_mask"] = content_hash(other.read_bytes())
    record.write_text(json.dumps(data))
    mask.write_bytes(other.read_bytes())
    (wish.folder / "certificate.json").unlink()
    finished = generate_proved(wish, lambda _: None)
    assert finished.outcome == "failed"
    assert "contradictions in 2 frames" in finished.message


def test_a_stopped_render_is_not_checked(wish):
    finished = generate_proved(wish, lambda _: None, stop=lambda: True)
    assert finished.outcome == "cancelled"
    assert not (wish.folder / "certificate.json").exists()
