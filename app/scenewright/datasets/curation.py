"""What people decided about a dataset's frames: set aside, or tagged. The frames themselves stay as they are.

`curation.json` in the dataset: {"set_aside": {"12": "why"}, "tags": {"12": ["odd"]}, "views": {"name": "filter"}}.
"""

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from scenewright.datasets.files import told_in_words, write_json
from scenewright.errors import UserError, os_error_sentence

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

CURATION_FILE = "curation.json"


@dataclass(frozen=True)
class Curation:
    """Decisions about frames.

    Attributes:
        set_aside: Frame to the reason; these are in no export, no training and no statistics.
        tags: Frame to its tags, in alphabetical order.
        views: Saved filters by their names.
    """

    set_aside: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    views: Mapping[str, str] = field(default_factory=dict)

    def with_set_aside(self, frames: Iterable[int], reason: str) -> "Curation":
        """Return the decisions with more frames set aside."""
        return replace(self, set_aside={**self.set_aside, **dict.fromkeys(frames, reason)})

    def with_kept(self, frames: Iterable[int]) -> "Curation":
        """Return the decisions with frames taken back."""
        back = set(frames)
        return replace(self, set_aside={frame: why for frame, why in self.set_aside.items() if frame not in back})

    def with_tag(self, frames: Iterable[int], tag: str) -> "Curation":
        """Return the decisions with a tag on frames."""
        added = {frame: tuple(sorted({*self.tags.get(frame, ()), tag})) for frame in frames}
        return replace(self, tags={**self.tags, **added})

    def without_tag(self, frames: Iterable[int], tag: str) -> "Curation":
        """Return the decisions without a tag on frames."""
        less = {frame: tuple(t for t in self.tags.get(frame, ()) if t != tag) for frame in frames}
        return replace(self, tags={frame: tags for frame, tags in {**self.tags, **less}.items() if tags})

    def with_view(self, name: str, filter_text: str) -> "Curation":
        """Return the decisions with a filter saved under a name; an empty filter removes it."""
        views = {**self.views, name: filter_text}
        return replace(self, views={key: text for key, text in views.items() if text})


def carried_over(current: Curation, before: Curation, after: Curation) -> Curation:
    """Return decisions with one change made to them, and all else as it is: others may have decided meanwhile.

    Args:
        current: The decisions as they are now.
        before: As they were when the change was made.
        after: What the change made of them.
    """
    tags: dict[int, tuple[str, ...]] = dict(current.tags)
    for frame in before.tags.keys() | after.tags.keys():
        old, new = set(before.tags.get(frame, ())), set(after.tags.get(frame, ()))
        tags[frame] = tuple(sorted((set(current.tags.get(frame, ())) | (new - old)) - (old - new)))
    return Curation(
        _carried(current.set_aside, before.set_aside, after.set_aside),
        {frame: names for frame, names in tags.items() if names},
        _carried(current.views, before.views, after.views),
    )


def _carried(
    current: Mapping[_Key, _Value], before: Mapping[_Key, _Value], after: Mapping[_Key, _Value]
) -> dict[_Key, _Value]:
    keys: Set[_Key] = before.keys() | after.keys()
    changed = {key for key in keys if before.get(key) != after.get(key)}
    kept = {key: value for key, value in current.items() if key not in changed}
    return kept | {key: after[key] for key in after if key in changed}


def read_curation(folder: Path) -> Curation:
    """Return the decisions about a dataset; none where there is no file.

    Raises:
        UserError: The file is damaged, or cannot be read.
    """
    path = folder / CURATION_FILE
    try:
        data: dict[str, Any] = json.loads(path.read_bytes())
        return Curation(
            {int(frame): str(why) for frame, why in data.get("set_aside", {}).items()},
            {int(frame): tuple(map(str, tags)) for frame, tags in data.get("tags", {}).items()},
            {str(name): str(text) for name, text in data.get("views", {}).items()},
        )
    except FileNotFoundError:
        return Curation()
    except OSError as error:
        raise UserError(os_error_sentence("read what was decided about frames", path, error)) from error
    except (ValueError, AttributeError, TypeError) as error:
        raise UserError(
            f"{path} is damaged: mend it (it is JSON), or rename it, which brings all frames back and forgets their "
            "tags. Nothing is decided about frames until then."
        ) from error


def put_damaged_aside(folder: Path) -> Path:
    """Rename decisions that cannot be read, so that new ones can be made; return where they are now.

    Raises:
        UserError: They cannot be renamed.
    """
    number = 1
    while (place := folder / f"curation.damaged-{number}.json").exists():
        number += 1
    with told_in_words("rename the damaged decisions", folder / CURATION_FILE):
        (folder / CURATION_FILE).rename(place)
    return place


def write_curation(folder: Path, curation: Curation) -> None:
    """Keep the decisions beside the dataset, all or nothing.

    Raises:
        UserError: They could not be written; the earlier ones are as they were.
    """
    data = {
        "set_aside": {str(frame): why for frame, why in sorted(curation.set_aside.items())},
        "tags": {str(frame): list(tags) for frame, tags in sorted(curation.tags.items())},
        "views": dict(curation.views),
    }
    with told_in_words("write what was decided about frames", folder / CURATION_FILE):
        write_json(folder / CURATION_FILE, data)
