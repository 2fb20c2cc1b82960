"""The same plan gives the same bytes, whatever was drawn before it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import render_plan
from render_plan import arrays

from scenewright.assets.loading import AssetLoader
from scenewright.paths import shipped
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.plan import plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project


@pytest.fixture(scope="module")
def plans():
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    small = spec.cameras[0].model_copy(update={"width_px": 250, "height_px": 180})
    other = small.model_copy(update={"name": "other", "width_px": 128, "height_px": 96})
    return [
        sample_frame(spec.model_copy(update={"cameras": (small, other)}), index, AssetLoader(Path()))
        for index in range(4)
    ]


def drawn(plans):
    frames = EmbeddedRenderer(AssetLoader(Path())).render(plans)
    return {frame.plan.index: arrays(frame) for frame in frames}


def assert_same(a, b):
    assert a.keys() == b.keys()
    for name in a:
        assert a[name].dtype == b[name].dtype
        assert a[name].tobytes() == b[name].tobytes(), name


def test_a_frame_does_not_depend_on_what_was_drawn_before_it(plans):
    in_order, reversed_order = drawn(plans), drawn(plans[::-1])
    alone = drawn([plans[2]])
    twice = drawn([plans[2], plans[0], plans[2]])
    for plan in plans:
        assert_same(in_order[plan.index], reversed_order[plan.index])
    assert_same(in_order[2], alone[2])
    assert_same(in_order[2], twice[2])


def test_a_fresh_process_draws_the_same_bytes(plans, tmp_path):
    (tmp_path / "plans.json").write_text(json.dumps([plan_json(plan) for plan in plans[1:3]]))
    command = [sys.executable, render_plan.__file__, tmp_path / "plans.json", tmp_path / "out.npz"]
    subprocess.run(command, check=True, timeout=120)
    here = drawn(plans)
    with np.load(tmp_path / "out.npz") as there:
        for index in (1, 2):
            names = here[index].keys()
            assert_same(here[index], {name: there[f"{index} {name}"] for name in names})
