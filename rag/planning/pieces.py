"""Which article a summary is of: the one asked within, called by its headline, or cited in the conversation before."""

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Final

from rag.answering.scope import Scope
from rag.planning.catalogue import CALLED, Catalogue, Entry
from rag.planning.plan import Plan
from rag.text.similarity import bigrams, folded

_NEAREST: Final = 3
"""Of the nearest articles, as many as are looked at: further ones only have the words in common."""
TWO_OF_THREE: Final = 0.6
"""Share of the character pairs of what an article is called that one alone of the nearest articles must hold."""
SINGLED_OUT: Final = 0.5
"""The share that is enough where no other article prints its first word, which names the place or the person: 吃水
is told by other words."""
_ORDINAL: Final = re.compile(r"第(\d{1,2})篇")


def piece_of(
    plan: Plan,
    history: Sequence[tuple[str, str]],
    scope: Scope | None,
    catalogue: Catalogue,
    nearest: Callable[[str], Sequence[str]],
    cited: Callable[[], str],
    words: Callable[[str], Sequence[str]] = str.split,
) -> str:
    """The id of the piece that the summary is of, "" where nothing tells.

    `nearest` gives the articles of the passages that lie nearest to some words, the nearest first: it is asked where an
    article is called by words that are no headline. `cited` gives the article that was cited in the
    conversation before, "" where none was. `words` cuts what an article is called into its words.
    """
    if scope is not None and len(scope.articles) == 1 and not plan.subject:
        return scope.articles[0]
    if plan.subject:
        name = plan.subject[0]
        entry = (
            _numbered(name, history, catalogue)
            or catalogue.titled(name)
            or _holding((name.split(), words(name)), near := nearest(name), catalogue)
            or _holding_far_most(words(name), near, catalogue)
        )
        return entry.article.id if entry else ""
    return cited() if history else ""


def _numbered(name: str, history: Sequence[tuple[str, str]], catalogue: Catalogue) -> Entry | None:
    """The article that the last reply listed by the number that is named: 第2篇."""
    number = _ORDINAL.fullmatch(name)
    if not number or not history:
        return None
    line = re.search(rf"^{number[1]}\. 《(.+?)》（", history[-1][1], re.MULTILINE)
    return catalogue.titled(line[1]) if line else None


def _holding_far_most(words: Sequence[str], pieces: Sequence[str], catalogue: Catalogue) -> Entry | None:
    """The article among the nearest pieces that alone holds two thirds of what it is called, or half of it with its
    first word, which no other article prints.

    鹰嘴崖救人 is the one that tells of 鹰嘴崖, though it says 救援.
    """
    pairs, first = _pairs(words), _pairs(words[:1])
    nearest = list(dict.fromkeys(filter(None, map(catalogue.entry, pieces))))
    held = {entry: len(pairs & bigrams(catalogue.text(entry))) for entry in nearest}
    most = max(held.values(), default=0)
    found = [entry for entry in nearest if held[entry] == most]
    if len(found) != 1 or most < SINGLED_OUT * len(pairs) or not first:
        return None
    if most >= TWO_OF_THREE * len(pairs):
        return found[0]
    possible = catalogue.entries(catalogue.holding(first))
    holding = (entry for entry in possible if first <= bigrams(catalogue.text(entry)))
    return found[0] if [*itertools.islice(holding, 2)] == found else None


def _holding(cuts: Sequence[Sequence[str]], pieces: Sequence[str], catalogue: Catalogue) -> Entry | None:
    """The first article of the nearest pieces that holds most of what it is called, as it stands or cut into its words.

    草莓冷链 is no run of an article on the cold chain of strawberries, whose words it is.
    """
    entries = filter(None, map(catalogue.entry, pieces[:_NEAREST]))
    return next((each for each in entries if any(_holds_most(words, catalogue.text(each)) for words in cuts)), None)


def _holds_most(words: Sequence[str], text: str) -> bool:
    """Whether the text holds most of the words' pairs of characters, not those between two words, nor 球 alone."""
    pairs = _pairs(words)
    return bool(pairs) and len(pairs & bigrams(text)) >= CALLED * len(pairs)


def _pairs(words: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(bigrams(folded(word)) for word in words if len(word) > 1))
