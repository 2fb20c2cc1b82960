import json

import h5py
import numpy as np
import pytest

from scenewright.datasets.hdf5 import read_hdf5, write_hdf5
from scenewright.datasets.store import read_dataset
from scenewright.errors import UserError


def test_a_row_is_an_image_and_every_array_is_compressed(rendered, tmp_path):
    write_hdf5(rendered, tmp_path / "out")
    with h5py.File(tmp_path / "out" / "part_000000.h5") as file:
        group = file["camera"]
        assert group["frame"][:].tolist() == list(rendered.indices)
        for row, frame in enumerate(rendered.frames()):
            for channel in frame.views[0].files:
                part = group[channel]
                assert part.chunks == (1, *part.shape[1:])
                assert (part.compression, part.shuffle) == ("gzip", True)
                truth = rendered.load(frame.views[0], channel)
                np.testing.assert_array_equal(part[row].astype(truth.dtype), truth)
        assert group["normals"].dtype == np.float16
        assert group["instance_mask"].dtype == np.uint16
        assert json.loads(file.attrs["conventions"])["world"]["unit"] == "metre"
        assert [name.decode() for name in file["classes"][:]] == ["cup", "große Dose"]
        assert "shape_cube" in file["project"][()].decode()


def test_files_hold_so_many_frames_at_most(rendered, tmp_path):
    write_hdf5(rendered, tmp_path / "out", frames_per_file=3)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"part_00000{k}.h5" for k in range(3)]
    assert [view.index for view in read_hdf5(tmp_path / "out")] == list(range(8))


def test_cameras_are_groups(write_dataset, spec_of, tmp_path):
    dataset = write_dataset(spec_of(cameras=("left", "right-2"), labels=("instance_mask",)))
    write_hdf5(dataset, tmp_path / "out")
    with h5py.File(tmp_path / "out" / "part_000000.h5") as file:
        assert set(file["left"]) == set(file["right-2"]) == {"frame", "record", "rgb", "instance_mask"}
    found = {(view.index, view.record.camera): view for view in read_hdf5(tmp_path / "out")}
    for frame in read_dataset(dataset.folder).frames():
        for view in frame.views:
            assert found[frame.index, view.camera].record.instances == view.instances


def test_a_damaged_file_is_named(rendered, tmp_path):
    write_hdf5(rendered, tmp_path / "out")
    path = tmp_path / "out" / "part_000000.h5"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(UserError, match=r"part_000000\.h5"):
        list(read_hdf5(tmp_path / "out"))


def test_a_file_of_another_program_is_refused(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["data"] = np.zeros(3)
    with pytest.raises(UserError, match=r"other\.h5 is damaged, or was not written by this program"):
        list(read_hdf5(tmp_path))
