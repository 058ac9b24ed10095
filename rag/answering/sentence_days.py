"""The days that sentences and pieces tell of: what they name, read from the mentions that the index keeps.

昨日 in a paper of 6 March is 5 March. A sentence that names no day tells of the one named before it in its passage,
else of that of its piece. Left out: which days a question asks about (see `asked_days`).
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.answering.asked_days import AskedDays
from rag.index.saved import SavedIndex
from rag.records import DateMention, Fragment, Passage, Sentence

PRINTED: Final = 0.5
"""How well it fits a day that the paper is of that day: what a paper reports is mostly of the day before."""
YEAR: Final = 0.4
"""How well whatever is of a year that is asked for fits: much is, and a year in a question is often part of a name."""
_DAY: Final = len("2022-01-20")
_REMEMBERED: Final = 4_096
"""Pages whose mentions are kept once they are read: some megabytes."""


class SentenceDays:
    """The days of one index. What it looks up is put in order at the first question that needs it."""

    def __init__(self, index: SavedIndex) -> None:
        self._index = index
        self._mentions: dict[str, dict[int, list[DateMention]]] = {}

    def named(self, sentence: Sentence) -> list[str]:
        """The ISO days, months, years and intervals that the sentence itself names, in its order."""
        return [mention.date for mention in self.mentions(sentence)]

    def mentions(self, sentence: Sentence) -> list[DateMention]:
        """The mentions of dates in the sentence, in its order."""
        return [mention for fragment in sentence.fragments for mention in self._within(fragment)]

    def named_by(self, passage: Passage) -> set[str]:
        """Those that any sentence of the passage names."""
        printed: dict[tuple[str, int], list[Fragment]] = {}
        for sentence in passage.sentences:
            for fragment in sentence.fragments:
                printed.setdefault((fragment.source, fragment.line), []).append(fragment)
        own = (self._index.articles[row] for row in self._index.articles_of[passage.article])
        return {
            mention.date
            for piece in own  # and no other piece of its page is read
            for mention in piece.mentions
            if any(part.start <= mention.start < part.end for part in printed.get((piece.source, mention.line), ()))
        }

    def told(self, passage: Passage, number: int) -> str:
        """The day that the sentence of that number tells of, a month or a year where no day is known; "" for none.

        It names it, or else the sentences before it did, or it is the day of its piece, or that of its paper.
        """
        for place in range(number, -1, -1):
            date = most_exact(self.named(passage.sentences[place]))
            if date:
                return date
        return self.event(passage) or self.printed(passage)

    def fits(self, passage: Passage, asked: AskedDays) -> tuple[float, ...]:
        """How well each sentence of the passage fits the asked days, from 0 to 1; for a year all alike."""
        printed = asked.fit(self.printed(passage))
        if asked.of == "printed":
            return (printed,) * len(passage.sentences)
        if asked.is_long:
            dates = (*self.named_by(passage), self.event(passage), self.printed(passage))
            return (YEAR * max(map(asked.fit, dates)),) * len(passage.sentences)
        inherited = max(asked.fit(self.event(passage)), PRINTED * printed)
        if not inherited and not self._may_name(self._index.piece_rows[passage.article], asked):
            return (0.0,) * len(passage.sentences)
        found: list[float] = []
        for sentence in passage.sentences:
            named = self.named(sentence)
            best = max(map(asked.fit, named), default=0.0)
            if any(len(date) == _DAY for date in named):
                inherited = best
            else:  # 去年 and 本月 say nothing against the day that was told before
                best = max(best, inherited)
            found.append(best)
        return tuple(found)

    def best_fits(self, asked: AskedDays) -> NDArray[np.float32]:
        """How well the best sentence of each passage fits, shape (passages,)."""
        best = np.zeros(len(self._index.passages), np.float32)
        printed, told = _weights(asked)
        groups = [(printed, self._by_printed)]
        groups += [(told, self._by_event), (told, self._by_named)] if told else []
        for weight, group in groups:
            for date, positions in group.items():
                fit = weight * asked.fit(date)
                if fit:
                    best[positions] = np.maximum(best[positions], np.float32(fit))
        return best

    def best_fits_of(self, rows: NDArray[np.int64], asked: AskedDays) -> NDArray[np.float32]:
        """As `best_fits`, of the passages in these rows alone, in their order: no other passage is read."""
        best = np.zeros(len(rows), np.float32)
        printed, told = _weights(asked)
        facets = self._index.piece_facets
        pieces = self._index.columns.passage_pieces[rows].tolist()
        for place, (row, piece) in enumerate(zip(rows.tolist(), pieces, strict=True)):
            best[place] = printed * asked.fit(facets.printed[piece])
            if told:
                days = {facets.event(piece)}
                if self._may_name(piece, asked):
                    days |= self.named_by(self._index.passages[row])
                best[place] = max(best[place], told * max(map(asked.fit, days)))
        return best

    def of_pages_of(self, asked: AskedDays) -> NDArray[np.bool_]:
        """Which passages are of papers of the asked days, as far as the pages tell their day; shape (passages,)."""
        columns = self._index.columns
        fits = {day: asked.fit(day) == 1 for day in set(columns.days)}
        of_page = np.array([fits[day] for day in columns.days], np.bool_)
        found: NDArray[np.bool_] = of_page[columns.piece_pages[columns.passage_pieces]]
        return found

    def event(self, passage: Passage) -> str:
        """The ISO day of what the passage's article reports, "" where only its paper's day is known."""
        return self._index.piece_facets.event(self._index.piece_rows[passage.article])

    def printed(self, passage: Passage) -> str:
        """The ISO day of the paper that the passage's article was printed in, "" where nothing tells it."""
        return self._index.piece_facets.printed[self._index.piece_rows[passage.article]]

    def _may_name(self, piece: int, asked: AskedDays) -> bool:
        """Whether the article of the piece in this row names any date that fits: told without reading its pieces."""
        articles = self._index.article_rows
        rows = articles[int(articles.article_of[piece])]
        named = (date for row in rows for date in self._index.named_days[row].split("\n"))
        return any(asked.fit(date) for date in named if date)

    def _within(self, fragment: Fragment) -> Iterator[DateMention]:
        for mention in self._mentions_of(fragment.source).get(fragment.line, ()):
            if fragment.start <= mention.start < fragment.end:
                yield mention

    def _mentions_of(self, name: str) -> dict[int, list[DateMention]]:
        """The mentions of each line of the page of this name, in their order."""
        found = self._mentions.get(name)
        if found is None:
            found = {}
            for piece in self._index.pieces_of(name):
                for mention in piece.mentions:
                    found.setdefault(mention.line, []).append(mention)
            for mentions in found.values():
                mentions.sort(key=lambda mention: mention.start)
            if len(self._mentions) >= _REMEMBERED:
                self._mentions.clear()
            self._mentions[name] = found
        return found

    @cached_property
    def _by_named(self) -> dict[str, list[int]]:
        return _positions(map(self.named_by, self._index.passages))

    @cached_property
    def _by_event(self) -> dict[str, list[int]]:
        facets = self._index.piece_facets
        return self._by_piece(map(facets.event, range(len(facets.date))))

    @cached_property
    def _by_printed(self) -> dict[str, list[int]]:
        return self._by_piece(self._index.piece_facets.printed.row_by_row())

    def _by_piece(self, days: Iterable[str]) -> dict[str, list[int]]:
        """The positions of the passages by the date of the piece that their article begins with."""
        dates = [{day} for day in days]
        return _positions(dates[row] for row in self._index.columns.passage_pieces.tolist())


def _weights(asked: AskedDays) -> tuple[float, float]:
    """What it counts that the paper is of the asked days, and that they are told of: 0 where the paper's are asked."""
    at_most = YEAR if asked.is_long else 1.0
    if asked.of == "printed":
        return at_most, 0.0
    return at_most if asked.is_long else PRINTED, at_most


def _positions(dates: Iterable[set[str]]) -> dict[str, list[int]]:
    """The positions by the dates that they have."""
    positions: dict[str, list[int]] = {}
    for position, told in enumerate(dates):
        for date in told:
            positions.setdefault(date, []).append(position)
    return positions


def most_exact(dates: list[str]) -> str:
    """The first of the ISO dates that is a day, else the first month, else the first interval, else the first year."""

    def vague(date: str) -> int:
        return 0 if len(date) == _DAY else 1 if len(date) == len("2022-01") else 2 if "/" in date else 3

    return min(dates, key=vague, default="")
