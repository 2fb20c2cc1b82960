"""Libraries are read from the disk before Python loads them.

Whoever reads lets other threads go on, whoever loads does not: where the disk is slow to answer, as after the machine's
start, the window would wait for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from pathlib import Path
from types import ModuleType

_BESIDE = ("*.so.*", "*.dylib", "*.dll")
"""Libraries that extension modules of the same folder load with them."""
_PIECE_BYTES = 1 << 20


@contextmanager
def reading_ahead() -> Iterator[None]:
    """While it is entered, the file of an extension module, and what lies beside it, is read before it is loaded."""
    plain, read = ExtensionFileLoader.create_module, set[Path]()

    def create_module(loader: ExtensionFileLoader, spec: ModuleSpec) -> ModuleType:
        file = Path(loader.path)
        beside = [] if file.parent in read else [path for kind in _BESIDE for path in file.parent.glob(kind)]
        read.add(file.parent)
        for path in (*beside, file):
            _read(path)
        return plain(loader, spec)

    ExtensionFileLoader.create_module = create_module  # type: ignore[method-assign, assignment]  # its names differ
    try:
        yield
    finally:
        ExtensionFileLoader.create_module = plain  # type: ignore[method-assign]


def _read(path: Path) -> None:
    with suppress(OSError), path.open("rb", buffering=0) as file:
        while file.read(_PIECE_BYTES):
            pass
