"""What the label pass draws into, and the way back to numpy; one set per image size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import wgpu
from numpy.typing import NDArray

from scenewright.errors import UserError
from scenewright.render.embedded.read_back import ReadBack
from scenewright.render.truncation import Rows

_GROUP_PIXELS = 128  # of one workgroup of resolve.wgsl
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
        self._shown = _texture(device, width, height, "rg32uint", drawn | usage.TEXTURE_BINDING | usage.COPY_SRC)
        self._shown_row_bytes = (width * 8 + 255) // 256 * 256
        self._shown_images: ReadBack | None = None
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
            color_attachments=[_cleared(self._shown)],
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

    def resolve(self, encoder: Any, pipeline: Any, scene: Sequence[Any]) -> Callable[[], Pixels]:
        """Record making and copying the label images from what was drawn; return the function that waits for them.

        Args:
            encoder: Records.
            pipeline: Of resolve.wgsl.
            scene: The buffers of camera, instances, positions, indices and normals.
        """
        images = [self._buffers[name] for name in ("depth", "ids", "normals")]
        shown = {"binding": len(scene), "resource": self._shown.create_view()}
        group = self._device.create_bind_group(
            layout=pipeline.get_bind_group_layout(0),
            entries=[*buffer_entries(scene), shown, *buffer_entries(images, first=len(scene) + 1)],
        )
        compute = encoder.begin_compute_pass()
        compute.set_pipeline(pipeline)
        compute.set_bind_group(0, group)
        compute.dispatch_workgroups(*self._groups)
        compute.end()
        staging, read = self._images.begin()
        start = 0
        for name, size in self._sizes.items():
            encoder.copy_buffer_to_buffer(self._buffers[name], 0, staging, start, size)
            start += size
        return lambda: self._pixels(read())

    def copy_shown(self, encoder: Any) -> Callable[[], NDArray[np.uint32]]:
        """Record the copy of slot + 1 and triangle of each pixel; return the function that waits for them (H, W, 2)."""
        if self._shown_images is None:  # few labels need it
            self._shown_images = ReadBack(self._device, self._shown_row_bytes * self._height)
        staging, read = self._shown_images.begin()
        encoder.copy_texture_to_buffer(
            {"texture": self._shown},
            {"buffer": staging, "bytes_per_row": self._shown_row_bytes, "rows_per_image": self._height},
            (self._width, self._height, 1),
        )

        def shown() -> NDArray[np.uint32]:
            rows = read().view(np.uint32).reshape(self._height, self._shown_row_bytes // 4)
            return rows[:, : 2 * self._width].reshape(self._height, self._width, 2)

        return shown

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


def buffer_entries(buffers: Sequence[Any], first: int = 0) -> list[dict[str, Any]]:
    """Return the bind group entries of whole buffers, numbered from `first`."""
    return [
        {"binding": number, "resource": {"buffer": buffer, "offset": 0, "size": buffer.size}}
        for number, buffer in enumerate(buffers, start=first)
    ]


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


def _cleared(texture: Any) -> dict[str, Any]:
    return {"view": texture.create_view(), "clear_value": (0, 0, 0, 0), "load_op": "clear", "store_op": "store"}
