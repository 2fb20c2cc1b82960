"""Resident memory and time per frame of the main job over many frames, its drawing processes included.

    python tests/benchmarks/memory.py [--frames 10000] [--project presets/cup_detection.yaml] [--engine embedded]

Small pictures with every label, unless a project is named, so that ten thousand frames take minutes. A line at frame
100, 1,000, 3,000 and 10,000; times are those of the frames just before (the last 500, or the last half of fewer).
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import psutil
from scenes import write_scene_small

from scenewright.jobs.events import Progress, decode

SHOWN = (100, 1_000, 3_000, 10_000, 30_000, 100_000)


def main() -> None:
    """Run the job and print its memory."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=10_000)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--workers", default="auto")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project = wanted.project or write_scene_small(folder, wanted.frames)
        watch(project, folder / "dataset", wanted)


def watch(project: Path, out: Path, wanted: argparse.Namespace) -> None:
    """Print a line for some frames: MiB of the parent and of its largest child, milliseconds a frame."""
    command = [sys.executable, "-m", "scenewright", "generate", project, "--out", out, "--no-check"]
    options = ["--frames", f"0:{wanted.frames}", "--engine", wanted.engine, "--workers", wanted.workers]
    process = subprocess.Popen(
        [*map(str, command), *options, "--events", "json"], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    parent, begun = psutil.Process(process.pid), {}
    print(f"{'frames':>7} {'parent MiB':>10} {'largest process MiB':>19} {'ms a frame':>10} {'processor ms':>12}")
    assert process.stdout is not None
    for line in process.stdout:
        event = decode(line)
        if not isinstance(event, Progress):
            continue
        if event.done in {shown - window(shown) for shown in SHOWN}:
            begun[event.done] = (perf_counter(), processor_s(parent))
        if event.done in SHOWN:
            at, used = begun[event.done - window(event.done)]
            wall, cpu = (
                1000 * spent / window(event.done) for spent in (perf_counter() - at, processor_s(parent) - used)
            )
            own, largest = (size / 2**20 for size in sizes(parent))
            print(f"{event.done:7} {own:10.0f} {largest:19.0f} {wall:10.1f} {cpu:12.1f}", flush=True)
    if process.wait() != 0:
        raise SystemExit("the job failed")


def window(frames: int) -> int:
    """Return over how many frames before a frame its time is taken."""
    return min(500, frames // 2)


def processor_s(parent: psutil.Process) -> float:
    """Return the processor time of a process and its children so far."""
    times = [one.cpu_times() for one in [parent, *parent.children()]]
    return sum(time.user + time.system for time in times)


def sizes(parent: psutil.Process) -> tuple[int, int]:
    """Return the bytes of a process, and of its largest child."""
    return parent.memory_info().rss, max((one.memory_info().rss for one in parent.children()), default=0)


if __name__ == "__main__":
    main()
