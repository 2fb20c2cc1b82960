"""The example's training on 2,000 frames on a GPU, within a time, and some steps of every kind of training there.

    python tests/benchmarks/training/on_gpu.py FILE.tar [--seconds 380] [--device cuda] [--out FOLDER]

FILE.tar is of `pack.py`. Prints the speeds of loader and model, AP and AP50 on frames held back and on unseen ones, the
time, pictures a second and the loader's share; then that the augmented recipes run.
"""

import argparse
import io
import json
import tarfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from time import monotonic

import torch
from PIL import Image
from speed import model_speed, speeds
from torchvision.models.detection import fasterrcnn_resnet50_fpn

from scenewright.errors import UserError
from scenewright.training.distributed import Crew, crew
from scenewright.training.evaluating import Evaluation, evaluate, read_for
from scenewright.training.loop import EpochDone, StepDone, Told
from scenewright.training.preparing import TrainWish, loader_workers, picture_size, prepared
from scenewright.training.run import run_training, trained_model

AUGMENTED = (
    ("fasterrcnn_resnet50_fpn_v2", "standard", 8),
    ("ssdlite320_mobilenet_v3_large", "standard", 16),
    ("center_small", "small", 16),
)


def main() -> None:
    """Unpack, measure, train, measure, and try the others."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=float, default=380)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--out", type=Path, default=Path("on_gpu"))
    parser.add_argument("--limit", type=int)
    wanted = parser.parse_args()
    began = monotonic()
    unpack(wanted.file, wanted.out)
    name = torch.cuda.get_device_name() if torch.cuda.is_available() else "no GPU"
    print(f"{name}, torch {torch.__version__}; unpacked after {monotonic() - began:.0f} s", flush=True)
    with crew(wanted.device) as mine:
        wish = TrainWish(
            wanted.out / "seen", wanted.out / "run", model="fasterrcnn_resnet50_fpn", recipe="example", weights="none",
            changes={"measure_every": 5}, limit=wanted.limit,
        )  # fmt: skip
        for line in speeds(wish, mine.device, 60, loader_workers(None, mine.device)):
            print(line, flush=True)
        print(f"torchvision's own way    {picture_by_picture(wish, mine.device):8.1f} pictures/s", flush=True)
        train_for(wish, mine, wanted.seconds)
        measure(wish.out, wanted.out / "unseen", mine.device)
        for model, recipe, batch in AUGMENTED:
            changes = {"epochs": 2, "batch": batch, "crops": True, "warm_up_steps": 20}
            train_some(
                TrainWish(
                    wanted.out / "seen", wanted.out / model, model=model, recipe=recipe, weights="none",
                    changes=changes, limit=160,
                ),
                mine,
            )  # fmt: skip
    print(f"all after {monotonic() - began:.0f} s", flush=True)


def unpack(file: Path, out: Path) -> None:
    """Write the datasets; pictures become PNG again, as in every dataset of ours."""
    with tarfile.open(file) as tar, ProcessPoolExecutor() as pool:
        done = []
        for info in tar:
            content = tar.extractfile(info)
            path = out / info.name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                continue
            if path.suffix == ".png":
                done.append(pool.submit(write_png, path, content.read()))
            else:
                path.write_bytes(content.read())
        for each in done:
            each.result()
    for folder in out.iterdir():
        (folder / "records").mkdir(exist_ok=True)


def write_png(path: Path, webp: bytes) -> None:
    """Write a picture."""
    Image.open(io.BytesIO(webp)).save(path, compress_level=1)


def picture_by_picture(wish: TrainWish, device: torch.device) -> float:
    """Return the pictures a second of the same model where torchvision takes a batch picture by picture."""
    ready = prepared(wish, has_gpu=device.type == "cuda", checks_pictures=False)
    width, height = picture_size(ready)
    model = fasterrcnn_resnet50_fpn(
        weights=None, weights_backbone=None, num_classes=2, min_size=min(width, height), max_size=max(width, height)
    )
    return model_speed(model, ready, device, 30)


def train_for(wish: TrainWish, mine: Crew, seconds: float) -> None:
    """Train until the time is over, and say how fast and how well."""
    began = monotonic()
    steps: list[StepDone] = []
    for event in run_training(wish, mine, lambda: monotonic() - began > seconds):
        match event:
            case StepDone():
                steps.append(event)
            case EpochDone():
                print(f"epoch {event.epoch}: {shown(event.scores)} after {monotonic() - began:.0f} s", flush=True)
            case Told(text=text):
                print(text, flush=True)
    late, last = steps[20:] or steps, steps[-1]
    print(f"trained {last.step} of {last.steps} steps, to epoch {last.epoch}, in {monotonic() - began:.0f} s:")
    rate, share = median(step.images_per_s for step in late), median(step.loader_share for step in late)
    print(
        f"{rate:.0f} pictures/s, {100 * share:.1f} % waiting for pictures, {last.memory_bytes / 1e9:.1f} GB", flush=True
    )


def train_some(wish: TrainWish, mine: Crew) -> None:
    """Train a little, to see that it runs."""
    try:
        steps = [event for event in run_training(wish, mine) if isinstance(event, StepDone)]
    except (RuntimeError, UserError) as error:
        print(f"{wish.model}, {wish.recipe}, augmented: FAILED: {error!r}", flush=True)
        return
    first, last = steps[0].losses["loss"], steps[-1].losses["loss"]
    rate = median(step.images_per_s for step in steps[10:] or steps)
    said = f"{len(steps)} steps, loss {first:.2f} to {last:.2f}, {rate:.0f} pictures/s"
    print(f"{wish.model}, {wish.recipe}, augmented: {said}", flush=True)


def measure(run: Path, dataset: Path, device: torch.device) -> None:
    """Measure the best model on unseen frames."""
    path = run / "model.pth"
    if not path.exists() and not (run / "best.pt").exists():
        print("no epoch was measured yet")
        return
    model, facts = trained_model(run)
    table, _ = read_for(facts, dataset)
    *_, last = evaluate(model, facts, table, device)
    assert isinstance(last, Evaluation)
    print(f"unseen: {shown(last.summary['overall'])}, {last.summary['ms_per_image']:.1f} ms an image", flush=True)
    print(json.dumps(last.summary["overall"]))


def shown(scores: dict[str, float]) -> str:
    """Return the two scores that count."""
    return f"AP {scores['AP']:.3f}, AP50 {scores['AP50']:.3f}"


if __name__ == "__main__":
    main()
