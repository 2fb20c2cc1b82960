"""A grid of the library's items with search: only what is in sight is painted and read."""

from collections import Counter
from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDrag,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from scenewright.assets.sources import SourceKind
from scenewright.ui.fields.choices import blended
from scenewright.ui.fields.flow import FlowLayout
from scenewright.ui.library.dragging import packed
from scenewright.ui.library.shelf import Item, Shelf

_PICTURE_PX = 84
_DRAGGED_PX = 56
_MOST_TAGS = 8
_SPACING = 2
Index = QModelIndex | QPersistentModelIndex


class ItemModel(QAbstractListModel):
    """The items of one kind that a search finds."""

    ITEM = Qt.ItemDataRole.UserRole
    CHOSEN = Qt.ItemDataRole.UserRole + 1

    def __init__(self, shelf: Shelf, kind: SourceKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shelf = shelf
        self.kind: SourceKind = kind
        self._words = ""
        self._tag = ""
        self._items: tuple[Item, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        shelf.loaded.connect(self._loaded)
        shelf.pictured.connect(self._pictured)
        self._filter()

    @property
    def items(self) -> tuple[Item, ...]:
        """What is found."""
        return self._items

    def search(self, words: str, tag: str) -> None:
        """Find other items."""
        self._words, self._tag = words, tag
        self._filter()

    def mark(self, names: Collection[str]) -> None:
        """Say which items the project names already."""
        self._chosen = frozenset(names)
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1), [self.CHOSEN])

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    @override
    def mimeTypes(self) -> list[str]:
        return packed(self.kind, ()).formats()

    @override
    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return packed(self.kind, [self._items[index.row()].name for index in indexes])

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return item.title
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (f"{item.title} ({item.name})", item.about, ", ".join(item.tags))))
            case self.ITEM:
                return item
            case self.CHOSEN:
                return item.name in self._chosen
            case _:
                return None

    def _filter(self) -> None:
        everything = self.shelf.items(self.kind) or ()
        found = tuple(item for item in everything if item.is_found(self._words))
        self.beginResetModel()
        self._items = tuple(item for item in found if not self._tag or self._tag in item.tags)
        self.endResetModel()

    def _loaded(self, kind: str) -> None:
        if kind == self.kind:
            self._filter()

    def _pictured(self, path: object) -> None:
        for row, item in enumerate(self._items):
            if item.picture == path:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])


class _Tile(QStyledItemDelegate):
    """A picture with its title, and a mark where the project names it."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        room = view.viewport().width() - 4 if isinstance(view, QListView) else _PICTURE_PX + 16
        columns = max(room // (_PICTURE_PX + 16), 1)
        height = _PICTURE_PX + 12 + round(option.fontMetrics.height() * 1.2)
        return QSize(max(room // columns - 2 * _SPACING, 40), height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ItemModel)
        item: Item = index.data(ItemModel.ITEM)
        is_chosen = bool(index.data(ItemModel.CHOSEN))
        palette = QGuiApplication.palette()  # the view's own is changed by the style sheet
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRect(0, 0, _PICTURE_PX, _PICTURE_PX)
        frame.moveCenter(option.rect.center())
        frame.moveTop(option.rect.top() + 4)
        paint_picture(painter, QRectF(frame), model.shelf, item, palette)
        state = option.state
        accent = palette.color(QPalette.ColorRole.Highlight)
        if is_chosen or state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver):
            is_strong = is_chosen or bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent if is_strong else palette.color(QPalette.ColorRole.Mid), 2))
            painter.drawRoundedRect(QRectF(frame), 6, 6)
        if is_chosen:
            _paint_mark(painter, frame, accent, palette.color(QPalette.ColorRole.HighlightedText))
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        text = QRect(
            option.rect.left() + 2, frame.bottom() + 3, option.rect.width() - 4, option.fontMetrics.height() + 2
        )
        title = option.fontMetrics.elidedText(item.title, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, title)
        painter.restore()


def paint_picture(painter: QPainter, frame: QRectF, shelf: Shelf, item: Item | None, palette: QPalette) -> None:
    """Paint an item's picture with round corners; a quiet ground while there is none."""
    path = QPainterPath()
    path.addRoundedRect(frame, 6, 6)
    ground = palette.color(QPalette.ColorRole.Window)
    painter.fillPath(path, blended(ground, palette.color(QPalette.ColorRole.WindowText), 0.08))
    picture = shelf.picture(item.picture) if item is not None else None
    if picture is None:
        return
    edge = min(picture.width(), picture.height())
    whole = QRectF((picture.width() - edge) / 2, (picture.height() - edge) / 2, edge, edge)
    if item is not None and item.entry is None:  # stickers are shown whole
        scaled = picture.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        inner = QRectF(0, 0, scaled.width() - 8, scaled.height() - 8)
        inner.moveCenter(frame.center())
        painter.drawPixmap(inner, picture, QRectF(picture.rect()))
        return
    painter.save()
    painter.setClipPath(path)
    painter.drawPixmap(frame, picture, whole)
    painter.restore()


