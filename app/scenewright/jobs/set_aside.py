"""Frames that cannot be made here: each is kept with its plan and the reason, for whoever looks into it."""

import json
from collections.abc import Container
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.files import write_files
from scenewright.datasets.layout import frame_name
from scenewright.jobs.run_state import SET_ASIDE_FOLDER, run_path
from scenewright.jobs.workers import SetAside
from scenewright.sampling.plan import plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.yaml_io import ProjectFile


def forget_made(dataset: Path, indices: Container[int]) -> None:
    """Forget frames that were set aside and are whole by now, as far as that can be done."""
    place = run_path(dataset, SET_ASIDE_FOLDER)
    with suppress(OSError):
        for path in place.glob("*.json"):
            if path.stem.isdecimal() and int(path.stem) in indices:
                path.unlink()
        place.rmdir()  # fails as long as there are others, as it should


def set_aside(dataset: Path, file: ProjectFile, frame: SetAside) -> None:
    """Keep a frame's plan and the reason why it was not made, as far as there is room for them."""
    try:
        plan = json.loads(plan_json(sample_frame(file.spec, frame.index, AssetLoader(file.path.parent))))
    except Exception:
        plan = None
    told = {
        "index": frame.index,
        "reason": frame.reason,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "plan": plan,
    }
    place = run_path(dataset, SET_ASIDE_FOLDER) / f"{frame_name(frame.index)}.json"
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_files({place: json.dumps(told, indent=1).encode()})
