"""Which objects are seen well enough to be labelled."""

from typing import Annotated, Literal

from pydantic import Field

from scenewright.spec.base import SpecModel

Share = Annotated[float, Field(ge=0, le=1)]


class VisibilityRule(SpecModel):
    """An object that misses any of these is not labelled as the others are; masks and depth hold it all the same."""

    classes: tuple[str, ...] = Field(default=(), title="Classes", description="Of which it speaks; all if left out.")
    least_px: int = Field(default=0, ge=0, title="Least pixels", description="That can be seen of it.")
    most_occlusion: Share = Field(default=1.0, title="Most occlusion", description="Share that others may hide.")
    most_truncation: Share = Field(
        default=1.0, title="Most truncation", description="Share that may lie outside the image."
    )
    then: Literal["drop", "ignore", "flag"] = Field(
        default="drop",
        title="Else",
        description="Drop: no annotation; the record says why. Ignore: a region that neither rewards nor punishes a "
        "detector (iscrowd in COCO, DontCare in KITTI, difficult in VOC). Flag: labelled as ever, with the reason.",
    )
