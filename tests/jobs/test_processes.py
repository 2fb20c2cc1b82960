"""Runs that are stopped, killed, or run out of disk; all in real processes."""

import os
import shutil
import signal
import subprocess
import sys

import psutil
import pytest

from scenewright.datasets.store import read_dataset

FRAMES = 16
ONE, TWO = ("--workers", 1), ("--workers", 2)


def _end(process):
    """Kill a process and all of its children at once, as a machine that loses its power."""
    family = [process, *process.children(recursive=True)]
    for one in family:
        one.kill()
    psutil.wait_procs(family, timeout=20)


def _halves(folder):
    return [path for path in folder.rglob("*") if path.name.endswith(".part")]


@pytest.mark.parametrize("workers", [ONE, TWO], ids=["alone", "workers"])
def test_a_killed_run_is_finished_by_the_next_as_if_it_had_never_stopped(
    workers, child, project, make, items, contents, whole, tmp_path
):
    out = tmp_path / "out"
    job = child("generate", project, "--out", out, "--engine", "flat", *workers)
    job.until_items(3)
    told = {event["index"] for event in job.events if event["type"] == "item"}
    _end(psutil.Process(job.process.pid))
    kept = set(read_dataset(out).indices)
    assert told <= kept
    made, outcome = items(make(out))
    assert (sorted(made), outcome) == (sorted(set(range(FRAMES)) - kept), "succeeded")
    assert contents(out) == contents(whole)


def test_workers_end_by_themselves_when_their_parent_is_killed(child, project, make, contents, whole, tmp_path):
    job = child("generate", project, "--out", tmp_path / "out", "--engine", "flat", *TWO)
    job.until_items(1)
    workers = job.workers()
    assert workers
    job.process.kill()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert alive == []
    make(tmp_path / "out")
    assert contents(tmp_path / "out") == contents(whole)


@pytest.mark.parametrize("workers", [ONE, TWO], ids=["alone", "workers"])
@pytest.mark.parametrize("way", ["closed input", signal.SIGTERM, signal.SIGINT])
def test_a_run_asked_to_stop_says_so_and_keeps_what_is_done(way, workers, child, project, tmp_path):
    out = tmp_path / "out"
    job = child("generate", project, "--out", out, "--engine", "flat", "--frames", "0:5000", *workers)
    job.until_items(2)
    if way == "closed input":
        job.process.stdin.close()
    else:
        job.process.send_signal(way)
    finished, code = job.rest()
    made = [event["index"] for event in job.events if event["type"] == "item"]
    assert (finished["type"], finished["outcome"], code) == ("finished", "cancelled", 130)
    assert f"{5000 - len(made)} frames are left" in finished["message"]
    assert read_dataset(out).indices == tuple(sorted(made))
    assert _halves(out) == []
    assert {"run.json", "frames.parquet", "instances.parquet", "contact_sheet.png"} <= {p.name for p in out.iterdir()}
    assert job.process.stderr.read() == ""


@pytest.mark.parametrize("workers", [ONE, TWO], ids=["alone", "workers"])
def test_ctrl_c_in_a_terminal_reaches_all_processes_and_still_ends_in_order(workers, child, project, tmp_path):
    job = child(
        "generate", project, "--out", tmp_path / "out", "--engine", "flat", "--frames", "0:5000", *workers,
        start_new_session=True,
    )  # fmt: skip
    assert job.next()["type"] == "started"
    while len(job.workers()) < 2 and workers is TWO:
        assert job.process.poll() is None
    # By now the workers are there, but have not yet come to our own code.
    os.killpg(job.process.pid, signal.SIGINT)
    finished, code = job.rest()
    assert (finished["type"], finished["outcome"], code) == ("finished", "cancelled", 130)
    assert job.process.stderr.read() == ""
    assert read_dataset(tmp_path / "out").indices == tuple(
        sorted(event["index"] for event in job.events if event["type"] == "item")
    )


def test_a_second_ctrl_c_ends_the_program_at_once_without_a_traceback(child, project, tmp_path):
    job = child("generate", project, "--out", tmp_path / "out", "--engine", "flat", "--frames", "0:5000")
    job.until_items(1)
    job.process.send_signal(signal.SIGINT)
    job.process.send_signal(signal.SIGINT)
    _, code = job.rest()
    assert code == 130
    assert "Traceback" not in job.process.stderr.read()


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_missing(child, project, contents, whole, tmp_path):
    out = tmp_path / "out"
    job = child("generate", project, "--out", out, "--engine", "flat", *TWO)
    job.until_items(1)
    job.workers()[0].kill()
    finished, code = job.rest()
    assert (finished["outcome"], code) == ("succeeded", 0)
    warnings = [event["text"] for event in job.events if event["type"] == "log"]
    assert [text for text in warnings if "A drawing process ended" in text]
    assert sorted({event["index"] for event in job.events if event["type"] == "item"}) == list(range(FRAMES))
    assert contents(out) == contents(whole)


def test_a_run_without_any_standard_input_runs_to_its_end(project, tmp_path):
    command = ["sh", "-c", 'exec "$@" <&-', "sh"]
    done = subprocess.run(
        [*command, sys.executable, "-m", "scenewright", "generate", str(project), "--out", str(tmp_path / "out"),
         "--frames", "0:2", "--engine", "flat", "--events", "json"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert '"outcome":"succeeded"' in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("workers", [ONE, TWO], ids=["alone", "workers"])
def test_a_full_disk_is_told_in_one_sentence_and_the_run_goes_on_once_there_is_space(
    workers, run, project, make, items, contents, whole, small_disk
):
    out = small_disk("400k") / "out"
    done = run("generate", project, "--out", out, "--engine", "flat", *workers)
    assert done.returncode == 2
    assert "The disk is full: free some space, then run the same command again" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    kept = read_dataset(out).indices
    assert 0 < len(kept) < FRAMES
    assert _halves(out) == []
    small_disk("20m")
    made, outcome = items(make(out))
    assert (made, outcome) == ([index for index in range(FRAMES) if index not in kept], "succeeded")
    assert contents(out) == contents(whole)


def test_a_disk_that_is_full_from_the_start_is_told_in_one_sentence(run, project, small_disk):
    place = small_disk("16k")
    done = run("generate", project, "--out", place / "out", "--engine", "flat")
    assert done.returncode == 2
    assert "The disk is full" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_read_only_disk_is_told_in_one_sentence(run, project, whole, small_disk):
    place = small_disk("20m")
    shutil.copytree(whole, place / "dataset")
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    for arguments in (
        ("generate", project, "--out", place / "new", "--engine", "flat"),
        ("generate", project, "--out", place / "dataset", "--engine", "flat"),
        ("preview", project, "--out", place / "sheet.png", "--engine", "flat", "--frames", 1),
        ("check", place / "dataset"),
        ("export", place / "dataset", "--format", "coco", "--out", place / "coco"),
    ):
        done = run(*arguments)
        assert done.returncode == 2, arguments
        assert "That place is read-only: choose another folder." in done.stderr, arguments
        assert "Traceback" not in done.stderr
