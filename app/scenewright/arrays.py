"""NumPy's files, read by many threads at a time."""

import io
import threading
import zipfile
import zlib
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

_ONE_HEADER = threading.Lock()
"""NumPy reads an array's header by Python's parser, whose recursion counter is shared by all threads in Python 3.11
(CPython issue 106905): where two parse at a time, one may end with a SystemError."""


def load_arrays(file: BinaryIO) -> dict[str, NDArray[Any]]:
    """Return the arrays of an open .npz file by their names, or the one array of an .npy file under the name "".

    Raises:
        ValueError: It is damaged, holds Python objects, or is no such file.
        OSError: It cannot be read.
    """
    content = io.BytesIO(file.read())
    try:
        if bytes(content.getbuffer()[:2]) != b"PK":
            return {"": _array(content)}
        with zipfile.ZipFile(content) as members:
            return {name.removesuffix(".npy"): _array(io.BytesIO(members.read(name))) for name in members.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ValueError(str(error)) from error


def _array(content: io.BytesIO) -> NDArray[Any]:
    with _ONE_HEADER:
        array: NDArray[Any] = np.lib.format.read_array(content, allow_pickle=False)
    return array
