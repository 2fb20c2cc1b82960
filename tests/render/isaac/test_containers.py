"""Isaac Sim in a container: the same run, whichever program holds it."""

import os
import sys
from dataclasses import replace

import pytest

from scenewright.render.isaac.backend_profile import BackendProfile, profile_path, save_profile
from scenewright.render.isaac.graphics_cards import driver_version
from scenewright.render.isaac.installations import installation_at
from scenewright.render.isaac.settings import load_settings, save_settings
from scenewright.render.stage.values import Gains

pytestmark = [
    pytest.mark.usefixtures("nothing_left"),
    pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins for container programs are shell scripts"),
]

IMAGE = "nvcr.io/nvidia/isaac-sim:5.1.0"

# Runs the stand-in where the container would, in the folder that is mounted as /job.
PROGRAM = """#!/bin/bash
echo "$@" >> {calls}
case "$1" in rm) exit 0 ;; esac
while [ $# -gt 0 ]; do
  case "$1" in
    *:/job:rw|*:/job) job=${{1%%:/job*}} ;;
    /job/job_*) name=${{1#/job/}} ;;
  esac
  shift
done
exec {root}/python.sh "$job/isaac_worker" "$job/$name"
"""


@pytest.mark.parametrize("program", ["docker", pytest.param("podman", marks=pytest.mark.long), "apptainer"])
def test_a_container_draws_the_dataset(program, isaac, run, tmp_path, monkeypatch):
    root = isaac()
    calls = tmp_path / "calls"
    script = tmp_path / "bin" / program
    script.parent.mkdir()
    script.write_text(PROGRAM.format(calls=calls, root=root))
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    image = f"{program}:{IMAGE}"
    settings = replace(load_settings(), installation=image)
    save_settings(settings)
    known = BackendProfile(gains=Gains(450, 450, 450, 450, 450))
    save_profile(profile_path(installation_at(image), settings, driver_version()), known)
    finished, _, folder = run(frames=2)
    assert finished.outcome == "succeeded", finished.message
    assert len(list((folder / "records").glob("*.json"))) == 2
    said = calls.read_text()
    assert "isaac-sim:5.1.0" in said
    if program != "apptainer":
        name = said.split("--name ")[1].split()[0]
        assert f"rm -f {name}" in said, "the container is removed, whatever became of its client"
