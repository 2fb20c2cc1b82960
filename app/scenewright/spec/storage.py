"""How a dataset's images are stored: exactly by default; only the picture may lose anything, never a label."""

from typing import Annotated, Literal

from pydantic import Field

from scenewright.spec.base import SpecModel


class PngPicture(SpecModel):
    """Every value as it was drawn."""

    kind: Literal["png"] = "png"
    level: int = Field(default=1, ge=0, le=3, title="Effort", description="Beyond 1 files get hardly smaller.")


class JpegPicture(SpecModel):
    """Small files that any program reads; colours change a little, without colour blocks at edges."""

    kind: Literal["jpeg"] = "jpeg"
    quality: int = Field(default=95, ge=1, le=100, title="Quality")


class WebpPicture(SpecModel):
    """Smaller files than PNG without any loss, or than JPEG with a loss; slower to write than either."""

    kind: Literal["webp"] = "webp"
    lossless: bool = Field(default=True, title="Lossless")
    quality: int = Field(default=90, ge=1, le=100, title="Quality", description="Where it is not lossless.")


PictureFormat = Annotated[PngPicture | JpegPicture | WebpPicture, Field(discriminator="kind")]

DepthFormat = Literal["npz", "tiff", "npy"]
"""All are exact to the last bit: 'npz' is NumPy's, compressed fast; 'tiff' is an image of floats, smaller and slower;
'npy' is not compressed, for disks faster than the processor."""
