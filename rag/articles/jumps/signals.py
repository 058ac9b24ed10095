"""How surely a piece goes on from another page's piece: signals, each with its reason, and their sum."""

import datetime
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rag.articles.dating.dates import told_day
from rag.articles.jumps.marks import Turn, breaks_off, closing_turn, opening_turn, without_turns
from rag.articles.layout.bylines import byline_of
from rag.articles.layout.cohesion import Rarity, share, word_across
from rag.articles.layout.lines import starts_torn
from rag.records import Issue, Piece

_IN_HEADLINE = re.compile(r"[(（【\[]\s*(?:上接|紧接)")
_INFERRED_APART: Final = 7
"""Days between two pages of one issue where a day is only inferred: it lags behind by a few."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece seen from the edge where it may be joined: its last paragraph as a beginning, its first as what goes on.

    `day` is that of the issue where it is told, `words` are that paragraph's without the mark, `turn` what the mark
    names, `headline` what names the story there, `text` the whole body.
    """

    article: Piece
    issue: Issue
    day: datetime.date | None
    words: str
    turn: Turn | None
    headline: str

    @property
    def text(self) -> str:
        """The piece's body."""
        return self.article.text


def as_beginning(article: Piece, issue: Issue) -> Edge | None:
    """The piece as one that may go on on another page; None for what never does: labels, captions, history columns."""
    if article.kind in ("slogan", "caption", "almanac") or not article.paragraphs:
        return None
    paragraphs = [text for text in article.text.split("\n") if text]
    turn = next((turn for text in paragraphs[:-3:-1] if (turn := closing_turn(text))), None)
    spoken = next((text[slice(*without_turns(text))] for text in reversed(paragraphs) if _speaks(text)), "")
    return Edge(article, issue, told_day(issue), spoken, turn, article.title) if spoken else None


def as_continuation(article: Piece, issue: Issue) -> Edge | None:
    """The piece as one that goes on from another page of its issue; None where no mark says so."""
    paragraphs = [text for text in article.text.split("\n") if text]
    turn = next((turn for text in paragraphs[:2] if (turn := opening_turn(text))), None)
    in_headline = _IN_HEADLINE.search(article.title)
    title = article.title[: in_headline.start()] if in_headline else article.title
    turn = turn or (opening_turn(article.title[in_headline.start() :]) if in_headline else None)
    spoken = next((text[slice(*without_turns(text))] for text in paragraphs if _speaks(text)), "")
    if turn is None or turn.other_issue or not spoken:
        return None
    return Edge(article, issue, told_day(issue), spoken, turn, turn.headline or title)


def _speaks(text: str) -> bool:
    """Whether anything but marks and a byline stands in the paragraph."""
    start, end = without_turns(text)
    rest = text[start:end].strip()
    return bool(rest) and byline_of(rest) not in (rest, rest[1:-1])


def may_join(beginning: Edge, continuation: Edge) -> bool:
    """Whether nothing printed speaks against the two being one article: paper, day, page numbers on both sides."""
    first, second = beginning.issue, continuation.issue
    named, onto = continuation.turn and continuation.turn.page, beginning.turn and beginning.turn.page
    return (
        beginning.article.source != continuation.article.source
        and _agree(first.paper, second.paper)
        and _agree(named, first.page)
        and _agree(onto, second.page)
        and not (first.page and first.page == second.page)
        and _near(beginning, continuation)
    )


def _agree(one: object, other: object) -> bool:
    """Whether two printed things are the same, or one of them is not told."""
    return not one or not other or one == other


def _near(beginning: Edge, continuation: Edge) -> bool:
    """Whether the days of two pages can be one issue's."""
    if beginning.day and continuation.day:
        return beginning.day == continuation.day
    if not beginning.issue.date or not continuation.issue.date:
        return True
    days = [datetime.date.fromisoformat(edge.issue.date or "") for edge in (beginning, continuation)]
    return abs((days[0] - days[1]).days) <= _INFERRED_APART


# ---- signals, from 0 to 1


