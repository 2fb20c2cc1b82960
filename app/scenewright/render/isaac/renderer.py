"""The Renderer protocol by Isaac Sim; a chunk of plans is one stage, and one process on each graphics card."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from threading import Event
from time import perf_counter, time

from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError, os_error_sentence
from scenewright.render.isaac.backend_profile import BackendProfile, load_profile, profile_path, save_profile
from scenewright.render.isaac.budgets import Budgets
from scenewright.render.isaac.cross_check import check_depth, check_masks, check_poses, objects_by_path
from scenewright.render.isaac.graphics_cards import driver_version
from scenewright.render.isaac.installations import Installation
from scenewright.render.isaac.raw_frames import BadFrameError, read_raw, view_of
from scenewright.render.isaac.self_test import self_test
from scenewright.render.isaac.settings import EULA, IsaacSettings, settings_folder
from scenewright.render.isaac.shares import RunningShare, Setup, Tell
from scenewright.render.isaac.views import as_camera, isaac_camera, joined
from scenewright.render.isaac.worker_job import Share
from scenewright.render.renderer import RenderedFrame, Renderer, View
from scenewright.render.stage.job import WrittenStage, write_stage
from scenewright.sampling.plan import FramePlan

CHUNK = 1000
"""Frames that one stage holds and one process draws: Isaac Sim grows over thousands of frames."""
_BLOCK = 16
_POLL_S = 0.05
_MOST_REDRAWN = 2

COLD_START = "Isaac Sim starts. Its first start on a machine compiles shaders, which takes 3 to 5 minutes."


@dataclass(frozen=True)
class Watch:
    """Who is told what people should know, and who says when to stop."""

    tell: Tell = lambda _: None
    stop: Callable[[], bool] = lambda: False


class IsaacRenderer:
    """Draws plans with Isaac Sim."""

    def __init__(
        self,
        assets: AssetLoader,
        ours: Renderer,
        installation: Installation,
        settings: IsaacSettings,
        watch: Watch | None = None,
        *,
        labels: Iterable[str] = (),
        budgets: Budgets | None = None,
        chunk: int = CHUNK,
    ) -> None:
        """Get ready; Isaac Sim starts with the first frame.

        Args:
            assets: Where the plans' sources are read from.
            ours: An engine of our own, which draws the same plans: it knows what Isaac cannot tell, and the two are
                compared frame by frame.
            installation: Which Isaac Sim.
            settings: The choices of the person at this machine.
            watch: Whom to tell, and who stops the work.
            labels: The labels that the project asks for.
            budgets: What a process may take.
            chunk: Frames for one process.

        Raises:
            UserError: Isaac Sim's licence was not agreed to on this machine.
        """
        if not settings.eula_accepted:
            raise UserError(
                f"The licence of Isaac Sim was not agreed to on this machine. Read it at {EULA}, then run "
                "`scenewright doctor --engine isaac --accept-eula`; you are asked only once."
            )
        self._assets, self._ours, self._installation = assets, ours, installation
        self._settings, self._watch, self._labels = settings, watch or Watch(), frozenset(labels)
        self._budgets, self._chunk = budgets or Budgets(), chunk
        self._driver = driver_version()
        self._profile: BackendProfile | None = None

    def describe(self) -> dict[str, str]:
        """Return engine, version, place and driver."""
        installation = self._installation
        renderer = "path tracing" if self._settings.path_tracing else "real time"
        return {
            "engine": "isaac",
            "isaac_sim": installation.version,
            "installation": installation.title,
            "renderer": renderer,
            "driver": self._driver or "unknown",
            "compared_with": self._ours.describe().get("engine", ""),
        }

    def render(self, plans: Iterable[FramePlan]) -> Iterator[RenderedFrame]:
        """Yield one rendered frame per plan, in order.

        Raises:
            UserError: Isaac Sim cannot be started, fails again and again, or draws what the plan does not say.
        """
        remaining = iter(plans)
        folder: Path | None = None
        finished = False
        try:
            while chunk := list(islice(remaining, self._chunk)):
                if folder is None:
                    folder = _work_folder()
                    self._watch.tell(COLD_START)
                profile = self._known_profile(folder)
                yield from self._drawn(chunk, folder, profile)
                if self._watch.stop():
                    break
            finished = True
        except GeneratorExit:
            finished = True
            raise
        finally:
            if folder is not None and finished:  # after a failure its logs and its stage say why
                shutil.rmtree(folder, ignore_errors=True)

    def _known_profile(self, folder: Path) -> BackendProfile:
        """Return what is known of this Isaac Sim, from the self-test if it never ran.

        Raises:
            UserError: It cannot be trusted with what is asked for.
        """
        if self._profile is None:
            path = profile_path(self._installation, self._settings, self._driver)
            profile = load_profile(path)
            if profile is None:
                self._watch.tell("This Isaac Sim is new here: a self-test settles its units and frames first.")
                profile = self_test(folder / "self_test", self._setup(omnipbr=True), self._watch.stop)
                if not profile.omnipbr:
                    again = self_test(folder / "self_test", self._setup(omnipbr=False), self._watch.stop)
                    profile = replace(again, omnipbr=False)
                save_profile(path, profile)
            self._profile = profile
        for subject in ("engine", *self._labels):
            if subject in self._profile.refused:
                raise UserError(self._profile.refused[subject])
        if "brightness" in self._profile.refused:
            self._watch.tell(self._profile.refused["brightness"])
        return self._profile

    def _setup(self, *, omnipbr: bool) -> Setup:
        return Setup(
            self._installation, self._settings, self._budgets, settings_folder() / "cache", omnipbr, self._watch.tell
        )

    def _drawn(self, plans: Sequence[FramePlan], folder: Path, profile: BackendProfile) -> Iterator[RenderedFrame]:
        theirs = [replace(p, cameras=tuple(isaac_camera(c, profile) for c in p.cameras)) for p in plans]
        job = folder / f"frames_{plans[0].index}"
        stage = write_stage(job, theirs, self._assets, gains=profile.gains)
        setup = self._setup(omnipbr=profile.omnipbr)
        shares: list[RunningShare] = []
        done = False
        try:
            shares += [RunningShare(setup, stage, share) for share in dealt(plans, self._settings.gpus)]
            for number, (plan, own) in enumerate(zip(plans, theirs, strict=True)):
                frame = self._frame(plan, own, stage, number, shares, profile)
                if frame is None:
                    return
                yield frame
            done = True
        finally:
            for share in shares:
                share.close(at_once=not done)
        shutil.rmtree(job, ignore_errors=True)

    def _frame(
        self,
        plan: FramePlan,
        own: FramePlan,
        stage: WrittenStage,
        number: int,
        shares: Sequence[RunningShare],
        profile: BackendProfile,
    ) -> RenderedFrame | None:
        """Return a frame once Isaac drew it as the plan has it; nothing if the work is to stop."""
        share = next(share for share in shares if share.holds(plan.index))
        ours = next(self._ours.render([plan]))
        redrawn = 0
        begun = perf_counter()
        while True:
            if not self._wait_for(share.path(plan.index), shares):
                return None
            try:
                views = _views(share.path(plan.index), ours, own, stage.objects[number], profile)
            except BadFrameError as error:
                redrawn += 1
                if redrawn > _MOST_REDRAWN:
                    raise UserError(
                        f"Isaac Sim draws frame {plan.index} otherwise than its plan, {redrawn} times: {error}. "
                        "The frames before are kept and right; this one is not written. To go on behind it, use "
                        f"--frames {plan.index + 1}: and the same folder."
                    ) from error
                share.redraw(plan.index, str(error))
                continue
            share.taken(plan.index)
            return RenderedFrame(plan, views, {**ours.seconds, "isaac": perf_counter() - begun})

    def _wait_for(self, path: Path, shares: Sequence[RunningShare]) -> bool:
        """Wait until a frame is on disk, and look after all processes meanwhile; tell whether it came."""
        pause = Event()
        while not path.exists():
            if self._watch.stop():
                return False
            for share in shares:
                share.look_after()
            pause.wait(_POLL_S)
        return True


def dealt(plans: Sequence[FramePlan], gpus: Sequence[int]) -> list[Share]:
    """Return each graphics card's frames: ranges of 16, dealt in turn, so that all work while frames come in order."""
    blocks = [plans[start : start + _BLOCK] for start in range(0, len(plans), _BLOCK)]
    shares = []
    for number, gpu in enumerate(gpus):
        own = [plan.index for block in blocks[number :: len(gpus)] for plan in block]
        if own:
            shares.append(Share(number, gpu, tuple(own)))
    return shares


