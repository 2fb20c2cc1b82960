"""The window in which keypoints are set."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from scenewright.assets.model import Model
from scenewright.assets.point_sets import FILE_NAME, NamedPoint, PointSet, read_point_set, trouble_of, write_point_set
from scenewright.assets.usd_model import read_model
from scenewright.errors import UserError
from scenewright.ui.background import in_background
from scenewright.ui.fields.buttons import word_button
from scenewright.ui.fields.field import problem_label
from scenewright.ui.keypoints.model_picture import Angles
from scenewright.ui.keypoints.model_view import ModelView
from scenewright.ui.keypoints.pair_list import PairList
from scenewright.ui.keypoints.point_table import PointTable
from scenewright.ui.keypoints.targets import Target
from scenewright.ui.language import translate
from scenewright.ui.layouts import add_layout

_VIEWS = (("Front", Angles(-90, 0)), ("Side", Angles(0, 0)), ("Back", Angles(90, 0)), ("Top", Angles(-90, 89)))


class KeypointEditor(QDialog):
    """A model beside its points; nothing is written before *Save*, and every step can be undone till then."""

    saved = Signal()

    def __init__(self, target: Target, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = target
        self._file = target.folder / FILE_NAME
        self._steps: list[PointSet] = [PointSet(target.folder.name)]
        self._at = 0
        self._dragging = -1
        self.setWindowTitle(tr("Keypoints of {0}").format(target.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = ModelView()
        self.table = PointTable()
        self.edges = PairList(tr("Lines"), tr("Draws a line between two points"))
        self.symmetry = PairList(tr("Mirror pairs"), tr("Two points that change places when a picture is mirrored"))
        self.skeleton = QLineEdit()
        self.skeleton.setAccessibleName(tr("Name of the set"))
        self.skeleton.setToolTip(tr("Models with the same set of points share this name"))
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._problem = problem_label(self)
        self._problem.hide()
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Save | kinds.Cancel if target.is_own else kinds.Close)
        save = self.buttons.button(kinds.Save)
        if save is not None:
            save.setProperty("role", "primary")
        self._lay_out()
        self._connect()
        self._hint.setText(
            tr("Click on the model to set a point, then give it a name.") if target.is_own else target.why_not
        )
        for widget in (self.table, self.edges, self.symmetry, self.skeleton):
            widget.setEnabled(target.is_own)
        in_background(lambda: _read(target), self._show, self)

    @property
    def points(self) -> PointSet:
        """The points as they are now."""
        return self._steps[self._at]

    def add_point(self, position: tuple[float, float, float]) -> None:
        """Set one more point."""
        if self._target.is_own:
            number = len(self.points.points) + 1
            while f"point_{number}" in self.points.names:
                number += 1
            self._step(self.points.with_point(NamedPoint(f"point_{number}", position)))
            self.table.choose(len(self.points.points) - 1)
            self.table.edit_name()

    def undo(self) -> None:
        """Go a step back."""
        self._go(self._at - 1)

    def redo(self) -> None:
        """Go a step on."""
        self._go(self._at + 1)

    def save(self) -> None:
        """Write the points and close; what is wrong is told instead."""
        trouble = trouble_of(self.points)
        if not trouble:
            try:
                write_point_set(self._file, self.points)
            except UserError as error:
                trouble = str(error)
        if trouble:
            self._tell(trouble)
            return
        self.saved.emit()
        self.accept()

    def _step(self, points: PointSet, is_same_step: bool = False) -> None:
        if points == self.points:
            return
        kept = self._steps[: self._at + (0 if is_same_step and self._at else 1)]
        self._steps = [*kept, points]
        self._go(len(self._steps) - 1)

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._steps):
            self._at = at
            self._tell(trouble_of(self.points))
            self._show_points()

    def _show(self, read: "tuple[Model | None, PointSet | None, str]") -> None:
        model, points, trouble = read
        if points is not None:
            self._steps, self._at = [points], 0
        if model is not None:
            self.view.show_model(model)
        self._show_points()
        self._tell(trouble)

    def _show_points(self) -> None:
        points = self.points
        self.table.show_points(points)
        self.edges.show_pairs(points.names, points.edges)
        self.symmetry.show_pairs(points.names, points.symmetry)
        self.skeleton.setText(points.skeleton)
        self.view.show_points(points, self.table.current)

    def _tell(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _drag(self, number: int, position: tuple[float, float, float]) -> None:
        if self._target.is_own:
            self._step(self.points.with_change(number, position=position), is_same_step=number == self._dragging)
            self._dragging = number

    def _connect(self) -> None:
        self.view.clicked.connect(self.add_point)
        self.view.chosen.connect(self._begin_drag)
        self.view.dragged.connect(self._drag)
        self.table.chosen.connect(lambda _: self.view.show_points(self.points, self.table.current))
        self.table.renamed.connect(lambda number, name: self._step(self.points.with_change(number, name=name)))
        self.table.sigma_changed.connect(lambda number, sigma: self._step(self.points.with_change(number, sigma=sigma)))
        self.table.removed.connect(lambda number: self._step(self.points.without(number)))
        self.edges.edited.connect(lambda pairs: self._step(_with(self.points, edges=pairs)))
        self.symmetry.edited.connect(lambda pairs: self._step(_with(self.points, symmetry=pairs)))
        self.skeleton.editingFinished.connect(
            lambda: self._step(_with(self.points, skeleton=self.skeleton.text().strip() or self._target.folder.name))
        )
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.undo)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Redo), self, self.redo)

    def _begin_drag(self, number: int) -> None:
        self._dragging = -1
        self.table.choose(number)

    def _lay_out(self) -> None:
        views = QHBoxLayout()
        views.setSpacing(6)
        for title, angles in _VIEWS:
            views.addWidget(
                word_button(tr(title), tr("Sees the model from there"), lambda angles=angles: self.view.turn_to(angles))  # type: ignore[misc]
            )
        views.addStretch()
        left = QVBoxLayout()
        left.addWidget(self.view, 1)
        add_layout(left, views)
        name = QHBoxLayout()
        name.addWidget(QLabel(tr("Set")))
        name.addWidget(self.skeleton, 1)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._hint)
        add_layout(right, name)
        right.addWidget(self.table, 1)
        right.addWidget(self.edges)
        right.addWidget(self.symmetry)
        right.addWidget(self._problem)
        both = QHBoxLayout()
        both.setSpacing(16)
        add_layout(both, left, 3)
        add_layout(both, right, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        add_layout(whole, both, 1)
        whole.addWidget(self.buttons)
        self.resize(860, 560)


def _with(points: PointSet, **changes: object) -> PointSet:
    return replace(points, **changes)  # type: ignore[arg-type]  # named by the callers above


def _read(target: Target) -> "tuple[Model | None, PointSet | None, str]":
    try:
        return read_model(target.path), read_point_set(target.folder / FILE_NAME), ""
    except UserError as error:
        return None, None, str(error)


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("keypoints", text)
