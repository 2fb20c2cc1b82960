"""What the label pass draws into, and the way back to numpy; one set per image size."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import wgpu
from numpy.typing import NDArray

from scenewright.errors import UserError
from scenewright.paths import shipped
from scenewright.render.embedded.read_back import ReadBack
from scenewright.render.truncation import Rows

_INFINITY_BITS = 0x7F800000  # +inf as float32: the depth where nothing is hit
_GROUP_PIXELS = 128  # of one workgroup of pack.wgsl
_MOST_GROUPS = 65_535


@dataclass(frozen=True, eq=False)
class Pixels:
    """Label images; arrays are (H, W, ...), as in `render.renderer.View`."""

    instance_ids: NDArray[np.uint16]
    depth: NDArray[np.float32]
    normals: NDArray[np.float16]
    amodal_bits: NDArray[np.uint32]


class LabelTargets:
    """Textures, the amodal bits, the packed images, and one staging buffer for all of them."""

    def __init__(self, device: Any, width: int, height: int, words: int) -> None:
        """Make the targets for an image size and a number of amodal words (32 instances each).

        Raises:
            UserError: The adapter cannot hold so many instances at this size.
        """
        self._device, self._width, self._height, self._words = device, width, height, words
        usage = wgpu.TextureUsage
        drawn = usage.RENDER_ATTACHMENT
        self._labels = _texture(device, width, height, "rgba32uint", drawn | usage.TEXTURE_BINDING)
        self._depth = _texture(device, width, height, "depth32float", drawn)
        self._unused = _texture(device, width, height, "r8unorm", drawn)
        pairs = (width * height + 1) // 2
        # In the order in which they follow each other in the staging buffer.
        self._sizes = {
            "depth": 8 * pairs,
            "ids": 4 * pairs,
            "normals": 12 * pairs,
            "amodal": 4 * max(words, 1) * width * height,
        }
        _refuse_what_does_not_fit(device, max(self._sizes.values()), width, height, words)
        self._buffers = {name: _buffer(device, size) for name, size in self._sizes.items()}
        self._images = ReadBack(device, sum(self._sizes.values()))
        self._tiles = ReadBack(device, self._sizes["amodal"])
        groups = (width * height + _GROUP_PIXELS - 1) // _GROUP_PIXELS
        self._groups = (min(groups, _MOST_GROUPS), (groups + _MOST_GROUPS - 1) // _MOST_GROUPS)
        self._pack_group = self._bind_pack()

    @property
    def amodal(self) -> Any:
        """The buffer of amodal bits."""
        return self._buffers["amodal"]

    def clear_amodal(self, encoder: Any) -> None:
        """Record that all amodal bits become 0."""
        encoder.clear_buffer(self.amodal, 0, self._sizes["amodal"])

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
        return encoder.begin_render_pass(color_attachments=[_cleared(self._unused, (0, 0, 0, 0))])

    def copy_visible(self, encoder: Any) -> Callable[[], Pixels]:
        """Record packing and copying of all label images; return the function that waits for them."""
        compute = encoder.begin_compute_pass()
        compute.set_pipeline(_pack_pipeline(self._device))
        compute.set_bind_group(0, self._pack_group)
        compute.dispatch_workgroups(*self._groups)
        compute.end()
        staging, read = self._images.begin()
        start = 0
        for name, size in self._sizes.items():
            encoder.copy_buffer_to_buffer(self._buffers[name], 0, staging, start, size)
            start += size
        return lambda: self._pixels(read())

    def copy_amodal(self, encoder: Any, rows: Rows) -> Callable[[], NDArray[np.uint32]]:
        """Record the copy of some rows of the amodal bits; return the function that waits for them (words, rows, W)."""
        staging, read = self._tiles.begin()
        row, plane = 4 * self._width, 4 * self._width * self._height
        size = row * (rows[1] - rows[0])
        for word in range(self._words):
            encoder.copy_buffer_to_buffer(self.amodal, word * plane + row * rows[0], staging, word * size, size)
        shape = (self._words, rows[1] - rows[0], self._width)
        return lambda: read()[: size * self._words].view(np.uint32).reshape(shape)

    def _pixels(self, raw: NDArray[np.uint8]) -> Pixels:
        parts, start = {}, 0
        for name, size in self._sizes.items():
            parts[name] = raw[start : start + size]
            start += size
        count, shape = self._width * self._height, (self._height, self._width)
        return Pixels(
            parts["ids"].view(np.uint16)[:count].reshape(shape),
            parts["depth"].view(np.float32)[:count].reshape(shape),
            parts["normals"].view(np.float16)[: 3 * count].reshape(*shape, 3),
            parts["amodal"].view(np.uint32).reshape(-1, *shape)[: self._words],
        )

    def _bind_pack(self) -> Any:
        size = self._device.create_buffer_with_data(
            data=np.array([self._width, self._width * self._height], np.uint32), usage=wgpu.BufferUsage.UNIFORM
        )
        buffers = (self._buffers[name] for name in ("depth", "ids", "normals"))
        return self._device.create_bind_group(
            layout=_pack_pipeline(self._device).get_bind_group_layout(0),
            entries=[
                {"binding": 0, "resource": {"buffer": size}},
                {"binding": 1, "resource": self._labels.create_view()},
                *({"binding": number, "resource": {"buffer": b}} for number, b in enumerate(buffers, start=2)),
            ],
        )


@cache
def _pack_pipeline(device: Any) -> Any:
    shader = device.create_shader_module(code=(shipped("resources") / "shaders" / "pack.wgsl").read_text())
    return device.create_compute_pipeline(layout="auto", compute={"module": shader, "entry_point": "main"})


def _refuse_what_does_not_fit(device: Any, size: int, width: int, height: int, words: int) -> None:
    most = device.limits["max-storage-buffer-binding-size"]
    if size > most:
        raise UserError(
            f"This graphics adapter cannot label {32 * words} objects at {width} x {height} pixels "
            f"({size >> 20} MiB in one piece, it has {most >> 20}): lower the resolution or the number of objects."
        )


def _buffer(device: Any, size: int) -> Any:
    usage = wgpu.BufferUsage
    return device.create_buffer(size=size, usage=usage.STORAGE | usage.COPY_SRC | usage.COPY_DST)


def _texture(device: Any, width: int, height: int, texture_format: str, usage: int) -> Any:
    return device.create_texture(size=(width, height, 1), format=texture_format, usage=usage)


def _cleared(texture: Any, value: tuple[int, int, int, int]) -> dict[str, Any]:
    return {"view": texture.create_view(), "clear_value": value, "load_op": "clear", "store_op": "store"}
