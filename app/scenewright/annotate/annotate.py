"""The step from a rendered frame to its labels."""

from collections.abc import Collection, Sequence

from scenewright.annotate.channels import channels
from scenewright.annotate.instances import flattened, instance_records
from scenewright.annotate.labelled_view import LabelledView
from scenewright.assets.model import Model
from scenewright.datasets.records import ViewRecord
from scenewright.geometry.transforms import pose_matrix
from scenewright.render.renderer import RenderedFrame, View
from scenewright.sampling.plan import FramePlan


def annotate(frame: RenderedFrame, models: Sequence[Model], labels: Collection[str]) -> tuple[LabelledView, ...]:
    """Return every view of a frame with its labels; the records name no files yet.

    Args:
        frame: What an engine made, whichever it was.
        models: The model of each labelled object in its pose, in the order of their ids.
        labels: The labels that are wanted, by the project's names.
    """
    return tuple(_labelled(view, frame.plan, models, labels) for view in frame.views)


def _labelled(view: View, plan: FramePlan, models: Sequence[Model], labels: Collection[str]) -> LabelledView:
    camera = view.camera
    record = ViewRecord(
        camera=camera.name,
        intrinsics=camera.intrinsics,
        world_from_camera=flattened(pose_matrix(camera.position, camera.rotation)),
        near_m=camera.near_m,
        far_m=camera.far_m,
        files={},
        instances=instance_records(view, plan, models, with_keypoints="keypoints" in labels),
    )
    return LabelledView(plan, record, channels(view, plan, labels))
