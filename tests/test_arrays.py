import gc
import io
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from scenewright.arrays import load_arrays


def _npz(**arrays):
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def test_arrays_come_back_by_their_names():
    arrays = load_arrays(io.BytesIO(_npz(points=np.eye(3), count=np.array(7))))
    assert arrays.keys() == {"points", "count"}
    assert arrays["points"].tolist() == np.eye(3).tolist()
    assert arrays["count"] == 7


def test_a_bare_array_has_no_name():
    buffer = io.BytesIO()
    np.save(buffer, np.arange(6).reshape(2, 3))
    assert load_arrays(io.BytesIO(buffer.getvalue()))[""].tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize("content", [b"", b"PK", b"no array", _npz(a=np.eye(9))[:-30], _npz(a=np.eye(9))[40:]])
def test_a_damaged_file_is_refused(content):
    with pytest.raises(ValueError, match=r"."):
        load_arrays(io.BytesIO(content))


def test_python_objects_are_refused():
    with pytest.raises(ValueError, match="allow_pickle"):
        load_arrays(io.BytesIO(_npz(a=np.array([{}], dtype=object))))


@pytest.fixture
def _threads_change_at_every_collection():
    def give_way(*_):
        time.sleep(0)

    before = gc.get_threshold()
    gc.callbacks.append(give_way)
    gc.set_threshold(2)
    yield
    gc.set_threshold(*before)
    gc.callbacks.remove(give_way)


@pytest.mark.long
@pytest.mark.usefixtures("_threads_change_at_every_collection")
def test_threads_of_unequal_depth_read_at_the_same_time():
    content = _npz(a=np.arange(4))

    def read(depth):
        return load_arrays(io.BytesIO(content))["a"].sum() if depth == 0 else read(depth - 1)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(read, [0, 7, 14, 21] * 2000)) == {6}
