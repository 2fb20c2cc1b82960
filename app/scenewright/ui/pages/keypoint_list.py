"""Which models of the project have keypoints, and the way to set them."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from scenewright.assets.entries import Entry
from scenewright.assets.own_copies import own_copy
from scenewright.assets.point_sets import FILE_NAME, read_point_set
from scenewright.errors import UserError
from scenewright.spec.project import ProjectSpec
from scenewright.ui.background import in_background
from scenewright.ui.fields.buttons import icon_button, word_button
from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.elided import ElidedLabel
from scenewright.ui.fields.field import problem_label
from scenewright.ui.keypoints.targets import Target, targets_of
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout
from scenewright.ui.library.shelf import shelf_of
from scenewright.ui.session import Session

if TYPE_CHECKING:
    from scenewright.ui.keypoints.keypoint_editor import KeypointEditor

Points = tuple[Target, tuple[str, ...]]
"""A model, and the names of its keypoints."""


class KeypointList(QWidget):
    """A line for each model of a target group: how many points it has, and a button to set them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lines: dict[Points, QWidget] = {}
        self._reading = 0
        self.editor: KeypointEditor | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._problem = problem_label(self)
        self._problem.hide()
        self._column.addWidget(self._problem)
        session.document.changed.connect(self._changed)
        self.read_again()

    def read_again(self) -> None:
        """Look at the models anew."""
        spec, folder = self._session.document.spec, self._session.document.folder
        in_background(lambda: _read(spec, folder), self._show, self)

    def _changed(self, before: ProjectSpec, after: ProjectSpec) -> None:
        if _sources(before) != _sources(after):
            self.read_again()

    def _show(self, found: list[Points]) -> None:
        """Change the lines that differ, one after the other: all at once would hold the window up."""
        self._reading += 1
        gone = [self._lines.pop(one) for one in [*self._lines] if one not in found]
        pieces = [partial(self._add, self._reading, place, one) for place, one in enumerate(found, 1)]
        self._session.growth.grow(self, [*(partial(discard, line) for line in gone), *pieces])

    def _add(self, reading: int, place: int, one: Points) -> None:
        if reading != self._reading:
            return  # the models were read again meanwhile
        if one not in self._lines:
            self._lines[one] = self._line(*one)
        if self._column.indexOf(self._lines[one]) != place:
            self._column.removeWidget(self._lines[one])
            self._column.insertWidget(place, self._lines[one])

    def _line(self, target: Target, names: tuple[str, ...]) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        title = ElidedLabel(target.title)
        about = ElidedLabel(tr("{0} points").format(len(names)) if names else tr("no points"))
        about.setProperty("role", "caption")
        about.setToolTip(", ".join(names))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(about)
        add_layout(row, texts, 1)
        if target.is_own:
            tip = tr("Opens the model; a click on it sets a point")
            button = word_button(tr("Edit\u2026"), tip, lambda: self._open(target))
        else:
            row.addWidget(icon_button("eye", tr("Shows the model and its points"), lambda: self._open(target)))
            tip = tr("Puts a copy into your library, which takes its place in this project, and opens it")
            button = word_button(tr("Copy and edit\u2026"), tip, lambda: self._copy(target))
        button.setObjectName(f"keypoints:{target.source}")
        row.addWidget(button)
        return line

    def _copy(self, target: Target) -> None:
        in_background(lambda: _copied(target), lambda result: self._use_copy(target, *result), self)

    def _use_copy(self, target: Target, entry: Entry | None, trouble: str) -> None:
        self._problem.setText(trouble)
        self._problem.setVisible(bool(trouble))
        if entry is None:
            return
        document = self._session.document
        text = tr("Use a copy of {0}").format(target.title)
        document.edit(with_source(document.spec, target.source, entry.name), text)
        shelf_of(self._session).read_again()
        self._open(Target(entry.name, entry.title, entry.path, is_own=True))

    def _open(self, target: Target) -> None:
        from scenewright.ui.keypoints.keypoint_editor import KeypointEditor  # noqa: PLC0415  brings OpenUSD

        self.editor = KeypointEditor(target, self.window())
        self.editor.saved.connect(self.read_again)
        self.editor.open()


def _sources(spec: ProjectSpec) -> tuple[str, ...]:
    return tuple(asset.source for group in spec.objects if group.class_names for asset in group.assets)


def with_source(spec: ProjectSpec, old: str, new: str) -> ProjectSpec:
    """Return a project in which another model stands wherever one was named."""
    groups = tuple(
        group.replace(assets=tuple(item.replace(source=new) if item.source == old else item for item in group.assets))
        for group in spec.objects
    )
    return spec.replace(objects=groups)


def _copied(target: Target) -> tuple[Entry | None, str]:
    try:
        return own_copy(target.source), ""
    except UserError as error:
        return None, str(error)


def _read(spec: ProjectSpec, folder: Path) -> list[Points]:
    found: list[Points] = []
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
