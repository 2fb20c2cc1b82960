"""A share of a job kept going: started, watched, ended when it is stuck, and started again where it stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from scenewright.errors import UserError
from scenewright.render.isaac.budgets import Budgets
from scenewright.render.isaac.installations import Installation
from scenewright.render.isaac.isaac_worker.frames import frame_path
from scenewright.render.isaac.launching import container_name, mark_of, start
from scenewright.render.isaac.log_causes import cause_in
from scenewright.render.isaac.process_tree import end_tree
from scenewright.render.isaac.settings import IsaacSettings
from scenewright.render.isaac.watching import WatchedProcess, read_status
from scenewright.render.isaac.worker_job import DATASET_ANNOTATORS, OUT, Share, write_job
from scenewright.render.stage.job import WrittenStage

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Setup:
    """What all shares of a job have in common.

    Attributes:
        installation: Which Isaac Sim.
        settings: The person's choices.
        budgets: What a process may take.
        cache: Where containers keep shaders.
        omnipbr: Whether changeable materials are OmniPBR.
        tell: Told what people should know.
        annotators: What is read of each camera.
    """

    installation: Installation
    settings: IsaacSettings
    budgets: Budgets
    cache: Path
    omnipbr: bool
    tell: Tell
    annotators: Sequence[str] = DATASET_ANNOTATORS


class RunningShare:
    """Frames of a stage that one process after another draws."""

    def __init__(self, setup: Setup, stage: WrittenStage, share: Share) -> None:
        """Start drawing.

        Raises:
            UserError: Isaac Sim cannot be started.
        """
        self._setup, self._stage, self._share = setup, stage, share
        self._wanted = list(share.indices)
        self._failures = 0
        self._log: IO[bytes] | None = None
        self._watched: WatchedProcess | None = None
        self._start()

    @property
    def phase(self) -> str:
        """What the process does now."""
        return "ended" if self._watched is None else self._watched.phase

    def holds(self, index: int) -> bool:
        """Tell whether a frame of this share is still to be taken."""
        return index in self._wanted

    def path(self, index: int) -> Path:
        """Return where a frame lies once it is there."""
        return frame_path(self._stage.folder / OUT, index)

    def taken(self, index: int) -> None:
        """Remove a frame that is not needed on disk any more."""
        self._wanted.remove(index)
        self.path(index).unlink(missing_ok=True)

    def redraw(self, index: int, reason: str) -> None:
        """Throw a frame away and draw it again, by a fresh process."""
        self._setup.tell(f"Frame {index} is drawn again: {reason}")
        self.path(index).unlink(missing_ok=True)
        self._end()
        self._start()

    def look_after(self) -> None:
        """See to the process: end it where it is stuck, start it again where frames are missing.

        Raises:
            UserError: It fails again and again; the message says why, as far as that is known.
        """
        if self._watched is None:
            return
        outcome, message = read_status(self._stage.folder / self._share.status)
        trouble = self._watched.trouble()
        if not self._watched.has_ended() and not trouble:
            return
        frames = self._watched.frames
        reason = trouble or f"ended (exit code {self._watched.process.returncode})"
        self._end()
        left = self._left()
        if not left:
            return
        if outcome == "recycled":
            self._setup.tell(f"Isaac Sim holds much memory; a fresh process goes on at frame {left[0]}.")
        else:
            self._count_failure(frames, _last_line(message) or reason, left)
        self._start()

    def close(self, *, at_once: bool) -> None:
        """End the process: at once, or after the time it has to close by itself."""
        if self._watched is not None and not at_once:
            self._watched.stop()
            self._watched.ended_within(self._setup.budgets.close_s)
        self._end()

    def _left(self) -> list[int]:
        return [index for index in self._wanted if not self.path(index).exists()]

    def _count_failure(self, frames: int, reason: str, left: list[int]) -> None:
        self._failures = 1 if frames else self._failures + 1
        cause = cause_in(self._log_path())
        text = f"Isaac Sim on graphics card {self._share.gpu} {reason}"
        if self._failures >= self._setup.budgets.most_failures:
            raise UserError(
                f"{text}, {self._failures} times in a row at frame {left[0]}. {cause}"
                f" Its log is {self._log_path()}. The frames before are kept; the same command goes on there."
            )
        self._setup.tell(f"{text}; started again at frame {left[0]}. {cause}".strip())

    def _start(self) -> None:
        left = self._left()
        if not left:
            return
        setup = self._setup
        write_job(
            self._stage,
            replace(self._share, indices=tuple(left)),
            setup.installation,
            setup.settings,
            setup.budgets,
            omnipbr=setup.omnipbr,
            annotators=setup.annotators,
        )
        self._log = self._log_path().open("wb")
        process = start(
            setup.installation,
            self._stage.folder,
            self._share.job,
            self._share.gpu,
            setup.cache,
            self._log,
            eula_accepted=bool(setup.settings.eula_accepted),
        )
        self._watched = WatchedProcess(process, setup.budgets, self._hear)

    def _hear(self, event: dict[str, Any]) -> None:
        match event:
            case {"type": "phase", "phase": phase} if phase in _PHASES:
                self._setup.tell(_PHASES[phase])
            case {"type": "unsteady", "index": index}:
                self._setup.tell(f"The picture of frame {index} does not come to rest: its materials may load late.")
            case {"type": "looked_back", "index": index, "difference": difference} if difference > _RESTLESS:
                self._setup.tell(
                    f"The picture of frame {index}, drawn again at the end, is another one: materials were loaded late "
                    "or traces of other frames remain. Look at the pictures; more subframes help."
                )
            case _:
                return

    def _end(self) -> None:
        if self._watched is None:
            return
        folder, container = self._stage.folder, None
        if self._setup.installation.kind == "container" and self._setup.installation.runtime != "apptainer":
            name = container_name(folder, self._share.job)
            container = [self._setup.installation.runtime or "docker", "rm", "-f", name]
        end_tree(self._watched.process, mark_of(folder, self._share.job), container)
        self._watched = None
        if self._log is not None:
            self._log.close()

    def _log_path(self) -> Path:
        return self._stage.folder / f"isaac_{self._share.number}.log"


_RESTLESS = 6.0
_PHASES = {
    "opening the stage": "Isaac Sim runs and opens the stage.",
    "warming up": "Isaac Sim loads every material once, before the first frame.",
}


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return f"failed ({lines[-1].strip()})" if lines else ""
