"""Frames per second of the whole main job, and where the time goes.

    python tests/benchmarks/throughput.py [--frames 60] [--workers 1 2] [--sizes 640x480 1280x720] [--scenes S shapes]

Each run is `scenewright generate` in a process of its own, with every label, encoded and written to disk. The rate
leaves out start-up and the first frames. "Colour alone" is the engine's picture without labels, in the same minute.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from scenes import write_scene_s, write_scene_shapes

from scenewright.jobs.events import Metric, decode

STAGES = ("sample", "update", "color", "labels", "read-back", "truncation", "derive", "encode", "write")
WARM_UP = 8
SCENES = {"S": write_scene_s, "shapes": write_scene_shapes}


def main() -> None:
    """Print a table row per scene, size and number of workers."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--sizes", nargs="+", default=["640x480", "1280x720"])
    parser.add_argument("--scenes", nargs="+", choices=SCENES, default=list(SCENES))
    wanted = parser.parse_args()
    subprocess.run([sys.executable, "-m", "scenewright", "doctor"], check=True)
    print(f"\n{'scene':7} {'size':9} {'workers':>7} {'frames/s':>9} {'colour alone':>12} {'ratio':>6}   ms per frame")
    for scene in wanted.scenes:
        for size in wanted.sizes:
            for workers in wanted.workers:
                print(row(scene, size, workers, wanted.frames), flush=True)


def row(scene: str, size: str, workers: int, frames: int) -> str:
    """Measure one setting and return its line."""
    width, height = map(int, size.split("x"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project = SCENES[scene](folder, width, height, frames)
        alone = color_alone(project, min(frames, 30)) if workers == 1 else None
        rate, stages = generate(project, folder / "dataset", workers)
    spent = "  ".join(f"{name} {1000 * stages[name]:.1f}" for name in STAGES)
    ratio = f"{1 / rate / alone:.2f}" if alone else ""
    shown = f"{1 / alone:.1f}/s" if alone else ""
    return f"{scene:7} {size:9} {workers:7} {rate:9.2f} {shown:>12} {ratio:>6}   {spent}"


def generate(project: Path, out: Path, workers: int) -> tuple[float, dict[str, float]]:
    """Run the main job; return frames per second once it is warm, and the median seconds of each stage."""
    command = [sys.executable, "-m", "scenewright", "generate", project, "--out", out, "--events", "json"]
    process = subprocess.Popen(
        [*map(str, command), "--workers", str(workers)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    times, metrics = [], []
    assert process.stdout is not None
    for line in process.stdout:
        event = decode(line)
        if isinstance(event, Metric):
            times.append(perf_counter())
            metrics.append(event.values)
    if process.wait() != 0:
        raise SystemExit("the job failed")
    warm = times[WARM_UP:]
    stages = {name: median(values[name] for values in metrics[WARM_UP:]) for name in STAGES}
    return (len(warm) - 1) / (warm[-1] - warm[0]), stages


def color_alone(project: Path, frames: int) -> float:
    """Return the median seconds of a picture drawn and read back, without labels; in a process of its own."""
    script = Path(__file__).with_name("color_alone.py")
    done = subprocess.run([sys.executable, script, project, str(frames)], check=True, capture_output=True, text=True)
    return float(done.stdout)


if __name__ == "__main__":
    main()
