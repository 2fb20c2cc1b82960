"""The steps: every part of a project has its step, and every step its page."""

from scenewright.spec.project import ProjectSpec
from scenewright.ui.steps import make_page, step_of, steps


def test_every_field_of_a_project_belongs_to_one_step():
    shown = [field for step in steps() for field in step.fields]
    assert sorted(shown) == sorted(set(ProjectSpec.model_fields) - {"schema_version"})


def test_the_step_of_a_setting_is_the_one_that_shows_its_part():
    assert step_of(("objects", 0, "count")) == "objects"
    assert step_of(("cameras", 1)) == "camera"


def test_every_step_has_a_page(session, qtbot):
    for step in steps():
        page = make_page(step, session)
        qtbot.addWidget(page)
        assert page.isWidgetType()
