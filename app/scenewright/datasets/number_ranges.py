"""Many numbers as few ranges."""

import heapq
from collections.abc import Iterable, Sequence


def as_ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Return numbers, ascending, as ranges, each the first and the last number."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def joined(ranges: Iterable[Sequence[int]], numbers: Iterable[int]) -> list[list[int]]:
    """Return ascending ranges with more numbers, in any order, added."""
    found: list[list[int]] = []
    for first, last in heapq.merge((list(pair) for pair in ranges), as_ranges(sorted(numbers))):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found


def from_ranges(ranges: Iterable[Iterable[int]]) -> set[int]:
    """Return the numbers of ranges, each the first and the last number."""
    found: set[int] = set()
    for first, last in ranges:
        found.update(range(first, last + 1))
    return found
