"""A part of the newspaper to look in: days, pages, sections, reporters, kinds, or single pieces.

A scope is a question about one piece and its page (`holds`). Left out: how a search is kept within it (see
`assistant`), and the names in a byline (see `articles.bylines`).
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rag.articles.issue.placing import numbers_of, sections_of
from rag.articles.issue.printed import printed_day
from rag.articles.layout.bylines import people_of
from rag.errors import QuestionError
from rag.records import Kind, Page, Piece
from rag.text.dates import period_of

Named = TypeVar("Named", str, int, Kind)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a piece must be to be looked at; `Scope()` holds all. A field that is empty asks nothing.

    `first` and `last` are ISO days, both included, of the paper that a piece was printed in (see `printed_day`),
    whatever day it tells of; a piece of a paper without a day is out where a day is asked. `papers` are printed names
    of newspapers, `pages` names of files, `numbers` those that pages have in their issue, `sections` names of sections,
    `reporters` names in bylines, `articles` ids of pieces. Of several values in one field one must fit, and all fields
    must. Raises QuestionError for a day that is none, and for a last day before the first.
    """

    first: str = ""
    last: str = ""
    papers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    articles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for day in filter(None, (self.first, self.last)):
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or day_of(day) != day:
                raise QuestionError("scope-date", text=day)
        if self.first and self.last and self.first > self.last:
            raise QuestionError("scope-dates-crossed", first=self.first, last=self.last)

    @property
    def narrows(self) -> bool:
        """Whether anything is asked at all."""
        return self != Scope()

    def holds(self, article: Piece, page: Page) -> bool:
        """Whether the piece, which stands on `page`, is within."""
        day = printed_day(article, page).date
        return (
            (not self.first or self.first <= day)
            and (not self.last or "" < day <= self.last)
            and all(_fits(getattr(self, field), values) for field, values in fields_of(article, page).items())
        )


@dataclass(frozen=True, slots=True)
class ScopeChoices:
    """The values that a corpus has, each with the number of pieces it is true of.

    `dates` are the ISO days of papers in order, `inferred` those of them that nothing tells for certain, `numbers`
    ascending, `papers`, `sections`, `reporters` and `kinds` by falling number, equal ones by name. `first` and `last`
    are the ends of `dates`, "" where there is none.
    """

    dates: tuple[tuple[str, int], ...] = ()
    papers: tuple[tuple[str, int], ...] = ()
    numbers: tuple[tuple[int, int], ...] = ()
    sections: tuple[tuple[str, int], ...] = ()
    reporters: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[Kind, int], ...] = ()
    inferred: frozenset[str] = frozenset()

    @property
    def first(self) -> str:
        """The first day there is."""
        return self.dates[0][0] if self.dates else ""

    @property
    def last(self) -> str:
        """The last day there is."""
        return self.dates[-1][0] if self.dates else ""


def choices_of(
    printed: Mapping[str, int],
    certain: Mapping[str, int],
    papers: Mapping[str, int],
    numbers: Mapping[tuple[int, ...], int],
    sections: Mapping[tuple[str, ...], int],
    reporters: Mapping[tuple[str, ...], int],
    kinds: Mapping[Kind, int],
) -> ScopeChoices:
    """The choices of pieces of which so many have each value, or each row of values; "" is none.

    `certain` are the days of those whose day is not only inferred.
    """
    dates = {day: count for day, count in printed.items() if day}
    return ScopeChoices(
        tuple(sorted(dates.items())),
        _by_number({paper: count for paper, count in papers.items() if paper}),
        tuple(sorted(_each(numbers).items())),
        _by_number(_each(sections)),
        _by_number(_each(reporters)),
        _by_number(kinds),
        frozenset(dates.keys() - certain.keys()),
    )


def fields_of(article: Piece, page: Page) -> dict[str, tuple[Hashable, ...]]:
    """What the piece, which stands on `page`, has of each field of a scope of which one value must fit, by its name."""
    return {
        "papers": (page.issue.paper,),
        "pages": (page.name,),
        "numbers": numbers_of(article, page),
        "sections": sections_of(article, page),
        "reporters": people_of(article.byline),
        "kinds": (article.kind,),
        "articles": (article.id,),
    }


def day_of(text: str, *, last: bool = False) -> str:
    """The ISO day that `text` names: 2022-01-20, 2022/1/20, 20220120, 2022年1月20日, 二〇二二年一月二十日.

    Of a month or a year it is the first day, or with `last` the last one. Raises QuestionError for anything else.
    """
    period = period_of(text)
    if period is None:
        raise QuestionError("scope-date", text=text)
    return period[1 if last else 0].isoformat()


def _fits(wanted: Sequence[object], values: Iterable[object]) -> bool:
    return not wanted or any(value in wanted for value in values)


def _each(counted: Mapping[tuple[Named, ...], int]) -> Counter[Named]:
    """The values of the rows one by one, each once a row."""
    each: Counter[Named] = Counter()
    for values, count in counted.items():
        for value in set(values):
            each[value] += count
    return each


def _by_number(counted: Mapping[Named, int]) -> tuple[tuple[Named, int], ...]:
    return tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])))
