"""What holds for every format: nothing half, nothing lost, odd names, and its neutral reader."""

import contextlib

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenewright.datasets.formats import FORMATS, READERS
from scenewright.datasets.reading import Dataset
from scenewright.datasets.threads import in_threads
from scenewright.errors import UserError
from scenewright.jobs.export import export

PAIRS = {name: (FORMATS[name], read) for name, read in READERS.items()}
NAMES = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
    min_size=1,
    max_size=4,
    unique=True,
)
ALIKE = ["DontCare", "big cup", "big_cup", "größe", "杯子", " ", "_"]


@pytest.fixture(params=sorted(PAIRS))
def pair(request):
    return PAIRS[request.param]


@given(classes=NAMES, counts=st.lists(st.integers(0, 6), min_size=1, max_size=3), seed=st.integers(0, 999))
@example(classes=["cup"], counts=[0], seed=0)
@example(classes=["cup"], counts=[1], seed=0)
@example(classes=ALIKE, counts=[7, 0, 7], seed=1)
@example(classes=["a", "b"], counts=[500], seed=2)
@settings(max_examples=6, deadline=None)
@pytest.mark.parametrize("name", sorted(set(PAIRS) - {"bop"}))
def test_reading_is_the_inverse_of_writing(made_up, name, classes, counts, seed):
    write, read = PAIRS[name]
    with made_up(classes, counts, seed) as (dataset, out):
        write(dataset, out)
        found = list(read(out))
        expected = {frame.index: frame.views[0] for frame in dataset.frames()}
        assert [view.index for view in found if view.index in expected] == [view.index for view in found]
        assert {view.index for view in found} == set(expected)
        for view in found:
            compare(dataset, view, expected[view.index])


def compare(dataset, found, expected):
    """Compare what a format holds of a view with the truth."""
    i, j = found.record.intrinsics, expected.intrinsics
    assert (i.width, i.height) == (j.width, j.height)
    np.testing.assert_allclose((i.fx, i.fy, i.cx, i.cy), (j.fx, j.fy, j.cx, j.cy), rtol=1e-9)
    np.testing.assert_allclose(found.record.world_from_camera, expected.world_from_camera, atol=1e-9)
    wanted = expected.instances
    assert len(found.record.instances) == len(wanted)
    for item, truth in zip(found.record.instances, wanted, strict=True):
        assert item.class_name == truth.class_name
        for field in found.holds & {"box_tight", "box_loose", "visible_px", "amodal_px", "group", "asset", "skeleton"}:
            assert getattr(item, field) == getattr(truth, field)
        for field in found.holds & {"occlusion_ratio", "truncation_ratio"}:
            np.testing.assert_allclose(getattr(item, field), getattr(truth, field), atol=1e-4)
        if "world_from_object" in found.holds:
            np.testing.assert_allclose(sorted(corners_of(item)), sorted(corners_of(truth)), atol=1e-4)
    for name, image in found.channels.items():
        truth = dataset.load(expected, name)
        tolerance = {"distance_to_image_plane": 1 / 512 + 1e-6, "normals": 0.01}.get(name, 1e-6)
        if name == "semantic_mask":  # numbered as they come
            assert len(np.unique(image)) == len(np.unique(truth))
            continue
        np.testing.assert_allclose(image, truth, rtol=0, atol=tolerance)


def corners_of(item):
    pose = np.reshape(item.world_from_object, (4, 4))
    box = np.array([item.extent_low, item.extent_high])
    index = [[(k >> axis) & 1 for axis in range(3)] for k in range(8)]
    points = box[index, np.arange(3)] @ pose[:3, :3].T + pose[:3, 3]
    return [tuple(point) for point in np.round(points, 4).tolist()]


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
