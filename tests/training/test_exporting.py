"""Every model that can be trained exports to ONNX and finds the same there."""

import pytest
import torch
from torch import nn

from scenewright.training.agreeing import agreement
from scenewright.training.exporting import (
    example_picture,
    export_onnx,
    export_torchscript,
    onnx_runner,
    run_torch,
    torchscript_runner,
)
from scenewright.training.models import MODELS, Shape

SIZE = (96, 64)


def decided(name):
    """Return a model whose random weights at least have opinions: scores that differ, so that their order is none of
    chance, and statistics that fit its pictures."""
    torch.manual_seed(1)
    entry = MODELS[name]
    model = entry.build(Shape(2, SIZE, 5 if entry.task == "keypoints" else 0))
    if "rcnn" in name:
        return model.eval()  # whose random proposals are varied enough
    pictures = [example_picture(*SIZE), 1 - example_picture(*SIZE)]
    last = [module for module in model.modules() if isinstance(module, nn.Conv2d | nn.Linear)]
    for module in last:
        if module.weight.abs().mean() < 0.012:  # torchvision's heads start near zero
            nn.init.normal_(module.weight, std=0.05)
    if name.startswith("center"):
        model.heat[1].bias.data.fill_(0)
    model.eval()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None
            module.train()
    with torch.no_grad():
        model(pictures)
    return model.eval()


@pytest.mark.parametrize("name", MODELS)
def test_onnx_finds_what_the_model_finds(tmp_path, name):
    task, model = MODELS[name].task, decided(name)
    pictures = [example_picture(*SIZE), 1 - example_picture(*SIZE), torch.rand(3, SIZE[1], SIZE[0])]
    export_onnx(model, task, SIZE, tmp_path / "model.onnx")
    agreed = agreement(model, task, onnx_runner(tmp_path / "model.onnx", task), pictures)
    assert agreed.found > 0
    # Random weights score many boxes all but alike, and which of two is suppressed then hangs on the last bit.
    assert agreed.share >= 0.95, agreed.sentence()
    assert agreed.score_difference < 0.01
    assert agreed.box_difference_px < 1.0


@pytest.mark.parametrize("name", ["center_small", "ssdlite320_mobilenet_v3_large", "lraspp_mobilenet_v3_large"])
def test_torchscript_finds_what_the_model_finds(tmp_path, name):
    task, model = MODELS[name].task, decided(name)
    export_torchscript(model, task, SIZE, tmp_path / "model.pt")
    agreed = agreement(model, task, torchscript_runner(tmp_path / "model.pt", task), [example_picture(*SIZE)])
    assert agreed.holds, agreed.sentence()


def test_a_difference_is_seen(tmp_path):
    model = decided("center_small")
    export_onnx(model, "detection", SIZE, tmp_path / "model.onnx")
    model.reach[1].bias.data.add_(0.3)
    agreed = agreement(model, "detection", onnx_runner(tmp_path / "model.onnx", "detection"), [example_picture(*SIZE)])
    assert not agreed.holds


def test_the_small_detectors_graph_has_fixed_shapes_and_no_doubles():
    outputs = run_torch(decided("center_small"), "detection", example_picture(*SIZE))
    assert outputs["boxes"].shape == (1, 100, 4)
    assert outputs["labels"].dtype.name == "int64"
    assert set(outputs["labels"].ravel().tolist()) <= {1, 2}
    boxes = outputs["boxes"][0]
    assert (boxes >= 0).all()
    assert (boxes[:, 2] <= SIZE[0]).all()
