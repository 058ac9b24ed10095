"""What papers of any kind keep to, as amounts beside the learnt weights: what is no label, no headline, no part.

Composed pages show too little of it for weights to be learnt. Each custom is a small function of a row that tells
whether it holds there, its reason in the docstring; what it speaks for or against stands in `CUSTOMS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rag.articles.layout.headings import LABEL_WORDS
from rag.articles.reading.belonging import (
    TEXT,
    below_byline,
    below_notice,
    below_signed_picture,
    below_summary,
    captions_within,
    ends_unstopped,
    goes_on_unstopped,
    heads_summary,
    last_of_notice,
    listed_below_colon,
    own_office,
)
from rag.articles.reading.classes import LIST_NAME, called_at, end_at, names_column
from rag.articles.reading.forms import Form
from rag.articles.reading.view import HEADISH, View, broken_word


@dataclass(frozen=True, slots=True)
class Custom:
    """Where it `holds`, the labels (see `chain.Label`) gain so much; with `above`, the steps to them from those."""

    holds: Callable[[View, int], bool]
    labels: tuple[str, ...]
    gain: float
    above: tuple[str, ...] = ()


# ---- labels and headlines
def marked_below_label(view: View, place: int) -> bool:
    """A line with a mark within, alone between a label and a text, is the text's headline: the label is not."""
    return _is_marked(view, place) and view.rows[place].run == 1 and _may_be_label(view, place - 1)


def marked_below_headline(view: View, place: int) -> bool:
    """Between a line of a headline and a text, a short one with a mark within is the headline's last line, mostly."""
    short = len(view.rows[place].text) <= SHORT_LINE
    return _is_marked(view, place) and short and called_at(view, place - 1) not in ("list", "column")


def _is_marked(view: View, place: int) -> bool:
    """Whether the line is the last of a run above a text, has a mark within, and does not begin a paragraph."""
    seen = view.rows[place]
    return (
        seen.form in _MARKED
        and seen.run > 0
        and seen.rest == 0
        and not seen.row.indented
        and (not seen.width or seen.size <= _FILLED * seen.width)
        and not _WITHIN.match(seen.text)
        and view.form(place + 1) in TEXT
        and broken_word(view, place + 1) < LONG_WORD
    )


def _may_be_label(view: View, place: int) -> bool:
    """Whether the line has a label's words, or as few characters, and something has ended above it."""
    seen = view.rows[place]
    name = seen.text.replace(" ", "")
    if seen.form not in (Form.HEAD, Form.GENRE) or len(name) > LONGEST_LABEL:
        return False
    if not seen.gap and end_at(view, place - 1) in _GOES_ON:
        return False
    if names_column(name) or LABEL_WORDS.search(name):
        return True
    return seen.form is Form.HEAD and len(name) <= TINY and not LIST_NAME.search(name)


def gives_number(view: View, place: int) -> bool:
    """A line that ends with the number to call is no line of a headline."""
    return bool(_NUMBER.search(view.rows[place].text))


def only_signs(view: View, place: int) -> bool:
    """A byline is no line of a headline, wherever it stands."""
    return view.form(place) in (Form.BYLINE, Form.PHOTO)


def begins_notice(view: View, place: int) -> bool:
    """兹, 本人, 因 below the name of a notice: its text begins, though on short lines."""
    return called_at(view, place - 1) == "list" and bool(_NOTIFIES.match(view.rows[place].text))


def part_of_set(view: View, place: int) -> bool:
    """Lines such as 改：…, 引：…, 留：…, one character and a colon each, are subheads of one piece."""
    seen = view.rows[place]
    return seen.form in HEADISH and seen.siblings > 1 and bool(_SET.match(seen.text))


CLOSED, LONE = 5.0, 2.0
"""Against what hardly any page has, and what few have; learnt weights of one name reach 3."""
CUSTOMS: Final = (
    Custom(marked_below_label, ("WITHIN",), -CLOSED, above=("TITLE",)),
    Custom(marked_below_headline, ("WITHIN",), -LONE, above=("TITLE", "MORE_TITLE")),
    Custom(gives_number, ("TITLE", "MORE_TITLE"), -CLOSED),
    Custom(only_signs, ("TITLE", "MORE_TITLE"), -CLOSED),
    Custom(begins_notice, ("TITLE", "MORE_TITLE"), -LONE),
    Custom(part_of_set, ("ALONE", "TITLE", "MORE_TITLE"), -CLOSED),
    Custom(own_office, ("ALONE", "TITLE"), -2 * CLOSED),
    Custom(listed_below_colon, ("ALONE", "TITLE"), -CLOSED),
    Custom(last_of_notice, ("ALONE", "TITLE", "OPENS"), -CLOSED),
    Custom(below_notice, ("WITHIN",), -CLOSED),
    Custom(ends_unstopped, ("ALONE", "TITLE", "OPENS"), -CLOSED),
    Custom(goes_on_unstopped, ("ALONE", "TITLE"), -CLOSED),
    Custom(heads_summary, ("ALONE", "TITLE", "MORE_TITLE"), -CLOSED),
    Custom(below_summary, ("OPENS",), -CLOSED),
    Custom(below_byline, ("WITHIN",), -CLOSED),
    Custom(below_signed_picture, ("WITHIN",), -CLOSED),
    Custom(captions_within, ("OPENS",), LONE),
)

LONGEST_LABEL, TINY, SHORT_LINE = 8, 4, 24
"""Characters of a label at most, of one that no word tells, and of a headline line that is no beginning of a text."""
LONG_WORD = 3
"""Characters of a word that hardly comes about by chance where two lines meet."""
_MARKED = frozenset({Form.COLON, Form.CLAUSES, Form.ASKS})
_GOES_ON = ("open", "comma", "colon", "bracket")
"""Ends, as `end_at` names them, after which the text may go on."""
_FILLED = 0.7
"""Share of its column that a headline line takes at most: more is the first line of a paragraph."""
_WITHIN = re.compile(r"@|(?:[^“”]*“[^“”]*”)*[^“”]*“[^”]*$|(?:\d{4}年)?\d{1,2}月\d{1,2}日")
"""How a paragraph begins and a headline does not: with who says it, an open quotation, a day."""
_NUMBER = re.compile(r"(?:热线|电话|信箱|传真|手机|短信)\D{0,4}\d{5,}\D{0,2}$")
_NOTIFIES = re.compile(r"[兹茲凡因]|本人|[鄙敝]人|我[司社公厂]|[敬谨]启")
_SET = re.compile(r"[^\s:]:\S")
