"""The command and the environment that a worker starts with."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from install import put_up

from scenewright.errors import UserError
from scenewright.render.isaac.environment import JOB_MARK, clean_environment
from scenewright.render.isaac.installations import Installation, installation_at
from scenewright.render.isaac.launching import command, mark_of, start
from scenewright.render.isaac.process_tree import end_tree, marked

PIP = Installation("pip", "/env/bin/python", "5.1.0")
DOCKER = Installation("container", "nvcr.io/nvidia/isaac-sim:5.1.0", "5.1.0", "docker")
OLD_DOCKER = Installation("container", "nvcr.io/nvidia/isaac-sim:5.0.0", "5.0.0", "docker")
PODMAN = Installation("container", "nvcr.io/nvidia/isaac-sim:6.0.1", "6.0.1", "podman")
APPTAINER = Installation("container", "nvcr.io/nvidia/isaac-sim:5.1.0", "5.1.0", "apptainer")


def of(installation, gpu=0):
    return command(installation, Path("/jobs/run_1/frames_0"), "job_0.json", gpu, Path("/cache"))


def test_a_process_runs_the_worker_by_path():
    assert of(PIP) == ["/env/bin/python", "/jobs/run_1/frames_0/isaac_worker", "/jobs/run_1/frames_0/job_0.json"]


def test_a_container_sees_the_job_and_one_card_and_keeps_its_shaders():
    words = of(DOCKER, gpu=2)
    assert words[:6] == ["docker", "run", "--rm", "-i", "--name", "scenewright-run_1-frames_0-job_0"]
    assert words[-3:] == ["nvcr.io/nvidia/isaac-sim:5.1.0", "/job/isaac_worker", "/job/job_0.json"]
    assert words[words.index("--entrypoint") + 1] == "/isaac-sim/python.sh"
    assert words[words.index("--gpus") + 1] == "device=2"
    assert "/jobs/run_1/frames_0:/job:rw" in words
    assert "/cache/cache/main:/isaac-sim/.cache:rw" in words
    assert words[words.index("-u") + 1] == "1234:1234"


def test_older_images_run_as_root():
    words = of(OLD_DOCKER)
    assert "-u" not in words
    assert "/cache/cache/ov:/root/.cache/ov:rw" in words


def test_other_container_programs_have_words_of_their_own():
    assert "nvidia.com/gpu=1" in of(PODMAN, gpu=1)
    words = of(APPTAINER, gpu=1)
    assert words[:3] == ["apptainer", "exec", "--nv"]
    assert "docker://nvcr.io/nvidia/isaac-sim:5.1.0" in words


def test_nothing_of_ours_reaches_isaac_by_its_environment():
    before = {
        "PATH": os.pathsep.join(["/venv/bin", "/usr/bin"]),
        "VIRTUAL_ENV": "/venv",
        "PYTHONPATH": "/ours",
        "CONDA_PREFIX": "/conda",
        "QT_QPA_PLATFORM": "offscreen",
        "LD_LIBRARY_PATH": "/ours/lib",
        "LD_PRELOAD": "x.so",
        "CARB_APP_PATH": "/another",
        "DISPLAY": ":0",
    }
    found = clean_environment(PIP, "job", eula_accepted=True, before=before)
    assert found["PATH"] == "/usr/bin"
    assert found["DISPLAY"] == ":0"
    assert set(before) & set(found) == {"PATH", "DISPLAY"}
    assert found["PYTHONUNBUFFERED"] == "1"
    assert found[JOB_MARK] == "job"


def test_isaac_is_told_of_the_licence_only_after_it_was_agreed_to():
    assert "OMNI_KIT_ACCEPT_EULA" not in clean_environment(PIP, "j", eula_accepted=False, before={})
    assert clean_environment(PIP, "j", eula_accepted=True, before={})["OMNI_KIT_ACCEPT_EULA"] == "YES"
    assert clean_environment(DOCKER, "j", eula_accepted=True, before={})["ACCEPT_EULA"] == "Y"
    assert "ACCEPT_EULA" not in clean_environment(DOCKER, "j", eula_accepted=False, before={})


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for docker is a shell script")
def test_the_containers_user_may_write_into_the_job(tmp_path, monkeypatch):
    docker = tmp_path / "bin/docker"
    docker.parent.mkdir()
    docker.write_text('#!/bin/bash\necho "$@"\n')
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{docker.parent}{os.pathsep}{os.environ['PATH']}")
    job = tmp_path / "job"
    (job / "frames").mkdir(parents=True)
    with (tmp_path / "log").open("wb") as log:
        process = start(DOCKER, job, "job_0.json", 0, tmp_path / "cache", log, eula_accepted=True)
        said = process.stdout.read().decode()
        process.wait()
    end_tree(process, mark_of(job, "job_0.json"))
    assert "isaac-sim:5.1.0 /job/isaac_worker /job/job_0.json" in said
    assert stat.S_IMODE((job / "frames").stat().st_mode) == 0o777
    assert (tmp_path / "cache/cache/main").is_dir()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are known by their mark on Linux only")
def test_the_whole_tree_ends_even_what_left_its_group(tmp_path):
    code = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\n"
        "print('ready', flush=True)\ntime.sleep(600)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, JOB_MARK: "test-of-the-tree"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout.readline() == b"ready\n"
    assert len(marked("test-of-the-tree")) == 2
    end_tree(process, "test-of-the-tree")
    assert process.poll() is not None
    assert not [pid for pid in marked("test-of-the-tree") if _runs(pid)]


def _runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_jobs_of_two_runs_have_marks_and_containers_of_their_own():
    one, other = Path("/jobs/run_a/frames_0"), Path("/jobs/run_b/frames_0")
    assert mark_of(one, "job_0.json") != mark_of(other, "job_0.json")
    names = [command(DOCKER, folder, "job_0.json", 0, Path("/cache"))[5] for folder in (one, other)]
    assert len(set(names)) == 2


def test_an_installation_that_is_gone_is_told_in_words(tmp_path):
    root = put_up(tmp_path / "isaac")
    found = installation_at(str(root))
    (root / "python.sh").unlink()
    with (tmp_path / "log").open("wb") as log, pytest.raises(UserError, match="cannot be started"):
        start(found, tmp_path, "job_0.json", 0, tmp_path / "cache", log, eula_accepted=True)
