"""Semantic segmentation with the manners of torchvision's detectors: pictures in, losses or results out."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from scenewright.training.batching import normalised_batch
from scenewright.training.samples import VOID

_AUXILIARY_SHARE = 0.4
"""What the second head's loss counts, as in torchvision's reference."""


class SemanticModel(nn.Module):
    """Pictures (a list of (3, H, W), 0 to 1) to a loss while training, else to a class for each pixel.

    Args:
        network: One of torchvision's segmentation networks, whose output is a dict with "out".
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, pictures: list[Tensor], targets: list[dict[str, Tensor]] | None = None
    ) -> dict[str, Tensor] | list[dict[str, Tensor]]:
        """Return the losses where there are targets and it is training, else "classes", uint8 (H, W), by picture."""
        batch, sizes = normalised_batch(pictures, 32)
        outputs = self.network(batch)
        if self.training and targets is not None:
            return _losses(outputs, targets, batch)
        classes = outputs["out"].argmax(dim=1)
        pairs = zip(classes, sizes, strict=True)
        return [{"classes": found[: size[0], : size[1]].to(torch.uint8)} for found, size in pairs]


def _losses(outputs: dict[str, Tensor], targets: list[dict[str, Tensor]], batch: Tensor) -> dict[str, Tensor]:
    wanted = batch.new_full((len(targets), *batch.shape[2:]), VOID).long()
    for k, target in enumerate(targets):
        classes = target["classes"]
        wanted[k, : classes.shape[0], : classes.shape[1]] = classes
    losses = {"pixels": functional.cross_entropy(outputs["out"].float(), wanted, ignore_index=VOID)}
    if "aux" in outputs:
        second = functional.cross_entropy(outputs["aux"].float(), wanted, ignore_index=VOID)
        losses["second_head"] = _AUXILIARY_SHARE * second
    return losses
