"""Pictures of the project as it is now, kept while there is room, so that going back to one shows it at once."""

from scenewright.ui.preview.wishes import PictureWish, PreviewFrame

_MOST_BYTES = 300_000_000


class Kept:
    """The pictures by their wishes; those looked at longest ago go first."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._frames: dict[PictureWish, PreviewFrame] = {}
        self._most_bytes, self._bytes = most_bytes, 0

    def __contains__(self, wish: PictureWish) -> bool:
        return wish in self._frames

    def get(self, wish: PictureWish) -> PreviewFrame | None:
        """Return a picture, which then is the one looked at last."""
        frame = self._frames.pop(wish, None)
        if frame is not None:
            self._frames[wish] = frame
        return frame

    def add(self, frame: PreviewFrame) -> None:
        """Keep a picture; the newest is kept however large it is."""
        old = self._frames.pop(frame.wish, None)
        self._bytes += _size(frame) - (0 if old is None else _size(old))
        self._frames[frame.wish] = frame
        while self._bytes > self._most_bytes and len(self._frames) > 1:
            self._bytes -= _size(self._frames.pop(next(iter(self._frames))))

    def clear(self) -> None:
        """Forget all: the project has changed."""
        self._frames.clear()
        self._bytes = 0


def _size(frame: PreviewFrame) -> int:
    layers = sum(layer.pixels.nbytes for layer in frame.layers.values())
    return frame.rgb.nbytes + frame.ids.nbytes + frame.owners.nbytes + frame.depth.nbytes + layers
