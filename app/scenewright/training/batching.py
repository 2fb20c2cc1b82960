"""Pictures of one or several sizes as one batch."""

import torch
from torch import Tensor
from torch.nn import functional

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's pictures: what pretrained weights expect."""


def normalised_batch(pictures: list[Tensor], multiple: int) -> tuple[Tensor, list[tuple[int, int]]]:
    """Return pictures (3, H, W), 0 to 1, as a batch, and their heights and widths.

    They are normalised by ImageNet's mean and deviation, and padded with zeros at the right and the bottom to a common
    size whose sides are multiples of `multiple`.
    """
    sizes = [(int(picture.shape[1]), int(picture.shape[2])) for picture in pictures]
    height, width = (-(-max(size[axis] for size in sizes) // multiple) * multiple for axis in (0, 1))
    mean = torch.tensor(MEAN, device=pictures[0].device)[:, None, None]
    deviation = torch.tensor(DEVIATION, device=pictures[0].device)[:, None, None]
    padded = [
        functional.pad((picture - mean) / deviation, (0, width - size[1], 0, height - size[0]))
        for picture, size in zip(pictures, sizes, strict=True)
    ]
    return torch.stack(padded), sizes
