"""Pieces that open with (上接第1版) -> joined with the piece on the other page that goes on in them.

Where in doubt a piece stays unjoined: half an article that stands alone is still right, two halves of different
articles are not. Pages that tell their day are compared within their issue; a page that does not, or whose issue lacks
the page named, is compared with the pieces of the whole corpus that share most rare words with it, and has to be surer.
"""

import datetime
import heapq
import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.articles.dating.dates import told_day
from rag.articles.jumps.signals import Edge, as_beginning, as_continuation, joint_score, may_join
from rag.articles.layout.cohesion import Rarity
from rag.records import Issue, Page, Piece
from rag.text.similarity import bigrams

# Chosen on composed issues, seeds 0 to 149 of tests/turning.py: the lowest with which none is joined wrongly there, and
# one more where all that speaks for a pair is its text.
SURE: Final = 6.0
"""Score from which two pieces of one issue are joined."""
SURE_ANYWHERE: Final = 7.0
"""The same where the issue is not told, or has no such page: every piece of the corpus may be like by chance."""
LEAD: Final = 1.5
"""How much better a pair must be than the next that either of the two could be in."""

SHORTLIST: Final = 12
"""Pieces of the whole corpus that a continuation is compared with."""
_COMPARED: Final = 20_000
"""Pairs of pieces of one issue that are compared each with each: a hundred pages with two continuations each."""
_HELD_BY: Final = 30
"""A pair of characters in more continuations than these tells little, and would take long to look up."""


@dataclass(frozen=True, slots=True)
class _Joint:
    """A piece that may go on in another, with how surely it does."""

    score: float
    beginning: Edge
    continuation: Edge


@dataclass(frozen=True, slots=True)
class Joined:
    """Pieces, each that goes on from another page with the id of its beginning in `continues`.

    `loose` are the ids of those that a mark says go on from elsewhere while no piece of an issue that tells its day can
    be their beginning: they are compared with the whole corpus.
    """

    articles: list[Piece]
    loose: frozenset[str]


def join_continued(articles: Sequence[Piece], pages: Iterable[Page]) -> list[Piece]:
    """The pieces of `pages`, each that goes on from another page with the id of its beginning in `continues`.

    A piece continues one piece at most and is continued by one at most; no page is twice in a chain of them.
    """
    return joined(articles, pages).articles


def joined(articles: Sequence[Piece], pages: Iterable[Page]) -> Joined:
    """As `join_continued`, with what an index keeps, so that a page more is joined without looking at all.

    Where nothing is loose, or every page tells its day, the pieces of one day are joined without those of others.
    """
    issues = {page.name: page.issue for page in pages}
    later = [edge for article in articles if (edge := as_continuation(article, issues[article.source]))]
    if not later:
        return Joined([_continuing(article, "") for article in articles], frozenset())
    joints = [*_within_issues(later, articles, issues)]
    settled = {joint.continuation.article.id for joint in joints}
    rest = [edge for edge in later if edge.article.id not in settled]
    joints += _anywhere(rest, articles, issues)
    continued = {joint.continuation.article.id: joint.beginning.article.id for joint in _chosen(joints)}
    return Joined(
        [_continuing(article, continued.get(article.id, "")) for article in articles],
        frozenset(edge.article.id for edge in rest),
    )


def _continuing(article: Piece, beginning: str) -> Piece:
    """The very piece where it goes on from there already."""
    return article if article.continues == beginning else replace(article, continues=beginning)


def _within_issues(later: Sequence[Edge], articles: Sequence[Piece], issues: Mapping[str, Issue]) -> Iterator[_Joint]:
    """The joints within issues that tell their day."""
    wanted = {edge.day for edge in later if edge.day}
    by_day: dict[datetime.date, list[Piece]] = defaultdict(list)
    for article in articles:
        printed = told_day(issues[article.source])
        if printed in wanted:
            by_day[printed].append(article)
    for day, pieces in by_day.items():
        beginnings = [edge for article in pieces if (edge := as_beginning(article, issues[article.source]))]
        rarity = Rarity([article.text for article in pieces])
        own = [edge for edge in later if edge.day == day]
        near = _shortlists(own, beginnings) if len(own) * len(beginnings) > _COMPARED else [beginnings] * len(own)
        for edge, candidates in zip(own, near, strict=True):
            yield from _joints(edge, candidates, rarity, SURE)


