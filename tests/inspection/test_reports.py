"""What the command line writes about a dataset."""

import json

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from scenewright.cli import app
from scenewright.inspection.examining import Effort
from scenewright.jobs.events import Log
from scenewright.jobs.inspect import Look, tell_findings


@pytest.fixture
def photos(tmp_path, monkeypatch):
    """Twelve pictures, all dark but the first, with one that cannot be read."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "photos"
    folder.mkdir()
    rng = np.random.default_rng(3)
    for number in range(12):
        pixels = rng.integers(0, 255 if number == 0 else 20, (64, 64, 3)).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:02d}.png")
    (folder / "05.png").write_bytes(b"no picture")
    return folder


def test_findings_are_written_as_json_and_as_a_page(photos, tmp_path):
    paths = ["--json", str(tmp_path / "found.json"), "--html", str(tmp_path / "found.html")]
    ended = CliRunner().invoke(app, ["findings", str(photos), *paths])
    assert ended.exit_code == 1  # there is an error
    data = json.loads((tmp_path / "found.json").read_text())
    found = {item["check"]: item for item in data["findings"]}
    assert found["unreadable"] == {**found["unreadable"], "level": "error", "frames": [5], "setting": None}
    assert found["dark"]["frames"] == [number for number in range(1, 12) if number != 5]
    assert found["dark"]["setting"] == "lights"
    assert data["pictures"] == {"measured": 12, "of": 12, "is_sample": False, "note": ""}
    page = (tmp_path / "found.html").read_text()
    assert "1 of 12 (8 %) pictures cannot be read" in page
    assert "<h2>Figures</h2>" not in page


def test_a_sample_is_called_one_in_text_in_json_and_on_the_page(photos, tmp_path):
    told = []
    wish = Look(photos, effort=Effort(pictures=4))
    tell_findings(wish, told.append, as_json=tmp_path / "found.json", as_html=tmp_path / "found.html")
    assert any(isinstance(event, Log) and "4 of 12 pictures" in event.text and "--all" in event.text for event in told)
    data = json.loads((tmp_path / "found.json").read_text())
    assert data["pictures"]["is_sample"]
    assert "4 of 12 pictures were measured" in data["pictures"]["note"]
    assert "4 of 12 pictures were measured" in (tmp_path / "found.html").read_text()


def test_a_report_that_cannot_be_written_is_told(photos, tmp_path):
    (tmp_path / "file").write_text("")
    ended = CliRunner().invoke(app, ["findings", str(photos), "--json", str(tmp_path / "file" / "found.json")])
    assert ended.exit_code == 2
