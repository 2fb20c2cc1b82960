"""Many files at a time: reading, compressing and writing let other threads run meanwhile."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST_WAITING = 16
"""Bounds the memory; what is done waits for what was begun before it."""


@contextmanager
def in_threads(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Iterator[Result]]:
    """Give an iterator over the results of a function, in the order of the items.

    However the block ends, no thread is at work any more behind it, so that its files can be removed.
    """
    pool = ThreadPoolExecutor()
    try:
        yield _results(pool, function, items)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _results(pool: Executor, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    for item in items:
        waiting.append(pool.submit(function, item))
        if len(waiting) == _MOST_WAITING:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
