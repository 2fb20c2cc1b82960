"""Take the pictures of every page of the designer, in light and dark, as a usual and as a large screen show them.

Usage: .venv/bin/python packaging/screenshots.py [--out FOLDER] [--pages start,scene,...] [--sizes usual,large]
           [--states sheet,plan,...]

Pages are pictured in both themes and sizes; `screenshot_states.py` has what else is seen, once each. What is drawn is
real: the preview's process draws, and the dataset that is inspected is rendered first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from inspect_states import INSPECT_CONTINUED, INSPECT_STATES
from screenshot_states import CONTINUED, STATES, wait, wait_until

ALL_STATES = {**STATES, **INSPECT_STATES}
ALL_CONTINUED = frozenset(CONTINUED) | INSPECT_CONTINUED

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"usual": (1280, 800, 1.0), "large": (1707, 960, 1.5)}
"""Width and height in the screen's design, and how many of its pixels are one: the large one has 2560 x 1440."""
PAGES = ("start", "scene", "objects", "lights", "camera", "labels", "generate", "inspect", "train")
PRESETS = {"objects": "bin_picking", "camera": "bin_picking", "labels": "structured_tabletop"}
USUAL_PRESET = "cup_detection"
BESIDE_THE_CANVAS = ("scene", "objects", "lights", "camera", "labels")
FRAMES = 24
LONGEST_WAIT_S = 240


def main() -> None:
    """Take the pictures, each size in a process of its own: Qt reads the scale once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "packaging" / "pictures" / "designer")
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--states", default=",".join(ALL_STATES))
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.child:
        take_all(given.out, listed(given.pages), listed(given.states), given.child)
        return
    for size in listed(given.sizes):
        environment = {**os.environ, "QT_SCALE_FACTOR": str(SIZES[size][2]), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, __file__, "--out", str(given.out), "--pages", given.pages, "--child", size]
        command += ["--states", given.states if size == "usual" else ""]
        subprocess.run(command, env=environment, check=True)


def listed(text: str) -> list[str]:
    """Return the words between commas."""
    return [word for word in text.split(",") if word]


def take_all(out: Path, pages: list[str], states: list[str], size: str) -> None:
    """Take every page in both themes, and the states, in turn in one or the other."""
    from scenewright.ui.app import make_application, make_window  # noqa: PLC0415  (Qt reads the environment first)

    with tempfile.TemporaryDirectory(prefix="pictures-") as temporary:
        state = Path(temporary)
        os.environ["SCENEWRIGHT_PROJECTS"] = str(state / "Projects")
        os.environ["SCENEWRIGHT_LIBRARY"] = str(state / "Library")
        os.environ["SCENEWRIGHT_STATE"] = str(state)
        window = make_window(make_application(), state)
        window.settings.set("tour_seen", True)
        width, height, _ = SIZES[size]
        window.resize(width, height)
        window.show()
        for page in pages:
            open_page(window, page)
            for mode in ("light", "dark"):
                window.theme.set_mode(mode)
                if page in BESIDE_THE_CANVAS:
                    wait_until_drawn(window)
                else:
                    wait(1_000 if page == "start" else 4_000)
                if page == "generate":
                    wait_until(lambda: window.session.preview.measured is not None)
                wait_until(lambda: not window.theme._waiting)  # parts are restyled one after the other
                save(window, out / f"{page}_{mode}_{size}.webp")
        for number, name in enumerate(states):
            preset, page, reach = ALL_STATES[name]
            window.theme.set_mode("dark" if number % 2 else "light")
            open_page(window, page, preset, is_new=name not in ALL_CONTINUED)
            shown = reach(window)
            wait_until(lambda: not window.theme._waiting)
            save(shown, out / f"state_{name}.webp")
            leave(window, shown)
        window.close_for_good()


def leave(window, shown) -> None:  # noqa: ANN001
    """Close what lies over the window."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    for widget in (QApplication.activePopupWidget(), window._palette, None if shown is window else shown):
        if widget is not None:
            widget.hide()


def open_page(window, page: str, name: str = "", *, is_new: bool = False) -> None:  # noqa: ANN001  (only in the child)
    """Bring a page on the screen, with a project that shows it well, or a preset."""
    if page == "start":
        return
    preset = ROOT / "presets" / f"{name or PRESETS.get(page, USUAL_PRESET)}.yaml"
    is_other = window.session is None or window.session.document.path.stem != preset.stem
    if is_new or (is_other and not name):
        if window.session is not None:
            window.files.save()
        window.files.close_project()
        window.files.new(preset)
        drawn = window.session.preview.frame_ready
        drawn.connect(lambda _: window.setProperty("drawn", True))
        window.setProperty("drawn", False)
    if page == "inspect":
        make_dataset(window)
    window.go_to(page)
    wait(800)


def make_dataset(window) -> None:  # noqa: ANN001
    """Render the dataset that is inspected, where the page looks for it."""
    document = window.session.document
    window.files.save()
    folder = document.path.with_name(f"{document.path.stem}_dataset")
    command = [sys.executable, "-m", "scenewright", "generate", str(document.path), "--out", str(folder)]
    subprocess.run([*command, "--frames", f"0:{FRAMES}"], check=True, capture_output=True)
    window.settings.set("inspected", str(folder))


def wait_until_drawn(window) -> None:  # noqa: ANN001
    """Wait until the preview has nothing left to draw; a part that never comes to rest is taken as it is."""
    wait(900)
    began = time.monotonic()
    while time.monotonic() - began < LONGEST_WAIT_S:
        session = window.session
        if session is None or (window.property("drawn") and session.preview.is_settled):
            break
        wait(200)
    wait(900)


def save(window, path: Path) -> None:  # noqa: ANN001
    """Save what the window shows, small; a large screen's picture at half its size."""
    from PIL import Image  # noqa: PLC0415
    from PySide6.QtCore import QPoint  # noqa: PLC0415
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    picture = window.grab()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        painter = QPainter(picture)
        painter.drawPixmap(window.property("popup_at") or QPoint(), popup.grab())
        painter.end()
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
    pixels = Image.frombuffer(
        "RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1
    )
    if pixels.width > 2000:
        pixels = pixels.resize((pixels.width // 2, pixels.height // 2), Image.Resampling.LANCZOS)
    pixels.save(path, quality=82, method=6)
    print(f"{path.name}: {path.stat().st_size // 1000} kB", flush=True)


if __name__ == "__main__":
    main()
