"""What is wrong or odd, ranked, each with its images and the setting that causes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from scenewright.inspection.examining import Examined
from scenewright.inspection.findings import Finding, look
from scenewright.inspection.findings.wishes import off, rejected
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme


class FindingsPanel(QScrollArea):
    """A list of findings."""

    show_asked = Signal(object)
    """A `Finding` whose images are to be shown."""
    setting_asked = Signal(tuple)
    """The place of a setting in the project."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspect_findings")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._shown: list[tuple[str, str]] | None = None
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._shown = None
        self.setWidget(QWidget())

    def show_examined(self, examined: Examined, *, is_finished: bool) -> tuple[Finding, ...]:
        """Show what is found in what is known so far, and return it."""
        findings = (*look(examined.evidence), *off(examined.asked), *rejected(examined.rejected))
        told = [(item.check, item.sentence) for item in findings]
        if told == self._shown and told:
            return findings
        self._shown = told
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M)
        layout.setSpacing(tokens.SPACE_S)
        if not findings:
            words = self.tr("Nothing odd was found.") if is_finished else self.tr("Nothing odd so far; still looking…")
            empty = QLabel(words)
            empty.setProperty("role", "muted")
            empty.setWordWrap(True)
            layout.addWidget(empty)
        for number, finding in enumerate(findings):
            layout.addWidget(self._card(number, finding))
        layout.addStretch(1)
        self.setWidget(body)
        return findings

    def _card(self, number: int, finding: Finding) -> QWidget:
        colors = self._theme.colors
        is_error = finding.level == "error"
        card = QWidget()
        card.setObjectName(f"finding_{number}")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        ground, edge = (colors.error_soft, colors.error) if is_error else (colors.warning_soft, colors.warning)
        card.setStyleSheet(
            f"#finding_{number} {{ background: {ground}; border-left: 3px solid {edge}; border-radius: 4px; }}"
        )
        layout = QVBoxLayout(card)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        kind = QLabel(self.tr("Error") if is_error else self.tr("Warning"))
        kind.setStyleSheet(f"color: {edge}; font-weight: 600;")
        text = QLabel(finding.sentence)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(kind)
        layout.addWidget(text)
        row = QHBoxLayout()
        if len(finding.rows):
            show = QPushButton(self.tr("Show {0} images").format(len(finding.rows)))
            show.setObjectName(f"finding_show_{number}")
            show.clicked.connect(lambda: self.show_asked.emit(finding))
            row.addWidget(show)
        if finding.place is not None:
            place = finding.place
            setting = QPushButton(self.tr("Go to the setting"))
            setting.setObjectName(f"finding_setting_{number}")
            setting.clicked.connect(lambda: self.setting_asked.emit(place))
            row.addWidget(setting)
        row.addStretch(1)
        layout.addLayout(row)
        return card
