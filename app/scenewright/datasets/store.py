"""The native dataset folder: the one place to import its functions from.

project.yaml, conventions.json          what was asked for, and how to read the numbers
skeletons.json                          the keypoint sets, where there are keypoints
records/000012.json                     one per finished frame, written last
rgb/000012.png, normals/000012.npz, ... one folder per channel; 000012_<camera> with several cameras
frames.parquet, instances.parquet, run.json   made at the end from the records
"""

from scenewright.datasets.reading import Dataset, finished_frames, read_dataset, read_skeletons
from scenewright.datasets.writing import (
    claim_folder,
    encode_frame,
    finalise,
    open_for_writing,
    write_encoded,
    write_frame,
)

__all__ = [
    "Dataset",
    "claim_folder",
    "encode_frame",
    "finalise",
    "finished_frames",
    "open_for_writing",
    "read_dataset",
    "read_skeletons",
    "write_encoded",
    "write_frame",
]
