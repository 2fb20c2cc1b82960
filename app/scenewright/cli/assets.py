"""The commands about the asset library."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from scenewright.assets.library import KINDS, Kind
from scenewright.cli.running import EventsOption, run
from scenewright.jobs.events import Emit, Finished

assets = typer.Typer(
    help="The asset library: what ships, and what you import.", no_args_is_help=True, pretty_exceptions_enable=False
)

NameOrFile = Annotated[str, typer.Argument(help="An entry's name, or a model's file.", show_default=False)]


@assets.command("list")
def list_entries(
    kind: Annotated[Kind | None, typer.Option(help="Only these.", show_default=False)] = None,
    search: Annotated[str, typer.Option(help="Only what has this in its name, title, class or tags.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For other programs.")] = False,
) -> None:
    """List what a project can name."""
    from scenewright.assets.entries import described, entries, is_found  # noqa: PLC0415

    found = [entry for each in KINDS if kind in (None, each) for entry in entries(each) if is_found(entry, search)]
    if as_json:
        typer.echo(json.dumps([described(entry) for entry in found], indent=2, ensure_ascii=False))
        return
    table = Table("Name", "Kind", "Title", "Class", "Size", "Tags", box=None, header_style="bold")
    for entry in found:
        size = " x ".join(f"{length:.3g}" for length in entry.size_m) + (" m" if entry.size_m else "")
        own = "" if entry.is_shipped else "*"
        tags = ", ".join(entry.tags)
        table.add_row(entry.name + own, entry.kind, entry.title, entry.class_name or "-", size or "-", tags)
    Console().print(table)
    if any(not entry.is_shipped for entry in found):
        typer.echo("* imported by you")


@assets.command()
def show(name: Annotated[str, typer.Argument(help="An entry's name.", show_default=False)]) -> None:
    """Print all that is known about an entry, as JSON."""
    from scenewright.assets.entries import described, find_entry  # noqa: PLC0415

    typer.echo(json.dumps(described(find_entry(name)), indent=2, ensure_ascii=False))


@assets.command()
def mark(
    name: Annotated[str, typer.Argument(help="An entry that you imported.", show_default=False)],
    split: Annotated[Literal["any", "train", "validation"], typer.Option(help="Which frames may show it.")],
) -> None:
    """Hold an entry out: projects may then show it in training or validation frames only."""
    from scenewright.assets.entries import mark_split  # noqa: PLC0415

    mark_split(name, split)
    typer.echo(f"{name} is now for {split} frames.")


@assets.command("import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Models, pictures, or folders of them.", show_default=False)],
    name: Annotated[str, typer.Option(help="What to call it; the file's own name if left out.")] = "",
    class_name: Annotated[str, typer.Option("--class", help="What labels call it.")] = "",
    unit: Annotated[
        Literal["m", "cm", "mm", "inch", "foot"] | None,
        typer.Option(help="The file's unit of length; guessed from the format and the size if left out."),
    ] = None,
    up: Annotated[
        Literal["x", "y", "z"] | None, typer.Option(help="Which axis of the file points up; the format's if left out.")
    ] = None,
    decimate: Annotated[
        int | None, typer.Option(min=100, help="Simplify models with more triangles than this.", show_default=False)
    ] = None,
    allow_outside: Annotated[
        bool, typer.Option("--allow-outside", help="Let a file name pictures and parts outside its own folder.")
    ] = False,
    surface: Annotated[
        Literal["floor", "wall"], typer.Option("--as", help="What folders of maps and single pictures become.")
    ] = "floor",
    size_m: Annotated[
        float, typer.Option("--size", min=0.01, max=100, help="Metres that one copy of a surface's maps covers.")
    ] = 1.0,
    licence: Annotated[str, typer.Option(help="Under which terms it may be used and passed on.")] = "",
    library: Annotated[Path | None, typer.Option(help="Into this library folder instead of yours.")] = None,
    events: EventsOption = "text",
) -> None:
    """Bring your own assets: convert each once to USD, look it over, and put it on your shelf."""
    from scenewright.jobs.import_assets import ImportWish, import_assets  # noqa: PLC0415

    wish = ImportWish(
        paths=tuple(paths),
        name=name or None,
        class_name=class_name or None,
        unit=unit,
        up_axis=up,
        most_triangles=decimate,
        allow_outside=allow_outside,
        library=library,
        surface_kind=surface,
        size_m=size_m,
        licence=licence,
    )

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        return import_assets(wish, emit, stop)

    run(job, events, "Importing")


@assets.command("doctor")
def examine(
    asset: NameOrFile,
    class_name: Annotated[str, typer.Option("--class", help="What it is, so that its size can be judged.")] = "",
) -> None:
    """Look an asset over and say what is odd about it; nothing is changed."""
    from scenewright.jobs.asset_doctor import findings_of  # noqa: PLC0415

    findings = findings_of(asset, class_name or None)
    for finding in findings:
        sign = {"error": "!!", "warning": "! ", "note": "  "}[finding.severity]
        typer.echo(f"{sign} {finding.sentence}")
    if not findings:
        typer.echo("Nothing is odd about it.")
    raise typer.Exit(1 if any(finding.severity == "error" for finding in findings) else 0)
