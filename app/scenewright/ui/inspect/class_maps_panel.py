"""One class's place in the image and the directions it is seen from, as heat maps that narrow the grid."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from scenewright.inspection.maps import CellMap, class_maps
from scenewright.inspection.measures import Source
from scenewright.inspection.query import filter_text
from scenewright.ui.inspect.cell_map_view import CellMapView
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.theme import Theme


class ClassMapsPanel(QWidget):
    """A choice of a class, its location heat map and its view sphere."""

    condition_asked = Signal(str)
    """A condition that narrows the filter."""
    class_chosen = Signal(str)

    def __init__(self, theme: Theme, source: Source, class_name: str) -> None:
        super().__init__()
        self.setObjectName("inspect_class_maps")
        self._theme = theme
        self._maps: dict[str, list[CellMap]] = {}
        for drawn in (*class_maps(source, "places"), *class_maps(source, "directions")):
            self._maps.setdefault(drawn.class_name, []).append(drawn)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, tokens.SPACE_S)
        self._layout.setSpacing(tokens.SPACE_XS)
        self._classes = QComboBox()
        self._classes.setObjectName("inspect_map_class")
        self._classes.setAccessibleName(self.tr("Class whose places and directions are shown"))
        self._classes.addItems(list(self._maps))
        self._classes.setCurrentText(class_name)
        heading = QLabel(self.tr("Where objects are, and from where they are seen"))
        heading.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Class")))
        row.addWidget(self._classes, 1)
        self._layout.addWidget(heading)
        add_layout(self._layout, row)
        self._shown: list[QWidget] = []
        self._classes.currentTextChanged.connect(self._choose)
        self._show()
        self.setVisible(bool(self._maps))

    def _choose(self, class_name: str) -> None:
        self.class_chosen.emit(class_name)
        self._show()

    def _show(self) -> None:
        for widget in self._shown:
            self._layout.removeWidget(widget)
            widget.deleteLater()
        self._shown = []
        for drawn in self._maps.get(self._classes.currentText(), ()):
            title = self._title(drawn)
            label = QLabel(title)
            label.setWordWrap(True)
            label.setProperty("role", "muted")
            view = CellMapView(self._theme, title, drawn)
            view.setObjectName(f"map_{drawn.kind}")
            view.chosen.connect(
                lambda row, column, drawn=drawn: self.condition_asked.emit(filter_text(drawn.conditions(row, column)))
            )
            for widget in (label, view):
                self._layout.addWidget(widget)
                self._shown.append(widget)

    def _title(self, drawn: CellMap) -> str:
        if drawn.kind == "places":
            return self.tr("Where in the image: {0}").format(drawn.class_name)
        return self.tr("Seen from: {0} (the object's x axis points right)").format(drawn.class_name)
