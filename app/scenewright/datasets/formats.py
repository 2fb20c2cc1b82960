"""Every format a dataset can be exported to."""

from collections.abc import Callable
from pathlib import Path

from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.coco import write_coco
from scenewright.datasets.reading import Dataset

FORMATS: dict[str, Callable[[Dataset, Path], None]] = {"coco": write_coco, "basicwriter": write_basic_writer}
