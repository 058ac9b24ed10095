"""Whether a row belongs to the text above: signatures, lists and last lines do, what stands below a byline does not.

Each is a custom of papers of any kind, with its reason in the docstring; see `customs`, which has what they speak for.
"""

import re

from rag.articles.reading.classes import called_at, ending_of
from rag.articles.reading.forms import Form
from rag.articles.reading.habits import opening_of
from rag.articles.reading.stretches import LEAST_TEXT
from rag.articles.reading.view import HEADISH, View, closes_open

TEXT = frozenset({Form.STOPS, Form.COLUMN, Form.OPEN, Form.LEAD, Form.BYLINE})
"""Forms of the first line of a body."""


# ---- what belongs to the text above
def own_office(view: View, place: int) -> bool:
    """An office of the paper itself (本报编辑部) below a sentence has signed it."""
    seen = view.rows[place]
    return (
        place > 0
        and seen.form is Form.OFFICE
        and bool(_OWN.match(seen.text))
        and ending_of(view.rows[place - 1].text) in _ENDED
    )


def listed_below_colon(view: View, place: int) -> bool:
    """What a line with a colon at its end announces is a list: none of its short lines opens anything."""
    seen = view.rows[place]
    return (
        seen.form in HEADISH
        and seen.run > 0
        and seen.rest > 0
        and view.form(place - seen.run - 1) is Form.ANNOUNCES
        and view.form(place + seen.rest + 1) not in (Form.LEAD, Form.BYLINE, "edge")
    )


def last_of_notice(view: View, place: int) -> bool:
    """The last short line under a notice's name is no headline of the text below, where that goes on with another."""
    return view.rows[place].form in HEADISH and view.rows[place].rest == 0 and below_notice(view, place + 1)


def below_notice(view: View, place: int) -> bool:
    """Text below the short lines of a notice that shares words with an end elsewhere is not the notice's."""
    across, gain, best = view.resumed.get(place, (0, 0.0, 0))
    if not (across or best or gain >= MUCH_KIN) or view.form(place) not in TEXT or view.form(place - 1) not in HEADISH:
        return False
    if len(view.rows[place].text.replace(" ", "")) < LEAST_TEXT:
        return False
    count = view.rows[place - 1].run
    return count >= LEAST_LISTED and called_at(view, place - 1 - count) == "list"


def ends_unstopped(view: View, place: int) -> bool:
    """Where gaps stand for stops, a short line right below full ones is the last of its paragraph."""
    seen = view.rows[place]
    ends = seen.form in HEADISH and not seen.full and seen.run == 0 and seen.gap == 0
    ends = ends and ending_of(view.rows[place - 1].text) == "open"
    return ends and _is_unstopped(view, place) and called_at(view, place) not in ("list", "column")


def goes_on_unstopped(view: View, place: int) -> bool:
    """There a full line below full ones is no headline, though it has no stop."""
    seen = view.rows[place]
    return seen.form is Form.COLUMN and seen.full and _is_unstopped(view, place)


def _is_unstopped(view: View, place: int) -> bool:
    """Whether the rows right above are full and have gaps, and no marks."""
    rows = view.rows[max(0, place - LEAST_UNSTOPPED) : place]
    return (
        len(rows) == LEAST_UNSTOPPED
        and all(row.full and not _STOP.search(row.text) for row in rows)
        and sum(" " in row.text for row in rows) > LEAST_UNSTOPPED // 2
    )


def heads_summary(view: View, place: int) -> bool:
    """核心提示, 内容提要 below a headline: what the summary is called is no line of the headline."""
    return bool(_SUMMARY.fullmatch(view.rows[place].text)) and place > 0 and view.form(place - 1) in HEADISH


def below_summary(view: View, place: int) -> bool:
    """The byline between a summary and the body: the body does not open a piece."""
    return view.form(place - 1) is Form.BYLINE and view.rows[place].form in TEXT and _has_summary(view, place - 2)


def _has_summary(view: View, last: int) -> bool:
    """Whether the text that ends there is a summary, right below a headline."""
    for top in range(last, max(0, last - MOST_SUMMARY), -1):
        if heads_summary(view, top):
            return True
        if view.rows[top].form in HEADISH | {Form.BYLINE, Form.LEAD, Form.EDITOR}:
            return False
    return False


# ---- lines that the text above does not own
def below_byline(view: View, place: int) -> bool:
    """A byline below a sentence has closed the piece: a short line below it is of another, or of another's rest."""
    seen = view.rows[place]
    return (
        place > 1
        and seen.form in HEADISH - _SIGNATURES
        and not seen.row.indented
        and not closes_open(view.rows[place - 1].text, seen.text)
        and view.form(place - 1) in (Form.BYLINE, Form.PHOTO)
        and view.form(place - 2) not in HEADISH
        and ending_of(view.rows[place - 2].text) in _ENDED
        and view.habits.bylines != "all"
        and not _has_summary(view, place - 2)
    )


def below_signed_picture(view: View, place: int) -> bool:
    """Who took or drew a picture (上图…) closes what is said of it."""
    if view.form(place - 1) not in (Form.BYLINE, Form.PHOTO) or view.rows[place].form in _SIGNATURES:
        return False
    for top in range(place - 2, max(-1, place - 2 - MOST_CAPTION), -1):
        if view.rows[top + 1].gap:
            return False
        if view.form(top) is Form.PICTURE:
            return True
    return False


def captions_within(view: View, place: int) -> bool:
    """Below a text that stops in mid-sentence, what begins with a day and ends with a photographer is a caption."""
    if place - 1 not in view.waiting or opening_of(view.rows[place].text, view.rows[place].form) != "day":
        return False
    for row in view.rows[place : place + MOST_CAPTION]:
        if row.form is Form.PHOTO or row.text.endswith(("摄", "摄)")):
            return True
        if row.form in HEADISH | {Form.BYLINE, Form.LEAD, Form.TURN}:
            return False
    return False


LEAST_UNSTOPPED = 4
"""Full rows without a mark from which on a text has none: a sentence of today has one in two rows."""
LEAST_LISTED, MUCH_KIN = 3, 0.1
"""Lines of a notice on short lines at least, and the words in common that tell the other half of a text."""
MOST_SUMMARY, MOST_CAPTION = 12, 7
"""Rows of the longest summary and caption."""
_SIGNATURES = frozenset(
    {Form.EDITOR, Form.DAY, Form.OFFICE, Form.TURN, Form.BYLINE, Form.PHOTO, Form.FURNITURE, Form.NAME}
)
"""What may stand below a byline and still sign the piece above."""
_ENDED = ("stop", "closing")
_OWN = re.compile(r"本[报刊社台网]")
_STOP = re.compile(r"[。,;!?:\d]")
"""Marks, and figures, which tables have."""
_SUMMARY = re.compile(r"[【(]?(?:核心|内容|新闻|本文)?(?:提示|提要|摘要)[】):]?")
