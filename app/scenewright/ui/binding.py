"""Ties an editor to one place of the open project: the only glue between widgets and the project."""

from typing import Any, Protocol

from pydantic import ValidationError
from PySide6.QtCore import SignalInstance

from scenewright.spec.places import Place, value_at, with_value
from scenewright.spec.project import ProjectSpec
from scenewright.ui.document import ProjectDocument


class Editor(Protocol):
    """A widget that shows one value of the project and lets the user change it.

    It keeps the value it was given and replaces only what it shows.
    """

    @property
    def edited(self) -> SignalInstance:
        """The new value; only ever by the user's hand."""

    def set_value(self, value: Any) -> None:
        """Show a value, without a signal."""

    def show_problem(self, sentence: str) -> None:
        """Say why the value that was just typed is not taken; empty: all is well."""


def bind(document: ProjectDocument, place: Place, editor: Editor, text: str) -> None:
    """Show what stands at a place in an editor, and make the user's edits undo steps named `text`.

    A value that does not fit the rest of the project is not taken; the editor is told why.
    """

    def show(before: ProjectSpec, after: ProjectSpec) -> None:
        try:
            value = value_at(after, place)
        except LookupError:
            return  # the part is gone, and its editor will be
        if value != _value_or_none(before, place):
            editor.set_value(value)
            editor.show_problem("")

    def edit(value: Any) -> None:
        try:
            spec = with_value(document.spec, place, value)
        except ValidationError as error:
            editor.show_problem(sentence_of(error))
            return
        editor.show_problem("")
        document.edit(spec, text, merge=place)

    editor.set_value(value_at(document.spec, place))
    document.changed.connect(show)
    editor.edited.connect(edit)


def sentence_of(error: ValidationError) -> str:
    """Return the first thing that is wrong, as a sentence for the user."""
    return error.errors()[0]["msg"].removeprefix("Value error, ")


def _value_or_none(spec: ProjectSpec, place: Place) -> Any:
    try:
        return value_at(spec, place)
    except LookupError:
        return None
