"""The page *Lights*: lamps of every kind, beside the light of the surroundings."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen, QRadialGradient
from PySide6.QtWidgets import QWidget

from scenewright.spec.lights import AreaLight, DirectionalLight, PointLight, SpotLight, SunLight
from scenewright.spec.project import ProjectSpec
from scenewright.ui.fields.choices import blended
from scenewright.ui.fields.distribution.summary import in_words
from scenewright.ui.fields.editors import editor_for, kinds_editor, tied
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.starting import first_of
from scenewright.ui.fields.words import word_for
from scenewright.ui.language import translate
from scenewright.ui.pages.details import Details
from scenewright.ui.pages.page import Page, Section
from scenewright.ui.pages.part_list import Line, PartList, Start
from scenewright.ui.session import Session

KINDS = (DirectionalLight, PointLight, SpotLight, AreaLight, SunLight)


def make_page(session: Session) -> QWidget:
    """Return the page."""
    page = Page(session)
    parts = PartList(session, "lights", _line, [_start(kind) for kind in KINDS])
    details = Details(session.growth, "lights", partial(_settings, session))
    parts.chosen.connect(details.show_part)
    page.add(parts)
    page.add(details)
    hint = tr("They light every frame, too; shadows come from the lights above.")
    page.add_section(
        tr("Surroundings"), hint, editor_for(session, ("environment",), facts_of(ProjectSpec, "environment"))
    )
    details.show_part(parts.number)
    return page


def _start(kind: type[Any]) -> Start:
    return Start(word_for(kind.model_fields["kind"].default), lambda parts: parts.add(first_of(kind)))


def _settings(session: Session, number: int) -> QWidget:
    place = ("lights", number)
    kind = facts_of(ProjectSpec, "lights")
    chooser = kinds_editor(session, place, KINDS)
    return Section(tr("The light"), "", tied(session, place, chooser, kind))


def _line(light: Any) -> Line:
    about = word_for(light.kind)
    count = getattr(light, "count", None)
    words = in_words(light.intensity)
    about = f"{about} \u00b7 {tr('intensity {0}').format(words)}"
    if count is not None and in_words(count) != "1":
        about = f"{in_words(count)} \u00d7 {about}"
    return Line(light.name, about, partial(_paint, light.kind, getattr(light, "color", "#fff2c0")))


def _paint(kind: str, color: str, painter: QPainter, frame: QRectF, palette: QPalette) -> None:
    ground = blended(palette.color(QPalette.ColorRole.Window), QColor("#20242c"), 0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(frame, 6, 6)
    painter.save()
    painter.setClipRect(frame)
    glow, middle = QColor(color), frame.center()
    soft = QColor(glow)
    soft.setAlpha(0)
    gradient = QRadialGradient(middle, frame.width() * (0.5 if kind != "sun" else 0.7))
    gradient.setColorAt(0, glow)
    gradient.setColorAt(1, soft)
    match kind:
        case "directional":
            painter.setPen(QPen(glow, 2))
            for k in range(3):
                start = frame.topLeft() + QPointF(frame.width() * (0.2 + 0.25 * k), frame.height() * 0.2)
                painter.drawLine(start, start + QPointF(frame.width() * 0.2, frame.height() * 0.55))
        case "spot":
            tip = QPointF(middle.x(), frame.top() + frame.height() * 0.2)
            foot = frame.bottom() - frame.height() * 0.2
            painter.setBrush(QBrush(gradient))
            reach = frame.width() * 0.3
            painter.drawPolygon([tip, QPointF(middle.x() - reach, foot), QPointF(middle.x() + reach, foot)])
        case "area":
            painter.setBrush(glow)
            painter.drawRect(
                frame.adjusted(frame.width() * 0.2, frame.height() * 0.3, -frame.width() * 0.2, -frame.height() * 0.3)
            )
        case _:
            painter.setBrush(QBrush(gradient))
            painter.drawEllipse(middle, frame.width() * 0.45, frame.height() * 0.45)
    painter.restore()


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("lights", text)
