"""Random frames of every preset with every label, proved: how many pixels contradict a relation, and where they lie.

    python tests/benchmarks/random_frames.py FOLDER [--frames 112] [--width 320] [--workers 1]

Each preset is rendered by `scenewright generate` at a smaller size with all labels that it can have, then checked. What
is in FOLDER already is not rendered again. The last line says whether what is promised holds over all presets together:
no contradiction away from edges, and fewer than one in 10,000 object pixels at edges that look past their object. The
exit code is 0 only then.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from scenewright.jobs.check import JSON_FILE, check
from scenewright.paths import shipped
from scenewright.spec.project import LabelName
from scenewright.spec.yaml_io import load_project

FLOW = ("forward_flow", "backward_flow", "scene_flow")
EDGE_SHARE = 1e-4
"""At most this share of object pixels may lie on edges that one sample cannot decide."""


def write_project(preset: Path, folder: Path, width: int, frames: int) -> Path:
    """Write a preset with all labels that it can have, its cameras `width` pixels wide, and return its path."""
    spec = load_project(preset).spec
    data = yaml.safe_load(preset.read_text(encoding="utf-8"))
    for camera, known in zip(data["cameras"], spec.cameras, strict=True):
        camera |= {"width_px": width, "height_px": round(known.height_px * width / known.width_px)}
    senses = all(camera.depth_sensor is not None for camera in spec.cameras)
    left_out = {*(() if spec.clip else FLOW), *(() if senses else ("sensor_depth",))}
    data["labels"] = [label for label in LabelName.__args__ if label not in left_out]
    data["output"] = {**data["output"], "frames": frames}
    path = folder / preset.name
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def main() -> int:
    """Render, check, print a line per preset and one for all; return 0 if what is promised holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--frames", type=int, default=112)
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--workers", type=int, default=1)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    certificates = []
    print(f"{'preset':22} {'frames':>6} {'relations':>9} {'wrong':>6} {'object pixels':>13} {'on edges':>8} share")
    for preset in sorted(shipped("presets").glob("*.yaml")):
        project = write_project(preset, wanted.folder, wanted.width, wanted.frames)
        out = wanted.folder / preset.stem
        command = [sys.executable, "-m", "scenewright", "generate", project, "--out", out, "--no-check"]
        subprocess.run([*map(str, command), "--workers", str(wanted.workers)], check=True, capture_output=True)
        check(out, lambda _: None, workers=wanted.workers)
        certificates.append(json.loads((out / JSON_FILE).read_bytes()))
        print(row(preset.stem, certificates[-1]), flush=True)
    return verdict(certificates)


def verdict(certificates: list[dict[str, Any]]) -> int:
    """Print what all presets together show beside what is promised, and return 0 if it holds."""
    frames, strays, pixels = (sum(one[key] for one in certificates) for key in ("frames", "edge_pixels", "pixels"))
    wrong, share = sum(len(one["violations"]) for one in certificates), strays / max(pixels, 1)
    held = not wrong and share < EDGE_SHARE
    print(
        f"{'held' if held else 'BROKEN'}: {frames} frames of {len(certificates)} presets; contradictions away from"
        f" edges: {wrong} (promised 0); object pixels at edges that look past their object: {strays} of {pixels},"
        f" {share:.1e} (promised below {EDGE_SHARE:g})"
    )
    return 0 if held else 1


def row(name: str, certificate: dict[str, Any]) -> str:
    """Return a preset's line, and what contradicts itself in it."""
    held = sum(count > 0 for count in certificate["checked"].values())
    strays, pixels = certificate["edge_pixels"], certificate["pixels"]
    share = f"{strays / max(pixels, 1):.1e}"
    wrong = "".join(f"\n    frame {v['frame']}: {v['message']}" for v in certificate["violations"])
    found = len(certificate["violations"])
    return f"{name:22} {certificate['frames']:6} {held:9} {found:6} {pixels:13} {strays:8} {share}{wrong}"


if __name__ == "__main__":
    sys.exit(main())
