"""The models that can be trained, and how each is built; none of them touches the network.

All speak as torchvision's detectors do: a list of pictures (3, H, W), 0 to 1, and while training a list of targets, to
a dict of losses or a list of results. torchvision is BSD-licensed; its weights were trained on COCO and ImageNet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from torch import nn
from torchvision.models import detection, get_model_weights, list_models, segmentation
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import mobilenet_backbone
from torchvision.models.detection.ssdlite import SSDLite320_MobileNet_V3_Large_Weights

from scenewright.training.batched_rcnn import batched, with_exact_anchors
from scenewright.training.center_detector import CenterDetector
from scenewright.training.samples import Task
from scenewright.training.semantic_model import SemanticModel


@dataclass(frozen=True, slots=True)
class Shape:
    """What a model is built for.

    Attributes:
        classes: How many, without background.
        size: Width and height of its pictures.
        keypoints: How many each object has.
        options: More for torchvision's builder, such as fewer proposals.
    """

    classes: int
    size: tuple[int, int]
    keypoints: int = 0
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model as the user chooses it.

    Attributes:
        task: What it does.
        title: In a few words.
        build: Makes it, with random weights.
        weights_url: Where torchvision's weights are; the file's name ends in the first digits of its SHA-256.
        backbone_url: The same for the backbone alone.
        short_side: Usual size of the pictures, in pixels; 0 for the dataset's own.
        recipe: The usual recipe's name.
        fixed_size: Whether the picture is scaled to this width and height inside.
        exports_fixed_shapes: Whether the exported graph has fixed shapes, as TensorRT likes it.
    """

    task: Task
    title: str
    build: Callable[[Shape], nn.Module]
    weights_url: str = ""
    backbone_url: str = ""
    short_side: int = 480
    recipe: str = "standard"
    fixed_size: tuple[int, int] | None = None
    exports_fixed_shapes: bool = False


def _scaling(shape: Shape) -> dict[str, Any]:
    """Return how torchvision scales pictures: not at all, as the loader has done so."""
    return {"min_size": min(shape.size), "max_size": max(shape.size), **dict(shape.options)}


def _of_torchvision(builder: Callable[..., nn.Module], shape: Shape) -> nn.Module:
    more = {"num_keypoints": shape.keypoints} if shape.keypoints else {}
    return batched(
        builder(weights=None, weights_backbone=None, num_classes=shape.classes + 1, **more, **_scaling(shape))
    )


def _on_mobilenet(kind: Callable[..., nn.Module], shape: Shape) -> nn.Module:
    """Return a two-stage model on MobileNetV3 with a feature pyramid, as `fasterrcnn_mobilenet_v3_large_fpn` has it."""
    backbone = mobilenet_backbone(
        backbone_name="mobilenet_v3_large", weights=None, fpn=True, trainable_layers=6, norm_layer=nn.BatchNorm2d
    )
    anchors = AnchorGenerator(((16, 32, 64, 128, 256),) * 3, ((0.5, 1.0, 2.0),) * 3)
    more = {"num_keypoints": shape.keypoints} if shape.keypoints else {}
    return batched(kind(backbone, shape.classes + 1, rpn_anchor_generator=anchors, **more, **_scaling(shape)))


def _ssdlite(shape: Shape) -> nn.Module:
    return with_exact_anchors(
        detection.ssdlite320_mobilenet_v3_large(
            weights=None, weights_backbone=None, num_classes=shape.classes + 1, **dict(shape.options)
        )
    )


def _center(shape: Shape, width: int) -> nn.Module:
    return CenterDetector(shape.classes, width)


def _segmenter(builder: Callable[..., nn.Module], shape: Shape) -> nn.Module:
    return SemanticModel(builder(weights=None, weights_backbone=None, num_classes=shape.classes + 1))


def _url(weights: Any) -> str:
    return str(weights.value.url)


_RESNET50 = "https://download.pytorch.org/models/resnet50-11ad3fa6.pth"
_MOBILENET = "https://download.pytorch.org/models/mobilenet_v3_large-5c1a4163.pth"

