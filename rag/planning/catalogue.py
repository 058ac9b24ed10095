"""The corpus as plans are carried out over it: every article once, with its days, its reporters and its text.

Made from an opened index when the first plan needs it, and kept. Left out: section labels, mastheads and slogans, which
nobody counts as articles.
"""

import copy
import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rag.answering.scope import ScopeChoices, choices, numbers_of
from rag.articles import chains, whole_of
from rag.articles.issue.printed import event_day, printed_day
from rag.articles.layout.bylines import people_of
from rag.index.saved import SavedIndex
from rag.records import Article, Issue, Piece, PrintedDay
from rag.text.characters import normalise
from rag.text.similarity import bigrams

_NO_ARTICLES: Final = frozenset({"slogan"})
"""Kinds of pieces that are no articles."""
_LETTER: Final = "读者来信"
"""What a piece that greets the editors is, whatever the paper calls its letters."""
_SALUTATION: Final = re.compile(
    r"(?m)^\W*(?:尊敬的|亲爱的)?(?:本?报)?编[辑輯](?:部|同志|先生|老师|們|们)+[^。.]{0,8}[:：]|^\W*编[辑輯]先生"
)
_DAY_CHARACTERS: Final = len("2022-01-20")
"""Of an ISO day; months and years have fewer."""
CALLED: Final = 0.7
"""Share of the character pairs of a name that a headline must hold to be meant by it: one word of it may be left out
or said otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One article of the catalogue.

    `issue` is that of its first piece's page and `number` that page's number in it. `printed` is the day of the paper,
    `day` the ISO day of what it reports, "" where nothing tells. No two entries are equal: each article is there once.
    """

    article: Article
    issue: Issue
    number: int | None
    printed: PrintedDay
    day: str
    reporters: tuple[str, ...]


class Catalogue:
    """What there is to list, count and name. Threads may share it."""

    def __init__(self, index: SavedIndex) -> None:
        self.index = index
        articles = tuple(index.articles)  # which are read from the disk as they are gone through
        self.choices: ScopeChoices = choices(articles, index.pages)
        self.entries = tuple(
            self._entry(parts) for parts in chains(articles) if not {part.kind for part in parts} <= _NO_ARTICLES
        )
        self.asked: datetime.date | None = None
        self._places = {part.id: entry for entry in self.entries for part in entry.article.parts}

    def asked_on(self, day: datetime.date | None) -> "Catalogue":
        """The same catalogue with 去年 counted from `day`, on which it is asked; from the newest issue for None."""
        if day is None:
            return self
        one = copy.copy(self)
        one.asked = day
        return one

    def _entry(self, parts: Sequence[Piece]) -> Entry:
        article = whole_of(parts)
        head = next((part for part in parts if part.kind not in _NO_ARTICLES), parts[0])
        page = self.index.pages_by_name[head.source]
        numbers = numbers_of(head, page)
        printed = printed_day(head, page)
        return Entry(
            article=article,
            issue=page.issue,
            number=numbers[0] if numbers else None,
            printed=printed,
            day=event_day(article, printed),
            reporters=tuple(dict.fromkeys(name for part in parts for name in people_of(part.byline))),
        )

    def entry(self, piece: str) -> Entry | None:
        """The article that the piece of that id belongs to; None where it is none of the catalogue's."""
        return self._places.get(piece)

    def titled(self, name: str) -> Entry | None:
        """The article whose headline is called by `name`; None where none is, or several are equally."""
        pairs = bigrams(folded(name))
        if not pairs:
            return None
        titles = ((self.title(entry), entry) for entry in self.entries if entry.article.title)
        shares = [(len(pairs & bigrams(title)) / len(pairs), entry) for title, entry in titles]
        best = sorted(shares, key=lambda share: -share[0])[:2]
        if not best or best[0][0] < CALLED or (len(best) > 1 and best[1][0] == best[0][0] < 1):
            return None
        return min(
            (entry for share, entry in shares if share == best[0][0]), key=lambda entry: len(entry.article.title)
        )

    def title(self, entry: Entry) -> str:
        """The article's headline, `folded`."""
        return self._titles[entry]

    def text(self, entry: Entry) -> str:
        """Headline and body of the article, `folded`."""
        return self._texts[entry]

    @cached_property
    def _titles(self) -> Mapping[Entry, str]:
        return {entry: folded(entry.article.title) for entry in self.entries}

    @cached_property
    def _texts(self) -> Mapping[Entry, str]:
        """Made when the first subject is looked for: the questions that name none are not to wait for it."""
        return {
            entry: "\n".join((self._titles[entry], *(folded(part.text) for part in entry.article.parts)))
            for entry in self.entries
        }

    def name(self, entry: Entry) -> str:
        """What the article is called beside its headline, `folded`: the label above it, and what its form says."""
        return self._names.get(entry, "")

    def prints(self, words: str) -> bool:
        """Whether any article holds the words."""
        wanted = folded(words)
        return any(wanted in text for text in self._texts.values())

    @cached_property
    def _names(self) -> Mapping[Entry, str]:
        """The label above an article is the label that its page prints next before it."""
        labels: dict[str, str] = {}
        before: Piece | None = None
        for piece in sorted(self.index.articles, key=lambda piece: (piece.source, piece.spans)):
            labelled = before is not None and before.source == piece.source and before.kind in _NO_ARTICLES
            labels[piece.id] = before.text if before and labelled else ""
            before = piece
        return {
            entry: folded(labels[head.id] + (_LETTER if _SALUTATION.search(head.text) else ""))
            for entry in self.entries
            for head in entry.article.parts[:1]
        }

    def passages(self, entry: Entry) -> Sequence[int]:
        """The positions in the index of the article's passages, in reading order."""
        return self.index.passages_of.get(entry.article.id, ())

    @cached_property
    def reporters(self) -> Mapping[str, int]:
        """All names in bylines, with the number of articles of each."""
        return Counter(name for entry in self.entries for name in entry.reporters)

    @cached_property
    def printed_days(self) -> Mapping[str, int]:
        """The ISO days of the papers, with the number of articles of each."""
        return Counter(entry.printed.date for entry in self.entries if len(entry.printed.date) == _DAY_CHARACTERS)

    @cached_property
    def reported_days(self) -> Mapping[str, int]:
        """The ISO days of what is reported, with the number of articles of each."""
        return Counter(entry.day for entry in self.entries if len(entry.day) == _DAY_CHARACTERS)

    @cached_property
    def days(self) -> frozenset[str]:
        """All ISO days of which an article tells or on which one was printed."""
        return frozenset({**self.printed_days, **self.reported_days})

    @cached_property
    def newest(self) -> datetime.date | None:
        """The day of the newest issue, from which 上周 is reckoned; None where no issue is dated."""
        days = [entry.printed.date for entry in self.entries if entry.printed.date]
        return datetime.date.fromisoformat(max(days)) if days else None


def folded(text: str) -> str:
    """The form in which texts and subjects meet: searched, without any blank."""
    return "".join(normalise(text).split())
