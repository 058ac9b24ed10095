"""BM25 over passages that were cut into terms: scores, and how rare a term is.

The scores are those of Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), in the
form that Lucene uses (Kamphuis et al., ECIR 2020): for a term t of the question and a passage p,

    idf(t) * tf / (tf + k1 * (1 - b + b * length(p) / mean length)),   idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))

bm25s works them out once, at build time. The terms of each passage are kept as they were cut, so that a later build
need not cut them again. Left out: cutting text into terms, and ranking.
"""

import io
import json
import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Final

import bm25s
import bm25s.utils.json_functions
import numpy as np
from numpy.typing import NDArray

from rag.index.arrays import read_array

TERM_SATURATION: Final = 1.2
"""k1: how soon further occurrences of a term stop counting. Lucene's value; a newspaper passage rarely repeats a word
for emphasis, so the middle of the usual range 1.2 to 2.0 was not needed."""

LENGTH_WEIGHT: Final = 0.75
"""b: how much a long passage is held back, in [0, 1]. Lucene's value; passages are cut to one target length, so
that only short notices and captions differ from the mean."""

FILES: Final = (
    "data.csc.index.npy",
    "indices.csc.index.npy",
    "indptr.csc.index.npy",
    "params.index.json",
    "vocab.index.json",
    "cut.npy",
    "cut-starts.npy",
)
"""What a term index is stored in: bm25s's three arrays, the parameters and the number of each term; then the numbers of
all passages' terms, one passage after the other, and where in them each passage begins."""

_TOLD: Final = ("k1", "b", "delta", "method", "idf_method", "dtype", "int_dtype")
"""The parameters, in bm25s's order."""


def array_bytes(array: NDArray[Any]) -> bytes:
    """`array` as numpy's own file of it, which `np.load` reads."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


class TermIndex:
    """BM25 scores of every passage for the terms of a question. Build one with `build` or `load`."""

    def __init__(self, model: bm25s.BM25, cut: NDArray[np.int32], cut_starts: NDArray[np.int64]) -> None:
        self._model = model
        self._size = int(model.scores["num_docs"])
        self._cut = cut
        self._cut_starts = cut_starts

    @classmethod
    def build(
        cls, passages: Sequence[Sequence[str]], k1: float = TERM_SATURATION, b: float = LENGTH_WEIGHT
    ) -> "TermIndex":
        """An index over the terms of each passage, in the passages' order.

        The vocabulary is sorted, so that the same passages give the same bytes in every process.
        """
        distinct = sorted({term for terms in passages for term in terms})
        vocabulary = {term: number for number, term in enumerate(distinct)}
        model = bm25s.BM25(k1=k1, b=b, method="lucene", backend="numpy", csc_backend="numpy")
        numbers = [[vocabulary[term] for term in terms] for terms in passages]
        if vocabulary:
            model.index((numbers, vocabulary), create_empty_token=False, show_progress=False)
        else:  # bm25s would divide by a mean length of zero
            model.vocab_dict = vocabulary
            model.nonoccurrence_array = None
            model.scores = {
                "data": np.zeros(0, np.float32),
                "indices": np.zeros(0, np.int32),
                "indptr": np.zeros(1, np.int64),
                "num_docs": len(passages),
            }
        starts = np.array([0, *accumulate(map(len, numbers))], np.int64)
        return cls(model, np.fromiter(chain.from_iterable(numbers), np.int32, starts[-1]), starts)

    def __len__(self) -> int:
        return self._size

    def knows(self, term: str) -> bool:
        """Whether any passage holds `term`."""
        return term in self._model.vocab_dict

    def counted(self) -> Iterator[tuple[str, int]]:
        """Every term with the number of passages that hold it."""
        counts = np.diff(self._model.scores["indptr"])
        for term, number in self._model.vocab_dict.items():
            if term and number < len(counts):
                yield term, int(counts[number])

    def passages_with(self, term: str) -> NDArray[np.int32]:
        """The rows of the passages that hold `term`."""
        number = self._model.vocab_dict.get(term)
        if number is None:
            return np.zeros(0, np.int32)
        starts = self._model.scores["indptr"]
        rows: NDArray[np.int32] = self._model.scores["indices"][starts[number] : starts[number + 1]]
        return rows

    def terms_of(self, row: int) -> list[str]:
        """The terms that the passage of that row was cut into, in their order."""
        return [self._words[number] for number in self._cut[self._cut_starts[row] : self._cut_starts[row + 1]].tolist()]

    @cached_property
    def _words(self) -> list[str]:
        """The terms by their numbers."""
        vocabulary: dict[str, int] = self._model.vocab_dict
        return sorted(vocabulary, key=vocabulary.__getitem__)

    def inverse_document_frequency(self, term: str) -> float:
        """How rare `term` is, at least 0; natural logarithm.

        A term that no passage holds gets what the formula gives for zero passages, which is the largest value there
        is: a name that the pages never print must weigh most when it is asked how much of a question they cover.
        """
        number = self._model.vocab_dict.get(term)
        starts = self._model.scores["indptr"]
        passages = 0 if number is None else int(starts[number + 1] - starts[number])
        return math.log(1 + (self._size - passages + 0.5) / (passages + 0.5))

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """The score of every passage, shape (passages,), at least 0; higher is better.

        A term that is repeated counts as often as it stands there. All zeros where no term is known.
        """
        known = [term for term in terms if self.knows(term)]
        if not known:
            return np.zeros(self._size, np.float32)
        scores: NDArray[np.float32] = self._model.get_scores(known)
        return scores

    def to_files(self) -> dict[str, bytes]:
        """The `FILES` that `load` reads, in bm25s's form. Its own writing would not notice that a last part is lost."""
        model = self._model
        told = {name: getattr(model, name) for name in _TOLD} | {
            "num_docs": model.scores["num_docs"],
            "version": bm25s.__version__,
            "backend": model.backend,
        }
        arrays = (array_bytes(model.scores[name]) for name in ("data", "indices", "indptr"))
        vocabulary = bm25s.utils.json_functions.dumps(model.vocab_dict, ensure_ascii=False)
        own = (array_bytes(self._cut), array_bytes(self._cut_starts))
        return dict(zip(FILES, (*arrays, json.dumps(told, indent=4).encode(), vocabulary.encode(), *own), strict=True))

    @classmethod
    def load(cls, folder: Path) -> "TermIndex":
        """The index of the files that `to_files` gave. Raises OSError, or ValueError where they do not fit together."""
        told = _parsed(folder / FILES[3])
        model = bm25s.BM25(k1=told["k1"], b=told["b"], method="lucene", backend="numpy", csc_backend="numpy")
        model.nonoccurrence_array = None
        model.vocab_dict = _parsed(folder / FILES[4])
        data, indices, starts = (read_array(folder / name) for name in FILES[:3])
        model.scores = {"data": data, "indices": indices, "indptr": starts, "num_docs": told["num_docs"]}
        cut, cut_starts = (read_array(folder / name) for name in FILES[5:])
        wrong = _inconsistency(model) or _cut_inconsistency(model, cut, cut_starts)
        if wrong:
            raise ValueError(f"the term index in {folder}: {wrong}")
        return cls(model, cut, cut_starts)


