"""What goes with a trained model: where it comes from, what it can do, and how it is started on a robot."""

from typing import Any


def model_card(facts: Any, evaluations: dict[str, dict[str, Any]], agreed: Any) -> str:
    """Return a run's model card in Markdown."""
    recipe = facts.recipe
    real = [item for item in evaluations.values() if item["is_real"]]
    rows = "\n".join(
        f"| {name} | {'real' if item['is_real'] else 'synthetic'} | {item['images']} | {item['score']:.3f} | "
        f"{item['overall'].get('AP50', float('nan')):.3f} |"
        for name, item in evaluations.items()
    )
    weights = (
        f"{facts.weights} torchvision's weights (BSD) were trained on COCO or ImageNet pictures, whose owners have "
        "their own terms; whether those matter for you is yours to judge."
        if facts.weights_file
        else f"{facts.weights} Nothing but the dataset below went in."
    )
    return f"""# {facts.project or facts.model}

{"" if real else _NOT_TESTED}

- Task: {facts.task}; model `{facts.model}`; classes: {", ".join(facts.classes)}
- Pictures are scaled to {facts.size[0]}x{facts.size[1]}
- Dataset `{facts.dataset}`, SHA-256 of its labels `{facts.dataset_hash}`
- {facts.images["training"]} pictures for training, {facts.images["validation"]} held back. {facts.mixed}
- Recipe `{facts.recipe_name}`: {recipe["optimizer"]}, learning rate {recipe["learning_rate"]:g},
  batch {recipe["batch"]}, at most {recipe["epochs"]} epochs; seed {facts.seed}
- Made with {", ".join(f"{name} {version}" for name, version in facts.versions.items())}

## Weights and licences

{weights} The model's code is torchvision (BSD-3-Clause) or Scenewright. Scenewright's own assets are free to use; your
own models, textures and photos keep their terms.

## Scores

| measured on | pictures | how many | {"mIoU" if facts.task == "semantic" else "AP"} | AP50 |
|---|---|---|---|---|
{rows or "| (run `scenewright evaluate`) | | | | |"}

ONNX against the model itself: {agreed.sentence()}
"""


def read_me(facts: Any, bundle: dict[str, Any]) -> str:
    """Return how a bundle is used, in Markdown."""
    caution = "" if _has_fixed_shapes(facts) else _CAUTION
    isaac = (
        "- `isaac_ros/detect.launch.py` starts it under Isaac ROS (TensorRT node and RT-DETR's decoder)\n"
        if _fits_isaac(facts)
        else ""
    )
    return f"""# {facts.project or facts.model}: bundle

1. `python3 infer.py --self-test` must say "as expected" three times.
2. `./build_engine.sh` builds `model.engine` with TensorRT, on the machine that runs it.
3. `python3 infer.py picture.jpg` prints what is found as JSON.

- `bundle.json` states input, outputs and threshold ({bundle["threshold"]:g}) for your own code
{isaac}- `model.pth` is the state dict, as `torch.save(model.state_dict())` writes it
{caution}"""


_NOT_TESTED = "**Not tested on real images.** The scores below are on synthetic images and say little about the world."

_CAUTION = """
Two-stage and SSD graphs have shapes that depend on the picture. ONNX Runtime runs them everywhere; TensorRT's support
for such graphs varies by version, so compare `infer.py --self-test` before and after. `center_small` and
`center_medium` export with fixed shapes and are the safe choice for TensorRT.
"""


def _has_fixed_shapes(facts: Any) -> bool:
    return bool(facts.model.startswith("center_") or facts.task == "semantic")


def _fits_isaac(facts: Any) -> bool:
    """Return whether Isaac ROS has a decoder for the model's outputs: labels, boxes and scores of fixed number."""
    return bool(facts.model.startswith("center_"))


def isaac_ros_launch(facts: Any) -> str:
    """Return a launch file for Isaac ROS; empty where none of its decoders fits the model.

    RtDetrDecoderNode takes tensors "labels" (int64), "boxes" (float32, XYXY in pixels of the network's input) and
    "scores" (float32), which is what the graph gives. Source: isaac_ros_object_detection, 2026.
    """
    if not _fits_isaac(facts):
        return ""
    width, height = facts.size
    return _LAUNCH.format(width=width, height=height, classes=", ".join(facts.classes))


_LAUNCH = '''"""Isaac ROS: camera picture to vision_msgs/Detection2DArray, by this folder's engine.

Class ids, from 1: {classes}.
"""

from pathlib import Path

from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument
from launch.substitutions import LaunchConfiguration
from launch_ros.actions import ComposableNodeContainer
from launch_ros.descriptions import ComposableNode

BUNDLE = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = {width}, {height}
TENSORS = "nvidia::isaac_ros::dnn_inference::"


def node(name, package, plugin, parameters, remappings=()):
    return ComposableNode(
        name=name, package=package, plugin=plugin, parameters=[parameters], remappings=list(remappings)
    )


def generate_launch_description():
    resize = node(
        "resize", "isaac_ros_image_proc", "nvidia::isaac_ros::image_proc::ResizeNode",
        {{
            "input_width": LaunchConfiguration("camera_width"),
            "input_height": LaunchConfiguration("camera_height"),
            "output_width": WIDTH,
            "output_height": HEIGHT,
            "keep_aspect_ratio": False,
            "encoding_desired": "rgb8",
        }},
        [("image", "image_rect"), ("camera_info", "camera_info_rect")],
    )
    to_tensor = node(
        "to_tensor", "isaac_ros_tensor_proc", TENSORS + "ImageToTensorNode",
        {{"scale": True, "tensor_name": "image"}},
        [("image", "resize/image"), ("tensor", "interleaved_tensor")],
    )
    to_planes = node(
        "to_planes", "isaac_ros_tensor_proc", TENSORS + "InterleavedToPlanarNode",
        {{"input_tensor_shape": [HEIGHT, WIDTH, 3], "output_tensor_name": "image"}},
    )
    to_batch = node(
        "to_batch", "isaac_ros_tensor_proc", TENSORS + "ReshapeNode",
        {{
            "output_tensor_name": "image",
            "input_tensor_layout": "CHW",
            "output_tensor_layout": "NCHW",
            "input_tensor_shape": [3, HEIGHT, WIDTH],
            "output_tensor_shape": [1, 3, HEIGHT, WIDTH],
        }},
        [("tensor", "planar_tensor"), ("reshaped_tensor", "tensor_pub")],
    )
    infer = node(
        "infer", "isaac_ros_tensor_rt", TENSORS + "TensorRTNode",
        {{
            "model_file_path": str(BUNDLE / "model.onnx"),
            "engine_file_path": str(BUNDLE / "model.engine"),
            "input_tensor_names": ["image"],
            "input_binding_names": ["image"],
            "output_tensor_names": ["boxes", "labels", "scores"],
            "output_binding_names": ["boxes", "labels", "scores"],
            "force_engine_update": False,
        }},
    )
    decode = node(
        "decode", "isaac_ros_rtdetr", "nvidia::isaac_ros::rtdetr::RtDetrDecoderNode",
        {{"confidence_threshold": LaunchConfiguration("threshold")}},
    )
    return LaunchDescription([
        DeclareLaunchArgument("camera_width", default_value="640"),
        DeclareLaunchArgument("camera_height", default_value="480"),
        DeclareLaunchArgument("threshold", default_value="0.4"),
        ComposableNodeContainer(
            name="detector", namespace="", package="rclcpp_components", executable="component_container_mt",
            composable_node_descriptions=[resize, to_tensor, to_planes, to_batch, infer, decode], output="screen",
        ),
    ])
'''
