"""UsdUVTexture: a picture, the output that is read from it, and what is done to its values."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pxr import Ar, UsdShade

from scenewright.assets.images import content_name, decoded, linear_from_srgb, srgb_from_linear
from scenewright.assets.model import Image
from scenewright.assets.usd_stage import value_of
from scenewright.errors import UserError
from scenewright.geometry.transforms import Matrix

Use = Literal["color", "data", "normal"]

_CHANNELS = {"r": 0, "g": 1, "b": 2, "a": 3}


@dataclass(frozen=True, eq=False)
class Producer:
    """What an input of a shader gets its value from.

    Attributes:
        shader: The shader it is connected to; None where there is a plain value.
        output: The name of that shader's output.
        value: The plain value; None where there is none.
    """

    shader: Any = None
    output: str = ""
    value: Any = None


def producer(shader: Any, name: str) -> Producer:
    """Return what feeds an input, found through node graphs and the material's own interface."""
    shader_input = shader.GetInput(name)
    if not shader_input:
        return Producer()
    attributes = UsdShade.Utils.GetValueProducingAttributes(shader_input)
    if not attributes:
        return Producer()
    base_name, kind = UsdShade.Utils.GetBaseNameAndType(attributes[0].GetName())
    if kind == UsdShade.AttributeType.Output:
        return Producer(UsdShade.Shader(attributes[0].GetPrim()), base_name)
    return Producer(value=value_of(attributes[0]))


class TextureReader:
    """Reads each texture file and each map made from it once."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, NDArray[np.uint8]]] = {}
        self._images: dict[str, Image] = {}

    def read(self, texture: Any, output: str, use: Use) -> Image:
        """Return an output of a UsdUVTexture as a map.

        Raises:
            UserError: The file is missing or unreadable; the sentence names it and the prim.
        """
        file, pixels = self._file(texture)
        space = str(producer(texture, "sourceColorSpace").value or "auto")
        scale, bias = _vector(texture, "scale", 1.0), _vector(texture, "bias", 0.0)
        name = f"{file}#{output}-{use}-{space}-{scale.tolist()}-{bias.tolist()}"
        if name not in self._images:
            self._images[name] = Image(name, _mapped(pixels, output, use, space, scale, bias))
        return self._images[name]

    def _file(self, texture: Any) -> tuple[str, NDArray[np.uint8]]:
        """Return a texture's name, unique for its content, and its pixels (H, W, 4)."""
        where = f"<{texture.GetPath()}>"
        asset = producer(texture, "file").value
        written = getattr(asset, "path", "")
        if not written:
            raise UserError(f"{where} is a texture without a file: set its 'file', or remove it.")
        if "<UDIM>" in written.upper():
            raise UserError(f"{where}: {written} is a UDIM texture set, which is not supported: bake it to one image.")
        resolved = asset.resolvedPath
        source = Ar.GetResolver().OpenAsset(Ar.ResolvedPath(resolved)) if resolved else None
        if source is None:
            raise UserError(
                f"{where}: the texture {written} does not exist: put it there, counted from the model's folder, or "
                "export the model with its textures."
            )
        if resolved not in self._files:
            data = bytes(source.GetBuffer())
            pixels = decoded(data, f"{where}: the texture {written}")
            self._files[resolved] = content_name(str(resolved), data), pixels
        return self._files[resolved]


def _vector(texture: Any, name: str, default: float) -> Matrix:
    value = producer(texture, name).value
    return np.full(4, default) if value is None else np.array(value, float)


def _mapped(
    pixels: NDArray[np.uint8], output: str, use: Use, space: str, scale: Matrix, bias: Matrix
) -> NDArray[np.uint8]:
    """Return the map (H, W, 3) as `assets.model.Image` stores it: sRGB for colours, plain numbers for data."""
    is_changed = not ((scale == 1).all() and (bias == 0).all())
    # An 8-bit normal map without scale and bias cannot be meant as it is: half of all directions would be missing.
    is_usual_normal = use == "normal" and np.allclose(scale[:3], 2) and np.allclose(bias[:3], -1)
    is_recoded = space == "raw" if use == "color" else space == "sRGB"
    if is_recoded or (is_changed and not is_usual_normal):
        pixels = _changed(pixels, use, space, scale, bias, is_changed)
    if output in _CHANNELS:
        pixels = np.repeat(pixels[..., _CHANNELS[output], None], 3, axis=2)
    return np.ascontiguousarray(pixels[..., :3])


def _changed(
    pixels: NDArray[np.uint8], use: Use, space: str, scale: Matrix, bias: Matrix, is_changed: bool
) -> NDArray[np.uint8]:
    values = pixels.astype(np.float32) / np.float32(255)
    is_srgb = space == "sRGB" or (use == "color" and space != "raw")
    if is_srgb:
        values[..., :3] = linear_from_srgb(values[..., :3])
    values = values * scale.astype(np.float32) + bias.astype(np.float32)
    if use == "normal" and is_changed:
        values = (values + 1) / 2
    values = np.clip(values, 0, 1).astype(np.float32)
    if use == "color":
        values[..., :3] = srgb_from_linear(values[..., :3])
    stored: NDArray[np.uint8] = np.rint(values * 255).astype(np.uint8)
    return stored
