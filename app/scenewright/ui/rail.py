"""The rail of steps at the window's left, each with the state it is in."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from scenewright.ui.language import translate
from scenewright.ui.steps import Step
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon, pixmap
from scenewright.ui.theme.theme import Theme

BadgeKind = Literal["none", "done", "attention", "running"]
_ICONS: dict[BadgeKind, str] = {"done": "done", "attention": "warning", "running": "refresh"}


@dataclass(frozen=True)
class Badge:
    """The state of a step, and why it is in it."""

    kind: BadgeKind = "none"
    reason: str = ""


class StepRail(QWidget):
    """One button for each step; the arrow keys walk them."""

    chosen = Signal(str)
    """The key of the step that the user wants."""

    def __init__(self, steps: tuple[Step, ...], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("rail", "Steps"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M)
        layout.setSpacing(tokens.SPACE_XS)
        self._is_compact = False
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _StepButton] = {}
        for number, step in enumerate(steps):
            if step.key == "generate":
                layout.addSpacing(tokens.SPACE_L)
            button = _StepButton(step, number + 1, theme)
            button.clicked.connect(lambda _=False, key=step.key: self.chosen.emit(key))
            self._group.addButton(button)
            self._buttons[step.key] = button
            layout.addWidget(button)
        layout.addStretch(1)
        theme.changed.connect(self._fit)
        self._fit()

    def show_step(self, key: str) -> None:
        """Mark the step that is open; says nothing."""
        self._buttons[key].setChecked(True)

    def set_badge(self, key: str, badge: Badge) -> None:
        """Show the state of a step."""
        self._buttons[key].set_badge(badge)

    def badge(self, key: str) -> Badge:
        """Return the state that is shown for a step."""
        return self._buttons[key].badge

    def set_compact(self, is_compact: bool) -> None:
        """Show icons only, where there is little room."""
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self._fit()

    def _fit(self) -> None:
        for button in self._buttons.values():
            button.fit(is_compact=self._is_compact)


class _StepButton(QToolButton):
    """Icon, title, and the badge at the right."""

    def __init__(self, step: Step, number: int, theme: Theme) -> None:
        super().__init__()
        self._step = step
        self._theme = theme
        self.badge = Badge()
        self._is_compact = False
        self.setObjectName(f"step_{step.key}")
        self.setProperty("role", "step")
        self.setText(step.title)
        self.setIcon(icon(step.icon))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(translate("rail", "{hint} (Alt+{number})").format(hint=step.hint, number=number))
        self.set_badge(self.badge)

    def fit(self, *, is_compact: bool) -> None:
        """Take the size that the theme's scale asks for."""
        px = self._theme.px
        styles = Qt.ToolButtonStyle
        self.setToolButtonStyle(styles.ToolButtonIconOnly if is_compact else styles.ToolButtonTextBesideIcon)
        self._is_compact = is_compact
        self.setIconSize(QSize(px(20 if is_compact else 26), px(20)))  # Qt sets text too near an icon
        self.setMinimumHeight(px(38))
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        self.setMinimumWidth(px(40) if is_compact else words + px(84))

    def set_badge(self, badge: Badge) -> None:
        """Show a state, to the eye and to screen readers."""
        self.badge = badge
        words = {
            "none": "",
            "done": translate("rail", "done"),
            "attention": translate("rail", "needs attention"),
            "running": translate("rail", "running"),
        }[badge.kind]
        self.setAccessibleName(f"{self._step.title}, {words}" if words else self._step.title)
        self.setAccessibleDescription(badge.reason or self._step.hint)
        hint = self.toolTip().split("\n")[0]
        self.setToolTip(f"{hint}\n{badge.reason}" if badge.reason else hint)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)
        name = _ICONS.get(self.badge.kind)
        if name is None:
            return
        colors, side = self._theme.colors, self._theme.px(10 if self._is_compact else 16)
        color = {"done": colors.ok, "attention": colors.warning}.get(self.badge.kind, colors.accent)
        painter = QPainter(self)
        painter.setPen(QColor(color))
        right, middle = self.width() - side, (self.height() - side) / 2
        box = QRectF(right - self._theme.px(10), middle, side, side)
        if self._is_compact:
            box.moveTo(right - self._theme.px(2), self._theme.px(2))
        painter.drawPixmap(box.topLeft(), pixmap(name, color, side, self.devicePixelRatioF()))
        painter.end()
