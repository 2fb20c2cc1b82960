"""How objects look beyond their own materials: colours, roughness, other surfaces."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from scenewright.spec.base import SpecModel
from scenewright.spec.choices import Color, Weighted, weights_are_usable
from scenewright.spec.distributions import Distribution, Fixed
from scenewright.spec.limits import PositiveDistribution, ShareDistribution, Within


class PaletteColor(SpecModel):
    """One of some colours, each as likely."""

    kind: Literal["palette"] = "palette"
    colors: tuple[Color, ...] = Field(min_length=1, title="Colours", description="One is chosen for each object.")


class HsvColor(SpecModel):
    """A colour by hue, saturation and value, each drawn by itself."""

    kind: Literal["hsv"] = "hsv"
    hue_deg: Distribution = Field(title="Hue", description="0 is red, 120 green, 240 blue; it goes round.")
    saturation: ShareDistribution = Field(
        default=Fixed(value=0.7), title="Saturation", description="0 is grey, 1 the pure colour."
    )
    value: ShareDistribution = Field(
        default=Fixed(value=0.8), title="Value", description="0 is black, 1 the brightest."
    )


def _text_is_palette(value: Any) -> Any:
    return {"kind": "palette", "colors": [value]} if isinstance(value, str) else value


ColorChoice = Annotated[
    Annotated[PaletteColor | HsvColor, Field(discriminator="kind")], BeforeValidator(_text_is_palette)
]


class DecalsSpec(SpecModel):
    """Stickers, each anywhere on the surface, turned any way."""

    images: Annotated[tuple[Weighted, ...], AfterValidator(weights_are_usable)] = Field(
        min_length=1,
        title="Pictures",
        description="Stickers of the library, or pictures with a transparent ground.",
    )
    count: Annotated[Distribution, AfterValidator(Within(low=0, high=20, whole=True))] = Field(
        default=Fixed(value=1.0), title="Count", description="On each object."
    )
    size_m: PositiveDistribution = Field(
        default=Fixed(value=0.05),
        title="Width",
        description="Of a sticker on the object; its height follows the picture.",
    )


class LookSpec(SpecModel):
    """Changes of an object's materials, drawn for each object; what is left out stays the asset's own."""

    share: ShareDistribution = Field(
        default=Fixed(value=1.0), title="Share", description="How likely an object is changed at all."
    )
    color: ColorChoice | None = Field(default=None, title="Colour", description="Drawn for each object.")
    paint: Literal["tint", "cover"] = Field(
        default="tint",
        title="Paint",
        description="Tint: the colour multiplies the asset's own. Cover: nothing of its own colours is left.",
    )
    roughness: ShareDistribution | None = Field(
        default=None, title="Roughness", description="0 is a mirror, 1 is chalk."
    )
    metallic: ShareDistribution | None = Field(
        default=None, title="Metalness", description="0 is plastic or wood, 1 is metal."
    )
    opacity: Annotated[Distribution, AfterValidator(Within(0.02, 1))] | None = Field(
        default=None, title="Opacity", description="1 hides what is behind, 0.2 is like glass. Labels take it as solid."
    )
    textures: Annotated[tuple[Weighted, ...], AfterValidator(weights_are_usable)] = Field(
        default=(), title="Textures", description="Floor or wall materials of the library, or pictures, instead."
    )
    texture_scale: PositiveDistribution = Field(
        default=Fixed(value=1.0), title="Texture scale", description="Copies of the texture on the object's own map."
    )
    decals: DecalsSpec | None = Field(
        default=None, title="Stickers", description="Labels and marks stuck onto objects."
    )
    dirt: ShareDistribution | None = Field(
        default=None, title="Dirt", description="Share of the surface that is dirty: duller, and of the dirt's colour."
    )
    dirt_color: Color = Field(default="#4b4034", title="Colour of the dirt", description="Of the dirty spots.")
