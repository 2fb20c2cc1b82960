"""Pictures in exports are the dataset's own files wherever the format has files of them."""

import pytest

from scenewright.datasets.formats import FORMAT_NAMES, FORMATS, SPLIT_FORMATS

WITHOUT_LINKS = {
    "basicwriter": "its pictures have an alpha channel",
    "hdf5": "pictures lie in its own files",
    "webdataset": "pictures lie in tar files",
    "point_cloud": "it has no pictures",
}


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_pictures_are_hard_links(name, scene_of, tmp_path):
    dataset = scene_of(["cup"], ["left", "right"], [3, 0], 1, 5).dataset
    if name in SPLIT_FORMATS:
        parts = {split: type(dataset)(dataset.folder, dataset.spec, (k,)) for k, split in enumerate(("train", "val"))}
        SPLIT_FORMATS[name](parts, tmp_path / "out")
    else:
        FORMATS[name](dataset, tmp_path / "out")
    linked = inodes(tmp_path / "out")
    pictures = inodes(dataset.folder / "rgb")
    assert len(pictures) == 4
    assert pictures & linked == (set() if name in WITHOUT_LINKS else pictures)
    if name == "dope":
        assert inodes(dataset.folder / "instance_mask") <= linked


def inodes(folder):
    return {path.stat().st_ino for path in folder.rglob("*") if path.is_file()}
