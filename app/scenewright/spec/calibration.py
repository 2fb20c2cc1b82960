"""Cameras from calibration files: ROS camera_info, OpenCV FileStorage and Kalibr camchains, all YAML.

In these files the centre of pixel (0, 0) is at (0, 0), here at (0.5, 0.5): principal points move by half a pixel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from scenewright.errors import UserError, os_error_sentence

_HALF_PX = 0.5
_MOST_COEFFICIENTS = 8
_FISHEYE = ("equidistant", "fisheye", "kannala_brandt", "kannala_brandt4")


@dataclass(frozen=True)
class Calibration:
    """One calibrated camera.

    Attributes:
        name: As the file calls it.
        width_px: Of the image.
        height_px: Of the image.
        fx_px: Focal length along x.
        fy_px: Focal length along y.
        cx_px: Principal point, pixel (0, 0) having its centre at (0.5, 0.5).
        cy_px: The same along y.
        distortion_model: As the file calls it; empty if it says none.
        distortion: Its coefficients.
        mount: Where it is on the camera before it in the file, as a project's mount without `on`; None if not said.
    """

    name: str
    width_px: int
    height_px: int
    fx_px: float
    fy_px: float
    cx_px: float
    cy_px: float
    distortion_model: str = ""
    distortion: tuple[float, ...] = ()
    mount: Mapping[str, Any] | None = None

    def camera(self) -> dict[str, Any]:
        """Return the fields of a project's camera."""
        intrinsics = {"fx_px": self.fx_px, "fy_px": self.fy_px, "cx_px": self.cx_px, "cy_px": self.cy_px}
        fields = {"width_px": self.width_px, "height_px": self.height_px, "intrinsics": intrinsics}
        return fields | ({"lens": self._lens()} if any(self.distortion) else {})

    def _lens(self) -> dict[str, Any]:
        """Return the lens as a project writes it; coefficients come in OpenCV's order in all of these files."""
        is_fisheye = self.distortion_model.lower() in _FISHEYE
        names = ("k1", "k2", "k3", "k4") if is_fisheye else ("k1", "k2", "p1", "p2", "k3", "k4", "k5", "k6")
        given = {name: value for name, value in zip(names, self.distortion, strict=False) if value != 0}
        return {"kind": "fisheye" if is_fisheye else "opencv", **given}


def read_calibration(path: Path) -> list[Calibration]:
    """Return the cameras of a calibration file.

    Raises:
        UserError: It cannot be read, or is none of the three kinds.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error if isinstance(error, OSError) else OSError("no text")
        raise UserError(os_error_sentence("read the calibration", path, reason)) from error
    try:
        data = yaml.load(_plain_yaml(text), _Loader)
        found = _cameras(data, path.stem)
    except (yaml.YAMLError, KeyError, TypeError, ValueError, IndexError) as error:
        raise UserError(
            f"{path} is no calibration: it must be a ROS camera_info, an OpenCV or a Kalibr YAML file with a camera "
            "matrix and an image size."
        ) from error
    if not found:
        raise UserError(f"{path} holds no camera: it must have a camera matrix and an image size.")
    return found


class _Loader(yaml.SafeLoader):
    """Plain data, and OpenCV's matrices as the mappings that they are."""


def _opencv_matrix(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:opencv-matrix", _opencv_matrix)


def _plain_yaml(text: str) -> str:
    """Return a text whose first line is YAML: OpenCV writes '%YAML:1.0', with a colon."""
    lines = text.splitlines()
    return "\n".join(lines[1:] if lines and lines[0].startswith("%YAML:") else lines)


def _cameras(data: Any, name: str) -> list[Calibration]:
    if not isinstance(data, dict):
        raise TypeError("no mapping")
    if "camera_matrix" in data or "Camera_Matrix" in data or "K" in data or "k" in data:
        return [_matrix_camera(data, name)]
    kalibr = [(key, value) for key, value in data.items() if isinstance(value, dict) and "intrinsics" in value]
    return [_kalibr_camera(value, str(key)) for key, value in kalibr]


def _matrix_camera(data: dict[str, Any], name: str) -> Calibration:
    """Read ROS camera_info, as file or as message, and OpenCV's FileStorage."""
    matrix = next(data[key] for key in ("camera_matrix", "Camera_Matrix", "K", "k") if key in data)
    k = [float(value) for value in (matrix["data"] if isinstance(matrix, dict) else matrix)]
    width = next(data[key] for key in ("image_width", "image_Width", "width") if key in data)
    height = next(data[key] for key in ("image_height", "image_Height", "height") if key in data)
    keys = ("distortion_coefficients", "Distortion_Coefficients", "D", "d")
    bent = next((data[key] for key in keys if key in data), ())
    values = bent["data"] if isinstance(bent, dict) else bent
    return _calibration(
        str(data.get("camera_name") or name), width, height, (k[0], k[4], k[2], k[5]),
        str(data.get("distortion_model", "")), values,
    )  # fmt: skip


def _kalibr_camera(data: dict[str, Any], name: str) -> Calibration:
    if data.get("camera_model", "pinhole") != "pinhole":
        raise ValueError("only pinhole cameras")
    width, height = data["resolution"]
    fx, fy, cx, cy = data["intrinsics"]
    bent = data.get("distortion_coeffs", ())
    found = _calibration(name, width, height, (fx, fy, cx, cy), str(data.get("distortion_model", "")), bent)
    return found if "T_cn_cnm1" not in data else replace(found, mount=_mount(data["T_cn_cnm1"]))


def _mount(from_the_one_before: Any) -> dict[str, Any]:
    """Return a place on another camera, from Kalibr's matrix that takes points of that camera to this one's.

    Both are in metres and optical axes: https://github.com/ethz-asl/kalibr/wiki/yaml-formats.
    """
    from scipy.spatial.transform import Rotation  # noqa: PLC0415  (slow to load, and few need it)

    pose = np.linalg.inv(np.array(from_the_one_before, float))
    if pose.shape != (4, 4):
        raise ValueError("T_cn_cnm1 is a matrix of four rows")
    offset = dict(zip("xyz", (round(float(value), 9) for value in pose[:3, 3]), strict=True))
    angles = Rotation.from_matrix(pose[:3, :3]).as_euler("xyz", degrees=True)
    x, y, z = (round(float(angle), 9) for angle in angles)
    return {"offset_m": offset, "turn_deg": {"x": x, "y": y, "z": z}}


def _calibration(
    name: str, width: Any, height: Any, intrinsics: tuple[Any, ...], model: str, distortion: Any
) -> Calibration:
    fx, fy, cx, cy = (float(value) for value in intrinsics)
    if not (fx > 0 and fy > 0 and int(width) > 0 and int(height) > 0):
        raise ValueError("a camera has a size and focal lengths above 0")
    bent = tuple(float(value) for value in distortion)
    if len(bent) > _MOST_COEFFICIENTS and any(bent[_MOST_COEFFICIENTS:]):
        raise ValueError("thin prism and tilted sensor models are not known")
    return Calibration(name, int(width), int(height), fx, fy, cx + _HALF_PX, cy + _HALF_PX, model, bent)
