"""What the confidence of a split rests on: the pieces as they were found, and the boundaries between the page's rows.

Nothing is decided here; what the evidence says is for `signals`, what it weighs for `model`.
"""

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.articles.layout.bylines import byline_of
from rag.articles.layout.cohesion import share
from rag.articles.layout.drafts import Draft
from rag.articles.reading.certainty import OPENING, Certainty
from rag.articles.reading.chain import Label
from rag.articles.reading.drafting import Reading
from rag.articles.reading.forms import Form
from rag.articles.reading.view import HEADISH, Seen, View

Part = tuple[int, int]
"""First and last row of a part of a piece: places in the view, rows that stand together."""
SUREST = 12.0
"""Log-odds that count as certain: beyond them the chain has no more to say."""
UNCERTAIN = 1.5
"""Log-odds below which the chain is not sure of a stretch: four to one."""
NEAR = 14
"""Rows of a piece on either side of one of them that are held against each other."""


@dataclass(frozen=True, slots=True)
class Found:
    """A piece as it was found: its draft, the rows of its headline, its parts in reading order, the log-odds of the
    part that is least certainly one stretch of the page, and the characters of its body.
    """

    draft: Draft
    heads: tuple[int, ...]
    parts: tuple[Part, ...]
    worst: float
    characters: int

    @property
    def body(self) -> int | None:
        """The first row of its body; None where it has none."""
        heads = set(self.heads)
        return next((row for first, last in self.parts for row in range(first, last + 1) if row not in heads), None)

    def around(self, place: int) -> tuple[list[int], list[int]]:
        """The rows of its body before this one in reading order and those from it on, the nearest NEAR of them."""
        above: list[int] = []
        below: list[int] = []
        near = NEAR + min(len(self.heads), NEAR)  # no more of a part than is asked for: it may have thousands of rows
        for first, last in self.parts:
            if first <= place <= last:
                above += range(max(first, place - near), place)
                below += range(place, min(last + 1, place + NEAR))
            elif below:
                below += range(first, min(last + 1, first + NEAR))
            else:
                above += range(max(first, last + 1 - near), last + 1)
        return [row for row in above if row not in self.heads][-NEAR:], below[:NEAR]


Decision = Literal["cut", "within", "glued", "resumes", "bottom"]
"""Between two rows: that they are of two pieces, of one, of one though the chain would cut, that the lower one goes on
with a part elsewhere; or that nothing goes on below the page's last row."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """What was decided between the row at `place` and the one above it; `end` is the row that it goes on from."""

    place: int
    decision: Decision
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page with the pieces found on it; `owner` is the place of each row's piece among `pieces`.

    `untitled` is how many of them have no headline and nothing else that says what they are, `uncertain` the share of
    those that the chain is not sure of. `claimed` says of each of them how much its text repeats, as a share, of a
    headline of the page that has no body: 0 where it has a headline of its own.
    """

    view: View
    labels: Sequence[Label]
    certainty: Certainty
    pieces: Sequence[Found]
    owner: Sequence[int]
    untitled: int
    uncertain: float
    claimed: Sequence[float]

    def cut(self, place: int) -> float:
        """The probability that the row is cut off from the one above it; the page's edges are sure."""
        return float(self.certainty.cut[place]) if 0 < place < len(self.view.rows) else 1.0

    def piece(self, place: int) -> Found:
        """The piece of the row."""
        return self.pieces[self.owner[place]]

    def boundaries(self) -> list[Boundary]:
        """All boundaries, from the one below the first row to the one below the last."""
        ends = {after[0]: before[1] for piece in self.pieces for before, after in itertools.pairwise(piece.parts)}
        return [self._boundary(place, ends.get(place)) for place in range(1, len(self.view.rows) + 1)]

    def _boundary(self, place: int, end: int | None) -> Boundary:
        if place == len(self.view.rows):
            return Boundary(place, "bottom", place - 1)
        if end is not None:
            return Boundary(place, "glued" if end == place - 1 else "resumes", end)
        return Boundary(place, "within" if self.owner[place] == self.owner[place - 1] else "cut", place - 1)


def evidence_of(reading: Reading, drafts: Sequence[Draft]) -> Evidence:
    """What is known of the page's `drafts`, which were made of its reading."""
    certainty = Certainty(*reading.scores)
    place_of = {seen.row.number: place for place, seen in enumerate(reading.view.rows)}
    owner = [-1] * len(place_of)
    pieces = []
    for number, draft in enumerate(drafts):
        lines = (*draft.heading, *draft.body, *draft.trailing)
        places = [place_of[each] for line in lines for each in line.numbers]
        for place in places:
            owner[place] = number
        heads = tuple(place_of[each] for line in draft.heading for each in line.numbers)
        parts = _parts(places, reading.labels)
        worst = min(odds(math.exp(certainty.stretch(*part))) for part in parts)
        pieces.append(Found(draft, heads, parts, worst, sum(len(line.text) for line in draft.body)))
    untitled = sum(not draft.heading and draft.kind is None for draft in drafts)
    uncertain = sum(piece.worst < UNCERTAIN for piece in pieces) / max(1, len(pieces))
    return Evidence(reading.view, reading.labels, certainty, pieces, owner, untitled, uncertain, _claims(drafts))


def _claims(drafts: Sequence[Draft]) -> list[float]:
    """See `Evidence.claimed`."""
    lone = [" ".join(line.text for line in draft.heading) for draft in drafts if draft.heading and not draft.body]
    untitled = sum(not draft.heading and draft.kind is None for draft in drafts)
    if len(lone) * untitled > MOST_CLAIMS:
        return [0.0] * len(drafts)
    return [
        0.0
        if draft.heading or draft.kind is not None
        else max((share(headline, draft.text) for headline in lone), default=0.0)
        for draft in drafts
    ]


MOST_CLAIMS = 400
"""Headlines without bodies and bodies without headlines that are held against each other: a page has some of each."""


def _parts(places: Sequence[int], labels: Sequence[Label]) -> tuple[Part, ...]:
    """Rows in reading order -> parts of rows that follow each other on the page, none of which the labels cut."""
    parts: list[list[int]] = []
    for place in places:
        if parts and place == parts[-1][1] + 1 and labels[place] not in OPENING:
            parts[-1][1] = place
        else:
            parts.append([place, place])
    return tuple((first, last) for first, last in parts)


def odds(probability: float) -> float:
    """The log-odds of a probability, within the surest."""
    rest = 1 - probability
    if probability <= 0 or rest <= 0:
        return SUREST if rest <= 0 else -SUREST
    return max(-SUREST, min(SUREST, math.log(probability / rest)))


def ending(seen: Seen) -> str:
    """How a row ends: signed, with a stop, within brackets or quotes, at a comma, a colon, or open."""
    if seen.form in (Form.BYLINE, Form.PHOTO) or byline_of(seen.text):
        return "signed"
    if re.search(r"[。!?…][”’』」)》】]*$", seen.text):
        return "stop"
    last = seen.text[-1:]
    return "bracket" if last in "”’』」)》】" else "comma" if last in ",、;" else "colon" if last == ":" else "open"


def waits(seen: Seen) -> bool:
    """Whether the row is text that stops in mid-sentence."""
    return ending(seen) in ("open", "comma") and seen.form not in HEADISH
