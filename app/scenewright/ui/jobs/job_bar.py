"""The bar at the bottom: what runs and what ended, the running first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from scenewright.ui.jobs.job import Job
from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.jobs.job_row import JobRow
from scenewright.ui.theme.theme import Theme

_MOST = 3


class JobBar(QFrame):
    """As high as there are jobs to show; hidden without any."""

    opened = Signal(object)
    """The job that the user wants to see."""

    def __init__(self, jobs: JobList, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("job_bar")
        self._jobs = jobs
        self._theme = theme
        self._rows: dict[Job, JobRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        for signal in (jobs.added, jobs.removed, jobs.ended):
            signal.connect(lambda _: self._arrange())
        self._arrange()

    def _arrange(self) -> None:
        """Show the running ones and, as far as there is room, those that ended last."""
        wanted = sorted(self._jobs.jobs, key=lambda job: (not job.is_running, -job.started))[:_MOST]
        for job in [job for job in self._rows if job not in wanted]:
            row = self._rows.pop(job)
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        for number, job in enumerate(wanted):
            if job not in self._rows:
                self._rows[job] = JobRow(job, self._theme, self._jobs.dismiss)
                self._rows[job].opened.connect(self.opened)
            self._layout.insertWidget(number, self._rows[job])
        self.setVisible(bool(wanted))
