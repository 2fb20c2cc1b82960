"""The commands that look through a dataset."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from scenewright.cli.running import EventsOption, run
from scenewright.jobs.events import Emit, Finished

inspection = typer.Typer()

FolderArgument = Annotated[Path, typer.Argument(help="Dataset folder, of any program.", show_default=False)]
FormatOption = Annotated[str, typer.Option("--format", help="Of another program's folder; found out if left out.")]
AllOption = Annotated[bool, typer.Option("--all", help="Measure every picture, not only 2,000 evenly spread ones.")]


@inspection.command()
def stats(
    dataset: FolderArgument,
    out: Annotated[
        Path, typer.Option("--out", help="The report, without an ending: .json and .html are added.")
    ] = Path("report"),
    beside: Annotated[Path | None, typer.Option(help="Another dataset, or your photos, to compare with.")] = None,
    format_name: FormatOption = "",
    every: AllOption = False,
    events: EventsOption = "text",
) -> None:
    """Write a dataset's figures and findings: as JSON, and as a page."""
    from scenewright.jobs.inspect import Look, measuring_all, report  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        wish = Look(dataset, format_name or None, beside=beside)
        return report(measuring_all(wish) if every else wish, out, emit, stop)

    run(job, events, "Looking")


@inspection.command()
def findings(
    dataset: FolderArgument,
    as_json: Annotated[
        Path | None, typer.Option("--json", help="Write them to this file: check, level, sentence, frames, setting.")
    ] = None,
    as_html: Annotated[Path | None, typer.Option("--html", help="Write them to this file, as a page.")] = None,
    format_name: FormatOption = "",
    every: AllOption = False,
    events: EventsOption = "text",
) -> None:
    """Print what is wrong or odd with a dataset; the exit code says whether there are errors."""
    from scenewright.jobs.inspect import Look, measuring_all, tell_findings  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        wish = Look(dataset, format_name or None)
        wish = measuring_all(wish) if every else wish
        return tell_findings(wish, emit, stop, as_json=as_json, as_html=as_html)

    run(job, events, "Looking")


@inspection.command("set-aside")
def set_aside(
    dataset: FolderArgument,
    frames: Annotated[list[int], typer.Argument(help="Frames.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    back: Annotated[bool, typer.Option("--back", help="Take them back.")] = False,
) -> None:
    """Set frames aside: no export, training or figure shows them; nothing is deleted."""
    from scenewright.datasets.curation import read_curation, write_curation  # noqa: PLC0415

    decided = read_curation(dataset)
    write_curation(dataset, decided.with_kept(frames) if back else decided.with_set_aside(frames, reason))
    typer.echo(f"{len(frames)} frames {'taken back' if back else 'set aside'}.")
