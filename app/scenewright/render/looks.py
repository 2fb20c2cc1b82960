"""An object's materials as its look in the plan changes them, for any engine."""

from dataclasses import replace

from scenewright.assets.model import FloorMaterial, Material
from scenewright.sampling.plan import LookPlan


def worn(material: Material, look: LookPlan, surface: FloorMaterial | None) -> Material:
    """Return a material changed by a look.

    Args:
        material: The asset's own.
        look: The changes.
        surface: What `look.texture` names.
    """
    if surface is not None:
        own = surface.material
        material = replace(
            material,
            base_color_map=own.base_color_map,
            normal_map=own.normal_map,
            roughness=own.roughness,
            roughness_map=own.roughness_map,
            metallic=own.metallic,
            metallic_map=own.metallic_map,
        )
    if look.color is not None:
        red, green, blue = look.color if look.covers else _times(material, look)
        covered = None if look.covers else material.base_color_map
        material = replace(material, base_color=(red, green, blue), base_color_map=covered)
    if look.roughness is not None:
        material = replace(material, roughness=look.roughness, roughness_map=None)
    if look.metallic is not None:
        material = replace(material, metallic=look.metallic, metallic_map=None)
    if look.opacity is not None:
        material = replace(material, opacity=look.opacity)
    return material


def tint_of(look: LookPlan | None) -> tuple[float, float, float]:
    """Return what multiplies a colour map."""
    return (1.0, 1.0, 1.0) if look is None or look.color is None or look.covers else look.color


def _times(material: Material, look: LookPlan) -> tuple[float, float, float]:
    red, green, blue = (one * other for one, other in zip(material.base_color, tint_of(look), strict=True))
    return red, green, blue
