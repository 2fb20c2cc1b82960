"""Long jobs as the window sees them: real processes that outlive it, are found again, paused, cancelled and resumed."""

import os
import signal
import time

import psutil
import pytest

from scenewright.jobs.keeping import KeptJob, is_kept, write_job
from scenewright.ui.jobs.job_list import JobList

PROJECT = """\
name: Shapes
classes: [cube]
floor: {{size_m: [6, 6], textures: [wood_oak]}}
environment: {{kind: color}}
objects:
- {{name: cubes, class_name: cube, assets: [shape_cube], position_m: {{z: 0.5}}, scale: 4}}
cameras:
- {{position_m: {{y: -3, z: 2}}, look_at_m: {{z: 0.3}}, width_px: 64, height_px: 48}}
labels: [instance_mask]
output: {{frames: {frames}}}
"""


@pytest.fixture
def jobs(qtbot, tmp_path):
    jobs = JobList(tmp_path / "jobs")
    yield jobs
    for job in jobs.running:
        job.cancel()
    qtbot.waitUntil(lambda: not jobs.running, timeout=60_000)
    jobs.close()
    jobs.deleteLater()


def arguments(tmp_path, frames):
    (tmp_path / "project.yaml").write_text(PROJECT.format(frames=frames))
    out = tmp_path / "out"
    words = ["generate", str(tmp_path / "project.yaml"), "--out", str(out), "--engine", "flat", "--workers", "1"]
    return words, out


def test_a_job_reports_its_progress_and_its_newest_item(jobs, tmp_path, qtbot):
    words, out = arguments(tmp_path, 3)
    job = jobs.start("Rendering", words, out)
    assert job.state == "running"
    with qtbot.waitSignal(jobs.ended, timeout=60_000):
        pass
    assert job.state == "succeeded", job.message + job.log
    assert (job.done, job.total) == (3, 3)
    assert job.newest.index in range(3)
    assert (out / job.newest.path).exists()


def test_a_job_goes_on_without_the_window_and_is_found_again(tmp_path, qtbot):
    words, out = arguments(tmp_path, 20)
    first = JobList(tmp_path / "jobs")
    job = first.start("Rendering", words, out)
    qtbot.waitUntil(lambda: job.done > 0, timeout=60_000)
    first.close()
    first.deleteLater()
    second = JobList(tmp_path / "jobs")
    [again] = second.jobs
    assert again.title == "Rendering"
    assert again.folder == out
    qtbot.waitUntil(lambda: again.state == "succeeded", timeout=60_000)
    assert again.done == 20
    second.close()
    second.deleteLater()


def test_a_paused_job_goes_on_where_it_stopped(jobs, tmp_path, qtbot):
    words, out = arguments(tmp_path, 400)
    job = jobs.start("Rendering", words, out)
    qtbot.waitUntil(lambda: job.done > 2, timeout=60_000)
    job.pause()
    assert job.state == "stopping"
    qtbot.waitUntil(lambda: job.state == "paused", timeout=60_000)
    done = job.done
    assert 0 < done < 400
    job.resume()
    assert job.state == "running"
    qtbot.waitUntil(lambda: job.done > done, timeout=60_000)
    job.cancel()
    qtbot.waitUntil(lambda: job.state == "cancelled", timeout=60_000)
    assert len(list((out / "records").glob("**/*.json"))) == job.done


def test_another_window_sees_a_pause_as_a_pause(jobs, tmp_path, qtbot):
    words, out = arguments(tmp_path, 400)
    job = jobs.start("Rendering", words, out)
    other = JobList(tmp_path / "jobs")
    qtbot.waitUntil(lambda: job.done > 0, timeout=60_000)
    other.jobs[0].pause()
    qtbot.waitUntil(lambda: job.state == "paused", timeout=60_000)
    other.close()
    other.deleteLater()


def test_a_command_that_fails_says_why(jobs, tmp_path, qtbot):
    job = jobs.start("Rendering", ["generate", str(tmp_path / "none.yaml"), "--out", str(tmp_path / "out")])
    with qtbot.waitSignal(jobs.ended, timeout=60_000):
        pass
    assert job.state == "failed"
    assert "none.yaml" in job.message


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_a_job_whose_keeper_is_killed_stops_and_can_go_on(jobs, tmp_path, qtbot):
    words, out = arguments(tmp_path, 400)
    job = jobs.start("Rendering", words, out)
    qtbot.waitUntil(lambda: job.done > 0, timeout=60_000)
    for number in _processes_of(job.place):
        os.kill(number, signal.SIGKILL)
    qtbot.waitUntil(lambda: not is_kept(job.place), timeout=10_000)
    qtbot.waitUntil(lambda: not job.is_running, timeout=30_000)
    assert job.state in ("failed", "cancelled")
    done = job.done
    job.resume()
    qtbot.waitUntil(lambda: job.done > done, timeout=60_000)


def test_a_job_that_never_came_to_life_is_told_as_failed(tmp_path, qtbot):
    write_job(tmp_path / "jobs" / "old", KeptJob("Rendering", ("generate",), "", time.time() - 60))
    jobs = JobList(tmp_path / "jobs")
    assert jobs.jobs[0].state == "failed"
    assert "resume" in jobs.jobs[0].message
    jobs.dismiss(jobs.jobs[0])
    assert jobs.jobs == ()
    assert not (tmp_path / "jobs" / "old").exists()
    jobs.close()
    jobs.deleteLater()


def _processes_of(place):
    return [p.pid for p in psutil.process_iter(["cmdline"]) if str(place) in (p.info["cmdline"] or ())]
