"""Reading BasicWriter's layout back: boxes, colours and cameras of one view."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.images import read_array
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import CAMERA_AXES_FLIP, Matrix


@dataclass(frozen=True, slots=True)
class BasicWriterView:
    """The files of one frame and camera.

    Attributes:
        index: The frame's number.
        camera: The camera's folder; empty where the files lie in the export's own folder.
        places: File name stem, as "bounding_box_2d_tight_labels", to the file.
    """

    index: int
    camera: str
    places: dict[str, Path]

    def array(self, name: str) -> NDArray[Any]:
        """Return what an .npy or .png file holds, as it is.

        Raises:
            UserError: There is no such file, or it cannot be read.
        """
        path = self._path(name)
        try:
            return read_array(path)
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error

    def labels(self, name: str) -> Any:
        """Return what a .json file holds; raises as `array` does."""
        path = self._path(name)
        try:
            return json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error

    def class_names(self, annotator: str) -> list[str]:
        """Return the class of each row of a box file."""
        labels = self.labels(f"{annotator}_labels")
        return [labels[str(row)]["class"] for row in self.array(annotator)["semanticId"]]

    def masks(self, annotator: str, labels: str) -> dict[str, NDArray[np.bool_]]:
        """Return the mask (H, W) of each label of a colour image; labels are written as JSON where they are no text."""
        picture = self.array(annotator)
        return {
            label if isinstance(label, str) else json.dumps(label): (picture == _color(color)).all(axis=-1)
            for color, label in self.labels(labels).items()
        }

    def intrinsics(self) -> Intrinsics:
        """Return the camera's intrinsics."""
        params = self.labels("camera_params")
        width, height = params["renderProductResolution"]
        aperture, offset = params["cameraAperture"], params["cameraApertureOffset"]
        across, down = width / aperture[0], height / aperture[1]
        focal_length = params["cameraFocalLength"]
        center = width / 2 - offset[0] * across, height / 2 + offset[1] * down
        return Intrinsics(width, height, focal_length * across, focal_length * down, *center)

    def world_from_camera(self) -> Matrix:
        """Return the pose (4, 4) of the OpenCV optical frame, for column vectors."""
        world_to_camera = np.array(self.labels("camera_params")["cameraViewTransform"]).reshape(4, 4).T
        pose: Matrix = np.linalg.inv(world_to_camera) @ CAMERA_AXES_FLIP
        return pose

    def _path(self, name: str) -> Path:
        if name not in self.places:
            raise UserError(f"Frame {self.index} has no {name}: it was not among the labels that were written.")
        return self.places[name]


def read_basic_writer(folder: Path) -> Iterator[BasicWriterView]:
    """Yield the views of an export by camera and frame.

    Raises:
        UserError: The folder holds no such export.
    """
    found: dict[tuple[str, int], dict[str, Path]] = {}
    for path in sorted(folder.rglob("*_*.*")):
        match = re.fullmatch(r"(\w+?)_(\d{4,})\.(npy|png|json)", path.name)
        if match:
            parents = path.relative_to(folder).parts[:-1]
            found.setdefault((parents[0] if parents else "", int(match[2])), {})[match[1]] = path
    if not found:
        raise UserError(f"{folder} holds no BasicWriter files such as rgb_0000.png: check the path.")
    return (BasicWriterView(index, camera, places) for (camera, index), places in sorted(found.items()))


def _color(text: str) -> tuple[int, ...]:
    """Return the colour that a file names as "(R, G, B, A)"."""
    return tuple(int(part) for part in text.strip("() ").split(","))


def _unreadable(path: Path, error: Exception) -> UserError:
    if isinstance(error, OSError):
        return UserError(os_error_sentence("read the export", path, error))
    return UserError(f"{path} is damaged: {error}")
