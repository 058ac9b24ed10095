"""What of an index a later build takes over: the pieces and passages of pages that stayed, their terms and vectors.

An article is taken over where all its pieces are as they were and stand on pages that are as they were; what is made of
it depends on nothing else but the recipe. Left out: whether an index may be taken over at all (see `build`).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.articles import chains
from rag.index.encoding import Encoded, encode_texts
from rag.index.saved import SavedIndex
from rag.index.vector_index import Vectors
from rag.models.encoder import Encoder
from rag.passages import search_text, sentence_search_texts
from rag.progress import Progress
from rag.records import Page, Passage, Piece

NEW = -1
"""The row of a passage that the former index does not have."""


@dataclass(frozen=True)
class Former:
    """An index of the same recipe, to be taken over where nothing changed."""

    index: SavedIndex

    def pieces(self, page: Page) -> Sequence[Piece] | None:
        """The pieces of the page, None where it is not as it was."""
        return self._pieces[page.name] if self._has(page) else None

    def rows(self, parts: Sequence[Piece], pages: Mapping[str, Page]) -> Sequence[int] | None:
        """The rows of the passages of the article made up of `parts`, None where it is not as it was."""
        same = self._articles.get(parts[0].id) == tuple(parts)
        if same and all(self._has(pages[part.source]) for part in parts):
            return self.index.passages_of.get(parts[0].id, ())
        return None

    def _has(self, page: Page) -> bool:
        return self.index.pages_by_name.get(page.name) == page

    @cached_property
    def _pieces(self) -> Mapping[str, Sequence[Piece]]:
        found: dict[str, list[Piece]] = defaultdict(list)
        for piece in self.index.articles:
            found[piece.source].append(piece)
        return found

    @cached_property
    def _articles(self) -> Mapping[str, tuple[Piece, ...]]:
        return {parts[0].id: parts for parts in chains(self.index.articles)}


def terms_of(
    passages: Sequence[Passage], rows: Sequence[int], former: SavedIndex | None, cut: Callable[[str], list[str]]
) -> list[list[str]]:
    """The terms of each passage: those of its row in `former`, else as `cut` cuts them."""
    return [
        cut(search_text(passage)) if row == NEW or former is None else former.terms.terms_of(row)
        for passage, row in zip(passages, rows, strict=True)
    ]


def vectors_of(
    passages: Sequence[Passage],
    rows: Sequence[int],
    former: SavedIndex | None,
    encoder: Callable[[], Encoder],
    encoder_name: str,
    known: Mapping[bytes, Vectors],
    progress: Progress,
) -> tuple[Encoded, Encoded]:
    """The vectors of the passages and those of their sentences, by their rows in `former`, the others encoded.

    `known` are further vectors by their keys. In what is returned `new` and `reused` are of both together. Raises as
    `encode_texts`.
    """
    fresh = [passage for passage, row in zip(passages, rows, strict=True) if row == NEW]
    texts = [*map(search_text, fresh), *(text for passage in fresh for text in sentence_search_texts(passage))]
    encoded = encode_texts(texts, encoder, encoder_name, known, progress)
    if former is None or len(fresh) == len(passages):
        return _part(encoded, slice(0, len(fresh))), _part(encoded, slice(len(fresh), None))
    own = np.array(rows, np.int64)
    offsets = former.sentence_offsets
    sentences = np.concatenate(
        [
            np.full(len(passage.sentences), NEW) if row == NEW else np.arange(offsets[row], offsets[row + 1])
            for passage, row in zip(passages, rows, strict=True)
        ]
    )
    of_passages, of_sentences = encoded.vectors[: len(fresh)], encoded.vectors[len(fresh) :]
    tables = (
        _merged(former.passage_vectors.vectors, own, of_passages),
        _merged(former.passage_keys, own, encoded.keys[: len(fresh)]),
        _merged(former.sentence_vectors.vectors, sentences, of_sentences),
        _merged(former.sentence_keys, sentences, encoded.keys[len(fresh) :]),
    )
    reused = len({key.tobytes() for keys in tables[1::2] for key in keys}) - encoded.new
    return Encoded(*tables[:2], encoded.new, reused), Encoded(*tables[2:], encoded.new, reused)


def _part(encoded: Encoded, rows: slice) -> Encoded:
    return Encoded(encoded.vectors[rows], encoded.keys[rows], encoded.new, encoded.reused)


def _merged(former: NDArray[Any], rows: NDArray[np.int64], fresh: NDArray[Any]) -> NDArray[Any]:
    """The rows of `former`, those of `fresh` in their order where there is none."""
    merged = np.empty((len(rows), former.shape[1]), former.dtype)
    kept = rows != NEW
    merged[kept] = former[rows[kept]]
    if len(fresh):
        merged[~kept] = fresh
    return merged
