"""A real designer that edits without pause, until it is killed: run by the tests with a folder to live in."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from scenewright.paths import shipped
from scenewright.spec.places import with_value
from scenewright.ui.app import make_application, make_window


def main(state: Path) -> None:
    """Open the cup preset and count its frames up, saying when each number was there."""
    application = make_application()
    window = make_window(application, state)
    window.settings.set("tour_seen", True)
    window.files.new(shipped("presets") / "cup_detection.yaml")
    document = window.session.document
    said = (state / "edits.txt").open("a")

    def edit() -> None:
        frames = document.spec.output.frames + 1
        document.edit(with_value(document.spec, ("output", "frames"), frames), "Change")
        said.write(f"{time.time()} {frames}\n")
        said.flush()
        if frames % 37 == 0:
            window.files.save()

    timer = QTimer(interval=15)
    timer.timeout.connect(edit)
    timer.start()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
