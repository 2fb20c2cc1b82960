"""Independent random numbers, each with a name."""

from zlib import crc32

import numpy as np


def uniform01(seed: int, frame: int, name: str) -> float:
    """Return the random number in [0, 1) that belongs to one named choice of one frame.

    Numbers do not depend on each other or on the order they are asked for in, so frames can be drawn in any order, and
    a new choice leaves all others as they were. The bits are those of numpy's PCG64, which are the same on every
    machine.
    """
    sequence = np.random.SeedSequence(seed, spawn_key=(frame, crc32(name.encode())))
    return float(np.random.Generator(np.random.PCG64(sequence)).random())
