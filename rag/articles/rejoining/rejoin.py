"""Puts together bodies that column ends broke apart: open ends, the paragraphs that take them up, headlines left alone.

Three passes over the drafts of a page. The first cuts bodies at open ends and joins each to the start that completes
its broken word; the second gives a headline without a body the untitled bodies that repeat its words; the third gives
an untitled body that prints a paragraph of another piece once more to that piece.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.articles.layout.bylines import author_of
from rag.articles.layout.cohesion import Rarity, word_across
from rag.articles.layout.drafts import Draft
from rag.articles.layout.lines import Line, Look, ends_sentence
from rag.articles.rejoining.open_ends import is_open, joint_score, may_resume
from rag.articles.rejoining.untitled import adopt, return_parts, reunite

MOST_ENDS = 25
"""Composed pages have ten open ends at most; a page with more lacks its full stops, and its ends tell nothing."""
MOST_STARTS = 400
"""Paragraphs that may take up an end; a file with more holds many pages, each of them whole."""
MOST_DRAFTS = 1000
"""A page has some dozens of pieces and labels; in a file with more, lone headlines stay alone."""


@dataclass(eq=False)
class _Segment:
    """Body lines that no column end interrupts; `head` is the draft that it opens, if any."""

    lines: list[Line]
    head: Draft | None
    follows: "_Segment | None" = None
    next: "_Segment | None" = field(default=None)


def rejoin(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with broken bodies put together in reading order, and lone headlines with their bodies."""
    found = _resume(list(drafts))
    return return_parts(reunite(adopt(found))) if len(found) <= MOST_DRAFTS else found


# ---- first pass: open ends
def _resume(drafts: list[Draft]) -> list[Draft]:
    """Join every open end to the start that takes it up, wherever on the page that is."""
    joints = _joints(drafts)
    if not joints:
        return drafts
    takers = {id(start): end for end, start in joints}
    leavers = {id(end) for end, _ in joints}
    segments: list[_Segment] = []
    for draft in drafts:
        segments += _segments(draft, takers, leavers)
    by_first = {id(segment.lines[0]): segment for segment in segments if segment.lines}
    by_last = {id(segment.lines[-1]): segment for segment in segments if segment.lines}
    for end, start in joints:
        before, after = by_last[id(end)], by_first[id(start)]
        if _last_of(after) is not before:  # text goes on, and never in itself
            before.next, after.follows = after, before
    subheads = set().union(*(draft.subheads for draft in drafts))
    return [_rebuilt(segment, subheads) for segment in segments if segment.follows is None]


def _last_of(segment: _Segment) -> _Segment:
    """The last of the segments that follow each other from this one on."""
    while segment.next is not None:
        segment = segment.next
    return segment


def _joints(drafts: Sequence[Draft]) -> list[tuple[Line, Line]]:
    """Pairs of an open end and the start that takes it up, best pairs first, each line used once.

    Neighbours within a draft that stay together are left out unless one of them is wanted elsewhere.
    """
    ends = [(draft, place) for draft in drafts for place in range(len(draft.body)) if is_open(draft, place)]
    if not ends or len(ends) > MOST_ENDS:
        return []
    starts = [(draft, place) for draft in drafts for place in range(len(draft.body)) if may_resume(draft, place)]
    if len(starts) > MOST_STARTS:
        return []
    rarity = Rarity([line.text for draft in drafts for line in draft.body])
    fresh = _fresh(drafts)
    scored = []
    for order, (from_draft, end) in enumerate(ends):
        for to_draft, start in starts:
            if from_draft is to_draft and start <= end:
                continue
            score = joint_score(from_draft, end, to_draft, start, rarity, fresh=id(to_draft) in fresh)
            if score > 0:
                neighbours = from_draft is to_draft and start == end + 1
                distance = abs(to_draft.body[start].number - from_draft.body[end].number)
                scored.append((-score, distance, order, from_draft.body[end], to_draft.body[start], neighbours))
    left: set[int] = set()  # a line may be both: the rest of one paragraph that breaks off again
    taken: set[int] = set()
    joints: list[tuple[Line, Line, bool]] = []
    for _, _, _, last, first, neighbours in sorted(scored, key=lambda item: item[:3]):
        if id(last) not in left and id(first) not in taken:
            left.add(id(last))
            taken.add(id(first))
            joints.append((last, first, neighbours))
    if all(near for *_, near in joints):
        return []
    return [(last, first) for last, first, _ in joints] + _around_intruders(ends, left, taken)


def _fresh(drafts: Sequence[Draft]) -> set[int]:
    """Drafts below one that has closed: with a byline, or with a sentence at the end of a paragraph."""
    return {
        id(draft)
        for above, draft in itertools.pairwise(drafts)
        if above.body and (above.closed or (ends_sentence(above.body[-1].text) and above.kind != "caption"))
    }


def _around_intruders(ends: Sequence[tuple[Draft, int]], left: set[int], taken: set[int]) -> list[tuple[Line, Line]]:
    """Ends whose neighbour was taken by another end, each with the later paragraph of its draft that goes on."""
    found: list[tuple[Line, Line]] = []
    for draft, end in ends:
        if id(draft.body[end]) in left:
            continue
        later = [line for line in draft.body[end + 2 :] if id(line) not in taken and line.look is Look.BODY]
        words = [word_across(draft.body[end].text, line.text) for line in later]
        if max(words, default=0):
            line = later[words.index(max(words))]
            left.add(id(draft.body[end]))
            taken.add(id(line))
            found.append((draft.body[end], line))
    return found


def _segments(draft: Draft, takers: dict[int, Line], leavers: set[int]) -> list[_Segment]:
    """The draft's body cut before lines that take up an end and after ends that are taken up."""
    if not draft.body:
        return [_Segment([], draft)]
    segments: list[_Segment] = []
    for place, line in enumerate(draft.body):
        if place == 0 or id(line) in takers or id(draft.body[place - 1]) in leavers:
            segments.append(_Segment([], draft if place == 0 else None))
        segments[-1].lines.append(line)
    for before, after in itertools.pairwise(segments):
        if id(after.lines[0]) not in takers and id(before.lines[-1]) not in leavers:
            before.next, after.follows = after, before
    return segments


def _rebuilt(segment: _Segment, subheads: set[int]) -> Draft:
    """The draft that `segment` opens, with everything that follows it."""
    draft = segment.head or Draft()
    body: list[Line] = []
    following: _Segment | None = segment
    while following is not None:
        body += following.lines
        following = following.next
    draft.subheads = {line.number for line in body} & subheads
    if body != draft.body:
        draft.body = body
        draft.byline = next((credit for line in reversed(body) if (credit := author_of(line.text))), "")
    return draft
