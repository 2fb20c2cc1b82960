"""The visible history: every step that can be undone or done again; a click goes there."""

from PySide6.QtWidgets import QUndoView, QVBoxLayout, QWidget

from scenewright.ui.document import ProjectDocument
from scenewright.ui.language import translate
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon


class HistoryPanel(QWidget):
    """The document's undo stack as a list."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__()
        self.setObjectName("history_panel")
        self.setProperty("role", "panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S)
        view = QUndoView(document.undo_stack)
        view.setObjectName("history")
        view.setAccessibleName(translate("history", "History of edits"))
        view.setEmptyLabel(translate("history", "As it was opened"))
        view.setCleanIcon(icon("save"))
        layout.addWidget(view)
