"""What a machine of a cluster does with a piece."""

import os
from collections import deque
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from scenewright.errors import UserError
from scenewright.jobs.drawing import Drawing, start_drawing
from scenewright.jobs.machine import usable_cores
from scenewright.jobs.pieces import Piece, PieceResult
from scenewright.jobs.publishing import publish_frames
from scenewright.jobs.run_state import STOP_FILE, WORKERS_LOG, run_path
from scenewright.jobs.worker_process import Task
from scenewright.jobs.workers import Pool, SetAside
from scenewright.jobs.writing import Stages, write_frames
from scenewright.spec.yaml_io import load_project


def render_piece(piece: Piece) -> PieceResult:
    """Make the frames of a piece until the run is asked to stop; those that are there are made again, and the same.

    Raises:
        UserError: Something the user can mend.
    """
    result = _made(piece)
    if piece.publish_to:
        # What does not arrive now is sent, or told of, at the run's end.
        with suppress(UserError, OSError, RuntimeError):
            publish_frames(Path(piece.folder), piece.publish_to, [index for index, _ in result.made])
    return result


def _made(piece: Piece) -> PieceResult:
    made: list[tuple[int, Stages]] = []
    aside: list[SetAside] = []
    engine: dict[str, str] = {}
    folder = Path(piece.folder)

    def stop() -> bool:
        return run_path(folder, STOP_FILE).exists()

    if piece.workers == 0:
        drawing = _drawing(piece.project, piece.base, piece.engine)
        engine.update(drawing.renderer.describe())
        made += write_frames(drawing, drawing.frames(piece.frames, stop), folder, 1)
        return PieceResult(tuple(made), (), engine)
    share = max(1, usable_cores() // piece.workers)
    log = run_path(folder, WORKERS_LOG)
    task = Task(Path(piece.project), Path(piece.base), folder, piece.engine, share, share, 0, log)
    pool = Pool(task, deque(piece.frames), piece.workers, lambda _: None, stop)
    for result in pool.frames(engine):
        if isinstance(result, SetAside):
            aside.append(result)
        else:
            made.append(result)
    return PieceResult(tuple(made), tuple(aside), engine)


@lru_cache(maxsize=1)
def _drawing(project: str, base: str, engine: str) -> Drawing:
    """Return an engine, which stays warm from piece to piece: loading models takes longer than many frames."""
    os.environ.setdefault("LP_NUM_THREADS", "1")
    return start_drawing(load_project(Path(project)).spec, Path(base), engine)
