"""Relations between records, plan and the size of images."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scenewright.annotate.labelled_view import LabelledView, matrix4
from scenewright.geometry.transforms import pose_matrix

_POSE_TOLERANCE = 1e-6
_WHOLE_NUMBERS = (
    "rgb",
    "instance_mask",
    "semantic_mask",
    "amodal_mask",
    "part_mask",
    "forward_occlusion",
    "backward_occlusion",
)
_VALUES = {
    "rgb": 3,
    "normals": 3,
    "camera_normals": 3,
    "object_coordinates": 3,
    "scene_flow": 3,
    "forward_flow": 2,
    "backward_flow": 2,
}
"""Values of a pixel, for what has more than one."""


def one_size(view: LabelledView) -> Iterator[str | None]:
    """Every image is (height, width) of the camera's intrinsics, and of its channel's depth and type."""
    yield from (misfit for name in view.channels if (misfit := _misfit(view, name)))


def with_fitting_images(view: LabelledView) -> LabelledView:
    """Return the view without the images that `one_size` finds, which no other relation could make sense of."""
    return replace(view, channels={name: image for name, image in view.channels.items() if not _misfit(view, name)})


def _misfit(view: LabelledView, name: str) -> str | None:
    image = view.channels[name]
    width, height = view.record.intrinsics.width, view.record.intrinsics.height
    if image.shape[:2] != (height, width):
        shape = "x".join(map(str, image.shape[1::-1]))
        return f"{name} is {shape} pixels instead of {width}x{height}"
    values = -(-len(view.record.instances) // 32) if name == "amodal_mask" else _VALUES.get(name, 0)
    kinds = "ui" if name in _WHOLE_NUMBERS else "f"
    if image.shape[2:] != ((values,) if values or name == "amodal_mask" else ()) or image.dtype.kind not in kinds:
        return f"{name} has another kind of pixels than it should: {image.dtype}, {image.shape[2:] or 1} a pixel"
    return None


def boxes(view: LabelledView) -> Iterator[str | None]:
    """2D boxes have a size and lie in the image, to a pixel."""
    if not any(item.box_tight for item in view.record.instances):
        yield None
        return
    size = view.record.intrinsics
    for item in view.record.instances:
        if item.box_tight is None:
            continue
        x0, y0, x1, y1 = item.box_tight
        if not (x0 < x1 and y0 < y1):
            yield f"object {item.instance_id}: its box {item.box_tight} has no size"
        elif x0 < -1 or y0 < -1 or x1 > size.width + 1 or y1 > size.height + 1:
            yield f"object {item.instance_id}: its box {item.box_tight} leaves the image"


def complete(view: LabelledView) -> Iterator[str | None]:
    """The records' ids are 1..N, one per planned object, with the planned class."""
    planned = [(item.instance_id, item.class_id, item.class_name) for item in view.plan.labelled]
    recorded = [(item.instance_id, item.class_id, item.class_name) for item in view.record.instances]
    if [item[0] for item in recorded] != list(range(1, len(recorded) + 1)):
        yield "the records' instance ids are not 1, 2, 3, …"
    if planned != recorded:
        yield f"the plan has {len(planned)} objects, the records are of {len(recorded)}, or their classes differ"


def poses(view: LabelledView) -> Iterator[str | None]:
    """Recorded poses are those of the plan."""
    for item, record in zip(view.plan.labelled, view.record.instances, strict=False):
        planned = pose_matrix(item.position, item.rotation, item.scale)
        if not np.allclose(planned, matrix4(record.world_from_object), rtol=0, atol=_POSE_TOLERANCE):
            yield f"object {record.instance_id} is recorded elsewhere than planned"
    camera = next((item for item in view.plan.cameras if item.name == view.record.camera), None)
    if camera is None:
        yield f"the plan has no camera '{view.record.camera}'"
        return
    if camera.intrinsics != view.record.intrinsics:
        yield "the recorded intrinsics are not the planned ones"
    planned = pose_matrix(camera.position, camera.rotation)
    if not np.allclose(planned, view.world_from_camera, rtol=0, atol=_POSE_TOLERANCE):
        yield "the camera is recorded elsewhere than planned"
