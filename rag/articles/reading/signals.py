"""The signals by which the rows of a page are labelled: each a small function that names what it sees.

A signal gives names, none where it has nothing to say. What a name speaks for, and how strongly, is learnt: see
`weights.json`, which `python -m benchmarks.learning` writes. A name is of the form `signal:value`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from rag.articles.layout.bylines import byline_of
from rag.articles.layout.headings import LABEL_WORDS
from rag.articles.layout.lines import starts_torn
from rag.articles.reading.classes import LIST_NAME, bucket, called_at, end_at, ending_of, kind_at, names_column
from rag.articles.reading.forms import Form
from rag.articles.reading.habits import opening_of
from rag.articles.reading.runs import beside_in_run, between, kinds_in_run, own_words, run_of_short_lines, siblings
from rag.articles.reading.units import (
    alike_labels,
    alike_lines,
    below_label,
    byline_within,
    reports_below,
    stops_nearby,
)
from rag.articles.reading.view import HEADISH, View, broken_word, closes_open, kin_of, stretch

Signal = Callable[[View, int], Iterator[str]]


# ---- the row by itself
def own_form(view: View, place: int) -> Iterator[str]:
    """What the row is by its form: leads open, bylines close, lists go on."""
    yield f"form:{view.form(place)}"
    yield f"form:{view.form(place)} blanks:{view.blanks}"
    seen = view.rows[place]
    yield f"form:{seen.form} column:{bool(seen.width)} full:{seen.full} length:{bucket(seen.size, (8, 15, 22, 35))}"


def length(view: View, place: int) -> Iterator[str]:
    """Labels have 4 characters, headlines 8 to 20, paragraphs more; in a column, what is less than its width."""
    seen = view.rows[place]
    yield f"length:{bucket(len(seen.text), (3, 5, 7, 9, 12, 16, 21, 28, 40, 60))} wraps:{bool(seen.width)}"
    if seen.width:
        yield f"of column:{bucket(seen.size / seen.width, (0.3, 0.55, 0.8, 0.93, 1.1, 1.5))}"


def ending(view: View, place: int) -> Iterator[str]:
    """Sentences end with a stop, clauses with a comma; headlines and column ends with neither."""
    yield f"ends:{ending_of(view.rows[place].text)} {kind_at(view, place)}"


def words(view: View, place: int) -> Iterator[str]:
    """Words of section labels; letters spaced out; two clauses with a gap; figures."""
    text = view.rows[place].text
    if view.rows[place].form not in HEADISH:
        return
    squeezed = text.replace(" ", "")
    if LABEL_WORDS.search(text):
        yield "words:label"
    if names_column(squeezed):
        yield f"words:column's name {bucket(len(squeezed), (7, 11))}"
    if LIST_NAME.search(squeezed):
        yield f"words:list's name run:{min(2, view.rows[place].run)}/{min(3, view.rows[place].rest)}"
    if re.fullmatch(r"\S(?:\s\S)+", text):
        yield "words:spaced out"
    elif re.search(r"\S{3}\s+\S{3}", text):
        yield "words:two clauses"
    if re.search(r"\d", text):
        yield "words:figures"
    if re.match(r"[“《]", text):
        yield "words:quoted"
    if re.search(r"\S:\S", text):
        yield "words:colon"


def indent(view: View, place: int) -> Iterator[str]:
    """On a page with indents, paragraphs have one."""
    if any(seen.row.indented for seen in view.rows[max(0, place - 20) : place + 20]):
        yield f"indent:{view.rows[place].row.indented} {kind_at(view, place)}"


def edge_of_page(view: View, place: int) -> Iterator[str]:
    """Mastheads stand first, who made the page last."""
    rest = len(view.rows) - 1 - place
    if place < 6:
        yield f"from top:{place} {view.form(place) if view.form(place) is Form.FURNITURE else kind_at(view, place)}"
    if rest < 3:
        yield f"from bottom:{rest} {view.form(place) if view.form(place) is Form.FURNITURE else kind_at(view, place)}"


# ---- the row beside its neighbours
def neighbours(view: View, place: int) -> Iterator[str]:
    """What a line is depends on the forms above and below it: a short line above 本报讯 is a headline."""
    above, own, below = view.form(place - 1), view.form(place), view.form(place + 1)
    yield f"above:{above} own:{own}"
    yield f"own:{own} below:{below}"
    yield f"own:{kind_at(view, place)} below:{below} then:{view.form(place + 2)}"
    yield f"then above:{view.form(place - 2)} above:{above} own:{kind_at(view, place)}"


def gaps(view: View, place: int) -> Iterator[str]:
    """Blank lines above and below, on a page that has them nowhere, between pieces, or within them too."""
    above = min(2, view.rows[place].gap)
    below = min(2, view.rows[place + 1].gap) if place + 1 < len(view.rows) else 3
    yield f"gap:{above} blanks:{view.blanks} {kind_at(view, place)} above:{kind_at(view, place - 1)}"
    yield f"gaps:{above}{below} {view.form(place)}"
    yield f"gap:{above} above:{view.form(place - 1)} own:{kind_at(view, place)}"


def joint(view: View, place: int) -> Iterator[str]:
    """How the row above ends tells whether this one goes on: in mid-sentence, with a stop in mid-column, signed."""
    if place == 0:
        return
    above, seen = view.rows[place - 1], view.rows[place]
    end = end_at(view, place - 1)
    yield f"joint:{end} full:{above.full} own:{kind_at(view, place)}"
    yield f"joint:{end} gap:{min(1, seen.gap)} own:{seen.form}"
    if above.width and seen.width:
        yield f"widths:{bucket(seen.width - above.width, (-3, -1, 2, 4))} full:{above.full}{seen.full}"
    elif above.width or seen.width:
        yield f"widths:{bool(above.width)}{bool(seen.width)}"
    if place - 1 in view.waiting:
        completes = bool(broken_word(view, place)) or closes_open(above.text, seen.text)
        yield f"above waits, completes:{completes} own:{kind_at(view, place)} gap:{min(1, seen.gap)}"


def bylines(view: View, place: int) -> Iterator[str]:
    """After a byline under a headline the body begins, after one at a body's end another piece."""
    if place and view.form(place - 1) in (Form.BYLINE, Form.PHOTO):
        higher = end_at(view, place - 2) if view.form(place - 2) not in HEADISH else "short"
        yield f"page's bylines:{view.habits.bylines} above:{higher} own:{kind_at(view, place)}"
    if view.form(place + 1) is Form.BYLINE and view.rows[place].form in HEADISH:
        run, then = min(2, view.rows[place].run), kind_at(view, place + 2)
        yield f"page's bylines:{view.habits.bylines} below, then:{then} run:{run}"


