"""Running a job from the command line: what it says, and how the process ends."""

import os
import sys
from collections.abc import Callable
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Event, Finished, Log, Started, encode
from scenewright.jobs.events import Progress as ProgressEvent

_EXIT = {"succeeded": 0, "failed": 1, "cancelled": 130}
MENDABLE = 2
"""The exit code for what the user can mend."""

EventsOption = Annotated[
    Literal["text", "json"],
    typer.Option(
        "--events",
        help="'json' writes one event a line, for other programs, which stop the job by closing its standard input.",
    ),
]


def run(
    job: Callable[[Emit, Callable[[], bool]], Finished], events: str, title: str, *, detached: bool = False
) -> None:
    """Run a job, show what it says, and leave with its exit code; a detached one outlives who listens."""
    from scenewright.jobs.cancel import stop_on_request  # noqa: PLC0415

    stop = stop_on_request(watch_stdin=events == "json" and not detached, detached=detached)
    finished = _run_for_programs(job, stop, detached) if events == "json" else _run_for_people(job, stop, title)
    sys.stdout.flush()
    raise typer.Exit(MENDABLE if finished is None else _EXIT[finished.outcome])


def _run_for_programs(
    job: Callable[[Emit, Callable[[], bool]], Finished], stop: Callable[[], bool], detached: bool
) -> Finished | None:
    def emit(event: Event) -> None:
        try:
            typer.echo(encode(event))
            sys.stdout.flush()
        except OSError:
            if not detached:
                raise
            # Who listened is gone; the run's folder tells the rest.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    try:
        finished = job(emit, stop)
    except UserError as error:
        emit(Finished("failed", str(error)))
        return None
    emit(finished)
    return finished


def _run_for_people(
    job: Callable[[Emit, Callable[[], bool]], Finished], stop: Callable[[], bool], title: str
) -> Finished | None:
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(title, total=None, rate="")
    before = 0

    def say(text: str, style: str) -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    def emit(event: Event) -> None:
        nonlocal before
        match event:
            case Started(total=total, done=done):
                before = done
                bar.update(task, total=total, completed=done)
            case ProgressEvent(done=done, total=total):
                elapsed = bar.tasks[0].elapsed or 0.0
                rate = f"{(done - before) / elapsed:.1f}/s" if elapsed > 0 else ""
                bar.update(task, total=total, completed=done, rate=rate)
            case Log(level=level, text=text):
                say(text, "yellow" if level == "warning" else "")
            case _:
                pass

    try:
        with bar.live:  # the bar's own context writes an empty line where there is no terminal
            finished = job(emit, stop)
    except UserError as error:
        say(str(error), "red")
        return None
    say(finished.message, {"succeeded": "green", "failed": "red", "cancelled": "yellow"}[finished.outcome])
    return finished
