"""The choices about how objects look."""

import colorsys

from scenewright.sampling.draw import choose
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import linear_rgb, radiance, rounded_vector
from scenewright.sampling.plan import LookPlan, Rgb
from scenewright.spec.looks import ColorChoice, HsvColor, LookSpec, PaletteColor


def plan_look(frame: Named, name: str, look: LookSpec, number: int) -> LookPlan | None:
    """Choose an object's look; None where it keeps its own.

    Args:
        frame: The choices.
        name: Begins the names of its choices.
        look: What is wanted.
        number: The object's number in its group.
    """
    if frame.uniform(f"{name}/worn") >= frame.number(f"{name}/share", look.share, number):
        return None
    texture = frame.source(f"{name}/texture", look.textures) if look.textures else None
    return LookPlan(
        color=None if look.color is None else _color(frame, f"{name}/color", look.color, number),
        covers=look.paint == "cover",
        roughness=None if look.roughness is None else frame.number(f"{name}/roughness", look.roughness, number),
        metallic=None if look.metallic is None else frame.number(f"{name}/metallic", look.metallic, number),
        texture=texture,
        texture_scale=frame.number(f"{name}/texture_scale", look.texture_scale, number),
    )


def _color(frame: Named, name: str, color: ColorChoice, number: int) -> Rgb:
    match color:
        case PaletteColor(colors=colors):
            return radiance(colors[choose([1.0] * len(colors), frame.uniform(name))], 1.0)
        case HsvColor():
            hue = frame.number(f"{name}/hue", color.hue_deg, number) / 360 % 1
            saturation = frame.number(f"{name}/saturation", color.saturation, number)
            value = frame.number(f"{name}/value", color.value, number)
            red, green, blue = (linear_rgb(part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
            return rounded_vector((red, green, blue))
