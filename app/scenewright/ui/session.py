"""What every part of the window is given."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenewright.ui.document import ProjectDocument
from scenewright.ui.selection import Selection

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
    """

    document: ProjectDocument
    selection: Selection
    preview: "Preview"
    jobs: "JobList"
