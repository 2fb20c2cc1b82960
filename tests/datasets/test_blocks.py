"""Datasets of many frames: folders of bounded size, records of whole blocks in one file, read in one way."""

import numpy as np
import pyarrow.parquet as pq
import pytest

from scenewright.datasets import layout, sealing
from scenewright.datasets.believing import believed_frames
from scenewright.datasets.layout import image_name, record_name, record_places, sealed_path, table_path, table_paths
from scenewright.datasets.reading import finished_frames, record_text, recorded_frames
from scenewright.datasets.sealing import seal_block, sealed_blocks
from scenewright.datasets.store import finalise, open_for_writing, read_dataset, write_frame
from scenewright.datasets.tables import FRAMES, INSTANCES, table_batches
from scenewright.errors import UserError

BLOCK = 10


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks of ten frames rather than ten thousand."""
    for module in (layout, sealing):
        monkeypatch.setattr(module, "BLOCK_FRAMES", BLOCK)
    monkeypatch.setattr("scenewright.datasets.reading.BLOCK_FRAMES", BLOCK)
    monkeypatch.setattr(sealing, "ROWS_AT_A_TIME", 5)
    sealing._row_group.cache_clear()


@pytest.fixture
def grown(tmp_path, spec, frame_of):
    """Frames 0 to 24: block 0 at the top, block 1 whole, block 2 begun."""
    open_for_writing(tmp_path / "dataset", spec)
    for index in range(25):
        write_frame(tmp_path / "dataset", *frame_of(index, spec))
    return tmp_path / "dataset"


def test_places_follow_from_the_number_alone():
    assert image_name("rgb", 9, "", ".png") == "rgb/000009.png"
    assert image_name("rgb", 12, "left", ".png") == "rgb/0001/000012_left.png"
    assert record_name(25) == "records/0002/000025.json"


def test_no_folder_holds_more_than_a_block(grown):
    for folder in (path for path in grown.rglob("*") if path.is_dir()):
        assert sum(path.is_file() for path in folder.iterdir()) <= BLOCK, folder


def test_a_whole_block_is_sealed_and_nothing_else(grown):
    before = {index: record_text(grown, index) for index in range(25)}
    assert [seal_block(grown, block) for block in (0, 1, 2)] == [False, True, False]
    assert sealed_blocks(grown) == [1]
    assert not (grown / "records/0001").exists()
    assert {index: record_text(grown, index) for index in range(25)} == before
    assert finished_frames(grown) == believed_frames(grown, frozenset()) == recorded_frames(grown) == set(range(25))


def test_sealing_changes_nothing_for_those_who_read(grown):
    loose = list(read_dataset(grown).frames())
    seal_block(grown, 1)
    dataset = read_dataset(grown)
    sealed = list(dataset.frames())
    assert sealed == loose
    assert dataset.load(sealed[15].views[0], "rgb").dtype == np.uint8


def test_a_frame_of_a_sealed_block_whose_file_is_gone_is_made_again(grown, spec, frame_of):
    seal_block(grown, 1)
    (grown / image_name("rgb", 13, "", ".png")).unlink()
    (grown / image_name("normals", 17, "", ".npz")).write_bytes(b"short")
    assert set(range(25)) - believed_frames(grown, frozenset()) == {13, 17}
    for index in (13, 17):
        write_frame(grown, *frame_of(index, spec))
    assert believed_frames(grown, frozenset()) == set(range(25))
    assert seal_block(grown, 1)
    assert not (grown / "records/0001").exists()
    assert [frame.index for frame in read_dataset(grown).frames()] == list(range(25))


def test_a_sealed_block_that_is_damaged_is_made_again(grown, spec, frame_of):
    seal_block(grown, 1)
    sealed_path(grown, 1).write_bytes(b"PAR1 torn")
    assert believed_frames(grown, frozenset()) == set(range(10)) | set(range(20, 25))
    with pytest.raises(UserError, match=r"Frame 12 of .* is missing or damaged"):
        read_dataset(grown).frame(12)


def test_tables_are_in_parts_and_read_as_one(grown):
    finalise(grown, {"program": "scenewright"})
    assert table_paths(grown, "frames") == [table_path(grown, "frames", block) for block in range(3)]
    assert [pq.read_table(path).num_rows for path in table_paths(grown, "frames")] == [10, 10, 5]
    together = pq.read_table([str(path) for path in table_paths(grown, "frames")])
    assert together.column("index").to_pylist() == list(range(25))
    table_path(grown, "frames", 1).unlink()
    seal_block(grown, 1)
    read = [index for batch in table_batches(grown, FRAMES, ["index"]) for index in batch.column("index").to_pylist()]
    assert read == list(range(25))
    assert sum(batch.num_rows for batch in table_batches(grown, INSTANCES, ["index"])) > 25


def test_only_changed_parts_of_the_tables_are_made_again(grown):
    finalise(grown, {})
    times = {path: path.stat().st_mtime_ns for path in table_paths(grown, "frames")}
    finalise(grown, {}, {2})
    changed = [path for path in table_paths(grown, "frames") if path.stat().st_mtime_ns != times[path]]
    assert changed == [table_path(grown, "frames", 2)]


def test_a_large_dataset_of_an_earlier_version_is_read_as_it_is(grown):
    for index in range(10, 25):  # as it lay there: all records at the top
        (grown / record_name(index)).rename(record_places(grown, index)[-1])
    assert finished_frames(grown) == believed_frames(grown, frozenset()) == set(range(25))
    assert [frame.index for frame in read_dataset(grown).frames()] == list(range(25))
    finalise(grown, {})
    assert pq.read_table(grown / "frames.parquet").num_rows == 25
