"""What the user looks at: view state, which is neither saved nor undone."""

from PySide6.QtCore import QObject, Signal

from scenewright.spec.places import Place


class Selection(QObject):
    """The place in the project that is selected, and the frame and camera that are shown.

    Places are those of `scenewright.spec.places`; ("objects", 1) is the second group of objects.
    """

    place_changed = Signal(tuple)
    """What the inspector shows and the canvas marks."""
    revealed = Signal(tuple)
    """A place whose control is to be brought into sight and given the focus: the window goes to its step."""
    frame_changed = Signal(int)
    camera_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place: Place = ()
        self._frame = 0
        self._camera = 0

    @property
    def place(self) -> Place:
        """What is selected; empty for nothing."""
        return self._place

    @property
    def frame(self) -> int:
        """The frame that is shown large."""
        return self._frame

    @property
    def camera(self) -> int:
        """Which of the project's cameras is looked through."""
        return self._camera

    def select(self, place: Place) -> None:
        """Select a part of the project."""
        if place != self._place:
            self._place = place
            self.place_changed.emit(place)

    def reveal(self, place: Place) -> None:
        """Select a setting and bring its control into sight."""
        self.select(place)
        self.revealed.emit(place)

    def show_frame(self, index: int) -> None:
        """Show another frame."""
        if index != self._frame:
            self._frame = index
            self.frame_changed.emit(index)

    def show_camera(self, number: int) -> None:
        """Look through another camera."""
        if number != self._camera:
            self._camera = number
            self.camera_changed.emit(number)
