"""Kill -9 at any moment, of workers or of everything, again and again: what is there in the end never shows it."""

import random
import shutil

import psutil
import pytest

from scenewright.jobs.generate import Wish, generate
from scenewright.jobs.run_state import read_run_state, run_path
from scenewright.spec.yaml_io import load_project


def _family(job):
    try:
        parent = psutil.Process(job.process.pid)
        return parent, job.workers()
    except psutil.NoSuchProcess:
        return None, []


def _kill(victims):
    for one in victims:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(victims, timeout=30)


def _until_a_file_is_being_written(out, job):
    parts = run_path(out, "parts")
    for _ in range(200_000):
        if job.process.poll() is not None or (parts.is_dir() and any(parts.glob("*"))):
            return


def _leave_something_to_kill(out, frames, kills_left):
    """Begin anew where the machine was faster than the kills."""
    if kills_left and len(list((out / "records").glob("*.json"))) == frames:
        shutil.rmtree(out)


def _disturbed(child, project, out, frames, kills, seed):
    """Generate frames while processes are killed; return how many kills there were, by who was killed."""
    chance = random.Random(seed)
    done = {"worker": 0, "all": 0, "parent": 0}
    while True:
        _leave_something_to_kill(out, frames, kills - sum(done.values()))
        job = child(
            "generate", project, "--out", out, "--engine", "flat", "--frames", f"0:{frames}", "--workers", 2,
            "--no-check",
        )  # fmt: skip
        while sum(done.values()) < kills:
            for _ in range(chance.randint(0, 8)):
                if job.next() is None:
                    break
            if chance.random() < 0.5:
                _until_a_file_is_being_written(out, job)
            who = ("worker", "all", "parent", "worker")[sum(done.values()) % 4]
            parent, workers = _family(job)
            if parent is None or job.process.poll() is not None:
                break
            if who == "worker" and not workers:
                continue
            done[who] += 1
            _kill([chance.choice(workers)] if who == "worker" else [parent] if who == "parent" else [parent, *workers])
            if who != "worker":
                psutil.wait_procs(workers, timeout=30)
                break
        else:
            finished, _ = job.rest()
            if finished.get("outcome") == "succeeded":
                return done


@pytest.mark.parametrize(
    ("frames", "kills"), [(24, 4), pytest.param(500, 100, marks=pytest.mark.long)], ids=["short", "long"]
)
def test_a_dataset_does_not_show_how_often_its_run_was_killed(frames, kills, child, project, contents, tmp_path):
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    generate(Wish(load_project(project), undisturbed, range(frames), engine="flat"), lambda _: None)
    done = _disturbed(child, project, out, frames, kills, seed=kills)
    assert sum(done.values()) == kills
    assert min(done.values()) > 0
    there, wanted = contents(out), contents(undisturbed)
    assert sorted(there) == sorted(wanted)
    assert [name for name, content in wanted.items() if there[name] != content] == []
    assert [path for path in out.rglob("*") if path.name.endswith(".part")] == []
    assert sorted(path.name for path in run_path(out, "").iterdir()) == [
        "events.jsonl", "lock", "runs.json", "state.json", "workers.log",
    ]  # fmt: skip
    state = read_run_state(out)
    assert (state.phase, state.done) == ("finished", frames)
