"""A run is made by one program: a change of its files while it goes on is noticed."""

import os
from collections import deque
from dataclasses import replace

import pytest

from scenewright.datasets.store import open_for_writing, read_dataset
from scenewright.errors import UserError
from scenewright.jobs.own_program import program_mark
from scenewright.jobs.worker_process import Task
from scenewright.jobs.workers import Pool
from scenewright.spec.yaml_io import load_project


def test_the_mark_stays_until_a_file_changes(tmp_path):
    (tmp_path / "part").mkdir()
    source = tmp_path / "part/one.py"
    source.write_text("level = 1")
    mark = program_mark(tmp_path)
    assert program_mark(tmp_path) == mark
    assert program_mark() == program_mark() != mark
    source.write_text("level = 2")
    os.utime(source, ns=(1, 1))
    assert program_mark(tmp_path) != mark
    later = program_mark(tmp_path)
    (tmp_path / "part/two.py").write_text("")
    assert program_mark(tmp_path) != later


def test_a_worker_of_a_changed_program_draws_nothing_and_says_so(project, tmp_path):
    folder = tmp_path / "out"
    open_for_writing(folder, load_project(project).spec)
    task = replace(Task(project, project.parent, folder, "flat", 1, 1, 0, tmp_path / "log"), program="another")
    pool = Pool(task, deque([0, 1]), 1, lambda _: None, lambda: False)
    with pytest.raises(UserError, match="was changed while this run was going on"):
        list(pool.frames({}))
    assert read_dataset(folder).indices == ()
