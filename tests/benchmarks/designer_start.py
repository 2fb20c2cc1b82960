"""How long the designer takes from the command to its window on the screen.

Usage: python tests/benchmarks/designer_start.py
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
CHILD = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from scenewright.ui.app import make_application, make_window

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: (print(time.time(), flush=True), application.quit()))
        return False

application = make_application()
window = make_window(application, Path(sys.argv[1]))
first = FirstPaint()
window.show()
if len(sys.argv) > 2:
    window.files.open(Path(sys.argv[2]))
    window.workspace.installEventFilter(first)
else:
    window.centralWidget().installEventFilter(first)
application.exec()
"""


def main() -> None:
    """Start the window several times, and print a table: until the gallery is there, and until a project is."""
    project = Path(__file__).parents[2] / "presets" / "bin_picking.yaml"
    print(f"{'window':<12}{'median s':>10}{'worst s':>10}")
    for name, arguments in (("gallery", []), ("project", [str(project)])):
        seconds = [seconds_to_show(arguments) for _ in range(RUNS)]
        print(f"{name:<12}{statistics.median(seconds):>10.2f}{max(seconds):>10.2f}")


def seconds_to_show(arguments: list[str]) -> float:
    """Return the time from starting the process to the first paint of its window."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    with tempfile.TemporaryDirectory() as state:
        began = time.time()
        command = [sys.executable, "-c", CHILD, state, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return float(done.stdout.split()[-1]) - began


if __name__ == "__main__":
    main()
