"""What pages and pieces are looked up by, told without reading them: days, papers, sections, reporters, kinds.

Of each facet the values stand once, and of each page or piece the number of its value, as columns of words are kept
wherever many rows share few of them ("dictionary encoding": Abadi et al., "The Design and Implementation of Modern
Column-Oriented Database Systems", 2013, section 4.2). What is asked of all pieces is then asked of the values. Left
out: which pieces make up an article (see `article_rows`), and what is asked (see `answering.scope_columns`).
"""

import dataclasses
import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from rag.articles.issue.placing import numbers_of, sections_of
from rag.articles.issue.printed import event_of, printed_day
from rag.articles.layout.bylines import people_of
from rag.articles.layout.called import names_beside
from rag.records import DateSource, Issue, Kind, Page, Piece
from rag.text.similarity import folded

Value = TypeVar("Value", bound=Hashable)
Table = TypeVar("Table", "PageFacets", "PieceFacets")
Numbers = NDArray[np.int32]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Facet(Generic[Value]):
    """What each row has: `values[numbers[row]]`. No two of the `values` are the same."""

    values: tuple[Value, ...]
    numbers: Numbers

    @classmethod
    def of(cls, rows: Iterable[Value]) -> "Facet[Value]":
        """The facet of rows that have these values."""
        known: dict[Value, int] = {}
        numbers = [known.setdefault(value, len(known)) for value in rows]
        return cls(tuple(known), np.array(numbers, np.int32))

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, row: int) -> Value:
        return self.values[int(self.numbers[row])]

    def at(self, rows: NDArray[Any]) -> "Facet[Value]":
        """The facet of these rows alone, in their order."""
        return Facet(self.values, self.numbers[rows])

    def where(self, holds: Callable[[Value], bool]) -> Chosen:
        """Which rows have a value for which that is so: asked once of each value."""
        chosen: Chosen = np.array([holds(value) for value in self.values], np.bool_)[self.numbers]
        return chosen

    def counts(self) -> dict[Value, int]:
        """How many rows have each value, of those that any has, in the order of `values`."""
        counted = np.bincount(self.numbers, minlength=len(self.values)).tolist()
        return {value: count for value, count in zip(self.values, counted, strict=True) if count}

    def numbers_by(self, key: Callable[[Value], Any]) -> NDArray[np.int64]:
        """A number for each row that rises with the key of its value, equal for equal keys."""
        keys = [key(value) for value in self.values]
        ranks = {one: number for number, one in enumerate(sorted(set(keys)))}
        numbers: NDArray[np.int64] = np.array([ranks[one] for one in keys], np.int64)[self.numbers]
        return numbers

    def row_by_row(self) -> Iterator[Value]:
        """The value of each row."""
        return (self.values[number] for number in self.numbers.tolist())


@dataclass(frozen=True, slots=True, eq=False)
class PageFacets:
    """Of each page what its issue tells: ISO date ("" for none), who told it, its number, paper and section."""

    date: Facet[str]
    told: Facet[DateSource]
    number: Facet[int | None]
    paper: Facet[str]
    section: Facet[str]

    @classmethod
    def of(cls, pages: Iterable[Page]) -> "PageFacets":
        """The facets of these pages, row by row."""
        rows = [(p.issue.date or "", p.issue.told, p.issue.page, p.issue.paper, p.issue.section) for p in pages]
        return _table(cls, rows)

    def issue(self, row: int) -> Issue:
        """The issue of the page in this row, without the days that it was inferred from."""
        return Issue(
            date=self.date[row] or None,
            page=self.number[row],
            told=self.told[row],
            paper=self.paper[row],
            section=self.section[row],
        )


@dataclass(frozen=True, slots=True, eq=False)
class PieceFacets:
    """Of each piece its kind; its date ("" for none) and who told it; the day it was printed, likewise; the numbers of
    its page and its sections (see `issue.placing`); the names in its byline; what it is called beside its headline
    (see `layout.called`), `folded`; the first of its lines, 0 where it has none; and how many of its cuts and joins are
    doubtful.
    """

    kind: Facet[Kind]
    date: Facet[str]
    date_told: Facet[DateSource]
    printed: Facet[str]
    printed_told: Facet[DateSource]
    numbers: Facet[tuple[int, ...]]
    sections: Facet[tuple[str, ...]]
    reporters: Facet[tuple[str, ...]]
    called: Facet[str]
    line: Facet[int]
    doubts: Facet[int]

    def event(self, row: int) -> str:
        """The ISO day of what the piece in this row tells, as `event_day` has it."""
        return event_of(self.date[row], self.date_told[row], self.printed[row])

    @classmethod
    def of(cls, pieces: Sequence[Piece], pages: Iterable[Page]) -> "PieceFacets":
        """The facets of all pieces of these pages, row by row. Raises KeyError for a piece without its page."""
        named, called = {page.name: page for page in pages}, names_beside(pieces)
        rows = []
        for piece in pieces:
            page = named[piece.source]
            day = printed_day(piece, page)
            rows.append(
                (
                    piece.kind,
                    piece.date or "",
                    piece.date_told,
                    day.date,
                    day.told,
                    numbers_of(piece, page),
                    sections_of(piece, page),
                    people_of(piece.byline),
                    folded(called[piece.id]),
                    piece.spans[0][0] if piece.spans else 0,
                    len(piece.doubts),
                )
            )
        return _table(cls, rows)


