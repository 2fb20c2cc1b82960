"""Every format that can be read as neutral records."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from scenewright.datasets.basic_writer_views import read_basic_writer_views
from scenewright.datasets.bop.reading import read_bop
from scenewright.datasets.dope import read_dope
from scenewright.datasets.hdf5 import read_hdf5
from scenewright.datasets.kitti.reading import read_kitti
from scenewright.datasets.read_view import Damaged, ReadView
from scenewright.datasets.webdataset import read_webdataset


class Reader(Protocol):
    """Reads a folder image by image; who asks to be told of damage gets all other images.

    The `first` so many images are passed over without being read; classes are then numbered by what is read alone.
    """

    def __call__(self, folder: Path, damaged: Damaged | None = None, first: int = 0) -> Iterator[ReadView]:
        """Yield the images."""
        ...


READERS: dict[str, Reader] = {
    "basicwriter": read_basic_writer_views,
    "kitti": read_kitti,
    "bop": read_bop,
    "dope": read_dope,
    "hdf5": read_hdf5,
    "webdataset": read_webdataset,
}
"""Readers of folders in these formats, ours or other programs'."""

PICTURES: Mapping[str, str] = {
    "basicwriter": "**/rgb_*.png",
    "kitti": "**/image_2/*",
    "bop": "*/*/rgb/*",
}
"""Where the pictures are, of formats with a file for each: what a progress bar counts."""
