"""Every format a dataset can be exported to."""

from collections.abc import Callable
from pathlib import Path

from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.bop.writing import write_bop
from scenewright.datasets.coco import write_coco, write_coco_detection, write_coco_keypoints, write_coco_polygons
from scenewright.datasets.coco_panoptic import write_coco_panoptic
from scenewright.datasets.dope import write_dope
from scenewright.datasets.fiftyone import write_fiftyone
from scenewright.datasets.hdf5 import write_hdf5
from scenewright.datasets.kitti.writing import write_kitti
from scenewright.datasets.point_cloud import write_point_cloud
from scenewright.datasets.reading import Dataset
from scenewright.datasets.splits import Splits
from scenewright.datasets.voc import write_voc
from scenewright.datasets.webdataset import write_webdataset
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
