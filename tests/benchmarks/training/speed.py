"""Pictures per second of the loader alone, of the bare model alone, and of the real training loop.

    python tests/benchmarks/training/speed.py DATASET [--model center_small] [--recipe example] [--steps 30]
        [--device auto] [--workers 2] [--batch 16]

The loader's first epoch decodes pictures; later ones find them in the file of decoded pixels that all processes share.
"The share of the loader" is what the loop itself measured: time it waited for pictures.
"""

import argparse
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

import torch
from torch import nn

from scenewright.training.distributed import Crew, chosen_device, half_type
from scenewright.training.loading import Changes, EpochOrder, Pictures, make_loader
from scenewright.training.loop import Plan, StepDone, train
from scenewright.training.preparing import Prepared, TrainWish, loader_workers, prepared
from scenewright.training.run import built


def main() -> None:
    """Print a line for each of the three, and the loader's share."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--model", default="")
    parser.add_argument("--recipe", default="")
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--batch", type=int)
    wanted = parser.parse_args()
    device = chosen_device(wanted.device)
    wish = TrainWish(
        wanted.dataset, Path(), model=wanted.model, recipe=wanted.recipe, changes={"batch": wanted.batch}, limit=400
    )
    for line in speeds(wish, device, wanted.steps, loader_workers(wanted.workers, device)):
        print(line, flush=True)


def speeds(wish: TrainWish, device: torch.device, steps: int, workers: int) -> Iterator[str]:
    """Yield what was measured, a line each."""
    ready = prepared(wish, has_gpu=device.type == "cuda")
    size = "x".join(map(str, ready.training.sizes[0]))
    recipe = f"recipe {ready.recipe_name}, batches of {ready.recipe.batch}"
    yield f"{ready.model}, {recipe}, {size}, {device}, {workers} workers"
    with tempfile.TemporaryDirectory() as folder:
        pictures = pictures_of(ready, Path(folder) / "pixels")
        for epoch, name in enumerate(("decoding", "decoded")):
            yield f"loader alone, {name:9} {loader_speed(pictures, ready, workers, device, epoch):8.1f} pictures/s"
    yield f"model alone             {model_speed(built(ready, wish), ready, device, steps):8.1f} pictures/s"
    rate, share = loop_speed(ready, wish, device, steps, workers)
    yield f"both                    {rate:8.1f} pictures/s, {100 * share:.1f} % of the time waiting for pictures"


def pictures_of(ready: Prepared, cache: Path) -> Pictures:
    """Return the training pictures with the recipe's changes, none of them decoded yet."""
    recipe = ready.recipe
    changes = Changes(recipe.changes_light, recipe.flips, recipe.crops)
    is_changed = recipe.changes_light or recipe.flips or recipe.crops
    return Pictures(ready.training, ready.task, ready.short_side, changes if is_changed else None, cache)


def loader_speed(pictures: Pictures, ready: Prepared, workers: int, device: torch.device, epoch: int) -> float:
    """Return pictures a second of an epoch without any model, start of the processes left out."""
    order = EpochOrder(len(pictures), ready.recipe.batch, 0)
    order.epoch = epoch
    times = [perf_counter() for _ in make_loader(pictures, order, workers, pinned=device.type == "cuda")]
    return ready.recipe.batch * (len(times) - 1) / (times[-1] - times[0])


def model_speed(model: nn.Module, ready: Prepared, device: torch.device, steps: int) -> float:
    """Return pictures a second of forward, backward and optimiser on one batch that lies on the device."""
    model = model.to(device, memory_format=torch.channels_last).train()
    plain = Pictures(ready.training, ready.task, ready.short_side)
    items = [plain[0, image] for image in range(ready.recipe.batch)]
    inputs = [item[0].to(device).float() / 255 for item in items]
    targets = [{name: value.to(device) for name, value in item[1].for_model().items()} for item in items]
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9)
    half = half_type(device) if ready.recipe.is_mixed_precision else None
    times = []
    for _ in range(steps + 5):
        began = perf_counter()
        with torch.autocast(device.type, half, enabled=half is not None):
            loss = sum(model(inputs, targets).values())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        loss.item()  # waits for a GPU
        times.append(perf_counter() - began)
    return ready.recipe.batch / median(times[5:])


def loop_speed(ready: Prepared, wish: TrainWish, device: torch.device, steps: int, workers: int) -> tuple[float, float]:
    """Return pictures a second and the loader's share of the training loop, from its second epoch on."""
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as folder:
        pictures = pictures_of(ready, Path(folder) / "pixels")
        plan = Plan(
            Path(folder), ready.recipe, pictures, lambda _model, _epoch: {"score": 0.0}, Crew(0, 1, device),
            workers=workers, keep_every_s=1e9,
        )  # fmt: skip
        events = (event for event in train(built(ready, wish), plan, lambda: False) if isinstance(event, StepDone))
        late = list(islice((event for event in events if event.epoch > 1), steps))
    rates = [event.images_per_s for event in late[len(late) // 2 :]]
    return median(rates), median(event.loader_share for event in late[len(late) // 2 :])


if __name__ == "__main__":
    main()
