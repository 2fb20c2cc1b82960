"""Encoding and writing beside drawing: a few threads, and never more waiting than they can hold."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from scenewright.datasets.store import encode_frame, write_encoded
from scenewright.jobs.drawing import Drawing
from scenewright.render.renderer import RenderedFrame
from scenewright.sampling.plan import plan_json

Stages = dict[str, float]
"""Seconds by stage of one frame."""


def write_frames(
    drawing: Drawing, frames: Iterable[RenderedFrame], folder: Path, threads: int
) -> Iterator[tuple[int, Stages]]:
    """Label, encode and write frames; yield each one's index and stage times once it is whole on disk.

    Args:
        drawing: Who drew them.
        frames: The frames, drawn as they are asked for.
        folder: The dataset.
        threads: How many frames are encoded at a time.

    Raises:
        UserError: A frame could not be written; those before it are safe.
    """
    # The drawing thread must get the interpreter back at once when the graphics driver returns.
    sys.setswitchinterval(0.0002)
    waiting: deque[Future[tuple[int, Stages]]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="write") as pool:
        try:
            for frame in frames:
                waiting.append(pool.submit(_write, drawing, frame, folder))
                while len(waiting) > threads or (waiting and waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _write(drawing: Drawing, frame: RenderedFrame, folder: Path) -> tuple[int, Stages]:
    begun = perf_counter()
    views = drawing.labelled(frame)
    derived = perf_counter()
    index = frame.plan.index
    pairs = [(view.record, view.channels) for view in views]
    encoded = encode_frame(index, plan_json(frame.plan), pairs, drawing.spec.output)
    compressed = perf_counter()
    write_encoded(folder, encoded)
    ended = perf_counter()
    return index, {
        **frame.seconds,
        "derive": derived - begun,
        "encode": compressed - derived,
        "write": ended - compressed,
    }
