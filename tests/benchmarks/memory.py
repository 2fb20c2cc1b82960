"""Resident memory and time per frame of the main job over many frames, its drawing processes included.

    python tests/benchmarks/memory.py [--frames 10000] [--project presets/cup_detection.yaml] [--engine embedded]

Prints a line every thousand frames; the last line compares the end with the state after the first of them, when every
model, texture and pipeline has been seen.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import psutil

from scenewright.jobs.events import Progress, decode
from scenewright.paths import shipped

EVERY = 1000


def main() -> None:
    """Run the job and print its memory."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=10_000)
    parser.add_argument("--project", type=Path, default=shipped("presets") / "cup_detection.yaml")
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--workers", default="auto")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        lines = watch(wanted, Path(temporary) / "dataset")
    (_, first_parent, first_worker, first_ms), (_, parent, worker, ms) = lines[0], lines[-1]
    print(
        f"from the first to the last thousand frames: parent {first_parent:.0f} to {parent:.0f} MiB, largest drawing "
        f"process {first_worker:.0f} to {worker:.0f} MiB, {first_ms:.1f} to {ms:.1f} ms of processor time a frame"
    )


def watch(wanted: argparse.Namespace, out: Path) -> list[tuple[int, float, float, float]]:
    """Return for every thousandth frame: MiB of the parent and of its largest child, processor ms a frame since."""
    command = [sys.executable, "-m", "scenewright", "generate", wanted.project, "--out", out, "--no-check"]
    options = ["--frames", f"0:{wanted.frames}", "--engine", wanted.engine, "--workers", wanted.workers]
    process = subprocess.Popen(
        [*map(str, command), *options, "--events", "json"], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    parent, lines = psutil.Process(process.pid), []
    spent = perf_counter()
    used = 0.0
    assert process.stdout is not None
    for line in process.stdout:
        event = decode(line)
        if not isinstance(event, Progress) or (event.done % EVERY and event.done != 100):
            continue
        family = [parent, *parent.children()]
        largest = max((one.memory_info().rss for one in family[1:]), default=0) / 2**20
        now = sum(one.cpu_times().user + one.cpu_times().system for one in family)
        step = EVERY if event.done >= EVERY else event.done
        lines.append((event.done, parent.memory_info().rss / 2**20, largest, 1000 * (now - used) / step))
        print(
            f"{event.done:6} frames  parent {lines[-1][1]:6.0f} MiB  largest drawing process {largest:6.0f} MiB  "
            f"{lines[-1][3]:6.1f} ms of processor a frame  {step / (perf_counter() - spent):6.1f} frames/s",
            flush=True,
        )
        spent, used = perf_counter(), now
    if process.wait() != 0:
        raise SystemExit("the job failed")
    return lines[1:]


if __name__ == "__main__":
    main()