def _views(
    path: Path, ours: RenderedFrame, own: FramePlan, paths: Sequence[str], profile: BackendProfile
) -> tuple[View, ...]:
    """Return a frame's views, compared with ours.

    Raises:
        BadFrameError: They are not what the plan says.
    """
    raws = read_raw(path)
    plan = ours.plan
    if len(raws) != len(plan.cameras):
        raise BadFrameError(f"it holds {len(raws)} views, not {len(plan.cameras)}")
    objects = objects_by_path(plan, paths)
    found = []
    for raw, camera, mine, drawn in zip(raws, plan.cameras, ours.views, own.cameras, strict=True):
        theirs = as_camera(view_of(raw, drawn, objects, len(plan.labelled), profile), camera)
        check_masks(mine, theirs, plan)
        check_depth(mine, theirs)
        check_poses(raw, mine, plan, paths, profile)
        found.append(joined(theirs, mine, plan))
    return tuple(found)


def _work_folder() -> Path:
    """Return a new folder for stages, frames and logs; what failed runs of long ago left is removed.

    Runs of other machines may share the place, so nothing is removed that may still be in use.
    """
    parent = settings_folder() / "jobs"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            for old in parent.iterdir():
                if time() - old.stat().st_mtime > _KEPT_S:
                    shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix="run_", dir=parent))
    except OSError as error:
        raise UserError(os_error_sentence("make room for Isaac Sim's frames", parent, error)) from error


_KEPT_S = 14 * 86_400.0
