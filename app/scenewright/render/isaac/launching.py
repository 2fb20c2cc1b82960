"""Starting a worker: as a process of its own, or in a container."""

import subprocess
import sys
from pathlib import Path
from typing import IO

from scenewright.errors import UserError
from scenewright.render.isaac.environment import clean_environment
from scenewright.render.isaac.installations import Installation

ROOTLESS_SINCE = (5, 1)
"""From this version on the images' user is 1234, no longer root."""
_USER = "1234:1234"


def command(installation: Installation, folder: Path, job: str, gpu: int, cache: Path) -> list[str]:
    """Return the command that runs a job's worker.

    Args:
        installation: What to start.
        folder: The job's, which holds the worker, too.
        job: Name of the job's file in it; also the container's name.
        gpu: The graphics card; docker and podman show their container no other, Apptainer shows all.
        cache: Where a container keeps its shaders, so that only its first start compiles them.
    """
    if installation.kind != "container":
        return [*installation.python, str(folder / "isaac_worker"), str(folder / job)]
    inside = ["/isaac-sim/python.sh", "/job/isaac_worker", f"/job/{job}"]
    mounts = [(folder, "/job"), *_caches(installation, cache)]
    if installation.runtime == "apptainer":
        binds = [part for source, target in mounts for part in ("--bind", f"{source}:{target}")]
        return ["apptainer", "exec", "--nv", *binds, f"docker://{installation.place}", *inside]
    volumes = [part for source, target in mounts for part in ("-v", f"{source}:{target}:rw")]
    gpus = ["--device", f"nvidia.com/gpu={gpu}"] if installation.runtime == "podman" else ["--gpus", f"device={gpu}"]
    user = ["-u", _USER] if installation.numbers >= ROOTLESS_SINCE else []
    variables = [part for name in ("ACCEPT_EULA", "PYTHONUNBUFFERED") for part in ("-e", name)]
    return [
        installation.runtime or "docker",
        *["run", "--rm", "-i", "--name", container_name(folder, job), "--entrypoint", inside[0]],
        *gpus,
        *variables,
        *volumes,
        *user,
        installation.place,
        *inside[1:],
    ]


def container_name(folder: Path, job: str) -> str:
    """Return the name of a job's container."""
    return f"scenewright-{folder.parent.name}-{folder.name}-{Path(job).stem}"


def mark_of(folder: Path, job: str) -> str:
    """Return what marks the processes of a job, and of no other on this machine."""
    return str(folder.resolve() / job)


def start(
    installation: Installation, folder: Path, job: str, gpu: int, cache: Path, log: IO[bytes], *, eula_accepted: bool
) -> "subprocess.Popen[bytes]":
    """Start a worker in a group of its own, with events on its standard output and all else in `log`.

    Raises:
        UserError: It cannot be started.
    """
    environment = clean_environment(installation, mark_of(folder, job), eula_accepted=eula_accepted)
    if installation.kind == "container":
        _open_to_container(folder, cache, installation)
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    try:
        return subprocess.Popen(
            command(installation, folder, job, gpu, cache),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            cwd=folder,
            start_new_session=sys.platform != "win32",
            creationflags=flags,
        )
    except OSError as error:
        raise UserError(
            f"{installation.title} cannot be started ({error.strerror}): run `scenewright doctor --engine isaac`."
        ) from error


def _caches(installation: Installation, cache: Path) -> list[tuple[Path, str]]:
    """Return which folders keep a container's shaders, logs and data between its runs."""
    if installation.numbers >= ROOTLESS_SINCE:
        home, folders = "/isaac-sim", {"cache/main": ".cache", "cache/computecache": ".nv/ComputeCache"}
        folders |= {"logs": ".nvidia-omniverse/logs", "config": ".nvidia-omniverse/config"}
        folders |= {"data": ".local/share/ov/data", "pkg": ".local/share/ov/pkg"}
    else:
        home, folders = "/root", {"cache/ov": ".cache/ov", "cache/glcache": ".cache/nvidia/GLCache"}
        folders |= {"cache/computecache": ".nv/ComputeCache", "logs": ".nvidia-omniverse/logs"}
        folders |= {"data": ".local/share/ov/data"}
    return [(cache / own, f"{home}/{theirs}") for own, theirs in folders.items()]


def _open_to_container(folder: Path, cache: Path, installation: Installation) -> None:
    """Let the container's user, who is not ours, write into the job's folder and the caches."""
    for source, _ in _caches(installation, cache):
        source.mkdir(parents=True, exist_ok=True)
    for path in (folder, *folder.rglob("*"), *(source for source, _ in _caches(installation, cache))):
        if path.is_dir():
            path.chmod(0o777)
