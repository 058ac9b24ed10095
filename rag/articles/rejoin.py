"""Puts together bodies that column ends broke apart: open ends, the paragraphs that take them up, headlines left alone.

Three passes over the drafts of a page. The first cuts bodies at open ends and joins each to the start that completes
its broken word; the second gives a headline without a body the untitled bodies that repeat its words; the third gives
an untitled body that prints a paragraph of another piece once more to that piece.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.articles.bylines import byline_of
from rag.articles.cohesion import share, word_across
from rag.articles.lines import Line, Look, ends_sentence, is_continued, is_lead, is_subtitle
from rag.articles.pieces import Draft

# Weights of the two signs that one paragraph goes on in another. A word across the joint outweighs mere neighbourhood,
# which is all that a break between words leaves to see. Chosen on the gold and sample pages.
ACROSS_A_WORD = 3.0
NEIGHBOURS = 1.5
ORPHAN = 1.0
"""A body that ends open and an untitled body: each lacks the half that the other is."""
KINSHIP = 0.08
"""Share of an orphan's character pairs that the open body must hold: halves have 0.12 and more, strangers 0.02."""
ADOPTS = 0.25
"""Share of a lone headline's character pairs from which an untitled body is taken for its own."""
_DOUBLE_CHARACTERS = 20  # a shorter line may stand in two pieces by chance
_NO_BODY = ("caption", "slogan", "almanac")


@dataclass(eq=False)
class _Segment:
    """Body lines that no column end interrupts; `head` is the draft that it opens, if any."""

    lines: list[Line]
    head: Draft | None
    follows: "_Segment | None" = None
    next: "_Segment | None" = field(default=None)


