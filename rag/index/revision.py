"""What becomes of the pages of an index when some are added, changed or taken out: which are written anew, how all are
joined then, and which segments stay.

All pieces of an article lie in one segment, so that a segment stays right by itself: where a piece is joined otherwise
than before, or its page goes, the pages of its article are written anew. What such pages and those of merged segments
hold is taken over. Left out: splitting and cutting (see `build`), and vectors and terms (see `reuse`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from rag.articles import chains, joined
from rag.articles.dating.dates import told_day
from rag.index.merging import to_merge
from rag.index.saved import SavedIndex, order_of
from rag.index.segments import StoredSegment
from rag.index.tables import Rows
from rag.index.writing import KeptSegment
from rag.records import Page, Piece

NEW: Final = -1
"""The row of what an index does not have."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an article: the one in the row of the former index, or `piece` where that does not have it."""

    id: str
    continues: str
    source: str
    row: int = NEW
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """`written` are the names of the pages of the new segment, `parts` their pieces, `kept` the segments that stay.

    `taken` are the segments of which anything is taken over.

    `chains` are the articles of those pages; those whose first piece's id is in `same` are as they were. `loose` as in
    `Columns`.
    """

    written: Sequence[str]
    parts: Sequence[Part]
    chains: Sequence[tuple[Part, ...]]
    same: frozenset[str]
    kept: Sequence[KeptSegment]
    taken: Sequence[StoredSegment]
    loose: frozenset[str]


def revise(
    former: SavedIndex | None,
    read: Mapping[str, Page],
    pieces: Mapping[str, Sequence[Piece]],
    names: Sequence[str],
    *,
    everything: bool,
) -> Revision:
    """The revision of `former` into an index of the pages `names`, in their order.

    `read` are those pages that are new or were changed, with their `pieces`. With `everything`, no segment stays.
    """
    if former is None:
        return _first(read, pieces, names)
    return _Reviser(former, read, pieces, names).revision(everything=everything)


def _first(read: Mapping[str, Page], pieces: Mapping[str, Sequence[Piece]], names: Sequence[str]) -> Revision:
    found = joined([piece for name in names for piece in pieces[name]], [read[name] for name in names])
    parts = [Part(piece.id, piece.continues, piece.source, NEW, piece) for piece in found.articles]
    return Revision(names, parts, chains(parts), frozenset(), (), (), found.loose)


