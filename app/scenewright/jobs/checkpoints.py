"""Now and then, beside the drawing: bring frames to the disk for sure, note who made them, seal whole blocks."""

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from scenewright.datasets.files import sync_path
from scenewright.datasets.layout import BLOCK_FRAMES, block_of
from scenewright.datasets.naming import named_files
from scenewright.datasets.number_ranges import joined
from scenewright.datasets.reading import record_text
from scenewright.datasets.sealing import seal_block
from scenewright.datasets.writing import write_block_tables
from scenewright.jobs.run_history import MadeBy, write_history

_FRAMES = 1000
_SECONDS = 30.0
_WORTH_SYNCING = 200
"""Fewer frames at the end of a run are read back by the next one sooner than they are brought to the disk."""


class Checkpoints:
    """Keeps a run's frames, a thousand or half a minute at a time, in a thread of its own."""

    def __init__(self, folder: Path, earlier: Sequence[MadeBy], this: MadeBy) -> None:
        """Keep the frames of a run in a dataset's history, after earlier ones; the run is noted at once.

        Raises:
            OSError: It cannot be written.
        """
        self._folder, self._earlier, self._run = folder, list(earlier), this
        self._fresh: list[int] = []
        self._last = monotonic()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._busy: Future[None] | None = None
        write_history(folder, [*self._earlier, this])

    def made(self, index: int) -> None:
        """Take note of a frame that is on disk."""
        self._fresh.append(index)
        is_time = len(self._fresh) >= _FRAMES or monotonic() - self._last >= _SECONDS
        if is_time and (self._busy is None or self._busy.done()):
            self._last = monotonic()
            fresh, self._fresh = self._fresh, []
            self._busy = self._pool.submit(self._keep, fresh, sync=True)

    def close(self) -> None:
        """Keep the rest, and note that the run has ended; what cannot be written is left to the next run."""
        self._pool.shutdown(wait=True)
        self._run = replace(self._run, ended=datetime.now(UTC).isoformat(timespec="seconds"))
        self._keep(self._fresh, sync=len(self._fresh) >= _WORTH_SYNCING)

    def drawn_by(self, engine: dict[str, str]) -> None:
        """Note what draws, as soon as it is known."""
        self._run = replace(self._run, engine=dict(engine))

    def _keep(self, fresh: Sequence[int], *, sync: bool) -> None:
        with suppress(OSError):  # the disk is full, say: the frames are whole all the same, and read back next time
            if sync:
                _sync(self._folder, fresh)
                self._run = replace(self._run, synced=joined(self._run.synced, fresh))
            self._run = replace(self._run, frames=joined(self._run.frames, fresh))
            write_history(self._folder, [*self._earlier, self._run])
            for block in sorted({block_of(index) for index in fresh} - {0}):
                if seal_block(self._folder, block):
                    first = block * BLOCK_FRAMES
                    write_block_tables(self._folder, block, range(first, first + BLOCK_FRAMES))


def _sync(folder: Path, frames: Sequence[int]) -> None:
    """Bring frames to the disk; raises OSError."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for index in frames:
        text = record_text(folder, index)
        for name in named_files(text).names if text is not None else ():
            sync_path(folder / name)
