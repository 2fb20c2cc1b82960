"""Another dataset, or the user's photos, beside the one that is open: what differs most, and what would mend it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from scenewright.inspection.advice import Advice, advice
from scenewright.inspection.columns import PHOTOS
from scenewright.inspection.comparing import Comparison, compared
from scenewright.inspection.examining import Effort, Examined
from scenewright.ui.choosing import choose_folder
from scenewright.ui.inspect.bars import BarsView
from scenewright.ui.inspect.reading import DatasetReading
from scenewright.ui.inspect.words import measure_title, range_texts, sentence_text
from scenewright.ui.layouts import add_layout
from scenewright.ui.settings import Settings
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon
from scenewright.ui.theme.theme import Theme


class ComparePanel(QWidget):
    """Reads a second folder and shows both side by side."""

    setting_asked = Signal(tuple)

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("inspect_compare")
        self._theme, self._settings = theme, settings
        self._mine: Examined | None = None
        self._other: Examined | None = None
        self._reading: DatasetReading | None = None
        self._name = QLabel()
        self._name.setProperty("role", "muted")
        self._name.setWordWrap(True)
        choose = QPushButton(icon("folder"), self.tr("Choose photos or a dataset…"))
        choose.setObjectName("inspect_compare_open")
        choose.clicked.connect(self._ask_folder)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, 0)
        layout.setSpacing(tokens.SPACE_S)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        add_layout(layout, row)
        layout.addWidget(self._name)
        layout.addWidget(self._scroll, 1)
        self._say(self.tr("Photos of yours, with or without labels, or a dataset from before a change."))

    def show_examined(self, examined: Examined) -> None:
        """Compare what is known of the open dataset so far."""
        self._mine = examined
        self._show()

    def clear(self) -> None:
        """Forget the open dataset; the other one stays."""
        self._mine = None

    def open_folder(self, folder: Path) -> None:
        """Set another folder beside the open dataset."""
        if self._reading is not None:
            self._reading.stop()
        self._other = None
        self._reading = DatasetReading(folder, Effort())
        self._reading.grown.connect(self._grow)
        self._reading.failed.connect(self._say)
        self._say(self.tr("Reading {0}…").format(folder.name))
        self._reading.start()
        self._settings.set("compared", str(folder))

    def close_reading(self) -> None:
        """Read no more."""
        if self._reading is not None:
            self._reading.stop()

    def _grow(self, examined: Examined) -> None:
        self._other = examined
        self._show()

    def _show(self) -> None:
        if self._mine is None or self._other is None:
            return
        columns = self._other.source.columns
        kind = self.tr("photos") if columns.format_name == PHOTOS else self.tr("dataset")
        self._say(
            self.tr("Beside {0}, {1} images ({2}). Bars: here; line: there. A diagnosis, not a score.").format(
                columns.folder.name, len(columns.images), kind
            )
        )
        found = compared(self._mine.source, self._other.source)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_M)
        layout.setSpacing(tokens.SPACE_XS)
        for item in advice(found):
            layout.addWidget(self._advice(item))
        for comparison in found:
            self._add(layout, comparison)
        layout.addStretch(1)
        self._scroll.setWidget(body)

    def _advice(self, item: Advice) -> QWidget:
        label = QLabel(sentence_text(item.sentence))
        label.setWordWrap(True)
        go = QPushButton(self.tr("Go to the setting"))
        go.setObjectName(f"advice_{item.measure}")
        go.clicked.connect(lambda: self.setting_asked.emit(item.place))
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, tokens.SPACE_S)
        column.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(go)
        row.addStretch(1)
        add_layout(column, row)
        return card

    def _add(self, layout: QVBoxLayout, item: Comparison) -> None:
        title = QLabel(self.tr("{0} · distance {1:.2f}").format(measure_title(item.measure), item.distance))
        labels = list(item.one.names) or range_texts(item.one.edges.tolist(), item.measure.unit)
        bars = BarsView(self._theme, measure_title(item.measure), item.one.shares.tolist(), labels)
        bars.set_line(item.other.shares.tolist())
        layout.addWidget(title)
        layout.addWidget(bars)
        layout.addSpacing(tokens.SPACE_S)

    def _say(self, words: str) -> None:
        self._name.setText(words)

    def _ask_folder(self) -> None:
        choose_folder(self, self.tr("Photos or a dataset"), self._settings.text("compared"), self.open_folder)
