"""Choosing one of several things, and the words that say which."""

import re
from typing import Annotated, Any, Literal, Protocol, TypeVar

from pydantic import AfterValidator, Field, model_validator

from scenewright.spec.base import SpecModel


def _is_hex_color(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(f"{value!r} is not a colour: write it as '#rrggbb', in quotes")
    return value.lower()


Split = Literal["any", "train", "validation"]
"""Which frames may show something."""

Color = Annotated[str, AfterValidator(_is_hex_color)]
"""An sRGB colour as '#rrggbb'."""


class Weighted(SpecModel):
    """One of several things, chosen as often as its weight says. Bare text in the file is the source."""

    source: str = Field(
        min_length=1, title="Name or file", description="A name in the library, or a path from the project file."
    )
    weight: float = Field(
        default=1.0, ge=0, title="Weight", description="How often it is chosen, relative to the others."
    )

    @model_validator(mode="before")
    @classmethod
    def _text_is_source(cls, value: Any) -> Any:
        return {"source": value} if isinstance(value, str) else value


class WeightedAsset(Weighted):
    """One of several models."""

    split: Split = Field(
        default="any",
        title="Shown in",
        description="Which frames may show it: one that only validation frames show tells how well training carries "
        "over to things it never saw.",
    )
    class_name: str | None = Field(
        default=None, min_length=1, title="Class", description="What the labels call it, if not as the group says."
    )


class WeightedPose(SpecModel):
    """One of several poses or movements, chosen as often as its weight says. Bare text in the file is the name."""

    name: str = Field(min_length=1, title="Pose", description="A pose or clip of the asset, such as 'walk'.")
    weight: float = Field(
        default=1.0, ge=0, title="Weight", description="How often it is chosen, relative to the others."
    )

    @model_validator(mode="before")
    @classmethod
    def _text_is_name(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value


class HasWeight(Protocol):
    """Something that is chosen as often as its weight says."""

    @property
    def weight(self) -> float:
        """How often, relative to the others."""
        ...


Choices = TypeVar("Choices", bound=tuple[HasWeight, ...])


def weights_are_usable(items: Choices) -> Choices:
    """Raise ValueError where nothing could ever be chosen."""
    if items and sum(item.weight for item in items) <= 0:
        raise ValueError("the weights sum to zero: give at least one entry a weight above 0")
    return items
