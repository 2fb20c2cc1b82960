"""The preview process: fulfils the window's wishes, the most urgent first, and forgets those that are out of date."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from threading import Condition, Thread
from typing import TYPE_CHECKING

from scenewright.errors import UserError
from scenewright.ui.preview.wishes import (
    Answer,
    Begun,
    MeasureWish,
    Opened,
    PictureWish,
    Ready,
    Refused,
    Traced,
    TraceWish,
    Wish,
    Wishes,
)

if TYPE_CHECKING:
    from scenewright.ui.preview.project import Project


class _Outdated(Exception):  # noqa: N818 (nothing is wrong)
    """What is being done is wanted no more."""


def serve(connection: Connection, engine: str) -> None:
    """Fulfil wishes until the window is gone; the entry of the preview process.

    Args:
        connection: `Wishes` come in, answers go out.
        engine: 'embedded', or 'flat'.
    """
    inbox = _Inbox(connection)
    with suppress(ConnectionError):
        _Server(connection, inbox, engine).run()


class _Inbox:
    """The newest wishes; a thread takes them in, and ends the process once the window is gone."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._changed = connection, Condition()
        self.newest: Wishes | None = None
        Thread(target=self._listen, daemon=True).start()

    def wait_for_other(self, known: Wishes | None) -> None:
        """Return once there are other wishes than those known."""
        with self._changed:
            self._changed.wait_for(lambda: self.newest is not known)

    def _listen(self) -> None:
        while True:
            try:
                wishes = self._connection.recv()
            except (EOFError, OSError):
                # At once, whatever the engine is at: nothing here is worth keeping.
                os._exit(0)
            with self._changed:
                self.newest = wishes
                self._changed.notify()


class _Server:
    """What is wanted now, and what is kept from one wish to the next."""

    def __init__(self, connection: Connection, inbox: _Inbox, engine: str) -> None:
        self._connection, self._inbox, self._engine = connection, inbox, engine
        self._wishes: Wishes | None = None
        self._at: tuple[int, Wish | None] = (0, None)
        self._done: set[Wish] = set()
        self._project: Project | None = None
        self._is_unexamined = False

    def run(self) -> None:
        """Fulfil wishes for ever."""
        while True:
            self._hear()
            wishes = self._wishes
            wish = None if wishes is None else next((wish for wish in wishes.wishes if wish not in self._done), None)
            if wishes is None or wish is None:
                self._inbox.wait_for_other(wishes)
            else:
                self._fulfil(wishes, wish)

    def _hear(self) -> None:
        """Take over what the window wants now."""
        wishes = self._inbox.newest
        if wishes is None or wishes is self._wishes:
            return
        if self._wishes is None or wishes.serial != self._wishes.serial:
            self._done.clear()
        self._done &= set(wishes.wishes)  # what is asked for once more later is made once more
        self._wishes = wishes

    def _fulfil(self, wishes: Wishes, wish: Wish) -> None:
        self._send(Begun(wish, wishes.serial))
        self._done.add(wish)
        self._at = wishes.serial, wish
        try:
            self._send(self._answer(wishes, wish))
        except _Outdated:
            self._done.discard(wish)
        except UserError as error:
            self._send(Refused(wish, wishes.serial, str(error)))
        self._tell_problems(wishes)

    def _check(self) -> None:
        """Go on with what is being done only while it is wanted; a draft is quick, and worth showing even later."""
        (serial, wish), now = self._at, self._inbox.newest
        if now is not None and (now.serial != serial or wish not in now.wishes) and not _is_draft(wish):
            raise _Outdated

    def _tell_problems(self, wishes: Wishes) -> None:
        """Look for what is wrong with a state once it has a picture, unless the hand has moved on: it takes a while."""
        newest = self._inbox.newest
        if self._project is None or not self._is_unexamined or newest is None or newest.serial != wishes.serial:
            return
        self._is_unexamined = False
        self._send(Opened(wishes.serial, tuple(self._project.problems())))

    def _answer(self, wishes: Wishes, wish: Wish) -> Answer:
        # Imported late: starting the process must not wait for all of it.
        from scenewright.ui.preview.drawing import measured, picture  # noqa: PLC0415

        project = self._opened(wishes)
        match wish:
            case PictureWish():
                return picture(wish, wishes.serial, project.drawing, project.trace)
            case TraceWish():
                return Traced(wish, wishes.serial, replace(project.trace(wish.frame), standing=None))
            case MeasureWish():
                return measured(wish, wishes.serial, project.drawing)

    def _opened(self, wishes: Wishes) -> "Project":
        if self._project is None:
            self._project, trouble = _started(self._engine, wishes, self._check)
            self._send(Ready(self._project.describe(), trouble))
        if self._project.open(wishes.project, wishes.folder):
            self._is_unexamined = True
        return self._project

    def _send(self, answer: Answer) -> None:
        self._connection.send(answer)


def _started(engine: str, wishes: Wishes, check: Callable[[], None]) -> "tuple[Project, str]":
    """Return the engine with the project's folder; plain colours where it cannot run, and why."""
    from scenewright.ui.preview.project import Project  # noqa: PLC0415

    try:
        return Project(engine, wishes.folder, check), ""
    except UserError as error:
        return Project("flat", wishes.folder, check), str(error)


def _is_draft(wish: Wish | None) -> bool:
    """Tell whether a wish is for a small picture."""
    return isinstance(wish, PictureWish) and wish.width_px is not None
