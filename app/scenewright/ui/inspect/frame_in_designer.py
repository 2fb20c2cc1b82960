"""The way from a dataset's frame to the designer: its own project, opened at that frame, its plan compared."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scenewright.errors import UserError
from scenewright.inspection.replaying import Difference, plan_differences, refuse_merged
from scenewright.spec.project import ProjectSpec
from scenewright.ui.background import in_background
from scenewright.ui.language import translate
from scenewright.ui.notices import Kind

if TYPE_CHECKING:
    from scenewright.ui.window import DesignerWindow

_MOST_TOLD = 3


def open_frame(window: "DesignerWindow", folder: Path, spec: ProjectSpec, index: int) -> None:
    """Open a frame in the designer as it was made, and say where its plan would be another one now.

    Args:
        window: The designer's; what is open there is left only once it is saved, as the user wishes.
        folder: The dataset.
        spec: Its project.
        index: The frame.
    """
    try:
        refuse_merged(folder, index)
    except UserError as error:
        window.tell("frame", str(error), "warning")
        return
    window.withdraw("frame")

    def compare() -> tuple[str, Kind]:
        try:
            return replay_words(index, plan_differences(folder, spec, index))
        except UserError as error:
            return str(error), "warning"

    def tell_when_open() -> None:
        in_background(compare, lambda told: window.tell("frame", *told), _owner(window))

    window.files.open_frame(folder, spec, index, tell_when_open)


def replay_words(index: int, differences: Sequence[Difference]) -> tuple[str, Kind]:
    """Say whether a frame's plan is the one that its dataset holds, and where not."""
    if not differences:
        words = translate("inspect", "Frame {0} as it was made: its plan is the very one that the dataset holds.")
        return words.format(index), "ok"
    nothing = translate("inspect", "nothing")
    told = "; ".join(
        translate("inspect", "{0}: {1} then, {2} now").format(item.name, item.stored or nothing, item.now or nothing)
        for item in differences[:_MOST_TOLD]
    )
    words = translate(
        "inspect",
        "Frame {0} is not drawn as it was made: {1} values of its plan are others ({2}). The program or the assets "
        "have changed since; the dataset's own picture and labels stay as they are.",
    )
    return words.format(index, len(differences), told), "warning"


def _owner(window: "DesignerWindow") -> QObject:
    return window.workspace or window
