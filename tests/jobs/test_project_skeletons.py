"""From the points of an asset to the keypoint sets of a dataset."""

import pytest
import yaml

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.skeletons import skeletons_from_json, skeletons_json
from scenewright.jobs.project_skeletons import project_skeletons
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project

BOX = """#usda 1.0
(
    defaultPrim = "box"
    metersPerUnit = 1
    upAxis = "Z"
)
def Xform "box"
{
    def Mesh "mesh"
    {
        int[] faceVertexCounts = [3]
        int[] faceVertexIndices = [0, 1, 2]
        point3f[] points = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]
    }
}
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "box.usda").write_text(BOX)
    points = [
        {"name": "handle", "position_m": [0, 0, 0], "sigma": 0.03},
        {"name": "lid", "position_m": [1, 0, 0]},
        {"name": "left_eye", "position_m": [0, 1, 0]},
    ]
    (tmp_path / "keypoints.yaml").write_text(yaml.safe_dump({"skeleton": "box-3", "points": points}))
    project = {
        "name": "Boxes",
        "classes": ["box", "cup"],
        "environment": {"kind": "color"},
        "objects": [
            {"name": "boxes", "class_name": "box", "assets": ["./box.usda"]},
            {"name": "cups", "class_name": "cup", "assets": ["mug_classic"]},
        ],
        "cameras": [{"position_m": {"y": -1}, "look_at_m": {}}],
        "labels": ["keypoints"],
    }
    (tmp_path / "project.yaml").write_text(yaml.safe_dump(project))
    return load_project(tmp_path / "project.yaml")


def test_sigmas_are_the_assets_own_or_the_usual_ones_of_their_names(file, tmp_path):
    skeletons = project_skeletons(file, AssetLoader(tmp_path))
    assert skeletons.of("cup") is None
    assert skeletons.of("box").points == ("handle", "lid", "left_eye")
    assert skeletons.of("box").oks_sigmas() == (0.03, 0.05, 0.025)
    assert skeletons_from_json(skeletons_json(skeletons)) == skeletons


def test_a_persons_sigmas_are_cocos():
    project = load_project(shipped("presets") / "person_pose.yaml")
    [sigmas] = {
        item.oks_sigmas() for item in project_skeletons(project, AssetLoader(project.path.parent)).by_name.values()
    }
    tenths = (0.26, 0.25, 0.25, 0.35, 0.35, 0.79, 0.79, 0.72, 0.72, 0.62, 0.62, 1.07, 1.07, 0.87, 0.87, 0.89, 0.89)
    assert sigmas == pytest.approx([tenth / 10 for tenth in tenths])


def test_skeletons_of_earlier_versions_have_the_usual_sigmas():
    text = '{"skeletons": {"a": {"points": ["nose", "tip"], "edges": [], "symmetry": []}}, "classes": {"cup": "a"}}'
    assert skeletons_from_json(text).of("cup").oks_sigmas() == (0.026, 0.05)
