"""Contact sheets of a project, drawn afresh, and of a dataset."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from scenewright.annotate.colors import chosen_colors
from scenewright.annotate.labelled_view import LabelledView
from scenewright.annotate.planned_models import planned_models
from scenewright.annotate.sheet import contact_sheet
from scenewright.assets.loading import AssetLoader
from scenewright.datasets.files import PROJECT_FILE, SOURCES_FOLDER, told_in_words, write_files
from scenewright.datasets.store import Dataset, read_dataset, read_skeletons
from scenewright.jobs.drawing import start_drawing
from scenewright.jobs.events import Emit, Progress, Started
from scenewright.jobs.project_skeletons import project_skeletons
from scenewright.sampling.plan import plan_from_json
from scenewright.spec.yaml_io import ProjectFile

SHEET_FILE = "contact_sheet.png"


def preview(file: ProjectFile, frames: int, out: Path, engine: str, emit: Emit) -> None:
    """Draw frames spread over the project and save their contact sheet.

    Raises:
        UserError: The engine cannot run, or the sheet cannot be saved.
    """
    drawing = start_drawing(file.spec, file.path.parent, engine)
    indices = _spread(range(file.spec.output.frames), frames)
    emit(Started(len(indices)))
    views: list[LabelledView] = []
    for done, frame in enumerate(drawing.frames(indices), start=1):
        views.append(drawing.labelled(frame)[0])
        emit(Progress(done, len(indices)))
    skeletons = project_skeletons(file, drawing.assets)
    subtitle, chosen = _subtitle(file.spec.output.seed, len(views)), chosen_colors(file.spec.classes)
    _save(contact_sheet(file.spec.name, subtitle, views, skeletons, chosen), out)


def write_sheet_of_dataset(folder: Path, frames: int) -> Path:
    """Save the contact sheet of frames spread over a dataset, in its folder, and return its path."""
    dataset = read_dataset(folder)
    indices = _spread(dataset.indices, frames)
    views = [next(labelled_views(dataset, index)) for index in indices]
    out = folder / SHEET_FILE
    spec = dataset.spec
    subtitle = _subtitle(spec.output.seed, len(dataset.indices))
    _save(contact_sheet(spec.name, subtitle, views, read_skeletons(dataset), chosen_colors(spec.classes)), out)
    return out


def labelled_views(dataset: Dataset, index: int, assets: AssetLoader | None = None) -> Iterator[LabelledView]:
    """Yield every view of a frame as it is on disk; with `assets`, with their models and the project's rules."""
    record = dataset.frame(index)
    plan = plan_from_json(record.plan)
    models = () if assets is None else planned_models(plan, assets, (dataset.folder / PROJECT_FILE).stat().st_mtime_ns)
    # A merged dataset's frames were judged by the rules of several projects.
    rules = None if (dataset.folder / SOURCES_FOLDER).exists() else dataset.spec.visibility
    for view in record.views:
        yield LabelledView(plan, view, {name: dataset.load(view, name) for name in view.files}, models, rules)


def _spread(indices: Sequence[int], count: int) -> list[int]:
    count = min(count, len(indices))
    return [indices[k * len(indices) // count] for k in range(count)]


def _subtitle(seed: int, frames: int) -> str:
    return f"{frames} frames, seed {seed}"


def _save(sheet: Image.Image, out: Path) -> None:
    content = BytesIO()
    sheet.save(content, format="PNG")
    with told_in_words("save the contact sheet", out):
        write_files({out: content.getvalue()})
