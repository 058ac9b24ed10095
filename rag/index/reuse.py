"""The content of a new segment: what of an index is taken over stays unread, the rest is cut, encoded and counted.

An article is taken over where all its pieces are as they were and stand on pages that are as they were; what is made of
it depends on nothing else but the recipe. Left out: which articles those are (see `revision`).
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.index.encoding import Encoded, encode_texts, text_key
from rag.index.kept_vectors import KeptVectors
from rag.index.postings import Postings
from rag.index.revision import NEW, Revision
from rag.index.saved import SavedIndex
from rag.index.stored_records import ChosenRecords
from rag.index.term_index import TermIndex
from rag.index.vector_index import Vectors
from rag.models.encoder import Encoder
from rag.passages import search_text, sentence_search_texts
from rag.progress import Progress
from rag.records import Page, Passage, Piece

Rows = NDArray[np.int64]
Known = Callable[[Sequence[bytes]], Mapping[bytes, Vectors]]
"""The vectors that are known of these keys."""


@dataclass(frozen=True, slots=True)
class SegmentPassages:
    """The passages of a new segment: `rows` are those in the former index, NEW for each of `fresh` in their order."""

    rows: Rows
    fresh: Sequence[Passage]

    def chosen(self, former: SavedIndex | None) -> Sequence[Passage]:
        """All of them."""
        return chosen(former.passages if former else (), self.fresh, self.rows)


def chosen(former: Sequence[Any], fresh: Sequence[Any], rows: Rows) -> Sequence[Any]:
    """The records of these rows of `former`, those of `fresh` in their order where the row is NEW."""
    if not len(former):
        return fresh
    new = rows == NEW
    places = rows.copy()
    places[new] = len(former) + np.arange(int(new.sum()))
    return ChosenRecords([former, fresh], places)


def cut_segment(
    revision: Revision,
    former: SavedIndex | None,
    pages: Mapping[str, Page],
    cut: Callable[[Sequence[Piece], Sequence[Page]], Sequence[Passage]],
) -> SegmentPassages:
    """The passages of the pages that are written; `cut` cuts those of the articles that are not as they were.

    `pages` are those that were read.
    """
    rows: list[int] = []
    fresh: list[Passage] = []
    for chain in revision.chains:
        if former is not None and chain[0].id in revision.same:
            rows += former.passages_of.get(chain[0].id, ())
        else:
            pieces = [part.piece or _piece(former, part.row) for part in chain]
            on = [pages[piece.source] if piece.source in pages else _page(former, piece.source) for piece in pieces]
            passages = cut(pieces, on)
            rows += [NEW] * len(passages)
            fresh += passages
    return SegmentPassages(np.array(rows, np.int64), fresh)


def _piece(former: SavedIndex | None, row: int) -> Piece:
    if former is None:
        raise IndexError(row)
    return former.articles[row]


def _page(former: SavedIndex | None, name: str) -> Page:
    if former is None:
        raise KeyError(name)
    return former.pages_by_name[name]


def terms_of(
    passages: SegmentPassages, former: SavedIndex | None, cut: Callable[[str], list[str]], *, anew: bool
) -> TermIndex:
    """The terms of each passage: those of its row in `former`, else as `cut` cuts them; with `anew`, all are cut."""
    every = passages.chosen(former)
    known = None if anew or former is None else former.terms
    terms = (
        cut(search_text(every[place])) if row == NEW or known is None else known.terms_of(row)
        for place, row in enumerate(passages.rows.tolist())
    )
    return TermIndex([Postings.build(terms)])


def vectors_of(
    passages: SegmentPassages,
    former: SavedIndex | None,
    encoder: Callable[[], Encoder],
    encoder_name: str,
    known: Known,
    kept: KeptVectors,
    batch: int,
    progress: Progress,
) -> tuple[Encoded, Encoded]:
    """The vectors of the passages and those of their sentences, by their rows in `former`, the others encoded.

    `kept` and `batch` as in `encode_texts`. In what is returned `new` and `reused` are of both together. Raises as
    that does.
    """
    fresh, rows = passages.fresh, passages.rows
    of_each = [sentence_search_texts(passage) for passage in fresh]
    texts = [*map(search_text, fresh), *itertools.chain.from_iterable(of_each)]
    owners = [(passage.source, number) for number, passage in enumerate(fresh)]
    owners += [owner for owner, of_one in zip(tuple(owners), of_each, strict=True) for _ in of_one]
    found = known([text_key(encoder_name, text) for text in texts])
    encoded = encode_texts(texts, encoder, encoder_name, found, progress, owners, kept, batch)
    if former is None or (len(rows) and len(fresh) == len(rows)):
        return _part(encoded, slice(0, len(fresh))), _part(encoded, slice(len(fresh), None))
    offsets, lengths = former.sentence_offsets, iter([len(passage.sentences) for passage in fresh])
    sentences = np.concatenate(
        [np.zeros(0, np.int64)]
        + [
            np.full(next(lengths), NEW) if row == NEW else np.arange(offsets[row], offsets[row + 1])
            for row in rows.tolist()
        ]
    )
    of_passages, of_sentences = encoded.vectors[: len(fresh)], encoded.vectors[len(fresh) :]
    keys = encoded.keys
    tables = (
        _merged(former.passage_vectors.rows, rows, of_passages),
        _merged(former.passage_key_table.rows, rows, keys[: len(fresh)]),
        _merged(former.sentence_vectors.rows, sentences, of_sentences),
        _merged(former.sentence_key_table.rows, sentences, keys[len(fresh) :]),
    )
    return Encoded(*tables[:2], encoded.new, encoded.reused), Encoded(*tables[2:], encoded.new, encoded.reused)


def _part(encoded: Encoded, rows: slice) -> Encoded:
    return Encoded(encoded.vectors[rows], encoded.keys[rows], encoded.new, encoded.reused)


def _merged(former: Callable[[Rows], NDArray[Any]], rows: Rows, fresh: NDArray[Any]) -> NDArray[Any]:
    """The rows that `former` gives, those of `fresh` in their order where there is none."""
    kept = rows != NEW
    taken = former(rows[kept])
    merged = np.empty((len(rows), taken.shape[1]), taken.dtype)
    merged[kept] = taken
    if len(fresh):
        merged[~kept] = fresh
    return merged
