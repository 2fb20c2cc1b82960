"""Looking at one image of a folder in any format."""

from collections.abc import Callable, Mapping
from pathlib import Path

from scenewright.annotate.colors import Picture
from scenewright.annotate.overlay import overlay
from scenewright.annotate.overlay_style import Style
from scenewright.annotate.read_views import check_read_view
from scenewright.annotate.sheet import MAIN_LAYERS
from scenewright.datasets.checks.coco import open_coco
from scenewright.datasets.checks.coco_panoptic import open_coco_panoptic
from scenewright.datasets.checks.folder import Folder, ImageFindings
from scenewright.datasets.checks.yolo import open_yolo
from scenewright.datasets.read_view import ReadView

OPENED: Mapping[str, Callable[[Path], Folder]] = {
    "coco": open_coco,
    "coco_panoptic": open_coco_panoptic,
    "yolo": open_yolo,
}
"""Formats of 2D labels, which are checked by rules of their own."""

_SHOWN_PX = 480


def look_at_view(view: ReadView) -> ImageFindings:
    """Put an image of any format to the certificate's relations."""
    checked, violations = check_read_view(view)
    wrong = tuple((item.relation, item.message) for item in violations)
    return ImageFindings(view.name, frozenset(checked), wrong, view if wrong and "rgb" in view.channels else None)


def shown(view: ReadView) -> Picture:
    """Return a small picture of an image with its labels."""
    style = Style(width_px=_SHOWN_PX, names=True)
    return overlay(view.channels["rgb"], view.record, view.channels, MAIN_LAYERS, style)