def _anywhere(later: Sequence[Edge], articles: Sequence[Piece], issues: Mapping[str, Issue]) -> Iterator[_Joint]:
    """The joints with the pieces of the whole corpus that share most rare words with each continuation.

    Two issues that tell their day are no other day's, so that where all do there is nothing to be compared.
    """
    if not later or all(told_day(issues[article.source]) for article in articles):
        return
    beginnings = [edge for article in articles if (edge := as_beginning(article, issues[article.source]))]
    rarity = Rarity([article.text for article in articles])
    for edge, near in zip(later, _shortlists(later, beginnings), strict=True):
        yield from _joints(edge, near, rarity, SURE_ANYWHERE)


def _shortlists(later: Sequence[Edge], beginnings: Sequence[Edge]) -> list[list[Edge]]:
    """For each continuation the pieces that may be its beginning and share most character pairs with it."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, edge in enumerate(later):
        for pair in bigrams(edge.text) | bigrams(edge.headline):
            holders[pair].append(number)
    telling = {pair: held for pair, held in holders.items() if len(held) <= _HELD_BY}
    near: list[list[tuple[float, int]]] = [[] for _ in later]
    for place, edge in enumerate(beginnings):
        pairs = (bigrams(edge.text) | bigrams(edge.headline)) & telling.keys()
        for number, count in Counter(number for pair in pairs for number in telling[pair]).items():
            found = (count / math.sqrt(len(pairs)), -place)
            full = len(near[number]) == SHORTLIST
            if (not full or found > near[number][0]) and may_join(edge, later[number]):
                (heapq.heappushpop if full else heapq.heappush)(near[number], found)
    return [[beginnings[-place] for _, place in sorted(listed)] for listed in near]


def _joints(continuation: Edge, beginnings: Iterable[Edge], rarity: Rarity, sure: float) -> Iterator[_Joint]:
    """The joints of a continuation, their scores counted from `sure`."""
    for beginning in beginnings:
        if may_join(beginning, continuation):
            yield _Joint(joint_score(beginning, continuation, rarity) - sure, beginning, continuation)


def _chosen(joints: Iterable[_Joint]) -> Iterator[_Joint]:
    """The surest joints, each piece in one on either side; what is not clearly better than its rivals is left out."""
    order = sorted(joints, key=lambda joint: (-joint.score, joint.continuation.article.id, joint.beginning.article.id))
    by_side: dict[str, list[_Joint]] = defaultdict(list)
    for joint in order:
        for side in _sides(joint):
            by_side[side].append(joint)
    taken: set[str] = set()
    chains: dict[str, tuple[Piece, ...]] = {}
    for joint in itertools.takewhile(lambda joint: joint.score >= 0, order):
        sides = _sides(joint)
        if taken.intersection(sides):
            continue
        rivals = (
            next(
                (
                    other.score
                    for other in by_side[side]  # the best come first
                    if other is not joint and not taken.intersection(_sides(other))
                ),
                -math.inf,
            )
            for side in sides
        )
        if joint.score - max(rivals) < LEAD:
            continue
        before, after = joint.beginning.article, joint.continuation.article
        chain = (*chains.get(before.id, (before,)), *chains.get(after.id, (after,)))
        if len({piece.source for piece in chain}) < len(chain):
            continue
        taken.update(sides)
        chains.update((piece.id, chain) for piece in chain)
        yield joint


def _sides(joint: _Joint) -> tuple[str, str]:
    """What a joint takes: the end of one piece and the start of another."""
    return f"end of {joint.beginning.article.id}", f"start of {joint.continuation.article.id}"
