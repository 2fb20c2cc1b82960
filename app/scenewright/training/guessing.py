"""Finding things in pictures that have no labels."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn

from scenewright.errors import UserError
from scenewright.training.loading import Pictures
from scenewright.training.predictions import Found, found_in
from scenewright.training.run_folder import RunFacts
from scenewright.training.samples import SampleTable
from scenewright.training.sheets import drawn


def unlabelled(files: Sequence[Path], classes: tuple[str, ...]) -> SampleTable:
    """Return pictures as samples without any object.

    Raises:
        UserError: One of them cannot be read.
    """
    nothing = np.zeros(0, np.float32)
    return SampleTable(
        source=files[0].parent,
        classes=classes,
        pictures=tuple(files),
        sizes=np.array([_size(path) for path in files], np.int32).reshape(-1, 2),
        frames=np.arange(len(files), dtype=np.int64),
        cameras=("",) * len(files),
        starts=np.zeros(len(files) + 1, np.int64),
        boxes=nothing.reshape(0, 4),
        areas=nothing,
        labels=np.zeros(0, np.int64),
        ignored=np.zeros(0, bool),
        instance_ids=np.zeros(0, np.int64),
        is_real=True,
    )


def _size(path: Path) -> tuple[int, int]:
    try:
        with Image.open(path) as image:
            return image.size
    except (OSError, SyntaxError, ValueError) as error:
        raise UserError(f"{path} cannot be read as a picture: {error}. Take it out.") from error


def predicted(
    model: nn.Module, facts: RunFacts, files: Sequence[Path], device: torch.device
) -> Iterator[tuple[SampleTable, int, Found]]:
    """Yield the pictures as samples, each picture's place, and what the model finds in it."""
    table = unlabelled(files, facts.classes)
    pictures = Pictures(table, facts.task, facts.short_side)
    for image, found in found_in(model.to(device), pictures, facts.task, device, batch=1):
        yield table, image, found


def write_drawn(path: Path, table: SampleTable, image: int, found: Found) -> None:
    """Write a picture of a table with what was found in it; raises OSError."""
    drawn(table, image, found, width=960).save(path, quality=90)
