"""Pictures of surroundings, as sites give them."""

import numpy as np
import OpenEXR
import pytest

from scenewright.assets.environments import read_environment
from scenewright.assets.importing.converting import Task, convert_environment
from scenewright.assets.importing.panoramas import read_radiance
from scenewright.errors import UserError


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


@pytest.mark.parametrize("suffix", ["hdr", "exr"])
@pytest.mark.parametrize("place", [(192, 32), (30, 50), (128, 20)])
def test_surroundings_keep_their_light_and_their_sun_is_found(tmp_path, suffix, place):
    path = tmp_path / f"sky.{suffix}"
    (write_hdr if suffix == "hdr" else write_exr)(path, sky(*place))
    target = tmp_path / "out"
    target.mkdir()
    converted = convert_environment(Task(str(path), str(tmp_path), str(target), "out", "environment", "Out"))
    assert read_environment(target / "out.exr").radiance == pytest.approx(sky(*place), rel=0.03, abs=0.01)
    assert np.degrees(np.arccos(np.dot(converted.details["sun"]["direction"], toward(*place)))) < 1


@pytest.mark.parametrize("packed", [True, False])
def test_radiance_pictures_are_read(tmp_path, packed):
    path = write_hdr(tmp_path / "a.hdr", sky(), packed=packed)
    # A shared exponent holds 8 bits of the brightest channel.
    assert read_radiance(path) == pytest.approx(sky(), rel=0.02, abs=0.003)


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
        convert_environment(Task(str(path), str(tmp_path), str(tmp_path), "out", "environment", "Out"))


@pytest.mark.parametrize("suffix", ["hdr", "exr"])
def test_surroundings_that_do_not_show_all_directions_are_refused(tmp_path, suffix):
    path = tmp_path / f"sky.{suffix}"
    (write_hdr if suffix == "hdr" else write_exr)(path, sky()[:, :128])
    with pytest.raises(UserError, match="twice as wide"):
        convert_environment(Task(str(path), str(tmp_path), str(tmp_path), "out", "environment", "Out"))
