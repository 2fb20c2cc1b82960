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
_CALIBRATION = 16
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
    from scenewright.training.checkpoint import keep  # noqa: PLC0415
    from scenewright.training.evaluating import evaluations_of  # noqa: PLC0415
    from scenewright.training.exporting import (  # noqa: PLC0415
        OUTPUTS,
        agreement,
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
    emit(Log("info", f"ONNX: {agreed.sentence()}"))
    if not agreed.holds:
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
    _write_self_test(folder, files)
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
    count = min(_CALIBRATION, len(table))
    files = [table.pictures[k * len(table) // count] for k in range(count)]
    return [model_input(path, facts.size) for path in files[:_TESTED]], files


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
    if not agreed.holds:
        emit(Log("warning", f"TorchScript is left out, as it finds something else: {agreed.sentence()}"))
        path.unlink()
    else:
        emit(Log("info", f"TorchScript: {agreed.sentence()}"))
    return bool(agreed.holds)


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


def _write_self_test(folder: Path, files: list[Path]) -> None:
    """Write three pictures with what the bundle's own script finds in them, and pictures for calibration."""
    import runpy  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    (folder / "self_test").mkdir()
    (folder / "calibration").mkdir()
    infer = runpy.run_path(str(folder / "infer.py"))
    session = infer["load"]()
    expected = {}
    for path in files[:_TESTED]:
        shutil.copyfile(path, folder / "self_test" / path.name)
        with Image.open(path) as picture:
            expected[path.name] = infer["find"](session, picture)
    for path in files:
        shutil.copyfile(path, folder / "calibration" / path.name)
    (folder / "self_test" / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")
