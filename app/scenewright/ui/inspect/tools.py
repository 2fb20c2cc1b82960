"""What stands over the grid: filter, saved views, order, size, and what can be done with selected frames."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from scenewright.inspection.measures import measures_of
from scenewright.ui.fields.elided import ElidedCombo
from scenewright.ui.inspect.frame_buttons import FrameButtons
from scenewright.ui.inspect.grid import WIDTHS
from scenewright.ui.inspect.opened import OpenedDataset
from scenewright.ui.inspect.words import measure_title
from scenewright.ui.layouts import add_layout
from scenewright.ui.theme import tokens
from scenewright.ui.theme.icons import icon


class GridTools(QWidget):
    """Two rows: what is shown, and what is done."""

    width_chosen = Signal(int)
    boxes_toggled = Signal(bool)
    masks_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._dataset: OpenedDataset | None = None
        self.filter = QLineEdit()
        self.filter.setObjectName("inspect_filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.setPlaceholderText(self.tr("Filter, such as class=cup occlusion<0.5 tag=missed aside=no"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self._trouble = QLabel()
        self._trouble.setProperty("role", "error")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._only = QPushButton(icon("close"), "")
        self._only.setObjectName("inspect_only")
        self._only.setAccessibleName(self.tr("Show all frames again"))
        self._only.hide()
        self.views, self.sort = QComboBox(), ElidedCombo()
        self._order = QToolButton()
        self._masks = _toggle("inspect_masks", "mask", self.tr("Show masks"), on=False)
        self._masks.setEnabled(False)
        self._selected = 0
        self.frames = FrameButtons()
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._lay_out()
        self.filter.returnPressed.connect(self._apply)
        self.filter.editingFinished.connect(self._apply)
        self.views.activated.connect(self._choose_view)
        self.sort.currentIndexChanged.connect(self._sort)
        self._order.toggled.connect(self._sort)
        self._only.clicked.connect(lambda: self._dataset and self._dataset.show_only(None))

    def follow(self, dataset: OpenedDataset | None) -> None:
        """Work on another dataset."""
        self._dataset = dataset
        self.frames.follow(dataset)
        self.filter.clear()
        self._trouble.hide()
        if dataset is not None:
            dataset.shown_changed.connect(self._show)
            dataset.grown.connect(self._show_measures)
            dataset.decided.connect(self._show_views)
            dataset.decided.connect(self._show)
        self._show_views()
        self._show()

    @property
    def trouble(self) -> str:
        """Why the filter that was typed cannot be meant; empty where it can."""
        return self._trouble.text()

    def show_selected(self, rows: list[int]) -> None:
        """Say how many images are selected, and offer what can be done with them."""
        self._selected = len(rows)
        self.frames.show_selected([] if self._dataset is None else self._dataset.frames(rows))
        self._show()

    def _lay_out(self) -> None:
        keep = QPushButton(self.tr("Keep view"))
        keep.setObjectName("inspect_keep_view")
        keep.setToolTip(self.tr("Keep this filter under a name"))
        keep.clicked.connect(self._keep_view)
        self.views.setObjectName("inspect_views")
        self.views.setAccessibleName(self.tr("Saved views"))
        self.sort.setObjectName("inspect_sort")
        self.sort.setAccessibleName(self.tr("Order"))
        self.sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sort.setMinimumContentsLength(7)  # the row must fit a window of 1280
        self._order.setObjectName("inspect_descending")
        self._order.setIcon(icon("down"))
        self._order.setCheckable(True)
        self._order.setToolTip(self.tr("Largest first"))
        self._order.setAccessibleName(self.tr("Largest first"))
        size = QSlider(Qt.Orientation.Horizontal)
        size.setObjectName("inspect_size")
        size.setAccessibleName(self.tr("Size of pictures"))
        size.setToolTip(self.tr("Size of pictures"))
        size.setRange(0, len(WIDTHS) - 1)
        size.setValue(1)
        size.setFixedWidth(72)
        size.valueChanged.connect(lambda number: self.width_chosen.emit(WIDTHS[number]))
        boxes = _toggle("inspect_boxes", "labels", self.tr("Show boxes"), on=True)
        boxes.toggled.connect(self.boxes_toggled)
        self._masks.toggled.connect(self.masks_toggled)
        upper = QHBoxLayout()
        upper.addWidget(self.filter, 1)
        upper.addWidget(self.frames.shows_aside)
        upper.addWidget(self.views)
        upper.addWidget(keep)
        lower = QHBoxLayout()
        lower.addWidget(self._only)
        lower.addWidget(self._count)
        lower.addStretch(1)
        lower.addWidget(self.frames)
        row: tuple[QWidget, ...] = (QLabel(self.tr("Order")), self.sort, self._order, size, boxes, self._masks)
        for widget in row:
            lower.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        layout.setSpacing(tokens.SPACE_S)
        add_layout(layout, upper)
        layout.addWidget(self._trouble)
        add_layout(layout, lower)

    def _apply(self) -> None:
        if self._dataset is None or self.filter.text() == self._dataset.filter:
            return
        trouble = self._dataset.show_filter(self.filter.text())
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._show()

    def _choose_view(self, number: int) -> None:
        if number > 0:
            self.filter.setText(str(self.views.itemData(number)))
            self._apply()

    def _keep_view(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setLabelText(self.tr("Name of the view"))
        dialog.textValueSelected.connect(self._save_view)
        dialog.open()

    def _save_view(self, name: str) -> None:
        if self._dataset is not None and name:
            self._dataset.save_view(name, self._dataset.filter)

    def _sort(self) -> None:
        self._order.setIcon(icon("down" if self._order.isChecked() else "up"))
        if self._dataset is not None:
            self._dataset.sort_by(self.sort.currentData() or "", descending=self._order.isChecked())

    def _show(self) -> None:
        dataset = self._dataset
        if dataset is None or dataset.examined is None:
            self._count.clear()
            self._only.hide()
            return
        if not self.filter.hasFocus():
            self.filter.setText(dataset.filter)
        total = len(dataset.examined.source.columns.images)
        words = self.tr("{0} of {1} images").format(len(dataset.rows), total)
        self._count.setText(words + (self.tr(", {0} selected").format(self._selected) if self._selected else ""))
        self.frames.refresh()
        self._only.setVisible(dataset.only is not None)
        self._only.setText(self.tr("Only what a finding shows"))

    def _show_measures(self) -> None:
        if self._dataset is None or self._dataset.examined is None:
            return
        source = self._dataset.examined.source
        has_masks = bool((source.columns.images.mask[:1] != "").any())
        self._masks.setEnabled(has_masks)
        self._masks.setToolTip(self.tr("Show masks") if has_masks else self.tr("This dataset holds no instance masks"))
        names = [(self.tr("As made"), ""), *((measure_title(m), m.name) for m in measures_of(source))]
        if self.sort.count() == len(names):
            return
        chosen = self.sort.currentData()
        self.sort.blockSignals(True)
        self.sort.clear()
        for title, name in names:
            self.sort.addItem(title, name)
        self.sort.setCurrentIndex(max(0, self.sort.findData(chosen)))
        self.sort.blockSignals(False)

    def _show_views(self) -> None:
        self.views.clear()
        self.views.addItem(self.tr("Saved views"))
        for name, text in ({} if self._dataset is None else self._dataset.curation.views).items():
            self.views.addItem(name, text)
        self.views.setEnabled(self.views.count() > 1)


def _toggle(name: str, picture: str, words: str, *, on: bool) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(icon(picture))
    button.setCheckable(True)
    button.setChecked(on)
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button
