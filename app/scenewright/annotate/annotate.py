"""The step from a rendered frame to its labels."""

from collections.abc import Collection, Sequence

from scenewright.annotate.channels import channels
from scenewright.annotate.flow import Posed
from scenewright.annotate.instances import flattened, instance_records
from scenewright.annotate.labelled_view import LabelledView
from scenewright.annotate.visibility import judged
from scenewright.assets.model import Model
from scenewright.datasets.records import ViewRecord
from scenewright.geometry.transforms import pose_matrix
from scenewright.render.renderer import RenderedFrame
from scenewright.spec.visibility import VisibilityRule


def annotate(
    frame: RenderedFrame, posed: Posed, labels: Collection[str], rules: Sequence[VisibilityRule] = ()
) -> tuple[LabelledView, ...]:
    """Return every view of a frame with its labels; the records name no files yet.

    Args:
        frame: What an engine made, whichever it was.
        posed: Gives the model of an object in its pose; asked twice it gives the same one.
        labels: The labels that are wanted, by the project's names.
        rules: What is seen well enough.
    """
    models = [posed(item) for item in frame.plan.labelled]
    return tuple(_labelled(frame, number, models, posed, labels, rules) for number in range(len(frame.views)))


def _labelled(
    frame: RenderedFrame,
    number: int,
    models: Sequence[Model],
    posed: Posed,
    labels: Collection[str],
    rules: Sequence[VisibilityRule],
) -> LabelledView:
    view = frame.views[number]
    camera = view.camera
    instances = instance_records(
        view, frame.plan, models, with_keypoints="keypoints" in labels, oriented="bounding_box_2d_oriented" in labels
    )
    record = ViewRecord(
        camera=camera.name,
        intrinsics=camera.intrinsics,
        world_from_camera=flattened(pose_matrix(camera.position, camera.rotation)),
        near_m=camera.near_m,
        far_m=camera.far_m,
        files={},
        instances=judged(instances, rules),
    )
    return LabelledView(frame.plan, record, channels(frame, number, posed, labels))