def openings(view: View, place: int) -> Iterator[str]:
    """Paragraphs that open alike, with a mark, a day, a word set apart, are items of their own or of one piece."""
    seen = view.rows[place]
    opening = opening_of(seen.text, seen.form)
    above = end_at(view, place - 1)
    if opening:
        count = bucket(view.habits.openings[opening], (2, 4, 7))
        kind = opening.split(" ")[0]
        yield f"opens:{kind} so many:{count} above:{above} full:{seen.full}"
        long = len(seen.text) > 40 or seen.full
        yield f"opens:{kind} long:{long} above:{kind_at(view, place - 1)} gap:{min(1, seen.gap)}"
        yield f"opens:{kind} above called:{called_at(view, place - 1)}"


def caption_ahead(view: View, place: int) -> Iterator[str]:
    """A paragraph with a photographer's name right below it is a caption: it opens where it begins."""
    if view.rows[place].form in HEADISH:
        return
    for ahead in range(place, min(place + MOST_CAPTION, len(view.rows))):
        row = view.rows[ahead]
        if ahead > place and row.gap:
            return
        if row.form is Form.PHOTO or row.text.endswith(("摄", "摄)", "制图")):
            seen, rest = view.rows[place], min(3, ahead - place)
            yield f"caption ends in:{rest} above:{end_at(view, place - 1)} {seen.form}"
            yield f"caption ends in:{rest} opens:{opening_of(seen.text, seen.form)}"
            return
        if row.form in (Form.BYLINE, Form.LEAD, Form.TURN) or (ahead > place and row.form in HEADISH):
            return


MOST_CAPTION: Final = 7
"""Rows of the longest caption."""
FUNCTION_WORDS: Final = re.compile("[的了是在和也就都把被着过吗呢这那她他们]")


def prose(view: View, place: int) -> Iterator[str]:
    """Sentences have 的, 了, 是; headlines and lists hardly have any."""
    seen = view.rows[place]
    if seen.form in HEADISH or seen.form is Form.COLUMN:
        count = bucket(len(FUNCTION_WORDS.findall(seen.text[:60])), (1, 2, 3))
        yield f"prose:{count} {kind_at(view, place)} column:{bool(seen.width)}"
        beside = [_prose_at(view, each) for each in (place - 1, place + 1)]
        yield f"prose:{min(1, count)} above:{beside[0]} below:{beside[1]} {kind_at(view, place)}"


