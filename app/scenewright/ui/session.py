"""What every part of the window is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoGroup

from scenewright.ui.document import ProjectDocument
from scenewright.ui.growth import Growth
from scenewright.ui.selection import Selection
from scenewright.ui.settings import Settings
from scenewright.ui.theme.theme import Theme

if TYPE_CHECKING:
    from scenewright.ui.jobs.job_list import JobList
    from scenewright.ui.preview.preview import Preview


@dataclass(frozen=True, eq=False)
class Session:
    """One open project.

    Attributes:
        document: The project.
        selection: What the user looks at.
        preview: Frames of the project as it is now, drawn by a process of its own.
        jobs: Long work in processes of its own.
        settings: What the window remembers.
        theme: Light or dark.
        save: Writes the project to its file, and returns whether that went well; the user is told if not.
        undo_group: What undo undoes: the project's edits, or what a page with decisions of its own puts in front.
        growth: Makes pages piece by piece.
    """

    document: ProjectDocument
    selection: Selection
    preview: "Preview"
    jobs: "JobList"
    settings: Settings
    theme: Theme
    save: Callable[[], bool]
    undo_group: QUndoGroup
    growth: Growth = field(default_factory=Growth)


def open_session(
    document: ProjectDocument,
    jobs: "JobList",
    settings: Settings,
    theme: Theme,
    save: Callable[[], bool] = lambda: False,
    slice_s: float | None = None,
) -> Session:
    """Return a session for a document, its preview process ready to be asked.

    Args:
        document: The project; owns what it needs.
        jobs: Of the window.
        settings: Of the window.
        theme: Of the window.
        save: As in `Session`.
        slice_s: As in `Growth`.
    """
    from scenewright.ui.preview.preview import Preview  # noqa: PLC0415  (the start page must not wait for it)

    growth = Growth(slice_s, document)
    preview = Preview(document, parent=document)
    undo_group = undo_group_of(document)
    return Session(document, Selection(document), preview, jobs, settings, theme, save, undo_group, growth)


def undo_group_of(document: ProjectDocument) -> QUndoGroup:
    """Return a group of undo stacks of which the document's is the one in front."""
    group = QUndoGroup(document)
    group.addStack(document.undo_stack)
    group.setActiveStack(document.undo_stack)
    return group
