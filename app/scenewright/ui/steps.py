"""The steps of a dataset, from scene to model: what each is called, shows and speaks of."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from PySide6.QtWidgets import QWidget

from scenewright.spec.places import Place
from scenewright.ui.language import translate
from scenewright.ui.session import Session

CANVAS = "scenewright.ui.canvas.canvas"
VIEWS = tuple(f"scenewright.ui.canvas.{name}_view" for name in ("plan", "sheet", "orbit"))
"""Of the canvas, beside the live one."""


@dataclass(frozen=True)
class Step:
    """One step of the rail.

    Attributes:
        key: Its name in settings and tests.
        title: What the user reads.
        hint: One sentence: what is decided here.
        icon: Its picture in `resources/icons`.
        fields: The project's fields that it shows.
        page: The module whose `make_page(session)` makes its page.
        layout: Beside the canvas, or in the canvas's place.
    """

    key: str
    title: str
    hint: str
    icon: str
    fields: tuple[str, ...]
    page: str
    layout: Literal["beside", "whole"] = "beside"


def steps() -> tuple[Step, ...]:
    """Return the steps in the user's language; ask once there is an application."""
    pages = "scenewright.ui.pages"
    return (
        Step(
            "scene",
            translate("steps", "Scene"),
            translate("steps", "Floors, rooms and surroundings, one of which is drawn for each frame."),
            "scene",
            ("name", "description", "floor", "room", "environment", "backdrop", "variables", "clip"),
            f"{pages}.scene",
        ),
        Step(
            "objects",
            translate("steps", "Objects"),
            translate("steps", "What is shown, how many, and where."),
            "objects",
            ("objects",),
            f"{pages}.objects",
        ),
        Step(
            "lights",
            translate("steps", "Lights"),
            translate("steps", "Lamps and sun, beside the light of the surroundings."),
            "lights",
            ("lights",),
            f"{pages}.lights",
        ),
        Step(
            "camera",
            translate("steps", "Camera"),
            translate("steps", "Where cameras are, what they look at, and through which lens and sensor."),
            "camera",
            ("cameras",),
            f"{pages}.camera",
        ),
        Step(
            "labels",
            translate("steps", "Labels"),
            translate("steps", "What is written for each image, and what counts as seen."),
            "labels",
            ("labels", "classes", "visibility"),
            f"{pages}.labels",
        ),
        Step(
            "generate",
            translate("steps", "Generate"),
            translate("steps", "How many frames, with which engine, and where to."),
            "generate",
            ("output",),
            f"{pages}.generate",
            "whole",
        ),
        Step(
            "inspect",
            translate("steps", "Inspect"),
            translate("steps", "Walk through a dataset and find what is odd."),
            "inspect",
            (),
            "scenewright.ui.inspect.page",
            "whole",
        ),
        Step(
            "train",
            translate("steps", "Train"),
            translate("steps", "Train a detector and see how it does on your own photos."),
            "train",
            (),
            "scenewright.ui.train.page",
            "whole",
        ),
    )


def step_of(place: Place) -> str:
    """Return the key of the step that shows a place of the project."""
    return _step_of_field(str(place[0]) if place else "")


@cache
def _step_of_field(field: str) -> str:
    return next((step.key for step in steps() if field in step.fields), "scene")


def make_page(step: Step, session: Session) -> QWidget:
    """Return a step's page, imported only now."""
    return _factory(step.page, "make_page", step.title)(session)


def make_canvas(session: Session) -> QWidget:
    """Return the canvas, imported only now."""
    return _factory(CANVAS, "make_canvas", translate("steps", "Preview"))(session)


def _factory(module: str, function: str, title: str) -> Callable[[Session], QWidget]:
    if find_spec(module) is None:
        from scenewright.ui.empty_state import empty_state  # noqa: PLC0415

        return lambda _: empty_state("image", title, translate("steps", "This part is not installed."))
    factory: Callable[[Session], QWidget] = getattr(import_module(module), function)
    return factory
