"""The full render and its proof: what is generated is checked at once, so that no wrong label is found too late."""

from collections.abc import Callable

from scenewright.jobs.check import JSON_FILE, check
from scenewright.jobs.events import Emit, Event, Finished, Item, Progress, Started
from scenewright.jobs.generate import Wish, generate

CHECKED_FRAMES = 200
"""Evenly spread; `scenewright check` looks at all of them."""


def generate_proved(wish: Wish, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Generate what is missing, then check a sample of all frames that are there.

    Where nothing was missing and a certificate is there already, that one stands.

    Raises:
        UserError: Something the user can mend; what was done stays.
    """
    made = 0

    def counted(event: Event) -> None:
        nonlocal made
        made += isinstance(event, Item)
        emit(event)

    def proved(finished: Finished, tell: Emit, asked: Callable[[], bool]) -> Finished:
        if finished.outcome != "succeeded" or (made == 0 and (wish.folder / JSON_FILE).exists()):
            return finished
        found = check(wish.folder, _quiet(tell), asked, sample=CHECKED_FRAMES)
        if found.outcome == "cancelled":
            return Finished("succeeded", f"{finished.message}; their labels are not checked yet.")
        return Finished(found.outcome, f"{finished.message}. {found.message}")

    return generate(wish, counted, stop, proved)


def _quiet(emit: Emit) -> Emit:
    """Return who is told of everything but progress: the render's is at its end."""

    def told(event: Event) -> None:
        if not isinstance(event, Progress | Started):
            emit(event)

    return told
