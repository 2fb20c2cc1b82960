"""Surfaces as pygfx materials; each picture is uploaded once."""

from typing import Any

import numpy as np
import pygfx as gfx

from scenewright.assets.model import Image, Material


class MaterialCache:
    """One pygfx material per surface and one texture per picture, kept while the engine lives."""

    def __init__(self) -> None:
        self._materials: dict[int, tuple[Material, Any]] = {}
        self._textures: dict[tuple[str, str], Any] = {}

    def get(self, material: Material) -> Any:
        """Return the pygfx material of a surface."""
        known = self._materials.get(id(material))
        if known is None:
            known = (material, self._made(material))  # holding the surface keeps its id its own
            self._materials[id(material)] = known
        return known[1]

    def _made(self, material: Material) -> Any:
        settings: dict[str, Any] = {
            "color": gfx.Color.from_physical(*material.base_color),
            "map": self._map(material.base_color_map, "srgb"),
            # A map replaces its number: pygfx multiplies the two.
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
