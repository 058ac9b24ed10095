"""Arrays on disk: numpy's files and FAISS's flat index, read only where the file is as large as its header says.

Both libraries take the header's word: one of 3 PB in a file of 128 bytes is memory asked for, not an error. An array is
seen where it lies in the file, and what of it is never looked at is never read.
"""

import io
import struct
from pathlib import Path
from typing import Any, BinaryIO, Final

import faiss
import numpy as np
from numpy.typing import NDArray

_FLAT: Final = struct.Struct("<4siqqq?iQ")
"""Of a flat inner-product index: b"IxFI", dimensions, rows, two numbers unused, trained, metric, values."""


_UNUSED: Final = 1 << 20
"""What FAISS writes where nothing is meant."""


def array_bytes(array: NDArray[Any]) -> bytes:
    """`array` as numpy's own file of it, which `map_array` reads."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def map_array(path: Path) -> NDArray[Any]:
    """The array in a file of numpy's, where it lies there, read-only.

    Raises OSError, or ValueError where it is not whole or no plain array.
    """
    with path.open("rb") as file:
        shape, fortran, kind = _header(file)
        start, size = file.tell(), file.seek(0, 2)
    if kind.hasobject or not kind.itemsize:
        raise ValueError(f"{path} holds objects, or nothing")
    values = int(np.prod([int(length) for length in shape], dtype=object))
    if any(length < 0 for length in shape) or values * kind.itemsize != size - start:
        raise ValueError(f"{path} holds {size - start} bytes for the shape {shape}")
    if not values:
        return np.zeros(shape, kind)
    return np.asarray(np.memmap(path, kind, "r", start, shape, "F" if fortran else "C"))


def flat_bytes(vectors: NDArray[np.float32]) -> bytes:
    """`vectors`, shape (rows, dimensions), as FAISS's own file of a flat inner-product index, which `map_flat` reads.

    Whatever reads FAISS's files can search it. FAISS itself would hold the vectors three times to write them.
    """
    rows, dimensions = vectors.shape
    head = _FLAT.pack(b"IxFI", dimensions, rows, _UNUSED, _UNUSED, True, faiss.METRIC_INNER_PRODUCT, vectors.size)
    return b"".join((head, np.ascontiguousarray(vectors, "<f4").data.cast("B") if rows else b""))


def map_flat(path: Path) -> NDArray[np.float32]:
    """The rows of a flat index of FAISS, where they lie in its file, read-only.

    Raises OSError, or ValueError where the file is none, or not whole.
    """
    with path.open("rb") as file:
        head, size = file.read(_FLAT.size), file.seek(0, 2)
    if len(head) < _FLAT.size:
        raise ValueError("it is cut off")
    name, dimensions, rows, _, _, _, _, values = _FLAT.unpack(head)
    if name != b"IxFI" or dimensions < 1 or rows < 0 or values != dimensions * rows or size != _FLAT.size + 4 * values:
        raise ValueError(f"it is called {name!r} and says {rows} rows of {dimensions} in {values} values")
    if not values:
        return np.zeros((rows, dimensions), np.float32)
    return np.asarray(np.memmap(path, "<f4", "r", _FLAT.size, (rows, dimensions)))


def _header(file: BinaryIO) -> tuple[tuple[int, ...], bool, "np.dtype[Any]"]:
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(file)
    if version == (2, 0):
        return np.lib.format.read_array_header_2_0(file)
    raise ValueError(f"numpy's format {version} is not written by an index")
