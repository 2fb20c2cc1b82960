"""Which settings can stand still, and what a difference between trainings is taken to mean."""

import numpy as np
import pytest

from scenewright.errors import UserError
from scenewright.jobs.which_knob import KnobWish, dotted, effect, f1, standing_still, varying_places, which_knob
from scenewright.paths import shipped
from scenewright.spec.places import value_at
from scenewright.spec.yaml_io import load_project


@pytest.fixture(scope="module")
def spec():
    return load_project(shipped("presets") / "cup_detection.yaml").spec


def test_every_setting_that_varies_is_found_and_stands_still_alone(spec):
    places = {dotted(place): place for place in varying_places(spec)}
    assert {"lights.0.intensity", "objects.0.scale", "floor.textures", "environment.brightness"} <= set(places)
    still = standing_still(spec, places["lights.0.intensity"])
    assert value_at(still, ("lights", 0, "intensity")).value == pytest.approx(0.675)
    assert still.replace(lights=spec.lights) == spec
    assert standing_still(spec, places["floor.textures"]).floor.textures == spec.floor.textures[:1]
    assert len(varying_places(still)) == len(places) - 1


def counts(found, pictures=60):
    """Return results in which each picture has ten objects, of which so many are found."""
    luck = np.random.default_rng(3)
    hits = np.clip(luck.normal(found, 1, pictures).round(), 0, 10).astype(np.int64)
    return np.stack([hits, np.ones_like(hits), 10 - hits], axis=1)


def test_a_clear_difference_has_an_interval_beyond_nothing_and_none_does_not():
    better = effect("a", [counts(9), counts(9)], [counts(6), counts(6)])
    assert better.low > 0
    assert "widen it" in better.sentence()
    worse = effect("a", [counts(5)], [counts(8)])
    assert "narrow it" in worse.sentence()
    same = effect("a", [counts(7), counts(7.05)], [counts(7.05), counts(7)])
    assert same.low <= 0 <= same.high
    assert "no clear effect" in same.sentence()


def test_f1_is_the_harmonic_mean_of_precision_and_recall():
    whole = np.array([[[6, 2, 4]]])
    precision, recall = 6 / 8, 6 / 10
    assert f1(whole) == pytest.approx(2 * precision * recall / (precision + recall))


CRASH = """
import os, signal, sys

if any("spawn_main" in part for part in sys.orig_argv):
    import scenewright.render.flat as flat

    draw = flat.FlatRenderer.render

    def render(self, plans):
        for plan in plans:
            if plan.index == 3:
                os.kill(os.getpid(), signal.SIGSEGV)
            yield from draw(self, [plan])

    flat.FlatRenderer.render = render
"""


def test_where_frames_could_not_be_made_nothing_is_trained(project, tmp_path, monkeypatch):
    pytest.importorskip("torch")
    (tmp_path / "sitecustomize.py").write_text(CRASH)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    file = load_project(project)
    place = dotted(varying_places(file.spec)[0])
    wish = KnobWish(file, tmp_path / "out", tmp_path / "hold_out", (place,), frames=10, seeds=2, engine="flat")
    with pytest.raises(UserError, match="could not all be made"):
        which_knob(wish, lambda _: None)
    assert not list(tmp_path.glob("out/*/run_*"))
