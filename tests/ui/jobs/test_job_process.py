"""Processes that end with the page that asked for them."""

import sys

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from scenewright.ui.jobs import job_process
from scenewright.ui.jobs.job_process import JobProcess


def test_a_page_that_goes_waits_for_no_process_and_leaves_none(qtbot, qapp, monkeypatch):
    monkeypatch.setattr(job_process, "own_command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    page = QObject()
    job = JobProcess(parent=page)
    job.start([])
    qtbot.waitUntil(lambda: job._process.processId() > 0)
    pid = job._process.processId()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not psutil.pid_exists(pid))
