"""The worker's work, from the job file to the status file."""

import json
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import numpy as np

from .annotators import CameraAnnotators
from .channel import Channel, write_status
from .frames import frame_path, waiting, write_frame
from .memory import resident_bytes
from .stage import IsaacStage
from .versions import Differences, differences

_STABLE = 3
"""So many pictures in a row must be alike before materials count as loaded."""
_ALIKE = 1.5
"""Mean difference of two pictures, of 255, up to which they are."""
_MOST_WARM_UP_STEPS = 60


def main(arguments: list[str]) -> None:
    """Do a job.

    Args:
        arguments: The program's: its name, and the job file.
    """
    job_file = Path(arguments[1]).resolve()
    job = json.loads(job_file.read_text(encoding="utf-8"))
    channel = Channel(job["grace_s"], watch_stdin=job["watch_stdin"])
    sys.argv = sys.argv[:1]  # SimulationApp hands what it does not know on to Kit
    status = job_file.with_name(job["status"])
    try:
        worker = Worker(job, job_file.parent, channel)
    except BaseException:
        failed(status, channel)
        raise
    try:
        outcome = worker.work()
        write_status(status, outcome)
    except BaseException:
        failed(status, channel)
    # From here on nothing counts any more: Isaac may hang or crash while it closes, and its exit code means nothing.
    channel.enter("closing")
    worker.app.close()


def failed(status: Path, channel: Channel) -> None:
    """Record the exception that is being handled."""
    text = traceback.format_exc()
    write_status(status, "failed", text)
    channel.tell("failed", message=text)