def _paint_mark(painter: QPainter, frame: QRect, ground: QColor, ink: QColor) -> None:
    spot = QRectF(frame.right() - 21, frame.top() + 4, 18, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(spot)
    painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    path = QPainterPath(spot.center() + _offset(-4, 0))
    path.lineTo(spot.center() + _offset(-1, 3))
    path.lineTo(spot.center() + _offset(4, -3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _offset(x: float, y: float) -> QPointF:
    return QPointF(x, y)


class _Grid(QListView):
    """Items that are clicked, chosen by keys, or dragged to a list."""

    activated_by_key = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self._pressed: QPoint | None = None
        self._was_dragged = False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        self._was_dragged = False
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # Qt's own drag wants a selection, which here is what the project names, and not the view's.
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            index = self.indexAt(self._pressed)
            way = (event.position().toPoint() - self._pressed).manhattanLength()
            if index.isValid() and way >= QApplication.startDragDistance():
                self._pressed = None
                self._was_dragged = True
                self._drag(index)
            return
        super().mouseMoveEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if not self._was_dragged:  # a drag that was let go over its own item is no click
            super().mouseReleaseEvent(event)

    def _drag(self, index: QModelIndex) -> None:
        model = self.model()
        assert isinstance(model, ItemModel)
        drag = QDrag(self)
        drag.setMimeData(model.mimeData([index]))
        drag.setPixmap(_thumbnail(model.shelf, index.data(ItemModel.ITEM), self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(_DRAGGED_PX // 2, _DRAGGED_PX // 2))
        drag.exec(Qt.DropAction.CopyAction)
        # The release went to where it was dropped: the view must not wait for it.
        self.setState(QAbstractItemView.State.NoState)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated_by_key.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _thumbnail(shelf: Shelf, item: Item, ratio: float) -> QPixmap:
    """Return an item's picture as it travels under the pointer."""
    picture = QPixmap(round(_DRAGGED_PX * ratio), round(_DRAGGED_PX * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(0.9)
    paint_picture(painter, QRectF(0, 0, _DRAGGED_PX, _DRAGGED_PX), shelf, item, QGuiApplication.palette())
    painter.end()
    return picture


class Browser(QWidget):
    """Search, tags, and the grid; a click takes an item or lets it go."""

    clicked = Signal(object)
    """An `Item`."""

    def __init__(self, shelf: Shelf, kind: SourceKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ItemModel(shelf, kind, self)
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(self.tr("Search by name, class or tag"))
        self.line.setAccessibleName(self.tr("Search the library"))
        self._later = QTimer(self)
        self.line.textChanged.connect(lambda _: self._later.start())
        self._later.setSingleShot(True)
        self._later.setInterval(120)
        self._later.timeout.connect(self._search)
        self._tag = ""
        self._tags = QWidget()
        self._flow = FlowLayout(self._tags, 4)
        self.grid = _Grid()
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(_Tile(self.grid))
        self.grid.setViewMode(QListView.ViewMode.IconMode)
        self.grid.setResizeMode(QListView.ResizeMode.Adjust)
        self.grid.setMovement(QListView.Movement.Static)
        self.grid.setUniformItemSizes(True)
        self.grid.setSpacing(_SPACING)
        self.grid.setMouseTracking(True)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.grid.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.grid.setFixedHeight(round((_PICTURE_PX + 36) * 2.6))
        self.grid.setAccessibleName(self.tr("Items of the library"))
        self.grid.clicked.connect(lambda index: self.clicked.emit(index.data(ItemModel.ITEM)))
        self.grid.activated_by_key.connect(lambda index: self.clicked.emit(index.data(ItemModel.ITEM)))
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.line, self._tags, self.grid, self.count):
            column.addWidget(widget)
        self.model.modelReset.connect(self._show_count)
        shelf.loaded.connect(self._take_loaded)  # no lambda: the shelf outlives this
        self._show_tags()
        self._show_count()
        self.setFocusProxy(self.line)

    def _take_loaded(self, kind: str) -> None:
        if kind == self.model.kind:
            self._show_tags()

    def _search(self) -> None:
        self.model.search(self.line.text(), self._tag)

    def _show_tags(self) -> None:
        items = self.model.shelf.items(self.model.kind) or ()
        tags = Counter(tag for item in items for tag in item.tags)
        self._flow.clear()
        for tag, _ in tags.most_common(_MOST_TAGS):
            chip = QToolButton()
            chip.setText(tag)
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.setToolTip(self.tr("Show only what has this tag"))
            chip.clicked.connect(lambda on, tag=tag: self._choose_tag(tag if on else ""))
            self._flow.addWidget(chip)
        self._tags.setVisible(bool(tags))

    def _choose_tag(self, tag: str) -> None:
        self._tag = tag
        for chip in self._tags.findChildren(QToolButton):
            chip.setChecked(chip.text() == tag)
        self._search()

    def _show_count(self) -> None:
        number = len(self.model.items)
        if self.model.shelf.items(self.model.kind) is None:
            self.count.setText(self.tr("Reading the library \u2026"))
        elif not number:
            self.count.setText(self.tr("Nothing is found: try fewer words, or add a file of your own."))
        else:
            self.count.setText(self.tr("{0} found; click to add or remove, or drag to a place").format(number))
