"""What every label costs beside the picture alone, on this machine.

    python tests/benchmarks/label_cost.py [--frames 24] [--sizes 640x480] [--scenes S person_pose robot_drive_clips]

Each row is one kind of label added to the picture: drawn and derived in memory, as a preview does, not encoded. The
last rows are all labels together, and the whole job (`generate`, encoded and written) with all labels and with the
picture only. Ratios are to the picture alone.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import yaml
from scenes import write_scene_s

from scenewright.jobs.drawing import start_drawing
from scenewright.paths import shipped
from scenewright.spec.project import LabelName
from scenewright.spec.yaml_io import load_project

BASE = ["bounding_box_2d_tight"]
FLOW = ("forward_flow", "backward_flow", "scene_flow")
WARM_UP = 4


def main() -> None:
    """Print a table per scene and size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=24)
    parser.add_argument("--sizes", nargs="+", default=["640x480"])
    parser.add_argument("--scenes", nargs="+", default=["S", "robot_drive_clips"])
    parser.add_argument("--each", action="store_true", help="a row for each label, too")
    wanted = parser.parse_args()
    for scene in wanted.scenes:
        for size in wanted.sizes:
            with tempfile.TemporaryDirectory() as temporary:
                table(scene, *map(int, size.split("x")), wanted.frames, Path(temporary), each=wanted.each)


def table(scene: str, width: int, height: int, frames: int, folder: Path, *, each: bool) -> None:
    """Measure a scene and print its rows."""
    path = write_scene_s(folder, width, height, frames) if scene == "S" else folder / f"{scene}.yaml"
    data = yaml.safe_load((path if scene == "S" else shipped("presets") / f"{scene}.yaml").read_text(encoding="utf-8"))
    for camera in data["cameras"]:
        camera |= {"width_px": width, "height_px": height}
    labels = [name for name in LabelName.__args__ if name != "sensor_depth" and (data.get("clip") or name not in FLOW)]
    data["output"] = {**data["output"], "frames": frames}
    picture = picture_alone(write(path, data, BASE), frames)
    print(f"\n{scene} {width}x{height}: the picture alone {1000 * picture:.0f} ms")
    rows = {name: [*BASE, name] for name in labels[1:]} if each else {}
    for name, chosen in {**rows, "all labels": labels}.items():
        seconds = labelled(write(path, data, chosen), frames)
        print(f"  {name:26} {1000 * seconds:7.0f} ms  {seconds / picture:5.2f}x", flush=True)
    alone, every = (whole_job(write(path, data, chosen), folder / str(len(chosen))) for chosen in (BASE, labels))
    print(f"  job, picture and boxes     {1000 * alone:7.0f} ms  {alone / picture:5.2f}x")
    print(
        f"  job, all labels            {1000 * every:7.0f} ms  {every / picture:5.2f}x   {every / alone:.2f}x that job"
    )


def write(path: Path, data: dict, labels: list[str]) -> Path:
    """Write a project with some labels."""
    path.write_text(yaml.safe_dump({**data, "labels": labels}, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def picture_alone(project: Path, frames: int) -> float:
    """Return the median seconds of a picture without labels, drawn and read back."""
    script = Path(__file__).with_name("color_alone.py")
    done = subprocess.run([sys.executable, script, project, str(frames)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def labelled(project: Path, frames: int) -> float:
    """Return the seconds of a frame drawn and labelled in memory, once it is warm, without sampling."""
    file = load_project(project)
    drawing = start_drawing(file.spec, project.parent)
    spent, sampled, begun = [], 0.0, perf_counter()
    for frame in drawing.frames(range(frames)):
        drawing.labelled(frame)
        sampled = frame.seconds["sample"]
        spent.append(perf_counter() - begun - sampled)
        begun = perf_counter()
    return median(spent[WARM_UP:])


def whole_job(project: Path, out: Path) -> float:
    """Return the seconds of a frame of the whole job, start-up left out."""
    command = [sys.executable, "-m", "scenewright", "generate", project, "--out", out, "--no-check"]
    times = []
    for count in (WARM_UP, load_project(project).spec.output.frames):
        begun = perf_counter()
        subprocess.run([*map(str, command), "--frames", f"0:{count}"], check=True, capture_output=True)
        times.append((perf_counter() - begun, count))
    # The second run goes on where the first stopped, so both start up once.
    return (times[1][0] - times[0][0]) / (times[1][1] - 2 * WARM_UP)


if __name__ == "__main__":
    main()
