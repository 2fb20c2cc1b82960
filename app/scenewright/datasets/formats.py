"""Every format a dataset can be exported to, and those that can be read as neutral records."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.basic_writer_views import read_basic_writer_views
from scenewright.datasets.bop.reading import read_bop
from scenewright.datasets.bop.writing import write_bop
from scenewright.datasets.coco import write_coco, write_coco_detection, write_coco_keypoints, write_coco_polygons
from scenewright.datasets.coco_panoptic import write_coco_panoptic
from scenewright.datasets.dope import read_dope, write_dope
from scenewright.datasets.fiftyone import write_fiftyone
from scenewright.datasets.hdf5 import read_hdf5, write_hdf5
from scenewright.datasets.kitti.reading import read_kitti
from scenewright.datasets.kitti.writing import write_kitti
from scenewright.datasets.point_cloud import write_point_cloud
from scenewright.datasets.read_view import Damaged, ReadView
from scenewright.datasets.reading import Dataset
from scenewright.datasets.splits import Splits
from scenewright.datasets.voc import write_voc
from scenewright.datasets.webdataset import read_webdataset, write_webdataset
from scenewright.datasets.yolo import write_yolo_detect, write_yolo_obb, write_yolo_pose, write_yolo_segment

FORMATS: dict[str, Callable[[Dataset, Path], str | None]] = {
    "coco": write_coco,
    "coco_detection": write_coco_detection,
    "coco_polygons": write_coco_polygons,
    "coco_keypoints": write_coco_keypoints,
    "coco_panoptic": write_coco_panoptic,
    "basicwriter": write_basic_writer,
    "kitti": write_kitti,
    "bop": write_bop,
    "dope": write_dope,
    "hdf5": write_hdf5,
    "webdataset": write_webdataset,
    "point_cloud": write_point_cloud,
    "fiftyone": write_fiftyone,
}
"""Formats of one folder: with splits, each split is an export of its own in a folder of its name.

What a writer returns is to be told to the user.
"""

SPLIT_FORMATS: dict[str, Callable[[Splits, Path], None]] = {
    "yolo_detect": write_yolo_detect,
    "yolo_segment": write_yolo_segment,
    "yolo_pose": write_yolo_pose,
    "yolo_obb": write_yolo_obb,
    "voc": write_voc,
}
"""Formats that have their own place for splits."""

FORMAT_NAMES = (*FORMATS, *SPLIT_FORMATS)


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
