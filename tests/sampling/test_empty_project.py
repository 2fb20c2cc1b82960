"""The first thing that anybody sees: it stands on the floor."""

import pytest

from scenewright.assets.loading import AssetLoader
from scenewright.paths import shipped
from scenewright.sampling.bodies import lowest_m
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import load_project


def test_the_empty_projects_object_stands_on_the_floor():
    path = shipped("presets") / "empty_project.yaml"
    assets = AssetLoader(path.parent)
    plan = sample_frame(load_project(path).spec, 0, assets)
    for item in plan.objects:
        solid = assets.solid(item.asset, item.pose, item.phase)
        assert item.position[2] + lowest_m(solid, item.rotation, item.scale) == pytest.approx(0, abs=0.001)
