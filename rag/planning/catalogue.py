"""The corpus as plans are carried out over it: every article once, with its days, its reporters and its text.

What is asked of all articles is told by what the index keeps of them beside their records, so that opening an archive
reads none of them. Left out: section labels, mastheads and slogans, which nobody counts as articles.
"""

import copy
import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.scope import Scope, ScopeChoices
from rag.answering.scope_columns import ScopeColumns
from rag.articles import whole_of
from rag.articles.issue.printed import event_of
from rag.articles.layout.called import NO_ARTICLES
from rag.index.facets import Facet
from rag.index.saved import SavedIndex
from rag.index.texts import Texts
from rag.planning.spellings import alternatives, spellings, whole
from rag.records import Article, Issue, PrintedDay
from rag.text.similarity import bigrams, folded

Chosen = NDArray[np.bool_]
"""Which articles are meant, shape (articles,): those of the index, be they in the catalogue or not."""

_DAY_CHARACTERS: Final = len("2022-01-20")
"""Of an ISO day; months and years have fewer."""
CALLED: Final = 0.7
"""Share of the character pairs of a name that a headline must hold to be meant by it: one word of it may be left out
or said otherwise."""
_NO_DAY: Final = "9999-99-99"


class Entry:
    """One article of the catalogue, whose pieces are read when they are asked for.

    `issue` is that of its first piece's page, `number` that page's number in it. `printed` is the day of the paper,
    `day` the ISO day of what it reports, "" where nothing tells. `place` is the article's number in the index.
    """

    def __init__(self, catalogue: "Catalogue", place: int) -> None:
        self._catalogue, self.place = catalogue, place

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and other.place == self.place

    def __hash__(self) -> int:
        return self.place

    @cached_property
    def article(self) -> Article:
        """The article with all its pieces."""
        index = self._catalogue.index
        return whole_of([index.articles[row] for row in index.article_rows[self.place]])

    @property
    def issue(self) -> Issue:
        """The issue, without the days that its own was inferred from."""
        index = self._catalogue.index
        return index.page_facets.issue(int(index.columns.piece_pages[self._head]))

    @property
    def number(self) -> int | None:
        """The number of the page in its issue."""
        numbers = self._catalogue.index.piece_facets.numbers[self._head]
        return numbers[0] if numbers else None

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that its first piece stands in."""
        index = self._catalogue.index
        return index.piece_facets.sections[index.article_rows[self.place][0]]

    @property
    def printed(self) -> PrintedDay:
        """The day of the paper."""
        facets = self._catalogue.index.piece_facets
        return PrintedDay(facets.printed[self._head], facets.printed_told[self._head])

    @property
    def day(self) -> str:
        """The ISO day of what it reports, "" where nothing tells."""
        return self._catalogue.event[self.place]

    @property
    def reporters(self) -> tuple[str, ...]:
        """The names in the bylines of its pieces, each once."""
        index = self._catalogue.index
        names = (name for row in index.article_rows[self.place] for name in index.piece_facets.reporters[row])
        return tuple(dict.fromkeys(names))

    @property
    def _head(self) -> int:
        return int(self._catalogue.heads[self.place])


class Catalogue:
    """What there is to list, count and name. Threads may share it.

    `held` are the articles that it holds. `heads` are the rows of the pieces that tell an article's issue: the first
    that is no label.
    """

    def __init__(self, index: SavedIndex) -> None:
        self.index = index
        self.asked: datetime.date | None = None
        facets = index.piece_facets
        are_articles = facets.kind.where(lambda kind: kind not in NO_ARTICLES)
        self.held: Chosen = index.article_rows.with_any(are_articles)
        self.heads = index.article_rows.first_of(are_articles)
        self._titled = index.article_rows.first_of(np.array(index.titles.lengths > 0))
        self._columns = ScopeColumns(index)

    def asked_on(self, day: datetime.date | None) -> "Catalogue":
        """The same catalogue with 去年 counted from `day`, on which it is asked; from the newest issue for None."""
        if day is None:
            return self
        one = copy.copy(self)
        one.asked = day
        return one

    # ---- single articles

    def entry(self, piece: str) -> Entry | None:
        """The article that the piece of that id belongs to; None where it is none of the catalogue's."""
        row = self.index.piece_rows.get(piece)
        place = -1 if row is None else int(self.index.article_rows.article_of[row])
        return Entry(self, place) if place >= 0 and self.held[place] else None

    def entries(self, chosen: Chosen | None = None) -> Iterable[Entry]:
        """The chosen articles of the catalogue, all without `chosen`, one by one in the order of their pages."""
        places = np.flatnonzero(self.held if chosen is None else self.held & chosen)
        return (Entry(self, place) for place in places.tolist())

    def in_order(self, chosen: Chosen) -> tuple[Entry, ...]:
        """The chosen articles of the catalogue in the order of their issues."""
        places = np.flatnonzero(self.held & chosen)
        return tuple(Entry(self, place) for place in places[np.argsort(self._order[places], kind="stable")].tolist())

    def titled(self, name: str) -> Entry | None:
        """The article whose headline is called by `name`; None where none is, or several are equally."""
        pairs = bigrams(folded(name))
        if not pairs:
            return None
        counts = np.zeros(len(self.held), np.int64)
        for pair in pairs:
            counts += self.titled_with(pair)
        titles = ((self.title(entry), entry) for entry in self.entries(counts >= CALLED * len(pairs)))
        shares = [(len(pairs & bigrams(title)) / len(pairs), entry) for title, entry in titles]
        best = sorted(shares, key=lambda share: -share[0])[:2]
        if not best or best[0][0] < CALLED or (len(best) > 1 and best[1][0] == best[0][0] < 1):
            return None
        return min(
            (entry for share, entry in shares if share == best[0][0]), key=lambda entry: len(entry.article.title)
        )

    def is_titled(self, name: str) -> bool:
        """Whether `name` calls an article by its headline, and is no work that a headline names: 读《江上书》有感."""
        entry = self.titled(name)
        return entry is not None and not re.search(rf"[《〈]\s*{re.escape(folded(name))}\s*[》〉]", self.title(entry))

    def title(self, entry: Entry) -> str:
        """The article's headline, `folded`."""
        return self.index.titles[int(self._titled[entry.place])]

    def text(self, entry: Entry) -> str:
        """Headline and body of the article, `folded`."""
        bodies = (self.index.bodies[row] for row in self.index.article_rows[entry.place])
        return "\n".join((self.title(entry), *bodies))

    def passages(self, entry: Entry) -> Sequence[int]:
        """The positions in the index of the article's passages, in reading order."""
        head = self.index.article_rows[entry.place][0]
        return self.index.passages_of.get(self.index.columns.pieces[head], ())

    # ---- which articles

    def within(self, scope: Scope) -> Chosen:
        """Those of which a piece is within the scope."""
        return self.index.article_rows.with_any(self._columns.pieces(scope))

    def holding(self, words: Iterable[str]) -> Chosen:
        """Those that hold all of the words in headline or body, of a word with a | in it one side."""
        chosen = np.ones(len(self.held), np.bool_)
        for word in words:
            chosen &= self._holding(word)
        return chosen

    def titled_with(self, words: str) -> Chosen:
        """Those whose headline holds the words as they stand."""
        if not folded(words):
            return np.ones(len(self.held), np.bool_)
        rows = (row for form in spellings(words) for row in _rows_with(self.index.titles, form))
        return self._having(rows)[self._titled]

    def titled_with_all(self, words: Iterable[str]) -> Chosen:
        """Those whose headline holds all of the words, of a word with a | in it one side."""
        chosen = np.ones(len(self.held), np.bool_)
        for word in words:
            chosen &= np.logical_or.reduce([self.titled_with(one) for one in alternatives(word)])
        return chosen

    def called(self, words: str) -> Chosen:
        """Those that are called so beside their headline: by the label above it, or by their form."""
        wanted = folded(words)
        return self.index.piece_facets.called.at(self.index.article_rows.heads).where(lambda name: wanted in name)

    def naming(self, holds: Callable[[str], bool]) -> Chosen:
        """Those that name a date of which that is so."""
        days = self.index.named_days
        meant = {day for day in days.lines() if holds(day)}
        possible = np.concatenate([np.zeros(0, np.int64), *(days.rows_with(f"{day}\n") for day in meant)])
        # the end of an interval is a day, too
        return self.index.article_rows.with_any(
            self._having(row for row in set(possible.tolist()) if meant.intersection(days[row].split("\n")))
        )

    def prints(self, words: str) -> bool:
        """Whether any article holds the words."""
        return bool((self.held & self._holding(words)).any())

    def _holding(self, word: str) -> Chosen:
        chosen = np.zeros(len(self.held), np.bool_)
        for one in alternatives(word):
            chosen |= self.titled_with(one)
            rows = (row for form in spellings(one) if form for row in _rows_with(self.index.bodies, form))
            chosen |= self.index.article_rows.with_any(self._having(rows))
        return chosen

    def _having(self, rows: Iterable[int]) -> Chosen:
        """The pieces in these rows, shape (pieces,)."""
        pieces = np.zeros(len(self.index.columns.pieces), np.bool_)
        pieces[list(rows)] = True
        return pieces

    # ---- what all of them have

    @cached_property
    def printed(self) -> Facet[str]:
        """The ISO days of the papers, "" where nothing tells, article by article."""
        return self.index.piece_facets.printed.at(self.heads)

    @cached_property
    def event(self) -> Facet[str]:
        """The ISO days of what is reported, "" where nothing but the paper's day is known, article by article."""
        facets = self.index.piece_facets
        dated = self.index.article_rows.first_of(facets.date.where(bool))
        dates, tellers = facets.date.at(dated).row_by_row(), facets.date_told.at(dated).row_by_row()
        return Facet.of(map(event_of, dates, tellers, self.printed.row_by_row()))

    @cached_property
    def event_or_printed(self) -> Facet[str]:
        """The ISO days of what is reported, or else of the papers, article by article."""
        pairs = zip(self.event.row_by_row(), self.printed.row_by_row(), strict=True)
        return Facet.of(day or printed for day, printed in pairs)

    @cached_property
    def choices(self) -> ScopeChoices:
        """What a scope can be made of."""
        return self._columns.choices()

    @cached_property
    def reporters(self) -> Mapping[str, int]:
        """All names in bylines, with the number of articles of each."""
        names: Counter[str] = Counter()
        rows, alone = self.index.article_rows, self.held.copy()
        alone[list(rows.several)] = False
        for named, count in self.index.piece_facets.reporters.at(rows.heads[alone]).counts().items():
            for name in named:
                names[name] += count
        for place in rows.several:
            if self.held[place]:
                names.update(Entry(self, place).reporters)
        return names

    @cached_property
    def printed_days(self) -> Mapping[str, int]:
        """The ISO days of the papers, with the number of articles of each."""
        return self._days(self.printed)

    @cached_property
    def reported_days(self) -> Mapping[str, int]:
        """The ISO days of what is reported, with the number of articles of each."""
        return self._days(self.event)

    @cached_property
    def days(self) -> frozenset[str]:
        """All ISO days of which an article tells or on which one was printed."""
        return frozenset({**self.printed_days, **self.reported_days})

    @cached_property
    def newest(self) -> datetime.date | None:
        """The day of the newest issue, from which 上周 is reckoned; None where no issue is dated."""
        newest = max(self.printed.at(np.flatnonzero(self.held)).counts(), default="")
        return datetime.date.fromisoformat(newest) if newest else None

    @cached_property
    def issues(self) -> Sequence[Issue]:
        """The issue of each page, without the days that its own was inferred from."""
        return tuple(map(self.index.page_facets.issue, range(len(self.index.columns.pages))))

    @cached_property
    def article_counts(self) -> Mapping[str, int]:
        """How many articles begin on each page, by the pages' names; none of a page on which none does."""
        begun = self.index.columns.piece_pages[self.index.article_rows.heads[self.held]]
        counts = np.bincount(begun, minlength=len(self.index.columns.pages)).tolist()
        return {name: count for name, count in zip(self.index.columns.pages, counts, strict=True) if count}

    def _days(self, days: Facet[str]) -> Mapping[str, int]:
        counts = days.at(np.flatnonzero(self.held)).counts()
        return Counter({day: count for day, count in counts.items() if len(day) == _DAY_CHARACTERS})

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """A number for each article that rises in the order of issues: by day, paper, page and place on it."""
        index, pages = self.index, self.index.columns.piece_pages
        first = index.article_rows.heads
        keys = (
            index.piece_facets.line.at(first).numbers_by(lambda line: line),
            Facet.of(index.columns.pages).numbers_by(lambda name: name)[pages[first]],
            index.piece_facets.numbers.at(self.heads).numbers_by(lambda numbers: numbers[0] if numbers else 0),
            index.page_facets.paper.numbers_by(lambda paper: paper)[pages[self.heads]],
            self.printed.numbers_by(lambda day: day or _NO_DAY),
        )
        order = np.empty(len(first), np.int64)
        order[np.lexsort(keys)] = np.arange(len(first))
        return order


def _rows_with(texts: Texts, form: str) -> list[int]:
    """The rows of the texts that hold the folded form, its numbers as whole ones."""
    rows: list[int] = texts.rows_with(form).tolist()
    pattern = whole(form)
    return rows if pattern is None else [row for row in rows if pattern.search(texts[row])]
