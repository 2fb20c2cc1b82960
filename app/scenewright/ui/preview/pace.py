"""How large the first picture after a change may be, so that it comes while the hand still moves."""

from scenewright.ui.preview.wishes import PreviewFrame

GOAL_S = 0.06
"""For one draft: the one under way when the hand stops and the one that shows where it stopped must both be done in
250 ms, with what else a change takes."""

_SHARES = (1.0, 3 / 4, 1 / 2, 3 / 8, 1 / 4, 3 / 16, 1 / 8)
"""Few sizes, since the engine keeps targets for each."""
_FIRST_PX = 240
_LEAST_PX = 112
_WEIGHT = 0.4
"""Of the newest measurement: one slow frame must not spoil the picture, two must."""


class Pace:
    """What pictures have taken, and what others would take: a fixed part and one that grows with the pixels."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def learn(self, frame: PreviewFrame) -> None:
        """Note what a picture took."""
        width, height = frame.camera.intrinsics.width, frame.camera.intrinsics.height
        seconds = frame.seconds.get("draw", 0.0) + frame.seconds.get("derive", 0.0)
        known = self._seconds.get(width * height)
        self._seconds[width * height] = seconds if known is None else known + _WEIGHT * (seconds - known)

    def forget(self) -> None:
        """Begin anew: it is another project, or another machine that draws."""
        self._seconds.clear()

    def seconds(self, pixels: int) -> float | None:
        """Return what a picture is expected to take; None where nothing is known.

        Time grows with the pixels at most in proportion, and never falls: the nearest smaller picture that is known
        gives the upper bound, a larger one that was fast enough a better one.
        """
        if not self._seconds:
            return None
        above = [seconds for size, seconds in self._seconds.items() if size >= pixels]
        below = [seconds * pixels / size for size, seconds in self._seconds.items() if size < pixels]
        return min([*above, *below])

    def width(self, full_px: int, height_px: int) -> int:
        """Return the width of the first picture of a camera; the full width where that is fast enough."""
        if not self._seconds:
            return min(full_px, _FIRST_PX)
        widths = [round(full_px * share) for share in _SHARES]
        usable = [width for width in widths if width >= _LEAST_PX] or [full_px]
        for width in usable:
            expected = self.seconds(width * round(height_px * width / full_px))
            if expected is not None and expected <= GOAL_S:
                return width
        return usable[-1]
