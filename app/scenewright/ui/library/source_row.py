"""One thing of a list of things of the library: its picture, name, weight and share."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.spec.choices import Weighted, WeightedAsset
from scenewright.spec.limits import Within
from scenewright.spec.places import Place
from scenewright.ui.fields.buttons import icon_button
from scenewright.ui.fields.disclosure import Foldable
from scenewright.ui.fields.elided import ElidedLabel
from scenewright.ui.fields.numbers import NumberBox
from scenewright.ui.layouts import add_layout
from scenewright.ui.library.browser import paint_picture
from scenewright.ui.library.shelf import Item, Shelf


class SourceRow(Foldable):
    """One thing: its picture, name, weight and share."""

    def __init__(self, shelf: Shelf, number: int, more: Callable[[], QWidget] | None, place: Place = ()) -> None:
        super().__init__()
        self.picture = _Picture(shelf)
        self.name, self.about = ElidedLabel(), ElidedLabel()
        self.about.setProperty("role", "caption")
        self.weight = NumberBox("", Within(low=0))
        self.weight.setPrefix("\u00d7 ")
        self.weight.setFixedWidth(self.fontMetrics().horizontalAdvance("\u00d7 00.00") + 22)
        self.weight.setToolTip(self.tr("How often it is chosen, relative to the others"))
        self.weight.setAccessibleName(self.tr("Weight of entry {0}").format(number + 1))
        self.remove = icon_button("close", self.tr("Take it out"))
        self.remove.setAccessibleName(self.tr("Take out entry {0}").format(number + 1))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.name)
        texts.addWidget(self.about)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.picture)
        add_layout(row, texts, 1)
        row.addWidget(self.weight)
        self._content: QWidget | None = None
        self._make = more
        self._place = place
        if more is not None:
            self.more = icon_button("more", self.tr("Which frames show it, and its own class"))
            self.more.setCheckable(True)
            self.more.setAccessibleName(self.tr("More about entry {0}").format(number + 1))
            self.more.clicked.connect(self.turn_more)
            row.addWidget(self.more)
        row.addWidget(self.remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        add_layout(self._column, row)

    def show_part(
        self,
        part: Weighted,
        item: Item | None,
        shares: tuple[float, float | None],
        *,
        is_one_of_many: bool,
        is_missing: bool = False,
    ) -> None:
        """Show another entry.

        Args:
            part: The entry.
            item: What the library says of it.
            shares: How often it should be chosen, and how often it was; None before there are frames.
            is_one_of_many: Whether there is a choice at all.
            is_missing: Whether it names nothing.
        """
        wanted, drawn = shares
        self.picture.show_item(item)
        self.name.setText(item.title if item is not None else part.source)
        self.name.setToolTip(f"{part.source}\n{item.about}" if item is not None else part.source)
        notes = [f"{wanted:.0%}"] if is_one_of_many else []
        notes += [self.tr("{0} drawn").format(f"{drawn:.0%}")] if is_one_of_many and drawn is not None else []
        if isinstance(part, WeightedAsset):
            notes += [part.class_name] if part.class_name else []
            notes += [part.split] if part.split != "any" else []
        notes = [self.tr("not in the library")] if is_missing else notes
        role = "error" if is_missing else "caption"
        if self.about.property("role") != role:
            self.about.setProperty("role", role)
            self.about.style().polish(self.about)
        self.about.setText(" \u00b7 ".join(notes))
        self.about.setVisible(bool(notes))
        self.weight.show_exact(part.weight)
        self.weight.setVisible(is_one_of_many)

    @property
    def is_open(self) -> bool:
        """Whether what else it says is in sight."""
        return self._make is None or self.more.isChecked()

    def open(self) -> None:
        """Show what else it says."""
        self.more.setChecked(True)
        self.turn_more(True)

    def holds(self, place: Place) -> bool:
        """Tell whether a setting is among what else it says."""
        return bool(self._place) and place[:-1] == self._place and place[-1] in ("split", "class_name")

    def turn_more(self, is_on: bool) -> None:
        """Show or hide what else the entry says."""
        if is_on and self._content is None and self._make is not None:
            self._content = self._make()
            self._column.addWidget(self._content)
        if self._content is not None:
            self._content.setVisible(is_on)


class _Picture(QWidget):
    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._item: Item | None = None
        edge = round(self.fontMetrics().height() * 2.25)
        self.setFixedSize(QSize(edge, edge))
        shelf.pictured.connect(self._pictured)

    def show_item(self, item: Item | None) -> None:
        self._item = item
        self.update()

    def _pictured(self, path: object) -> None:
        if self._item is not None and self._item.picture == path:
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paint_picture(painter, QRectF(self.rect()), self._shelf, self._item, self.palette())
