"""Frames on disk, under the index that the parent gave them: whole, or not there."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np


def frame_path(folder: Path, index: int) -> Path:
    """Return where a frame lies."""
    return folder / f"{index:06d}.npz"


def write_frame(folder: Path, index: int, views: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """Write a frame's arrays and information, one pair for each camera."""
    arrays = {f"{number}/{name}": array for number, (own, _) in enumerate(views) for name, array in own.items()}
    information = json.dumps([info for _, info in views]).encode()
    path = frame_path(folder, index)
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        np.savez(file, information=np.frombuffer(information, np.uint8), **arrays)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def waiting(folder: Path, indices: set[int]) -> int:
    """Return how many of some frames lie there that the parent has not taken yet."""
    return sum(path.suffix == ".npz" and int(path.stem) in indices for path in folder.iterdir())
