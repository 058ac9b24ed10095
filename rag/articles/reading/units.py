"""What the text below a short line holds, and what repeats beside it: labels, headlines and lists are told apart by it.

A label stands above several reports or short letters, a headline above one; the labels of a page are alike, and so are
the lines of a list.
"""

import functools
import re
from collections.abc import Iterator
from typing import Final

from rag.articles.reading.classes import bucket, called_at, end_at, kind_at
from rag.articles.reading.forms import Form
from rag.articles.reading.habits import label_size
from rag.articles.reading.view import HEADISH, View

MOST_TOLD: Final = 3
"""Reports, or signed ends, below a short line that are counted."""


def reports_below(view: View, place: int) -> Iterator[str]:
    """How many reports open, how many pieces are signed, in the text below a run of short lines."""
    seen = view.rows[place]
    body = place + seen.rest + 1
    if seen.form not in HEADISH or seen.full or body >= len(view.rows):
        return
    leads, signed = (min(MOST_TOLD, count) for count in view.units[body])
    where = f"{min(2, seen.run)}/{min(2, seen.rest)}"
    yield f"reports below:{leads} at:{where} called:{called_at(view, place)}"
    yield f"signed below:{min(2, signed)} at:{where} page signs:{view.signed}"


def alike_labels(view: View, place: int) -> Iterator[str]:
    """Labels of one page have as many characters each, and stand right above a longer line."""
    labels = view.habits.labels
    for name, at in (("own", place), ("above", place - 1)):
        size = label_size(view.rows, at)
        if size:
            alike = min(4, labels[size])
            yield f"label {name}, alike:{alike} of:{bucket(sum(labels.values()), (2, 4, 7))}"
            yield f"label {name}, alike:{min(2, alike)} called:{called_at(view, at)} gap:{min(1, view.rows[place].gap)}"


def alike_lines(view: View, place: int) -> Iterator[str]:
    """Lines of a list are built alike: what is built otherwise below them is the next headline."""
    seen = view.rows[place]
    if place == 0 or (seen.form not in HEADISH and seen.form is not Form.COLUMN):
        return
    shapes = [_alike(view, place, other) for other in (place - 1, place + 1)]
    yield f"built as above:{shapes[0]} as below:{shapes[1]} gap:{min(1, seen.gap)} {kind_at(view, place)}"
    higher = _alike(view, place - 1, place - 2)
    yield f"built as above:{shapes[0]} that as above:{higher} as below:{shapes[1]} run:{min(2, seen.run)}"


def _alike(view: View, place: int, other: int) -> str:
    """How much two lines are built alike: "same" marks and figures, the same number of "fields", as "wide", or "no"."""
    if min(place, other) < 0 or max(place, other) >= len(view.rows):
        return "edge"
    one, two = shape_of(view.rows[place].text), shape_of(view.rows[other].text)
    size = abs(len(view.rows[place].text) - len(view.rows[other].text))
    if one == two:
        return ("same" if len(one) > 1 else "plain") + (" wide" if size <= 1 else "")
    if one.count(" ") == two.count(" ") > 0 or one[-2:] == two[-2:] != "字":
        return "fields"
    return "no"


@functools.lru_cache(maxsize=2048)
def shape_of(text: str) -> str:
    """The text with every run of words made 字 and every number 0: what lines of a table have in common."""
    return re.sub(r"[^\W\d_]+", "字", re.sub(r"\d+(?:\.\d+)?", "0", text[:MOST_SHAPE]))


MOST_SHAPE: Final = 40
"""Characters of a line whose build is looked at."""


def below_label(view: View, place: int) -> Iterator[str]:
    """Below a column's name each paragraph may be a brief of its own; below a headline it goes on."""
    seen = view.rows[place]
    head = view.under[place]
    if seen.form in HEADISH or head < 0 or (seen.full and view.rows[place - 1].full):
        return
    signed = end_at(view, place) == "signed"
    called, line = called_at(view, head), min(MOST_TOLD, place - head)
    yield f"under:{called} line:{line} above:{end_at(view, place - 1)} signed:{signed}"
    yield f"under:{called} line:{line} gap:{min(1, seen.gap)} {seen.form} run:{min(2, view.rows[head].run)}"


def stops_nearby(view: View, place: int) -> Iterator[str]:
    """Where text has no stops, or gaps for them, a short line below a full one is the end of its paragraph."""
    if place == 0 or not view.rows[place - 1].full or view.rows[place].gap:
        return
    seen = view.rows[place]
    stops = view.stopped[place]
    yield f"stops nearby:{stops} above:{end_at(view, place - 1)} own:{kind_at(view, place)}"
    if seen.form in HEADISH and not seen.full:
        yield f"stops nearby:{stops} short run:{min(2, seen.run)}/{min(2, seen.rest)} below full"


def byline_within(view: View, place: int) -> Iterator[str]:
    """A summary may stand between headline and byline: what is below the byline goes on then."""
    if place < 2 or view.form(place - 1) is not Form.BYLINE:
        return
    top = place - 2
    while top >= 0 and place - top <= MOST_SUMMARY and view.rows[top].form not in HEADISH | {Form.BYLINE, Form.LEAD}:
        top -= 1
    above = view.form(top) if place - top <= MOST_SUMMARY else "far"
    short = "short" if above in HEADISH else above
    yield f"byline below a text under:{short} rows:{bucket(place - top, (3, 6))} own:{kind_at(view, place)}"


MOST_SUMMARY: Final = 12
"""Rows of a summary, with the byline below it."""
