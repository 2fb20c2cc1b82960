"""What changeable materials show: pictures and numbers, as UsdPreviewSurface has them and as OmniPBR does."""

from dataclasses import dataclass
from typing import Any

from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Material, Model
from scenewright.render.looks import tint_of, worn
from scenewright.render.stage.pictures import FLAT, WHITE, Pictures
from scenewright.render.stage.values import Values
from scenewright.render.stains import stained, stickers
from scenewright.sampling.plan import ObjectPlan, Rgb


@dataclass(frozen=True)
class Surface:
    """A surface's pictures, relative to the stage, and the numbers that multiply them or stand alone.

    Attributes:
        color: Multiplies its map.
        color_map: sRGB.
        roughness: Without a map.
        roughness_map: In its red channel.
        metallic: Without a map.
        metallic_map: In its red channel.
        normal_map: OpenGL's way up.
        copies: How often the maps repeat along the texture coordinates.
        opacity: 1 hides what is behind.
    """

    color: Rgb
    color_map: str | None
    roughness: float
    roughness_map: str | None
    metallic: float
    metallic_map: str | None
    normal_map: str | None
    copies: float
    opacity: float = 1.0

    def values(self, path: str) -> Values:
        """Return the attributes of the UsdPreviewSurface network at `path`."""

        def scale(value: float, file: str | None) -> list[float]:
            return [1.0, 1.0, 1.0, 1.0] if file else [value, value, value, 1.0]

        return {
            f"{path}/color.inputs:file": self.color_map or WHITE,
            f"{path}/color.inputs:scale": [*self.color, 1.0],
            f"{path}/roughness.inputs:file": self.roughness_map or WHITE,
            f"{path}/roughness.inputs:scale": scale(self.roughness, self.roughness_map),
            f"{path}/metallic.inputs:file": self.metallic_map or WHITE,
            f"{path}/metallic.inputs:scale": scale(self.metallic, self.metallic_map),
            f"{path}/normal.inputs:file": self.normal_map or FLAT,
            f"{path}/transform.inputs:scale": [self.copies, self.copies],
            f"{path}/surface.inputs:opacity": self.opacity,
        }

    def omnipbr(self) -> dict[str, Any]:
        """Return the inputs of the same surface as OmniPBR: name to [USD type, value]."""
        return {
            "diffuse_texture": ["asset", self.color_map or WHITE],
            "diffuse_tint": ["color3f", list(self.color)],
            "reflectionroughness_texture": ["asset", self.roughness_map or WHITE],
            "reflection_roughness_texture_influence": ["float", 1.0 if self.roughness_map else 0.0],
            "reflection_roughness_constant": ["float", self.roughness],
            "metallic_texture": ["asset", self.metallic_map or WHITE],
            "metallic_texture_influence": ["float", 1.0 if self.metallic_map else 0.0],
            "metallic_constant": ["float", self.metallic],
            "normalmap_texture": ["asset", self.normal_map or FLAT],
            "texture_scale": ["float2", [self.copies, self.copies]],
            "enable_opacity": ["bool", self.opacity < 1.0],
            "opacity_constant": ["float", self.opacity],
        }


def surface_of(material: Material, pictures: Pictures, tint: Rgb | None = None, copies: float = 1.0) -> Surface:
    """Return a material as a changeable surface; `tint` multiplies its colour map."""
    color = material.base_color if material.base_color_map is None else (tint or (1.0, 1.0, 1.0))
    return Surface(
        color=(float(color[0]), float(color[1]), float(color[2])),
        color_map=pictures.of(material.base_color_map),
        roughness=float(material.roughness),
        roughness_map=pictures.of(material.roughness_map),
        metallic=float(material.metallic),
        metallic_map=pictures.of(material.metallic_map),
        normal_map=pictures.of(material.normal_map),
        copies=float(copies),
        opacity=float(material.opacity),
    )


def dressed_surfaces(item: ObjectPlan, model: Model, assets: AssetLoader, pictures: Pictures) -> list[Surface]:
    """Return the surface of each part of an object as its look has it, stickers and dirt included."""
    look = item.look
    if look is None:
        return [surface_of(part.material, pictures) for part in model.parts]
    worn_surface = None if look.texture is None else assets.texture(look.texture)
    placed = stickers(model, look.decals, item.scale) if look.decals else []
    copies = look.texture_scale if worn_surface else 1.0
    found = []
    for number, part in enumerate(model.parts):
        material, tint = worn(part.material, look, worn_surface), tint_of(look)
        if look.decals or look.dirt is not None:
            on_part = [sticker for sticker in placed if sticker.part == number]
            material = stained(material, tint, look, on_part, assets.decal)
            tint = (1.0, 1.0, 1.0) if material.base_color_map else tint
        found.append(surface_of(material, pictures, tint, copies))
    return found
