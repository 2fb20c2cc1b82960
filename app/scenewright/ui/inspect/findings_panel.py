"""What is wrong or odd, ranked, each with its images and the setting that causes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from scenewright.inspection.findings import Evidence, Finding
from scenewright.inspection.marking import Judged
from scenewright.ui.inspect.words import sentence_text
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme


class FindingsPanel(QScrollArea):
    """A list of findings."""

    show_asked = Signal(object)
    """A `Finding` whose images are to be shown."""
    all_asked = Signal()
    """All pictures are to be measured, not a sample."""
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

    def show_judged(self, found: Judged, *, is_finished: bool, has_failed: bool = False) -> None:
        """Show what is found in what is known so far; if that `has_failed`, no more will be known."""
        findings = found.findings
        sample = self._sample(found.kept.evidence) if is_finished else ""
        told = [(item.check, item.sentence) for item in findings] + [("sample", sample)]
        if told == self._shown and findings:
            return
        self._shown = told
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M, tokens.SPACE_M)
        layout.setSpacing(tokens.SPACE_S)
        if sample:
            layout.addWidget(self._sample_note(sample, found.kept.evidence))
        if not findings:
            empty = QLabel(self._nothing(is_finished=is_finished, has_failed=has_failed))
            empty.setProperty("role", "muted")
            empty.setWordWrap(True)
            layout.addWidget(empty)
        for number, finding in enumerate(findings):
            layout.addWidget(self._card(number, finding))
        layout.addStretch(1)
        self.setWidget(body)

    def _sample(self, evidence: Evidence) -> str:
        if evidence.pictures is None or evidence.measured >= evidence.images:
            return ""
        if evidence.measurable == 0:
            return self.tr("No picture was measured, for they lie in archives: unpack them to have them looked at.")
        words = self.tr(
            "A sample: {0} of {1} pictures were measured, evenly spread. What is said of light, colour and alike "
            "pictures is of these, and copies are found among these only."
        )
        return words.format(f"{evidence.measured:,}", f"{evidence.images:,}")

    def _sample_note(self, words: str, evidence: Evidence) -> QWidget:
        note = QWidget()
        note.setObjectName("findings_sample")
        layout = QVBoxLayout(note)
        layout.setContentsMargins(0, 0, 0, tokens.SPACE_S)
        text = QLabel(words)
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        layout.addWidget(text)
        if evidence.measured < evidence.measurable:
            every = QPushButton(self.tr("Measure all"))
            every.setObjectName("findings_measure_all")
            every.setToolTip(self.tr("Takes a while; what was measured before is known already"))
            every.clicked.connect(self.all_asked)
            layout.addWidget(every, 0, Qt.AlignmentFlag.AlignLeft)
        return note

    def _nothing(self, *, is_finished: bool, has_failed: bool) -> str:
        if has_failed:
            return self.tr("Nothing odd so far, but not everything could be looked at.")
        return self.tr("Nothing odd was found.") if is_finished else self.tr("Nothing odd so far; still looking…")

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
        text = QLabel(sentence_text(finding.sentence))
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(kind)
        layout.addWidget(text)
        row = QHBoxLayout()
        if len(finding.rows):
            count = len(finding.rows)
            words = self.tr("Show the image") if count == 1 else self.tr("Show {0} images").format(count)
            show = QPushButton(words)
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
        add_layout(layout, row)
        return card
