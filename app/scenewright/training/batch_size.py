"""How many pictures a step takes where that is left to the program: as many as fit the memory, found by trying."""

import copy
import math
from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor, nn

from scenewright.training.distributed import Crew, half_type
from scenewright.training.loading import Pictures
from scenewright.training.recipes import Recipe
from scenewright.training.targets import Target

MOST_ON_GPU, MOST_ON_PROCESSOR = 64, 16
"""Larger batches learn no faster; a processor is busy with fewer."""
_SHARE = 0.85
"""Of the memory that may be used: other batches show more objects, and what is freed lies in pieces."""
_COPIES = 5
"""Of the weights: themselves, their gradients, two of the optimiser's, and their average."""
_STEPS_AN_EPOCH = 8
"""At least so many: few large steps learn less than many small ones."""


def largest_batch(used_bytes: Callable[[int], float], limit_bytes: float, most: int) -> int:
    """Return the largest power of two that fits, and at least 1.

    Args:
        used_bytes: What a step with so many pictures needs; may say `torch.OutOfMemoryError` or `MemoryError` instead.
        limit_bytes: What there is; some of it is left free.
        most: No more than this is tried.
    """
    fitting, batch = 1, 1
    while batch <= most:
        try:
            used = used_bytes(batch)
        except (torch.OutOfMemoryError, MemoryError):
            break
        if used > _SHARE * limit_bytes:
            break
        fitting, batch = batch, 2 * batch
    return fitting


def fitting_recipe(
    recipe: Recipe, model: nn.Module, pictures: Pictures, crew: Crew, limit_bytes: float, *, keeps_rate: bool = False
) -> tuple[Recipe, str]:
    """Return the recipe with the largest batch that fits, and a sentence about it.

    The learning rate goes with the batch: in proportion for SGD (Goyal et al., "Accurate, Large Minibatch SGD", 2017),
    with its root for AdamW (Malladi et al., "On the SDEs and Scaling Rules for Adaptive Gradient Algorithms", 2022).
    The same on all processes that train together; the model is left as it was, the random numbers are not.

    Args:
        recipe: How it is trained.
        model: What is trained, not yet on its device.
        pictures: What it learns from.
        crew: This process among all.
        limit_bytes: Memory that the training may use on a processor; a GPU is asked for its own.
        keeps_rate: Whether the learning rate stays, as one that somebody chose does.
    """
    on_gpu = crew.device.type == "cuda"
    most = max(1, min(MOST_ON_GPU if on_gpu else MOST_ON_PROCESSOR, len(pictures) // _STEPS_AN_EPOCH))
    items = [pictures[0, image][:2] for image in fullest(pictures, most)]
    limit = torch.cuda.mem_get_info(crew.device)[0] if on_gpu else limit_bytes
    used = _used_on_gpu(recipe, model, items, crew.device) if on_gpu else _kept_for_backward(model, items[:1])
    batch = crew.least(largest_batch(used, limit, most))
    ratio = batch / recipe.batch
    factor = 1.0 if keeps_rate else ratio if recipe.optimizer == "sgd" else math.sqrt(ratio)
    found = replace(recipe, batch=batch, learning_rate=recipe.learning_rate * factor)
    memory = f"{limit / 1e9:.1f} GB of memory" if math.isfinite(limit) else "the memory"
    return found, (
        f"{batch} pictures a step fit {memory} (tried up to {most}); the learning rate is {found.learning_rate:.2g}."
    )


def fullest(pictures: Pictures, count: int) -> list[int]:
    """Return the pictures that show most objects: they need most memory."""
    objects = torch.from_numpy(pictures.table.starts).diff()
    return objects.argsort(descending=True, stable=True)[:count].tolist()


def _kept_for_backward(model: nn.Module, items: list[tuple[Tensor, Target]]) -> Callable[[int], float]:
    """Return a function that says how much memory a step needs, by what one for these pictures keeps for its way back.

    A processor that is short of memory is no exception that could be caught: the whole program is ended.
    """
    kept = 0

    def counted(value: Tensor) -> Tensor:
        nonlocal kept
        kept += value.numel() * value.element_size()
        return value

    with torch.autograd.graph.saved_tensors_hooks(counted, lambda value: value):
        _losses(copy.deepcopy(model).train(), items)
    weights = _weight_bytes(model)
    return lambda batch: _COPIES * weights + batch * kept / len(items)


def _used_on_gpu(
    recipe: Recipe, model: nn.Module, items: list[tuple[Tensor, Target]], device: torch.device
) -> Callable[[int], float]:
    """Return a function that takes one step on a copy of the model and says how much memory was taken at most."""

    def used(batch: int) -> float:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)
        before = torch.cuda.memory_reserved(device)
        copied = copy.deepcopy(model).to(device, memory_format=torch.channels_last).train()
        half = half_type(device) if recipe.is_mixed_precision else None
        with torch.autocast(device.type, half, enabled=half is not None):
            loss = _losses(copied, items[:batch])
        loss.backward()
        most = torch.cuda.max_memory_reserved(device)
        # What the optimiser and the average keep comes on top of weights and gradients.
        return most - before + (_COPIES - 2) * _weight_bytes(model)

    return used


def _losses(model: nn.Module, items: list[tuple[Tensor, Target]]) -> Tensor:
    device = next(model.parameters()).device
    inputs = [picture.to(device).float() / 255 for picture, _ in items]
    targets = [{name: value.to(device) for name, value in target.for_model().items()} for _, target in items]
    losses: dict[str, Tensor] = model(inputs, targets)
    return torch.stack(list(losses.values())).sum()


def _weight_bytes(model: nn.Module) -> int:
    return sum(value.numel() * value.element_size() for value in model.parameters())
