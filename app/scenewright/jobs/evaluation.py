"""Measuring a trained model, and predicting on pictures, as jobs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenewright.datasets.curation import read_curation, write_curation
from scenewright.datasets.files import PROJECT_FILE, told_in_words, write_json
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished, Item, Log, Metric, Progress, Started

_PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"}
_GAP_IS_WIDE = 0.15
PREDICTIONS_FILE = "predictions.json"


def evaluate(
    run: Path,
    dataset: Path,
    emit: Emit,
    stop: Callable[[], bool] = lambda: False,
    *,
    device: str = "auto",
    is_real: bool | None = None,
) -> Finished:
    """Measure a run's model on a dataset, and keep the result in the run.

    Raises:
        UserError: There is no model, or the dataset cannot be measured on.
    """
    from scenewright.training.distributed import chosen_device  # noqa: PLC0415
    from scenewright.training.evaluating import Evaluation, evaluations_of, read_for, write_evaluation  # noqa: PLC0415
    from scenewright.training.evaluating import evaluate as measure  # noqa: PLC0415
    from scenewright.training.run import trained_model  # noqa: PLC0415
    from scenewright.training.seen import read_seen  # noqa: PLC0415

    model, facts = trained_model(run)
    place = chosen_device(device)
    table, told = read_for(facts, dataset, is_real=is_real, seen=read_seen(run))
    for sentence in told:
        emit(Log("warning", sentence))
    emit(Started(len(table)))
    for done in measure(model, facts, table, place, stop):
        if isinstance(done, Evaluation):
            folder = write_evaluation(run, done, table, model, facts, place)
            tag_mistakes(dataset, done.mistakes)
            emit(Metric(0, {name: float(value) for name, value in done.summary["overall"].items()}))
            emit(Item(0, str(folder)))
            return Finished("succeeded", _said(done.summary, evaluations_of(run), facts.task, folder))
        emit(Progress(done, len(table)))
    return Finished("cancelled", "Stopped; nothing was measured.")


TAGS = {"miss": "missed", "false_positive": "false-alarm", "confusion": "confused", "poor_map": "poor-map"}
"""What frames with mistakes are tagged as, so that Inspect can show just those: `tag=missed`."""


def tag_mistakes(dataset: Path, mistakes: dict[str, Any]) -> None:
    """Tag a dataset's frames by the mistakes of the last evaluation; other tags stay. Other programs' have none.

    Raises:
        UserError: The dataset's decisions cannot be read or written.
    """
    if not (dataset / PROJECT_FILE).is_file():
        return
    curation = read_curation(dataset)
    for kind, tag in TAGS.items():
        tagged = [frame for frame, tags in curation.tags.items() if tag in tags]
        curation = curation.without_tag(tagged, tag)
        frames = {item["frame"] for item in mistakes["images"] if any(m["kind"] == kind for m in item["mistakes"])}
        curation = curation.with_tag(frames, tag)
    write_curation(dataset, curation)


def _said(summary: dict[str, Any], others: dict[str, dict[str, Any]], task: str, folder: Path) -> str:
    name = "mIoU" if task == "semantic" else "AP"
    overall = summary["overall"]
    at_half = f", AP50 {overall['AP50']:.3f}" if "AP50" in overall else ""
    what = "real" if summary["is_real"] else "synthetic"
    said = f"{name} {summary['score']:.3f}{at_half} on {summary['images']} {what} pictures; see {folder}."
    gap = gap_of(others)
    return said + (f" {gap_sentence(gap, name)}" if summary["is_real"] and gap is not None else "")


def gap_of(evaluations: dict[str, dict[str, Any]]) -> tuple[float, float] | None:
    """Return the best synthetic and the worst real score of a run, if it has both."""
    real = [item["score"] for item in evaluations.values() if item["is_real"]]
    synthetic = [item["score"] for item in evaluations.values() if not item["is_real"]]
    return (max(synthetic), min(real)) if real and synthetic else None


def gap_sentence(gap: tuple[float, float], name: str) -> str:
    """Return the gap between synthetic and real pictures in words."""
    synthetic, real = gap
    said = f"Synthetic {synthetic:.3f}, real {real:.3f} ({name}): a gap of {synthetic - real:.3f}."
    if synthetic - real > _GAP_IS_WIDE:
        return (
            f"{said} That is wide: mix in 10 to 50 real pictures (--mix), widen lights, surfaces and distractors, and "
            "look at the mistakes."
        )
    return said


def predict(
    run: Path,
    images: list[Path],
    out: Path,
    emit: Emit,
    stop: Callable[[], bool] = lambda: False,
    *,
    device: str = "auto",
    threshold: float = 0.3,
) -> Finished:
    """Find things in pictures: `predictions.json` and a drawn copy of each.

    Raises:
        UserError: There is no picture or no model, or nothing can be written.
    """
    from scenewright.training.distributed import chosen_device  # noqa: PLC0415
    from scenewright.training.guessing import predicted, write_drawn  # noqa: PLC0415
    from scenewright.training.run import trained_model  # noqa: PLC0415

    model, facts = trained_model(run)
    files = _picture_files(images)
    emit(Started(len(files)))
    results: list[dict[str, Any]] = []
    with told_in_words("write the predictions", out):
        out.mkdir(parents=True, exist_ok=True)
        for table, image, found in predicted(model, facts, files, chosen_device(device)):
            drawn = out / f"{image:04d}_{files[image].stem}.jpg"
            write_drawn(drawn, table, image, found)
            results.append({"picture": str(files[image]), "found": found_json(found, facts.classes, threshold)})
            emit(Item(image, str(drawn)))
            emit(Progress(len(results), len(files)))
            if stop():
                break
        write_json(out / PREDICTIONS_FILE, {"model": str(run), "threshold": threshold, "pictures": results})
    if len(results) < len(files):
        return Finished("cancelled", f"Stopped after {len(results)} pictures; those are in {out}.")
    return Finished("succeeded", f"What was found in {len(results)} pictures is in {out}.")


def _picture_files(places: list[Path]) -> list[Path]:
    files: list[Path] = []
    for place in places:
        if not place.exists():
            raise UserError(f"There is no {place}: check the path.")
        inside = (
            sorted(item for item in place.rglob("*") if item.suffix.lower() in _PICTURES) if place.is_dir() else [place]
        )
        files += inside
    if not files:
        raise UserError("There is no picture in what was given: name files or folders of pictures (PNG, JPEG, ...).")
    return files


def found_json(found: Any, classes: tuple[str, ...], threshold: float) -> list[dict[str, Any]]:
    """Return what was found in a picture as JSON-able data; masks are compressed run lengths."""
    items = []
    for k, score in enumerate(found.scores.tolist()):
        if score < threshold:
            continue
        item: dict[str, Any] = {
            "class": classes[int(found.labels[k]) - 1],
            "score": round(score, 4),
            "box": [round(value, 2) for value in found.boxes[k].tolist()],
        }
        if found.keypoints is not None:
            item["keypoints"] = [[round(value, 2) for value in point] for point in found.keypoints[k].tolist()]
        if found.runs is not None:
            item["mask"] = {"size": list(found.runs[k]["size"]), "counts": found.runs[k]["counts"].decode("ascii")}
        items.append(item)
    return items
