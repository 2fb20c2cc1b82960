"""That models learn: one batch by heart for every task, and the cup preset from nothing, on two cores."""

import math
import resource

import pytest
import torch
import yaml
from torch import nn
from torchvision.models.detection.keypoint_rcnn import KeypointRCNNHeads, KeypointRCNNPredictor

from scenewright.jobs.generate import Wish, generate
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.training.distributed import Crew
from scenewright.training.evaluating import Evaluation, evaluate, read_for
from scenewright.training.loading import Pictures
from scenewright.training.loop import EpochDone
from scenewright.training.models import MODELS, Shape
from scenewright.training.native import read_native
from scenewright.training.preparing import TrainWish
from scenewright.training.run import run_training, trained_model

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
]

NEAR_NOTHING = 0.02
"""The share of the first loss that is left."""
FEW = (("box_batch_size_per_image", 64), ("rpn_batch_size_per_image", 64), ("rpn_post_nms_top_n_train", 2))
"""As many proposals as there are things, and all of them taken: with a random choice a loss never comes to rest."""
LEARNERS = {
    "center_small": (300, 3e-3, 0, ()),
    "lraspp_mobilenet_v3_large": (300, 3e-3, 96, ()),
    "maskrcnn_mobilenet_v3_large_fpn": (300, 1e-3, 96, FEW),
    "keypointrcnn_mobilenet_v3_large_fpn": (300, 1e-3, 192, FEW),
}
"""Steps, the highest learning rate, the pictures' short side (0: 48) and options. The finest features stand for 16
pixels each: models with two stages want larger pictures."""


def narrowed(model):
    """Return a model of keypoints whose last stage has an eighth of the channels: enough for two things, in minutes."""
    model.roi_heads.keypoint_head = KeypointRCNNHeads(256, (64, 64))
    model.roi_heads.keypoint_predictor = KeypointRCNNPredictor(64, 3)
    return model


@pytest.mark.parametrize("name", LEARNERS)
def test_one_batch_is_learned_by_heart(pointed_rectangles, name):
    steps, rate, short_side, options = LEARNERS[name]
    torch.manual_seed(0)
    entry = MODELS[name]
    table, _ = read_native(pointed_rectangles)
    pictures = Pictures(table, entry.task, short_side)
    items = [pictures[(0, image)] for image in range(2)]
    height, width = items[0][0].shape[-2:]
    model = entry.build(Shape(2, (width, height), 3 if entry.task == "keypoints" else 0, options))
    model = (narrowed(model) if entry.task == "keypoints" else model).train()
    inputs, targets = [item[0].float() / 255 for item in items], [item[1].for_model() for item in items]
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate)
    losses = []
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 10) * (1 + math.cos(math.pi * step / steps)) / 2
        loss = sum(model(inputs, targets).values())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 10)
        optimizer.step()
        losses.append(loss.item())
    assert sum(losses[-5:]) / 5 < NEAR_NOTHING * losses[0]


def test_cups_are_found_after_a_quarter_of_an_hour_on_two_cores_from_nothing(tmp_path):
    project = yaml.safe_load((shipped("presets") / "cup_detection.yaml").read_text(encoding="utf-8"))
    project["cameras"][0] |= {"width_px": 320, "height_px": 240}
    project["labels"] = ["bounding_box_2d_tight", "instance_mask", "semantic_mask"]
    for name, frames, seed in (("train", 800, 42), ("unseen", 100, 7)):
        project["output"] = {"frames": frames, "seed": seed}
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
        wish = Wish(load_project(tmp_path / f"{name}.yaml"), tmp_path / name, range(frames), workers=2)
        assert generate(wish, lambda _: None).outcome == "succeeded"
    torch.set_num_threads(2)
    before = resource.getrusage(resource.RUSAGE_SELF)
    crew = Crew(0, 1, torch.device("cpu"))
    changes = {"epochs": 10, "measure_every": 5}
    wish = TrainWish(tmp_path / "train", tmp_path / "run", model="center_small", changes=changes, short_side=0)
    epochs = [event for event in run_training(wish, crew) if isinstance(event, EpochDone)]
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert epochs[-1].epoch == 10
    model, facts = trained_model(tmp_path / "run")
    table, _ = read_for(facts, tmp_path / "unseen")
    *_, last = evaluate(model, facts, table, crew.device)
    assert isinstance(last, Evaluation)
    assert last.summary["overall"]["AP50"] >= 0.9
    assert spent_s < 2 * 15 * 60, "of two cores for 15 minutes"
