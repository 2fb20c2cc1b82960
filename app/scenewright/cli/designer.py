"""The commands of the window: opening it, and keeping its jobs alive when it closes."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from scenewright.errors import UserError

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def designer(
    project: Annotated[
        Path | None, typer.Argument(help="Project file to open; the gallery of presets if left out.")
    ] = None,
) -> None:
    """Open the designer: the window in which datasets are made."""
    if sys.platform.startswith("linux") and not any(map(os.environ.get, _DISPLAYS)):
        raise UserError(
            "There is no screen here for the designer's window: run it on a desktop, or use the command line "
            "('scenewright --help' lists what it can do)."
        )
    try:
        from scenewright.ui.app import run_designer  # noqa: PLC0415  (the command line starts without Qt)
    except ImportError as error:
        raise UserError(
            f"The designer's window cannot be opened here: {error}. On Debian and Ubuntu "
            "'python3 packaging/start.py' installs what it needs; the command line works without it."
        ) from error
    raise typer.Exit(run_designer(project))


def keep(job: Annotated[Path, typer.Argument(help="The job's folder.")]) -> None:
    """Run a job that the designer started, to its end."""
    from scenewright.jobs.keeping import keep as run_to_the_end  # noqa: PLC0415
    from scenewright.jobs.own_command import own_command  # noqa: PLC0415

    run_to_the_end(job, own_command())


def add_commands(app: typer.Typer) -> None:
    """Add the window's commands to the command line."""
    app.command()(designer)
    app.command(hidden=True)(keep)
