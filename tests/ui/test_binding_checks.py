"""What an editor copied without a check is checked when it is taken."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from scenewright.ui.binding import bind


class Unchecked(QWidget):
    edited = Signal(object)

    def set_value(self, value):
        self.value = value

    def show_problem(self, sentence):
        self.problem = sentence


def test_a_part_that_could_not_be_loaded_again_is_not_taken(qtbot, session):
    editor = Unchecked()
    qtbot.addWidget(editor)
    place = ("objects", 0, "assets")
    bind(session.document, place, editor, "Change the models")
    before = session.document.spec
    first, *rest = editor.value
    editor.edited.emit((first.model_copy(update={"weight": -1.0}), *rest))
    assert session.document.spec == before
    assert editor.problem
    editor.edited.emit((first.model_copy(update={"weight": 2.0}), *rest))
    assert session.document.spec.objects[0].assets[0].weight == 2.0
