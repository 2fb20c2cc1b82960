"""The colours of Pascal VOC, by which people know class 1 as dark red."""

import numpy as np
from numpy.typing import NDArray


def voc_colors() -> NDArray[np.uint8]:
    """Return 256 colours (256, 3): the bits of the number dealt out to red, green and blue, the highest first.

    Source: VOClabelcolormap of the PASCAL VOC development kit.
    """
    number = np.arange(256)
    colors = np.zeros((256, 3), np.uint8)
    for place in range(8):
        for channel in range(3):
            bit = (number >> (3 * place + channel)) & 1 if 3 * place + channel < 8 else 0 * number
            colors[:, channel] |= (bit << (7 - place)).astype(np.uint8)
    return colors
