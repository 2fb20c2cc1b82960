"""Even random numbers over the frames, so that a small dataset covers its ranges without gaps or clumps.

The points are Sobol's (direction numbers of Joe and Kuo 2008), shuffled and Owen-scrambled by hashing (Burley 2020,
"Practical hash-based Owen scrambling", with Vegdahl's 2021 version of the hash of Laine and Karras 2011): for any 2^k
frames from a multiple of 2^k on, each of 2^k equal parts of a range gets exactly one, and so do the boxes of a pair;
different choices are independent of each other.
"""

from hashlib import blake2b

_BITS = 32
_MASK = 0xFFFFFFFF
DIMENSIONS = 3


def even01(seed: int, frame: int, name: str, dimension: int = 0) -> float:
    """Return the number in [0, 1) of one named choice of one frame.

    Args:
        seed: The project's.
        frame: The frame's index.
        name: The choice's name; the parts of a vector share it.
        dimension: Which part of a vector, 0 to 2.
    """
    key = int.from_bytes(blake2b(f"{seed}/{name}".encode(), digest_size=8).digest(), "big")
    shuffled = _scrambled(frame & _MASK, key & _MASK)
    point = _sobol(shuffled, dimension)
    return _scrambled(point, (key >> 32) ^ (0x9E3779B9 * (dimension + 1) & _MASK)) / 2.0**_BITS


def _directions() -> tuple[tuple[int, ...], ...]:
    """Return the direction numbers of the first three dimensions."""
    # Degree, coefficients and first numbers of the primitive polynomials, as Joe and Kuo list them.
    rows = [tuple(1 << (_BITS - 1 - k) for k in range(_BITS))]
    for degree, coefficients, first in ((1, 0, (1,)), (2, 1, (1, 3))):
        numbers = [m << (_BITS - 1 - k) for k, m in enumerate(first)]
        for k in range(degree, _BITS):
            value = numbers[k - degree] ^ (numbers[k - degree] >> degree)
            for step in range(1, degree):
                if coefficients >> (degree - 1 - step) & 1:
                    value ^= numbers[k - step]
            numbers.append(value)
        rows.append(tuple(numbers))
    return tuple(rows)


_DIRECTIONS = _directions()


def _sobol(index: int, dimension: int) -> int:
    value, bit = 0, 0
    while index:
        if index & 1:
            value ^= _DIRECTIONS[dimension][bit]
        index >>= 1
        bit += 1
    return value


def _scrambled(value: int, seed: int) -> int:
    """Scramble a number's bits from the top down: each bit flips as a hash of those above it says."""
    value = _reversed(value)
    value ^= (value * 0x3D20ADEA) & _MASK
    value = (value + seed) & _MASK
    value = (value * (seed >> 16 | 1)) & _MASK
    value ^= (value * 0x05526C56) & _MASK
    value ^= (value * 0x53A22864) & _MASK
    return _reversed(value)


def _reversed(value: int) -> int:
    return int(f"{value:032b}"[::-1], 2)
