"""Pictures of surroundings, as sites give them."""

from pathlib import Path

import numpy as np
import OpenEXR
import PIL.Image
import pytest

from scenewright.assets.entries import find_entry
from scenewright.assets.environments import read_environment
from scenewright.assets.importing.converting import Task, convert_environment
from scenewright.assets.importing.panoramas import read_radiance
from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.jobs.import_assets import ImportWish, import_assets


def write_exr(path, pixels):
    with OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGB": pixels.astype(np.float32)}) as file:
        file.write(str(path))


def write_hdr(path, radiance, *, packed=True):
    """Write Radiance's format: each channel of each line as runs of literal bytes, or flat."""
    brightest = np.maximum(radiance.max(axis=2), 1e-30)
    exponent = np.ceil(np.log2(brightest)).astype(int)
    mantissa = np.clip(radiance / np.exp2(exponent)[..., None] * 256, 0, 255).astype(np.uint8)
    rgbe = np.concatenate([mantissa, (exponent + 128).astype(np.uint8)[..., None]], axis=2)
    height, width = radiance.shape[:2]
    body = bytearray()
    for line in rgbe:
        if not packed:
            body += line.tobytes()
            continue
        body += bytes([2, 2, width >> 8, width & 255])
        for channel in line.T:
            for start in range(0, width, 100):
                run = channel[start : start + 100]
                alike = (run == run[0]).all()
                body += bytes([128 + len(run), run[0]]) if alike else bytes([len(run)]) + run.tobytes()
    head = f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n".encode()
    path.write_bytes(head + bytes(body))
    return path


def sky(column=192, row=32):
    """A dim sky with one bright place."""
    luck = np.random.default_rng(1)
    radiance = luck.uniform(0.2, 0.4, (128, 256, 3)).astype(np.float32)
    radiance[row - 2 : row + 2, column - 2 : column + 2] = (900, 800, 600)
    return radiance


def toward(column, row, width=256, height=128):
    around, polar = (column / width - 0.5) * 2 * np.pi, row / height * np.pi
    return np.array([np.sin(polar) * np.sin(around), np.sin(polar) * np.cos(around), np.cos(polar)])


def imported(path, tmp_path, **wishes):
    """Import a picture; return the folder that it is written into, and its sun."""
    target = tmp_path / "out"
    target.mkdir()
    task = Task(str(path), str(path.parent), str(target), "out", "environment", "Out", **wishes)
    return target, convert_environment(task).details["sun"]


def degrees_between(one, other):
    one, other = np.array(one), np.array(other)
    return np.degrees(np.arccos(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))


@pytest.mark.parametrize("suffix", ["hdr", "exr"])
@pytest.mark.parametrize("place", [(192, 32), (30, 50), (128, 20)])
def test_surroundings_keep_their_light_and_their_sun_is_found(tmp_path, suffix, place):
    path = tmp_path / f"sky.{suffix}"
    (write_hdr if suffix == "hdr" else write_exr)(path, sky(*place))
    target, sun = imported(path, tmp_path)
    np.testing.assert_allclose(read_environment(target / "out.exr").radiance, sky(*place), rtol=0.03, atol=0.01)
    assert degrees_between(sun["direction"], toward(*place)) < 1
    assert sun["color"] == pytest.approx([1, 800 / 900, 600 / 900], abs=0.02)


