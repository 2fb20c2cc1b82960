import io
import os
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PIL import Image

from scenewright.datasets.images import encode_array, encode_npz, encode_png, read_array

_PLANES = array_shapes(min_dims=2, max_dims=2, max_side=9)
_PICTURES = _PLANES.flatmap(lambda size: st.sampled_from([size, (*size, 3), (*size, 4)]))


@settings(deadline=None)
@given(st.one_of(arrays(np.uint8, _PICTURES), arrays(np.uint16, _PLANES)), st.integers(0, 3))
def test_pillow_reads_every_png_bit_for_bit(pixels, level):
    with Image.open(io.BytesIO(encode_png(pixels, level))) as image:
        read = np.array(image)
    assert read.dtype == pixels.dtype
    np.testing.assert_array_equal(read, pixels)


@settings(deadline=None)
@given(arrays(st.sampled_from([np.float16, np.float32]), array_shapes(min_dims=2, max_dims=3, max_side=9)))
def test_numpy_reads_every_npz_bit_for_bit(array):
    content = encode_npz(array)
    with np.load(io.BytesIO(content)) as loaded:
        read = loaded["image"]
    assert (read.dtype, read.shape) == (array.dtype, array.shape)
    assert read.tobytes() == array.tobytes()
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12, dtype=np.uint16).reshape(3, 4) * 5000,
        np.full((3, 4), np.inf, np.float32),
        np.zeros((1, 1, 3), np.uint8),
        np.arange(24, dtype=np.uint8).reshape(4, 6)[::2, ::-1],
    ],
    ids=["ids", "no hit", "one pixel", "not contiguous"],
)
def test_what_is_encoded_is_read_back_the_same(array, tmp_path):
    suffix, content = encode_array(array)
    path = tmp_path / f"image{suffix}"
    path.write_bytes(content)
    read = read_array(path)
    assert read.dtype == array.dtype
    np.testing.assert_array_equal(read, array)


def test_a_plain_npy_file_is_read_too(tmp_path):
    np.save(tmp_path / "image.npy", np.eye(3))
    np.testing.assert_array_equal(read_array(tmp_path / "image.npy"), np.eye(3))


def test_the_same_image_gives_the_same_bytes():
    array = np.linspace(0, 1, 30, dtype=np.float32).reshape(5, 6)
    assert encode_npz(array) == encode_npz(array.copy())


@pytest.mark.parametrize("dtype", [np.int32, np.bool_])
def test_types_that_png_cannot_hold_are_refused(dtype):
    with pytest.raises(TypeError, match="as PNG"):
        encode_png(np.zeros((2, 2), dtype))


@pytest.mark.parametrize("suffix", [".png", ".npz", ".npy"])
def test_a_file_cut_short_is_an_error_in_words(suffix, tmp_path):
    array = np.random.default_rng(0).integers(0, 255, (20, 20), np.uint8)
    content = encode_png(array) if suffix == ".png" else encode_npz(array.astype(np.float32))
    path = tmp_path / f"image{suffix}"
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises((ValueError, OSError)):
        read_array(path)


_HASHES = """
import numpy as np, xxhash
from scenewright.datasets.images import encode_array
random, found = np.random.default_rng(1), xxhash.xxh3_128()
for height, width in random.integers(4, 200, (60, 2)):
    y, x = np.mgrid[:height, :width]
    noise = random.integers(0, 40, (height, width, 3))
    for image in ((x[..., None] + noise).astype(np.uint8), (x // 7 * y % 5).astype(np.uint16),
                  np.hypot(x, y).astype(np.float32), random.normal(size=noise.shape).astype(np.float16)):
        found.update(encode_array(image)[1])
print(found.hexdigest())
"""


def test_bytes_follow_from_values_alone_whatever_memory_held_before():
    fills = [{}, {"MALLOC_PERTURB_": "85"}, {"MALLOC_PERTURB_": "170"}]  # glibc fills new memory with these
    runs = [subprocess.Popen([sys.executable, "-c", _HASHES], stdout=subprocess.PIPE, env={**os.environ, **fill})
            for fill in fills]  # fmt: skip
    hashes = {run.communicate(timeout=60)[0] for run in runs}
    assert len(hashes) == 1
    assert len(hashes.pop().strip()) == 32


def test_bytes_follow_from_values_alone_in_any_thread_at_any_address():
    random = np.random.default_rng(2)
    images = [random.normal(size=(60, 80)).astype(np.float32), random.integers(0, 5, (61, 83)).astype(np.uint16)]
    wanted = [encode_array(image) for image in images]

    def moved(number):
        image = images[number % 2]
        room = np.empty(image.nbytes + 64, np.uint8)
        place = room[(start := number % 16 * image.itemsize) : start + image.nbytes].view(image.dtype)
        there = place.reshape(image.shape)
        there[...] = image
        return encode_array(there) == wanted[number % 2]

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(moved, range(200)))
