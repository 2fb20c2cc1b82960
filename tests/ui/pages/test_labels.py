from typing import get_args

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QPushButton, QToolButton, QWidget

from scenewright.annotate.colors import id_color
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import LabelName
from scenewright.spec.yaml_io import dump_project, load_project
from scenewright.ui.fields.choices import Switch
from scenewright.ui.pages.keypoint_list import KeypointList
from scenewright.ui.pages.label_list import label_groups
from scenewright.ui.pages.labels import make_page


@pytest.fixture
def page(session, qtbot):
    page = make_page(session)
    qtbot.addWidget(page)
    page.resize(400, 900)
    page.show()
    yield page
    QThreadPool.globalInstance().waitForDone()


def test_every_label_has_a_switch_and_a_line_that_explains_it():
    words = [item for _, group in label_groups() for item in group]
    assert {item.name for item in words} == set(get_args(LabelName))
    assert all(item.about.endswith(".") for item in words)


def test_a_label_is_turned_on_by_its_switch(page, session, qtbot):
    qtbot.mouseClick(page.findChild(Switch, "label:amodal_mask"), Qt.MouseButton.LeftButton)
    assert "amodal_mask" in session.document.spec.labels


def test_a_label_that_needs_clips_goes_back_and_says_why(page, session, qtbot):
    switch = page.findChild(Switch, "label:forward_flow")
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert "forward_flow" not in session.document.spec.labels
    assert not switch.isChecked()
    assert "needs clips" in page.findChild(QWidget, "field:labels").problem


def test_a_class_is_renamed_with_its_objects_and_back_by_one_undo(page, session, qtbot):
    line = page.findChild(QWidget, "field:classes.0.name").line
    before = session.document.spec
    line.selectAll()
    qtbot.keyClicks(line, "mug")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert session.document.spec.classes[0].name == "mug"
    assert session.document.spec.objects[0].class_name == "mug"
    session.document.undo_stack.undo()
    assert session.document.spec == before


def test_a_class_gets_a_chosen_colour_and_the_palettes_back(page, session, qtbot, tmp_path):
    field = page.findChild(QWidget, "field:classes.0.color")
    assert field.swatch.color == QColor(*id_color(1)).name()
    assert not field.back.isVisible()
    qtbot.mouseClick(field.swatch, Qt.MouseButton.LeftButton)
    dialog = field.findChild(QColorDialog)
    dialog.setCurrentColor(QColor("#12ab34"))
    dialog.accept()
    assert session.document.spec.classes[0].color == "#12ab34"
    assert session.document.undo_stack.undoText() == "Change colour of cup"
    assert field.swatch.color == "#12ab34"
    path = tmp_path / "colored.yaml"
    path.write_text(dump_project(session.document.spec))
    assert load_project(path).spec == session.document.spec
    session.document.undo_stack.undo()
    assert (session.document.spec.classes[0].color, field.swatch.color) == (None, QColor(*id_color(1)).name())
    session.document.undo_stack.redo()
    qtbot.keyClick(field.swatch, Qt.Key.Key_Delete)
    assert session.document.spec.classes[0].color is None


def test_a_colour_changes_nothing_that_is_drawn(cup_spec):
    colored = cup_spec.replace(classes=(cup_spec.classes[0].replace(color="#12ab34"),))
    for index in (0, 7):
        assert sample_frame(colored, index, None) == sample_frame(cup_spec, index, None)


def test_models_with_keypoints_are_listed_in_the_projects_order_and_kept_where_it_changes(qtbot, session):
    models = KeypointList(session)
    qtbot.addWidget(models)

    def buttons():
        found = models.findChildren(QToolButton) + models.findChildren(QPushButton)
        named = [button for button in found if button.objectName().startswith("keypoints:")]
        return sorted(named, key=lambda button: models.layout().indexOf(button.parentWidget()))

    def sources():
        return [button.objectName().removeprefix("keypoints:") for button in buttons()]

    spec = session.document.spec
    group = spec.objects[0]
    names = [asset.source for asset in group.assets]
    qtbot.waitUntil(lambda: sources() == names)
    kept = set(buttons())
    turned = group.replace(assets=group.assets[:0:-1])  # the other way round, without the first
    session.document.edit(spec.replace(objects=(turned, *spec.objects[1:])), "Turn")
    qtbot.waitUntil(lambda: sources() == names[:0:-1])
    assert set(buttons()) < kept
