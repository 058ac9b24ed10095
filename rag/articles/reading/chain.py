"""The labels of a page's rows, all decided together: a linear-chain conditional random field (Lafferty et al. 2001).

A row's score is the sum of the weights of what its signals say, and of the step from the label above. The best reading
is found by dynamic programming (Viterbi).
"""

import json
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from rag.articles.layout.headings import HISTORY
from rag.articles.layout.lines import starts_torn
from rag.articles.reading.classes import TURNS, called_at, kind_at
from rag.articles.reading.customs import CUSTOMS
from rag.articles.reading.forms import HEADLINE, Form
from rag.articles.reading.habits import opening_of
from rag.articles.reading.signals import SHORT, names_at
from rag.articles.reading.view import HEADISH, Seen, View

Scores = npt.NDArray[np.float64]


class Label(IntEnum):
    """What a row is: an object of its own (label, masthead, slogan), the first line of a headline, a further one, the
    first row of a piece or part that has no headline above it, or a row that belongs to the piece above.
    """

    ALONE = 0
    TITLE = 1
    MORE_TITLE = 2
    OPENS = 3
    WITHIN = 4


COUNT = len(Label)
FORBIDDEN = -1e4
"""Steps that no page takes: a further headline line or a row within a piece needs something above it."""
_BARRED = [
    (Label.ALONE, Label.MORE_TITLE),
    (Label.ALONE, Label.WITHIN),
    (Label.OPENS, Label.MORE_TITLE),
    (Label.WITHIN, Label.MORE_TITLE),
]


def barred() -> Scores:
    """The scores of steps before anything is learnt."""
    scores = np.zeros((COUNT, COUNT))
    for above, label in _BARRED:
        scores[above, label] = FORBIDDEN
    return scores


def steps_at(view: View, place: int) -> list[str]:
    """What a step from the row above depends on beside the two labels."""
    seen = view.rows[place]
    names = ["step", f"step gap:{min(1, seen.gap)} blanks:{view.blanks}"]
    if view.rows[place - 1].form is Form.FURNITURE or seen.form is Form.FURNITURE:
        names.append("step furniture")
    if seen.full and view.rows[place - 1].full:
        names.append("step in column")
    names.append(f"step own:{seen.form}")
    names.append(f"step above:{view.rows[place - 1].form}")
    names.append(f"step called:{called_at(view, place - 1)} gap:{min(2, seen.gap)}")
    _, _, best = view.resumed.get(place - 1, (0, 0.0, 0))
    torn = starts_torn(view.rows[place - 1].text)
    names.append(f"step above torn:{torn} resumes:{min(1, best)} own:{kind_at(view, place)}")
    opening = opening_of(seen.text, seen.form)
    if opening and opening == opening_of(view.rows[place - 1].text, view.rows[place - 1].form):
        names.append(f"step alike:{opening.split(' ')[0]}")
    return names


@dataclass(frozen=True)
class Weights:
    """What each name speaks for: a row of label scores by signal, a table of label pairs by step."""

    signals: dict[str, Scores]
    steps: dict[str, Scores]


@cache
def learnt() -> Weights:
    """The weights that the project was taught."""
    text = resources.files("rag.articles.reading").joinpath("weights.json").read_text("utf-8")
    stored = json.loads(text)
    return Weights(
        {name: np.array(row) for name, row in stored["signals"].items()},
        {name: np.array(row).reshape(COUNT, COUNT) for name, row in stored["steps"].items()},
    )


def scores_of(view: View, weights: Weights) -> tuple[Scores, Scores]:
    """The score of each label at each row, and of each step into each row."""
    count = len(view.rows)
    trust = SHORT_TRUST if count < SHORT else 0.0
    rows, steps = np.zeros((count, COUNT)), np.tile(barred(), (count, 1, 1))
    for place in range(count):
        for name in names_at(view, place):
            weight = weights.signals.get(name)
            if weight is not None:
                rows[place] += weight
        for name in steps_at(view, place) if place else ():
            table = weights.steps.get(name)
            if table is not None:
                steps[place] += table
        if view.first:
            rows[place, Label[view.first[place]]] += trust
        _bar(view, place, rows, steps)
        _keep_customs(view, place, rows, steps)
    rows[:1, [Label.MORE_TITLE, Label.WITHIN]] = FORBIDDEN
    return rows, steps


