"""Cameras that robots often carry, as their makers' data sheets state them: nominal lenses, not calibrations."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class CameraModel:
    """A known camera.

    Attributes:
        title: What people call it.
        width_px: Of its usual colour image.
        height_px: Of the same.
        horizontal_fov_deg: Of the same, undistorted.
    """

    title: str
    width_px: int
    height_px: int
    horizontal_fov_deg: float

    @property
    def lens(self) -> dict[str, float | int]:
        """Return the fields of a camera that it decides; the sensor's width is a convention that the angle fits."""
        sensor_mm = 20.955
        focal_mm = sensor_mm / 2 / math.tan(math.radians(self.horizontal_fov_deg) / 2)
        return {
            "width_px": self.width_px,
            "height_px": self.height_px,
            "sensor_width_mm": sensor_mm,
            "focal_length_mm": round(focal_mm, 4),
        }


CAMERA_MODELS: dict[str, CameraModel] = {
    "realsense_d435": CameraModel("Intel RealSense D435, colour", 1280, 720, 69.0),
    "realsense_d455": CameraModel("Intel RealSense D455, colour", 1280, 720, 90.0),
    "realsense_d405": CameraModel("Intel RealSense D405", 1280, 720, 84.0),
    "zed_2i_4mm": CameraModel("Stereolabs ZED 2i with 4 mm lens, one eye", 1280, 720, 72.0),
    "zed_2i_2mm": CameraModel("Stereolabs ZED 2i with 2.1 mm lens, one eye", 1280, 720, 110.0),
    "oak_d": CameraModel("Luxonis OAK-D, colour", 1280, 720, 69.0),
    "azure_kinect": CameraModel("Azure Kinect, colour 16:9", 1280, 720, 90.0),
    "raspberry_pi_3": CameraModel("Raspberry Pi Camera Module 3", 1536, 864, 66.0),
    "raspberry_pi_3_wide": CameraModel("Raspberry Pi Camera Module 3 Wide", 1536, 864, 102.0),
    "webcam": CameraModel("Usual webcam", 1280, 720, 62.0),
}
