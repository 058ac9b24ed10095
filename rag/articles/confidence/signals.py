"""The signals by which the confidence of a cut or a join is told: each a small function that names what it sees.

As with the signals of the chain, a name speaks for or against what was decided with a weight that is learnt: see
`weights.json`, which `python -m benchmarks.doubting` writes. A name is of the form `decision signal:value`.
"""

from collections.abc import Callable, Iterator
from typing import Final

from rag.articles.confidence.evidence import Boundary, Evidence, Found, ending, odds, waits
from rag.articles.layout.cohesion import word_across
from rag.articles.layout.lines import starts_torn
from rag.articles.reading.classes import bucket
from rag.articles.reading.forms import Form
from rag.articles.reading.runs import share
from rag.articles.reading.signals import SHORT
from rag.articles.reading.view import HEADISH, kin_of, stretch

Signal = Callable[[Evidence, Boundary], Iterator[str]]
LEVELS: Final = (-9, -7, -5.5, -4, -2.5, -1, 0, 1, 2, 3, 4, 5.5, 7.5)
"""Log-odds between which the chain's certainty is told apart."""
COARSE: Final = (-7, -4, -2, 0, 2, 4, 7)
TOLD: Final = (0.01, 0.12, 0.25, 0.45)
"""Shares of a headline's character pairs that a text repeats."""
KIN: Final = (0, 0.04, 0.08, 0.13, 0.2, 0.3)
"""Shares of rare character pairs that two stretches of text have in common."""
SURE: Final = 9.0
"""Log-odds beyond which the chain is believed that a row goes on with the one above it, whatever else speaks."""


def _what(piece: Found) -> str:
    """Roughly what a piece is: its kind, the lines of its headline, how long its body is."""
    size = "none" if not piece.characters else "short" if piece.characters < 60 else "long"
    return f"{piece.draft.kind or 'piece'}/{min(2, len(piece.draft.heading))}/{size}"


def _where(evidence: Evidence, boundary: Boundary) -> str:
    """Where within a piece a boundary lies: in the headline, below it, above a short line, in the text."""
    heads = evidence.piece(boundary.place).heads
    if boundary.place - 1 in heads:
        return "headline" if boundary.place in heads else "body's top"
    return "subhead" if evidence.view.rows[boundary.place].form in HEADISH else "text"


