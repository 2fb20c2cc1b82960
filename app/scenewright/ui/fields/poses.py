"""Poses and clips of a group's models, with weights."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget
from typing_extensions import override

from scenewright.assets.entries import read_entry
from scenewright.assets.library import library
from scenewright.errors import UserError
from scenewright.spec.choices import WeightedPose
from scenewright.spec.limits import Within
from scenewright.spec.places import Place, value_at
from scenewright.ui.fields.buttons import icon_button, word_button
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.numbers import NumberBox
from scenewright.ui.fields.texts import NameField
from scenewright.ui.layouts import add_layout
from scenewright.ui.session import Session


def poses_editor(session: Session, place: Place) -> Field:
    """Return the editor of a group's poses; offers those that all of its models have."""

    def names() -> list[tuple[str | None, str]]:
        group = value_at(session.document.spec, place[:-1])
        return [(name, name.replace("_", " ")) for name in shared_poses([asset.source for asset in group.assets])]

    return PosesField(names)


def shared_poses(sources: list[str]) -> list[str]:
    """Return the poses that all of some library entries have; those of files are not known here."""
    known = library("object")
    found: list[tuple[str, ...]] = []
    for source in sources:
        if source not in known:
            continue
        try:
            found.append(read_entry("object", source, known[source]).poses)
        except UserError:
            continue  # the library browser says what is wrong with it
    return [name for name in found[0] if all(name in poses for poses in found)] if found else []


class PosesField(Field):
    """Names with weights."""

    keeps_refused = False

    def __init__(self, names: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._rows: list[tuple[NameField, NumberBox, QToolButton]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._none = QLabel(self.tr("As the models stand by themselves."))
        self._none.setProperty("role", "muted")
        self.body.addWidget(self._none)
        add_layout(self.body, self._grid)
        self.add = word_button(
            self.tr("Pose"), self.tr("Adds a pose or clip that objects may take"), self._add_pose, "plus"
        )
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add)

    @override
    def _show(self, value: tuple[WeightedPose, ...]) -> None:
        self._none.setVisible(not value)
        while len(self._rows) > len(value):
            for widget in self._rows.pop():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        while len(self._rows) < len(value):
            self._add_row(len(self._rows))
        for (name, weight, _), pose in zip(self._rows, value, strict=True):
            name.set_value(pose.name)
            weight.show_exact(pose.weight)

    def _add_row(self, number: int) -> None:
        name = NameField(self._names, is_free=True)  # type: ignore[arg-type]
        weight = NumberBox("", Within(low=0))
        weight.setPrefix("\u00d7 ")
        weight.setToolTip(self.tr("How often, relative to the others"))
        weight.setAccessibleName(self.tr("Weight of pose %1").replace("%1", str(number + 1)))
        remove = icon_button("close", self.tr("Removes this pose"))
        name.edited.connect(lambda value: self._put(number, {"name": value or self._value[number].name}))
        weight.changed.connect(lambda value: self._put(number, {"weight": value}))
        remove.clicked.connect(lambda: self._change((*self._value[:number], *self._value[number + 1 :])))
        for column, widget in enumerate((name, weight, remove)):
            self._grid.addWidget(widget, number, column)
        self._rows.append((name, weight, remove))

    def _add_pose(self) -> None:
        taken = [pose.name for pose in self._value]
        free = [name for name, _ in self._names() if name not in taken]  # type: ignore[operator]
        if not free and not taken:
            self.show_problem(self.tr("these models have no poses"))
            return
        self._change((*self._value, WeightedPose(name=(free or taken)[0])))

    def _put(self, number: int, changes: dict[str, object]) -> None:
        poses = list(self._value)
        poses[number] = poses[number].model_copy(update=changes)
        self._change(tuple(poses))

    def _change(self, poses: tuple[WeightedPose, ...]) -> None:
        self._take(poses)
        if not self.problem:
            self.set_value(self._value)