def rejoin(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with broken bodies put together in reading order, and lone headlines with their bodies."""
    return _reunite(_adopt(_resume(list(drafts))))


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
        before.next, after.follows = after, before
    subheads = set().union(*(draft.subheads for draft in drafts))
    return [_rebuilt(segment, subheads) for segment in segments if segment.follows is None]


def _joints(drafts: Sequence[Draft]) -> list[tuple[Line, Line]]:
    """Pairs of an open end and the start that takes it up, best pairs first, each line used once.

    Neighbours within a draft that stay together are left out unless one of them is wanted elsewhere.
    """
    ends = [(draft, place) for draft in drafts for place in range(len(draft.body)) if _is_open(draft, place)]
    starts = [(draft, place) for draft in drafts for place in range(len(draft.body)) if _may_resume(draft, place)]
    scored = []
    for order, (from_draft, end) in enumerate(ends):
        for to_draft, start in starts:
            if from_draft is to_draft and start <= end:
                continue
            across = word_across(from_draft.body[end].text, to_draft.body[start].text)
            neighbours = from_draft is to_draft and start == end + 1
            score = ACROSS_A_WORD * bool(across) + 0.1 * across + NEIGHBOURS * neighbours \
                + ORPHAN * _halves(from_draft, end, to_draft, start)
            if score:
                distance = abs(to_draft.body[start].number - from_draft.body[end].number)
                scored.append((-score, distance, order, from_draft.body[end], to_draft.body[start], neighbours))
    used: set[int] = set()
    joints: list[tuple[Line, Line, bool]] = []
    for _, _, _, last, first, neighbours in sorted(scored, key=lambda item: item[:3]):
        if id(last) not in used and id(first) not in used:
            used |= {id(last), id(first)}
            joints.append((last, first, neighbours))
    if all(near for *_, near in joints):
        return []
    return [(last, first) for last, first, _ in joints] + _around_intruders(ends, used)


def _around_intruders(ends: Sequence[tuple[Draft, int]], used: set[int]) -> list[tuple[Line, Line]]:
    """Ends whose neighbour was taken by another end, each with the later paragraph of its draft that goes on."""
    found: list[tuple[Line, Line]] = []
    for draft, end in ends:
        if id(draft.body[end]) in used:
            continue
        later = [line for line in draft.body[end + 2:] if id(line) not in used and line.look is Look.BODY]
        words = [word_across(draft.body[end].text, line.text) for line in later]
        if max(words, default=0):
            line = later[words.index(max(words))]
            used |= {id(draft.body[end]), id(line)}
            found.append((draft.body[end], line))
    return found


def _halves(from_draft: Draft, end: int, to_draft: Draft, start: int) -> bool:
    """Whether a draft that stops open and an untitled one are about the same thing."""
    return (end == len(from_draft.body) - 1 and start == 0 and bool(from_draft.heading)
            and share(to_draft.text, from_draft.text) >= KINSHIP)


def _is_open(draft: Draft, place: int) -> bool:
    """Whether the body line stops in mid-sentence."""
    line = draft.body[place]
    return (draft.kind not in _NO_BODY and line.look is Look.BODY and line.number not in draft.subheads
            and not ends_sentence(line.text) and not byline_of(line.text))


def _may_resume(draft: Draft, place: int) -> bool:
    """Whether the body line may go on where another stopped: after an open end, or within an untitled body."""
    line = draft.body[place]
    if draft.kind in _NO_BODY or line.look is not Look.BODY or line.number in draft.subheads \
            or is_lead(line.text) or is_continued(line.text):
        return False
    return (place > 0 and _is_open(draft, place - 1)) or (not draft.heading and draft.kind is None)


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
        draft.byline = next((credit for line in reversed(body) if (credit := byline_of(line.text))), "")
    return draft


# ---- second pass: headlines left alone
def _adopt(drafts: list[Draft]) -> list[Draft]:
    """Give each headline without a body the untitled bodies of the page that repeat its words."""
    for alone in [draft for draft in drafts if _is_alone(draft)]:
        title = " ".join(line.text for line in alone.heading)
        untitled = [draft for draft in drafts if _is_untitled(draft)]
        own = [draft for draft in untitled if share(title, draft.text) >= ADOPTS] or _only_feature(untitled)
        if not own:
            continue
        own.sort(key=lambda draft: bool(draft.byline))  # a byline closes the piece
        for draft in own:
            _take_subhead(drafts, draft)
        _turn_first_paragraph(own)
        for draft in own:
            alone.body += draft.body
            alone.subheads |= draft.subheads
            alone.byline = alone.byline or draft.byline
            drafts.remove(draft)
        alone.kind = None
    return drafts


def _only_feature(untitled: Sequence[Draft]) -> list[Draft]:
    """The one untitled body with subheads, where there is just one: whose else could it be?"""
    features = [draft for draft in untitled if draft.subheads]
    return features if len(features) == 1 else []


def _is_alone(draft: Draft) -> bool:
    return bool(draft.heading) and not draft.body and any(is_subtitle(line.text) for line in draft.heading)


def _is_untitled(draft: Draft) -> bool:
    return not draft.heading and draft.kind is None and bool(draft.body) and not is_lead(draft.body[0].text)


def _take_subhead(drafts: list[Draft], draft: Draft) -> None:
    """A short line right above an adopted body is its subhead, unless the body begins in mid-sentence."""
    above = drafts[drafts.index(draft) - 1]
    if above.kind == "slogan" and len(above.heading) == 1 and not _is_turned(draft):
        draft.body.insert(0, above.heading[0])
        draft.subheads.add(above.heading[0].number)
        drafts.remove(above)


def _turn_first_paragraph(own: Sequence[Draft]) -> None:
    """Put a first paragraph that stands before a subhead behind the open end of the same piece, if there is one."""
    for draft in own:
        if _is_turned(draft):
            draft.body.append(draft.body.pop(0))


def _is_turned(draft: Draft) -> bool:
    """Whether the body's own end stands at its beginning: a paragraph before the first subhead, and the end is open."""
    return (len(draft.body) > 2 and draft.body[0].number not in draft.subheads
            and draft.body[1].number in draft.subheads and _is_open(draft, len(draft.body) - 1))


# ---- third pass: paragraphs printed twice
def _reunite(drafts: list[Draft]) -> list[Draft]:
    """Append an untitled body to the piece that prints one of its paragraphs too: scrambled columns double a border."""
    for draft in [draft for draft in drafts if _is_untitled(draft)]:
        lines = {line.text for line in draft.body if len(line.text) >= _DOUBLE_CHARACTERS}
        owner = next((other for other in drafts if other is not draft and not other.byline
                      and any(line.text in lines for line in other.body)), None)
        if owner is not None:
            _take_subhead(drafts, draft)
            owner.body += draft.body
            owner.subheads |= draft.subheads
            owner.byline = draft.byline
            drafts.remove(draft)
    return drafts
