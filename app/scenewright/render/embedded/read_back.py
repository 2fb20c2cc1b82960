"""From the GPU to numpy: staging buffers and host memory that are used again and again."""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import wgpu
from numpy.typing import NDArray

_ONLY_OURS = 3
"""References to an array that nobody else holds: the list's, the loop's, and the question's own."""


class ReadBack:
    """Hands out staging buffers of one size; several may be under way, so that drawing need not wait for reading."""

    def __init__(self, device: Any, size: int) -> None:
        self._device, self._size = device, size
        self._free: list[Any] = []
        self._memory: list[NDArray[np.uint8]] = []

    def begin(self) -> tuple[Any, Callable[[], NDArray[np.uint8]]]:
        """Return a buffer to copy into, and the function that waits for the copy and returns its bytes, once."""
        usage = wgpu.BufferUsage.MAP_READ | wgpu.BufferUsage.COPY_DST
        buffer = self._free.pop() if self._free else self._device.create_buffer(size=self._size, usage=usage)
        return buffer, lambda: self._read(buffer)

    def _read(self, buffer: Any) -> NDArray[np.uint8]:
        memory = self._unused_memory()
        buffer.map_sync("read")
        memory[:] = np.frombuffer(buffer.read_mapped(copy=False), np.uint8)
        buffer.unmap()
        self._free.append(buffer)
        return memory

    def _unused_memory(self) -> NDArray[np.uint8]:
        # Fresh memory of many megabytes costs more than filling it: the system clears every page first.
        for memory in self._memory:
            if sys.getrefcount(memory) == _ONLY_OURS:
                return memory
        memory = np.empty(self._size, np.uint8)
        self._memory.append(memory)
        return memory
