"""The page *Labels*: what is written for each image, and what counts as seen."""

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
    labels = tied(session, ("labels",), LabelsField(), facts_of(ProjectSpec, "labels"))
    page.add_section(tr("What is written"), tr("For each image; all of it is exact, and proved so at the end."), labels)
    page.add_section(
        tr("Classes"), tr("What the labels tell apart, in the order of their ids."), classes_editor(session)
    )
    page.add_section(
        tr("What counts as seen"),
        tr("Objects that miss a rule are left out, ignored or flagged, with the reason in their record."),
        editor_for(session, ("visibility",), facts_of(ProjectSpec, "visibility")),
    )
    page.add_section(
        tr("Keypoints"), tr("Points on models that the label Keypoints finds in every image."), KeypointList(session)
    )
    page.add_section(
        tr("Training and validation"),
        tr("Single assets are held out on the page Objects, under the three dots beside each."),
        Form(session, ("output",), OutputSpec, only=("validation_share", "coverage", "note")),
    )
    page.add_section(
        tr("Files"),
        tr("How pictures and distances are stored; formats to export are chosen on the page Generate."),
        Form(session, ("output",), OutputSpec, only=("picture", "depth")),
    )
    return page


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("labels", text)
