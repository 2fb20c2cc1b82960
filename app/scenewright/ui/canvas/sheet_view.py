"""The contact sheet: many frames at once, which fill in as they come."""

import math

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from scenewright.spec.places import Place
from scenewright.ui.canvas.naming import entry_words, number_words, setting_words
from scenewright.ui.canvas.sheet_frames import chance_frames, extreme_frames, numeric_places
from scenewright.ui.canvas.shown import Shown
from scenewright.ui.canvas.tile import Tile
from scenewright.ui.fields.elided import ElidedCombo
from scenewright.ui.layouts import add_layout
from scenewright.ui.preview.wishes import PictureWish, PreviewFrame
from scenewright.ui.session import Session
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon

_CLIENT = "sheet"
_COUNTS = (9, 16, 25)
_WIDTHS_PX = {9: 384, 16: 288, 25: 224}
_LAST_ROLL = 999_999


class SheetView(QWidget):
    """Frames by chance, with pinned ones among them, or those at both ends of one setting."""

    told = Signal(str)
    opened = Signal()
    """The selected frame is to be shown large."""

    def __init__(self, session: Session, shown: Shown) -> None:
        super().__init__()
        self._session, self._shown = session, shown
        self._pinned: dict[int, int] = {}
        self._frames: list[int] = []
        self._values: dict[int, float] = {}
        self._extremes: Place = ()
        self._drawn: dict[int, PreviewFrame] = {}
        self._before: dict[int, PreviewFrame] = {}
        self._tiles: list[Tile] = []
        self._grid = QGridLayout()
        self._count, self._roll, self._setting = ElidedCombo(), QSpinBox(), ElidedCombo()
        self._roll.lineEdit().setTextMargins(tokens.SPIN_MARGIN, 0, 0, 0)
        self._compare = QToolButton()
        self._lay_out()
        session.preview.frame_ready.connect(self._take)
        session.preview.draws_changed.connect(self._offer_settings)
        session.selection.frame_changed.connect(self._describe)
        session.selection.camera_changed.connect(self._ask)
        session.document.changed.connect(self._choose)
        shown.changed.connect(self._repaint)
        session.theme.changed.connect(self.update)

    @property
    def tiles(self) -> list[Tile]:
        """The tiles in their order."""
        return self._tiles

    @property
    def frames(self) -> list[int]:
        """The frames that the tiles show, in the same order."""
        return self._frames

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().showEvent(event)
        self._choose()
        self._offer_settings()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().hideEvent(event)
        self._session.preview.want(_CLIENT, ())

    def _choose(self, *_: object) -> None:
        """Choose the frames anew: the roll, the count, a pin or the project has changed."""
        if not self.isVisible():
            return
        frames, count = self._session.document.spec.output.frames, int(self._count.currentData())
        ends = extreme_frames(self._session.preview.traces, self._extremes, count) if self._extremes else []
        self._values = dict(ends)
        chosen = [index for index, _ in ends] or chance_frames(frames, count, self._roll.value(), self._pinned)
        if chosen != self._frames or len(self._tiles) != len(chosen):
            self._frames = chosen
            self._make_tiles()
        self._ask()

    def _make_tiles(self) -> None:
        while len(self._tiles) > len(self._frames):
            tile = self._tiles.pop()
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        while len(self._tiles) < len(self._frames):
            self._tiles.append(self._new_tile(len(self._tiles)))
        columns = math.ceil(math.sqrt(len(self._tiles)))
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, place // columns, place % columns)
            tile.show_frame(self._drawn.get(self._frames[place]))
            tile.show_before(self._before.get(self._frames[place]))
        self._describe()

    def _new_tile(self, place: int) -> Tile:
        tile = Tile(self._shown, self._session.theme)
        tile.setObjectName(f"tile_{place}")
        tile.chosen.connect(lambda: self._session.selection.show_frame(self._frames[place]))
        tile.opened.connect(lambda: self._open(place))
        tile.pin_toggled.connect(lambda: self._pin(place))
        tile.wiped.connect(self._wipe)
        return tile

    def _ask(self, *_: object) -> None:
        if self.isVisible():
            camera, width = self._session.selection.camera, _WIDTHS_PX[int(self._count.currentData())]
            wishes = [PictureWish(index, camera, width, self._shown.layers) for index in self._frames]
            self._session.preview.want(_CLIENT, wishes, urgency=0)

    def _take(self, frame: PreviewFrame) -> None:
        if not self.isVisible() or frame.wish.eye is not None or frame.wish.frame not in self._frames:
            return
        if frame.wish.camera == self._session.selection.camera and frame.wish.layers == self._shown.layers:
            self._drawn[frame.wish.frame] = frame
            self._tiles[self._frames.index(frame.wish.frame)].show_frame(frame)
            self._describe()

    def _describe(self, *_: object) -> None:
        for place, (tile, index) in enumerate(zip(self._tiles, self._frames, strict=True)):
            frame = self._drawn.get(index)
            words = ""
            if index in self._values:
                words = number_words(self._values[index], self._extremes)
            elif frame is not None:
                count = sum(item.visible_px > 0 and item.verdict != "drop" for item in frame.instances)
                words = self.tr("1 label") if count == 1 else self.tr("{count} labels").format(count=count)
            chosen = index == self._session.selection.frame
            tile.describe(index, words, is_pinned=self._pinned.get(place) == index, is_chosen=chosen)

    def _repaint(self) -> None:
        for tile in self._tiles:
            tile.show_frame(tile.frame)
        self._ask()

    def _open(self, place: int) -> None:
        self._session.selection.show_frame(self._frames[place])
        self.opened.emit()

    def _pin(self, place: int) -> None:
        if self._pinned.get(place) == self._frames[place]:
            del self._pinned[place]
        else:
            self._pinned[place] = self._frames[place]
        self._describe()

    def _wipe(self, share: float) -> None:
        for tile in self._tiles:
            tile.divide(share)

    def _hold(self, on: bool) -> None:
        """Keep the pictures as they are now, to compare with what an edit makes of them."""
        self._before = dict(self._drawn) if on else {}
        for tile, index in zip(self._tiles, self._frames, strict=True):
            tile.show_before(self._before.get(index))
        self.told.emit(self.tr("Left: as it was. Right: as it is now. The pointer moves the line.") if on else "")

    def _set_extremes(self, row: int) -> None:
        self._extremes = tuple(self._setting.itemData(row) or ())
        for widget in (self._roll, self._dice):
            widget.setEnabled(not self._extremes)
        self._choose()

    def _offer_settings(self) -> None:
        if not self.isVisible():
            return
        spec = self._session.document.spec
        places = numeric_places(list(self._session.preview.traces.values()))
        wanted: list[tuple[str, Place]] = [
            (self.tr("By chance"), ()),
            *((f"{entry_words(spec, place[:2])}: {setting_words(spec, place)}", place) for place in places),
        ]
        rows = range(self._setting.count())
        now = [(self._setting.itemText(row), tuple(self._setting.itemData(row) or ())) for row in rows]
        if now != wanted:
            self._setting.clear()
            for words, place in wanted:
                self._setting.addItem(words, place)
            found = next((k for k, (_, place) in enumerate(wanted) if place == self._extremes), 0)
            self._setting.setCurrentIndex(found)
        if self._extremes:
            self._choose()

    def _lay_out(self) -> None:
        for count in _COUNTS:
            self._count.addItem(self.tr("{count} frames").format(count=count), count)
        self._count.setObjectName("sheet_count")
        self._count.setAccessibleName(self.tr("How many frames"))
        for shrinkable, least in ((self._count, 84), (self._setting, 84), (self._roll, 64)):
            shrinkable.setMinimumWidth(least)  # they give way where the panel of drawn values is open beside them
        self._count.activated.connect(self._choose)
        self._dice = _button("sheet_roll", "dice", self.tr("Other frames; pinned ones stay"))
        self._dice.clicked.connect(lambda: self._roll.setValue((self._roll.value() + 1) % _LAST_ROLL))
        self._roll.setObjectName("sheet_roll_number")
        self._roll.setRange(0, _LAST_ROLL)
        self._roll.setKeyboardTracking(False)
        self._roll.setAccessibleName(self.tr("Roll"))
        self._roll.setToolTip(self.tr("Which throw of the dice: the same number shows the same frames again"))
        self._roll.valueChanged.connect(self._choose)
        self._setting.setObjectName("sheet_extremes")
        self._setting.setAccessibleName(self.tr("Extremes of"))
        self._setting.setToolTip(
            self.tr("The frames with the lowest and the highest values of a setting, in rising order")
        )
        self._setting.setMinimumContentsLength(8)
        self._setting.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._setting.activated.connect(self._set_extremes)
        self._compare.setObjectName("sheet_compare")
        self._compare.setText(self.tr("Before and after"))
        self._compare.setCheckable(True)
        self._compare.setToolTip(
            self.tr("Keeps the pictures as they are now; after an edit both are seen side by side")
        )
        self._compare.toggled.connect(self._hold)
        row = QHBoxLayout()
        row.setContentsMargins(tokens.SPACE_M, 0, tokens.SPACE_M, tokens.SPACE_S)
        row.setSpacing(tokens.SPACE_S)
        for widget in (self._count, self._setting, self._dice, self._roll, self._compare):
            row.addWidget(widget)
        row.addStretch(1)
        self._grid.setContentsMargins(tokens.SPACE_M, 0, tokens.SPACE_M, tokens.SPACE_XS)
        self._grid.setSpacing(tokens.SPACE_XS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        add_layout(layout, row)
        add_layout(layout, self._grid, 1)


def _button(name: str, picture: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(icon(picture))
    button.setIconSize(QSize(tokens.ICON_SIZE, tokens.ICON_SIZE))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
