"""Pictures to arrays."""

import io

import numpy as np
import PIL.Image
import pytest

from scenewright.assets.images import decoded, linear_from_srgb, read_image, srgb_from_linear
from scenewright.errors import UserError


def stored(picture, file_format="PNG") -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_format)
    return buffer.getvalue()


def test_srgb_and_linear_light_are_each_others_inverse():
    values = np.linspace(0, 1, 256, dtype=np.float32)
    assert srgb_from_linear(linear_from_srgb(values)) == pytest.approx(values, abs=1e-6)
    assert linear_from_srgb(np.float32([0.5]))[0] == pytest.approx(0.21404, abs=1e-5)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1", "CMYK"])
def test_pictures_of_every_mode_become_rgb(mode):
    picture = PIL.Image.new("RGB", (3, 2), (255, 255, 255)).convert(mode)
    pixels = decoded(stored(picture, "TIFF" if mode == "CMYK" else "PNG"), "it")
    assert pixels.shape == (2, 3, 4)
    assert (pixels[..., :3] == 255).all()


def test_a_picture_of_absurd_size_is_refused_before_it_is_unpacked():
    with pytest.raises(UserError, match="too many pixels"):
        decoded(stored(PIL.Image.new("1", (10_000, 10_000))), "it")


def test_a_cut_picture_is_refused():
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    data = stored(PIL.Image.fromarray(noise))
    with pytest.raises(UserError, match=r"it cannot be read as a picture"):
        decoded(data[: len(data) // 2], "it")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"gone\.png cannot be opened"):
        read_image(tmp_path / "gone.png")


def test_a_picture_that_changes_gets_another_name_so_that_caches_notice(tmp_path):
    path = tmp_path / "paint.png"
    PIL.Image.new("RGB", (2, 2), (1, 2, 3)).save(path)
    before = read_image(path)
    assert read_image(path).source == before.source
    PIL.Image.new("RGB", (2, 2), (3, 2, 1)).save(path)
    assert read_image(path).source != before.source
