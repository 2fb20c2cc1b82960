"""Finding Isaac Sim, whatever way it came onto the machine, without starting it."""

import os
import sys
from pathlib import Path

import pytest
from install import put_up

from scenewright.errors import UserError
from scenewright.render.isaac.installations import find_installations, installation_at, usual_places


def executable(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def environment_with(tmp_path, version):
    """A folder as a virtual environment, whose Python says that isaacsim is installed."""
    code = f"import sys; print({version + ' 3.12'!r}) if 'metadata' in sys.argv[-1] else None"
    executable(tmp_path / "env/bin/python", f'#!/bin/bash\nexec {sys.executable} -c "{code}" "$@"\n')
    return tmp_path / "env"


def test_a_folder_is_known_by_its_files_and_says_its_version(tmp_path):
    found = installation_at(str(put_up(tmp_path / "isaacsim", "5.1.0")))
    assert (found.kind, found.version, found.numbers) == ("folder", "5.1.0", (5, 1))
    assert found.python == [str(tmp_path / "isaacsim" / "python.sh")]


def test_a_pip_installation_is_known_by_its_environments_python(tmp_path):
    environment = environment_with(tmp_path, "6.0.1.0")
    for place in (environment / "bin/python", environment):
        found = installation_at(str(place))
        assert (found.kind, found.version, found.python_version) == ("pip", "6.0.1", "3.12")
        assert found.python == [str(environment / "bin/python")]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for docker is a shell script")
def test_an_image_is_known_by_its_tag(tmp_path, monkeypatch):
    executable(tmp_path / "bin/docker", "#!/bin/bash\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    for text in ("nvcr.io/nvidia/isaac-sim:5.1.0", "docker:nvcr.io/nvidia/isaac-sim:5.1.0"):
        found = installation_at(text)
        assert (found.kind, found.version, found.runtime) == ("container", "5.1.0", "docker")
        assert found.place == "nvcr.io/nvidia/isaac-sim:5.1.0"
        assert installation_at(found.choice) == found
    assert installation_at("docker:registry.example.com:5000/team/isaac-sim:6.0.1").version == "6.0.1"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for docker is a shell script")
def test_the_images_that_docker_holds_are_found(tmp_path, monkeypatch):
    held = "debian:12\nnvcr.io/nvidia/isaac-sim:4.5.0\nnvcr.io/nvidia/isaac-sim:5.1.0\nnvcr.io/nvidia/isaac-sim:<none>"
    executable(tmp_path / "bin/docker", f"#!/bin/bash\n[ $1 = images ] && printf '{held}'\n")
    executable(tmp_path / "bin/podman", "#!/bin/bash\nexit 1\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    found = [(item.kind, item.runtime, item.version) for item in find_installations() if item.kind == "container"]
    assert found == [("container", "docker", "5.1.0"), ("container", "docker", "4.5.0")]


def test_environments_that_are_not_active_are_found_by_their_package(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, packages in {
        "env_isaaclab": "lib/python3.11/site-packages/isaacsim-5.1.0.0.dist-info",
        "conda/other": "lib/python3.11/site-packages/numpy-2.0.0.dist-info",
        "conda/robots": "Lib/site-packages/isaacsim-5.0.0.0.dist-info",
    }.items():
        (tmp_path / name / packages).mkdir(parents=True)
    (tmp_path / ".conda").mkdir()
    (tmp_path / ".conda/environments.txt").write_text(f"{tmp_path}/conda/other\n{tmp_path}/conda/robots\n")
    places = list(usual_places())
    assert tmp_path / "env_isaaclab" in places
    assert tmp_path / "conda/robots" in places
    assert tmp_path / "conda/other" not in places


@pytest.mark.parametrize("python", ["bin/python", "Scripts/python.exe", "python.exe"])
def test_an_environment_is_known_on_linux_and_windows_and_of_conda(python, tmp_path):
    made = environment_with(tmp_path, "5.1.0.0")
    (made / python).parent.mkdir(exist_ok=True)
    (made / "bin/python").rename(made / python)
    assert installation_at(str(made)).python == [str(made / python)]


def test_an_image_without_a_container_program_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="neither docker, podman nor apptainer"):
        installation_at("nvcr.io/nvidia/isaac-sim:5.1.0")


@pytest.mark.parametrize("place", ["nowhere", "empty"])
def test_what_is_no_installation_is_refused_in_words(place, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="is no Isaac Sim: name the folder"):
        installation_at(str(tmp_path / place))


def test_a_python_without_isaac_is_none():
    with pytest.raises(UserError, match="is no Isaac Sim"):
        installation_at(sys.executable)


def test_a_version_that_is_too_old_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match=r"4\.2\.0 .* is too old"):
        installation_at(str(put_up(tmp_path / "old", "4.2.0")))


def test_all_are_found_once_the_newest_first(tmp_path):
    old, new = put_up(tmp_path / "a", "4.5.0"), put_up(tmp_path / "b", "6.0.1")
    (tmp_path / "link").symlink_to(new, target_is_directory=True)
    environment = environment_with(tmp_path, "5.1.0.0")
    places = [old, tmp_path / "link", new, tmp_path / "none", environment / "bin/python"]
    assert [item.version for item in find_installations(places)] == ["6.0.1", "5.1.0", "4.5.0"]


def test_the_usual_places_are_looked_at(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ISAACSIM_PATH", str(tmp_path / "given"))
    package = tmp_path / ".local/share/ov/pkg/isaac-sim-4.5.0"
    package.mkdir(parents=True)
    places = list(usual_places())
    assert places[0] == tmp_path / "given"
    for place in ("isaacsim", "IsaacSim/_build/linux-x86_64/release", "IsaacSim/_isaac_sim"):
        assert tmp_path / place in places
    assert package in places
    assert Path("/isaac-sim") in places
