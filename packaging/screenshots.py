"""Take the pictures of every page of the designer, in light and dark, as a usual and as a large screen show them.

Usage: .venv/bin/python packaging/screenshots.py [--out FOLDER] [--pages start,scene,...] [--sizes usual,large]

Everything on them is real: the preview's process draws, and the dataset that is inspected is rendered first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"usual": (1280, 800, 1.0), "large": (1707, 960, 1.5)}
"""Width and height in the screen's design, and how many of its pixels are one: the large one has 2560 x 1440."""
PAGES = ("start", "scene", "objects", "lights", "camera", "labels", "generate", "inspect", "train")
PRESETS = {"objects": "bin_picking", "camera": "bin_picking", "labels": "structured_tabletop"}
USUAL_PRESET = "cup_detection"
BESIDE_THE_CANVAS = ("scene", "objects", "lights", "camera", "labels")
FRAMES = 24
LONGEST_WAIT_S = 60


def main() -> None:
    """Take the pictures, each size in a process of its own: Qt reads the scale once."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "packaging" / "pictures" / "designer")
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    pages = given.pages.split(",")
    if given.child:
        take_all(given.out, pages, given.child)
        return
    for size in given.sizes.split(","):
        environment = {**os.environ, "QT_SCALE_FACTOR": str(SIZES[size][2]), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, __file__, "--out", str(given.out), "--pages", given.pages, "--child", size]
        subprocess.run(command, env=environment, check=True)


def take_all(out: Path, pages: list[str], size: str) -> None:
    """Take every page in both themes."""
    from scenewright.ui.app import make_application, make_window  # noqa: PLC0415  (Qt reads the environment first)

    with tempfile.TemporaryDirectory(prefix="scenewright-pictures-") as temporary:
        state = Path(temporary)
        os.environ["SCENEWRIGHT_PROJECTS"] = str(state / "Projects")
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
                    wait(1_000 if page == "start" else 10_000)
                path = out / f"{page}_{mode}_{size}.webp"
                save(window, path)
                print(f"{path.name}: {path.stat().st_size // 1000} kB", flush=True)
        window.close_for_good()


def open_page(window, page: str) -> None:  # noqa: ANN001  (imported only in the child)
    """Bring a page on the screen, with a project that shows it well."""
    if page == "start":
        return
    preset = ROOT / "presets" / f"{PRESETS.get(page, USUAL_PRESET)}.yaml"
    if window.session is None or window.session.document.path.stem != preset.stem:
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


def wait(milliseconds: int) -> None:
    """Let the window work for a while."""
    from PySide6.QtTest import QTest  # noqa: PLC0415

    QTest.qWait(milliseconds)


def save(window, path: Path) -> None:  # noqa: ANN001
    """Save what the window shows, small; a large screen's picture at half its size."""
    from PIL import Image  # noqa: PLC0415
    from PySide6.QtGui import QImage  # noqa: PLC0415

    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    pixels = Image.frombuffer(
        "RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1
    )
    if pixels.width > 2000:
        pixels = pixels.resize((pixels.width // 2, pixels.height // 2), Image.Resampling.LANCZOS)
    pixels.save(path, quality=82, method=6)


if __name__ == "__main__":
    main()
