"""A preview process that is always there: when one ends or hangs, another takes up where it was."""

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from scenewright.ui.preview.link import Link
from scenewright.ui.preview.wishes import (
    Answer,
    Begun,
    Measured,
    Opened,
    PreviewFrame,
    Ready,
    Refused,
    Traced,
    Wish,
    Wishes,
)

_MOST_EARLY_ENDS = 3
_LAST_WAIT_MS = 10_000
_SLOW_MS = 6_000
_KILLED = 9
_BLAME = 2
"""So many processes may end at one wish; then it is to blame."""


class Supply(QObject):
    """Keeps a process running, and the newest wishes before it."""

    answered = Signal(object)
    gave_up = Signal(object, str)
    """A wish that has ended two processes, and why it is not tried again."""
    said = Signal(str)
    """A quiet line for the user; empty where all is well."""

    def __init__(self, engine: str, hang_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._wishes: Wishes | None = None
        self._at: Wish | None = None
        self._blame: Counter[Wish] = Counter()
        self._early_ends, self._is_ready, self._restarts = 0, False, 0
        self._standing, self._is_slow, self._fell_back = "", False, False
        self._hang = QTimer(self, singleShot=True, interval=round(hang_s * 1000))
        self._hang.timeout.connect(self._stop_waiting)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._tell_slow)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._start)
        self._link: Link | None = None

    @property
    def pid(self) -> int | None:
        """The process's number; None while there is none."""
        return None if self._link is None else self._link.pid

    def say(self, wishes: Wishes) -> None:
        """Have the process fulfil these, and no others."""
        if self._wishes is not None and self._wishes.serial != wishes.serial:
            self._blame.clear()
        self._wishes = wishes
        if self._link is not None:
            self._link.say(wishes)
        elif not self._again.isActive():
            self._start()
        self._watch()

    def restart(self) -> None:
        """Begin anew with a fresh process."""
        self._early_ends = 0
        if self._link is not None:
            self._link.close()
            self._link.deleteLater()
        self._start()

    def close(self) -> None:
        """End the process for good."""
        self._hang.stop()
        self._slow.stop()
        self._again.stop()
        if self._link is not None:
            self._link.close()
            self._link = None

    def _start(self) -> None:
        self._is_ready, self._at = False, None
        self._restarts += 1
        self._link = Link(self._engine, self._restarts, self)
        self._link.answered.connect(self._take)
        self._link.ended.connect(self._end)
        if self._wishes is not None:
            self._link.say(self._wishes)
            self._watch()
        self.said.emit(self.tr("Starting the preview…"))

    def _take(self, number: int, answer: Answer) -> None:
        if self._link is None or number != self._link.number:
            return
        self._hang.start()
        if self._slow.isActive() or self._is_slow:
            self._slow.start()
        if self._is_slow:
            self._is_slow = False
            self.said.emit(self._standing)
        match answer:
            case Begun(wish):
                self._at = wish
            case Ready(_, trouble):
                self._is_ready, self._early_ends = True, 0
                self._standing = self._plain_words(trouble)
                self.said.emit(self._standing)
            case PreviewFrame(wish=wish) | Traced(wish=wish) | Measured(wish=wish) | Refused(wish=wish):
                self._at = None
                self._drop(wish)
            case Opened():
                self._watch()  # it may be the last to come: nobody waits any more
        self.answered.emit(answer)

    def _drop(self, wish: Wish) -> None:
        """Ask for a wish no more: another process need not do it again."""
        if self._wishes is not None:
            rest = tuple(item for item in self._wishes.wishes if item != wish)
            self._wishes = replace(self._wishes, wishes=rest)
            if not rest:
                self._watch()

    def _watch(self) -> None:
        if self._wishes is None or not self._wishes.wishes:
            self._hang.stop()
            self._slow.stop()
        elif not self._hang.isActive():
            self._hang.start()
            self._slow.start()

    def _plain_words(self, trouble: str) -> str:
        if trouble:
            return self.tr("Shown in plain colours: {reason}").format(reason=trouble)
        if self._fell_back:
            return self.tr("Shown in plain colours: the engine ended at every start. Run `scenewright doctor`.")
        return ""

    def _tell_slow(self) -> None:
        """Say so where nothing came for some seconds: a first decomposition or a long settling is no fault."""
        if self._is_ready:
            self._is_slow = True
            self.said.emit(self.tr("Still at work on this frame…"))

    def _stop_waiting(self) -> None:
        if self._link is not None:
            self._link.kill()

    def _end(self, number: int, code: int) -> None:
        if self._link is None or number != self._link.number:
            return
        self._link.close()  # waits until the thread that told of the end has let go of it
        self._link.deleteLater()
        self._link = None
        if self._at is not None:
            self._blame[self._at] += 1
            if self._blame[self._at] >= _BLAME:
                self._drop(self._at)
                self.gave_up.emit(
                    self._at,
                    self.tr("The preview ended twice at this frame; it is left out until the project changes."),
                )
        # One that somebody ended by force says nothing about the engine.
        if not self._is_ready and code != -_KILLED:
            self._early_ends += 1
            if self._early_ends >= _MOST_EARLY_ENDS and self._engine != "flat":
                self._engine, self._early_ends, self._fell_back = "flat", 0, True
        self.said.emit(self.tr("The preview stopped and is starting again…"))
        self._again.start(min(100 * 4**self._early_ends, _LAST_WAIT_MS) if self._early_ends else 0)
