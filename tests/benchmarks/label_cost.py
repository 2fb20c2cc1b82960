"""What labels cost beside the picture alone, on this machine.

    python tests/benchmarks/label_cost.py [--frames 24] [--sizes 640x480] [--scenes S robot_drive_clips] [--each]

Each row is one kind of label added to the picture, or all of them: drawn, read back and derived in memory. The picture
alone is drawn right after each frame, so that both see the same load; processor time (of all cores together, a software
driver's included) says what they cost whatever else runs. Sampling and encoding cost the same with any
labels or grow with the number of files; `throughput.py` shows them. The last line says whether all labels together cost
what is promised at most; the exit code is 0 only then.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import yaml
from scenes import write_scene_s

from scenewright.jobs.drawing import start_drawing
from scenewright.paths import shipped
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import LabelName
from scenewright.spec.yaml_io import load_project

BASE = ["bounding_box_2d_tight"]
FLOW = ("forward_flow", "backward_flow", "scene_flow")
WARM_UP = 4
MOST = 2.5
"""All labels cost at most so many times the picture alone, by the clock and in processor time."""


def main() -> int:
    """Print a table per scene and size, and what they show together; return 0 if what is promised holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=24)
    parser.add_argument("--sizes", nargs="+", default=["640x480"])
    parser.add_argument("--scenes", nargs="+", default=["S", "robot_drive_clips"])
    parser.add_argument("--each", action="store_true", help="a row for each label, too")
    wanted = parser.parse_args()
    worst = 0.0
    for scene in wanted.scenes:
        for size in wanted.sizes:
            with tempfile.TemporaryDirectory() as temporary:
                place = Path(temporary)
                worst = max(worst, table(scene, *map(int, size.split("x")), wanted.frames, place, each=wanted.each))
    print(
        f"\n{'held' if worst <= MOST else 'BROKEN'}: all labels cost {worst:.2f}x the picture alone (promised {MOST}x)"
    )
    return 0 if worst <= MOST else 1


def table(scene: str, width: int, height: int, frames: int, folder: Path, *, each: bool) -> float:
    """Measure a scene, print its rows, and return how many times the picture all labels cost, by clock or processor."""
    path = write_scene_s(folder, width, height, frames) if scene == "S" else shipped("presets") / f"{scene}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for camera in data["cameras"]:
        camera |= {"width_px": width, "height_px": height}
    data["output"] = {**data["output"], "frames": frames}
    labels = [name for name in LabelName.__args__ if name != "sensor_depth" and (data.get("clip") or name not in FLOW)]
    rows = {name: [*BASE, name] for name in labels[1:]} if each else {}
    print(f"\n{scene} {width}x{height}")
    for name, chosen in {"boxes": BASE, **rows, "all labels": labels}.items():
        project = folder / "project.yaml"
        project.write_text(yaml.safe_dump({**data, "labels": chosen}, sort_keys=False, allow_unicode=True), "utf-8")
        (wall, alone_wall), (cpu, alone_cpu) = measured(project, frames)
        print(
            f"  {name:26} {1000 * wall:6.0f} ms, picture {1000 * alone_wall:5.0f} ms: {wall / alone_wall:4.2f}x"
            f"   processor {1000 * cpu:5.0f} ms, {1000 * alone_cpu:5.0f} ms: {cpu / alone_cpu:4.2f}x",
            flush=True,
        )
    return max(wall / alone_wall, cpu / alone_cpu)  # of the last row


def measured(project: Path, frames: int) -> list[tuple[float, float]]:
    """Return the median seconds of a labelled frame and of the picture alone: by the clock, and of processors."""
    file = load_project(project)
    drawing = start_drawing(file.spec, project.parent)
    engine = EmbeddedRenderer(drawing.assets)
    alone, whole = [], []
    begun = now()
    for frame in drawing.frames(range(frames)):
        drawing.labelled(frame)
        spent = now() - begun - frame.seconds["sample"]
        whole.append(spent)
        plan = sample_frame(file.spec, frame.plan.index, drawing.assets)
        begun = now()
        engine.draw_picture(plan)
        alone.append(now() - begun)
        begun = now()
    both = np.median(np.array(whole[WARM_UP:]), axis=0), np.median(np.array(alone[WARM_UP:]), axis=0)
    return list(zip(*both, strict=True))


def now() -> np.ndarray:
    """Return the time by the clock and that of all processors together."""
    return np.array([perf_counter(), process_time()])


if __name__ == "__main__":
    sys.exit(main())
