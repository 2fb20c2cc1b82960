"""The average of a model's weights over its last steps (EMA): steadier and usually better than the last ones."""

import copy

import torch
from torch import nn


def averaged_copy(model: nn.Module) -> nn.Module:
    """Return a copy that never trains itself."""
    average = copy.deepcopy(model).eval()
    for parameter in average.parameters():
        parameter.requires_grad_(False)
    return average


@torch.no_grad()
def follow(average: nn.Module, model: nn.Module, decay: float, step: int) -> None:
    """Move the average towards the model; in the first steps faster, so that the random start is soon forgotten."""
    share = 1 - min(decay, (1 + step) / (10 + step))
    pairs = zip(average.state_dict().values(), model.state_dict().values(), strict=True)
    floats: list[tuple[torch.Tensor, torch.Tensor]] = []
    others: list[tuple[torch.Tensor, torch.Tensor]] = []
    for mean, value in pairs:
        (floats if mean.dtype.is_floating_point else others).append((mean, value))
    torch._foreach_lerp_([mean for mean, _ in floats], [value for _, value in floats], share)
    for mean, value in others:
        mean.copy_(value)
