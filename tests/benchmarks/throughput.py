"""Frames per second of the whole main job, what two workers gain over one, and what is spent beside drawing.

    python tests/benchmarks/throughput.py [--frames 60] [--sizes 640x480 1280x720] [--scenes S shapes]

Each run is `scenewright generate` in a process of its own, with every label of a single picture, encoded and written
to disk; start-up and the first frames are left out. The rows:

    1 core     one worker, kept to one core, which draws, derives, encodes and writes: one raster thread
    2 cores    two such workers on two cores; the gain is over the row above
    auto       what `--workers auto` makes of this machine
    drawing    the same frames only drawn, by one raster thread on one core: nothing derived, encoded or written

Beside drawing = (time of a run's frame - time of a frame only drawn) / time of a run's frame, by the clock on one core,
and by processor time of all processes together.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil
from scenes import write_scene_s, write_scene_shapes

from scenewright.jobs.events import Metric, decode

WARM_UP = 8
"""So many frames at the start are left out; and at the end, where workers stop one after the other."""

STAGES = ("sample", "update", "color", "labels", "read-back", "truncation", "derive", "encode", "write")
SCENES = {"S": write_scene_s, "shapes": write_scene_shapes}


def main() -> None:
    """Print a table for each scene and size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--sizes", nargs="+", default=["640x480", "1280x720"])
    parser.add_argument("--scenes", nargs="+", choices=SCENES, default=list(SCENES))
    wanted = parser.parse_args()
    subprocess.run([sys.executable, "-m", "scenewright", "doctor"], check=True)
    for scene in wanted.scenes:
        for size in wanted.sizes:
            with tempfile.TemporaryDirectory() as temporary:
                table(scene, size, wanted.frames, Path(temporary))


def table(scene: str, size: str, frames: int, folder: Path) -> None:
    """Measure a scene at a size and print its rows."""
    project = SCENES[scene](folder, *map(int, size.split("x")), frames)
    cores = sorted(os.sched_getaffinity(0))
    print(f"\n{scene} {size}  {'frames/s':>9} {'gain':>6} {'processor ms':>13}  ms of each stage")
    alone_s, alone_cpu_s = drawing_alone(project, frames, cores[:1])
    print(f"  drawing    {1 / alone_s:12.2f} {'':6} {1000 * alone_cpu_s:13.1f}", flush=True)
    rates, used = {}, {}
    for name, workers, on in (("1 core", "1", cores[:1]), ("2 cores", "2", cores[:2]), ("auto", "auto", cores)):
        rates[name], used[name], stages = generate(project, folder / name, frames, workers, on)
        gain = f"{rates[name] / rates['1 core']:.2f}x"
        spent = "  ".join(f"{stage} {1000 * stages[stage]:.1f}" for stage in STAGES)
        print(f"  {name:10} {rates[name]:12.2f} {gain:>6} {1000 * used[name]:13.1f}  {spent}", flush=True)
    by_clock, by_cpu = 1 - alone_s * rates["1 core"], 1 - alone_cpu_s / used["1 core"]
    print(f"  beside drawing: {by_clock:.0%} by the clock, {by_cpu:.0%} by processor time (auto: "
          f"{1 - alone_cpu_s / used['auto']:.0%})", flush=True)  # fmt: skip


def generate(
    project: Path, out: Path, frames: int, workers: str, cores: list[int]
) -> tuple[float, float, dict[str, float]]:
    """Run the main job on some cores; return frames per second, processor seconds a frame, and seconds of stages."""
    command = [sys.executable, "-m", "scenewright", "generate", project, "--out", out, "--events", "json", "--no-check"]
    process = subprocess.Popen(
        [*map(str, command), "--workers", workers],
        stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )  # fmt: skip
    job, marks, metrics = psutil.Process(process.pid), [], []
    assert process.stdout is not None
    for line in process.stdout:
        event = decode(line)
        if isinstance(event, Metric):
            metrics.append(event.values)
            if len(metrics) in (WARM_UP, frames - WARM_UP):
                marks.append((perf_counter(), processor_s(job)))
    if process.wait() != 0:
        raise SystemExit("the job failed")
    (begun, before), (ended, after) = marks
    stages = {name: median(values[name] for values in metrics[WARM_UP:]) for name in STAGES}
    count = frames - 2 * WARM_UP
    return count / (ended - begun), (after - before) / count, stages


def processor_s(job: psutil.Process) -> float:
    """Return the processor time of a process and its children so far."""
    times = [one.cpu_times() for one in [job, *job.children()]]
    return sum(time.user + time.system for time in times)


def drawing_alone(project: Path, frames: int, cores: list[int]) -> tuple[float, float]:
    """Return the seconds of a frame that is only drawn: by the clock, and of the processor."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("drawing_alone.py"), project, str(frames), str(WARM_UP)],
        check=True, capture_output=True, text=True, env={**os.environ, "LP_NUM_THREADS": str(len(cores))},
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )  # fmt: skip
    by_clock, by_cpu = map(float, done.stdout.split())
    return by_clock, by_cpu


if __name__ == "__main__":
    main()
