"""The choices about how objects look."""

import colorsys
import math

from scenewright.sampling.draw import choose
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import linear_rgb, radiance, rounded, rounded_vector
from scenewright.sampling.plan import DecalPlan, DirtPlan, LookPlan, Rgb
from scenewright.spec.distributions import Distribution
from scenewright.spec.looks import ColorChoice, DecalsSpec, HsvColor, LookSpec, PaletteColor

_DIRT_STEP = 0.05
_PATTERNS = 8


def plan_look(frame: Named, name: str, look: LookSpec, number: int) -> LookPlan | None:
    """Choose an object's look; None where it keeps its own.

    Args:
        frame: The choices.
        name: Begins the names of its choices.
        look: What is wanted.
        number: The object's number in its group.
    """
    worn = frame.uniform(f"{name}/worn") < frame.number(f"{name}/share", look.share, number)
    frame.note(f"{name}/worn", look, "changed" if worn else "its own", "share")
    if not worn:
        return None
    texture = frame.source(f"{name}/texture", look.textures) if look.textures else None
    return LookPlan(
        color=None if look.color is None else drawn_color(frame, f"{name}/color", look.color, number),
        covers=look.paint == "cover",
        roughness=None if look.roughness is None else frame.number(f"{name}/roughness", look.roughness, number),
        metallic=None if look.metallic is None else frame.number(f"{name}/metallic", look.metallic, number),
        texture=texture,
        texture_scale=frame.number(f"{name}/texture_scale", look.texture_scale, number),
        decals=() if look.decals is None else _decals(frame, f"{name}/decals", look.decals, number),
        dirt=None if look.dirt is None else _dirt(frame, f"{name}/dirt", look.dirt, look.dirt_color, number),
        opacity=None if look.opacity is None else frame.number(f"{name}/opacity", look.opacity, number),
    )


def _decals(frame: Named, name: str, wanted: DecalsSpec, number: int) -> tuple[DecalPlan, ...]:
    return tuple(
        DecalPlan(
            image=frame.source(f"{name}/{k}/image", wanted.images),
            place=rounded(frame.uniform(f"{name}/{k}/place")),
            size_m=frame.number(f"{name}/{k}/size", wanted.size_m, number),
            angle_rad=rounded(2 * math.pi * frame.uniform(f"{name}/{k}/angle")),
        )
        for k in range(frame.whole(f"{name}/count", wanted.count, number))
    )


def _dirt(frame: Named, name: str, wanted: Distribution, color: str, number: int) -> DirtPlan | None:
    """Choose dirt; amounts come in steps, so that pictures of them can be kept."""
    amount = round(frame.number(name, wanted, number) / _DIRT_STEP) * _DIRT_STEP
    if amount == 0:
        return None
    return DirtPlan(rounded(min(amount, 1.0)), radiance(color, 1.0), int(frame.uniform(f"{name}/pattern") * _PATTERNS))


def drawn_color(frame: Named, name: str, color: ColorChoice, number: int) -> Rgb:
    """Choose a colour; `number` is that of its object or lamp."""
    match color:
        case PaletteColor(colors=colors):
            chosen = colors[choose([1.0] * len(colors), frame.uniform(name))]
            frame.note(name, color, chosen, "colors")
            return radiance(chosen, 1.0)
        case HsvColor():
            hue = frame.number(f"{name}/hue", color.hue_deg, number) / 360 % 1
            saturation = frame.number(f"{name}/saturation", color.saturation, number)
            value = frame.number(f"{name}/value", color.value, number)
            red, green, blue = (linear_rgb(part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
            return rounded_vector((red, green, blue))
