import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from samples import write_samples

from scenewright.assets.importing.convert import Converter
from scenewright.assets.importing.converting import Task


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    """A sound file of every format."""
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder)
    return folder


@pytest.fixture(scope="session")
def samples(sample_folder):
    return {path.name: path.read_bytes() for path in sample_folder.iterdir()}


@pytest.fixture(scope="session")
def converter():
    with Converter(longest_s=20) as made:
        yield made


@pytest.fixture
def convert(converter, tmp_path_factory):
    """Convert a file as an object, into a folder of its own; return what came of it, and the USD file."""

    def converted(source, **wishes):
        target = tmp_path_factory.mktemp("target")
        task = Task(str(source), str(wishes.pop("root", source.parent)), str(target), "it", "object", "It", **wishes)
        return converter.convert(task), target / "it.usdc"

    return converted
