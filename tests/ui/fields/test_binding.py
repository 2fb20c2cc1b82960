import pytest
from PySide6.QtWidgets import QWidget

from scenewright.spec.lights import LightOrbit, PointLight, SunLight
from scenewright.spec.places import with_value
from scenewright.ui.binding import bind, unbind
from scenewright.ui.fields.editors import editor_for, kinds_editor, tied
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.numbers import PointField
from scenewright.ui.pages.lights import KINDS


@pytest.fixture
def lamps(make_session, session):
    return make_session(with_value(session.document.spec, ("lights",), (PointLight(name="a"),)))


def test_the_settings_of_a_kind_that_is_gone_hear_of_nothing_when_an_undo_takes_it_back(lamps, qtbot):
    """An undo can bring another kind to the same place; its old settings must be gone before they are shown it."""
    document = lamps.document
    kind = facts_of(type(document.spec), "lights")
    field = tied(lamps, ("lights", 0), kinds_editor(lamps, ("lights", 0), KINDS), kind)
    qtbot.addWidget(field)
    document.edit(with_value(document.spec, ("lights", 0), SunLight(name="a")), "sun")
    placed = PointLight(name="a", orbit=LightOrbit(distance_m={"kind": "fixed", "value": 1.0}))
    document.edit(with_value(document.spec, ("lights", 0), placed), "point")
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert field.combo.currentData() == "point"
    assert field.findChild(QWidget, "field:lights.0.orbit") is not None


def test_an_editor_that_is_unbound_neither_hears_nor_says(session, qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    editor = PointField(facts_of(type(session.document.spec.floor), "size_m"), 2, holder)
    bind(session.document, ("floor", "size_m"), editor, "size")
    unbind(holder)
    before = editor.value()
    session.document.edit(with_value(session.document.spec, ("floor", "size_m"), (3.0, 3.0)), "size")
    assert editor.value() == before
    editor.edited.emit((9.0, 9.0))
    assert session.document.spec.floor.size_m == (3.0, 3.0)


def test_a_number_out_of_its_limits_is_told_in_the_users_words(session, qtbot):
    camera = facts_of(type(session.document.spec.cameras[0]), "near_m")
    editor = editor_for(session, ("cameras", 0, "near_m"), camera)
    qtbot.addWidget(editor)
    editor.edited.emit(-1.0)
    assert editor.problem == "Must be above 0, not -1"


def test_the_history_names_the_setting_and_whose_it_is(session, qtbot):
    group = facts_of(type(session.document.spec.objects[0]), "spacing_m")
    editor = editor_for(session, ("objects", 0, "spacing_m"), group)
    qtbot.addWidget(editor)
    editor.edited.emit(0.25)
    assert session.document.undo_stack.undoText() == "Change spacing of cups"
