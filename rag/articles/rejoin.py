"""Puts together bodies that a column end broke apart: an open end and the paragraph that takes it up."""

from collections.abc import Sequence

from rag.articles.bylines import byline_of
from rag.articles.cohesion import spans_word
from rag.articles.lines import ends_sentence
from rag.articles.pieces import Draft


def rejoin(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with every open end joined to the paragraph, later on the page, that completes its broken word."""
    kept = list(drafts)
    for beginning in drafts:
        if not has_open_end(beginning):
            continue
        for other in kept[kept.index(beginning) + 1:]:
            position = _takes_up(beginning, other)
            if position is not None:
                _join(beginning, other, position)
                if not other.body and not other.heading:
                    kept.remove(other)
                break
    return kept


def has_open_end(draft: Draft) -> bool:
    """Whether the body stops in mid-sentence."""
    if draft.kind in ("caption", "slogan", "almanac") or draft.byline or not draft.body:
        return False
    last = draft.body[-1]
    return last.number not in draft.subheads and not ends_sentence(last.text) and not byline_of(last.text)


def _takes_up(beginning: Draft, other: Draft) -> int | None:
    """The position in `other`'s body of the paragraph that goes on where `beginning` stops; None where none does."""
    if other.heading or other.kind in ("caption", "slogan", "almanac", "continuation"):
        return None
    tail = beginning.body[-1].text
    for position, line in enumerate(other.body):
        starts_anew = position == 0 or ends_sentence(other.body[position - 1].text)
        if starts_anew and line.number not in other.subheads and spans_word(tail, line.text):
            return position
    return None


def _join(beginning: Draft, other: Draft, position: int) -> None:
    beginning.body += other.body[position:]
    beginning.subheads |= {line.number for line in other.body[position:]} & other.subheads
    beginning.byline, beginning.closed = other.byline, other.closed
    other.body = other.body[:position]
    other.byline, other.closed = "", True
