"""What could go wrong with a run, found before it starts."""

from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import Literal

from scenewright.assets.sources import SourceKind, resolve
from scenewright.errors import UserError
from scenewright.jobs.run_state import read_run_state
from scenewright.spec.places import Place
from scenewright.spec.problems import misfit_classes
from scenewright.spec.project import ProjectSpec, references
from scenewright.spec.yaml_io import load_project
from scenewright.ui.language import translate
from scenewright.ui.pages.formats import export_formats, trouble_of

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Check:
    """One line of the list.

    Attributes:
        level: An error keeps the run from starting.
        sentence: What was found, and what to do.
        place: The setting that mends it; empty for none.
        field: The control of the page itself that mends it; empty for none.
    """

    level: Level
    sentence: str
    place: Place = ()
    field: Literal["", "folder", "formats"] = ""


@dataclass(frozen=True)
class Outlook:
    """What is expected of the run, as far as it was measured.

    Attributes:
        frames: How many are to be made.
        seconds: How long that takes.
        disk_bytes: What it takes on disk.
        cost: In the currency of the price; None without one.
        engine: What draws, as the engine names it.
        is_software: Whether that is a driver that draws on the processor.
        empty_share: The share of frames without a labelled object; None where it was not measured.
        source: What was measured, in words.
    """

    frames: int
    seconds: float
    disk_bytes: float
    cost: float | None = None
    engine: str = ""
    is_software: bool = False
    empty_share: float | None = None
    source: str = ""


def preflight(
    spec: ProjectSpec, base: Path, folder: Path, formats: tuple[str, ...], outlook: Outlook | None
) -> list[Check]:
    """Return everything that is worth knowing before a run, the worst first.

    Args:
        spec: The project.
        base: Where its relative sources start from.
        folder: Where the dataset goes.
        formats: The exports that are wanted.
        outlook: What was measured; nothing where nothing was yet.
    """
    checks = [*_sources(spec, base), *_labels(spec), *_folder(spec, folder), *_formats(spec, formats)]
    if outlook is not None:
        checks += _measured(outlook, folder)
    order: dict[Level, int] = {"error": 0, "warning": 1, "ok": 2}
    return sorted(checks, key=lambda check: order[check.level])


def _sources(spec: ProjectSpec, base: Path) -> list[Check]:
    found: dict[tuple[SourceKind, str], Place] = {}
    for kind, place, source in references(spec):
        found.setdefault((kind, source), place)
    troubles = []
    for (kind, source), place in found.items():
        try:
            resolve(kind, source, base)
        except UserError as error:
            troubles.append(Check("error", str(error), place))
    words = translate("preflight", "All {count} assets are there.").format(count=len(found))
    return troubles or [Check("ok", words)]


def _labels(spec: ProjectSpec) -> list[Check]:
    if not spec.labels:
        return [Check("error", translate("preflight", "No label is chosen: choose at least one."), ("labels",))]
    misfits = misfit_classes(spec)
    if misfits:
        return [Check("error", sentence[:1].upper() + sentence[1:] + ".", ("classes",)) for sentence in misfits]
    words = translate("preflight", "Labels: {labels}. Classes: {classes}.")
    return [Check("ok", words.format(labels=len(spec.labels), classes=len(spec.classes)))]


def _folder(spec: ProjectSpec, folder: Path) -> list[Check]:
    if folder.is_file():
        return [Check("error", translate("preflight", "{folder} is a file.").format(folder=folder), field="folder")]
    if not folder.is_dir() or not any(folder.iterdir()):
        return [Check("ok", translate("preflight", "The folder is new."))]
    try:
        theirs = load_project(folder / "project.yaml").spec
    except UserError:
        words = translate("preflight", "{folder} holds something that is no dataset: choose another folder.")
        return [Check("error", words.format(folder=folder), field="folder")]
    if _without_amount(theirs) != _without_amount(spec):
        words = translate(
            "preflight", "The folder holds a dataset of another state of this project: choose another folder."
        )
        return [Check("error", words, field="folder")]
    state = read_run_state(folder)
    words = translate("preflight", "The folder holds {done} frames of this project; the run goes on from there.")
    return [Check("ok", words.format(done=state.done))]


def _without_amount(spec: ProjectSpec) -> ProjectSpec:
    output = spec.output.replace(frames=1)
    return spec.replace(output=output)


def _formats(spec: ProjectSpec, wanted: tuple[str, ...]) -> list[Check]:
    known = {item.name: item for item in export_formats()}
    troubles = [trouble_of(known[name], spec) for name in wanted if name in known]
    return [Check("error", words, ("labels",)) for words in troubles if words]


def _measured(outlook: Outlook, folder: Path) -> list[Check]:
    checks = []
    existing = next((place for place in (folder, *folder.parents) if place.exists()), Path.cwd())
    free = disk_usage(existing).free
    if outlook.disk_bytes > free:
        words = translate("preflight", "The disk has {free:.1f} GB free, but the run needs {needed:.1f} GB.")
        sentence = words.format(free=free / 1e9, needed=outlook.disk_bytes / 1e9)
        checks.append(Check("error", sentence, field="folder"))
    else:
        checks.append(Check("ok", translate("preflight", "{free:.0f} GB of disk are free.").format(free=free / 1e9)))
    if outlook.empty_share is not None and outlook.empty_share > 0.1:
        words = translate(
            "preflight", "{share:.0%} of the frames show no labelled object: is the camera looking at them?"
        )
        checks.append(Check("warning", words.format(share=outlook.empty_share), ("cameras", 0)))
    if outlook.is_software:
        words = translate(
            "preflight", "There is no graphics card: {engine} draws on the processor, exactly but slowly."
        )
        engine = outlook.engine or translate("preflight", "the engine")
        checks.append(Check("warning", words.format(engine=engine)))
    return checks