@pytest.mark.parametrize("packed", [True, False])
def test_radiance_pictures_are_read(tmp_path, packed):
    path = write_hdr(tmp_path / "a.hdr", sky(), packed=packed)
    # A shared exponent holds 8 bits of the brightest channel.
    np.testing.assert_allclose(read_radiance(path), sky(), rtol=0.02, atol=0.003)


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "huge", "overrun"])
@pytest.mark.parametrize("suffix", ["hdr", "exr"])
def test_damaged_surroundings_are_refused(tmp_path, suffix, damage):
    path = tmp_path / f"sky.{suffix}"
    (write_hdr if suffix == "hdr" else write_exr)(path, sky())
    data = path.read_bytes()
    if suffix == "hdr":
        huge = data.replace(b"-Y 128 +X 256", b"-Y 99999 +X 99999")
        overrun = data.replace(b"+X 256\n\x02\x02\x01\x00", b"+X 256\n\x02\x02\x01\x00\xff\x07\xff\x07\xff\x07")
    else:
        place = data.index(b"dataWindow\0box2i\0") + 21
        huge = data[:place] + np.array([0, 0, 10**6, 10**6], "<i4").tobytes() + data[place + 16 :]
        overrun = data[:-4000] + b"\xff" * 3000
    path.write_bytes(
        {"cut": data[: len(data) // 3], "empty": b"", "text": b"no", "huge": huge, "overrun": overrun}[damage]
    )
    with pytest.raises(UserError, match=r"sky\."):
        imported(path, tmp_path)


@pytest.mark.parametrize("suffix", ["hdr", "exr"])
def test_surroundings_that_do_not_show_all_directions_are_refused(tmp_path, suffix):
    path = tmp_path / f"sky.{suffix}"
    (write_hdr if suffix == "hdr" else write_exr)(path, sky()[:, :128])
    with pytest.raises(UserError, match="twice as wide"):
        imported(path, tmp_path)


def test_surroundings_are_on_the_shelf_and_cast_shadows_from_their_sun(tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path / "library"))
    path = write_hdr(tmp_path / "Bright Yard.hdr", sky(192, 32))
    events = []
    wish = ImportWish((path,), licence="CC0", thumbnails=False)
    assert import_assets(wish, events.append, lambda: False).outcome == "succeeded"
    entry = find_entry("bright_yard")
    assert (entry.kind, entry.title, entry.licence) == ("environment", "Bright yard", "CC0")
    loader = AssetLoader(Path())
    assert loader.environment("bright_yard").radiance.shape == (128, 256, 3)
    sun = loader.sun("bright_yard")
    assert degrees_between(sun.direction, toward(192, 32)) < 1
    assert sun.irradiance == pytest.approx(entry.details["sun"]["irradiance"])


def test_large_surroundings_are_scaled_down_to_half_floats_and_keep_their_light(tmp_path):
    radiance = np.full((1200, 2400, 3), 0.25, np.float32)
    radiance[300, 600] = 5000
    write_exr(tmp_path / "sky.exr", radiance)
    target, sun = imported(tmp_path / "sky.exr", tmp_path)
    with OpenEXR.File(str(target / "out.exr")) as file:
        pixels = file.channels()["RGB"].pixels
    assert (pixels.shape, pixels.dtype) == ((1024, 2048, 3), np.float16)
    assert pixels.astype(float).mean() == pytest.approx(radiance.mean(), rel=0.01)
    assert degrees_between(sun["direction"], toward(600.5, 300.5, 2400, 1200)) < 1


def test_what_is_no_number_becomes_dark_and_what_is_too_bright_the_brightest_half_float(tmp_path):
    radiance = sky()
    radiance[0, 0], radiance[0, 1], radiance[0, 2] = np.nan, np.inf, -5
    write_exr(tmp_path / "sky.exr", radiance)
    target, _ = imported(tmp_path / "sky.exr", tmp_path)
    written = read_environment(target / "out.exr").radiance[0, :3]
    np.testing.assert_array_equal(written[:, 0], [0, 65504, 0])


def test_an_ordinary_picture_is_taken_as_surroundings_when_asked(tmp_path):
    picture = np.full((64, 128, 3), 60, np.uint8)
    picture[14:18, 94:98] = 255
    PIL.Image.fromarray(picture).save(tmp_path / "room.png")
    target, sun = imported(tmp_path / "room.png", tmp_path)
    assert read_environment(target / "out.exr").radiance.max() == pytest.approx(1, abs=0.01)
    assert degrees_between(sun["direction"], toward(96, 16, 128, 64)) < 1


@pytest.mark.parametrize("channels", [{"Y": 0.25}, {"A": 1.0, "Y": 0.25}, {"A": 1.0, "R": 0.25}])
def test_grey_pictures_are_read_without_their_opacity(tmp_path, channels):
    pixels = {name: np.full((8, 16), value, np.float16) for name, value in channels.items()}
    with OpenEXR.File({"type": OpenEXR.scanlineimage}, pixels) as file:
        file.write(str(tmp_path / "grey.exr"))
    np.testing.assert_array_equal(read_radiance(tmp_path / "grey.exr"), np.full((8, 16, 3), 0.25))


def test_a_giant_size_is_found_behind_a_harmless_one_in_a_remark(tmp_path):
    harmless = b"dataWindow\0box2i\0" + np.array([16, 0, 0, 63, 31], "<i4").tobytes()
    header = {"type": OpenEXR.scanlineimage, "Remark": "#" * len(harmless)}
    with OpenEXR.File(header, {"RGB": np.ones((32, 64, 3), np.float16)}) as file:
        file.write(str(tmp_path / "sky.exr"))
    data = (tmp_path / "sky.exr").read_bytes()
    place = data.index(b"dataWindow\0box2i\0") + 21
    giant = data[:place] + np.array([0, 0, 99999, 49999], "<i4").tobytes() + data[place + 16 :]
    assert data.index(b"#####") < place
    (tmp_path / "sky.exr").write_bytes(giant.replace(b"#" * len(harmless), harmless))
    with pytest.raises(UserError, match="100000 x 50000"):
        imported(tmp_path / "sky.exr", tmp_path)


@pytest.mark.parametrize("suffix", ["hdr", "exr", "png"])
def test_a_picture_with_the_wrong_ending_is_refused(tmp_path, suffix):
    (tmp_path / f"sky.{suffix}").write_bytes(b"GIF89a" + bytes(1000))
    with pytest.raises(UserError, match=r"save it again"):
        imported(tmp_path / f"sky.{suffix}", tmp_path)


def test_a_link_to_surroundings_elsewhere_is_followed_only_when_the_user_allows_it(tmp_path):
    (tmp_path / "given").mkdir()
    link = tmp_path / "given" / "sky.hdr"
    link.symlink_to(write_hdr(tmp_path / "sky.hdr", sky()))
    _, sun = imported(link, tmp_path, allow_outside=True)
    assert sun["irradiance"] > 0
    (tmp_path / "again").mkdir()
    with pytest.raises(UserError, match="link to a file outside"):
        imported(link, tmp_path / "again")
