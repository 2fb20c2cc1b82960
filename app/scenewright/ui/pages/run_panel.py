"""The right side of the page: what to expect, what to mend first, and the run itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scenewright.ui.jobs.words import duration_words, size_words
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.pages.preflight import Check, Outlook
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import pixmap
from scenewright.ui.theme.theme import Theme

_SIGNS = {"ok": ("done", "ok"), "warning": ("warning", "warning"), "error": ("error", "error")}

_UNKNOWN = "\u2013"


class OutlookCard(QFrame):
    """Time, disk and cost in large figures, and where they come from."""

    measure_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("outlook")
        self._figures: dict[str, QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_L)
        layout.setSpacing(tokens.SPACE_S)
        row = QHBoxLayout()
        for name, title in (
            ("time", translate("generate", "Time")),
            ("disk", translate("generate", "Disk")),
            ("cost", translate("generate", "Cost")),
        ):
            column = QVBoxLayout()
            column.setSpacing(2)
            label, figure = QLabel(title), QLabel(_UNKNOWN)
            label.setProperty("role", "section")
            figure.setProperty("role", "title")
            figure.setObjectName(f"outlook_{name}")
            figure.setAccessibleName(title)
            column.addWidget(label)
            column.addWidget(figure)
            add_layout(row, column, 1)
            self._figures[name] = figure
        add_layout(layout, row)
        foot = QHBoxLayout()
        self._source = QLabel()
        self._source.setProperty("role", "caption")
        self._source.setWordWrap(True)
        self._button = QPushButton(translate("generate", "Measure"))
        self._button.setObjectName("measure")
        self._button.setToolTip(translate("generate", "Draws some frames as the run would, in half a minute at most"))
        self._button.clicked.connect(self.measure_wanted)
        foot.addWidget(self._source, 1)
        foot.addWidget(self._button, 0, Qt.AlignmentFlag.AlignBottom)
        add_layout(layout, foot)

    def show_outlook(self, outlook: Outlook | None, *, is_measuring: bool, trouble: str) -> None:
        """Show what is expected, or that nothing is known yet."""
        self._button.setEnabled(not is_measuring)
        self._button.setText(translate("generate", "Measuring…") if is_measuring else translate("generate", "Measure"))
        if outlook is None:
            for figure in self._figures.values():
                figure.setText(_UNKNOWN)
            self._source.setText(trouble or translate("generate", "Nothing was drawn yet: press Measure."))
            return
        locale = QLocale()
        cost = translate("generate", "none") if outlook.cost is None else locale.toString(outlook.cost, "f", 2)
        self._figures["time"].setText(duration_words(outlook.seconds))
        self._figures["disk"].setText(size_words(outlook.disk_bytes))
        self._figures["cost"].setText(cost)
        self._source.setText(trouble or outlook.source)


class PreflightList(QFrame):
    """Each check with its sign and, where a setting mends it, a button that goes there."""

    def __init__(self, theme: Theme, mend: Callable[[Check], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("preflight")
        self._theme = theme
        self._mend = mend
        self._checks: tuple[Check, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(tokens.SPACE_L, tokens.SPACE_M, tokens.SPACE_L, tokens.SPACE_M)
        self._layout.setSpacing(tokens.SPACE_S)
        theme.changed.connect(self._restyle)  # a bound method is let go with the widget, a lambda never

    @property
    def checks(self) -> tuple[Check, ...]:
        """What is shown."""
        return self._checks

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show what was found."""
        if tuple(checks) != self._checks:
            self._fill(tuple(checks))

    def _restyle(self) -> None:
        self._fill(self._checks)

    def _fill(self, checks: tuple[Check, ...]) -> None:
        self._checks = checks
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, check in enumerate(checks):
            self._layout.addWidget(self._line(number, check))

    def _line(self, number: int, check: Check) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_S)
        name, tone = _SIGNS[check.level]
        sign = QLabel()
        sign.setPixmap(pixmap(name, getattr(self._theme.colors, tone), tokens.ICON_SIZE, self.devicePixelRatioF()))
        text = QLabel(check.sentence[:1].upper() + check.sentence[1:])
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        if check.place or check.field:
            button = QPushButton(translate("generate", "Show"))
            button.setObjectName(f"mend_{number}")
            button.setAccessibleName(
                translate("generate", "Show the setting: {sentence}").format(sentence=check.sentence)
            )
            button.clicked.connect(lambda: self._mend(check))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return line
