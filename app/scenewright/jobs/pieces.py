"""A run on many machines: frames in pieces that any of them can make, in any order, and make again.

A frame is a function of project, seed and number, so whoever makes it makes the same. The pieces write into the dataset
itself, in a folder that every machine sees at the same place; a record is written last, so that a piece that is lost
half way leaves whole frames or none. Engines of others (`cluster_ray`, `cluster_slurm`) carry the pieces to machines.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from scenewright.datasets.layout import record_name
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Log
from scenewright.jobs.run_state import STOP_FILE, ask_to_stop, run_path
from scenewright.jobs.workers import Limits, SetAside
from scenewright.jobs.writing import Stages

_TICK_S = 0.25
_LOOK_EVERY_S = 1.0
_MOST_TRIES = 3
"""Machines are lost for reasons of their own: a frame is to blame only if it is lost again and again, alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames that one machine makes in one go.

    Attributes:
        project: The dataset's project file.
        base: Where its relative sources begin.
        folder: The dataset.
        engine: Which engine.
        frames: Which frames.
        workers: Processes that draw there; 0: the one that was given the piece.
        publish_to: Where the machine sends what it has made, besides; empty for nowhere.
    """

    project: str
    base: str
    folder: str
    engine: str
    frames: tuple[int, ...]
    workers: int = 0
    publish_to: str = ""


@dataclass(frozen=True, slots=True)
class PieceResult:
    """What came of a piece: each frame with its stage times, those that were set aside, and what drew."""

    made: tuple[tuple[int, Stages], ...]
    set_aside: tuple[SetAside, ...]
    engine: dict[str, str]


class LostError(Exception):
    """A piece was lost with the process or machine that had it; the message says how."""


class Cluster(Protocol):
    """Who carries pieces to machines.

    Attributes:
        capacity: How many pieces are under way at a time.
        frames_a_piece: So many frames a piece has at most.
        pieces_each: Pieces for each of those under way, in a small run: many where they start at once, so that none is
            left waiting for the last one.
    """

    capacity: int
    frames_a_piece: int
    pieces_each: int

    def submit(self, piece: Piece) -> Any:
        """Send a piece on its way; return a handle to it."""
        ...

    def ended(self, handles: Sequence[Any], timeout_s: float) -> list[Any]:
        """Return the handles of pieces that have ended, however they did, waiting so long for a first one."""
        ...

    def result(self, handle: Any) -> PieceResult:
        """Return what came of a piece that has ended; raises LostError, or UserError for what the user can mend."""
        ...

    def give_up(self, handle: Any) -> None:
        """End a piece that makes no progress."""
        ...

    def close(self) -> None:
        """Let go of the machines."""
        ...


@dataclass(eq=False)
class _UnderWay:
    piece: Piece
    unseen: set[int]
    silent_s: float = 0.0
    has_begun: bool = False


@dataclass(eq=False)
class Pieces:
    """Frames on their way through a cluster.

    Attributes:
        cluster: Who carries them.
        like: What all pieces share; its frames are ignored.
        missing: The frames to make.
        emit: Told of pieces that were lost.
        stop: Ends the work early: pieces that wait are given up, and those under way end with the frames they are at.
        limits: How long a piece may make no progress.
    """

    cluster: Cluster
    like: Piece
    missing: Sequence[int]
    emit: Emit
    stop: Callable[[], bool]
    limits: Limits = field(default_factory=Limits)
    _under_way: dict[Any, _UnderWay] = field(default_factory=dict)
    _tries: Counter[int] = field(default_factory=Counter)

    def frames(self, engine: dict[str, str]) -> Iterator[tuple[int, Stages] | SetAside]:
        """Yield each frame's index, and its stage times as far as they are known, once it is on disk.

        Raises:
            UserError: A machine met something the user can mend.
        """
        todo = deque(self._cut(self.missing))
        looked_at, is_halted = monotonic(), False
        try:
            while self._under_way or (todo and not self.stop()):
                if self.stop() and not is_halted:
                    is_halted = True
                    yield from self._halt()
                while todo and len(self._under_way) < self.cluster.capacity and not self.stop():
                    piece = todo.popleft()
                    self._under_way[self.cluster.submit(piece)] = _UnderWay(piece, set(piece.frames))
                for handle in self.cluster.ended(list(self._under_way), _TICK_S):
                    work = self._under_way.pop(handle)
                    yield from self._seen(work)
                    yield from self._result(handle, work, todo, engine)
                now = monotonic()
                if now - looked_at >= _LOOK_EVERY_S:
                    for handle, work in self._under_way.items():
                        yield from self._seen(work)
                        self._give_up_if_silent(handle, work, min(now - looked_at, 2 * _LOOK_EVERY_S))
                    looked_at = now
        finally:
            self.cluster.close()

    def _cut(self, frames: Sequence[int]) -> Iterator[Piece]:
        most = -(-len(frames) // (self.cluster.pieces_each * self.cluster.capacity))
        size = max(1, min(self.cluster.frames_a_piece, most))
        for start in range(0, len(frames), size):
            yield replace(self.like, frames=tuple(frames[start : start + size]))

    def _halt(self) -> Iterator[tuple[int, Stages]]:
        """Tell the machines to end with the frames that they are at; what waits for a machine does not begin."""
        stop_file = run_path(Path(self.like.folder), STOP_FILE)
        if not stop_file.exists():
            ask_to_stop(Path(self.like.folder))
        for handle, work in self._under_way.items():
            yield from self._seen(work)
            if not work.has_begun:
                self.cluster.give_up(handle)

    def _seen(self, work: _UnderWay) -> Iterator[tuple[int, Stages]]:
        """Yield the frames of a piece under way whose records are there by now."""
        folder = Path(self.like.folder)
        for index in sorted(work.unseen):
            if (folder / record_name(index)).exists():
                work.unseen.discard(index)
                work.silent_s, work.has_begun = 0.0, True
                yield index, {}

    def _result(
        self, handle: Any, work: _UnderWay, todo: deque[Piece], engine: dict[str, str]
    ) -> Iterator[tuple[int, Stages] | SetAside]:
        try:
            result = self.cluster.result(handle)
        except LostError as error:
            if not self.stop():
                yield from self._again(work, str(error), todo)
            return
        engine.update(result.engine)
        yield from ((index, stages) for index, stages in result.made if index in work.unseen)
        yield from result.set_aside

    def _again(self, work: _UnderWay, reason: str, todo: deque[Piece]) -> Iterator[SetAside]:
        """Send the frames of a lost piece once more, in smaller pieces, so that one to blame is soon alone."""
        left = sorted(work.unseen)
        self._tries.update(left)
        if left:
            self.emit(Log("warning", f"A piece of {len(work.piece.frames)} frames was lost ({reason}); made again."))
        if len(work.piece.frames) == 1 and left and self._tries[left[0]] >= _MOST_TRIES:
            self.emit(Log("warning", f"Frame {left[0]} was lost {_MOST_TRIES} times ({reason}): it is set aside."))
            yield SetAside(left[0], reason)
            return
        size = max(1, len(work.piece.frames) // 4)
        todo.extend(replace(work.piece, frames=tuple(left[k : k + size])) for k in range(0, len(left), size))

    def _give_up_if_silent(self, handle: Any, work: _UnderWay, seconds: float) -> None:
        if work.has_begun:  # before, it may wait for a machine for days
            work.silent_s += seconds
        if work.silent_s > 5 * self.limits.patience_s:
            work.silent_s = 0.0
            self.cluster.give_up(handle)


def opened_cluster(address: str, workers: int, run_folder: Path, options: dict[str, str]) -> Cluster:
    """Return a cluster by its address.

    Args:
        address: 'ray' (this machine, or where RAY_ADDRESS says), 'ray://HOST:10001', 'slurm', or 'local': Slurm's
            stand-in on this machine.
        workers: How many pieces are under way at a time; 0: as many as there are machines for.
        run_folder: Where the cluster's own files go.
        options: What the engine is told besides, such as a Slurm partition.

    Raises:
        UserError: The address is unknown, the extra is not installed, or nobody answers there.
    """
    if address == "ray" or address.startswith("ray://"):
        from scenewright.jobs.cluster_ray import RayCluster  # noqa: PLC0415  (an optional extra)

        return RayCluster(address, workers, options)
    if address in ("slurm", "local"):
        from scenewright.jobs.cluster_slurm import SlurmCluster  # noqa: PLC0415

        return SlurmCluster(address, workers, run_folder, options)
    raise UserError(f"--cluster {address!r} is unknown: write ray, ray://HOST:10001, slurm or local.")
