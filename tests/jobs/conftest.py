import json
import os
import subprocess
import sys
from contextlib import contextmanager

import psutil
import pyarrow.parquet as pq
import pytest

from scenewright.datasets.images import read_array
from scenewright.jobs.events import Finished, Item
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

FRAMES = 16


@pytest.fixture(scope="session")
def project(write_shapes):
    """A small project of 16 frames."""
    return write_shapes(frames=FRAMES, width_px=48, height_px=32, cubes="{kind: uniform, low: 1, high: 3}", scale=4)


@pytest.fixture
def make(project):
    """Generate frames in this process; return what was said."""

    def generate_frames(folder, first=0, last=FRAMES, stop=lambda: False, path=project, workers=0):
        events = []
        finished = generate(Wish(load_project(path), folder, range(first, last), workers, "flat"), events.append, stop)
        return [*events, finished]

    return generate_frames


@pytest.fixture(scope="session")
def whole(project, tmp_path_factory):
    """The dataset made in one go."""
    folder = tmp_path_factory.mktemp("whole") / "dataset"
    finished = generate(Wish(load_project(project), folder, range(FRAMES), engine="flat"), lambda event: None)
    assert finished.outcome == "succeeded"
    return folder


_DATED = ("run.json", "certificate.json", "certificate.html")


@pytest.fixture
def contents():
    """Return what every file of a dataset says, but for those that say when they were made, by name.

    Images are compared by their values and not as packed: in about one process of a thousand ISA-L packs a picture a
    few bytes shorter, and so far nobody knows why.
    """

    def of(folder):
        files = (path for path in folder.rglob("*") if path.is_file() and path.name not in _DATED)
        files = (path for path in files if path.relative_to(folder).parts[0] != "run")
        return {str(path.relative_to(folder)): _said(path) for path in files}

    return of


_PACKED = ("file_bytes", "file_hashes")


def _said(path):
    if path.suffix in (".png", ".npz"):
        array = read_array(path)
        return array.dtype, array.shape, array.tobytes()
    if path.parent.name == "records" and path.suffix == ".json":
        record = json.loads(path.read_bytes())
        return record | {"views": [_unpacked(view) for view in record["views"]]}
    if path.name == "frames.parquet":
        return pq.read_table(path).drop_columns(list(_PACKED)).to_pylist()
    return path.read_bytes()


def _unpacked(view):
    return {name: value for name, value in view.items() if name not in _PACKED}


@pytest.fixture
def times():
    """Return when each frame's files were last written, by name."""

    def of(folder):
        files = (path for path in folder.rglob("0*.*") if path.is_file())
        return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in files}

    return of


class Child:
    """The command line in a process of its own that speaks events."""

    def __init__(self, process):
        self.process = process
        self.events = []

    def next(self):
        """Wait for the next event; nothing after the last."""
        line = self.process.stdout.readline()
        if not line:
            return None
        self.events.append(json.loads(line))
        return self.events[-1]

    def until_items(self, count):
        """Wait until some frames are on disk; the child must not end before."""
        while sum(event["type"] == "item" for event in self.events) < count:
            assert self.next() is not None, self.process.stderr.read()

    def rest(self):
        """Wait for the end; return the last event and the exit code."""
        while self.next() is not None:
            pass
        code = self.process.wait(timeout=60)
        return self.events[-1], code

    def workers(self):
        """Return its processes that draw, as psutil knows them."""
        return [process for process in psutil.Process(self.process.pid).children() if _draws(process)]


def _draws(process):
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:  # it ends just now
        return False


@pytest.fixture
def child():
    """Start the command line with events on its standard output; ends it in the end."""
    running = []

    def start(*arguments, **options):
        command = [sys.executable, "-m", "scenewright", *map(str, arguments), "--events", "json"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        running.append(Child(subprocess.Popen(command, text=True, **pipes, **options)))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()
        with one.process:
            pass


@pytest.fixture
def run():
    """Run the command line as people do; return the finished process."""

    def run_command(*arguments, **options):
        command = [sys.executable, "-m", "scenewright", *map(str, arguments)]
        with _open_input() as stdin:
            return subprocess.run(
                command, capture_output=True, text=True, stdin=stdin, timeout=100, check=False, **options
            )

    return run_command


@contextmanager
def _open_input():
    ours, theirs = os.pipe()
    try:
        yield ours
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a given size that can grow; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = []

    def mount(size):
        options = f"size={size}" if not mounted else f"remount,size={size}"
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("needs the right to mount a disk")
        mounted.append(size)
        return place

    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs Linux and the right to mount a disk")
    yield mount
    if mounted:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def items():
    """Return the frames that events say are on disk, in order, and how it ended."""

    def of(events):
        assert isinstance(events[-1], Finished)
        assert not any(isinstance(event, Finished) for event in events[:-1])
        return [event.index for event in events if isinstance(event, Item)], events[-1].outcome

    return of