def together(tables: Sequence[Table], rows: NDArray[np.int64] | None) -> Table:
    """The facets of several segments as those of one: of all their rows, one segment after the other, `rows` or all."""
    kind = type(tables[0])
    if len(tables) == 1 and rows is None:
        return tables[0]
    facets = {field.name: _joined([getattr(table, field.name) for table in tables], rows) for field in _fields(kind)}
    return kind(**facets)


def _joined(facets: Sequence[Facet[Any]], rows: NDArray[np.int64] | None) -> Facet[Any]:
    known: dict[Any, int] = {}
    parts = []
    for facet in facets:
        numbers = [known.setdefault(value, len(known)) for value in facet.values]
        parts.append(np.array(numbers, np.int32)[facet.numbers])
    all_rows = np.concatenate(parts)
    return Facet(tuple(known), all_rows if rows is None else all_rows[rows])


def values_bytes(pages: PageFacets, pieces: PieceFacets) -> bytes:
    """The file of all values, which `read_facets` reads."""
    told = {
        name: {field.name: list(getattr(table, field.name).values) for field in _fields(type(table))}
        for name, table in (("pages", pages), ("pieces", pieces))
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def numbers_of_values(table: PageFacets | PieceFacets) -> Numbers:
    """The numbers of the values, shape (rows, facets), which `read_facets` reads."""
    return np.stack([getattr(table, field.name).numbers for field in _fields(type(table))], axis=1)


def read_facets(values: bytes, pages: NDArray[Any], pieces: NDArray[Any]) -> tuple[PageFacets, PieceFacets]:
    """The facets that `values_bytes` and `numbers_of_values` told of.

    Raises ValueError, KeyError or TypeError for anything else.
    """
    told: dict[str, Any] = json.loads(values.decode("utf-8", "surrogatepass"))
    return _read(PageFacets, told["pages"], pages), _read(PieceFacets, told["pieces"], pieces)


def _read(kind: type[Table], told: Mapping[str, list[Any]], numbers: NDArray[Any]) -> Table:
    fields = _fields(kind)
    if set(told) != {field.name for field in fields}:
        raise ValueError(f"{sorted(told)} are not the facets of {kind.__name__}")
    if numbers.shape[1:] != (len(fields),) or numbers.dtype != np.int32:
        raise ValueError(f"{numbers.dtype} of shape {numbers.shape} for {len(fields)} facets")
    facets: dict[str, Any] = {}
    for place, field in enumerate(fields):
        values = tuple(tuple(value) if isinstance(value, list) else value for value in told[field.name])
        column = np.ascontiguousarray(numbers[:, place])
        if not all(map(_CHECKS[field.type], values)) or len(set(values)) != len(values):
            raise ValueError(f"{field.name} with other values")
        if len(column) and not 0 <= column.min() <= column.max() < len(values):
            raise ValueError(f"{field.name} that there are not")
        facets[field.name] = Facet(values, column)
    return kind(**facets)


def _table(kind: type[Table], rows: Sequence[tuple[Hashable, ...]]) -> Table:
    fields = _fields(kind)
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(fields)
    return kind(**{field.name: Facet.of(column) for field, column in zip(fields, columns, strict=True)})


def _fields(kind: type[Any]) -> tuple["dataclasses.Field[Any]", ...]:
    return dataclasses.fields(kind)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return value is None or type(value) is int


def _are(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, tuple) and all(type(one) is kind for one in cast(tuple[object, ...], value))


_CHECKS: Final[Mapping[Any, Callable[[object], bool]]] = {
    Facet[str]: _is_text,
    Facet[Kind]: _is_text,
    Facet[DateSource]: _is_text,
    Facet[int]: _is_number,
    Facet[int | None]: _is_number,
    Facet[tuple[int, ...]]: _are(int),
    Facet[tuple[str, ...]]: _are(str),
}
"""What a value of each facet is, by the field's type."""
