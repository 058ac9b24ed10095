"""Whether a run of headings within an open piece opens a new one or is a subhead: signals, one a function, added up.

Each signal returns evidence for a new piece (above 0) or for a subhead (below 0), 0 where it has nothing to say. The
sizes were chosen on composed pages (`make bench-split`, seeds below 1000) and the gold and sample pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.articles.layout.bylines import byline_of, is_byline_line
from rag.articles.layout.cohesion import Rarity, overlap, share, share_of
from rag.articles.layout.headings import GENRE
from rag.articles.layout.lines import Line, Look, ends_sentence, is_subtitle, marks_subhead, starts_torn, stops_open
from rag.articles.layout.so_far import ASKED, SoFar
from rag.text.similarity import bigrams


@dataclass(frozen=True, slots=True)
class Habits:
    """What this page does throughout: `gap` and `head_gap` are the blank lines above most lines and most headings.

    `ends_tell` where most paragraphs end with a sentence, so that one that does not is broken.
    `signed` is the share of its headings that come after a closing byline, None with too few to tell.
    """

    gap: int
    signed: float | None
    bare_gaps: bool
    ends_tell: bool
    rarity: Rarity


@dataclass(frozen=True, slots=True)
class Place:
    """A run of headings, the piece above that may go on, with what it says so far, and the body below."""

    run: Sequence[Line]
    following: Sequence[Line]
    above: SoFar
    habits: Habits


def habits_of(lines: Sequence[Line]) -> Habits:
    """The habits of the page."""
    gaps = sorted(line.blank_before for line in lines[1:]) or [0]
    runs = [place for place in range(1, len(lines)) if _opens_run(lines, place)]
    closing = sum(_closes(lines, place - 1) for place in runs)
    bodies = [line for line in lines if line.look is Look.BODY]
    broken = sum(stops_open(line) for line in bodies)
    return Habits(
        ends_tell=broken <= MOST_BROKEN * len(bodies),
        gap=gaps[len(gaps) // 2],
        signed=closing / len(runs) if len(runs) >= 3 else None,
        bare_gaps=gaps[0] == 0 and gaps[len(gaps) // 2] == 0 and gaps[-1] > 0,
        rarity=Rarity([line.text for line in lines]),
    )


MOST_BROKEN = 0.4
"""Share of body lines that stop in mid-sentence: 0.1 and less on pages with broken columns, all without full stops."""


def _opens_run(lines: Sequence[Line], place: int) -> bool:
    """Whether a run of headings begins here."""
    return (
        lines[place].look is Look.HEADING
        and not is_byline_line(lines[place].text)
        and (lines[place - 1].look is not Look.HEADING or is_byline_line(lines[place - 1].text))
    )


def _closes(lines: Sequence[Line], place: int) -> bool:
    """Whether the line carries a byline that is not printed under a headline."""
    under = place > 0 and lines[place - 1].look is Look.HEADING and is_byline_line(lines[place].text)
    return not under and bool(byline_of(lines[place].text))


def opens_piece(place: Place) -> bool:
    """Whether the headings open a new piece."""
    return sum(signal(place) for signal in SIGNALS) > 0


def _numbered(place: Place) -> float:
    """一、 ■ 1.: parts of a whole."""
    return -5.0 if marks_subhead(place.run[-1].text) else 0.0


def _signed_below(place: Place) -> float:
    """A byline right under it: only headlines have one."""
    return 5.0 if place.following and is_byline_line(place.following[0].text) else 0.0


def _subtitled(place: Place) -> float:
    """——见闻: only headlines have a subtitle."""
    return 4.0 if any(is_subtitle(line.text) for line in place.run) else 0.0


def _genre(place: Place) -> float:
    """Titles of notices, corrections and commentaries name their kind; after questions and answers all else is new."""
    if GENRE.search(place.run[0].text) or GENRE.search(place.run[-1].text):
        return 4.0
    asks_on = any(ASKED.match(line.text) for line in place.following[:2])
    return 3.0 if place.above.asked >= 2 and not asks_on else 0.0


def _lines(place: Place) -> float:
    """Two lines and more are a headline, perhaps with a label; subheads have one."""
    return 1.5 if len(place.run) > 1 else 0.0


def _gap(place: Place) -> float:
    """A wider gap than usual parts pieces; on pages with blanks between pieces only, no gap means the same piece."""
    blank = place.run[0].blank_before
    if place.habits.bare_gaps:
        return 3.0 if blank else -3.0
    return 1.5 if blank > place.habits.gap else 0.0


def _length(place: Place) -> float:
    """Subheads are short: 4 to 14 characters, headlines 8 to 34."""
    return max(-1.0, min(1.5, (len(place.run[-1].text) - 12) / 6))


def _habit(place: Place) -> float:
    """Where pieces close with a byline, one without has not closed; where none do, that tells nothing."""
    signed = place.habits.signed
    if signed is None:
        return 0.0
    return -1.5 if signed >= SIGNED else (0.5 if signed <= UNSIGNED else 0.0)


SIGNED, UNSIGNED = 0.45, 0.15


def _in_series(place: Place) -> float:
    """A piece with subheads has more of them, and looks forward to the next."""
    return -0.75 if place.above.draft.subheads else 0.0


def _just_begun(place: Place) -> float:
    """Before a subhead stands some text; a subhead hardly follows another or a single item."""
    return 0.0 if place.above.characters > 40 else 0.5


def _headless(place: Place) -> float:
    """A body without a headline that begins in mid-sentence is the later half of a piece, and has subheads, too."""
    draft = place.above.draft
    return -3.0 if not draft.heading and draft.body and starts_torn(draft.body[0].text) else 0.0


def _cohesion(place: Place) -> float:
    """Words rare on the page that the text above and the text below share: halves of one piece do, strangers do not."""
    below = place.habits.rarity.rare(bigrams(_text_below(place)))
    kin = overlap(place.above.rare_pairs, below)
    return max(-2.5, min(1.5, (KIN - kin) * KIN_WEIGHT))


KIN, KIN_WEIGHT = 0.06, 40.0


def _own_words(place: Place) -> float:
    """A headline repeats words of its own body and not of the piece above; a subhead may do either."""
    heading = "".join(line.text for line in place.run)
    return 2.0 * (share(heading, _text_below(place)) - share_of(heading, place.above.pairs))


def _text_below(place: Place) -> str:
    return "".join(line.text for line in place.following)


SIGNALS: tuple[Callable[[Place], float], ...] = (
    _genre,
    _numbered,
    _signed_below,
    _subtitled,
    _lines,
    _gap,
    _length,
    _habit,
    _in_series,
    _just_begun,
    _headless,
    _cohesion,
    _own_words,
)


def text_after(lines: Sequence[Line], place: int) -> list[Line]:
    """The lines from `place` up to the next heading: what a heading would be the title of."""
    found: list[Line] = []
    for line in (lines[number] for number in range(place, len(lines))):
        if found and line.look is Look.HEADING and not is_byline_line(line.text):
            break
        found.append(line)
        if byline_of(line.text) and ends_sentence(line.text):
            break
    return found
