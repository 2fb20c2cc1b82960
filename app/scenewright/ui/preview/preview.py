"""Frames of the open project, drawn by a process of its own that may die without taking the window along."""

from PySide6.QtCore import QObject


class Preview(QObject):
    """The preview process, seen from the window."""
