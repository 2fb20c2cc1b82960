"""A trained model as a bundle for a robot: everything that is needed there, and proof that it works."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenewright.datasets.files import PART_SUFFIX, told_in_words, write_json
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished, Log, Progress, Started
from scenewright.jobs.model_card import isaac_ros_launch, model_card, read_me
from scenewright.paths import shipped

ONNX_FILE, SCRIPT_FILE, WEIGHTS_FILE = "model.onnx", "model.torchscript.pt", "model.pth"
_TESTED = 3
_STEPS = 6


def deploy(run: Path, out: Path, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Make a bundle of a run's best model; all of it or nothing.

    Args:
        run: A training run.
        out: A folder that is new or empty.
        emit: Told what agrees with what.
        stop: Whether to stop between two steps; then nothing is left.

    Raises:
        UserError: There is no model or no dataset any more, the place cannot be written, or the ONNX file does not find
            what the model finds.
    """
    from scenewright.training.run import trained_model  # noqa: PLC0415

    model, facts = trained_model(run)
    place = out.resolve()
    part = place.with_name(place.name + PART_SUFFIX)
    with told_in_words("write the bundle", place):
        if place.exists() and any(place.iterdir()):
            raise UserError(f"{out} is not empty: choose another folder.")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            emit(Started(_STEPS))
            for step, _ in enumerate(_steps(run, part, model, facts, emit), 1):
                emit(Progress(step, _STEPS))
                if stop():
                    return Finished("cancelled", "Stopped; no bundle was written.")
            if place.exists():
                place.rmdir()
            part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return Finished(
        "succeeded", f"The bundle is in {out}: copy it to the robot, and run 'python3 infer.py --self-test' there."
    )


def _steps(run: Path, folder: Path, model: Any, facts: Any, emit: Emit) -> Any:
    """Yield after each step of making the bundle."""
    from scenewright.training.agreeing import agreement  # noqa: PLC0415
    from scenewright.training.checkpoint import keep  # noqa: PLC0415
    from scenewright.training.evaluating import evaluations_of  # noqa: PLC0415
    from scenewright.training.exporting import (  # noqa: PLC0415
        OUTPUTS,
        export_onnx,
        export_torchscript,
        onnx_runner,
        torchscript_runner,
    )  # fmt: skip

    pictures, files = _pictures(run, facts)
    keep(folder / WEIGHTS_FILE, model.state_dict())
    yield
    export_onnx(model, facts.task, facts.size, folder / ONNX_FILE)
    yield
    agreed = agreement(model, facts.task, onnx_runner(folder / ONNX_FILE, facts.task), pictures)
    emit(Log("info" if agreed.is_shown else "warning", f"ONNX: {agreed.sentence()}"))
    if agreed.is_shown and not agreed.holds:
        raise UserError(f"The ONNX file does not find what the model finds, so no bundle is made: {agreed.sentence()}")
    yield
    script = _torchscript(folder, model, facts, pictures, emit, export_torchscript, torchscript_runner, agreement)
    yield
    evaluations = evaluations_of(run)
    bundle = _bundle(facts, OUTPUTS[facts.task], _threshold(evaluations), agreed, script=script)
    write_json(folder / "bundle.json", bundle)
    (folder / "classes.txt").write_text("".join(f"{name}\n" for name in facts.classes), encoding="utf-8")
    (folder / "MODEL_CARD.md").write_text(model_card(facts, evaluations, agreed), encoding="utf-8")
    (folder / "README.md").write_text(read_me(facts, bundle), encoding="utf-8")
    for name in ("infer.py", "build_engine.sh"):
        shutil.copy(shipped("resources") / "deploy" / name, folder / name)
    launch = isaac_ros_launch(facts)
    if launch:
        (folder / "isaac_ros").mkdir()
        (folder / "isaac_ros" / "detect.launch.py").write_text(launch, encoding="utf-8")
    yield
    _write_self_test(folder, files, bundle)
    yield


