"""Frames drawn and labelled, one after another: the part that generate, preview and workers share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from scenewright.annotate.annotate import annotate
from scenewright.annotate.channels import FLOW_LABELS, SURFACE_LABELS
from scenewright.annotate.labelled_view import LabelledView
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Model
from scenewright.jobs.window import Window
from scenewright.render.lens import through_lens, without_lenses
from scenewright.render.renderer import RenderedFrame, Renderer, View
from scenewright.sampling.plan import CameraPlan, FramePlan, ObjectPlan
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec

EngineName = str
"""One of `ENGINES`."""
ENGINES = ("embedded", "flat", "isaac")

Planned = Callable[[ProjectSpec, int, AssetLoader], FramePlan]


@dataclass(frozen=True, eq=False)
class Drawing:
    """An engine with the assets it draws.

    Attributes:
        spec: The project.
        assets: Where models come from.
        renderer: The engine.
        planned: Makes the plan of a frame.
        check: Called between the stages of a frame; what it raises ends the work.
    """

    spec: ProjectSpec
    assets: AssetLoader
    renderer: Renderer
    planned: Planned = sample_frame
    check: Callable[[], None] = lambda: None

    def frames(self, indices: Iterable[int], stop: Callable[[], bool] = lambda: False) -> Iterator[RenderedFrame]:
        """Yield each frame drawn; ends early once `stop` says so. `seconds` also holds the time of sampling.

        Where flow is asked for a frame comes with its neighbours in the clip, which are drawn for it if need be.
        """
        window = Window(self._neighbours)
        sampled: dict[int, tuple[FramePlan, float]] = {}

        def plans() -> Iterator[FramePlan]:
            for index in indices:
                if stop():
                    return
                for needed in window.want(index):
                    begun = perf_counter()
                    plan = self.planned(self.spec, needed, self.assets)
                    sampled[needed] = (plan, perf_counter() - begun)
                    yield plan

        for frame in self.renderer.render(without_lenses(plans())):
            yield from window.ready(self._taken(frame, *sampled.pop(frame.plan.index)))
        yield from window.rest()

    def _neighbours(self, index: int) -> tuple[int | None, int | None]:
        """Return the frames before and after a frame in its clip, where its labels need them."""
        if self.spec.clip is None or not FLOW_LABELS & set(self.spec.labels):
            return None, None
        step = index % self.spec.clip.length
        return index - 1 if step > 0 else None, index + 1 if step < self.spec.clip.length - 1 else None

    def _taken(self, frame: RenderedFrame, plan: FramePlan, waited_s: float) -> RenderedFrame:
        """Return a frame as its cameras take it."""
        begun = perf_counter()
        shown = (self._before_backdrop(view, plan) for view in frame.views)
        views = tuple(_taken(view, camera, self.check) for view, camera in zip(shown, plan.cameras, strict=True))
        seconds = {"sample": waited_s, **frame.seconds, "sensor": perf_counter() - begun}
        return RenderedFrame(plan, views, seconds)

    def _before_backdrop(self, view: View, plan: FramePlan) -> View:
        if plan.backdrop is None:
            return view
        from scenewright.render.backdrop import before_backdrop  # noqa: PLC0415

        picture = self.assets.backdrop(plan.backdrop.image, plan.backdrop.pick)
        return replace(view, rgb=before_backdrop(view, plan.backdrop, picture))

    def labelled(self, frame: RenderedFrame) -> tuple[LabelledView, ...]:
        """Return a frame's views with the labels that the project asks for."""

        def posed(item: ObjectPlan) -> Model:
            return self.assets.posed(item.asset, item.pose, item.phase)

        return annotate(frame, posed, self.spec.labels, self.spec.visibility)


def start_drawing(
    spec: ProjectSpec,
    base: Path,
    engine: EngineName = "embedded",
    tell: Callable[[str], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Drawing:
    """Start an engine for a project whose relative sources begin at the folder `base`.

    Args:
        spec: The project.
        base: Its folder.
        engine: Which one.
        tell: Told what people should know, by an engine that is another program.
        stop: Ends the waiting for such a one.

    Raises:
        UserError: The engine cannot run on this machine.
    """
    assets, surface = AssetLoader(base), bool(SURFACE_LABELS & set(spec.labels))
    if engine == "isaac":
        from scenewright.jobs.isaac_engine import isaac_renderer  # noqa: PLC0415

        return Drawing(spec, assets, isaac_renderer(assets, spec.labels, tell, stop, surface=surface))
    return Drawing(spec, assets, make_renderer(engine, assets, surface=surface))


def _taken(view: View, camera: CameraPlan, check: Callable[[], None]) -> View:
    """Return a view as a camera takes it: through its lens, then by its sensor."""
    view, sensor = through_lens(view, camera), camera.sensor
    check()
    if camera.depth_sensor is not None:
        from scenewright.render.depth_sensor import measured_depth  # noqa: PLC0415

        view = replace(view, sensor_depth=measured_depth(view, camera.depth_sensor))
        check()
    if sensor is None:
        return view
    # Imported here: few projects ask for it.
    from scenewright.render.sensor import through_sensor  # noqa: PLC0415

    return replace(view, rgb=through_sensor(view.rgb, sensor, view.depth, camera.intrinsics.fx))


def make_renderer(
    engine: EngineName, assets: AssetLoader, *, surface: bool, check: Callable[[], None] = lambda: None
) -> Renderer:
    """Start an engine by its name.

    Args:
        engine: 'embedded', or 'flat'.
        assets: Where models come from.
        surface: Whether it also tells which triangle each pixel shows.
        check: Called between the stages of a frame, by an engine that has them; what it raises ends the frame.

    Raises:
        UserError: It cannot run on this machine.
    """
    # Imported here: starting the program must not wait for the GPU library.
    if engine == "flat":
        from scenewright.render.flat import FlatRenderer  # noqa: PLC0415

        return FlatRenderer(assets)
    from scenewright.render.embedded.engine import EmbeddedRenderer  # noqa: PLC0415

    return EmbeddedRenderer(assets, surface=surface, check=check)
