"""UsdPreviewSurface materials, and the plain colours of meshes that have none."""

from dataclasses import replace
from typing import Any

import numpy as np
from pxr import UsdGeom, UsdShade

from scenewright.assets.images import linear_from_srgb
from scenewright.assets.model import Image, Material
from scenewright.assets.usd_mesh import Surface
from scenewright.assets.usd_primvars import primvar_values
from scenewright.assets.usd_texture import Producer, TextureReader, Use, producer
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix

Rgb = tuple[float, float, float]

_PREVIEW_DEFAULT = Material(base_color=(0.18, 0.18, 0.18))
"""What UsdPreviewSurface's specification says where an input is not written."""


class SurfaceReader:
    """Finds what a prim wears; reads each material and texture once and collects what is wrong with them."""

    def __init__(self) -> None:
        self.problems: dict[str, None] = {}
        self._textures = TextureReader()
        self._surfaces: dict[str, Surface | None] = {}
        self._plain: dict[Rgb, Surface] = {}

    def surface_of(self, prim: Any) -> Surface:
        """Return the surface of a mesh or subset: its UsdPreviewSurface, else its display colour, else grey."""
        path = bound_material_path(prim)
        if path and path not in self._surfaces:
            self._surfaces[path] = self._read(UsdShade.Material(prim.GetStage().GetPrimAtPath(path)))
        surface = self._surfaces.get(path)
        return surface or self._display_color(prim)

    def _display_color(self, prim: Any) -> Surface:
        primvar = UsdGeom.PrimvarsAPI(prim).FindPrimvarWithInheritance("displayColor")
        values = primvar_values(prim, primvar)
        if values is None or values.shape[1] != 3 or not np.isfinite(values).all():
            color = Material.base_color
        else:
            red, green, blue = np.clip(values.mean(axis=0), 0, 1)  # a part has one colour: several become their mean
            color = (float(red), float(green), float(blue))
        if color not in self._plain:
            self._plain[color] = Surface(Material(name="display color", base_color=color))
        return self._plain[color]

    def _read(self, material: Any) -> Surface | None:
        shader, _, _ = material.ComputeSurfaceSource()
        if not shader or shader.GetIdAttr().Get() != "UsdPreviewSurface":
            return None  # MaterialX and MDL: the display colour stands in
        reading = _Reading(shader, self._textures, self.problems)
        base_color, base_color_map = reading.color("diffuseColor", _PREVIEW_DEFAULT.base_color)
        roughness, roughness_map = reading.number("roughness", 0.5)
        metallic, metallic_map = reading.number("metallic", 0.0)
        emissive, emissive_map = reading.color("emissiveColor", (0.0, 0.0, 0.0))
        normal_map = reading.map_of("normal", "normal")
        # A textured opacity is a cut-out, which has no single value: it is shown whole.
        opacity = reading.producer("opacity").value
        found = replace(
            _PREVIEW_DEFAULT,
            name=material.GetPrim().GetName(),
            base_color=base_color,
            base_color_map=base_color_map,
            roughness=roughness,
            roughness_map=roughness_map,
            metallic=metallic,
            metallic_map=metallic_map,
            normal_map=normal_map,
            emissive=emissive if emissive_map is None else _mean_color(emissive_map),
            opacity=1.0 if opacity is None else _clipped(opacity),
            clearcoat=reading.mean_number("clearcoat", 0.0),
            clearcoat_roughness=reading.mean_number("clearcoatRoughness", 0.01),
        )
        return Surface(found, reading.uv_name, reading.uv_transform)


def bound_material_path(prim: Any) -> str:
    """Return the path of the material a prim wears, the same for all instances that share it; "" where it has none."""
    material, _ = UsdShade.MaterialBindingAPI(prim).ComputeBoundMaterial(UsdShade.Tokens.full)
    if not material:
        return ""
    found = material.GetPrim()
    return str((found.GetPrimInPrototype() if found.IsInstanceProxy() else found).GetPath())


class _Reading:
    """One UsdPreviewSurface being read. All its maps share the texture coordinates of the first map that names any."""

    def __init__(self, shader: Any, textures: TextureReader, problems: dict[str, None]) -> None:
        self._shader = shader
        self._textures = textures
        self._problems = problems
        self.uv_name: str | None = None
        self.uv_transform: Matrix | None = None

    def producer(self, name: str) -> Producer:
        return producer(self._shader, name)

    def number(self, name: str, default: float) -> tuple[float, Image | None]:
        value = self.producer(name).value
        return (default if value is None else _clipped(value)), self.map_of(name, "data")

    def mean_number(self, name: str, default: float) -> float:
        """Return a number; the mean of its map where it has one."""
        number, image = self.number(name, default)
        return number if image is None else float(image.pixels.mean() / 255)

    def color(self, name: str, default: Rgb) -> tuple[Rgb, Image | None]:
        value = self.producer(name).value
        if value is not None:
            red, green, blue = np.nan_to_num(np.array(value, float))
            return (max(float(red), 0.0), max(float(green), 0.0), max(float(blue), 0.0)), self.map_of(name, "color")
        return default, self.map_of(name, "color")

    def map_of(self, name: str, use: Use) -> Image | None:
        """Return the map connected to an input; what is wrong with it is kept among the problems."""
        found = self.producer(name)
        if found.shader is None or found.shader.GetIdAttr().Get() != "UsdUVTexture":
            return None
        try:
            image = self._textures.read(found.shader, found.output, use)
        except UserError as error:
            self._problems[str(error)] = None
            return None
        if self.uv_name is None:
            self.uv_name, self.uv_transform = _coordinates(found.shader)
        return image


def _coordinates(texture: Any) -> tuple[str, Matrix | None]:
    """Return the primvar a texture reads, and what UsdTransform2d does to it: scale, then rotate, then move."""
    reader = producer(texture, "st").shader
    transform = None
    if reader is not None and reader.GetIdAttr().Get() == "UsdTransform2d":
        scale = _pair(reader, "scale", (1.0, 1.0))
        angle = np.radians(float(producer(reader, "rotation").value or 0.0))
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        transform = np.column_stack([turn * scale, _pair(reader, "translation", (0.0, 0.0))])
        reader = producer(reader, "in").shader
    name = producer(reader, "varname").value if reader is not None else None
    return str(name or "st"), transform


def _pair(shader: Any, name: str, default: tuple[float, float]) -> Matrix:
    value = producer(shader, name).value
    return np.array(default if value is None else value, float)


def _clipped(value: Any) -> float:
    return float(np.clip(np.nan_to_num(float(value)), 0.0, 1.0))


def _mean_color(image: Image) -> Rgb:
    linear = linear_from_srgb(image.pixels.astype(np.float32) / np.float32(255))
    red, green, blue = linear.mean(axis=(0, 1), dtype=float)
    return float(red), float(green), float(blue)
