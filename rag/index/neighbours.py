"""Rows that are near a vector, found without comparing all of them: FAISS's inverted lists with a byte a number.

Each row is in the list of the centre that it is nearest to, and a search looks into the lists of the centres nearest to
what is asked (the inverted file of Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor Search", IEEE
TPAMI 2011, section IV). Rows are compared there as bytes, so that what is found is compared again by whoever asks. For
a million rows two processors make the lists in two and a half minutes and keep them in 400 MB; a graph (HNSW) has the
rows' neighbours besides, and no need of it was seen. Left out: which segments have such lists (see `writing`), and what
is made of the rows.
"""

import math
import os
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from rag.index.tables import Rows

LEAST: Final = 12_000
"""Rows from which lists are made: fewer are compared in 2 ms, and the parts of a large build have more."""
_LISTS: Final = 4.0
"""Lists for the square root of the rows: what FAISS advises for up to a million."""
_FEWEST: Final = 8
"""Rows for each list at the least: FAISS makes no centres of fewer rows than there are lists."""
_TRAINED: Final = 40
"""Rows that a centre is worked out of: FAISS warns below 39."""
_ROUNDS: Final = 10
"""Rounds in which the centres are moved: what FAISS takes of itself."""
_SEED: Final = 20_261
_LOOKED_INTO: Final = 256
"""Lists that a search looks into at the most. Over 82,093 passages of a composed archive (see `make bench-store`) in
one segment, 0.988 of the first ten of 300 questions are those of comparing all with 32, 0.991 with 64 and 0.995 with
256, and the first one is the same from 64 on. Into 256 of those of a million rows a search looks for 8 ms."""
_SHARE: Final = 0.25
"""Share of the lists that it looks into where that is fewer. Of the same passages in five segments 0.992 of the first
ten are found so, and all that come first; with half of it 0.988."""
_PREFIX: Final = b"IwSq"
"""What the file of such an index begins with."""


class Neighbours:
    """The lists of one table of unit vectors. Threads may share it."""

    def __init__(self, index: Any) -> None:
        """`index` is FAISS's; `load` gives one."""
        self._index = index
        self.size: int = index.ntotal
        self.dimensions: int = index.d

    @classmethod
    def load(cls, path: Path) -> "Neighbours":
        """The lists in a file that holds the bytes of `neighbour_bytes`; they are seen where they lie in it.

        The file is trusted: whoever loads it has held it against its checksum. Raises OSError where it cannot be read,
        ValueError where it is another file.
        """
        with path.open("rb") as file:
            if file.read(len(_PREFIX)) != _PREFIX:
                raise ValueError(f"{path} holds no lists")
        mapped = 0 if os.name == "nt" else faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY
        try:
            index: Any = faiss.read_index(str(path), mapped)
        except RuntimeError as error:
            raise ValueError(str(error)) from error
        lists = faiss.downcast_InvertedLists(index.invlists)
        if isinstance(lists, faiss.OnDiskInvertedLists):
            lists.prefetch_nthread = 0  # else each search starts 32 threads that read ahead
        return cls(index)

    def nearest(self, vector: NDArray[np.float32], count: int, within: NDArray[np.bool_] | None = None) -> Rows:
        """The rows of about the `count` nearest to `vector`, shape (dimensions,), in no order; fewer where so few are.

        `within`, shape (size,), tells which rows may be found, None for all.
        """
        allowed = self.size
        parameters = faiss.SearchParametersIVF()
        if within is not None:
            allowed, bits = int(np.count_nonzero(within)), np.packbits(within, bitorder="little")
            parameters.sel = faiss.IDSelectorBitmap(self.size, faiss.swig_ptr(bits))
        asked, wanted = np.ascontiguousarray(vector, np.float32)[None], min(count, allowed)
        rows: Rows = np.zeros(0, np.int64)
        some = min(_LOOKED_INTO, math.ceil(_SHARE * self._index.nlist))
        for parameters.nprobe in (some, self._index.nlist):
            if len(rows) < wanted:
                _, found = self._index.search(asked, wanted, params=parameters)
                rows = found[0][found[0] >= 0]
        return rows


def neighbour_bytes(vectors: NDArray[np.float32]) -> bytes:
    """The lists of unit `vectors`, shape (rows, dimensions), as FAISS's own file, which `Neighbours` loads."""
    size, dimensions = vectors.shape
    lists = max(1, min(round(_LISTS * math.sqrt(size)), size // _FEWEST))
    kind = faiss.ScalarQuantizer.QT_8bit
    centres = faiss.IndexFlatIP(dimensions)
    index = faiss.IndexIVFScalarQuantizer(centres, dimensions, lists, kind, faiss.METRIC_INNER_PRODUCT)
    index.cp.spherical, index.cp.niter, index.cp.seed = True, _ROUNDS, _SEED
    index.cp.min_points_per_centroid = 1
    chosen = np.random.default_rng(_SEED).permutation(size)[: _TRAINED * lists]
    index.train(np.ascontiguousarray(vectors[np.sort(chosen)]))
    for start in range(0, size, _AT_ONCE):
        index.add(np.ascontiguousarray(vectors[start : start + _AT_ONCE], np.float32))
    written: bytes = faiss.serialize_index(index).tobytes()
    return written


_AT_ONCE: Final = 1 << 16
