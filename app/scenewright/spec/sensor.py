"""What a real camera does to a picture. Labels never change: they are of the scene at the middle row's moment."""

from typing import Annotated

from pydantic import AfterValidator, Field

from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import PositiveDistribution, ShareDistribution, TemperatureDistribution, Within

PixelDistribution = Annotated[Distribution, AfterValidator(Within(0, 40))]
FactorDistribution = Annotated[Distribution, AfterValidator(Within(0, 4))]


class SensorSpec(SpecModel):
    """Effects of lens, sensor and compression, in the order light meets them; each is off by default."""

    white_balance_k: TemperatureDistribution = Field(
        default=Fixed(value=6500.0),
        title="White balance",
        description="Light of this colour temperature looks white; 6500 changes nothing, less makes pictures bluer.",
    )
    vignetting: ShareDistribution = Field(
        default=Fixed(value=0.0), title="Vignetting", description="Light lost in the corners; 0.3 is usual."
    )
    f_number: PositiveDistribution | None = Field(
        default=None,
        title="F-number",
        description="Focal length over the opening of the lens: 2 blurs what is out of focus, 16 hardly. None: all is "
        "sharp.",
    )
    focus_m: PositiveDistribution = Field(
        default=Fixed(value=1.0), title="Focus", description="Distance at which it is sharp, with an f-number."
    )
    blur_px: PixelDistribution = Field(
        default=Fixed(value=0.0), title="Blur", description="Standard deviation of a lens that is out of focus."
    )
    motion_blur_px: PixelDistribution = Field(
        default=Fixed(value=0.0), title="Motion blur", description="How far the camera turned while it exposed."
    )
    rolling_shutter_px: PixelDistribution = Field(
        default=Fixed(value=0.0),
        title="Rolling shutter",
        description="How far the picture moves, as the camera turns, while its rows are read one after the other. "
        "Masks, boxes, depth and keypoints stay at the middle row's moment: at the upper and lower border colour lies "
        "beside them by half of it, which the certificate tells. Flow is refused with it.",
    )
    chromatic_aberration_px: PixelDistribution = Field(
        default=Fixed(value=0.0),
        title="Chromatic aberration",
        description="How far red and blue are apart in the corners.",
    )
    shot_noise: ShareDistribution = Field(
        default=Fixed(value=0.0),
        title="Shot noise",
        description="Grows with the root of the light: deviation of white, as a share of it. 0.01 is a good camera.",
    )
    read_noise: ShareDistribution = Field(
        default=Fixed(value=0.0), title="Read noise", description="The same everywhere: as a share of white."
    )
    contrast: FactorDistribution = Field(
        default=Fixed(value=1.0), title="Contrast", description="1 changes nothing; 0 leaves plain grey."
    )
    saturation: FactorDistribution = Field(
        default=Fixed(value=1.0), title="Saturation", description="1 changes nothing; 0 leaves shades of grey."
    )
    jpeg_quality: Annotated[Distribution, AfterValidator(Within(1, 100))] | None = Field(
        default=None, title="JPEG quality", description="Leaves the traces of compression; none if left out."
    )
