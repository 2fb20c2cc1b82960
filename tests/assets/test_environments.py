"""Surrounding pictures."""

import numpy as np
import OpenEXR
import PIL.Image
import pytest

from scenewright.assets.environments import read_environment
from scenewright.assets.library import library
from scenewright.errors import UserError


@pytest.fixture
def exr(tmp_path):
    def write(channels, name="room.exr"):
        header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
        with OpenEXR.File(header, channels) as file:
            file.write(str(tmp_path / name))
        return tmp_path / name

    return write


@pytest.mark.parametrize("name", library("environment"))
def test_shipped_environments_read_and_give_light(name):
    radiance = read_environment(library("environment")[name]).radiance
    assert radiance.dtype == np.float32
    assert radiance.shape[1] == 2 * radiance.shape[0]
    assert np.isfinite(radiance).all()
    assert radiance.mean() > 0.01


@pytest.mark.parametrize("kind", [np.float16, np.float32])
def test_an_exr_keeps_its_linear_values_and_its_top_row(exr, kind):
    pixels = np.random.default_rng(0).uniform(0, 9, (4, 8, 3)).astype(kind)
    read = read_environment(exr({"RGB": pixels}))
    assert np.array_equal(read.radiance, pixels.astype(np.float32))


def test_an_exr_with_separate_or_alpha_channels_reads_alike(exr):
    pixels = np.random.default_rng(0).uniform(0, 9, (4, 8, 4)).astype(np.float32)
    with_alpha = read_environment(exr({"RGBA": pixels}))
    assert np.array_equal(with_alpha.radiance, pixels[..., :3])


def test_a_grey_exr_becomes_rgb(exr):
    grey = np.full((4, 8), 0.5, np.float32)
    assert (read_environment(exr({"Y": grey})).radiance == 0.5).all()


def test_an_exr_without_colors_is_refused(exr):
    with pytest.raises(UserError, match="no R, G and B channels"):
        read_environment(exr({"Z": np.zeros((4, 8), np.float32)}))


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_pictures_are_decoded_from_srgb(tmp_path, suffix):
    path = tmp_path / f"room.{suffix}"
    PIL.Image.new("RGB", (8, 4), (188, 188, 188)).save(path)
    assert read_environment(path).radiance == pytest.approx(np.full((4, 8, 3), 0.503), abs=0.01)


def test_what_is_no_light_becomes_dark_and_what_is_too_bright_stays_finite(exr):
    pixels = np.ones((4, 8, 3), np.float32)
    pixels[0, :5, 0] = [np.nan, -1, -np.inf, np.inf, 1e9]
    assert read_environment(exr({"RGB": pixels})).radiance[0, :5, 0].tolist() == [0, 0, 0, 65504, 65504]


def test_wide_pictures_are_scaled_down_and_keep_their_light(exr):
    pixels = np.zeros((1500, 3000, 3), np.float32)
    pixels[700, 1500] = 60000
    read = read_environment(exr({"RGB": pixels}))
    assert read.radiance.shape == (1024, 2048, 3)
    assert read.radiance.mean() == pytest.approx(pixels.mean(), rel=1e-3)


@pytest.mark.parametrize("width", [8, 100, 197, 203, 400])
def test_pictures_that_are_not_twice_as_wide_as_high_are_refused(exr, width):
    path = exr({"RGB": np.ones((100, width, 3), np.float32)})
    if width in (197, 203):
        assert read_environment(path).radiance.shape[1] == width
        return
    with pytest.raises(UserError, match=f"{width} x 100 pixels"):
        read_environment(path)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x76\x2f\x31\x01" + bytes(100)])
@pytest.mark.parametrize("suffix", ["exr", "png"])
def test_a_damaged_picture_is_refused(tmp_path, suffix, content, capfd):
    path = tmp_path / f"room.{suffix}"
    path.write_bytes(content)
    with pytest.raises(UserError, match=f"room.{suffix} cannot be read"):
        read_environment(path)
    assert capfd.readouterr() == ("", "")
