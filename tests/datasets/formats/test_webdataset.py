import io
import json
import tarfile

import numpy as np
import pytest
import webdataset
from PIL import Image

from scenewright.datasets.webdataset import read_webdataset, write_webdataset
from scenewright.errors import UserError

# The webdataset package leaves its files to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="session")
def exported(rendered, tmp_path_factory):
    out = tmp_path_factory.mktemp("webdataset") / "out"
    write_webdataset(rendered, out)
    return out


def others(folder):
    """Yield the samples as the webdataset package reads them, undecoded."""
    for path in sorted(folder.glob("*.tar")):
        yield from webdataset.WebDataset(str(path), shardshuffle=False, empty_check=False)


def test_the_webdataset_package_reads_every_array(exported, rendered):
    found = {sample["__key__"]: sample for sample in others(exported)}
    assert sorted(found) == [f"{index:06d}" for index in rendered.indices]
    for frame in rendered.frames():
        view, sample = frame.views[0], found[f"{frame.index:06d}"]
        for name, channel in (("depth", "distance_to_image_plane"), ("distance", "distance_to_camera")):
            np.testing.assert_array_equal(np.load(io.BytesIO(sample[f"{name}.npy"])), rendered.load(view, channel))
        normals = np.load(io.BytesIO(sample["normals.npy"]))
        assert normals.dtype == np.float16
        np.testing.assert_array_equal(normals.astype(np.float32), rendered.load(view, "normals"))
        with Image.open(io.BytesIO(sample["instance.png"])) as image:
            np.testing.assert_array_equal(np.array(image), rendered.load(view, "instance_mask"))
        record = json.loads(sample["json"])
        assert [item["class_name"] for item in record["views"][0]["instances"]] == [
            item.class_name for item in view.instances
        ]


def test_the_webdataset_package_decodes_what_it_knows(exported, rendered):
    path = str(exported / "train-000000.tar")
    decoded = webdataset.WebDataset(path, shardshuffle=False).decode("rgb8").to_tuple("__key__", "rgb.png", "depth.npy")
    for key, picture, depth in decoded:
        view = rendered.frame(int(key)).views[0]
        np.testing.assert_array_equal(picture, rendered.load(view, "rgb"))
        np.testing.assert_array_equal(depth, rendered.load(view, "distance_to_image_plane"))


def test_training_and_validation_frames_are_in_files_of_their_own(exported, rendered):
    index = json.loads((exported / "index.json").read_text(encoding="utf-8"))
    assert [item["url"] for item in index["shardlist"]] == ["train-000000.tar", "validation-000000.tar"]
    assert [item["nsamples"] for item in index["shardlist"]] == [6, 2]
    for item in index["shardlist"]:
        assert item["filesize"] == (exported / item["url"]).stat().st_size
    held_out = {frame.index for frame in rendered.frames() if '"split":"validation"' in frame.plan}
    with tarfile.open(exported / "validation-000000.tar") as tar:
        assert {int(name.split(".")[0]) for name in tar.getnames()} == held_out


def test_tar_files_are_of_bounded_size(rendered, tmp_path):
    write_webdataset(rendered, tmp_path / "out", shard_mb=0.4)
    paths = sorted((tmp_path / "out").glob("train-*.tar"))
    assert len(paths) > 2
    assert all(path.stat().st_size < 0.4e6 + 20_480 for path in paths)
    assert len(list(others(tmp_path / "out"))) == 8
    write_webdataset(rendered, tmp_path / "single", shard_mb=0.001)
    assert len(list((tmp_path / "single").glob("*.tar"))) == 8


def test_the_same_dataset_gives_the_same_bytes(exported, rendered, tmp_path):
    write_webdataset(rendered, tmp_path / "again")
    for path in exported.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_several_cameras_are_samples_of_their_own(write_dataset, spec_of, tmp_path):
    dataset = write_dataset(spec_of(cameras=("left", "right"), labels=("instance_mask",)))
    write_webdataset(dataset, tmp_path / "out")
    keys = [sample["__key__"] for sample in others(tmp_path / "out")]
    assert keys[:3] == ["000000_left", "000000_right", "000001_left"]
    assert [(view.index, view.record.camera) for view in read_webdataset(tmp_path / "out")][:2] == [
        (0, "left"),
        (0, "right"),
    ]


def test_a_damaged_tar_file_is_named(rendered, tmp_path):
    write_webdataset(rendered, tmp_path / "out")
    path = tmp_path / "out" / "train-000000.tar"
    content = path.read_bytes()
    for damaged in (content[:100_000], b"\0" * 600 + content[600:], content[:30] + b"xx" + content[32:]):
        path.write_bytes(damaged)
        with pytest.raises(UserError, match=r"train-000000\.tar is damaged"):
            list(read_webdataset(tmp_path / "out"))
