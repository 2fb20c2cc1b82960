"""The commands about training, in processes of their own, as the designer and people run them."""

import importlib.util
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scenewright.jobs import install_training, training
from scenewright.jobs.learning_curve import Point, advice_of

ROOT = Path(__file__).parents[2]


def test_the_installer_fetches_what_the_extra_names():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["train"]
    assert sorted(extras) == sorted(install_training.PACKAGES)


def test_without_torch_a_sentence_says_how_to_get_it(tmp_path):
    hidden = tmp_path / "sitecustomize.py"
    hidden.write_text("import sys\nsys.modules['torch'] = None\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "scenewright", "train", "nowhere", "--out", str(tmp_path / "run")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "scenewright install-training" in done.stderr


def test_a_machine_without_room_is_told_before_anything_is_fetched(monkeypatch):
    monkeypatch.setitem(install_training.NEEDS, "cuda", install_training.Need(1.0, 1e9))
    with pytest.raises(training.UserError, match="free some space"):
        install_training.install_training("cuda", lambda _: None)


def test_an_installation_from_an_empty_folder_fails_in_words(tmp_path):
    command = [sys.executable, "-m", "scenewright", "install-training", "cpu", "--from", str(tmp_path)]
    if importlib.util.find_spec("torch") is not None:
        pytest.skip("with torch there, pip has nothing to look for")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "could not be installed" in done.stderr


@pytest.mark.parametrize(
    ("scores", "word"),
    [
        (((100, (0.50, 0.51)), (200, (0.60, 0.61))), "More frames"),
        (((100, (0.900, 0.901)), (200, (0.902, 0.901))), "Other frames"),
        (((100, (0.5, 0.7)), (200, (0.6, 0.8))), "too close to call"),
        (((100, (0.5, 0.7)),), "too few"),
        (((100, (0.0, 0.0)), (200, (0.01, 0.0))), "next to nothing"),
    ],
)
def test_the_learning_curve_says_what_more_frames_bring(scores, word):
    assert word in advice_of([Point(frames, values) for frames, values in scores])