def same_issue(beginning: Edge, continuation: Edge) -> float:
    """Both pages tell the same day: another page of it is one of a few, not one of the corpus."""
    return float(beginning.day is not None and beginning.day == continuation.day)


def names_page(beginning: Edge, continuation: Edge) -> float:
    """(上接第1版) stands on a page of the issue that has page 1: the beginning is among its few pieces."""
    named = continuation.turn and continuation.turn.page
    return float(named is not None and named == beginning.issue.page)


def sends_on(beginning: Edge, continuation: Edge) -> float:
    """The beginning closes with (下转第4版), which hardly any complete piece does; half where no page agrees."""
    if beginning.turn is None:
        return 0.0
    return 1.0 if beginning.turn.page and beginning.turn.page == continuation.issue.page else 0.5


def repeats_headline(beginning: Edge, continuation: Edge) -> float:
    """A continuation's headline is the beginning's once more, a part of it, or its key words."""
    return share(continuation.headline, beginning.headline) if continuation.headline else 0.0


def keeps_topic(beginning: Edge, continuation: Edge) -> float:
    """The words of the beginning's headline come back in what goes on."""
    return share(beginning.headline, continuation.text)


def has_other_headline(beginning: Edge, continuation: Edge) -> float:
    """A headline that has next to nothing of the beginning, headline and body, is another story's."""
    printed = f"{beginning.headline}\n{beginning.text}"
    return float(bool(continuation.headline) and share(continuation.headline, printed) < 0.2)


def stops_open(beginning: Edge, continuation: Edge) -> float:  # noqa: ARG001 - the end alone tells
    """Pages end where the column does, mostly in mid-sentence; complete pieces do not."""
    return float(breaks_off(beginning.words))


def completes_word(beginning: Edge, continuation: Edge) -> float:
    """A word of the dictionary lies across the joint."""
    return float(breaks_off(beginning.words) and word_across(beginning.words, continuation.words) > 0)


def is_signed(beginning: Edge, continuation: Edge) -> float:  # noqa: ARG001 - the end alone tells
    """A byline closes a piece that is complete."""
    return float(beginning.turn is None and bool(byline_of(beginning.article.text.rpartition("\n")[2])))


def lacks_half(beginning: Edge, continuation: Edge) -> float:
    """The one begins in mid-sentence and the other is complete, so that they are no halves."""
    return float(starts_torn(continuation.words) and not breaks_off(beginning.words))


def names_same_day(beginning: Edge, continuation: Edge) -> float:
    """Both name the same day: a continuation goes on telling what happened then."""
    days = [
        {mention.date for mention in edge.article.mentions if len(mention.date) == 10}
        for edge in (beginning, continuation)
    ]
    return float(bool(days[0] & days[1]))


Signal = Callable[[Edge, Edge], float]

# Near the weights of a logistic regression on 150 composed pairs of issues (tests/turning.py, seeds 0 to 149).
WEIGHTS: Final[tuple[tuple[Signal, float], ...]] = (
    (same_issue, 0.5),
    (names_page, 0.5),
    (sends_on, 2.0),
    (repeats_headline, 2.0),
    (keeps_topic, 2.0),
    (has_other_headline, -2.0),
    (stops_open, 0.25),
    (completes_word, 2.0),
    (is_signed, -2.0),
    (lacks_half, -1.0),
    (names_same_day, 0.5),
)
KINSHIP: Final = 6.0
"""Weight of the rare character pairs that one repeats of the other, as the root of their share up to ENOUGH."""
ENOUGH: Final = 0.2
"""Halves of one story share more than a tenth of their rare pairs, other pieces hardly ever that much."""


def joint_score(beginning: Edge, continuation: Edge, rarity: Rarity) -> float:
    """How surely the two are one article; the higher, the surer."""
    kinship = math.sqrt(min(1.0, rarity.kinship(beginning.text, continuation.text) / ENOUGH))
    return KINSHIP * kinship + sum(weight * signal(beginning, continuation) for signal, weight in WEIGHTS)