class Worker:
    """One process's share of a job."""

    def __init__(self, job: dict[str, Any], folder: Path, channel: Channel) -> None:
        """Start Isaac Sim.

        Args:
            job: What is to be done; `render/isaac/worker_job.py` says what is in it.
            folder: The job's.
            channel: To the parent.
        """
        self._job, self._folder, self._channel = job, folder, channel
        self._differences: Differences = differences(job["version"])
        channel.enter("starting")
        from isaacsim import SimulationApp

        self.app = SimulationApp(self._launch_settings())
        channel.tell("started", python=sys.version.split()[0])

    def work(self) -> str:
        """Draw every frame that is not there yet; return 'done', 'cancelled' or 'recycled'."""
        self._prepare()
        frames = {frame["index"]: frame for frame in self._frames()}
        out = self._folder / self._job["out"]
        out.mkdir(exist_ok=True)
        todo = [index for index in self._job["indices"] if not frame_path(out, index).exists()]
        self._channel.enter("warming up")
        for index in self._job["warm_up"]:
            self._warm_up(frames[index])
        self._channel.enter("drawing")
        for done, index in enumerate(todo):
            if not self._may_go_on(out):
                return "cancelled"
            if done and resident_bytes() > self._job["most_memory"]:
                return "recycled"
            begun = time.perf_counter()
            views = self._drawn(frames[index])
            if not done:
                self._first = [view[0]["rgb"].astype(np.float32) for view in views]
            write_frame(out, index, views)
            self._channel.tell("frame", index=index, seconds=time.perf_counter() - begun)
        if todo:
            self._look_back(frames[todo[0]])
        self._rep.orchestrator.wait_until_complete()
        return "done"

    def _launch_settings(self) -> dict[str, Any]:
        gpu = self._job["gpu"]
        renderer = "PathTracing" if self._job["path_tracing"] else self._differences.real_time
        return {
            "headless": True,
            "renderer": renderer,
            "multi_gpu": False,  # with several, random frames have empty masks
            "active_gpu": gpu,
            "physics_gpu": gpu,
            "sync_loads": True,
            "disable_viewport_updates": True,
            "width": 64,
            "height": 64,
            "extra_args": self._job["kit_arguments"],
        }

    def _prepare(self) -> None:
        import carb.settings
        import omni.replicator.core as rep

        self._rep = rep
        self._channel.enter("opening the stage")
        self._stage = IsaacStage(self.app, self._folder, self._job["stage"])
        self._stage.write_old_labels(self._job["labels"], self._differences)
        if self._job["omnipbr"]:
            self._stage.make_omnipbr(self._job["materials"])
        settings = carb.settings.get_settings()  # after the stage, which brings settings of its own
        renderer = "PathTracing" if self._job["path_tracing"] else self._differences.real_time
        for key, value in {"/rtx/rendermode": renderer, **self._job["settings"]}.items():
            settings.set(key, value)
        rep.orchestrator.set_capture_on_play(False)
        self._cameras = [
            CameraAnnotators(item["path"], tuple(item["resolution"]), item["name"], self._job["annotators"])
            for item in self._job["cameras"]
        ]
        for _ in range(self._job["warm_up_updates"]):
            self.app.update()

    def _frames(self) -> list[dict[str, Any]]:
        wanted = {*self._job["indices"], *self._job["warm_up"]}
        lines = (self._folder / self._job["frames"]).read_text(encoding="utf-8").splitlines()
        return [frame for frame in map(json.loads, lines) if frame["index"] in wanted]

    def _drawn(self, frame: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Set a frame and return what each camera sees."""
        self._stage.set_values(frame["values"])
        if self._job["omnipbr"]:
            self._stage.set_omnipbr(frame["omnipbr"])
        else:
            self._stage.set_values(frame["preview"])
        views: list[Any] = [None] * len(self._cameras)
        for part in frame["passes"]:
            self._stage.set_values(part["values"])
            cameras = [self._cameras[number] for number in part["cameras"]]
            self._step(cameras, frame.get("subframes", self._job["subframes"]))
            for number in part["cameras"]:
                views[number] = self._cameras[number].read()
        return [view for view in views if view is not None]

    def _step(self, cameras: list[CameraAnnotators], subframes: int) -> None:
        """Render once; time stands still. The step returns when the pictures are there."""
        for camera in cameras:
            camera.enable(True)
        self._rep.orchestrator.step(rt_subframes=subframes, delta_time=0.0)
        for camera in cameras:
            camera.enable(False)

    def _warm_up(self, frame: dict[str, Any]) -> None:
        """Draw a frame until its picture does not change any more: its materials are loaded then."""
        before, alike = None, 0
        for _ in range(_MOST_WARM_UP_STEPS):
            self._stage.wait_until_loaded()
            pictures = [view[0]["rgb"].astype(np.float32) for view in self._drawn(frame)]
            alike = alike + 1 if before is not None and _difference(before, pictures) <= _ALIKE else 0
            before = pictures
            self._channel.tell("warm_up", index=frame["index"])
            if alike >= _STABLE - 1 or self._channel.cancelled.is_set():
                return
        self._channel.tell("unsteady", index=frame["index"])

    def _may_go_on(self, out: Path) -> bool:
        """Wait until the parent has taken enough frames; tell whether it wants more."""
        # Only its own: those of other cards wait until it is their turn.
        own = set(self._job["indices"])
        while waiting(out, own) >= self._job["most_waiting"] and not self._channel.cancelled.is_set():
            self._channel.phase = "waiting"
            time.sleep(0.05)
        self._channel.phase = "drawing"
        return not self._channel.cancelled.is_set()

    def _look_back(self, frame: dict[str, Any]) -> None:
        """Draw the first frame once more: a picture that is another now was not ready when it was taken."""
        self._channel.enter("looking back")
        again = [view[0]["rgb"].astype(np.float32) for view in self._drawn(frame)]
        self._channel.tell("looked_back", index=frame["index"], difference=_difference(self._first, again))


def _difference(one: list[Any], other: list[Any]) -> float:
    return max(float(np.abs(a - b).mean()) if a.shape == b.shape else 255.0 for a, b in zip(one, other, strict=True))
