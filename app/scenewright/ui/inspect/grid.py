"""The grid of a dataset's images: only what is on the screen is painted, however many there are."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from scenewright.annotate.colors import NOT_CHOSEN, ChosenColors, chosen_colors, class_color
from scenewright.inspection.columns import VERDICTS, Columns
from scenewright.ui.inspect.opened import OpenedDataset
from scenewright.ui.inspect.thumbnails import Thumbnails
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
WIDTHS = (120, 160, 220, 300, 420)
_RATIO = 0.75
"""Height to width of a cell's picture; other pictures are fitted into it."""


class GridModel(QAbstractListModel):
    """The images that are shown, by their rows in the dataset."""

    def __init__(self) -> None:
        super().__init__()
        self._dataset: OpenedDataset | None = None
        self._rows: NDArray[np.int64] = np.empty(0, np.int64)

    def follow(self, dataset: OpenedDataset | None) -> None:
        """Show another dataset."""
        self._dataset = dataset
        self.refresh()

    def refresh(self) -> None:
        """Show what the dataset shows now; rows that are only added keep the place in the view."""
        rows = np.empty(0, np.int64) if self._dataset is None else self._dataset.rows
        before = len(self._rows)
        if before and len(rows) > before and np.array_equal(rows[:before], self._rows):
            self.beginInsertRows(QModelIndex(), before, len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._dataset is None or self._dataset.examined is None or not index.isValid():
            return None
        row = int(self._rows[index.row()])
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            images = self._dataset.examined.source.columns.images
            return self.tr("Frame {0}").format(int(images.index[row]))
        return None

    def place_of(self, row: int) -> int:
        """Return where an image stands in the grid; -1 where it is not shown."""
        found = np.flatnonzero(self._rows == row)
        return int(found[0]) if len(found) else -1


class _Delegate(QStyledItemDelegate):
    """Paints one image: picture, boxes, number, marks."""

    def __init__(self, thumbnails: Thumbnails, theme: Theme, parent: "GridView") -> None:
        super().__init__(parent)
        self._thumbnails, self._theme, self._view = thumbnails, theme, parent
        self.width = WIDTHS[1]
        self.with_boxes, self.with_masks = True, False
        self.dataset: OpenedDataset | None = None
        self._columns: Columns | None = None
        self._chosen: ChosenColors = NOT_CHOSEN

    def follow(self, columns: Columns, chosen: ChosenColors) -> None:
        """Know what is in which image, and which colours the dataset's project gives its classes."""
        self._chosen = chosen
        self._columns = columns

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.width + tokens.SPACE_S, round(self.width * _RATIO) + tokens.SPACE_S + 20)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if row is None or self._columns is None or self.dataset is None:
            return
        colors = self._theme.colors
        cell: QRect = option.rect.adjusted(4, 4, -4, -4)
        state: QStyle.StateFlag = option.state
        frame = QRect(cell.left(), cell.top(), cell.width(), round(cell.width() * _RATIO))
        painter.fillRect(frame, QColor(colors.canvas))
        # Made at twice the cell's size at most, so that dense screens show it sharp.
        width = WIDTHS[-1] if self.width > WIDTHS[2] else WIDTHS[2]
        picture = self._thumbnails.picture(row, width, masked=self.with_masks)
        is_aside = self.dataset.is_aside(row)
        if picture is not None and not picture.isNull():
            shown = _fitted(frame, picture.width(), picture.height())
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(0.25 if is_aside else 1.0)
            painter.drawPixmap(shown.toRect(), picture)
            if self.with_boxes:
                self._paint_boxes(painter, shown, row)
            painter.restore()
        elif picture is not None:
            painter.setPen(QColor(colors.error))
            is_packed = not self._columns.images.path[row]
            words = self.tr("in an archive: open it to see it") if is_packed else self.tr("unreadable")
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(colors.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(1, 1, -1, -1))
        self._paint_caption(painter, QRect(cell.left(), frame.bottom() + 2, cell.width(), 18), row, is_aside=is_aside)

    def _paint_boxes(self, painter: QPainter, shown: QRectF, row: int) -> None:
        columns, by_image = self._columns, self._thumbnails.by_image
        if columns is None or by_image is None:
            return
        width, height = columns.images.size_px[row].tolist()
        if width <= 0:
            return
        scale_x, scale_y = shown.width() / width, shown.height() / height
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for item in by_image.rows(row):
            x0, y0, x1, y1 = columns.objects.box_px[item].tolist()
            if x0 == x0 and columns.objects.verdict[item] != VERDICTS.index("drop"):
                painter.setPen(QPen(QColor(*class_color(int(columns.objects.class_id[item]), self._chosen)), 1.5))
                left, top = shown.left() + x0 * scale_x, shown.top() + y0 * scale_y
                painter.drawRect(QRectF(left, top, (x1 - x0) * scale_x, (y1 - y0) * scale_y))

    def _paint_caption(self, painter: QPainter, place: QRect, row: int, *, is_aside: bool) -> None:
        columns, dataset, colors = self._columns, self.dataset, self._theme.colors
        if columns is None or dataset is None:
            return
        index = int(columns.images.index[row])
        text = str(index)
        if len(columns.cameras) > 1:
            text += f" · {columns.cameras[int(columns.images.camera[row])]}"
        tags = dataset.curation.tags.get(index, ())
        if is_aside:
            text += " · " + self.tr("set aside")
        if tags:
            text += " · " + ", ".join(tags)
        painter.setPen(QColor(colors.warning if is_aside else colors.text_muted))
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class GridView(QListView):
    """The grid."""

    opened = Signal(int)
    """A row that is to be seen large."""
    marked = Signal()
    """Other images are selected."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspect_grid")
        self.setAccessibleName(self.tr("Images of the dataset"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(2000)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSpacing(2)
        self.grid_model = GridModel()
        self.thumbnails = Thumbnails(self)
        self._delegate = _Delegate(self.thumbnails, theme, self)
        self.setModel(self.grid_model)
        self.setItemDelegate(self._delegate)
        self.thumbnails.ready.connect(self._repaint)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit())
        theme.changed.connect(self.viewport().update)
        self._dataset: OpenedDataset | None = None

    def follow(self, dataset: OpenedDataset | None) -> None:
        """Show another dataset, or none."""
        self._dataset = dataset
        self._delegate.dataset = dataset
        self.grid_model.follow(dataset)
        if dataset is not None:
            dataset.grown.connect(self._grow)
            dataset.shown_changed.connect(self.grid_model.refresh)
            dataset.decided.connect(self.viewport().update)

    def selected_rows(self) -> list[int]:
        """Return the rows of the images that are selected."""
        return sorted(index.data(ROW) for index in self.selectedIndexes())

    def set_width(self, width: int) -> None:
        """Show pictures of another width."""
        self._delegate.width = width
        self.scheduleDelayedItemsLayout()

    def show_boxes(self, *, on: bool) -> None:
        """Show boxes, or hide them."""
        self._delegate.with_boxes = on
        self.viewport().update()

    def show_masks(self, *, on: bool) -> None:
        """Lay masks over the pictures, or not."""
        self._delegate.with_masks = on
        self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(ROW))
            return
        super().keyPressEvent(event)

    def _repaint(self, row: int) -> None:
        """Paint one image again, not the whole page for each of its pictures."""
        place = self.grid_model.place_of(row)
        if place >= 0:
            self.viewport().update(self.visualRect(self.grid_model.index(place)))

    def _grow(self) -> None:
        if self._dataset is not None and self._dataset.examined is not None:
            evidence = self._dataset.examined.evidence
            chosen = NOT_CHOSEN if evidence.spec is None else chosen_colors(evidence.spec.classes)
            self.thumbnails.follow(evidence.source.columns, chosen)
            self._delegate.follow(evidence.source.columns, chosen)
            self.viewport().update()


def _fitted(frame: QRect, width: int, height: int) -> QRectF:
    scale = min(frame.width() / width, frame.height() / height)
    shown = QRectF(0, 0, width * scale, height * scale)
    shown.moveCenter(QRectF(frame).center())
    return shown