def _prose_at(view: View, place: int) -> int:
    """Roughly how much of a sentence the row there is, 9 beyond the page."""
    if not 0 <= place < len(view.rows):
        return 9
    return bucket(len(FUNCTION_WORDS.findall(view.rows[place].text[:60])), (1, 2))


def torn(view: View, place: int) -> Iterator[str]:
    """A word across the joint, a particle at the beginning, an open quotation: the row goes on with what is above."""
    if place == 0 or (view.rows[place].form in HEADISH and view.rows[place - 1].form in HEADISH):
        return
    above, seen = view.rows[place - 1], view.rows[place]
    across = broken_word(view, place)
    closed = ending_of(above.text) in ("stop", "closing")
    if not closed:
        yield f"across:{min(3, across)} gap:{min(1, seen.gap)} full:{above.full} {kind_at(view, place)}"
    if starts_torn(seen.text):
        yield f"torn start, above closed:{closed}"
        yield f"torn start, above:{kind_at(view, place - 1)} {above.form}"
    if closes_open(above.text, seen.text):
        yield f"closes what is open, full:{above.full} gap:{min(1, seen.gap)}"
    if above.text.count("“") > above.text.count("”"):
        yield f"open quotation, closes here:{seen.text.count('”') > seen.text.count('“')}"


def resumes(view: View, place: int) -> Iterator[str]:
    """A word begun at an end that still waits for its other half, and words shared with what stands above that end."""
    found = view.resumed.get(place)
    if found is None:
        return
    across, gain, best = found
    seen = view.rows[place]
    yield f"resumes:{min(3, across)} best:{best} above:{kind_at(view, place - 1)} gap:{min(1, seen.gap)}"
    yield f"resumes:{min(3, across)} best:{best} above:{end_at(view, place - 1)} own:{kind_at(view, place)}"
    yield f"resumes kin:{bucket(gain, (-0.1, -0.03, 0.03, 0.1))} best:{best} across:{bool(across)}"


# ---- the row beside the page


def habits(view: View, place: int) -> Iterator[str]:
    """Where pieces close with a byline, what stands after another end has not closed; where reports have 本报讯, …"""
    if place == 0:
        return
    seen = view.rows[place]
    signed = view.form(place - 1) in (Form.BYLINE, Form.PHOTO) or bool(byline_of(view.rows[place - 1].text))
    yield f"page signs:{view.signed} above signed:{signed} own:{kind_at(view, place)} gap:{min(1, seen.gap)}"
    if seen.form in HEADISH:
        body = place + seen.rest + 1
        yield f"page leads:{view.leads} opens:{view.form(body) if view.form(body) is Form.LEAD else ''} {seen.form}"


def cohesion(view: View, place: int) -> Iterator[str]:
    """Rare words that the text above and the text from here on share: halves of one piece do, strangers do not."""
    seen = view.rows[place]
    if place == 0 or (
        seen.full
        and view.rows[place - 1].full
        and seen.gap == 0
        and view.rows[place - 1].form in (Form.OPEN, Form.COLUMN)
    ):
        return
    first = place + seen.rest + 1 if seen.form in HEADISH else place
    kin = kin_of(stretch(view.rows, place - 1, -1), stretch(view.rows, first, 1))
    yield f"kin:{bucket(kin, (0, 0.04, 0.08, 0.13, 0.2, 0.3))} {kind_at(view, place)}"


def first_reading(view: View, place: int) -> Iterator[str]:
    """What the row was taken for by who read from top to bottom: right on papers of one kind, wrong on others."""
    if view.first:
        taken = view.first[place]
        yield f"first:{taken}"
        yield f"first:{taken} blanks:{view.blanks} wraps:{view.wraps}"
        yield f"first:{taken} own:{view.form(place)}"
        yield f"first:{taken} above:{view.first[place - 1] if place else 'edge'}"
        yield f"first:{taken} plain:{view.plain} short page:{len(view.rows) < SHORT}"


SHORT: Final = 6
"""Rows under which a page shows no habits of its own."""
SIGNALS: Final[tuple[Signal, ...]] = (
    own_form,
    length,
    ending,
    words,
    indent,
    edge_of_page,
    neighbours,
    gaps,
    run_of_short_lines,
    joint,
    between,
    kinds_in_run,
    bylines,
    openings,
    caption_ahead,
    prose,
    torn,
    resumes,
    siblings,
    habits,
    own_words,
    beside_in_run,
    cohesion,
    reports_below,
    alike_labels,
    alike_lines,
    below_label,
    stops_nearby,
    byline_within,
    first_reading,
)


def names_at(view: View, place: int) -> list[str]:
    """All that the signals say of the row."""
    return [name for signal in SIGNALS for name in signal(view, place)]