# ---- what the chain and the first reading say
def chain(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """How likely a cut is, all labels of the page taken together."""
    level = odds(evidence.cut(boundary.place))
    yield f"chain:{bucket(level, LEVELS)}"
    yield f"chain:{bucket(level, COARSE)} page:{bucket(evidence.uncertain, (0.05, 0.12, 0.2, 0.3, 0.45))}"
    around = (boundary.place - 2, boundary.place - 1, boundary.place + 1, boundary.place + 2)
    inner = [
        evidence.cut(place)
        for place in around
        if 0 < place < len(evidence.owner) and evidence.owner[place] == evidence.owner[place - 1]
    ]
    if len(evidence.owner) < SHORT:
        yield f"chain:{bucket(level, COARSE)} short page"
    yield f"cut nearby:{bucket(odds(max(inner, default=0.0)), COARSE)}"


def first_reading(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """What who read from top to bottom, a line at a time, took the row for."""
    if evidence.view.first:
        first, level = evidence.view.first[boundary.place], bucket(odds(evidence.cut(boundary.place)), COARSE)
        label = evidence.labels[boundary.place].name
        yield f"first:{first} label:{label} plain:{evidence.view.plain}"
        yield f"first:{first} label:{label} chain:{level}"


# ---- the two rows
def forms(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """What the rows are by their forms."""
    above, seen = evidence.view.rows[boundary.place - 1], evidence.view.rows[boundary.place]
    yield f"above:{above.form} own:{seen.form}"
    yield f"own:{seen.form} below:{evidence.view.form(boundary.place + 1)}"
    yield f"end:{ending(above)} own:{seen.form}"


def joint(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """How the row above ends, whether a blank line follows, and whether this row lacks its beginning."""
    above, seen = evidence.view.rows[boundary.place - 1], evidence.view.rows[boundary.place]
    end = ending(above)
    yield f"end:{end} gap:{min(1, seen.gap)} blanks:{evidence.view.blanks} full:{above.full}"
    yield f"end:{end} torn:{starts_torn(seen.text)}"
    yield f"end:{end} signs:{evidence.view.signed} gap:{min(1, seen.gap)}"
    if end in ("open", "comma"):
        yield f"across:{min(2, word_across(above.row.text, seen.row.text))} full:{above.full}"


def cohesion(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """Rare words that the text above and the text from here on share."""
    rows, place = evidence.view.rows, boundary.place
    below = place + rows[place].rest + 1 if rows[place].form in HEADISH else place
    kin = bucket(kin_of(stretch(rows, place - 1, -1), stretch(rows, below, 1)), KIN)
    yield f"kin:{kin}"
    yield f"kin:{kin} end:{ending(rows[place - 1])}"
    yield f"kin:{kin} gap:{min(1, rows[place].gap)} short:{rows[place].form in HEADISH}"


# ---- a cut, between two pieces
def pieces_beside(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """What the two pieces are: a headline without a body, a body without a headline, a label, a caption."""
    above, below = evidence.piece(boundary.place - 1), evidence.piece(boundary.place)
    row_above, seen = evidence.view.rows[boundary.place - 1], evidence.view.rows[boundary.place]
    yield f"above is:{_what(above)} below is:{_what(below)}"
    yield f"above is:{_what(above)} end:{ending(row_above)}"
    yield f"below is:{_what(below)} own:{seen.form}"
    yield f"above worst:{bucket(above.worst, COARSE)}"
    yield f"below worst:{bucket(below.worst, COARSE)}"


def loose_ends(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """A body that stops in mid-sentence goes on somewhere, a part without a headline is of something."""
    above, below = evidence.piece(boundary.place - 1), evidence.piece(boundary.place)
    waiting = waits(evidence.view.rows[boundary.place - 1])
    last = above.parts[-1][1] == boundary.place - 1
    first = below.parts[0][0] == boundary.place
    yield f"waits:{waiting} ends:{last} untitled:{min(2, evidence.untitled)}"
    yield f"waits:{waiting} ends:{last} full:{evidence.view.rows[boundary.place - 1].full} above is:{_what(above)}"
    torn = starts_torn(evidence.view.rows[boundary.place].text)
    yield f"begins:{first} waits:{waiting} torn:{torn} is:{_what(below)}"
    if boundary.place in evidence.view.resumed:
        across, gain, best = evidence.view.resumed[boundary.place]
        yield f"could resume across:{min(2, across)} best:{best} begins:{first}"
        yield f"could resume gain:{bucket(gain, (0, 0.05, 0.1))} best:{best} begins:{first}"


def claimed(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """A text without a headline that repeats a headline without a text: one of the two may be in the wrong place."""
    for side, place in (("above", boundary.place - 1), ("below", boundary.place)):
        level = bucket(evidence.claimed[evidence.owner[place]], TOLD)
        if level:
            yield f"headline elsewhere told by {side}:{level}"


def own_headline(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """The line that opens a piece repeats words of its text and none of the text above."""
    rows, place = evidence.view.rows, boundary.place
    piece, pairs = evidence.piece(place), evidence.view.rows[place].pairs
    if place in piece.heads and pairs:
        told = bucket(share(evidence.view, pairs, piece.body, 1), TOLD) if piece.body is not None else "none"
        above = bucket(share(evidence.view, pairs, place - 1, -1), TOLD)
        yield f"told:{told} above:{above} lines:{min(3, len(piece.heads))}"
        yield f"told:{told} form:{rows[place].form} siblings:{min(2, rows[place].siblings)}"
    alone = evidence.piece(place - 1)
    if alone.heads and alone.body is None and rows[place - 1].pairs and piece.body is not None:
        told = bucket(share(evidence.view, rows[place - 1].pairs, piece.body, 1), TOLD)
        yield f"line above told:{told} longer:{_longer(evidence, place)} gap:{min(1, rows[place].gap)}"


# ---- a join, of parts that stand apart
def resumption(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """A word across the joint, shared words, a torn beginning, and how far it is from one part to the next."""
    rows, place, end = evidence.view.rows, boundary.place, boundary.end
    across = min(2, word_across(rows[end].row.text, rows[place].row.text))
    closed = ending(rows[end])
    below = stretch(rows, place, 1)
    kin, here = kin_of(stretch(rows, end, -1), below), kin_of(stretch(rows, place - 1, -1), below)
    yield f"goes on from:{closed} across:{across}"
    yield f"goes on from:{closed} torn:{starts_torn(rows[place].text)} own:{rows[place].form}"
    yield f"goes on kin:{bucket(kin, KIN)} across:{across}"
    yield f"goes on gain:{bucket(kin - here, (-0.1, -0.02, 0.02, 0.1))} across:{across}"
    yield f"goes on after:{bucket(place - end, (0, 2, 5, 12, 30, 60))} across:{across}"


# ---- within a piece
def inside(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """Where in the piece the row stands, and what the piece is."""
    rows, place, where = evidence.view.rows, boundary.place, _where(evidence, boundary)
    level = bucket(odds(evidence.cut(place)), LEVELS)
    yield f"{where} chain:{level}"
    yield f"{where} above:{rows[place - 1].form} own:{rows[place].form} gap:{min(1, rows[place].gap)}"
    yield f"{where} of:{_what(evidence.piece(place))}"
    if evidence.view.first:
        yield f"{where} first:{evidence.view.first[place]} chain:{bucket(odds(evidence.cut(place)), COARSE)}"


def halves(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """Both halves of a piece share rare words, the lower one repeats words of the headline, neither is too long."""
    piece, rows = evidence.piece(boundary.place), evidence.view.rows
    if _where(evidence, boundary) in ("headline", "body's top"):
        return
    above, below = piece.around(boundary.place)
    pairs: list[frozenset[str]] = [frozenset().union(*(rows[each].rare for each in half)) for half in (above, below)]
    kin = bucket(kin_of(*pairs), KIN)
    end = ending(rows[boundary.place - 1])
    yield f"halves kin:{kin} end:{end}"
    yield f"halves kin:{kin} above:{bucket(len(above), (1, 2, 4, 8))} below:{bucket(len(below), (2, 3, 5, 9))}"
    signed = ending(rows[piece.parts[-1][1]]) == "signed"
    yield f"halves end:{end} signed below:{signed} page signs:{evidence.view.signed}"
    yield f"halves above:{bucket(len(above), (1, 2, 4, 8))} below:{bucket(len(below), (2, 3, 5, 9))} end:{end}"
    heading: frozenset[str] = frozenset().union(*(rows[each].pairs for each in piece.heads))
    if heading and end != "open":
        told = [
            bucket(len(heading & frozenset().union(*(rows[each].pairs for each in half))) / len(heading), TOLD)
            for half in (above, below)
        ]
        yield f"halves headline told above:{told[0]} below:{told[1]}"
        yield f"halves headline told below:{told[1]} kin:{kin}"


def headline(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """Each line of a headline repeats words of its text; the first of two that does not may be a piece of its own."""
    rows, place, piece = evidence.view.rows, boundary.place, evidence.piece(boundary.place)
    where = _where(evidence, boundary)
    if where not in ("headline", "body's top"):
        return
    lines, at = min(4, len(piece.heads)), min(2, piece.heads.index(place - 1))
    if piece.body is None:
        yield f"{where} without a body, lines:{lines}"
        return
    above, own = (
        bucket(share(evidence.view, rows[each].pairs, piece.body, 1), TOLD) if rows[each].pairs else "none"
        for each in (place - 1, place)
    )
    if where == "headline":
        yield f"{where} told:{above} then:{own} lines:{lines}"
        yield f"{where} told:{own} longer:{_longer(evidence, place)} at:{at}"
    else:
        yield f"{where} told:{above} lines:{lines}"
        yield f"{where} told:{above} size:{bucket(len(rows[place - 1].text), (5, 8, 12, 18))} opens:{rows[place].form}"
    others = [len(other.draft.heading) for other in evidence.pieces if other.heads and other.draft.body]
    unusual = sum(count < len(piece.heads) for count in others) > 0.7 * len(others)
    yield f"{where} lines:{lines} more than usual:{unusual}"


def passed_over(evidence: Evidence, boundary: Boundary) -> Iterator[str]:
    """A short line within the text may be a headline; below a byline a piece may begin; a row may go on elsewhere."""
    rows, place = evidence.view.rows, boundary.place
    seen, where = rows[place], _where(evidence, boundary)
    if where in ("headline", "body's top"):
        return
    titled = bool(evidence.piece(place).heads)
    yield f"{where} end:{ending(rows[place - 1])} titled:{titled} run:{min(2, seen.rest)} lead:{seen.form in _LEADS}"
    if where == "subhead" and seen.pairs:
        below = bucket(share(evidence.view, seen.pairs, place + seen.rest + 1, 1), TOLD)
        above = bucket(share(evidence.view, seen.pairs, place - 1, -1), TOLD)
        yield f"{where} told:{below} above:{above} siblings:{min(2, seen.siblings)}"
    if place in evidence.view.resumed:
        across, gain, best = evidence.view.resumed[place]
        yield f"{where} could resume across:{min(2, across)} best:{best} gain:{bucket(gain, (0, 0.05, 0.1))}"


_LEADS: Final = frozenset({Form.LEAD, Form.CONTINUED, Form.BRACKETED, Form.BULLET})


def _longer(evidence: Evidence, place: int) -> int:
    """How much longer the row is than the one above it."""
    return bucket(len(evidence.view.rows[place].text) - len(evidence.view.rows[place - 1].text), (-6, -2, 3, 7))


BETWEEN: Final[tuple[Signal, ...]] = (
    chain,
    first_reading,
    forms,
    joint,
    cohesion,
    pieces_beside,
    loose_ends,
    own_headline,
    claimed,
)
SIGNALS: Final[dict[str, tuple[Signal, ...]]] = {
    "cut": BETWEEN,
    "glued": BETWEEN,
    "resumes": (*BETWEEN, resumption),
    "within": (chain, first_reading, forms, joint, cohesion, inside, halves, headline, passed_over, claimed),
    "bottom": (),
}
"""What is asked of a boundary, by what was decided there."""


def names_of(evidence: Evidence, boundary: Boundary) -> list[str]:
    """All that the signals say of the boundary; nothing where the chain is sure that a row goes on with the last."""
    if boundary.decision == "within" and odds(evidence.cut(boundary.place)) < -SURE:
        return []
    if boundary.decision == "bottom":
        return [f"bottom waits:{waits(evidence.view.rows[boundary.end])} {_what(evidence.piece(boundary.end))}"]
    signals = SIGNALS[boundary.decision]
    return [f"{boundary.decision} {name}" for signal in signals for name in signal(evidence, boundary)]
