"""Shares that are kept exactly over a whole dataset."""

import math

from scenewright.sampling.rng import uniform01

_GOLDEN = (math.sqrt(5) - 1) / 2


def quota_share(serial: int, total: int, seed: int, name: str) -> float:
    """Return a number in (0, 1) for one of `total` draws; together they are (0.5, 1.5, ...) / total, each once.

    Neighbours are far apart, since the order is that of the golden ratio's multiples (a Kronecker sequence, rounded to
    a permutation), so that parts of the dataset keep the shares nearly too.
    """
    step = max(1, round(total * _GOLDEN))
    while math.gcd(step, total) != 1:
        step += 1
    start = int(uniform01(seed, 0, f"{name}/quota") * total)
    return ((start + serial * step) % total + 0.5) / total
