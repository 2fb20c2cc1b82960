"""What is opened next is imported beforehand, beside the window."""

import sys

from PySide6.QtWidgets import QWidget

from scenewright.ui.warming import modules, warm_up


def test_preview_canvas_and_pages_are_there_a_moment_later(qtbot, qapp):
    window = QWidget()
    qtbot.addWidget(window)
    warm_up(window)
    qtbot.waitUntil(lambda: {"scenewright.ui.canvas.canvas", modules()[2]} <= set(sys.modules), timeout=60_000)
