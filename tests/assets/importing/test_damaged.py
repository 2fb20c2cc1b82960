"""Files that nobody should trust: one sentence each, and the reader lives on."""

import itertools
import os

import pytest
from damaged import cases, outsiders, without_their_textures, write

from scenewright.assets.importing.convert import Converter
from scenewright.assets.importing.converting import Task
from scenewright.errors import UserError

_PLACES = itertools.count()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("cases")


def _put(place, name, files):
    folder = place / f"case{next(_PLACES)}" / "asset"
    folder.parent.mkdir()
    write(folder, files, folder.parent / "secret")
    return folder / name


def _is_clear(sentence, source):
    assert "Traceback" not in sentence
    assert 20 < len(sentence) < 700, sentence
    assert "(" not in sentence or "Error)" not in sentence, f"{source.name}: {sentence}"


def test_every_damaged_file_is_refused_with_a_clear_sentence(samples, convert, place):
    refused, taken = [], []
    for what, name, files in cases(samples):
        source = _put(place, name, files)
        try:
            convert(source)
        except UserError as error:
            _is_clear(str(error), source)
            refused.append(what)
        else:
            taken.append(what)
    assert taken == []
    assert len(refused) >= 200


def test_nothing_outside_the_folder_is_opened(samples, convert, place):
    # Whoever opens the secrets waits for ever: they are pipes that nobody writes to.
    for what, name, files in outsiders(samples):
        source = _put(place, name, files)
        with pytest.raises(UserError) as caught:
            convert(source)
        sentence = str(caught.value)
        assert any(word in sentence for word in ("outside", "network", "missing")), (what, sentence)


def test_models_are_shown_without_pictures_that_lie_outside(samples, convert, place):
    for what, name, files in without_their_textures(samples):
        converted, written = convert(_put(place, name, files))
        assert {"outside_textures", "missing_textures"} & {finding.code for finding in converted.findings}, what
        assert written.exists()


def test_a_link_that_leaves_the_folder_is_refused(samples, convert, place):
    source = _put(place, "a.urdf", {"a.urdf": samples["model.urdf"]})
    (source.parent / "model.stl").symlink_to(source.parent.parent / "secret")
    with pytest.raises(UserError, match="outside"):
        convert(source)


def test_what_lies_outside_is_read_when_the_user_allows_it(samples, convert, place):
    source = _put(place, "a.urdf", {"a.urdf": samples["model.urdf"].replace(b"model.stl", b"../box.stl")})
    (source.parent.parent / "box.stl").write_bytes(samples["model.stl"])
    with pytest.raises(UserError, match="outside"):
        convert(source)
    converted, _ = convert(source, allow_outside=True)
    assert converted.triangles == 24


def test_a_file_that_kills_its_reader_is_told_and_the_next_one_is_read(sample_folder, converter, convert):
    convert(sample_folder / "model.stl")
    os.kill(converter._child.pid, 9)
    with pytest.raises(UserError, match="crash"):
        convert(sample_folder / "model.stl")
    assert convert(sample_folder / "model.stl")[0].triangles == 12


def test_a_reader_that_takes_too_long_is_ended(sample_folder, place):
    folder = place / "slow"
    folder.mkdir()
    task = Task(str(sample_folder / "model.stl"), str(sample_folder), str(folder), "it", "object", "It")
    with Converter(longest_s=0.0) as hurried, pytest.raises(UserError, match="not read within"):
        hurried.convert(task)
