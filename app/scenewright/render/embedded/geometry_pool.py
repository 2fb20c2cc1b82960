"""All meshes of the label pass in three shared buffers, each uploaded once."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import wgpu
from numpy.typing import NDArray

from scenewright.assets.model import Part
from scenewright.errors import UserError

_FIRST_VERTICES = 1 << 16
_FIRST_INDICES = 1 << 18


@dataclass(frozen=True, slots=True)
class MeshRange:
    """Where a mesh lies in the pool."""

    first_index: int
    index_count: int
    base_vertex: int


class GeometryPool:
    """Grows by doubling; meshes are never removed while the engine lives."""

    def __init__(self, device: Any) -> None:
        self._device = device
        self.positions = _GrowingBuffer(device, 12 * _FIRST_VERTICES)
        self.normals = _GrowingBuffer(device, 12 * _FIRST_VERTICES)
        self.indices = _GrowingBuffer(device, 4 * _FIRST_INDICES)
        self._ranges: dict[int, tuple[Part, MeshRange]] = {}

    def add(self, part: Part) -> MeshRange:
        """Return where a part lies, uploading it the first time."""
        known = self._ranges.get(id(part))
        if known is not None:
            return known[1]
        base_vertex = self.positions.used // 12
        first_index = self.indices.used // 4
        self.positions.append(np.ascontiguousarray(part.positions, np.float32))
        self.normals.append(np.ascontiguousarray(part.normals, np.float32))
        self.indices.append(np.ascontiguousarray(part.triangles, np.uint32))
        added = MeshRange(first_index, part.triangles.size, base_vertex)
        self._ranges[id(part)] = (part, added)  # holding the part keeps its id its own
        return added


class _GrowingBuffer:
    def __init__(self, device: Any, size: int) -> None:
        self._device = device
        self._usage = wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_DST | wgpu.BufferUsage.COPY_SRC
        self.buffer = device.create_buffer(size=size, usage=self._usage)
        self.used = 0

    def append(self, data: NDArray[Any]) -> None:
        needed = self.used + data.nbytes
        if needed > self.buffer.size:
            self._grow(needed)
        self._device.queue.write_buffer(self.buffer, self.used, data)
        self.used = needed

    def _grow(self, needed: int) -> None:
        most = self._device.limits["max-storage-buffer-binding-size"]
        if needed > most:
            raise UserError(
                f"The project's models together are too large for this graphics adapter ({needed >> 20} MiB in one "
                f"piece, it has {most >> 20}): use fewer or simpler models."
            )
        larger = self._device.create_buffer(size=min(max(needed, 2 * self.buffer.size), most), usage=self._usage)
        encoder = self._device.create_command_encoder()
        encoder.copy_buffer_to_buffer(self.buffer, 0, larger, 0, self.buffer.size)
        self._device.queue.submit([encoder.finish()])
        self.buffer = larger
