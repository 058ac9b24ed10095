"""How well one line goes on in another: the signals by which the halves of a broken body find each other.

An open end is a body line that stops in mid-sentence. A start may be any body line that could be its other half; most
are not, so that a start within a sound body needs more evidence than one that lacks its own beginning.
"""

import re
from collections.abc import Sequence

from rag.articles.layout.bylines import byline_of, is_byline_line
from rag.articles.layout.cohesion import Rarity, word_across
from rag.articles.layout.drafts import Draft
from rag.articles.layout.lines import Line, Look, is_continued, is_item, is_lead, starts_torn, stops_open

# Weights of the two signs that one paragraph goes on in another. A word across the joint outweighs mere neighbourhood,
# which is all that a break between words leaves to see. Chosen on the gold and sample pages.
ACROSS_A_WORD = 3.2
LONGER_WORD = 0.75
"""For each character above two: the longer the word across a joint, the less likely by chance."""
NEIGHBOURS = 3.0
"""For paragraphs that the reading left together: it has looked at the word across the joint, too."""
KIN = 14.0
"""Weight of the rare words that an end's piece and an untitled part share, beyond UNKIN: halves 0.1, strangers 0.03."""
UNKIN, MOST_KIN = 0.03, 0.15
TORN = 1.0
"""For a part that begins with a particle or the rest of a sentence."""
NEAR, FAR = 0.8, 80
"""For a part right below the end, falling to nothing at so many lines: most pieces are interrupted by one other."""
FRESH = 1.0
"""Against a part that may be a piece by itself: what stands above it has closed, and no word tells of a break."""
INTERIOR = 2.0
"""Against an end in the middle of a body: what stands below it was read as going on with it."""
LEAST_ORPHAN = 0.45
"""What it takes to give an untitled part to an end. Chosen, like the weights above, on gold and composed pages."""
SETTLED = 2.2
"""What it takes to draw a paragraph away from a complete one above it: a word across, or many shared words."""
AROUND = 40
"""Paragraphs on either side of a joint that are looked at: nearly all pieces have fewer."""
PULL = 20.0
TORN_PULL = 0.6
"""Weight of shared words where the line lacks its beginning anyhow."""
CLEAR_PULL = 1.0
MORE = 0.1
"""For each paragraph that comes along, up to five: of two starts that share as much, the earlier leaves no rest."""
_UTTERANCE = re.compile(r"^(?:[“‘「]|[问答][:：])")  # speech, questions and answers begin a paragraph
_NO_BODY = ("caption", "slogan", "almanac")


def is_open(draft: Draft, place: int) -> bool:
    """Whether the body line stops in mid-sentence."""
    line = draft.body[place]
    return (
        draft.kind not in _NO_BODY
        and line.number not in draft.subheads
        and (len(line.text) >= LEAST or bool(line.more))
        and not line.text.endswith((")", "）"))
        and stops_open(line)
        and not byline_of(line.text)
    )


LEAST = 16
"""Characters of a broken paragraph: shorter lines are items of a list, which have no stops."""
_BEGINS = re.compile(r"[■▲●◆□▪◇★※【〔]|\d{1,2}月\d{1,2}日|[(（]?图[为：:]|编[者后]")  # a piece or a part of its own


def may_resume(draft: Draft, place: int) -> bool:
    """Whether the body line may go on where another stopped: after an open end, or within an untitled body."""
    line = draft.body[place]
    if (
        draft.kind in ("caption", "slogan")
        or draft.trailing
        or line.look is not Look.BODY
        or line.number in draft.subheads
        or is_lead(line.text)
        or is_continued(line.text)
        or is_byline_line(line.text)
        or is_item(line.text)
        or _UTTERANCE.match(line.text)
        or begins(line.text)
    ):
        return False
    if draft.kind == "almanac" and (place == 0 or draft.body[place - 1].number in draft.subheads):
        return False
    return place > 0 or _is_torn(draft, place)


def begins(text: str) -> bool:
    """Whether the line begins a piece or a part of its own: a bullet, a place in brackets, a day."""
    return bool(_BEGINS.match(text))


def joint_score(
    from_draft: Draft, end: int, to_draft: Draft, start: int, rarity: Rarity, *, fresh: bool = False
) -> float:
    """How well the open end goes on in the start; 0 where nothing speaks for it.

    `fresh` where what stands above the start has closed, so that it may be the beginning of a piece.
    """
    across = word_across(from_draft.body[end].text, to_draft.body[start].text)
    score = (ACROSS_A_WORD + LONGER_WORD * (across - 2)) * bool(across)
    if from_draft is to_draft:
        return score + NEIGHBOURS * (start == end + 1)
    if start == 0 and not to_draft.heading:
        return _orphan_score(from_draft, end, to_draft, rarity, across=bool(across), fresh=fresh) + score
    pull = _pull(from_draft, to_draft, start, rarity)
    if _is_torn(to_draft, start) or _hangs(to_draft, start):
        return max(0.0, score + TORN_PULL * pull) if score or pull >= CLEAR_PULL else 0.0
    return max(0.0, score - SETTLED + pull + MORE * min(5, len(to_draft.body) - start))


def _orphan_score(from_draft: Draft, end: int, to_draft: Draft, rarity: Rarity, *, across: bool, fresh: bool) -> float:
    """How well an untitled part goes on with the end, a word across the joint aside; 0 where little speaks for it."""
    wanted = _text([*from_draft.heading, *from_draft.body[max(0, end + 1 - AROUND) : end + 1]])
    kin = rarity.kinship(_text(to_draft.body[:AROUND]), wanted)
    torn = starts_torn(to_draft.body[0].text)
    below = to_draft.body[0].number - from_draft.body[end].number
    score = (
        KIN * (min(kin, MOST_KIN) - UNKIN)
        + TORN * torn
        + NEAR * max(0.0, 1 - below / FAR) * (below > 0)
        - FRESH * (fresh and not torn and not across)
        - INTERIOR * (end < len(from_draft.body) - 1)
    )
    return score if across or score >= LEAST_ORPHAN else 0.0


def _pull(from_draft: Draft, to_draft: Draft, start: int, rarity: Rarity) -> float:
    """How much more the paragraphs from `start` share with the broken body than with the one that they stand in."""
    tail = _text(to_draft.body[start : start + AROUND])
    own = _text([*to_draft.heading, *to_draft.body[max(0, start - AROUND) : start]])
    wanted = _text([*from_draft.heading, *from_draft.body[-AROUND:]])
    return PULL * max(-0.05, min(0.15, rarity.kinship(tail, wanted) - rarity.kinship(tail, own)))


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _is_torn(draft: Draft, place: int) -> bool:
    """Whether the line lacks what comes before it: the line above stops open, or the body has no headline."""
    return (place > 0 and is_open(draft, place - 1)) or (place == 0 and not draft.heading and draft.kind is None)


def _hangs(draft: Draft, place: int) -> bool:
    """Whether the line has no indent though the paragraphs around it have one: it goes on from somewhere."""
    around = draft.body[max(0, place - AROUND) : place + AROUND]
    others = [line for line in around if line.look is Look.BODY and not is_byline_line(line.text)]
    indented = sum(line.indented for line in others)
    return not draft.body[place].indented and indented >= 1 and indented >= len(others) - 2