def _pictures(run: Path, facts: Any) -> tuple[list[Any], list[Path]]:
    """Return pictures that the model was not trained on, at its size and as files."""
    from scenewright.training.loading import model_input  # noqa: PLC0415
    from scenewright.training.preparing import TrainWish, prepared  # noqa: PLC0415

    dataset = Path(facts.dataset)
    if not dataset.is_dir():
        raise UserError(
            f"{dataset}, on which {run} was trained, is gone: the bundle's self-test needs three of its frames."
        )
    table = prepared(TrainWish(dataset, run, task=facts.task, model=facts.model), checks_pictures=False).validation
    # Where nothing is there to be found, nothing can be shown to be found in the same way.
    showing = [path for k, path in enumerate(table.pictures) if table.starts[k + 1] > table.starts[k]]
    pictures = showing or list(table.pictures)
    count = min(_TESTED, len(pictures))
    files = [pictures[k * len(pictures) // count] for k in range(count)]
    return [model_input(path, facts.size) for path in files], files


def _torchscript(
    folder: Path, model: Any, facts: Any, pictures: list[Any], emit: Emit, export: Any, runner: Any, compare: Any
) -> bool:
    """Write TorchScript where the model can be had as such and finds the same; return whether it is there."""
    path = folder / SCRIPT_FILE
    try:
        export(model, facts.task, facts.size, path)
        agreed = compare(model, facts.task, runner(path, facts.task), pictures)
    except RuntimeError as error:
        emit(Log("warning", f"This model cannot be had as TorchScript: {str(error).splitlines()[0]}"))
        path.unlink(missing_ok=True)
        return False
    if agreed.is_shown and not agreed.holds:
        emit(Log("warning", f"TorchScript is left out, as it finds something else: {agreed.sentence()}"))
        path.unlink()
    else:
        emit(Log("info" if agreed.is_shown else "warning", f"TorchScript: {agreed.sentence()}"))
    return path.exists()


def _threshold(evaluations: dict[str, dict[str, Any]]) -> float:
    """Return the score from which on a find counts: the best one on real pictures, if there are some."""
    best = sorted(evaluations.values(), key=lambda item: not item["is_real"])
    return round(float(best[0]["threshold"]), 3) if best else 0.5


def _bundle(facts: Any, outputs: tuple[str, ...], threshold: float, agreed: Any, *, script: bool) -> dict[str, Any]:
    meanings = {
        "boxes": "float32 (N, 4), XYXY in pixels of the input; a leading 1 where shapes are fixed",
        "labels": "int64 (N,), counted from 1 in the order of classes",
        "scores": "float32 (N,), 0 to 1; finds below the threshold are to be left out",
        "masks": "float32 (N, 1, H, W), 0 to 1: how surely a pixel is the object's",
        "keypoints": "float32 (N, K, 3), x and y in pixels of the input, and 1",
        "keypoints_scores": "float32 (N, K), without scale",
        "classes": "uint8 (1, H, W), 0 for background",
    }
    return {
        "model": facts.model,
        "task": facts.task,
        "classes": list(facts.classes),
        "onnx": ONNX_FILE,
        "torchscript": SCRIPT_FILE if script else None,
        "state_dict": WEIGHTS_FILE,
        "input": {
            "name": "image",
            "shape": [1, 3, facts.size[1], facts.size[0]],
            "width": facts.size[0],
            "height": facts.size[1],
            "steps": [
                "take the picture as RGB",
                f"scale it to {facts.size[0]}x{facts.size[1]}, bilinear with antialiasing",
                "divide by 255; the graph itself subtracts the mean and divides by the deviation",
                "channels first, a batch of one",
            ],
        },
        "outputs": [{"name": name, "meaning": meanings[name]} for name in outputs],
        "keypoints": None if facts.points is None else facts.points["points"],
        "threshold": threshold,
        "after": [
            "leave out finds below the threshold",
            "multiply x and y by the picture's size over the input's size",
        ],
        "onnx_agreement": agreed.sentence(),
    }


def _write_self_test(folder: Path, files: list[Path], bundle: dict[str, Any]) -> None:
    """Write three pictures with what the bundle's own script finds in them.

    If it is not sure enough of anything there, what it is half as sure of as of its best find counts as found in the
    test: comparing nothing with nothing would show nothing.
    """
    import runpy  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    (folder / "self_test").mkdir()
    infer = runpy.run_path(str(folder / "infer.py"))
    session = infer["load"]()

    def found(threshold: float) -> dict[str, Any]:
        results = {}
        for path in files:
            with Image.open(path) as picture:
                results[path.name] = infer["find"](session, picture, threshold)
        return results

    expected = found(bundle["threshold"])
    if not any(expected.values()):
        best = max((item["score"] for items in found(0.0).values() for item in items), default=0.0)
        expected = found(best / 2)
        write_json(folder / "bundle.json", {**bundle, "self_test_threshold": best / 2})
    for path in files:
        shutil.copyfile(path, folder / "self_test" / path.name)
    (folder / "self_test" / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")
