"""Small pictures of a dataset's images, with their labels, made in threads and kept."""

from collections import OrderedDict
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage, QPixmap
from shiboken6 import isValid
from typing_extensions import override

from scenewright.inspection.columns import Columns

_KEPT_BYTES = 192 * 1024 * 1024
_WAITING = 96
"""More that wait are forgotten: they have been scrolled past."""

Box = tuple[float, float, float, float]


class Thumbnails(QObject):
    """Gives small pictures, those that were asked for last first."""

    ready = Signal(int)
    """A row whose picture is there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: Columns | None = None
        self._kept: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._bytes = 0
        self._asked: OrderedDict[tuple[int, int], None] = OrderedDict()
        self._running = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)

    def follow(self, columns: Columns) -> None:
        """Give pictures of this dataset; those that are there stay, as rows keep their images."""
        if self._columns is None or self._columns.folder != columns.folder:
            self._kept.clear()
            self._asked.clear()
            self._bytes = 0
        self._columns = columns

    def picture(self, row: int, width: int) -> QPixmap | None:
        """Return a row's picture if it is there; if not it is made, and `ready` tells."""
        key = (row, width)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        self._asked[key] = None
        self._asked.move_to_end(key)
        while len(self._asked) > _WAITING:
            self._asked.popitem(last=False)
        self._work()
        return None

    @property
    def waiting(self) -> int:
        """How many pictures are still to be made."""
        return len(self._asked) + self._running

    def close(self) -> None:
        """Make no more."""
        self._asked.clear()
        self._pool.waitForDone()

    def _work(self) -> None:
        while self._asked and self._running < self._pool.maxThreadCount() and self._columns is not None:
            key, _ = self._asked.popitem(last=True)
            path = str(self._columns.images.path[key[0]])
            making = _Making(key, self._columns.folder / path)
            making.told.done.connect(self._take)
            self._running += 1
            self._pool.start(making)

    def _take(self, key: tuple[int, int], image: QImage) -> None:
        self._running -= 1
        pixmap = QPixmap.fromImage(image)
        self._kept[key] = pixmap
        self._bytes += image.sizeInBytes()
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.width() * gone.height() * 4
        self.ready.emit(key[0])
        self._work()


class _Told(QObject):
    done = Signal(tuple, QImage)


class _Making(QRunnable):
    def __init__(self, key: tuple[int, int], path: Path) -> None:
        super().__init__()
        self._key, self._path = key, path
        self.told = _Told()

    @override
    def run(self) -> None:
        image = small_picture(self._path, self._key[1])
        if isValid(self.told):
            self.told.done.emit(self._key, image)


def small_picture(path: Path, width: int) -> QImage:
    """Return a picture file made smaller; a null image where it cannot be read."""
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (width, width))  # JPEG is made smaller while it is read
            small = opened.convert("RGB")
            height = max(1, round(small.height * width / small.width))
            small = small.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0)
    except (OSError, ValueError, SyntaxError):
        return QImage()
    return QImage(small.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
