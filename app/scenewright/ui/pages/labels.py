"""The page *Labels*: what is written for each image, and what counts as seen."""

from functools import partial

from PySide6.QtWidgets import QWidget

from scenewright.spec.project import OutputSpec, ProjectSpec
from scenewright.ui.fields.editors import editor_for, tied
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.form import Form
from scenewright.ui.language import translate
from scenewright.ui.pages.class_list import classes_editor
from scenewright.ui.pages.keypoint_list import KeypointList
from scenewright.ui.pages.label_list import LabelsField
from scenewright.ui.pages.page import Page
from scenewright.ui.session import Session


def make_page(session: Session) -> QWidget:
    """Return the page."""
    page = Page(session)
    sections = (_what_is_written, _classes, _what_counts_as_seen, _keypoints, _split, _files)
    session.growth.grow(page, [partial(add, page, session) for add in sections])
    return page


def _what_is_written(page: Page, session: Session) -> None:
    labels = tied(session, ("labels",), LabelsField(), facts_of(ProjectSpec, "labels"))
    page.add_section(tr("What is written"), tr("For each image; all of it is exact, and proved so at the end."), labels)


def _classes(page: Page, session: Session) -> None:
    hint = tr("What the labels tell apart, in the order of their ids.")
    page.add_section(tr("Classes"), hint, classes_editor(session))


def _what_counts_as_seen(page: Page, session: Session) -> None:
    hint = tr("Objects that miss a rule are left out, ignored or flagged, with the reason in their record.")
    rules = editor_for(session, ("visibility",), facts_of(ProjectSpec, "visibility"))
    page.add_section(tr("What counts as seen"), hint, rules)


def _keypoints(page: Page, session: Session) -> None:
    hint = tr("Points on models that the label Keypoints finds in every image.")
    page.add_section(tr("Keypoints"), hint, KeypointList(session))


def _split(page: Page, session: Session) -> None:
    hint = tr("Single assets are held out on the page Objects, under the three dots beside each.")
    form = Form(session, ("output",), OutputSpec, only=("validation_share", "coverage", "note"))
    page.add_section(tr("Training and validation"), hint, form)


def _files(page: Page, session: Session) -> None:
    hint = tr("How pictures and distances are stored; formats to export are chosen on the page Generate.")
    page.add_section(tr("Files"), hint, Form(session, ("output",), OutputSpec, only=("picture", "depth")))


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("labels", text)
