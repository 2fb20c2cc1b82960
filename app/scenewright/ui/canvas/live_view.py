"""The view through a camera, with its labels."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scenewright.ui.canvas.marked import marked_owners, place_of_owner
from scenewright.ui.canvas.picture_view import PictureView
from scenewright.ui.canvas.reading import reading
from scenewright.ui.canvas.shown import Shown
from scenewright.ui.preview.wishes import PictureWish, PreviewFrame, Wish
from scenewright.ui.session import Session

_AHEAD = 4


class LiveView(QWidget):
    """The selected frame through the selected camera."""

    told = Signal(str)
    """What is under the pointer, in words."""
    showed = Signal(object)
    """The `PreviewFrame` that has just come on the screen."""

    def __init__(self, session: Session, shown: Shown, client: str = "live") -> None:
        """Show a session's frames; `client` is its name among those that want pictures."""
        super().__init__()
        self._session, self._shown, self._client = session, shown, client
        self._is_playing = False
        self.picture = PictureView(shown, session.theme)
        self.picture.setObjectName(f"{client}_picture")
        self.picture.setAccessibleName(self.tr("Live view"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture)
        self.picture.pointed.connect(self._read)
        self.picture.clicked.connect(self._select)
        selection = session.selection
        for signal in (selection.frame_changed, selection.camera_changed, shown.changed):
            signal.connect(self._ask)
        selection.place_changed.connect(self._mark)
        session.preview.frame_ready.connect(self._take)
        session.preview.problems_changed.connect(self._explain)

    def play(self, on: bool) -> None:
        """Show small pictures only, and the following ones beforehand, while a clip plays."""
        self._is_playing = on
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().hideEvent(event)
        self._session.preview.want(self._client, ())

    def _wish(self) -> PictureWish:
        selection = self._session.selection
        return PictureWish(selection.frame, selection.camera, layers=self._shown.layers)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        preview, wish = self._session.preview, self._wish()
        wishes: list[Wish] = [wish]
        if self._is_playing:
            small = preview.draft_of(wish)
            clip = self._session.document.spec.clip
            length = 1 if clip is None else clip.length
            first = wish.frame // length * length
            wishes = [replace(small, frame=first + (wish.frame - first + k) % length) for k in range(_AHEAD)]
        preview.want(self._client, wishes, urgency=0)

    def _take(self, frame: PreviewFrame) -> None:
        wish = self._wish()
        if replace(frame.wish, width_px=None) != wish or not self.isVisible():
            return
        now = self.picture.frame
        # A draft that comes late must not take the place of the whole picture of the same state.
        if now is not None and now.serial == frame.serial and now.scale > frame.scale and _same(now, frame):
            return
        self.picture.show_frame(frame)
        self._mark()
        self._explain()
        self.showed.emit(frame)

    def _mark(self, *_: object) -> None:
        frame = self.picture.frame
        if frame is not None:
            spec = self._session.document.spec
            self.picture.mark(marked_owners(spec, frame.plan, self._session.selection.place))

    def _explain(self) -> None:
        problems = self._session.preview.problems
        frame = self.picture.frame
        is_old = frame is None or frame.serial != self._session.preview.serial
        self.picture.show_message(problems[0].sentence if problems and is_old else "")

    def _read(self, pixel: tuple[int, int] | None) -> None:
        frame = self.picture.frame
        self.told.emit("" if frame is None or pixel is None else reading(frame, *pixel))

    def _select(self, owner: int) -> None:
        frame = self.picture.frame
        if frame is not None:
            self._session.selection.select(place_of_owner(self._session.document.spec, frame.plan, owner))


def _same(one: PreviewFrame, other: PreviewFrame) -> bool:
    return replace(one.wish, width_px=None) == replace(other.wish, width_px=None)
