"""The training loop: one generator that yields what happened; leaving it between two of its values is always safe."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from scenewright.errors import UserError
from scenewright.training.averaging import averaged_copy, follow
from scenewright.training.checkpoint import keep, kept, random_state, restore_random_state, start_random_numbers
from scenewright.training.distributed import Crew, half_type
from scenewright.training.loading import EpochOrder, Pictures, make_loader
from scenewright.training.recipes import Recipe, learning_rate_share
from scenewright.training.targets import Target

LAST_FILE, BEST_FILE = "last.pt", "best.pt"


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step is done.

    Attributes:
        step: Its number, from 1, over all epochs.
        steps: How many there are at most.
        epoch: From 1.
        losses: By name, with their sum as "loss".
        learning_rate: Used in it.
        images_per_s: Over the last steps, waiting for pictures included.
        loader_share: Share of that time that was spent waiting for pictures.
        memory_bytes: Most that a GPU held so far.
    """

    step: int
    steps: int
    epoch: int
    losses: dict[str, float]
    learning_rate: float
    images_per_s: float
    loader_share: float
    memory_bytes: int = 0


@dataclass(frozen=True, slots=True)
class EpochDone:
    """An epoch is done and measured; `scores` has what `measure` said, and `score` the one that counts."""

    epoch: int
    epochs: int
    scores: dict[str, float]
    score: float
    is_best: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Told:
    """Something for the user to know."""

    text: str


@dataclass
class State:
    """All that changes while training; what `checkpoint` keeps."""

    model: nn.Module
    average: nn.Module | None
    optimizer: torch.optim.Optimizer
    scaler: torch.amp.GradScaler
    step: int = 0
    epoch: int = 0
    batch: int = 0
    best: float = -1.0
    best_epoch: int = 0
    parts: int = 1
    """A batch is taken in so many parts, for the memory's sake."""
    trained_s: float = 0.0

    @property
    def measured(self) -> nn.Module:
        """The model whose results count."""
        return self.average or self.model


@dataclass(frozen=True)
class Plan:
    """What the loop is given.

    Attributes:
        folder: Where its state is kept.
        recipe: How.
        pictures: What it learns from.
        measure: Measures a model after an epoch and returns its scores, the one that counts under "score".
        crew: This process among all.
        seed: Of all random numbers.
        workers: Processes that read pictures.
        keep_every_s: Seconds between two checkpoints.
        frozen_statistics: Whether the backbone keeps the statistics of its pretrained weights.
        identity: What a checkpoint must agree with to be gone on with.
    """

    folder: Path
    recipe: Recipe
    pictures: Pictures
    measure: Callable[[nn.Module, int], dict[str, float]]
    crew: Crew
    seed: int = 0
    workers: int = 0
    keep_every_s: float = 60.0
    frozen_statistics: bool = False
    identity: dict[str, Any] = field(default_factory=dict)


def train(model: nn.Module, plan: Plan, stop: Callable[[], bool]) -> Iterator[StepDone | EpochDone | Told]:
    """Train a model, going on where a checkpoint in the folder left off.

    After a stop the state is kept first, then the generator ends; killed at any moment, it goes on from the last
    checkpoint, with the very same steps.

    Raises:
        UserError: Not even one picture fits the memory, or the state cannot be kept.
    """
    start_random_numbers(plan.seed)
    state = _started(model, plan)
    if _resumed(state, plan):
        yield Told(f"Going on after step {state.step}, in epoch {state.epoch + 1}.")
    order = EpochOrder(len(plan.pictures), plan.recipe.batch, plan.seed, plan.crew.rank, plan.crew.ranks)
    loader = make_loader(plan.pictures, order, plan.workers, pinned=plan.crew.device.type == "cuda")
    steps = len(order) * plan.recipe.epochs
    wrapped = _wrapped(state.model, plan.crew)
    clock = _Clock()
    while state.epoch < plan.recipe.epochs and not _is_stale(state, plan):
        order.epoch, order.first_batch = state.epoch, state.batch
        clock.start()
        began = time.monotonic()
        wrapped.train()
        _freeze_statistics(state.model, plan)
        for pictures, targets, _ in clock.waited(loader):
            done = yield from _step(wrapped, state, plan, pictures, targets, steps)
            yield clock.counted(done, len(pictures) * plan.crew.ranks)
            if plan.crew.agreed(stop()):
                _keep(state, plan)
                return
            if clock.since_kept() > plan.keep_every_s:
                _keep(state, plan)
                clock.kept()
        state.trained_s += time.monotonic() - began
        yield from _measured(state, plan, began)
        is_stopped = plan.crew.agreed(stop())
        is_over = is_stopped or state.epoch == plan.recipe.epochs or _is_stale(state, plan)
        # Not after every epoch: short ones would spend their time on writing.
        if is_over or clock.since_kept() > plan.keep_every_s:
            _keep(state, plan)
            clock.kept()
        plan.crew.wait()
        if is_stopped:
            return
    if state.epoch < plan.recipe.epochs:
        yield Told(f"Nothing better for {plan.recipe.patience} epochs: it ends early.")


