"""Arrays on disk: numpy's files and FAISS's flat index, read only where the file is as large as its header says.

Both libraries take the header's word: one of 3 PB in a file of 128 bytes is memory asked for, not an error.
"""

import struct
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

_FLAT: Final = struct.Struct("<4siqqq?iQ")
"""Of a flat inner-product index: b"IxFI", dimensions, rows, two numbers unused, trained, metric, values."""
_UNUSED: Final = 1 << 20  # what FAISS writes there


def read_array(path: Path) -> NDArray[Any]:
    """The array in a file of numpy's. Raises OSError, or ValueError where it is not whole or no plain array."""
    with path.open("rb") as file:
        shape, fortran, kind = _header(file)
        if kind.hasobject:
            raise ValueError(f"{path} holds objects")
        values = np.frombuffer(file.read(), kind)  # ValueError where the last value is cut off
    if int(np.prod([int(size) for size in shape], dtype=object)) != len(values):
        raise ValueError(f"{path} holds {len(values)} values for the shape {shape}")
    return values.reshape(shape, order="F" if fortran else "C")


def flat_bytes(rows: NDArray[np.float32]) -> bytes:
    """The file that FAISS writes of a flat inner-product index of `rows`, shape (rows, dimensions)."""
    head = _FLAT.pack(b"IxFI", rows.shape[1], rows.shape[0], _UNUSED, _UNUSED, True, 0, rows.size)
    return head + rows.astype("<f4", copy=False).tobytes()


def read_flat(path: Path) -> NDArray[np.float32]:
    """The rows of a flat index of FAISS. Raises OSError, or ValueError where it is none, or not whole."""
    with path.open("rb") as file:
        head = file.read(_FLAT.size)
        size = file.seek(0, 2)
        if len(head) < _FLAT.size:
            raise ValueError("it is cut off")
        name, dimensions, rows, _, _, _, _, values = _FLAT.unpack(head)
        if name != b"IxFI" or dimensions < 1 or rows < 0 or values != dimensions * rows:
            raise ValueError(f"it is called {name!r} and says {rows} rows of {dimensions} in {values} values")
        if size != _FLAT.size + 4 * dimensions * rows:
            raise ValueError(f"it has {size} bytes for {rows} rows of {dimensions}")
        file.seek(_FLAT.size)
        table = np.fromfile(file, "<f4", values)
    if len(table) != values:
        raise ValueError("it is cut off")
    return table.astype(np.float32, copy=False).reshape(rows, dimensions)


def _header(file: BinaryIO) -> tuple[tuple[int, ...], bool, "np.dtype[Any]"]:
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(file)
    if version == (2, 0):
        return np.lib.format.read_array_header_2_0(file)
    raise ValueError(f"numpy's format {version} is not written by an index")
