"""A dataset's frame decided anew by the dataset's own project: is it the plan that the dataset holds?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenewright.datasets.files import SOURCES_FOLDER
from scenewright.datasets.number_ranges import from_ranges
from scenewright.datasets.reading import Dataset
from scenewright.errors import UserError
from scenewright.inspection.traces import project_folder
from scenewright.sampling.plan import plan_json
from scenewright.spec.project import ProjectSpec


@dataclass(frozen=True)
class Difference:
    """One value of a plan that is another now.

    Attributes:
        name: Where it stands in the plan, as objects.2.position.0.
        stored: What the dataset holds; empty where it holds none.
        now: What is decided now; empty where nothing is.
    """

    name: str
    stored: str
    now: str


def plan_differences(folder: Path, spec: ProjectSpec, index: int) -> tuple[Difference, ...]:
    """Return where a frame's stored plan and the one that is decided now differ; nothing where they are the same.

    Raises:
        UserError: The dataset was merged from others, the frame is damaged, or the project's assets cannot be found.
    """
    refuse_merged(folder, index)
    stored = Dataset(folder, spec, (index,)).frame(index).plan
    # Only now: these bring along the whole sampler, which the window has no other use for.
    from scenewright.assets.loading import AssetLoader  # noqa: PLC0415
    from scenewright.sampling.sampler import sample_frame  # noqa: PLC0415

    now = plan_json(sample_frame(spec, index, AssetLoader(project_folder(folder))))
    return () if stored == now else tuple(_differences("", json.loads(stored), json.loads(now)))


def refuse_merged(folder: Path, index: int) -> None:
    """Refuse to draw a frame of a merged dataset, whose project only says what is in it.

    Raises:
        UserError: The dataset was merged from others; says from which the frame came.
    """
    try:
        sources: list[dict[str, Any]] = json.loads((folder / SOURCES_FOLDER / "sources.json").read_bytes())["sources"]
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):
        sources = []
    where = ""
    for item in sources:
        if item["first_frame"] <= index < item["first_frame"] + item["frames"]:
            original = sorted(from_ranges(item["original_frames"]))[index - item["first_frame"]]
            where = f" This one was frame {original} of the dataset {item['folder']}: open it there."
    raise UserError(f"{folder.name} was merged from several datasets, so its frames cannot be drawn anew.{where}")


def _differences(name: str, stored: Any, now: Any) -> Iterator[Difference]:
    if isinstance(stored, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*stored, *now)):
            yield from _differences(f"{name}.{key}".lstrip("."), stored.get(key), now.get(key))
    elif isinstance(stored, list) and isinstance(now, list):
        for number in range(max(len(stored), len(now))):
            here = (values[number] if number < len(values) else None for values in (stored, now))
            yield from _differences(f"{name}.{number}".lstrip("."), *here)
    elif stored != now:
        yield Difference(name, _told(stored), _told(now))


def _told(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "…"