MODELS: dict[str, ModelEntry] = {
    "fasterrcnn_resnet50_fpn_v2": ModelEntry(
        "detection", "Faster R-CNN v2: accurate boxes", partial(_of_torchvision, detection.fasterrcnn_resnet50_fpn_v2),
        _url(detection.FasterRCNN_ResNet50_FPN_V2_Weights.COCO_V1), _RESNET50,
    ),
    "fasterrcnn_resnet50_fpn": ModelEntry(
        "detection", "Faster R-CNN as in the well-known example",
        partial(_of_torchvision, detection.fasterrcnn_resnet50_fpn),
        _url(detection.FasterRCNN_ResNet50_FPN_Weights.COCO_V1), _RESNET50,
    ),
    "ssdlite320_mobilenet_v3_large": ModelEntry(
        "detection", "SSDLite: light, for small robots", _ssdlite,
        _url(SSDLite320_MobileNet_V3_Large_Weights.COCO_V1), _MOBILENET, short_side=320, fixed_size=(320, 320),
    ),
    "center_small": ModelEntry(
        "detection", "Small and fast, learns from nothing", partial(_center, width=16),
        short_side=240, recipe="small", exports_fixed_shapes=True,
    ),
    "center_medium": ModelEntry(
        "detection", "The same, twice as wide", partial(_center, width=32),
        short_side=320, recipe="small", exports_fixed_shapes=True,
    ),
    "maskrcnn_resnet50_fpn_v2": ModelEntry(
        "instances", "Mask R-CNN v2: a mask for each object",
        partial(_of_torchvision, detection.maskrcnn_resnet50_fpn_v2),
        _url(detection.MaskRCNN_ResNet50_FPN_V2_Weights.COCO_V1), _RESNET50,
    ),
    "maskrcnn_mobilenet_v3_large_fpn": ModelEntry(
        "instances", "Mask R-CNN on a light backbone", partial(_on_mobilenet, detection.MaskRCNN),
        "", _MOBILENET, short_side=320,
    ),
    "lraspp_mobilenet_v3_large": ModelEntry(
        "semantic", "LR-ASPP: light", partial(_segmenter, segmentation.lraspp_mobilenet_v3_large),
        _url(segmentation.LRASPP_MobileNet_V3_Large_Weights.COCO_WITH_VOC_LABELS_V1), _MOBILENET,
        exports_fixed_shapes=True,
    ),
    "deeplabv3_mobilenet_v3_large": ModelEntry(
        "semantic", "DeepLabV3 on a light backbone", partial(_segmenter, segmentation.deeplabv3_mobilenet_v3_large),
        _url(segmentation.DeepLabV3_MobileNet_V3_Large_Weights.COCO_WITH_VOC_LABELS_V1), _MOBILENET,
        exports_fixed_shapes=True,
    ),
    "keypointrcnn_resnet50_fpn": ModelEntry(
        "keypoints", "Keypoint R-CNN: named points on each object",
        partial(_of_torchvision, detection.keypointrcnn_resnet50_fpn),
        _url(detection.KeypointRCNN_ResNet50_FPN_Weights.COCO_V1), _RESNET50,
    ),
    "keypointrcnn_mobilenet_v3_large_fpn": ModelEntry(
        "keypoints", "Keypoint R-CNN on a light backbone", partial(_on_mobilenet, detection.KeypointRCNN),
        "", _MOBILENET, short_side=320,
    ),
}  # fmt: skip
"""By the names that torchvision gives them, where it has them; the first of a task is its usual one."""


def download_mb(entry: ModelEntry) -> float:
    """Return the size of the weights that a model starts from, as torchvision states it, in MB; 0 without any."""
    url = entry.weights_url or entry.backbone_url
    known = (weights for name in list_models() for weights in get_model_weights(name))
    return next((float(item.meta["_file_size"]) for item in known if item.url == url), 0.0)


def usual_model(task: Task, *, has_gpu: bool) -> str:
    """Return the model that is proposed; without a graphics card one that trains in minutes."""
    light = {
        "detection": "center_small",
        "instances": "maskrcnn_mobilenet_v3_large_fpn",
        "semantic": "lraspp_mobilenet_v3_large",
        "keypoints": "keypointrcnn_mobilenet_v3_large_fpn",
    }
    return next(name for name, entry in MODELS.items() if entry.task == task) if has_gpu else light[task]
