"""Ties an editor to one place of the open project: the only glue between widgets and the project."""

from collections.abc import Callable
from typing import Any, Protocol

from pydantic import ValidationError
from PySide6.QtCore import QObject, SignalInstance

from scenewright.spec.places import Place, value_at, with_value
from scenewright.spec.problems import sentence
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


Change = Callable[[ProjectSpec, Place, Any], ProjectSpec]
"""Returns the project with another value at a place, and with what must follow."""


def bind(document: ProjectDocument, place: Place, editor: Editor, text: str, change: Change = with_value) -> None:
    """Show what stands at a place in an editor, and make the user's edits undo steps named `text`.

    A value that does not fit the rest of the project is not taken; the editor is told why. The tie ends with the
    editor, or by `unbind`. With `change` more of the project follows the value.
    """
    value = value_at(document.spec, place)
    # Tied first: an editor hears of a change before those that it makes inside itself, and may discard them.
    _Tie(document, place, editor, text, change)
    editor.set_value(value)


def unbind(widget: QObject) -> None:
    """End the ties of an editor and of all inside it, before it is deleted or shows something else."""
    for tie in (*widget.findChildren(_Tie), *([widget] if isinstance(widget, _Tie) else [])):
        tie.end()


def sentence_of(error: ValidationError) -> str:
    """Return the first thing that is wrong, as a sentence for the user."""
    return sentence(error.errors()[0])


class _Tie(QObject):
    """Lives inside its editor, so that Qt ends its connections with it."""

    def __init__(self, document: ProjectDocument, place: Place, editor: Editor, text: str, change: Change) -> None:
        super().__init__(editor if isinstance(editor, QObject) else None)
        self._document = document
        self._place = place
        self._editor = editor
        self._text = text
        self._change = change
        document.changed.connect(self.show)
        editor.edited.connect(self.edit)

    def end(self) -> None:
        self._document.changed.disconnect(self.show)
        self._editor.edited.disconnect(self.edit)
        self.setParent(None)
        self.deleteLater()

    def show(self, before: ProjectSpec, after: ProjectSpec) -> None:
        try:
            value = value_at(after, self._place)
        except LookupError:
            return  # the part is gone, and its editor will be
        if value != _value_or_none(before, self._place):
            self._editor.set_value(value)
            self._editor.show_problem("")

    def edit(self, value: Any) -> None:
        try:
            spec = self._change(self._document.spec, self._place, value)
            # Parts that an editor copied were not looked at again: what cannot be loaded must not be kept.
            ProjectSpec.model_validate(spec.model_dump())
        except ValidationError as error:
            self._editor.show_problem(sentence_of(error))
            return
        self._editor.show_problem("")
        self._document.edit(spec, self._text, merge=self._place)


def _value_or_none(spec: ProjectSpec, place: Place) -> Any:
    try:
        return value_at(spec, place)
    except LookupError:
        return None
