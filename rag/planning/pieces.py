"""Which article a summary is of: the one asked within, called by its headline, or cited in the conversation before."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from rag.answering.scope import Scope
from rag.planning.catalogue import CALLED, Catalogue, Entry, folded
from rag.planning.plan import Plan
from rag.text.similarity import bigrams

_SHORTEST: Final = 6
"""Characters of a quote that is looked for; a shorter one stands in many articles."""
_ORDINAL: Final = re.compile(r"第(\d{1,2})篇")
_SENTENCE: Final = re.compile(r"[^。！？!?\n]+[。！？!?]?")


def piece_of(
    plan: Plan,
    history: Sequence[tuple[str, str]],
    scope: Scope | None,
    catalogue: Catalogue,
    nearest: Callable[[str], str],
) -> str:
    """The id of the piece that the summary is of, "" where nothing tells.

    `nearest` gives the article of the passage that lies nearest to some words, "" where none is near: it is asked
    where an article is called by words that are no headline.
    """
    if scope is not None and len(scope.articles) == 1 and not plan.subject:
        return scope.articles[0]
    if plan.subject:
        name = plan.subject[0]
        entry = (
            _numbered(name, history, catalogue) or catalogue.titled(name) or _holding(name, nearest(name), catalogue)
        )
        return entry.article.id if entry else ""
    for question, reply in reversed(history):
        entry = quoted_in(reply, catalogue)
        if entry:
            return entry.article.id
        if question and reply:
            found = nearest(question)
            if found:
                return found
    return ""


def _numbered(name: str, history: Sequence[tuple[str, str]], catalogue: Catalogue) -> Entry | None:
    """The article that the last reply listed by the number that is named: 第2篇."""
    number = _ORDINAL.fullmatch(name)
    if not number or not history:
        return None
    line = re.search(rf"^{number[1]}\. 《(.+?)》（", history[-1][1], re.MULTILINE)
    return catalogue.titled(line[1]) if line else None


def _holding(name: str, piece: str, catalogue: Catalogue) -> Entry | None:
    """The article of the piece, where it holds most of the name."""
    entry, pairs = catalogue.entry(piece), bigrams(folded(name))
    held = bool(entry) and len(pairs & bigrams(entry.text if entry else "")) >= CALLED * len(pairs)
    return entry if held else None


def quoted_in(reply: str, catalogue: Catalogue) -> Entry | None:
    """The article that most of the reply's characters are quoted from; None where none of its sentences is."""
    sentences = [folded(sentence) for sentence in _SENTENCE.findall(re.sub(r"\[\d{1,6}\]", "\n", reply))]
    sentences = [sentence for sentence in sentences if len(sentence) >= _SHORTEST]
    held = [
        (sum(len(sentence) for sentence in sentences if sentence in entry.text), entry) for entry in catalogue.entries
    ]
    most = max((length for length, _ in held), default=0)
    return next((entry for length, entry in held if length == most), None) if most else None
