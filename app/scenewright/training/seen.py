"""Which pictures a model was trained on, by what they show: such pictures say nothing about how good it is."""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenewright.datasets.files import told_in_words
from scenewright.training.samples import SampleTable, chosen

SEEN_FILE = "trained_on.npy"


def picture_hash(picture: Image.Image) -> int:
    """Return 64 bits of BLAKE2b over a picture's size and RGB values: the same whatever the file's name or format.

    Among a million pictures, one of a thousand others is taken for one of them with a chance of 5e-11.
    """
    colors = picture if picture.mode == "RGB" else picture.convert("RGB")
    digest = hashlib.blake2b(f"{picture.width}x{picture.height} ".encode() + colors.tobytes(), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def write_seen(run: Path, hashes: NDArray[np.uint64]) -> None:
    """Write which pictures a run learns from.

    Raises:
        UserError: They cannot be written.
    """
    with told_in_words("write the training run", run):
        np.save(run / SEEN_FILE, np.unique(hashes))


def read_seen(run: Path) -> NDArray[np.uint64]:
    """Return which pictures a run learned from; none where it did not note them, as older runs did not."""
    try:
        hashes: NDArray[np.uint64] = np.load(run / SEEN_FILE, allow_pickle=False)
    except (OSError, ValueError):
        return np.zeros(0, np.uint64)
    return hashes


def without_seen(table: SampleTable, hashes: NDArray[np.uint64], seen: NDArray[np.uint64]) -> tuple[SampleTable, int]:
    """Return the pictures that were not trained on, and how many were.

    Args:
        table: Pictures.
        hashes: Theirs, (N,).
        seen: What was trained on.
    """
    known = np.isin(hashes, seen)
    return (chosen(table, np.flatnonzero(~known)) if known.any() else table), int(known.sum())
