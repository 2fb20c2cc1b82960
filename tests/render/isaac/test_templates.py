"""The templates for containers and clusters: they can be read, and what they run does make a range of frames."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

TEMPLATES = Path(__file__).parents[3] / "packaging" / "isaac"
SCRIPTS = [TEMPLATES / name for name in ("run_range.sh", "docker.sh", "slurm.sbatch")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_bash_can_read_it(script):
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_kubernetes_asks_for_one_card_a_pod_and_numbers_them():
    job = yaml.safe_load((TEMPLATES / "kubernetes.yaml").read_text())
    container = job["spec"]["template"]["spec"]["containers"][0]
    environment = {item["name"]: item["value"] for item in container["env"]}
    assert job["spec"]["completionMode"] == "Indexed"
    assert int(environment["PARTS"]) == job["spec"]["completions"]
    assert container["resources"]["limits"]["nvidia.com/gpu"] == 1
    assert environment["ACCEPT_EULA"] == "N", "agreeing is the user's"


def test_osmo_has_a_task_for_every_part():
    tasks = yaml.safe_load((TEMPLATES / "osmo.yaml").read_text())["workflow"]["tasks"]
    assert [task["environment"]["PART"] for task in tasks] == [str(k) for k in range(len(tasks))]
    assert {task["environment"]["PARTS"] for task in tasks} == {str(len(tasks))}


def run_range(root, project, out, place, **variables):
    scenewright = out.parent / "scenewright"
    scenewright.write_text(f'#!/bin/bash\nexec "{sys.executable}" -m scenewright "$@"\n')
    scenewright.chmod(0o755)
    environment = {**os.environ, "SCENEWRIGHT": str(scenewright), "ISAAC": str(root), "SCENEWRIGHT_ISAAC": str(place)}
    environment |= {"PROJECT": str(project), "OUT": str(out), "FRAMES": "6", "PARTS": "2", **variables}
    return subprocess.run(
        ["bash", str(TEMPLATES / "run_range.sh")], env=environment, capture_output=True, text=True, timeout=120
    )


def test_nothing_runs_before_the_licence_is_agreed_to(isaac, project, place, tmp_path):
    done = run_range(isaac(), project, tmp_path / "out", place, PART="0")
    assert done.returncode == 2
    assert "ACCEPT_EULA" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("nothing_left")
def test_the_second_of_two_ranges_is_made(isaac, project, place, tmp_path):
    done = run_range(isaac(), project, tmp_path / "out", place, JOB_COMPLETION_INDEX="1", ACCEPT_EULA="Y")
    assert done.returncode == 0, done.stderr
    made = sorted(path.stem for path in (tmp_path / "out/part_1/records").glob("*.json"))
    assert made == ["000003", "000004", "000005"]
