"""Slurm carries pieces to machines, through submitit: https://github.com/facebookincubator/submitit."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from scenewright.errors import UserError
from scenewright.jobs.pieces import LostError, Piece, PieceResult

_FRAMES_A_PIECE = 1000
_CORES, _MINUTES, _JOBS = 8, 24 * 60, 16


class SlurmCluster:
    """Slurm, or its stand-in on this machine."""

    frames_a_piece, pieces_each = _FRAMES_A_PIECE, 1

    def __init__(self, address: str, workers: int, run_folder: Path, options: dict[str, str]) -> None:
        """Prepare jobs; `options` go to submitit, such as slurm_partition=gpu, gpus_per_node=1, cpus_per_task=16.

        Raises:
            UserError: submitit is not installed, there is no Slurm, or it does not know an option.
        """
        try:
            import submitit  # noqa: PLC0415  (an optional extra)
        except ImportError as error:
            raise UserError("submitit is not installed: pip install 'scenewright[cluster]'") from error
        self._errors = (submitit.core.utils.FailedJobError, submitit.core.utils.UncompletedJobError)
        self.capacity = workers or (_JOBS if address == "slurm" else 1)
        given: dict[str, Any] = {name: int(value) if value.isdecimal() else value for name, value in options.items()}
        self._workers = int(given.get("cpus_per_task", _CORES if address == "slurm" else 1))
        try:
            self._executor = submitit.AutoExecutor(folder=run_folder / "slurm", cluster=address)
            own = {"timeout_min": _MINUTES, "cpus_per_task": self._workers, "name": "scenewright"}
            self._executor.update_parameters(**{**own, **given})
        except (RuntimeError, NameError, TypeError, ValueError, AssertionError) as error:
            raise UserError(f"Slurm cannot be used: {error}") from error

    def submit(self, piece: Piece) -> Any:
        """Queue a piece as a job; it draws with as many processes as the job has cores."""
        return self._executor.submit(_render, replace(piece, workers=self._workers))

    def ended(self, handles: Sequence[Any], timeout_s: float) -> list[Any]:
        """Return what has ended."""
        deadline = monotonic() + timeout_s
        while True:
            done = [job for job in handles if job.done()]
            if done or monotonic() >= deadline:
                return done
            sleep(min(0.05, timeout_s))

    def result(self, handle: Any) -> PieceResult:
        """Return what came of a piece."""
        try:
            result: PieceResult | str = handle.result()
        except self._errors as error:
            raise LostError(str(error).strip().splitlines()[0]) from error
        except OSError as error:
            raise LostError(str(error)) from error
        if isinstance(result, str):
            raise UserError(result)
        return result

    def give_up(self, handle: Any) -> None:
        """End a job that makes no progress."""
        with suppress(OSError, RuntimeError):
            handle.cancel()

    def close(self) -> None:
        """Leave the jobs that are under way to Slurm: what they write counts."""


def _render(piece: Piece) -> PieceResult | str:
    from scenewright.jobs.piece_work import render_piece  # noqa: PLC0415  (there, not here)

    try:
        return render_piece(piece)
    except UserError as error:
        return str(error)
