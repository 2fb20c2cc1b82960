"""Surfaces as pygfx materials; each picture is uploaded once."""

from typing import Any

import numpy as np
import pygfx as gfx

from scenewright.assets.model import Image, Material


class MaterialCache:
    """One pygfx material per surface and one texture per picture, kept while the engine lives."""

    def __init__(self) -> None:
        self._materials: dict[tuple[int, bool], tuple[Material, Any]] = {}
        self._textures: dict[tuple[str, str], Any] = {}

    def get(self, material: Material, *, solid: bool) -> Any:
        """Return the pygfx material of a surface; a solid's back faces are not drawn."""
        key = (id(material), solid)
        if key not in self._materials:
            self._materials[key] = (material, self._made(material, solid))  # holding the surface keeps its id its own
        return self._materials[key][1]

    def _made(self, material: Material, solid: bool) -> Any:
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
        if key not in self._textures:
            opaque = np.full((*image.pixels.shape[:2], 4), 255, np.uint8)
            opaque[..., :3] = image.pixels
            self._textures[key] = gfx.Texture(opaque, dim=2, generate_mipmaps=True, colorspace=colorspace)
        return gfx.TextureMap(self._textures[key], wrap="repeat", filter="linear")
