"""What the pictures of `screenshots.py` show beside the pages: views, dialogs, open lists, and what went wrong.

Each state brings the window there from its page, and returns what is pictured: the window, or a dialog.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONGEST_WAIT_S = 240
TRAINED_FRAMES = 60


def wait(milliseconds: int) -> None:
    """Let the window work for a while."""
    from PySide6.QtTest import QTest  # noqa: PLC0415

    QTest.qWait(milliseconds)


def wait_until(is_there: Callable[[], Any]) -> None:
    """Wait until something is there; what never comes is pictured as it is."""
    began = time.monotonic()
    while not is_there() and time.monotonic() - began < LONGEST_WAIT_S:
        wait(100)
    wait(600)


def sheet(window: Any) -> Any:
    """Nine random frames."""
    view = _canvas_view(window, "sheet")
    wait_until(lambda: len(view.tiles) == 9 and all(tile.frame is not None for tile in view.tiles))
    wait_until(lambda: window.session.preview.is_settled)
    return window


def compare(window: Any) -> Any:
    """The same before and after an edit."""
    from PySide6.QtWidgets import QToolButton  # noqa: PLC0415

    from scenewright.spec.distributions import Fixed  # noqa: PLC0415
    from scenewright.spec.places import with_value  # noqa: PLC0415

    view = window.workspace._canvas.view("sheet")
    window.findChild(QToolButton, "sheet_compare").click()
    document = window.session.document
    document.edit(with_value(document.spec, ("objects", 0, "scale"), Fixed(value=4.5)), "Change scale")
    wait_until(lambda: all(t.frame is not None and t.frame.serial == window.session.preview.serial for t in view.tiles))
    return window


def plan(window: Any) -> Any:
    """From above and from the side, with the ghosts of fifty frames."""
    _canvas_view(window, "plan")
    wait_until(lambda: len(window.session.preview.traces) >= 50)
    return window


def orbit(window: Any) -> Any:
    """The free view."""
    view = _canvas_view(window, "orbit")
    wait_until(lambda: view.picture.frame is not None and view.picture.frame.is_full)
    return window


def why(window: Any) -> Any:
    """Every drawn value of the frame."""
    from PySide6.QtWidgets import QToolButton  # noqa: PLC0415

    _canvas_view(window, "live")
    button = window.findChild(QToolButton, "why_button")
    button.setChecked(True)
    wait_until(lambda: window.workspace._canvas._why_panel._tree.topLevelItemCount() > 3)
    return window


def depth(window: Any) -> Any:
    """Depth in colours, with its legend."""
    canvas = _canvas_view(window, "live", whole=True)
    canvas.shown.show_ground("distance_to_image_plane")
    wait_until(lambda: window.session.preview.is_settled)
    return window


def classes(window: Any) -> Any:
    """A class with a colour of its own, and masks in it."""
    from scenewright.spec.places import with_value  # noqa: PLC0415

    document = window.session.document
    document.edit(with_value(document.spec, ("classes", 1, "color"), "#e8368f"), "Change colour")
    window.workspace._canvas.shown.toggle("semantic_mask", on=True)
    window.session.selection.reveal(("classes", 1, "color"))
    wait_until(lambda: window.session.preview.is_settled)
    return window


def library(window: Any) -> Any:
    """The library, open below the groups."""
    page = _page(window, "show_library")
    page.show_library()
    wait_until(lambda: len(page._browser.model.items) > 20)
    page._browser.grid.setCurrentIndex(page._browser.model.index(1, 0))
    wait_until(lambda: window.session.preview.is_settled)
    return window


def doctor(window: Any) -> Any:
    """What the asset doctor says of a model in the wrong unit, with holes and no texture."""
    page = _page(window, "import_files")
    folder = Path(os.environ["SCENEWRIGHT_PROJECTS"]) / "models"
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "valve.obj"
    corners = [(x, y, z) for x in (0, 80) for y in (0, 60) for z in (500, 540)]
    faces = ["1 2 4", "1 4 3", "5 7 8", "5 8 6", "1 5 6", "1 6 2", "3 4 8", "3 8 7", "1 3 7"]
    lines = ["mtllib valve.mtl", "usemtl body", *(f"v {x} {y} {z}" for x, y, z in corners), *(f"f {f}" for f in faces)]
    model.write_text("\n".join(lines) + "\n")
    (folder / "valve.mtl").write_text("newmtl body\nmap_Kd body_color.png\n")
    card = page.import_files([model])
    wait_until(lambda: card._job is None and card._lines.count() > 0)
    page.verticalScrollBar().setValue(0)
    wait_until(lambda: window.session.preview.is_settled)
    wait(2_000)
    return window


def distribution(window: Any) -> Any:
    """The kinds of distribution, open at a field."""
    from PySide6.QtCore import QPoint  # noqa: PLC0415
    from PySide6.QtWidgets import QToolButton, QWidget  # noqa: PLC0415

    field = next(f for f in window.findChildren(QWidget, "field:lights.0.intensity") if f.isVisible())
    button = field.findChild(QToolButton, "kind")
    wait_until(lambda: window.session.preview.is_settled and len(window.session.preview.traces) >= 50)
    button.menu().popup(QPoint())
    # A screen that shows nothing is small, and would have the list elsewhere.
    window.setProperty("popup_at", button.mapTo(window, QPoint(button.width() - 220, button.height() + 2)))
    wait(400)
    return window


def palette(window: Any) -> Any:
    """The search over settings and commands."""
    wait_until(lambda: window.session.preview.is_settled)
    window.show_palette()
    wait(300)
    window._palette.findChildren(_line_edit())[0].setText("light")
    wait(600)
    return window


def keypoints(window: Any) -> Any:
    """The dialog in which points are clicked onto a model."""
    from scenewright.assets.own_copies import own_copy  # noqa: PLC0415
    from scenewright.ui.keypoints.keypoint_editor import KeypointEditor  # noqa: PLC0415
    from scenewright.ui.keypoints.targets import Target  # noqa: PLC0415

    entry = own_copy("mug_classic")
    editor = KeypointEditor(Target(entry.name, entry.title, entry.path, is_own=True), window)
    editor.open()
    wait_until(lambda: editor.view.picture is not None)
    from PySide6.QtCore import QPoint, Qt  # noqa: PLC0415
    from PySide6.QtTest import QTest  # noqa: PLC0415

    for across, down in ((0.45, 0.35), (0.42, 0.6), (0.56, 0.62)):
        at = QPoint(round(editor.view.width() * across), round(editor.view.height() * down))
        QTest.mouseClick(editor.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        wait(200)
    wait(500)
    return editor


def error(window: Any) -> Any:
    """A project that names a floor that is not there."""
    from scenewright.spec.places import with_value  # noqa: PLC0415

    document = window.session.document
    document.edit(with_value(document.spec, ("floor", "textures", 0, "source"), "no_such_floor"), "Change floor")
    wait_until(lambda: bool(window.session.preview.problems))
    wait(800)
    return window


def refused(window: Any) -> Any:
    """The same before a run: what has to be mended first."""
    window.go_to("generate")
    wait(3_000)
    return window


def trained(window: Any) -> Any:
    """A small training, done here as 'Generate and train' does it; without PyTorch the page says how to get it."""
    from dataclasses import replace  # noqa: PLC0415

    from scenewright.spec.project import ProjectSpec  # noqa: PLC0415
    from scenewright.ui.train.wish import TrainingWish, remember_training, with_all_in  # noqa: PLC0415

    document = window.session.document
    camera, output = document.spec.cameras[0], document.spec.output
    few: ProjectSpec = document.spec.replace(
        cameras=(camera.replace(width_px=320, height_px=240),), output=output.replace(frames=TRAINED_FRAMES)
    )
    document.edit(few, "Few frames")
    window.files.save()
    folder = document.path.with_name(f"{document.path.stem}_trained")
    wish = with_all_in(TrainingWish("", "", model="center_small", weights="none", epochs=8, size=160), folder)
    command = [sys.executable, "-m", "scenewright", "make", str(document.path), "--out", str(folder), *wish.choices()]
    subprocess.run(command, check=False, capture_output=True)
    remember_training(window.settings, document.path, replace(wish, epochs=8))
    page = window.findChild(_widget(), "train_page")
    page._follow_wish()
    wait(4_000)
    return window


STATES: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "sheet": ("cup_detection", "scene", sheet),
    "compare": ("cup_detection", "scene", compare),
    "plan": ("cup_detection", "objects", plan),
    "orbit": ("bin_picking", "camera", orbit),
    "why": ("bin_picking", "objects", why),
    "depth": ("structured_tabletop", "labels", depth),
    "classes": ("structured_tabletop", "labels", classes),
    "library": ("cup_detection", "objects", library),
    "doctor": ("cup_detection", "objects", doctor),
    "distribution": ("cup_detection", "lights", distribution),
    "palette": ("cup_detection", "labels", palette),
    "keypoints": ("cup_detection", "labels", keypoints),
    "error": ("cup_detection", "scene", error),
    "refused": ("cup_detection", "scene", refused),
    "trained": ("cup_detection", "train", trained),
}
"""By name: the preset, the page, and what is done there."""

CONTINUED = ("compare", "refused")
"""Those that go on from the state before them."""


def _canvas_view(window: Any, key: str, *, whole: bool = False) -> Any:
    canvas = window.workspace._canvas
    canvas.show_view(key)
    wait(300)
    return canvas if whole else canvas.view(key)


def _page(window: Any, method: str) -> Any:
    return next(w for w in window.findChildren(_widget()) if callable(getattr(w, method, None)) and w.isVisible())


def _widget() -> Any:
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415

    return QWidget


def _line_edit() -> Any:
    from PySide6.QtWidgets import QLineEdit  # noqa: PLC0415

    return QLineEdit
