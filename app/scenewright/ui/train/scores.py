"""What is known about a trained model: its scores, and above all whether it was tested on real pictures."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from scenewright.jobs.evaluation import gap_of, gap_sentence
from scenewright.jobs.training_report import read_json
from scenewright.ui.cards import words
from scenewright.ui.language import translate
from scenewright.ui.train.parts import below, beside, button

_COLUMNS = ("AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large", "mIoU")


class ScoresView(QWidget):
    """A banner, a table with a row for each set and class, and ways to the mistakes."""

    def __init__(self, show_mistakes: Callable[[Path, set[str]], object]) -> None:
        super().__init__()
        self._show_mistakes = show_mistakes
        self._evaluations: dict[str, dict[str, Any]] = {}
        self.banner = words("", "notice", "train_banner")
        self.banner.setMargin(8)
        self._table = QTableWidget()
        self._table.setObjectName("train_scores")
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.verticalHeader().hide()
        self._table.setAccessibleName(translate("train", "Scores"))
        self._mistakes = QWidget()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.banner, self._table, self._mistakes):
            self._layout.addWidget(widget)
        self.show_run(None)

    def show_run(self, run: Path | None) -> None:
        """Show the evaluations of a run."""
        places = sorted(run.glob("evaluations/*/scores.json")) if run is not None else []
        found = {place.parent.name: read_json(place) for place in places}
        self._evaluations = {name: data for name, data in found.items() if data}
        self._show_banner()
        self._fill()
        self._offer_mistakes(run)

    def _show_banner(self) -> None:
        is_real = any(item["is_real"] for item in self._evaluations.values())
        gap = gap_of(self._evaluations)
        if gap is not None:
            text, kind = gap_sentence(gap, "mIoU" if self._is_semantic() else "AP"), "ok"
        elif is_real:
            text, kind = translate("train", "Tested on real pictures."), "ok"
        else:
            text = translate("train", "Not tested on real images: the scores say how well it knows synthetic ones.")
            kind = "warning"
        self.banner.setText(text)
        self.banner.setProperty("kind", kind)
        self.banner.style().unpolish(self.banner)
        self.banner.style().polish(self.banner)

    def _is_semantic(self) -> bool:
        return any(item["task"] == "semantic" for item in self._evaluations.values())

    def _fill(self) -> None:
        rows = []
        for title, item in self._titles().items():
            rows.append((title, item["overall"]))
            rows += [(f"    {each}", values) for each, values in item["by_class"].items()]
        columns = [name for name in _COLUMNS if any(name in values or "IoU" in values for _, values in rows)]
        columns = [name for name in columns if any(_value(values, name) is not None for _, values in rows)]
        places = {title: item["dataset"] for title, item in self._titles().items()}
        table = self._table
        table.setVisible(bool(rows))
        table.setRowCount(len(rows))
        table.setColumnCount(1 + len(columns))
        table.setHorizontalHeaderLabels([translate("train", "Measured on"), *(c.replace("_", " ") for c in columns)])
        for row, (title, values) in enumerate(rows):
            name_cell = QTableWidgetItem(title)
            name_cell.setToolTip(places.get(title, ""))
            table.setItem(row, 0, name_cell)
            for column, name in enumerate(columns, 1):
                value = _value(values, name)
                cell = QTableWidgetItem("" if value is None else f"{value:.3f}")
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, column, cell)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(1, 1 + len(columns)):
            table.setColumnWidth(column, 92)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setFixedHeight(34 + 30 * min(10, len(rows)))

    def _titles(self) -> dict[str, dict[str, Any]]:
        """Return the evaluations by what the user calls them: the set's folder, told apart by the one above it."""
        folders = [Path(item["dataset"]) for item in self._evaluations.values()]
        titles = {}
        for folder, item in zip(folders, self._evaluations.values(), strict=True):
            is_alone = sum(other.name == folder.name and other != folder for other in folders) == 0
            kind = translate("train", "real") if item["is_real"] else translate("train", "synthetic")
            if item.get("is_held_back"):
                kind = translate("train", "{kind}, held back").format(kind=kind)
            titles[f"{folder.name if is_alone else f'{folder.parent.name}/{folder.name}'} ({kind})"] = item
        return titles

    def _offer_mistakes(self, run: Path | None) -> None:
        self._layout.removeWidget(self._mistakes)
        self._mistakes.hide()
        self._mistakes.deleteLater()
        names = {
            "miss": translate("train", "Missed"),
            "false_positive": translate("train", "False alarms"),
            "confusion": translate("train", "Confused"),
            "poor_map": translate("train", "Poor maps"),
        }
        lines = []
        for (name, item), title in zip(self._evaluations.items(), self._titles(), strict=True):
            dataset = Path(item["dataset"])
            if run is None or not item.get("mistakes") or not dataset.is_dir():
                continue
            name_label = words(title, "muted")
            name_label.setWordWrap(False)
            buttons: list[QWidget] = [name_label]
            for kind, count in item["mistakes"].items():
                tip = translate("train", "Show the pictures of {set} with this mistake in Inspect").format(set=title)
                do = _opener(self._show_mistakes, dataset, run / "evaluations" / name / "mistakes.json", kind)
                buttons.append(button(f"mistakes_{kind}", f"{names[kind]}: {count}", tip, do))
            lines.append(beside(*buttons, stretch=True))
        self._mistakes = below(*lines)
        self._layout.addWidget(self._mistakes)


def _opener(show: Callable[[Path, set[str]], object], dataset: Path, place: Path, kind: str) -> Callable[[], object]:
    def do() -> None:
        images = read_json(place).get("images", [])
        wrong = [image for image in images if any(m["kind"] == kind for m in image["mistakes"])]
        show(dataset, {os.path.relpath(image["picture"], dataset) for image in wrong})

    return do


def _value(values: dict[str, float], name: str) -> float | None:
    return values.get(name, values.get("IoU") if name == "mIoU" else None)
