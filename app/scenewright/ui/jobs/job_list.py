"""The jobs of this user: running, and ended a short while ago."""

from PySide6.QtCore import QObject


class JobList(QObject):
    """All jobs, whether this window started them or another did."""
