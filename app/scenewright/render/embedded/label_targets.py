"""What the label pass draws into, and the way back to numpy; one set per image size."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import wgpu
from numpy.typing import NDArray

_BYTES_PER_PIXEL = 16
_INFINITY_BITS = 0x7F800000  # +inf as float32: the depth where nothing is hit


@dataclass(frozen=True, eq=False)
class Pixels:
    """Label images; arrays are (H, W, ...), as in `render.renderer.View`."""

    instance_ids: NDArray[np.uint16]
    depth: NDArray[np.float32]
    normals: NDArray[np.float32]
    amodal_bits: NDArray[np.uint32]


class LabelTargets:
    """Textures, the amodal bits, and one staging buffer."""

    def __init__(self, device: Any, width: int, height: int, words: int) -> None:
        self._device, self._width, self._height, self._words = device, width, height, words
        usage = wgpu.TextureUsage
        self._labels = _texture(device, width, height, "rgba32uint", usage.RENDER_ATTACHMENT | usage.COPY_SRC)
        self._depth = _texture(device, width, height, "depth32float", usage.RENDER_ATTACHMENT)
        self._unused = _texture(device, width, height, "r8unorm", usage.RENDER_ATTACHMENT)
        # Rows of a copied texture start at multiples of 256 bytes.
        self._row_bytes = (width * _BYTES_PER_PIXEL + 255) // 256 * 256
        self._label_bytes = self._row_bytes * height
        self._amodal_bytes = 4 * max(words, 1) * width * height
        self.amodal = device.create_buffer(
            size=self._amodal_bytes,
            usage=wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_SRC | wgpu.BufferUsage.COPY_DST,
        )
        self._staging = device.create_buffer(
            size=self._label_bytes + self._amodal_bytes, usage=wgpu.BufferUsage.MAP_READ | wgpu.BufferUsage.COPY_DST
        )

    def clear_amodal(self, encoder: Any) -> None:
        """Record that all amodal bits become 0."""
        encoder.clear_buffer(self.amodal, 0, self._amodal_bytes)

    def begin_visible(self, encoder: Any) -> Any:
        """Return a render pass on the cleared label targets."""
        return encoder.begin_render_pass(
            color_attachments=[_cleared(self._labels, (0, _INFINITY_BITS, 0, 0))],
            depth_stencil_attachment={
                "view": self._depth.create_view(),
                "depth_clear_value": 1.0,
                "depth_load_op": "clear",
                "depth_store_op": "discard",
            },
        )

    def begin_amodal_only(self, encoder: Any) -> Any:
        """Return a render pass that writes nothing but amodal bits."""
        return encoder.begin_render_pass(color_attachments=[_cleared(self._unused)])

    def copy_visible(self, encoder: Any) -> None:
        """Record the copy of all label images to the staging buffer."""
        encoder.copy_texture_to_buffer(
            {"texture": self._labels},
            {"buffer": self._staging, "bytes_per_row": self._row_bytes, "rows_per_image": self._height},
            (self._width, self._height, 1),
        )
        self.copy_amodal(encoder)

    def copy_amodal(self, encoder: Any) -> None:
        """Record the copy of the amodal bits to the staging buffer."""
        encoder.copy_buffer_to_buffer(self.amodal, 0, self._staging, self._label_bytes, self._amodal_bytes)

    def read(self) -> Pixels:
        """Wait for the copies and return them as arrays of their own."""
        height, width = self._height, self._width
        self._staging.map_sync("read")
        mapped = self._staging.read_mapped(copy=False)
        labels = np.frombuffer(mapped, np.uint8, self._label_bytes).reshape(height, self._row_bytes)
        words = labels[:, : width * _BYTES_PER_PIXEL].view(np.uint32).reshape(height, width, 4)
        ids = words[..., 0].astype(np.uint16)
        depth = words[..., 1].view(np.float32).copy()
        normals = words.view(np.int16)[..., 4:7] * np.float32(1 / 32767)
        bits = np.frombuffer(mapped, np.uint32, self._amodal_bytes // 4, self._label_bytes).copy()
        del labels, words, mapped  # views of mapped memory must be gone before it is unmapped
        self._staging.unmap()
        return Pixels(ids, depth, normals, self._planes(bits))

    def read_amodal(self) -> NDArray[np.uint32]:
        """Wait for the copy and return the amodal bits (words, H, W)."""
        self._staging.map_sync("read", self._label_bytes, self._amodal_bytes)
        bits = np.frombuffer(self._staging.read_mapped(self._label_bytes, self._amodal_bytes), np.uint32)
        self._staging.unmap()
        return self._planes(bits)

    def _planes(self, bits: NDArray[np.uint32]) -> NDArray[np.uint32]:
        return bits.reshape(-1, self._height, self._width)[: self._words]


def _texture(device: Any, width: int, height: int, texture_format: str, usage: int) -> Any:
    return device.create_texture(size=(width, height, 1), format=texture_format, usage=usage)


def _cleared(texture: Any, value: tuple[int, int, int, int] = (0, 0, 0, 0)) -> dict[str, Any]:
    return {"view": texture.create_view(), "clear_value": value, "load_op": "clear", "store_op": "store"}
