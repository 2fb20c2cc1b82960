"""What a project may ask of its files: labels come back exactly in every format, pictures where it promises so."""

import numpy as np
import pytest
from PIL import Image

from scenewright.datasets.images import encode_image, read_array
from scenewright.spec.project import OutputSpec


@pytest.fixture
def picture():
    rows, columns = np.mgrid[0:64, 0:96]
    smooth = np.stack([rows * 2, columns * 2, rows + columns], axis=-1)
    smooth[20:40, 30:60] = (250, 10, 10)
    return smooth.astype(np.uint8)


@pytest.fixture
def depth():
    values = np.random.default_rng(3).uniform(0.1, 90, (64, 96)).astype(np.float32)
    values[0, :5] = np.inf
    return values


def stored(tmp_path, channel, image, **output):
    suffix, content = encode_image(channel, image, OutputSpec.model_validate(output))
    path = tmp_path / f"image{suffix}"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_png_of_every_effort_is_exact(level, picture, tmp_path):
    path = stored(tmp_path, "rgb", picture, picture={"kind": "png", "level": level})
    assert path.suffix == ".png"
    np.testing.assert_array_equal(read_array(path), picture)


def test_lossless_webp_is_exact_and_smaller_than_png(picture, tmp_path):
    path = stored(tmp_path, "rgb", picture, picture={"kind": "webp"})
    assert path.suffix == ".webp"
    np.testing.assert_array_equal(read_array(path), picture)
    assert path.stat().st_size < stored(tmp_path, "rgb", picture).stat().st_size


@pytest.mark.parametrize(("kind", "suffix"), [("jpeg", ".jpg"), ("webp", ".webp")])
def test_pictures_with_a_loss_are_close_and_small(kind, suffix, picture, tmp_path):
    wish = {"kind": kind, "quality": 90} | ({"lossless": False} if kind == "webp" else {})
    path = stored(tmp_path, "rgb", picture, picture=wish)
    assert path.suffix == suffix
    assert np.abs(read_array(path).astype(int) - picture).mean() < 4
    with Image.open(path) as image:
        assert image.format == kind.upper()


@pytest.mark.parametrize("channel", ["distance_to_image_plane", "distance_to_camera", "sensor_depth"])
@pytest.mark.parametrize("kind", ["npz", "tiff", "npy"])
def test_depth_is_exact_to_the_last_bit_in_every_format(kind, channel, depth, tmp_path):
    path = stored(tmp_path, channel, depth, depth=kind)
    assert path.suffix == f".{kind}"
    read = read_array(path)
    assert read.dtype == np.float32
    np.testing.assert_array_equal(read, depth)


def test_a_tiff_of_depth_is_what_other_programs_read(depth, tmp_path):
    cv2 = pytest.importorskip("cv2")
    path = stored(tmp_path, "distance_to_camera", depth, depth="tiff")
    np.testing.assert_array_equal(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), depth)


def test_masks_stay_png_whatever_is_asked_for(tmp_path):
    mask = np.arange(64 * 96, dtype=np.uint16).reshape(64, 96)
    path = stored(tmp_path, "instance_mask", mask, picture={"kind": "jpeg"}, depth="npy")
    assert path.suffix == ".png"
    np.testing.assert_array_equal(read_array(path), mask)
