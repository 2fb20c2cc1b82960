"""A trained model as ONNX and TorchScript, each proved to find the same as the model that it came from."""

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from scenewright.training.batching import normalised_batch
from scenewright.training.center_detector import CenterDetector, exported_boxes
from scenewright.training.samples import Task

OPSET = 17
OUTPUTS: Mapping[Task, tuple[str, ...]] = {
    "detection": ("boxes", "labels", "scores"),
    "instances": ("boxes", "labels", "scores", "masks"),
    "semantic": ("classes",),
    "keypoints": ("boxes", "labels", "scores", "keypoints", "keypoints_scores"),
}
"""What the exported graph gives, in this order; its input is "image", float32 (1, 3, H, W), RGB from 0 to 1."""

Outputs = dict[str, NDArray[Any]]


class _Graph(nn.Module):
    """A model with one tensor in and a tuple of tensors out, as exporters want it."""

    def __init__(self, model: nn.Module, task: Task) -> None:
        super().__init__()
        self.model, self.task = model, task

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        if isinstance(self.model, CenterDetector):
            batch, [size] = normalised_batch([image[0]], 32)
            return exported_boxes(*self.model.maps(batch), size)
        [found] = self.model([image[0]])
        return tuple(found[name] for name in OUTPUTS[self.task])


def export_onnx(model: nn.Module, task: Task, size: tuple[int, int], path: Path) -> None:
    """Write a model as ONNX for pictures of one width and height.

    The older exporter is used: the newer one refuses torchvision's detectors (pytorch/vision issues 9306 and 9462).
    """
    width, height = size
    names = list(OUTPUTS[task])
    counted = [] if isinstance(model, CenterDetector) or task == "semantic" else names
    with warnings.catch_warnings():
        # The exporter warns that it is the older one, and of Python values that shapes and counts are traced as.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Graph(model.eval().cpu(), task),
            (example_picture(width, height)[None],),
            str(path),
            opset_version=OPSET,
            input_names=["image"],
            output_names=names,
            dynamic_axes={name: {0: "found"} for name in counted},
            dynamo=False,
        )


def export_torchscript(model: nn.Module, task: Task, size: tuple[int, int], path: Path) -> None:
    """Write a model as TorchScript of the same input and outputs, traced for pictures of one width and height.

    Raises:
        RuntimeError: It cannot be traced.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above; and torch announces that TorchScript is old
        image = example_picture(*size)[None]
        with torch.no_grad():
            traced = torch.jit.trace(_Graph(model.eval().cpu(), task), (image,), check_trace=False)
        torch.jit.save(traced, str(path))


def example_picture(width: int, height: int) -> Tensor:
    """Return a picture (3, H, W), 0 to 1, with something in it: a model that finds nothing would be traced wrongly."""
    numbers = torch.Generator().manual_seed(7)
    rough = torch.rand((1, 3, max(1, height // 16), max(1, width // 16)), generator=numbers)
    return torch.nn.functional.interpolate(rough, (height, width), mode="bilinear")[0].clamp(0, 1)


def run_torch(model: nn.Module, task: Task, image: Tensor) -> Outputs:
    """Return what the model itself gives for a picture (3, H, W), under the names of the graph's outputs."""
    with torch.no_grad():
        outputs = _Graph(model.eval().cpu(), task)(image[None])
    return {name: value.numpy() for name, value in zip(OUTPUTS[task], outputs, strict=True)}


def onnx_runner(path: Path, task: Task) -> Callable[[Tensor], Outputs]:
    """Return a function that runs an ONNX file on a picture (3, H, W)."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda image: dict(zip(OUTPUTS[task], session.run(None, {"image": image[None].numpy()}), strict=True))


def torchscript_runner(path: Path, task: Task) -> Callable[[Tensor], Outputs]:
    """Return a function that runs a TorchScript file on a picture (3, H, W)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch announces that TorchScript is old
        script = cast("Callable[[Tensor], tuple[Tensor, ...]]", torch.jit.load(str(path)))

    def run(image: Tensor) -> Outputs:
        with torch.no_grad():
            return {name: value.numpy() for name, value in zip(OUTPUTS[task], script(image[None]), strict=True)}

    return run
