"""Which article a summary or a record is of: the one asked within, called by its headline, or cited just before."""

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Final

from rag.answering.scope import Scope
from rag.planning import rules
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
_SEVERAL: Final = re.compile(r"^2\. ", re.MULTILINE)
"""A reply that lists articles, of which a question that names none may mean any."""
_OF_PIECE: Final = re.compile(
    r"记者|通讯员|署名|[这那][篇则条]|文章|报道|稿|新闻|消息|\b(?:article|story|report|piece)\b"
)
"""What tells that a question is of the piece itself."""
_OF_WORK: Final = re.compile(r"作者|作品|小说|诗[人集歌]|创作|剧本|编剧|词曲|书中")
"""What an article prints of which the work of somebody else is spoken."""
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
            or _of_kind(name, catalogue)
            or _holding((name.split(), words(name)), near := nearest(name), catalogue)
            or _holding_far_most(words(name), near, catalogue)
        )
        return entry.article.id if entry else ""
    several = plan.operation == "record" and history and _SEVERAL.search(history[-1][1])
    return cited() if history and not several else ""


def is_of_record(plan: Plan, piece: str, question: str, catalogue: Catalogue) -> bool:
    """Whether it is the record of the piece that answers, and not its text.

    Where nothing was cited and none is called so, a question for whoever wrote is one like others. 作者是谁 after an
    article on a book is asked of the book.
    """
    entry = catalogue.entry(piece)
    if entry is None:
        return not plan.subject
    of_text = plan.facet == "reporters" and not plan.subject and not _OF_PIECE.search(question)
    return not (of_text and _OF_WORK.search(catalogue.text(entry)))


def _numbered(name: str, history: Sequence[tuple[str, str]], catalogue: Catalogue) -> Entry | None:
    """The article that the last reply listed by the number that is named: 第2篇."""
    number = _ORDINAL.fullmatch(name)
    if not number or not history:
        return None
    line = re.search(rf"^{number[1]}\. 《(.+?)》（", history[-1][1], re.MULTILINE)
    return catalogue.titled(line[1]) if line else None


def _of_kind(name: str, catalogue: Catalogue) -> Entry | None:
    """The one article of the kind that is named which holds what it is called beside: 陶小满那篇评论."""
    for pattern, kind in rules.KINDS:
        words = re.sub(pattern, " ", name).split()
        if words and words != name.split():
            chosen = catalogue.within(Scope(kinds=(kind,))) & catalogue.holding(words)
            found = [*itertools.islice(catalogue.entries(chosen), 2)]
            return found[0] if len(found) == 1 else None
    return None


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
