"""The bar at the bottom: what runs, how far it is, and its buttons."""

from PySide6.QtWidgets import QFrame

from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.session import Session
from scenewright.ui.theme.theme import Theme


class JobBar(QFrame):
    """Jobs of this user, the running one in front."""

    def __init__(self, jobs: JobList, theme: Theme) -> None:
        super().__init__()
        self._jobs = jobs
        self._theme = theme
        self.setObjectName("job_bar")

    def follow(self, session: Session) -> None:
        """Show jobs beside another project."""
