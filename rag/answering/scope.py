"""A part of the newspaper to look in: days, pages, sections, reporters, kinds, or single pieces.

A scope is a question about one piece and its page (`holds`). Left out: how a search is kept within it (see
`assistant`), and the names in a byline (see `articles.bylines`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rag.articles.issue.printed import printed_day
from rag.articles.layout.bylines import people_of
from rag.errors import QuestionError
from rag.parsing import whole_number
from rag.records import Kind, Page, Piece
from rag.text.dates import period_of

SECTION_COLUMNS: Final = frozenset(
    "section sectionname 版名 版面名称 版块 栏目 栏目名称 column columnname 频道 category 类别 分类".split()
)
"""Further fields of a file that name the section of a piece, without case, spaces, hyphens and underscores."""

NUMBER_COLUMNS: Final = frozenset("page pagenumber pageno 版次 版号 版面 版".split())
"""Further fields that give the number of its page."""

LARGEST_PAGE: Final = 9999
"""Of an issue; a longer number is something else."""

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


def choices(articles: Iterable[Piece], pages: Iterable[Page]) -> ScopeChoices:
    """What a scope can be made of for these pieces and their pages. Raises KeyError for a piece without its page."""
    named: Mapping[str, Page] = {page.name: page for page in pages}
    dates: Counter[str] = Counter()
    certain: set[str] = set()
    papers: Counter[str] = Counter()
    numbers: Counter[int] = Counter()
    sections: Counter[str] = Counter()
    reporters: Counter[str] = Counter()
    kinds: Counter[Kind] = Counter()
    for article in articles:
        page = named[article.source]
        day = printed_day(article, page)
        dates.update(filter(None, [day.date]))
        certain.update([] if day.is_inferred else [day.date])
        papers.update(filter(None, [page.issue.paper]))
        numbers.update(set(numbers_of(article, page)))
        sections.update(set(sections_of(article, page)))
        reporters.update(set(people_of(article.byline)))
        kinds[article.kind] += 1
    return ScopeChoices(
        tuple(sorted(dates.items())),
        _by_number(papers),
        tuple(sorted(numbers.items())),
        _by_number(sections),
        _by_number(reporters),
        _by_number(kinds),
        frozenset(dates.keys() - certain),
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


def numbers_of(article: Piece, page: Page) -> tuple[int, ...]:
    """The number of the page in its issue, as the page has it or else as the piece's file says: A3版 is 3."""
    if page.issue.page is not None:
        return (page.issue.page,)
    found = (re.search(r"\d+", unicodedata.normalize("NFKC", value)) for value in _columns(article, NUMBER_COLUMNS))
    numbers = (whole_number(match[0], LARGEST_PAGE) for match in found if match)
    return tuple(number for number in numbers if number is not None)


def sections_of(article: Piece, page: Page) -> tuple[str, ...]:
    """The names of the sections that the piece stands in, by its page and by its file."""
    return tuple(dict.fromkeys(filter(None, (page.issue.section, *_columns(article, SECTION_COLUMNS)))))


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


def _columns(article: Piece, names: frozenset[str]) -> list[str]:
    """The values of the piece's further fields of these names."""
    return [
        value.strip()
        for name, value in article.columns
        if value.strip() and re.sub(r"[\s_:.\-]", "", unicodedata.normalize("NFKC", name)).lower() in names
    ]


def _by_number(counted: Counter[Named]) -> tuple[tuple[Named, int], ...]:
    return tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])))
