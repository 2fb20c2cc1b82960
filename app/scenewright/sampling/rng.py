"""Independent random numbers, each with a name."""

from hashlib import blake2b


def uniform01(seed: int, frame: int, name: str) -> float:
    """Return the random number in [0, 1) that belongs to one named choice of one frame.

    Numbers do not depend on each other or on the order they are asked for in, so frames can be drawn in any order, and
    a new choice leaves all others as they were. The number is the first 53 bits of BLAKE2b (RFC 7693) of the three,
    which is the same on every machine, in every version of every library, and as even as anyone could tell.
    """
    digest = blake2b(f"{seed}/{frame}/{name}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) * 2.0**-53
