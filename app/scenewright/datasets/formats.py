"""Every format a dataset can be exported to."""

from collections.abc import Callable
from pathlib import Path

from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.bop.writing import write_bop
from scenewright.datasets.coco import write_coco
from scenewright.datasets.dope import write_dope
from scenewright.datasets.hdf5 import write_hdf5
from scenewright.datasets.kitti.writing import write_kitti
from scenewright.datasets.reading import Dataset
from scenewright.datasets.webdataset import write_webdataset

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