def _parsed(path: Path) -> dict[str, Any]:
    """The object in a JSON file. Raises OSError, ValueError for anything else."""
    try:
        value = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError(f"{path} holds brackets without end") from error
    if not isinstance(value, dict):
        raise ValueError(f"{path} holds no object")
    return value


def _inconsistency(model: bm25s.BM25) -> str:
    """What of the vocabulary and the postings cannot be, "" where all fits: bm25s would read beyond its arrays."""
    vocabulary, passages = model.vocab_dict, model.scores["num_docs"]
    data, indices, starts = (model.scores[name] for name in ("data", "indices", "indptr"))
    if type(passages) is not int or passages < 0:
        return f"{passages} passages"
    if data.ndim != 1 or data.dtype != np.float32 or not np.isfinite(data).all() or (data < 0).any():
        return "scores that are none"
    if not all(array.ndim == 1 and array.dtype.kind == "i" for array in (indices, starts)):
        return "postings that are no numbers"
    if len(starts) != len(vocabulary) + 1 or starts[0] != 0 or starts[-1] != len(data) or (np.diff(starts) < 0).any():
        return f"{len(vocabulary)} terms that begin elsewhere"
    if len(indices) != len(data) or (len(data) and not 0 <= indices.min() <= indices.max() < passages):
        return f"postings beyond {passages} passages"
    numbers = list(vocabulary.values())
    if not all(type(number) is int for number in numbers) or sorted(numbers) != list(range(len(numbers))):
        return "terms without a number of their own"
    return ""


def _cut_inconsistency(model: bm25s.BM25, cut: NDArray[Any], starts: NDArray[Any]) -> str:
    """What of the passages' terms cannot be, "" where all fits."""
    terms, passages = len(model.vocab_dict), model.scores["num_docs"]
    if not all(array.ndim == 1 and array.dtype.kind == "i" for array in (cut, starts)):
        return "terms of passages that are no numbers"
    if len(starts) != passages + 1 or starts[0] != 0 or starts[-1] != len(cut) or (np.diff(starts) < 0).any():
        return f"{passages} passages whose terms begin elsewhere"
    if len(cut) and not 0 <= cut.min() <= cut.max() < terms:
        return f"terms of passages beyond {terms}"
    return ""
