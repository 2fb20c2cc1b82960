"""Small pictures of a dataset's images, with their labels, made in threads and kept."""

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage, QPixmap
from shiboken6 import isValid
from typing_extensions import override

from scenewright.annotate.colors import NOT_CHOSEN, ChosenColors, Color, class_color
from scenewright.inspection.columns import VERDICTS, Columns, ObjectsByImage, objects_by_image
from scenewright.ui.inspect.small_pictures import small_picture, with_mask

_KEPT_BYTES = 192 * 1024 * 1024
_WAITING = 96
"""More that wait are forgotten: they have been scrolled past."""

Key = tuple[int, int, bool]
"""A row, a width, and whether masks are over the picture."""


class Thumbnails(QObject):
    """Gives small pictures, those that were asked for last first."""

    ready = Signal(int)
    """A row whose picture is there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: Columns | None = None
        self._by_image: ObjectsByImage | None = None
        self._chosen: ChosenColors = NOT_CHOSEN
        self._folder_number = 0
        self._early: set[Key] = set()
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._asked: OrderedDict[Key, None] = OrderedDict()
        self._running: set[Key] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)

    @property
    def by_image(self) -> ObjectsByImage | None:
        """Which objects are in which image, as far as is known."""
        return self._by_image

    def follow(self, columns: Columns, chosen: ChosenColors = NOT_CHOSEN) -> None:
        """Give pictures of this dataset, masks in its chosen colours; those there stay, as rows keep their images."""
        self._chosen = chosen
        before, self._columns = self._columns, columns
        if before is None or before.folder != columns.folder:
            self._folder_number += 1  # what is being made is of the folder before
            self._running.clear()
            self._kept.clear()
            self._asked.clear()
            self._early.clear()
            self._bytes = 0
        if before is None or before.objects is not columns.objects or len(before.images) != len(columns.images):
            self._by_image = objects_by_image(columns)
            for key in self._early & self._kept.keys():
                self._forget(key)  # its objects may be known now
            self._early.clear()

    def picture(self, row: int, width: int, *, masked: bool = False) -> QPixmap | None:
        """Return a row's picture if it is there; if not it is made, and `ready` tells."""
        key = (row, width, masked and self.has_mask(row))
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        if key in self._running:
            return None
        self._asked[key] = None
        self._asked.move_to_end(key)
        while len(self._asked) > _WAITING:
            self._asked.popitem(last=False)
        self._work()
        return None

    def has_mask(self, row: int) -> bool:
        """Tell whether there is a mask to lay over a row's picture."""
        return self._columns is not None and bool(self._columns.images.mask[row])

    @property
    def waiting(self) -> int:
        """How many pictures are still to be made."""
        return len(self._asked) + len(self._running)

    def close(self) -> None:
        """Make no more."""
        self._asked.clear()
        self._pool.waitForDone()

    def _work(self) -> None:
        while self._asked and len(self._running) < self._pool.maxThreadCount() and self._columns is not None:
            key, _ = self._asked.popitem(last=True)
            row, _, masked = key
            images, folder = self._columns.images, self._columns.folder
            mask = folder / str(images.mask[row]) if masked else None
            making = _Making(
                self._folder_number, key, folder / str(images.path[row]), mask, self._colors(row) if masked else {}
            )
            making.told.done.connect(self._take)
            self._running.add(key)
            self._pool.start(making)

    def _colors(self, row: int) -> dict[int, Color]:
        """Return the colours of an image's instances: those of their classes, as their boxes have."""
        if self._columns is None or self._by_image is None:
            return {}
        objects = self._columns.objects
        return {
            int(objects.instance_id[item]): class_color(int(objects.class_id[item]), self._chosen)
            for item in self._by_image.rows(row)
            if objects.verdict[item] != VERDICTS.index("drop")
        }

    def _take(self, folder_number: int, key: Key, image: QImage) -> None:
        if folder_number != self._folder_number:
            return
        self._running.discard(key)
        pixmap = QPixmap.fromImage(image)
        self._kept[key] = pixmap
        self._bytes += _bytes(pixmap)
        if key[2] and self._by_image is not None and not self._by_image.rows(key[0]):
            self._early.add(key)
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))
        self.ready.emit(key[0])
        self._work()

    def _forget(self, key: Key) -> None:
        self._bytes -= _bytes(self._kept.pop(key))


class _Told(QObject):
    done = Signal(int, tuple, QImage)


class _Making(QRunnable):
    def __init__(self, folder_number: int, key: Key, path: Path, mask: Path | None, colors: dict[int, Color]) -> None:
        super().__init__()
        self._folder_number = folder_number
        self._key, self._path, self._mask, self._colors = key, path, mask, colors
        self.told = _Told()

    @override
    def run(self) -> None:
        image = small_picture(self._path, self._key[1])
        if self._mask is not None:
            image = with_mask(image, self._mask, self._colors)
        if isValid(self.told):
            self.told.done.emit(self._folder_number, self._key, image)


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
