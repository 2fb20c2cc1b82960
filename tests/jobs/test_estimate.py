"""What a run will take is measured on its own frames, and told with what could go wrong."""

import json

import pytest

from scenewright.errors import UserError
from scenewright.jobs.estimate import Estimate, duration, estimate, in_words, size
from scenewright.jobs.events import Started
from scenewright.jobs.generate import Wish
from scenewright.jobs.price import known_price
from scenewright.spec.yaml_io import load_project


@pytest.fixture
def wish(project, tmp_path):
    def of(frames=1000, path=project, **more):
        return Wish(load_project(path), tmp_path / "out", range(frames), engine="flat", **more)

    return of


def test_time_disk_and_cost_are_those_of_all_frames(wish, whole):
    found = estimate(wish(price_per_hour=3.6))
    real = sum(path.stat().st_size for path in whole.rglob("0*.*")) / 16
    assert real * 0.8 < found.bytes_per_frame < real * 2  # tables and project beside the frames
    assert found.disk_bytes == pytest.approx(1000 * found.bytes_per_frame)
    assert found.duration_s == pytest.approx(found.startup_s + 1000 / found.frames_per_second)
    assert found.cost == pytest.approx(found.duration_s * 0.001)
    assert found.cost_per_image == pytest.approx(0.001 / found.frames_per_second)
    assert found.empty_share == 0


def test_nothing_is_written_where_the_dataset_will_be(wish, tmp_path):
    estimate(wish())
    assert not (tmp_path / "out").exists()


def test_frames_that_are_there_are_not_counted(wish, make, tmp_path):
    make(tmp_path / "out", last=4)
    assert estimate(wish(10)).frames == 6


def test_a_disk_that_is_too_small_is_told(wish):
    assert any("The disk has only" in words for words in estimate(wish(10_000_000)).warnings)


def test_frames_without_any_label_are_told(wish, project, tmp_path):
    away = tmp_path / "away.yaml"
    away.write_text(project.read_text().replace("look_at_m: {z: 0.3}", "look_at_m: {z: 9}"))
    found = estimate(wish(path=away))
    assert found.empty_share == 1
    assert any("100% of the measured frames nothing is labelled" in words for words in found.warnings)


def test_one_who_stops_it_before_the_first_frame_is_told(wish):
    with pytest.raises(UserError, match="stopped before its first frame"):
        estimate(wish(), stop=lambda: True)


def test_it_tells_how_far_it_is(wish):
    told = []
    estimate(wish(4), told.append)
    assert told[0] == Started(4)
    assert told[-1].done == 4


def test_the_command_line_gives_words_and_numbers(run, project, tmp_path):
    options = ("--engine", "flat", "--workers", 1, "--price-per-hour", 2, "--events", "json")
    done = run("estimate", project, *options)
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    values = next(event["values"] for event in events if event["type"] == "metric")
    assert values["frames"] == 16
    assert values["cost"] > 0
    assert "16 frames will take about" in events[-1]["message"]


def test_the_price_is_given_once(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_CONFIG", str(tmp_path / "config"))
    assert known_price() is None
    assert known_price(2.5) == 2.5
    assert known_price() == 2.5
    (tmp_path / "config/price.json").write_text("{")
    assert known_price() is None


def test_durations_and_sizes_are_told_as_people_say_them():
    assert [duration(s) for s in (5, 600, 7200, 3e5)] == ["5 s", "10 minutes", "2.0 hours", "3.5 days"]
    assert [size(n) for n in (5e3, 2e6, 3e9, 1.3e12)] == ["5 kB", "2.0 MB", "3.0 GB", "1.3 TB"]


def test_an_estimate_is_one_sentence():
    found = Estimate(10, 2.0, 1.0, 6.0, 1e6, 1e7, 1e9, 2, 0.0, 4)
    assert in_words(found) == "10 frames will take about 6 s, 10.0 MB of disk: 2 frames/s, measured on 4 frames."
