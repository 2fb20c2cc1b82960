"""The command palette: one field that finds every setting and every command."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from scenewright.ui.language import translate
from scenewright.ui.search import score_of
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import pixmap
from scenewright.ui.theme.theme import Theme

_MOST = 60
_ROW = 34
_SHADOW, _SHADOW_DROP, _SHADOW_ALPHA = 24, 6, 56


@dataclass(frozen=True)
class Entry:
    """One line: what it is called, what stands at its right, and what choosing it does."""

    title: str
    beside: str
    words: str
    icon: str
    do: Callable[[], object]


class Palette(QWidget):
    """A card with a shadow over the window; Escape or a click elsewhere closes it.

    It paints the shadow itself: Qt's effect draws all of the card anew, twice over, whenever anything in it changes.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("palette")
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._highest = 440
        self._field = QLineEdit()
        self._field.setObjectName("palette_field")
        self._field.setPlaceholderText(translate("palette", "What do you look for? As “occlusion”, or “undo”"))
        self._field.setAccessibleName(translate("palette", "Find a setting or command"))
        self._field.textChanged.connect(self._find)
        self._field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setObjectName("palette_list")
        self._list.setAccessibleName(translate("palette", "What was found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._line = _Line(theme, self._list)
        self._list.setItemDelegate(self._line)
        self._list.itemClicked.connect(lambda _: self._choose())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_SHADOW, _SHADOW, _SHADOW, _SHADOW)
        outer.addWidget(self._card)
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S)
        layout.setSpacing(tokens.SPACE_S)
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        self._nothing = QLabel(translate("palette", "Nothing is called like that: try other words."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setMargin(tokens.SPACE_S)
        layout.addWidget(self._nothing)
        self.hide()

    def pop_up(self, entries: list[Entry]) -> None:
        """Show the palette with some entries to find."""
        parent = self._parent
        width = min(640, parent.width() - 2 * tokens.SPACE_XXL)
        self._highest = min(440, parent.height() - 120)
        card = QRect((parent.width() - width) // 2, 56, width, self._highest)
        self.setGeometry(card.adjusted(-_SHADOW, -_SHADOW, _SHADOW, _SHADOW))
        self._entries = entries
        self._field.clear()
        self._find("")
        self.show()
        self.raise_()
        self._field.setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if not self._card.geometry().contains(event.position().toPoint()):
            self.hide()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self._card.geometry()).translated(0, _SHADOW_DROP)
        for far in range(_SHADOW - _SHADOW_DROP):
            share = 1 - far / (_SHADOW - _SHADOW_DROP)
            painter.setPen(QPen(QColor(0, 0, 0, round(_SHADOW_ALPHA * share**2)), 1.5))
            radius = tokens.RADIUS_LARGE + far
            painter.drawRoundedRect(card.adjusted(-far, -far, far, far), radius, radius)
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102, N802 (Qt's name)
        if watched is not self._field:
            return False
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event.key())
        return False

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.hide()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
        else:
            return False
        return True

    def _find(self, text: str) -> None:
        words = text.casefold().split()
        known = enumerate(self._entries)
        scored = ((score_of(entry.title, f"{entry.beside} {entry.words}", words), n) for n, entry in known)
        best = sorted((score, number) for score, number in scored if score is not None)
        self._shown = [self._entries[number] for _, number in best[:_MOST]]
        self._list.clear()
        for entry in self._shown:
            item = QListWidgetItem(entry.title)
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setToolTip(entry.words)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(self._shown))
        self._nothing.setVisible(not self._shown)
        self._fit()

    def _fit(self) -> None:
        """Be as high as what was found, and no higher than there is room."""
        row = self._line.height if self._shown else self._nothing.sizeHint().height()
        wanted = self._field.sizeHint().height() + max(len(self._shown), 1) * row + 3 * tokens.SPACE_S + 4
        self.resize(self.width(), min(wanted, self._highest) + 2 * _SHADOW)

    def _choose(self) -> None:
        row = self._list.currentRow()
        if not 0 <= row < len(self._shown):
            return
        self.hide()
        self._shown[row].do()


class _Line(QStyledItemDelegate):
    """Icon and title at the left, path or keys at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    @property
    def height(self) -> int:
        """Of a line."""
        return self._theme.px(_ROW)

    def sizeHint(self, _: QStyleOptionViewItem, __: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(0, self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colors, px = self._theme.colors, self._theme.px
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(rect, tokens.RADIUS, tokens.RADIUS)
        side = px(tokens.ICON_SIZE)
        ratio = painter.device().devicePixelRatioF()
        sign = pixmap(entry.icon, colors.accent if is_selected else colors.text_muted, side, ratio)
        painter.drawPixmap(rect.left() + px(8), rect.center().y() - side // 2 + 1, sign)
        inner = rect.adjusted(px(8) + side + px(10), 0, -px(10), 0)
        metrics = painter.fontMetrics()
        title_width = min(metrics.horizontalAdvance(entry.title) + px(4), inner.width() * 2 // 3)
        painter.setPen(QColor(colors.text))
        centre = Qt.AlignmentFlag.AlignVCenter
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, title_width)
        painter.drawText(inner, centre | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(colors.text_muted))
        room = inner.width() - title_width - px(16)
        beside = metrics.elidedText(entry.beside, Qt.TextElideMode.ElideLeft, room)
        painter.drawText(inner, centre | Qt.AlignmentFlag.AlignRight, beside)
        painter.restore()
