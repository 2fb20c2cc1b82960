"""Where a run goes, what draws it, and which formats are written beside it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from scenewright.ui.choosing import choose_folder
from scenewright.ui.fields.elided import ElidedCombo, PathLine
from scenewright.ui.fields.form import Row
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.pages.engines import engines
from scenewright.ui.pages.formats import export_formats
from scenewright.ui.pages.isaac_engine import NAME as ISAAC
from scenewright.ui.pages.isaac_engine import IsaacForm
from scenewright.ui.pages.run_wish import RunWish
from scenewright.ui.theme import tokens
from scenewright.ui.theme.dressing import InParts

_COLUMNS = 2


class PlaceForm(InParts, QWidget):
    """Folder, engine, processes and price."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._wish = RunWish("")
        self._folder = PathLine()
        self._folder.setObjectName("run_folder")
        self._folder.editingFinished.connect(lambda: self._take(folder=self._folder.text()))
        choose = QPushButton(translate("generate", "Choose…"))
        choose.setObjectName("run_folder_choose")
        choose.clicked.connect(self._ask)
        folder = QWidget()
        row = QHBoxLayout(folder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._folder, 1)
        row.addWidget(choose)
        self._engine, self._about = ElidedCombo(), QLabel()
        self._engine.setObjectName("run_engine")
        for engine in engines():
            self._engine.addItem(engine.title, engine.name)
        self._engine.activated.connect(lambda _: self._take(engine=self._engine.currentData()))
        self._about.setProperty("role", "caption")
        self._about.setWordWrap(True)
        self._isaac = IsaacForm()
        self._isaac.edited.connect(lambda: self.edited.emit(self._wish))
        self._workers = ElidedCombo()
        self._workers.setObjectName("run_workers")
        self._workers.addItem(translate("generate", "As many as this machine can feed"), "auto")
        for count in (1, 2, 4, 8, 16):
            self._workers.addItem(str(count), str(count))
        self._workers.activated.connect(lambda _: self._take(workers=self._workers.currentData()))
        self._price = QDoubleSpinBox()
        self._price.setObjectName("run_price")
        self._price.setRange(0, 10_000)
        self._price.lineEdit().setTextMargins(tokens.SPIN_MARGIN, 0, 0, 0)
        self._price.setSpecialValueText(translate("generate", "nothing"))
        self._price.setSuffix(translate("generate", " an hour"))
        self._price.valueChanged.connect(lambda value: self._take(price_per_hour=value))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_S)
        for title, widget in (
            (translate("generate", "Folder"), folder),
            (translate("generate", "Engine"), self._engine),
            ("", self._about),
            (translate("generate", "Processes"), self._workers),
            (translate("generate", "This machine costs"), self._price),
        ):
            (widget.focusProxy() or widget).setAccessibleName(title)
            layout.addWidget(Row(title, widget))
            if widget is self._about:
                layout.addWidget(self._isaac)
        self._folder.setAccessibleName(translate("generate", "Folder"))

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def show_wish(self, wish: RunWish) -> None:
        """Show what is wanted; says nothing."""
        self._wish = wish
        self._folder.setText(wish.folder)
        self._engine.setCurrentIndex(max(0, self._engine.findData(wish.engine)))
        self._workers.setCurrentIndex(max(0, self._workers.findData(wish.workers)))
        self._price.blockSignals(True)
        self._price.setValue(wish.price_per_hour)
        self._price.blockSignals(False)
        known = {engine.name: engine.words for engine in engines()}
        self._about.setText(known.get(wish.engine, ""))
        is_isaac = wish.engine == ISAAC
        self._isaac.setVisible(is_isaac)
        self._workers.setEnabled(not is_isaac)  # it has a process for each of its graphics cards
        if is_isaac:
            self._isaac.show_settings()

    def focus_folder(self) -> None:
        """Put the focus where the folder is typed."""
        self._folder.setFocus()
        self._folder.selectAll()

    def _ask(self) -> None:
        title = translate("generate", "Where the dataset goes")
        choose_folder(
            self.window(), title, self._folder.text(), lambda path: self._take(folder=str(path)), "folder_dialog"
        )

    def _take(self, **changes: Any) -> None:
        wish = replace(self._wish, **changes)
        if wish != self._wish:
            self.show_wish(wish)
            self.edited.emit(wish)


class FormatsForm(QWidget):
    """Formats to tick, and how exports are divided."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._wish = RunWish("")
        self._boxes: dict[str, QCheckBox] = {}
        grid = QGridLayout()
        grid.setSpacing(tokens.SPACE_XS)
        for number, item in enumerate(export_formats()):
            box = QCheckBox(item.title)
            box.setObjectName(f"format_{item.name}")
            box.setToolTip(item.words)
            box.setAccessibleDescription(item.words)
            box.clicked.connect(self._tick)
            grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
            self._boxes[item.name] = box
        self._split = QLineEdit()
        self._split.setObjectName("run_split")
        self._split.setPlaceholderText(translate("generate", "as the project says"))
        self._split.setToolTip(translate("generate", "Shares of train, val and test, such as 80/10/10"))
        self._split.editingFinished.connect(lambda: self._take(split=self._split.text().strip()))
        self._by = QComboBox()
        self._by.setObjectName("run_split_by")
        for name, title in (
            ("scene", translate("generate", "Scenes stay together")),
            ("frame", translate("generate", "Frame by frame")),
            ("asset", translate("generate", "Some assets only in val and test")),
        ):
            self._by.addItem(title, name)
        self._by.activated.connect(lambda _: self._take(split_by=self._by.currentData()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_S)
        add_layout(layout, grid)
        layout.addWidget(Row(translate("generate", "Split"), self._split))
        layout.addWidget(Row(translate("generate", "Divided by"), self._by))
        self._split.setAccessibleName(translate("generate", "Split"))
        self._by.setAccessibleName(translate("generate", "Divided by"))

    def show_wish(self, wish: RunWish) -> None:
        """Show what is wanted; says nothing."""
        self._wish = wish
        for name, box in self._boxes.items():
            box.setChecked(name in wish.formats)
        self._split.setText(wish.split)
        self._by.setCurrentIndex(max(0, self._by.findData(wish.split_by)))

    def _tick(self) -> None:
        self._take(formats=tuple(name for name, box in self._boxes.items() if box.isChecked()))

    def _take(self, **changes: Any) -> None:
        wish = replace(self._wish, **changes)
        if wish != self._wish:
            self.show_wish(wish)
            self.edited.emit(wish)
