"""What every part of the window is given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoGroup

from scenewright.ui.document import ProjectDocument
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
    """

    document: ProjectDocument
    selection: Selection
    preview: "Preview"
    jobs: "JobList"
    settings: Settings
    theme: Theme
    save: Callable[[], bool]
    undo_group: QUndoGroup


def open_session(
    document: ProjectDocument,
    jobs: "JobList",
    settings: Settings,
    theme: Theme,
    save: Callable[[], bool] = lambda: False,
) -> Session:
    """Return a session for a document, its preview process ready to be asked."""
    from scenewright.ui.preview.preview import Preview  # noqa: PLC0415  (the start page must not wait for it)

    preview = Preview(document, parent=document)
    return Session(document, Selection(document), preview, jobs, settings, theme, save, undo_group_of(document))


def undo_group_of(document: ProjectDocument) -> QUndoGroup:
    """Return a group of undo stacks of which the document's is the one in front."""
    group = QUndoGroup(document)
    group.addStack(document.undo_stack)
    group.setActiveStack(document.undo_stack)
    return group
