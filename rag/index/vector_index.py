"""Exact search by inner product over unit vectors, kept and compared by FAISS.

Nothing is approximated: a collection of newspapers has thousands of passages, and all of them are compared in a
millisecond or two. Left out: making vectors, and what a row stands for.
"""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from rag.index.arrays import check_flat

Vectors = NDArray[np.float32]


class VectorIndex:
    """Unit vectors in rows. Build one with `build` or `load`."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index
        self.size: int = index.ntotal
        self.dimensions: int = index.d
        self.vectors: Vectors = index.reconstruct_n(0, index.ntotal)
        """All rows, shape (size, dimensions); not to be written to."""
        self.vectors.setflags(write=False)

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorIndex":
        """An index over `vectors`, shape (size, dimensions); size may be 0.

        Raises ValueError for another shape or for values that are not finite.
        """
        if vectors.ndim != 2 or vectors.shape[1] == 0 or not np.isfinite(vectors).all():
            raise ValueError(f"expected finite vectors in rows, got shape {vectors.shape}")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    def __len__(self) -> int:
        return self.size

    def scores(self, vector: Vectors) -> Vectors:
        """The inner product of `vector`, shape (dimensions,), with every row: shape (size,); higher is better.

        Equal rows get equal scores, bit by bit, which numpy's matrix product does not promise.
        """
        scores = np.zeros(self.size, np.float32)
        if self.size:
            found, positions = self._index.search(np.ascontiguousarray(vector[None, :], np.float32), self.size)
            scores[positions[0]] = found[0]
        return scores

    def to_bytes(self) -> bytes:
        """The file that `load` reads. FAISS itself would write one without noticing that its last part is lost."""
        return bytes(faiss.serialize_index(self._index))

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """The index that `to_bytes` gave. Raises ValueError where the file holds something else, or is missing."""
        try:
            check_flat(path)
            index = faiss.read_index(str(path))
        except (OSError, RuntimeError, ValueError) as error:
            raise ValueError(f"{path} cannot be read: {error}") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise ValueError(f"{path} holds an index of another kind")
        loaded = cls(index)
        if not np.isfinite(loaded.vectors).all():
            raise ValueError(f"{path} holds values that are no numbers")
        return loaded
