"""What is wrong with a dataset, found before the first epoch and said in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from scenewright.errors import Problem, UserError
from scenewright.training.samples import SampleTable, Task
from scenewright.training.seen import picture_hash

_NAMED = 3
"""So many examples are named; the rest is a number."""
_NEEDS = {
    "detection": "boxes",
    "instances": "a mask of each object (label instance_mask)",
    "semantic": "class masks (label semantic_mask)",
    "keypoints": "keypoints (label keypoints, and assets that have some)",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a dataset: errors stop the training, warnings are told."""

    severity: Literal["error", "warning"]
    sentence: str


def refuse_errors(name: str, findings: list[Finding]) -> list[str]:
    """Return the warnings' sentences.

    Raises:
        UserError: There is an error; all of them are told.
    """
    errors = [Problem(item.sentence) for item in findings if item.severity == "error"]
    if errors:
        raise UserError(f"{name} cannot be trained on as it is:", errors)
    return [item.sentence for item in findings if item.severity == "warning"]


def findings_of(table: SampleTable, task: Task, *, is_for_training: bool = True) -> list[Finding]:
    """Return what is wrong with the labels, without opening a picture.

    Args:
        table: The samples.
        task: What is to be learned from them.
        is_for_training: Whether a class without any object is an error.
    """
    found = [*_missing(table, task), *_box_findings(table)]
    return found + (list(_class_findings(table)) if is_for_training else [])


def picture_findings(
    table: SampleTable, stop: Callable[[], bool] = lambda: False, most: int | None = None
) -> list[Finding]:
    """Return what is wrong with the picture files: each is opened, and decoded to its end.

    Args:
        table: The samples.
        stop: Asked before each picture.
        most: Open so many only, evenly spread.
    """
    return looked_at(table, stop, most)[0]


def looked_at(
    table: SampleTable, stop: Callable[[], bool] = lambda: False, most: int | None = None
) -> tuple[list[Finding], NDArray[np.uint64]]:
    """Return what is wrong with the picture files, and what each of those that can be read shows, as a hash.

    The arguments are those of `picture_findings`.
    """
    count = len(table) if most is None else min(most, len(table))
    unreadable, other_size, hashes = [], [], []
    for image in np.linspace(0, len(table) - 1, count).round().astype(int):
        if stop():
            break
        look = _size_and_hash(table, int(image))
        if look is None:
            unreadable.append(int(image))
            continue
        size, shown = look
        hashes.append(shown)
        if size != tuple(table.sizes[image]):
            other_size.append((int(image), size))
    found = [*_unreadable(table, unreadable, count), *_other_sizes(table, other_size)]
    return found, np.array(hashes, np.uint64)


def _missing(table: SampleTable, task: Task) -> Iterator[Finding]:
    if len(table.labels) == 0:
        yield Finding(
            "error",
            f"{table.source} has {len(table)} pictures but not one labelled object: check that the objects are in the "
            "camera's view, and the visibility rules.",
        )
    elif task not in table.tasks():
        yield Finding("error", f"{table.source} has no {_NEEDS[task]}, which {task} needs: generate it with them.")


def _class_findings(table: SampleTable) -> Iterator[Finding]:
    counts = np.bincount(table.labels[~table.ignored], minlength=len(table.classes) + 1)[1:]
    if counts.sum() == 0:
        return
    for name, count in zip(table.classes, counts, strict=True):
        if count == 0:
            yield Finding(
                "error",
                f"No frame for training shows a {name}: a model cannot learn what it never sees. Add objects of this "
                "class, or take the class out of the project.",
            )
    seen = counts[counts > 0]
    if len(seen) > 1 and seen.max() > 20 * seen.min():
        rare, usual = table.classes[int(np.argmin(counts))], table.classes[int(np.argmax(counts))]
        yield Finding("warning", f"There are {seen.max()} objects of {usual} but {seen.min()} of {rare}.")
    empty = int((np.diff(table.starts) == 0).sum())
    if 2 * empty > len(table):
        yield Finding("warning", f"{empty} of {len(table)} pictures show no object.")


def _box_findings(table: SampleTable) -> Iterator[Finding]:
    image_of = np.repeat(np.arange(len(table)), np.diff(table.starts))
    boxes = table.boxes
    broken = ~np.isfinite(boxes).all(axis=1)
    if broken.any():
        yield Finding("error", f"{_count(broken)} has no finite numbers: {_examples(table, image_of[broken])}.")
    known = np.where(np.isfinite(boxes), boxes, 0)
    empty = ~broken & ((known[:, 2] <= known[:, 0]) | (known[:, 3] <= known[:, 1]))
    if empty.any():
        yield Finding("error", f"{_count(empty)} has no area: {_examples(table, image_of[empty])}.")
    limits = np.tile(table.sizes[image_of], 2) + 1.0
    outside = ~broken & ~empty & ((known < -1.0) | (known > limits)).any(axis=1)
    if outside.any():
        yield Finding(
            "error",
            f"{_count(outside)} reaches outside its picture: {_examples(table, image_of[outside])}. Was the picture "
            "scaled after it was labelled?",
        )
    if table.keypoints is not None and not np.isfinite(table.keypoints).all():
        lost = ~np.isfinite(table.keypoints).all(axis=(1, 2))
        yield Finding("error", f"Keypoints are no finite numbers: {_examples(table, image_of[lost])}.")


def _size_and_hash(table: SampleTable, image: int) -> tuple[tuple[int, int], int] | None:
    try:
        with Image.open(table.pictures[image]) as picture:
            picture.load()
            return picture.size, picture_hash(picture)
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError):
        return None


def _unreadable(table: SampleTable, images: list[int], count: int) -> Iterator[Finding]:
    if images:
        examples = _examples(table, np.array(images))
        yield Finding("error", f"{len(images)} of {count} pictures cannot be read: {examples}.")


def _other_sizes(table: SampleTable, found: list[tuple[int, tuple[int, int]]]) -> Iterator[Finding]:
    if found:
        image, size = found[0]
        stated = "x".join(map(str, table.sizes[image]))
        examples = _examples(table, np.array([k for k, _ in found]))
        yield Finding(
            "error",
            f"{len(found)} pictures have another size than their labels say ({size[0]}x{size[1]} instead of {stated}): "
            f"{examples}. Their boxes would be wrong; put the original pictures back.",
        )


def _count(chosen: Any) -> str:
    number = int(chosen.sum())
    return "1 box" if number == 1 else f"{number} boxes, each of which"


def _examples(table: SampleTable, images: NDArray[np.int64]) -> str:
    unique = list(dict.fromkeys(images.tolist()))
    names = ", ".join(table.pictures[k].name for k in unique[:_NAMED])
    return names if len(unique) <= _NAMED else f"{names} and {len(unique) - _NAMED} more"
