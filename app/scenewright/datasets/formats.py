"""Every format a dataset can be exported to, and those that can be read as neutral records."""

from collections.abc import Callable, Iterator
from pathlib import Path

from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.basic_writer_views import read_basic_writer_views
from scenewright.datasets.bop.reading import read_bop
from scenewright.datasets.bop.writing import write_bop
from scenewright.datasets.coco import write_coco
from scenewright.datasets.dope import read_dope, write_dope
from scenewright.datasets.hdf5 import read_hdf5, write_hdf5
from scenewright.datasets.kitti.reading import read_kitti
from scenewright.datasets.kitti.writing import write_kitti
from scenewright.datasets.read_view import ReadView
from scenewright.datasets.reading import Dataset
from scenewright.datasets.webdataset import read_webdataset, write_webdataset

FORMATS: dict[str, Callable[[Dataset, Path], str | None]] = {
    "coco": write_coco,
    "basicwriter": write_basic_writer,
    "kitti": write_kitti,
    "bop": write_bop,
    "dope": write_dope,
    "hdf5": write_hdf5,
    "webdataset": write_webdataset,
}
"""A format's writer; what it returns is to be told to the user."""

READERS: dict[str, Callable[[Path], Iterator[ReadView]]] = {
    "basicwriter": read_basic_writer_views,
    "kitti": read_kitti,
    "bop": read_bop,
    "dope": read_dope,
    "hdf5": read_hdf5,
    "webdataset": read_webdataset,
}
"""Readers of folders in these formats, ours or other programs'."""
