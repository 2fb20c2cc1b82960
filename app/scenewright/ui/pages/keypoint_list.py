"""Which models of the project have keypoints, and the way to set them."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from scenewright.assets.point_sets import FILE_NAME, read_point_set
from scenewright.errors import UserError
from scenewright.spec.project import ProjectSpec
from scenewright.ui.background import in_background
from scenewright.ui.fields.buttons import word_button
from scenewright.ui.fields.containers import discard
from scenewright.ui.keypoints.targets import Target, targets_of
from scenewright.ui.language import translate
from scenewright.ui.session import Session

if TYPE_CHECKING:
    from scenewright.ui.keypoints.keypoint_editor import KeypointEditor


class KeypointList(QWidget):
    """A line for each model of a target group: how many points it has, and a button to set them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lines: list[QWidget] = []
        self._shown: tuple[str, ...] = ()
        self.editor: KeypointEditor | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        session.document.changed.connect(self._changed)
        self.read_again()

    def read_again(self) -> None:
        """Look at the models anew."""
        spec, folder = self._session.document.spec, self._session.document.folder
        in_background(lambda: _read(spec, folder), self._show, self)

    def _changed(self, before: ProjectSpec, after: ProjectSpec) -> None:
        if _sources(before) != _sources(after):
            self.read_again()

    def _show(self, found: list[tuple[Target, tuple[str, ...]]]) -> None:
        while self._lines:
            discard(self._lines.pop())
        for target, names in found:
            line = self._line(target, names)
            self._lines.append(line)
            self._column.addWidget(line)

    def _line(self, target: Target, names: tuple[str, ...]) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        title = QLabel(target.title)
        about = QLabel(tr("{0} points").format(len(names)) if names else tr("no points"))
        about.setProperty("role", "caption")
        about.setToolTip(", ".join(names))
        for label in (title, about):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(about)
        button = word_button(
            tr("Edit\u2026") if target.is_own else tr("View\u2026"),
            tr("Opens the model; a click on it sets a point") if target.is_own else target.why_not,
            lambda: self._open(target),
        )
        button.setObjectName(f"keypoints:{target.source}")
        row.addLayout(texts, 1)
        row.addWidget(button)
        return line

    def _open(self, target: Target) -> None:
        from scenewright.ui.keypoints.keypoint_editor import KeypointEditor  # noqa: PLC0415  brings OpenUSD

        self.editor = KeypointEditor(target, self.window())
        self.editor.saved.connect(self.read_again)
        self.editor.open()


def _sources(spec: ProjectSpec) -> tuple[str, ...]:
    return tuple(asset.source for group in spec.objects if group.class_names for asset in group.assets)


def _read(spec: ProjectSpec, folder: Path) -> list[tuple[Target, tuple[str, ...]]]:
    found = []
    for target in targets_of(spec, folder):
        try:
            points = read_point_set(target.folder / FILE_NAME)
            names = () if points is None else points.names
        except UserError:
            names = ()  # the editor says what is wrong with the file
        found.append((target, names))
    return found


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("keypoints", text)
