"""Ray carries pieces to machines, or to the processors of this one: https://docs.ray.io/en/latest/ray-core."""

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from scenewright.errors import UserError
from scenewright.jobs.machine import usable_cores
from scenewright.jobs.pieces import LostError, Piece, PieceResult

_FRAMES_A_PIECE = 50
_PROCESSES_A_CARD = 8
_PIECES_A_PROCESS = 20
"""Then a fresh process takes its place, so that no leak of a driver grows for days."""


class RayCluster:
    """A Ray cluster, or a Ray of our own on this machine."""

    frames_a_piece, pieces_each = _FRAMES_A_PIECE, 4

    def __init__(self, address: str, workers: int, options: dict[str, str]) -> None:
        """Join a cluster; `options` are resources of a task, such as num_cpus=2 or num_gpus=0.5.

        Raises:
            UserError: Ray is not installed, or nobody answers.
        """
        try:
            import ray  # noqa: PLC0415  (an optional extra)
        except ImportError as error:
            raise UserError("Ray is not installed: pip install 'scenewright[cluster]'") from error
        self._ray: Any = ray
        try:
            quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR", "ignore_reinit_error": True}
            if address == "ray" and os.environ.get("RAY_ADDRESS"):
                self._ray.init(**quiet)
            elif address == "ray":
                own = {} if workers == 0 else {"num_cpus": max(workers, usable_cores())}
                self._ray.init(include_dashboard=False, **own, **quiet)
            else:
                self._ray.init(address, **quiet)
        except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
            raise UserError(
                f"No Ray cluster answers at {address}: {error}. Check the address, and that it runs."
            ) from error
        resources = self._ray.cluster_resources()
        cards = resources.get("GPU", 0)
        wanted = {name: float(value) for name, value in options.items()}
        if cards and "num_gpus" not in wanted:
            wanted["num_gpus"] = 1 / _PROCESSES_A_CARD
        self.capacity = workers or max(1, int(resources.get("CPU", 1)))
        usual: dict[str, float] = {"num_cpus": 1.0, "max_calls": _PIECES_A_PROCESS}
        self._task = self._ray.remote(max_retries=0, **{**usual, **wanted})(_render)

    def submit(self, piece: Piece) -> Any:
        """Send a piece on its way."""
        return self._task.remote(piece)

    def ended(self, handles: Sequence[Any], timeout_s: float) -> list[Any]:
        """Return what has ended."""
        done, _ = self._ray.wait(list(handles), num_returns=len(handles), timeout=timeout_s, fetch_local=False)
        return list(done)

    def result(self, handle: Any) -> PieceResult:
        """Return what came of a piece."""
        try:
            result: PieceResult = self._ray.get(handle)
        except self._ray.exceptions.RayTaskError as error:
            cause = error.cause
            if isinstance(cause, UserError):
                raise cause from error
            raise LostError(str(cause).strip().splitlines()[-1]) from error
        except self._ray.exceptions.RayError as error:
            raise LostError(type(error).__name__) from error
        return result

    def give_up(self, handle: Any) -> None:
        """End a piece that makes no progress."""
        with suppress(self._ray.exceptions.RayError):
            self._ray.cancel(handle, force=True)

    def close(self) -> None:
        """Leave the cluster."""
        self._ray.shutdown()


def _render(piece: Piece) -> PieceResult:
    import ray  # noqa: PLC0415  (there, not here)

    from scenewright.jobs.piece_work import render_piece  # noqa: PLC0415

    if cards := ray.get_gpu_ids():  # Vulkan does not heed CUDA_VISIBLE_DEVICES, by which Ray deals out cards
        os.environ["SCENEWRIGHT_ADAPTER"] = str(cards[0])
    return render_piece(piece)
