"""Why does this frame look like this? Every drawn value, by what it belongs to; a click goes to its setting."""

from collections import Counter

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from scenewright.sampling.trace import Trace
from scenewright.spec.places import Place
from scenewright.ui.canvas.naming import entry_words, setting_words, value_words
from scenewright.ui.preview.wishes import TraceWish
from scenewright.ui.session import Session
from scenewright.ui.theme import tokens

_CLIENT = "why"
_PLACE = int(Qt.ItemDataRole.UserRole)
_PAUSE_MS = 120
_VALUE_SHARE = 0.46
"""Of the panel's width: long names of assets are cut, and whole in the tool tip."""

Group = tuple[Place, int | None]


class WhyPanel(QWidget):
    """Lists the draws of the selected frame."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("why_panel")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(260)
        self._session = session
        self._trace: Trace | None = None
        self._closed: set[Group] = set()
        self._title, self._filter, self._tree = QLabel(), QLineEdit(), QTreeWidget()
        self._title.setProperty("role", "heading")
        self._title.setWordWrap(True)
        self._filter.setObjectName("why_filter")
        self._filter.setPlaceholderText(self.tr("Filter: scale, cup, light…"))
        self._filter.setAccessibleName(self.tr("Filter the drawn values"))
        self._filter.setClearButtonEnabled(True)
        self._tree.setObjectName("why_tree")
        self._tree.setAccessibleName(self.tr("Drawn values of this frame"))
        self._tree.setColumnCount(2)
        self._tree.setHeaderLabels([self.tr("Setting"), self.tr("Drawn")])
        self._tree.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tree.setRootIsDecorated(True)
        self._tree.setUniformRowHeights(True)
        self._tree.setIndentation(14)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._tree.header().setStretchLastSection(False)
        hint = QLabel(self.tr("Click a value to go to its setting."))
        hint.setProperty("role", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        layout.setSpacing(tokens.SPACE_S)
        for widget, stretch in ((self._title, 0), (self._filter, 0), (self._tree, 1), (hint, 0)):
            layout.addWidget(widget, stretch)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._refresh)
        self._tree.itemClicked.connect(self._go)
        self._tree.itemActivated.connect(self._go)
        self._tree.itemCollapsed.connect(lambda item: self._closed.add(item.data(1, _PLACE)))
        self._tree.itemExpanded.connect(lambda item: self._closed.discard(item.data(1, _PLACE)))
        self._filter.textChanged.connect(lambda _text: self._show())
        session.selection.frame_changed.connect(self._ask)
        session.document.changed.connect(self._ask)
        for signal in (session.preview.frame_ready, session.preview.draws_changed):
            signal.connect(self._expect)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().showEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().resizeEvent(event)
        self._tree.header().resizeSection(1, round(self._tree.width() * _VALUE_SHARE))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().hideEvent(event)
        self._session.preview.want(_CLIENT, ())

    def _ask(self, *_: object) -> None:
        if self.isVisible():
            self._session.preview.want(_CLIENT, [TraceWish(self._session.selection.frame)], urgency=1)
            self._soon.start()

    def _expect(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _refresh(self) -> None:
        trace = self._session.preview.trace(self._session.selection.frame)
        if self.isVisible() and trace is not None and trace is not self._trace:
            self._trace = trace
            self._show()

    def _show(self) -> None:
        trace = self._trace
        if trace is None:
            return
        frame = trace.plan.index
        self._title.setText(self.tr("Why does frame {frame} look like this?").format(frame=frame))
        wanted = self._filter.text().lower().split()
        scroll = self._tree.verticalScrollBar().value()
        self._tree.setUpdatesEnabled(False)
        self._tree.blockSignals(True)
        self._tree.clear()
        groups = self._rows(trace)
        lamps = Counter(owner for owner, _ in groups if owner[0] == "lights")
        for (owner, number), rows in groups.items():
            title = entry_words(self._session.document.spec, owner)
            if number is not None and lamps[owner] != 1:  # a single lamp needs no number
                title += f" {number + 1}"
            shown = [row for row in rows if all(word in f"{title} {row[0]} {row[1]}".lower() for word in wanted)]
            if shown:
                self._add(title, (owner, number), shown)
        self._tree.blockSignals(False)
        self._tree.setUpdatesEnabled(True)
        self._tree.verticalScrollBar().setValue(scroll)

    def _rows(self, trace: Trace) -> dict[Group, list[tuple[str, str, Place]]]:
        """Return setting, value and place of all draws, and what found no place, by owner in the project's order."""
        spec = self._session.document.spec
        groups: dict[Group, list[tuple[str, str, Place]]] = {}
        for draw in trace.draws:
            row = (setting_words(spec, draw.place), value_words(draw), draw.place)
            groups.setdefault((draw.owner, draw.number), []).append(row)
        names = [group.name for group in spec.objects]
        for item in trace.plan.left_out:
            if item.group in names:
                place: Place = ("objects", names.index(item.group))
                row = (self.tr("found no place"), item.reason, (*place, "placement"))
                groups.setdefault((place, item.number), []).append(row)
        order = list(type(spec).model_fields)

        def rank(group: Group) -> tuple[int, tuple[int, ...], int]:
            owner, number = group
            return order.index(str(owner[0])), tuple(int(step) for step in owner[1:]), -1 if number is None else number

        return {group: groups[group] for group in sorted(groups, key=rank)}

    def _add(self, title: str, group: Group, rows: list[tuple[str, str, Place]]) -> None:
        parent = QTreeWidgetItem([title, ""])
        parent.setData(0, _PLACE, group[0])
        parent.setData(1, _PLACE, group)
        font = parent.font(0)
        font.setBold(True)
        parent.setFont(0, font)
        for setting, value, place in rows:
            item = QTreeWidgetItem([setting, value])
            item.setData(0, _PLACE, place)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, setting)
            item.setToolTip(1, value)
            parent.addChild(item)
        self._tree.addTopLevelItem(parent)
        parent.setFirstColumnSpanned(True)
        parent.setExpanded(group not in self._closed or bool(self._filter.text()))

    def _go(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        place = item.data(0, _PLACE)
        if place and item.parent() is not None:
            self._session.selection.reveal(tuple(place))
        elif place:
            self._session.selection.select(tuple(place))
