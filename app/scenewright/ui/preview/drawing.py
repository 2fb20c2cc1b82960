"""What the preview process does for each wish, with the sampler and the engine that also make the dataset."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from time import perf_counter

from scenewright.annotate.annotate import annotate
from scenewright.annotate.colors import chosen_colors
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Model
from scenewright.datasets.skeletons import Skeleton
from scenewright.datasets.store import encode_frame
from scenewright.jobs.drawing import Drawing
from scenewright.render.renderer import RenderedFrame
from scenewright.sampling.plan import FramePlan, ObjectPlan, plan_json
from scenewright.sampling.trace import Trace
from scenewright.spec.project import ProjectSpec
from scenewright.ui.preview.layers import shown
from scenewright.ui.preview.smaller import camera_of, scaled_rules
from scenewright.ui.preview.wishes import Measured, MeasureWish, PictureWish, PreviewFrame

TraceOf = Callable[[int], Trace]
_FREE_OF_LABELS: tuple[str, ...] = ()


def picture(wish: PictureWish, serial: int, drawing: Drawing, trace_of: TraceOf) -> PreviewFrame:
    """Draw one camera's picture of a frame with what is asked of its labels; the drawing's check may end it.

    Raises:
        UserError: The frame cannot be sampled or drawn.
    """
    begun = perf_counter()
    trace = trace_of(wish.frame)
    sampled = perf_counter()
    drawing.check()
    spec, eye_scale = drawing.spec, camera_of(trace.plan, wish)[1]

    def planned(_spec: ProjectSpec, index: int, _assets: AssetLoader) -> FramePlan:
        plan = trace_of(index).plan
        return replace(plan, cameras=(camera_of(plan, wish)[0],))

    # Only what is looked at is derived; flow also has the frame's neighbours drawn.
    labels = _FREE_OF_LABELS if wish.eye is not None else wish.layers
    one = Drawing(spec.model_copy(update={"labels": labels}), drawing.assets, drawing.renderer, planned, drawing.check)
    frame = next(iter(one.frames([wish.frame])))
    drawn = perf_counter()
    drawing.check()
    (view,) = annotate(frame, partial(_posed, drawing.assets), labels, scaled_rules(spec.visibility, eye_scale))
    layers = {name: shown(name, view.channels[name], frame.views[0].instance_ids) for name in labels if view.has(name)}
    seen, surface = frame.views[0], frame.views[0].surface
    assert surface is not None, "the preview's engine names surfaces"
    return PreviewFrame(
        wish=wish,
        serial=serial,
        trace=replace(trace, standing=None),
        camera=seen.camera,
        scale=eye_scale,
        rgb=seen.rgb,
        ids=seen.instance_ids,
        owners=surface.owners,
        depth=seen.depth,
        layers=layers,
        instances=view.record.instances if wish.eye is None else (),
        skeletons=_skeletons(frame, drawing.assets) if "keypoints" in labels else {},
        chosen=chosen_colors(spec.classes),
        seconds={
            **frame.seconds,
            "sample": sampled - begun,
            "draw": drawn - sampled,
            "derive": perf_counter() - drawn,
        },
    )


def measured(wish: MeasureWish, serial: int, drawing: Drawing) -> Measured:
    """Make a whole frame as a dataset holds it, and tell what it cost; the drawing's check may end it.

    Raises:
        UserError: The frame cannot be sampled or drawn.
    """
    begun = perf_counter()
    frame = next(iter(drawing.frames([wish.frame])))
    drawn = perf_counter()
    drawing.check()
    views = drawing.labelled(frame)
    derived = perf_counter()
    drawing.check()
    encoded = encode_frame(wish.frame, plan_json(frame.plan), [(view.record, view.channels) for view in views])
    ended = perf_counter()
    sample = frame.seconds.get("sample", 0.0)
    return Measured(
        wish=wish,
        serial=serial,
        seconds={
            "sample": sample,
            "draw": drawn - begun - sample,
            "derive": derived - drawn,
            "encode": ended - derived,
        },
        bytes=sum(map(len, encoded.contents.values())),
        engine=drawing.renderer.describe(),
    )


def _posed(assets: AssetLoader, item: ObjectPlan) -> Model:
    return assets.posed(item.asset, item.pose, item.phase)


def _skeletons(frame: RenderedFrame, assets: AssetLoader) -> Mapping[str, Skeleton]:
    found = {}
    for item in frame.plan.labelled:
        points = _posed(assets, item).keypoints
        if points is not None:
            found[points.skeleton] = Skeleton(points.names, points.edges, points.symmetry)
    return found
