"""How long, how large and how dear a run will be: from the preview's own frames, or measured on purpose."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from scenewright.jobs.events import Event, Finished, Metric
from scenewright.ui.jobs.job_process import JobProcess
from scenewright.ui.language import translate
from scenewright.ui.pages.preflight import Outlook
from scenewright.ui.pages.run_wish import RunWish
from scenewright.ui.session import Session


class OutlookSource(QObject):
    """Keeps the outlook of a session's next run."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._values: Mapping[str, float] | None = None
        self._measured_wish: RunWish | None = None
        self._process: JobProcess | None = None
        self._measuring: RunWish | None = None
        self.trouble = ""
        session.preview.measured_changed.connect(self.changed)
        session.document.changed.connect(self._forget)

    @property
    def is_measuring(self) -> bool:
        """Whether a measurement runs."""
        return self._process is not None

    def outlook(self, wish: RunWish) -> Outlook | None:
        """Return what is expected of a run; nothing where nothing was measured yet.

        A measurement counts for the engine and the number of processes that it was made with, and the preview's frames
        for the built-in engine, which draws them.
        """
        seen = self._session.preview.measured
        name = "" if seen is None or wish.engine != "embedded" else seen.engine.get("adapter", "")
        if self._values is not None and self._measured_wish is not None and _is_alike(self._measured_wish, wish):
            return _measured(self._values, wish.price_per_hour, name)
        if seen is None or wish.engine != "embedded":
            return None
        frames = self._session.document.spec.output.frames
        seconds = sum(seen.seconds.values()) * frames
        words = translate("generate", "Measured on the preview's frames, with one process.")
        is_software, cost = seen.engine.get("adapter_type") == "CPU", _cost(seconds, wish.price_per_hour)
        return Outlook(frames, seconds, float(seen.bytes * frames), cost, name, is_software, source=words)

    def measure(self, wish: RunWish) -> None:
        """Draw some frames as the run would, and measure them; the project is saved first."""
        if self._process is not None or not self._session.save():
            return
        self.trouble = ""
        self._measuring = wish
        self._process = JobProcess(parent=self)
        self._process.reported.connect(self._take)
        self._process.finished.connect(self._end)
        self._process.start(wish.estimate_arguments(self._session.document.path))
        self.changed.emit()

    def stop(self) -> None:
        """End a measurement early."""
        if self._process is not None:
            self._process.stop()

    def _take(self, event: Event) -> None:
        if isinstance(event, Metric):
            self._values, self._measured_wish = event.values, self._measuring

    def _end(self, finished: Finished) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process = None
        self.trouble = finished.message if finished.outcome == "failed" else ""
        self.changed.emit()

    def _forget(self) -> None:
        if self._values is not None:
            self._values = None
            self.changed.emit()


def _is_alike(one: RunWish, other: RunWish) -> bool:
    """Return whether a run takes as long as another of the same project."""
    return (one.engine, one.workers) == (other.engine, other.workers)


def _cost(seconds: float, price_per_hour: float) -> float | None:
    return seconds / 3600 * price_per_hour if price_per_hour > 0 else None


def _measured(values: Mapping[str, float], price_per_hour: float, engine: str) -> Outlook:
    words = translate("generate", "Measured on {count} frames with {workers} processes.")
    return Outlook(
        frames=int(values["frames"]),
        seconds=values["duration_s"],
        disk_bytes=values["disk_bytes"],
        cost=_cost(values["duration_s"], price_per_hour),
        engine=engine,
        is_software=bool(values.get("is_software", 0)),
        empty_share=values.get("empty_share"),
        source=words.format(count=int(values["measured_frames"]), workers=int(values["workers"]) or 1),
    )