@dataclass
class _Reviser:
    """A revision in the making."""

    former: SavedIndex
    read: Mapping[str, Page]
    pieces: Mapping[str, Sequence[Piece]]
    names: Sequence[str]
    rejoined: dict[str, Part] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        columns = self.former.columns
        self.columns = columns
        self.stays = {name for name in self.names if name not in self.read}
        self.rows_of_page = _grouped(columns.piece_pages, len(columns.pages))
        self.gone = [name for name in columns.pages if name not in self.stays]

    def revision(self, *, everything: bool) -> Revision:
        self._join()
        moved = self._moved()
        kept, merged = self._segments(moved, everything=everything)
        written = [name for name in self.names if name in moved or name in merged]
        parts = [part for name in written for part in self._parts_of(name)]
        articles = chains(parts)
        former = {chain[0].id: chain for chain in chains(self._former_parts({*written, *self.gone}))}
        same = {
            chain[0].id
            for chain in articles
            if all(part.row != NEW for part in chain) and _ids(former.get(chain[0].id, ())) == _ids(chain)
        }
        on = {*written, *self.gone}
        taken = [segment for segment in self.former.segments if not on.isdisjoint(segment.columns.pages)]
        return Revision(written, parts, articles, frozenset(same), kept, taken, frozenset(self.loose))

    # ---- how pieces are joined

    def _join(self) -> None:
        """Join anew what the changed pages may have changed: what is of their days or, where pieces may go on from
        anywhere, all.
        """
        columns = self.columns
        days = {day.isoformat() for page in self.read.values() if (day := told_day(page.issue))}
        days |= {columns.days[self.former.page_rows[name]] for name in self.gone} - {""}
        whole = self._anywhere(range(len(columns.pages)), bool(columns.loose.any()))
        if not whole:
            self._join_pages(lambda name: columns.days[self.former.page_rows[name]] in days)
            kept_loose = bool(self._loose_elsewhere())
            stay = [self.former.page_rows[name] for name in self.stays]
            untold = any(told_day(page.issue) is None for page in self.read.values())
            whole = (bool(self.loose) or kept_loose) and (untold or self._anywhere(stay, True))
        if whole:
            self._join_pages(lambda _: True)
        self.loose |= self._loose_elsewhere()

    def _loose_elsewhere(self) -> set[str]:
        """The loose pieces of pages that stay, which were not joined anew."""
        columns = self.columns
        loose = ((columns.pieces[row], int(columns.piece_pages[row])) for row in np.flatnonzero(columns.loose).tolist())
        return {id for id, page in loose if columns.pages[page] in self.stays and id not in self.rejoined}

    def _anywhere(self, pages: Iterable[int], loose: bool) -> bool:
        """Whether a piece may go on from any page: it is loose, and not all of the pages tell their day."""
        return bool(loose) and any(not self.columns.days[row] for row in pages)

    def _join_pages(self, chosen: Callable[[str], bool]) -> None:
        """Join the pieces of the pages that were read and of those others that are chosen."""
        pages: list[Page] = []
        pieces: list[Piece] = []
        for name in self.names:
            if name in self.read:
                pages.append(self.read[name])
                pieces += self.pieces[name]
            elif chosen(name):
                pages.append(self.former.pages_by_name[name])
                pieces += [self.former.articles[row] for row in self._rows(name)]
        found = joined(pieces, pages)
        self.loose = set(found.loose)
        self.rejoined = {}
        for before, piece in zip(pieces, found.articles, strict=True):
            row = self.former.piece_rows[piece.id] if piece.source in self.stays and piece is before else NEW
            self.rejoined[piece.id] = Part(piece.id, piece.continues, piece.source, row, None if row != NEW else piece)

    # ---- which pages are written

    def _moved(self) -> set[str]:
        """The pages that are new, were changed, or share an article with one of those, now or before."""
        columns, links = self.columns, defaultdict(set)
        for part in (*self._former_links(), *self.rejoined.values()):
            beginning = self._source_of(part.continues) if part.continues else ""
            if beginning:
                links[part.source].add(beginning)
                links[beginning].add(part.source)
        loosened = {
            part.source
            for part in self.rejoined.values()
            if part.row != NEW and bool(columns.loose[part.row]) != (part.id in self.loose)
        }
        found = {
            *self.read,
            *self.gone,
            *loosened,
            *(part.source for part in self.rejoined.values() if part.row == NEW),
        }
        ahead = list(found)
        while ahead:
            new = links[ahead.pop()] - found
            found |= new
            ahead += new
        return found & set(self.names)

    def _former_links(self) -> Iterable[Part]:
        for row, continues in enumerate(self.columns.continues):
            if continues:
                yield self._former_part(row)

    def _source_of(self, id: str) -> str:
        if id in self.rejoined:
            return self.rejoined[id].source
        row = self.former.piece_rows.get(id)
        return "" if row is None else self.columns.pages[self.columns.piece_pages[row]]

    def _segments(self, moved: Collection[str], *, everything: bool) -> tuple[list[KeptSegment], set[str]]:
        """The segments that stay, with their dead pages, and the pages of those that are merged."""
        live, passages, whole = [], [], []
        for segment, told in zip(self.former.segments, self.former.manifest.segments, strict=True):
            columns, alive = segment.columns, segment.live_pages(told)
            alive &= np.array([name in self.stays and name not in moved for name in columns.pages], np.bool_)
            live.append(alive)
            passages.append(int(alive[columns.piece_pages][columns.passage_pieces].sum()))
            whole.append(len(columns.passage_pieces))
        added = len(moved) * max(1, sum(whole) // max(1, len(self.columns.pages)))
        merged = set(range(len(live))) if everything else to_merge(passages, whole, added)
        kept, pages = [], set()
        for number, (segment, told) in enumerate(zip(self.former.segments, self.former.manifest.segments, strict=True)):
            names, alive = segment.columns.pages, live[number]
            if number in merged:
                pages |= {names[row] for row in np.flatnonzero(alive).tolist()}
            else:
                dead = tuple(names[row] for row in np.flatnonzero(~alive).tolist())
                kept.append(KeptSegment(segment, replace(told, dead=dead)))
        return kept, pages

    # ---- pieces

    def _parts_of(self, name: str) -> list[Part]:
        if name in self.read:
            return [self.rejoined[piece.id] for piece in self.pieces[name]]
        return [self.rejoined.get(self.columns.pieces[row]) or self._former_part(row) for row in self._rows(name)]

    def _former_parts(self, names: Collection[str]) -> list[Part]:
        pages = sorted((name for name in names if name in self.former.page_rows), key=order_of)
        return [self._former_part(row) for name in pages for row in self._rows(name)]

    def _former_part(self, row: int) -> Part:
        columns = self.columns
        return Part(columns.pieces[row], columns.continues[row], columns.pages[columns.piece_pages[row]], row)

    def _rows(self, name: str) -> Sequence[int]:
        return self.rows_of_page[self.former.page_rows[name]]


def _ids(chain: Sequence[Part]) -> tuple[str, ...]:
    return tuple(part.id for part in chain)


def _grouped(groups: Rows, count: int) -> list[list[int]]:
    """The rows of each group, rising."""
    found: list[list[int]] = [[] for _ in range(count)]
    for row, group in enumerate(groups.tolist()):
        found[group].append(row)
    return found
