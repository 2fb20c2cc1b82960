"""What holds for every format: nothing half, nothing lost (`round_trips` has what comes back)."""

import contextlib

import numpy as np
import pytest

from scenewright.datasets.formats import FORMATS
from scenewright.datasets.readers import READERS
from scenewright.datasets.reading import Dataset
from scenewright.datasets.threads import in_threads
from scenewright.errors import UserError
from scenewright.jobs.export import export

PAIRS = {name: (FORMATS[name], read) for name, read in READERS.items()}


@pytest.fixture(params=sorted(PAIRS))
def pair(request):
    return PAIRS[request.param]


def test_a_cancelled_export_leaves_nothing(pair, rendered, tmp_path, monkeypatch):
    write, _ = pair
    frames = Dataset.frames

    def stopped(self):
        for record in frames(self):
            if record.index == 4:
                raise KeyboardInterrupt
            yield record

    monkeypatch.setattr(Dataset, "frames", stopped)
    with pytest.raises(KeyboardInterrupt):
        write(rendered, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["basicwriter", "hdf5", "kitti", "webdataset"])
def test_an_export_of_a_damaged_dataset_leaves_nothing_and_names_the_file(name, made_up, tmp_path):
    write, _ = PAIRS[name]
    with made_up(["cup"], [2, 2]) as (dataset, _):
        path = dataset.folder / "distance_to_image_plane" / "000001.npz"
        path.write_bytes(b"\0" * path.stat().st_size)
        with pytest.raises(UserError, match=r"000001\.npz is damaged"):
            write(dataset, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_refused(pair, tmp_path):
    _, read = pair
    (tmp_path / "note.txt").write_text("")
    with pytest.raises(UserError, match=r"holds no|Could not read"):
        list(read(tmp_path))


def test_what_is_to_be_told_is_told(rendered, tmp_path):
    finished = export(rendered.folder, "kitti", tmp_path / "out")
    assert "do not stand level in the camera's frame" in finished.message
    assert export(rendered.folder, "hdf5", tmp_path / "hdf5").message.endswith("hdf5.")


@pytest.mark.parametrize("name", ["bop", "dope", "kitti"])
def test_formats_without_words_for_a_lens_refuse_it(with_lens, tmp_path, name):
    with pytest.raises(UserError, match="pinhole cameras only, but camera 'camera' has a lens"):
        PAIRS[name][0](with_lens, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["hdf5", "webdataset"])
def test_formats_with_our_records_hold_everything(rendered, tmp_path, name):
    write, read = PAIRS[name]
    write(rendered, tmp_path / "out")
    found = {view.index: view for view in read(tmp_path / "out")}
    for frame in rendered.frames():
        view = frame.views[0]
        assert found[frame.index].record.instances == view.instances
        assert set(found[frame.index].channels) == set(view.files)
        for channel in view.files:
            np.testing.assert_array_equal(found[frame.index].channels[channel], rendered.load(view, channel))


def test_threads_keep_the_order_and_are_done_when_the_block_ends():
    begun = []
    with in_threads(lambda number: begun.append(number) or number * number, range(100)) as results:
        assert list(results) == [number * number for number in range(100)]
    with contextlib.suppress(RuntimeError), in_threads(begun.append, range(1000)) as results:
        next(results)
        raise RuntimeError
    count = len(begun)
    assert count < 1000
    assert len(begun) == count
