"""Surfaces as pygfx materials; each picture is uploaded once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pygfx as gfx

from scenewright.assets.model import Image, Material
from scenewright.render.stains import MADE

_MOST_MADE = 64
"""Of pictures that were made for one look, so many are kept for the next frames."""


@dataclass(frozen=True, eq=False)
class Dress:
    """What an object wears instead of its own material.

    Attributes:
        material: The surface.
        tint: Linear RGB that multiplies its colour map.
        copies: How often its maps repeat along the object's texture coordinates.
    """

    material: Material
    tint: tuple[float, float, float]
    copies: float

    @property
    def cut(self) -> str:
        """Which maps it has and whether it is see-through: what shaders are compiled for."""
        own = self.material
        maps = (own.base_color_map, own.roughness_map, own.metallic_map, own.normal_map)
        return "".join("01"[image is not None] for image in maps) + str(own.opacity < 1) + str(own.clearcoat > 0)


class MaterialCache:
    """One pygfx material per surface and one texture per picture, kept while the engine lives."""

    def __init__(self) -> None:
        self._materials: dict[tuple[int, bool], tuple[Material, Any]] = {}
        self._textures: dict[tuple[str, str], Any] = {}
        self._made: dict[tuple[str, str], Any] = {}

    def get(self, material: Material, *, solid: bool) -> Any:
        """Return the pygfx material of a surface; a solid's back faces are not drawn."""
        key = (id(material), solid)
        if key not in self._materials:
            # Holding the surface keeps its id its own.
            self._materials[key] = (material, self.made(material, solid=solid))
        return self._materials[key][1]

    def dress(self, made: Any, dress: Dress) -> None:
        """Change a material of the same cut: numbers and pictures only, so that no shader is compiled."""
        own = dress.material
        made.color = gfx.Color.from_physical(*(dress.tint if own.base_color_map else own.base_color))
        made.roughness = 1.0 if own.roughness_map else own.roughness
        made.metalness = 1.0 if own.metallic_map else own.metallic
        if own.opacity < 1.0:
            made.opacity = own.opacity
        for name, image, colorspace in (
            ("map", own.base_color_map, "srgb"),
            ("roughness_map", own.roughness_map, "physical"),
            ("metalness_map", own.metallic_map, "physical"),
            ("normal_map", own.normal_map, "physical"),
        ):
            if image is not None:
                worn = self._map(image, colorspace)
                worn.scale = (dress.copies, dress.copies)
                setattr(made, name, worn)

    def made(self, material: Material, *, solid: bool) -> Any:
        """Return a new pygfx material, which nobody else has."""
        settings: dict[str, Any] = {
            "side": "front" if solid and material.opacity >= 1.0 else "both",
            # A map replaces the value beside it: pygfx multiplies the two.
            "color": "#fff" if material.base_color_map else gfx.Color.from_physical(*material.base_color),
            "map": self._map(material.base_color_map, "srgb"),
            "roughness": 1.0 if material.roughness_map else material.roughness,
            "roughness_map": self._map(material.roughness_map, "physical"),
            "metalness": 1.0 if material.metallic_map else material.metallic,
            "metalness_map": self._map(material.metallic_map, "physical"),
            "normal_map": self._map(material.normal_map, "physical"),
            "emissive": gfx.Color.from_physical(*material.emissive),
        }
        if material.opacity < 1.0:
            settings |= {"opacity": material.opacity, "alpha_mode": "blend"}
        if material.clearcoat <= 0.0:
            return gfx.MeshStandardMaterial(**settings)
        return gfx.MeshPhysicalMaterial(
            **settings, clearcoat=material.clearcoat, clearcoat_roughness=material.clearcoat_roughness
        )

    def _map(self, image: Image | None, colorspace: str) -> Any:
        if image is None:
            return None
        key = (image.source, colorspace)
        kept = self._made if image.source.startswith(MADE) else self._textures
        if key not in kept:
            opaque = np.full((*image.pixels.shape[:2], 4), 255, np.uint8)
            opaque[..., :3] = image.pixels
            kept[key] = gfx.Texture(opaque, dim=2, generate_mipmaps=True, colorspace=colorspace)
        texture = kept[key]
        while len(self._made) > _MOST_MADE:
            self._made.pop(next(iter(self._made)))  # what a material still shows lives on
        return gfx.TextureMap(texture, wrap="repeat", filter="linear")
