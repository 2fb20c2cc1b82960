"""Cameras."""

from typing import Self

from pydantic import Field, model_validator

from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import PositiveDistribution, Vector3


class CameraSpec(SpecModel):
    """A pinhole camera that looks at a point."""

    name: str = Field(default="camera", pattern=r"^[A-Za-z0-9-]+$", max_length=40, title="Name")
    position_m: Vector3 = Field(title="Position")
    look_at_m: Vector3 = Field(title="Looks at")
    roll_deg: Distribution = Field(default=Fixed(value=0.0), title="Roll", description="Turn about the line of sight.")
    focal_length_mm: PositiveDistribution = Field(default=Fixed(value=24.0), title="Focal length")
    sensor_width_mm: float = Field(default=20.955, gt=0, title="Sensor width", description="Horizontal aperture.")
    width_px: int = Field(default=640, ge=16, le=8192, title="Image width")
    height_px: int = Field(default=480, ge=16, le=8192, title="Image height")
    near_m: float = Field(default=0.05, gt=0, title="Near plane", description="Nothing nearer is seen.")
    far_m: float = Field(default=200.0, gt=0, title="Far plane", description="Nothing farther is seen.")
    exposure_stops: Distribution = Field(
        default=Fixed(value=0.0), title="Exposure", description="Brightness of the picture; +1 is twice as bright."
    )

    @model_validator(mode="after")
    def _can_see(self) -> Self:
        if self.near_m >= self.far_m:
            raise ValueError("the near plane must be closer than the far plane")
        here, there = self.position_m, self.look_at_m
        if here == there and all(isinstance(axis, Fixed) for axis in (here.x, here.y, here.z)):
            raise ValueError("the camera looks at its own position: move position_m or look_at_m")
        return self
