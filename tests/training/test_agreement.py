"""An export that puts a mask or a keypoint elsewhere is noticed, and comparing nothing shows nothing."""

import json
import runpy
import shutil

import pytest
import torch
from torch import nn

from scenewright.paths import shipped
from scenewright.training.agreeing import agreement
from scenewright.training.exporting import run_torch


class Constant(nn.Module):
    """A model that finds the same in every picture."""

    def __init__(self, **found):
        super().__init__()
        self.found = found

    def forward(self, pictures):
        return [self.found for _ in pictures]


BOXES = torch.tensor([[2.0, 2, 30, 30], [40, 8, 60, 28]])
PICTURES = [torch.zeros(3, 48, 64)]


def finder(score=0.9, **more):
    scores = torch.tensor([score, score / 2])
    return Constant(boxes=BOXES, labels=torch.tensor([1, 2]), scores=scores, **more)


def with_masks():
    masks = torch.zeros(2, 1, 48, 64)
    for mask, (x0, y0, x1, y1) in zip(masks, BOXES.int().tolist(), strict=True):
        mask[0, y0:y1, x0:x1] = 0.9
    return finder(masks=masks)


def with_points():
    points = torch.cat([BOXES.reshape(2, 2, 2), torch.ones(2, 2, 1)], dim=2)
    return finder(keypoints=points, keypoints_scores=torch.tensor([[5.0, 5], [5, -5]]))


def compared(model, task, change=lambda _: None):
    def exported(picture):
        outputs = {name: value.copy() for name, value in run_torch(model, task, picture).items()}
        change(outputs)
        return outputs

    return agreement(model, task, exported, PICTURES)


def shifted(name):
    def change(outputs):
        outputs[name][0] = 0 if name == "masks" else outputs[name][0] + 7

    return change


@pytest.mark.parametrize(("task", "model", "name"), [("instances", with_masks(), "masks"),
                                                     ("keypoints", with_points(), "keypoints")])  # fmt: skip
def test_masks_and_keypoints_are_compared(task, model, name):
    same = compared(model, task)
    assert same.holds, same.sentence()
    assert same.details == (2 if name == "masks" else 3), "a point that the model does not see is not asked for"
    other = compared(model, task, shifted(name))
    assert not other.holds
    assert other.share == 1.0


def test_a_model_that_is_sure_of_nothing_is_compared_all_the_same():
    model = finder(score=0.01)
    assert compared(model, "detection").found == 2
    assert compared(model, "detection").holds

    def lost(outputs):
        outputs["labels"][:] = 1

    assert not compared(model, "detection", lost).holds


def test_where_nothing_is_found_agreement_is_not_shown():
    nothing = Constant(boxes=torch.zeros(0, 4), labels=torch.zeros(0, dtype=torch.long), scores=torch.zeros(0))
    found = compared(nothing, "detection")
    assert not found.holds
    assert "not shown" in found.sentence()


def test_the_bundles_self_test_compares_masks_and_keypoints(tmp_path):
    shutil.copy(shipped("resources") / "deploy" / "infer.py", tmp_path)
    (tmp_path / "bundle.json").write_text(json.dumps({"classes": ["cup"]}))
    is_same = runpy.run_path(str(tmp_path / "infer.py"))["is_same"]
    find = {"class": "cup", "score": 0.9, "box": [1, 1, 40, 40], "mask_pixels": 900, "keypoints": [[3, 3], [9, 9]]}
    assert is_same(find, {**find, "mask_pixels": 880, "keypoints": [[4, 3], [9, 9]]})
    assert not is_same(find, {**find, "mask_pixels": 500})
    assert not is_same(find, {**find, "keypoints": [[3, 3], [19, 9]]})
