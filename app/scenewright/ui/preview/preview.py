"""Frames of the open project, drawn by a process of its own that may die without taking the window along."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from scenewright.sampling.trace import Trace
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec
from scenewright.ui.document import ProjectDocument
from scenewright.ui.preview.draws import Draws, traced_frames
from scenewright.ui.preview.kept import Kept
from scenewright.ui.preview.pace import Pace
from scenewright.ui.preview.supply import Supply
from scenewright.ui.preview.wishes import (
    Answer,
    Begun,
    Measured,
    MeasureWish,
    Opened,
    PictureWish,
    PreviewFrame,
    Problem,
    Ready,
    Refused,
    Traced,
    TraceWish,
    Wish,
    Wishes,
)

_QUIET_MS = 180
"""So long the hand must rest before more than drafts are drawn."""
_IDLE_MS = 5000
"""So long before a whole frame is made for the estimate."""
_QUICK_S = 0.02
"""What takes longer to sample does not follow the hand, except for the frame that is looked at."""
_BATCH_MS = 80
"""Histograms follow at this pace, not with each frame."""


class Preview(QObject):
    """The preview process, seen from the window: what is wanted of it, and what has come."""

    frame_ready = Signal(object)
    """A `PreviewFrame`; while the hand moves also one of a state just before the present one."""
    draws_changed = Signal()
    """`draws` and `traces` may have other values."""
    measured_changed = Signal()
    problems_changed = Signal()
    answered = Signal(object)
    """Any `Answer` of the process, as it comes."""
    said = Signal(str)
    """A quiet line about the preview itself; empty where all is well."""

    def __init__(
        self, document: ProjectDocument, engine: str = "embedded", hang_s: float = 240.0, parent: QObject | None = None
    ) -> None:
        """Preview a project.

        Args:
            document: The project.
            engine: What draws: 'embedded' or 'flat'.
            hang_s: So long the process may say nothing while something is wanted; then it is started anew.
            parent: Owns it.
        """
        super().__init__(parent)
        self._document = document
        self._wanted: dict[str, tuple[int, tuple[Wish, ...]]] = {}
        self._serial, self._is_awake, self._sample_s = 0, False, 0.0
        self._kept, self._draws, self._pace = Kept(), Draws(), Pace()
        self._measured: Measured | None = None
        self._opened: tuple[Problem, ...] = ()
        self._refused: dict[Wish, str] = {}
        self._supply = Supply(engine, hang_s, self)
        self._supply.answered.connect(self._take)
        self._supply.gave_up.connect(lambda wish, words: self._take(Refused(wish, self._serial, words)))
        self._supply.said.connect(self.said)
        self._supply.answered.connect(self.answered)
        self._quiet, self._idle = self._timer(_QUIET_MS, self._tell), self._timer(_IDLE_MS, self._tell)
        self._batch = self._timer(_BATCH_MS, self.draws_changed.emit)
        self._soon = self._timer(0, self._tell)
        document.changed.connect(self._change)
        document.moved.connect(self._move)
        self._change(document.spec, document.spec)

    def _move(self) -> None:
        self._change(self._document.spec, self._document.spec)

    def want(self, client: str, wishes: Sequence[Wish], urgency: int = 1) -> None:
        """Replace what one part of the window wants; it comes by `frame_ready` and `draws_changed`.

        Args:
            client: Who wants it.
            wishes: The most urgent first; empty for nothing any more. A whole picture with urgency 0 comes small first.
            urgency: 0 is what the user looks at.
        """
        if self._wanted.get(client) == (urgency, tuple(wishes)):
            return
        self._wanted[client] = (urgency, tuple(wishes))
        self._is_awake |= bool(wishes)
        self._soon.start()

    def draws(self, place: Place) -> NDArray[np.float64]:
        """Return all values of a setting that sampled frames have really drawn, from frames as the project is now.

        For named things, as assets, it is empty: ask `choices`. What found no place does not count.
        """
        self._wake()
        return self._draws.numbers(place)

    def choices(self, place: Place) -> Mapping[str, int]:
        """Return how often each of the named things of a setting was chosen in sampled frames."""
        self._wake()
        return self._draws.names(place)

    @property
    def traces(self) -> Mapping[int, Trace]:
        """How some fifty frames come about, by index."""
        return self._draws.traces

    def trace(self, frame: int) -> Trace | None:
        """Return how any frame comes about as the project is now, if it was asked for or drawn."""
        return self._draws.trace(frame)

    @property
    def measured(self) -> Measured | None:
        """What one whole frame costs on this machine, of the project as it is or was just now."""
        return self._measured

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps frames from being made."""
        told = {problem.sentence for problem in self._opened}
        others = dict.fromkeys(words for words in self._refused.values() if words not in told)
        return (*self._opened, *(Problem(words) for words in others))

    @property
    def serial(self) -> int:
        """Counts the states of the project; frames say which one they show."""
        return self._serial

    @property
    def pid(self) -> int | None:
        """The process's number."""
        return self._supply.pid

    @property
    def is_settled(self) -> bool:
        """Whether all that was wanted has come."""
        return not self._soon.isActive() and not self._quiet.isActive() and not self._open_wishes(with_cost=False)

    def restart(self) -> None:
        """Begin anew with another process, and read all assets again."""
        self._refused.clear()
        self._change(self._document.spec, self._document.spec)
        self._supply.restart()

    def close(self) -> None:
        """End the process."""
        for timer in (self._quiet, self._idle, self._batch, self._soon):
            timer.stop()
        self._supply.close()

    def _wake(self) -> None:
        """Begin to sample: somebody looks. Until then there is no process."""
        if not self._is_awake:
            self._is_awake = True
            self._soon.start()

    def _timer(self, ms: int, call: object) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(call)
        return timer

    def _change(self, _before: ProjectSpec, _after: ProjectSpec) -> None:
        self._serial += 1
        self._kept.clear()
        self._refused.clear()
        self._draws.expect(traced_frames(self._document.spec))
        self._quiet.start()
        self._idle.start()
        # At the end of this turn of the event loop: an edit may come in several steps.
        self._soon.start()

    def _tell(self) -> None:
        if not self._is_awake:
            return
        self._show_kept()
        wishes = tuple(self._open_wishes())
        project = self._document.spec.model_dump_json()
        self._supply.say(Wishes(self._serial, project, self._document.folder, wishes))

    def _open_wishes(self, *, with_cost: bool = True) -> list[Wish]:
        """Return what is still to come of all that is wanted, the most urgent first."""
        wanted = [wish for _, wishes in sorted(self._wanted.values(), key=lambda item: item[0]) for wish in wishes]
        at_once = [wish for urgency, wishes in self._wanted.values() if urgency == 0 for wish in wishes]
        pictures = [wish for wish in at_once if isinstance(wish, PictureWish) and not self._has(wish)]
        drafts: list[Wish] = [self.draft_of(wish) for wish in pictures]
        traces: list[Wish] = [TraceWish(index) for index in self._draws.expected]
        if self._quiet.isActive():
            # While the hand moves, only what follows it at once; traces too, if it is they that are looked at.
            first: list[Wish] = [wish for wish in at_once if isinstance(wish, TraceWish) and self._sample_s < _QUICK_S]
            return [wish for wish in dict.fromkeys((*drafts, *first)) if not self._has(wish)]
        last: list[Wish] = [MeasureWish(0)] if with_cost and not self._idle.isActive() else []
        return [wish for wish in dict.fromkeys([*drafts, *wanted, *traces, *last]) if not self._has(wish)]

    def draft_of(self, wish: PictureWish) -> PictureWish:
        """Return the picture that comes first of a whole one; the whole one itself where that is fast enough."""
        if wish.width_px is not None:
            return wish
        plan_camera = self._document.spec.cameras[min(wish.camera, len(self._document.spec.cameras) - 1)]
        full = (
            (plan_camera.width_px, plan_camera.height_px)
            if wish.eye is None
            else (wish.eye.width_px, wish.eye.height_px)
        )
        width = self._pace.width(*full)
        return wish if width >= full[0] else replace(wish, width_px=width)

    def _has(self, wish: Wish) -> bool:
        if wish in self._refused:
            return True
        match wish:
            case PictureWish():
                return wish in self._kept or (wish.width_px is not None and replace(wish, width_px=None) in self._kept)
            case TraceWish():
                return self._draws.has(wish.frame)
            case MeasureWish():
                return self._measured is not None and self._measured.serial == self._serial

    def _show_kept(self) -> None:
        """Show at once what is wanted and was drawn before."""
        for _, wishes in list(self._wanted.values()):
            for wish in wishes:
                frame = self._kept.get(wish) if isinstance(wish, PictureWish) else None
                if frame is not None:
                    self.frame_ready.emit(frame)

    def _take(self, answer: Answer) -> None:
        match answer:
            case PreviewFrame():
                self._take_frame(answer)
            case Traced(wish, serial, trace) if serial == self._serial:
                self._draws.add(wish.frame, trace)
                self._batch.isActive() or self._batch.start()
            case Measured(serial=serial) if serial == self._serial:
                self._measured = answer
                self.measured_changed.emit()
            case Refused(wish, serial, sentence) if serial == self._serial:
                self._refused[wish] = sentence
                self.problems_changed.emit()
            case Opened(serial, problems) if serial == self._serial:
                self._opened = problems
                self.problems_changed.emit()
            case Ready():
                self._pace.forget()
            case Begun() | Traced() | Measured() | Refused() | Opened():
                pass

    def _take_frame(self, frame: PreviewFrame) -> None:
        self._pace.learn(frame)
        if frame.seconds["sample"] > 0.1 * _QUICK_S:  # else it was sampled before
            self._sample_s = frame.seconds["sample"]
        if frame.serial == self._serial:
            self._kept.add(frame)
            self._draws.add(frame.wish.frame, frame.trace)
        self.frame_ready.emit(frame)
