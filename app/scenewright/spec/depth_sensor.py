"""What a real depth camera measures, as a channel of its own beside the true depth, which it never replaces."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import ShareDistribution, Within

DisparityDistribution = Annotated[Distribution, AfterValidator(Within(0, 10))]


class DepthSensorSpec(SpecModel):
    """A stereo depth camera: it finds how far apart (in pixels) its two eyes see each point.

    Errors of that disparity grow with the square of the distance in metres, which is what real ones show. The defaults
    are those of an active stereo camera of the 50 mm class.
    """

    baseline_m: float = Field(default=0.05, gt=0, le=2, title="Baseline", description="Between its eyes.")
    noise_px: DisparityDistribution = Field(
        default=Fixed(value=0.08), title="Disparity noise", description="Standard deviation."
    )
    noise_size_px: float = Field(
        default=2.0, ge=0, le=20, title="Size of the noise", description="Matching windows make neighbours err alike."
    )
    step_px: float = Field(
        default=1 / 32, ge=0, le=1, title="Disparity step", description="Depth comes in steps of this; 0 is smooth."
    )
    nearest_m: float = Field(default=0.2, ge=0, title="Nearest", description="Nothing nearer is measured.")
    farthest_m: float = Field(default=10.0, gt=0, title="Farthest", description="Nothing farther is measured.")
    steepest_deg: float = Field(
        default=82.0, gt=0, le=90, title="Steepest", description="Surfaces seen at a flatter angle are lost."
    )
    lost: ShareDistribution = Field(
        default=Fixed(value=0.005), title="Lost", description="Share of pixels that have no value, in small spots."
    )

    @model_validator(mode="after")
    def _range_is_not_empty(self) -> Self:
        if self.nearest_m >= self.farthest_m:
            raise ValueError("nearest_m must be below farthest_m")
        return self