def _started(model: nn.Module, plan: Plan) -> State:
    model.to(plan.crew.device, memory_format=torch.channels_last)  # faster, on processors and GPUs alike
    uses_half = plan.recipe.is_mixed_precision and half_type(plan.crew.device) is torch.float16
    return State(
        model,
        averaged_copy(model) if plan.recipe.averaging > 0 else None,
        _optimizer(model, plan.recipe),
        torch.amp.GradScaler(plan.crew.device.type, enabled=uses_half),
    )


def _optimizer(model: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    trained = [value for value in model.parameters() if value.requires_grad]
    # Biases and the scales of normalisation are not pulled to zero.
    matrices, others = [v for v in trained if v.ndim > 1], [v for v in trained if v.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": recipe.weight_decay}, {"params": others, "weight_decay": 0.0}]
    if recipe.optimizer == "adamw":
        return torch.optim.AdamW(groups, lr=recipe.learning_rate)
    return torch.optim.SGD(groups, lr=recipe.learning_rate, momentum=recipe.momentum)


def _wrapped(model: nn.Module, crew: Crew) -> nn.Module:
    if crew.ranks == 1:
        return model
    return DistributedDataParallel(model, device_ids=[crew.device.index] if crew.device.type == "cuda" else None)


def _freeze_statistics(model: nn.Module, plan: Plan) -> None:
    """Keep the backbone's normalisation as its pretrained weights have it: small batches would spoil it."""
    backbone = getattr(model, "backbone", None)
    if plan.frozen_statistics and isinstance(backbone, nn.Module):
        for module in backbone.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()


def _precision(plan: Plan) -> AbstractContextManager[Any]:
    half = half_type(plan.crew.device) if plan.recipe.is_mixed_precision else None
    return nullcontext() if half is None else torch.autocast(plan.crew.device.type, half)


def _step(
    model: nn.Module, state: State, plan: Plan, pictures: list[Tensor], targets: list[Target], steps: int
) -> Generator[Told, None, StepDone]:
    """Take one step, the batch in as many parts as the memory wants; returns what is known of it."""
    rate = plan.recipe.learning_rate * learning_rate_share(plan.recipe, state.step, steps)
    for group in state.optimizer.param_groups:
        group["lr"] = rate
    while True:
        state.optimizer.zero_grad(set_to_none=True)
        try:
            losses = _backward(model, state, plan, pictures, targets)
            break
        except (torch.OutOfMemoryError, MemoryError) as error:
            state.optimizer.zero_grad(set_to_none=True)
            if state.parts >= len(pictures):
                raise UserError(
                    "Not even one picture at a time fits the memory: choose smaller pictures (--size) or a lighter "
                    "model, or close other programs."
                ) from error
            state.parts = min(2 * state.parts, len(pictures))
        if plan.crew.device.type == "cuda":
            torch.cuda.empty_cache()
        each = -(-len(pictures) // state.parts)
        yield Told(f"Memory is short: {each} pictures are taken at a time; a step still counts {len(pictures)}.")
    _refuse_nonsense(losses)
    state.scaler.unscale_(state.optimizer)
    if plan.recipe.clip > 0:
        nn.utils.clip_grad_norm_(state.model.parameters(), plan.recipe.clip)
    state.scaler.step(state.optimizer)
    state.scaler.update()
    if state.average is not None:
        follow(state.average, state.model, plan.recipe.averaging, state.step)
    state.step += 1
    state.batch += 1
    memory = torch.cuda.max_memory_allocated() if plan.crew.device.type == "cuda" else 0
    return StepDone(state.step, steps, state.epoch + 1, losses, rate, 0.0, 0.0, memory)


def _backward(
    model: nn.Module, state: State, plan: Plan, pictures: list[Tensor], targets: list[Target]
) -> dict[str, float]:
    total: dict[str, Tensor] = {}
    each = -(-len(pictures) // state.parts)
    device = plan.crew.device
    for first in range(0, len(pictures), each):
        part = slice(first, first + each)
        share = len(pictures[part]) / len(pictures)
        on_device = _on_device(pictures[part], device)
        wanted = [
            {name: value.to(device, non_blocking=True) for name, value in target.for_model().items()}
            for target in targets[part]
        ]
        with _precision(plan):
            losses = model(on_device, wanted)
            loss = sum(losses.values(), torch.zeros((), device=device))
        state.scaler.scale(loss * share).backward()
        for name, value in {**losses, "loss": loss}.items():
            total[name] = total.get(name, torch.zeros((), device=device)) + value.detach() * share
    # Each value asked for would wait for the GPU.
    return dict(zip(total, torch.stack(list(total.values())).tolist(), strict=True))


def _on_device(pictures: list[Tensor], device: torch.device) -> list[Tensor]:
    """Return pictures (3, H, W), 0 to 1, where the model is."""
    moved = [picture.to(device, non_blocking=True) for picture in pictures]
    if len({picture.shape for picture in moved}) > 1:
        return [picture.float() / 255 for picture in moved]
    return list(torch.stack(moved).float().div_(255))


def _refuse_nonsense(losses: dict[str, float]) -> None:
    broken = [name for name, value in losses.items() if value != value or abs(value) == float("inf")]
    if broken:
        raise UserError(
            f"The loss is no number any more ({', '.join(broken)}): lower the learning rate (--learning-rate). What "
            "was learned until the last checkpoint is kept."
        )


def _measured(state: State, plan: Plan, began: float) -> Iterator[EpochDone]:
    state.epoch += 1
    state.batch = 0
    is_due = state.epoch % plan.recipe.measure_every == 0 or state.epoch == plan.recipe.epochs
    if plan.crew.is_main and is_due:
        # Measuring must not move the random numbers of the next step.
        numbers = random_state()
        scores = plan.measure(state.measured.eval(), state.epoch)
        restore_random_state(numbers)
        is_best = scores["score"] > state.best
        if is_best:
            state.best, state.best_epoch = scores["score"], state.epoch
            keep(plan.folder / BEST_FILE, {"model": state.measured.state_dict(), "epoch": state.epoch, **plan.identity})
        seconds = time.monotonic() - began
        yield EpochDone(state.epoch, plan.recipe.epochs, scores, scores["score"], is_best, seconds)


def _is_stale(state: State, plan: Plan) -> bool:
    waited = state.epoch - state.best_epoch
    is_stale = plan.recipe.patience > 0 and state.best > 0 and waited >= plan.recipe.patience
    return plan.crew.agreed(plan.crew.is_main and is_stale)


def _keep(state: State, plan: Plan) -> None:
    if not plan.crew.is_main:
        return
    keep(
        plan.folder / LAST_FILE,
        {
            "model": state.model.state_dict(),
            "average": None if state.average is None else state.average.state_dict(),
            "optimizer": state.optimizer.state_dict(),
            "scaler": state.scaler.state_dict(),
            "random": random_state(),
            "counts": {name: getattr(state, name) for name in _COUNTS},
            "recipe": asdict(plan.recipe),
            **plan.identity,
        },
    )


_COUNTS = ("step", "epoch", "batch", "best", "best_epoch", "parts", "trained_s")


def _resumed(state: State, plan: Plan) -> bool:
    path = plan.folder / LAST_FILE
    if not path.exists():
        return False
    content = kept(path)
    changed = [name for name, value in plan.identity.items() if content.get(name) != value]
    if changed or content["recipe"] != asdict(plan.recipe):
        what = ", ".join(changed) or "the recipe"
        raise UserError(
            f"{plan.folder} holds a training of another kind (it differs in {what}): choose another folder, or the "
            "same settings to go on with it."
        )
    state.model.load_state_dict(content["model"])
    if state.average is not None:
        state.average.load_state_dict(content["average"])
    state.optimizer.load_state_dict(content["optimizer"])
    state.scaler.load_state_dict(content["scaler"])
    for name, value in content["counts"].items():
        setattr(state, name, value)
    restore_random_state(content["random"])
    return True


class _Clock:
    """How fast the steps are, how much of it is waiting for pictures, and how long ago the state was kept."""

    def __init__(self) -> None:
        self._waited_s = self._all_s = 0.0
        self._pictures = 0.0
        self._kept = self._last = time.monotonic()

    def start(self) -> None:
        """Begin an epoch: what was between two does not count."""
        self._last = time.monotonic()

    def waited(self, loader: Any) -> Iterator[Any]:
        """Yield the loader's batches, timing the wait for each."""
        batches = iter(loader)
        while True:
            began = time.monotonic()
            batch = next(batches, None)
            if batch is None:
                return
            self._waited_s = 0.9 * self._waited_s + time.monotonic() - began
            yield batch

    def counted(self, done: StepDone, pictures: int) -> StepDone:
        """Return a step with its rate and loader's share, over about the last ten steps."""
        now = time.monotonic()
        self._all_s = 0.9 * self._all_s + now - self._last
        self._pictures = 0.9 * self._pictures + pictures
        self._last = now
        rate = self._pictures / max(self._all_s, 1e-9)
        share = min(1.0, self._waited_s / max(self._all_s, 1e-9))
        return replace(done, images_per_s=rate, loader_share=share)

    def since_kept(self) -> float:
        return time.monotonic() - self._kept

    def kept(self) -> None:
        self._kept = time.monotonic()
