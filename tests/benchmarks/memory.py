"""Resident memory of the main job over many frames.

    python tests/benchmarks/memory.py [--frames 2000] [--project presets/cup_detection.yaml]

Prints a line every hundred frames; the last line compares the end with the state after 200 frames, when every model,
texture and pipeline has been seen.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from scenewright.jobs.events import Progress, decode
from scenewright.paths import shipped

WARM_FRAMES = 200
EVERY = 100


def main() -> None:
    """Run the job and print its memory."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=2000)
    parser.add_argument("--project", type=Path, default=shipped("presets") / "cup_detection.yaml")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        memory = watch(wanted.project, Path(temporary) / "dataset", wanted.frames)
    warm = memory[WARM_FRAMES]
    late = [mib for frame, mib in memory.items() if frame > wanted.frames - 5 * EVERY]
    print(
        f"after {WARM_FRAMES} frames {warm:.0f} MiB; over the last five hundred {min(late):.0f} to {max(late):.0f} MiB"
    )


def watch(project: Path, out: Path, frames: int) -> dict[int, float]:
    """Return MiB of resident memory by the number of frames done."""
    command = [sys.executable, "-m", "scenewright", "generate", project, "--out", out, "--frames", f"0:{frames}"]
    process = subprocess.Popen(
        [*map(str, command), "--events", "json"], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    resident = psutil.Process(process.pid)
    memory = {}
    assert process.stdout is not None
    for line in process.stdout:
        event = decode(line)
        if isinstance(event, Progress) and event.done % EVERY == 0:
            memory[event.done] = resident.memory_info().rss / 2**20
            print(f"{event.done:6} frames {memory[event.done]:8.0f} MiB", flush=True)
    if process.wait() != 0:
        raise SystemExit("the job failed")
    return memory


if __name__ == "__main__":
    main()
