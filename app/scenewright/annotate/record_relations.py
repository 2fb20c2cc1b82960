"""Relations between records, plan and the size of images."""

from collections.abc import Iterator

import numpy as np

from scenewright.annotate.labelled_view import LabelledView, matrix4
from scenewright.geometry.transforms import pose_matrix

_POSE_TOLERANCE = 1e-6


def one_size(view: LabelledView) -> Iterator[str | None]:
    """Every image is (height, width) of the camera's intrinsics."""
    wanted = (view.record.intrinsics.height, view.record.intrinsics.width)
    for name, image in view.channels.items():
        if image.shape[:2] != wanted:
            yield f"{name} is {image.shape[1]}x{image.shape[0]} pixels instead of {wanted[1]}x{wanted[0]}"


def complete(view: LabelledView) -> Iterator[str | None]:
    """The records' ids are 1..N, one per planned object, with the planned class."""
    planned = [(item.instance_id, item.class_id, item.class_name) for item in view.plan.objects]
    recorded = [(item.instance_id, item.class_id, item.class_name) for item in view.record.instances]
    if [item[0] for item in recorded] != list(range(1, len(recorded) + 1)):
        yield "the records' instance ids are not 1, 2, 3, …"
    if planned != recorded:
        yield f"the plan has {len(planned)} objects, the records are of {len(recorded)}, or their classes differ"


def poses(view: LabelledView) -> Iterator[str | None]:
    """Recorded poses are those of the plan."""
    for item, record in zip(view.plan.objects, view.record.instances, strict=False):
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