def _bar(view: View, place: int, rows: Scores, steps: Scores) -> None:
    """What holds on any page.

    Text and a printed question are no label or headline, (上接第1版) opens a part, (下转第4版) and a byline in brackets
    close one, a subtitle goes with a headline and ends it, a greeting begins a letter, what stands right above 本报讯
    is its headline.
    """
    seen = view.rows[place]
    if seen.form is Form.STOPS or "。" in seen.text or len(seen.text) > LONGEST_ALONE:
        rows[place, Label.ALONE] = FORBIDDEN
    if _has_stop(seen) or (seen.form is Form.COLUMN and _CLAUSES.search(seen.text)):
        rows[place, [Label.TITLE, Label.MORE_TITLE]] = FORBIDDEN
    if _TODAY.search(seen.text) or (HISTORY.search(seen.text) and view.form(place + 1) is Form.DAY):
        rows[place, Label.WITHIN] = FORBIDDEN
    if place and _TODAY.search(seen.text) and view.form(place + 1) is not Form.DAY:
        rows[place, Label.TITLE] -= CLOSED  # the days stand above it
    if place and seen.form is Form.GREETING:
        rows[place, [Label.ALONE, Label.TITLE, Label.MORE_TITLE]] = FORBIDDEN
        steps[place, [Label.TITLE, Label.MORE_TITLE], Label.OPENS] = FORBIDDEN
    if place and seen.form is Form.CONTINUED:
        steps[place, [Label.OPENS, Label.WITHIN], Label.WITHIN] = FORBIDDEN
    if _SPOKEN.match(seen.text):
        rows[place, [Label.ALONE, Label.TITLE, Label.MORE_TITLE]] = FORBIDDEN
    above = view.rows[place - 1] if place else None
    if above is None:
        return
    if seen.form not in _AFTER_BYLINE and (_SIGNED.search(above.text) or TURNS.search(above.text)):
        steps[place, :, Label.WITHIN] -= CLOSED
    _, _, resumes = view.resumed.get(place - 1, (0, 0.0, 0))
    if above.form is Form.STOPS and seen.form in _HEADLINES and not seen.full and not resumes:
        steps[place, Label.OPENS, Label.WITHIN] -= LONE
        steps[place, Label.WITHIN, Label.WITHIN] -= LONE * _breaks_in(view, place - 1)
    if seen.form is Form.NAME and above.form is Form.STOPS:
        rows[place, Label.TITLE] -= CLOSED  # who wrote the text above it
    if above.form is Form.SUBTITLE:
        steps[place, Label.MORE_TITLE, Label.MORE_TITLE] = FORBIDDEN
    if seen.form is Form.SUBTITLE and above.form in HEADISH and not above.full:
        steps[place, :, [Label.ALONE, Label.TITLE]] -= CLOSED
    if seen.form is Form.LEAD and not seen.row.blank_before and called_at(view, place - 1) not in _NO_HEADLINES:
        steps[place, Label.ALONE, Label.OPENS] -= CLOSED
    if seen.form is Form.LEAD and above.form in _HEADLINES and not above.full:
        steps[place, Label.WITHIN, [Label.WITHIN, Label.OPENS]] -= CLOSED


def _keep_customs(view: View, place: int, rows: Scores, steps: Scores) -> None:
    """What is not barred, but told beside the learnt weights: see `customs`."""
    for custom in CUSTOMS:
        if custom.holds(view, place):
            labels = [Label[name] for name in custom.labels]
            if custom.above:
                steps[place][np.ix_([Label[name] for name in custom.above], labels)] += custom.gain
            else:
                rows[place, labels] += custom.gain


def _has_stop(seen: Seen) -> bool:
    """Whether the row has a full stop, other than one within a short line, which may be a character misread."""
    stops = seen.text.count("。")
    return stops > 1 or (stops == 1 and (seen.full or len(seen.text) > HEADLINE or seen.text.endswith("。")))


def _breaks_in(view: View, last: int) -> bool:
    """Whether the wrapped paragraph that ends with the row there stands right below a text that stops in mid-sentence,
    and does not go on with it: a caption, mostly.
    """
    first = last
    while first > max(0, last - MOST_LONE) and view.rows[first - 1].full and first - 1 not in view.waiting:
        first -= 1
    across, _, best = view.resumed.get(first, (0, 0.0, 0))
    return first < last and first - 1 in view.waiting and not (best and across) and best < CLEARLY


CLEARLY = 2
"""Of `View.resumed`: a row goes on with an end by far better than any other does."""
MOST_LONE = 6
"""Rows of a caption that are looked back at."""
SHORT_TRUST = 8.0
"""What a first reading's labels gain on a page of fewer rows than `SHORT`: a line such as 甲地新闻 above the only body
is its headline, not the name of a column."""
CLOSED = 5.0
"""Against what hardly any page has, such as a row that goes on with a piece which a byline in brackets has closed,
beside what is learnt of it."""
LONE = 2.0
"""Against a subhead right below the first paragraph of a piece without a headline that is whole: a caption, mostly."""
_HEADLINES = frozenset({Form.HEAD, Form.ASKS, Form.COLON, Form.CLAUSES, Form.GENRE})
_NO_HEADLINES = frozenset({"no", "list", "column", "spaced out"})
"""What is called like a column or a list may stand above 本报讯 as the label of briefs, see `called_at`."""
_SIGNED = re.compile(r"[。!?”]\([^()。,]{2,24}\)$")
_AFTER_BYLINE = frozenset({Form.EDITOR, Form.DAY, Form.OFFICE, Form.TURN, Form.BYLINE, Form.PHOTO, Form.FURNITURE})
_TODAY = re.compile(r"^\S{0,8}历史上的今天$")
_CLAUSES = re.compile(r"[,;]")
_SPOKEN = re.compile(r"[问答][:：]")
"""How a printed question, or its answer, begins."""
LONGEST_ALONE = 80
"""Characters of the longest line at the head or foot of a page."""


def best_labels(rows: Scores, steps: Scores) -> list[Label]:
    """The labels of the best reading."""
    if not len(rows):
        return []
    best, came = rows[0], np.zeros(rows.shape, dtype=np.int64)
    for place in range(1, len(rows)):
        arriving = best[:, None] + steps[place]
        came[place] = arriving.argmax(axis=0)
        best = arriving.max(axis=0) + rows[place]
    labels = [int(best.argmax())]
    for place in range(len(rows) - 1, 0, -1):
        labels.append(int(came[place, labels[-1]]))
    return [Label(label) for label in reversed(labels)]
