"""What is told of the records of a segment without reading them: names, ids, and which belongs to which.

Left out: what a record says (see `stored_records`).
"""

import dataclasses
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.articles.dating.dates import told_day
from rag.records import Page, Passage, Piece

Numbers = NDArray[np.int64]

_TEXTS: Final = ("pages", "digests", "days", "pieces", "continues")


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The records of a segment by their rows.

    Of each page: its name, its digest, the ISO day of its issue where that is told ("" elsewhere), its characters
    without white space, and how many passages stand on it, wholly or in part. Of each piece: its id, the id of the
    piece that it continues ("" for none), the row of its page, and 1 where it is loose: a mark says that it goes on
    from elsewhere, and nothing of its issue can be where. Of each passage: the
    row of its article's first piece, and how many sentences it has.
    """

    pages: list[str]
    digests: list[str]
    days: list[str]
    characters: Numbers
    standing: Numbers
    pieces: list[str]
    continues: list[str]
    piece_pages: Numbers
    loose: Numbers
    passage_pieces: Numbers
    sentences: Numbers

    @classmethod
    def of(
        cls,
        pages: Sequence[Page],
        articles: Sequence[Piece],
        passages: Sequence[Passage],
        loose: Collection[str] = (),
    ) -> "Columns":
        """The columns of these records, `loose` the ids of pieces that are so.

        Raises KeyError for a piece without its page, a passage without its piece.
        """
        rows: dict[str, int] = {}
        names, digests, days, characters = [], [], [], []
        for row, page in enumerate(pages):
            day = told_day(page.issue)
            rows[page.name] = row
            names.append(page.name)
            digests.append(page.digest)
            days.append(day.isoformat() if day else "")
            characters.append(sum(len("".join(line.split())) for line in page.lines))
        ids, continues, piece_pages, loose_rows = [], [], [], []
        for piece in articles:
            row = rows[piece.source]
            ids.append(piece.id)
            continues.append(piece.continues)
            piece_pages.append(row)
            loose_rows.append(int(piece.id in loose))
        places = {id: place for place, id in enumerate(ids)}
        standing, passage_pieces, sentences = [0] * len(names), [], []
        for passage in passages:
            passage_pieces.append(places[passage.article])
            sentences.append(len(passage.sentences))
            for name in {fragment.source for sentence in passage.sentences for fragment in sentence.fragments}:
                standing[rows[name]] += 1
        numbers = (characters, standing, piece_pages, loose_rows, passage_pieces, sentences)
        characters_, standing_, piece_pages_, loose_, passage_pieces_, sentences_ = map(_numbers, numbers)
        return cls(
            pages=names,
            digests=digests,
            days=days,
            characters=characters_,
            standing=standing_,
            pieces=ids,
            continues=continues,
            piece_pages=piece_pages_,
            loose=loose_,
            passage_pieces=passage_pieces_,
            sentences=sentences_,
        )

    def to_bytes(self) -> bytes:
        """The file that `read` reads."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        told = {name: values if name in _TEXTS else values.tolist() for name, values in fields.items()}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    @classmethod
    def read(cls, content: bytes) -> "Columns":
        """The columns that `to_bytes` gave. Raises ValueError, KeyError or TypeError for anything else."""
        told: dict[str, Any] = json.loads(content.decode("utf-8", "surrogatepass"))
        fields: dict[str, Any] = {name: values if name in _TEXTS else _numbers(values) for name, values in told.items()}
        columns = cls(**fields)
        wrong = columns._inconsistency()
        if wrong:
            raise ValueError(wrong)
        return columns

    def _inconsistency(self) -> str:
        """What cannot be, "" where all fits."""
        for name in _TEXTS:
            if not all(isinstance(text, str) for text in getattr(self, name)):
                return f"{name} that are no text"
        lengths = {
            "pages": {len(self.pages), len(self.digests), len(self.days), len(self.characters), len(self.standing)},
            "pieces": {len(self.pieces), len(self.continues), len(self.piece_pages), len(self.loose)},
            "passages": {len(self.passage_pieces), len(self.sentences)},
        }
        uneven = next((name for name, found in lengths.items() if len(found) > 1), "")
        if uneven or (self.sentences < 0).any():
            return f"uneven columns of {uneven}"
        if not _within(self.piece_pages, len(self.pages)) or not _within(self.passage_pieces, len(self.pieces)):
            return "rows that there are not"
        return ""


def _numbers(values: list[int]) -> Numbers:
    """Raises ValueError or TypeError for what are no whole numbers of 64 bits in a row."""
    numbers = np.array(values)
    if numbers.ndim != 1 or (len(numbers) and numbers.dtype != np.int64):
        raise ValueError("no whole numbers")
    return numbers.astype(np.int64)


def _within(rows: Numbers, size: int) -> bool:
    return not len(rows) or bool(rows.min() >= 0 and rows.max() < size)
