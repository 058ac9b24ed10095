"""Signals of runs of short lines: which of them are labels, headlines, lists, and which belongs to what."""

from collections.abc import Iterator
from typing import Final

from rag.articles.layout.lines import starts_torn
from rag.articles.reading.classes import bucket, called_at, end_at, kind_at
from rag.articles.reading.view import HEADISH, View


def run_of_short_lines(view: View, place: int) -> Iterator[str]:
    """One to three short lines above a text are its headline; many are a list, whose first ones are its headline."""
    seen = view.rows[place]
    if seen.form not in HEADISH:
        above = view.rows[place - 1] if place else None
        if above is not None and above.form in HEADISH and seen.gap == 0:
            yield f"after run:{min(5, above.run + 1)} {kind_at(view, place)}"
            head = called_at(view, place - above.run - 1)
            yield f"after run of:{head} lines:{min(3, above.run)} end:{end_at(view, place - 1)} {kind_at(view, place)}"
        return
    yield f"run:{min(4, seen.run)}/{min(5, seen.rest)}"
    ends_with = place + seen.rest + 1
    yield f"run:{min(3, seen.run)}/{min(3, seen.rest)} then:{view.form(ends_with)}"
    size = bucket(seen.run + seen.rest + 1, (2, 3, 4, 5, 7))
    yield f"run:{min(3, seen.run)} size:{size} from:{kind_at(view, place - seen.run - 1)}"


def between(view: View, place: int) -> Iterator[str]:
    """What a run of short lines stands between: after a byline and before 本报讯 it is a headline."""
    seen = view.rows[place]
    if seen.form not in HEADISH:
        return
    above, below = place - seen.run - 1, place + seen.rest + 1
    size = bucket(seen.run + seen.rest + 1, (2, 3, 4, 5, 8))
    where = f"{min(2, seen.run)}/{min(2, seen.rest)}"
    yield f"between:{end_at(view, above)} {view.form(below)} at:{where}"
    yield f"between:{end_at(view, above)} size:{size} at:{where} gap:{min(1, view.rows[place - seen.run].gap)}"
    higher = end_at(view, place - 1)
    yield f"page's headlines gap:{view.habits.gaps} {min(1, seen.gap)} run:{min(1, seen.run)} above:{higher}"
    yield f"page's headlines lines:{view.habits.lines} at:{where} below:{view.form(below)}"
    own = bucket(len(seen.text.replace(" ", "")), (5, 7, 10))
    yield f"page's headlines size:{view.habits.size} own:{own} at:{where}"
    if below < len(view.rows):
        torn = starts_torn(view.rows[below].text)
        across, gain, best = view.resumed.get(below, (0, 0.0, 0))
        yield f"text below resumes:{min(2, across)} best:{best} kin:{bucket(gain, (0.03, 0.1))} torn:{torn} at:{where}"


def kinds_in_run(view: View, place: int) -> Iterator[str]:
    """What the lines of a run are called: a column's name above a list's name, the lines of a list below its name."""
    seen = view.rows[place]
    if seen.form not in HEADISH:
        return
    head = place - seen.run
    kinds = [called_at(view, each) for each in (place - 1, place, place + 1)]
    yield f"called:{kinds[0]} {kinds[1]} {kinds[2]}"
    yield f"called:{kinds[1]} run:{min(2, seen.run)}/{min(3, seen.rest)}"
    if seen.run:
        second = called_at(view, head + 1) if seen.run > 1 else ""
        yield f"head of run:{called_at(view, head)} {second} at:{min(4, seen.run)} own:{kinds[1]}"


def siblings(view: View, place: int) -> Iterator[str]:
    """Subheads of one piece are built alike (水从哪里来, 水由谁来管; 改：…, 引：…); headlines of several are not."""
    seen = view.rows[place]
    if seen.form in HEADISH and seen.run + seen.rest <= 1:
        yield f"siblings:{min(3, seen.siblings)}"


def own_words(view: View, place: int) -> Iterator[str]:
    """A headline repeats words of the text below it, hardly any of the text above; a label neither."""
    seen = view.rows[place]
    if seen.form not in HEADISH or not seen.pairs:
        return
    below = share(view, seen.pairs, place + seen.rest + 1, 1)
    above = share(view, seen.pairs, place - seen.run - 1, -1)
    yield f"repeated below:{bucket(below, (0.05, 0.15, 0.3, 0.5))} run:{min(1, seen.rest)}"
    yield f"repeated above:{bucket(above, (0.05, 0.15, 0.3))}"
    yield f"repeated below more:{bucket(below - above, (-0.15, -0.03, 0.04, 0.15, 0.3))}"


def beside_in_run(view: View, place: int) -> Iterator[str]:
    """A label is shorter than the headline below it and shares nothing with the text; lines of one headline match."""
    seen = view.rows[place]
    if seen.form not in HEADISH:
        return
    body = place + seen.rest + 1
    told = [_told(view, each, body) for each in (place - 1, place, place + 1)]
    if seen.rest and seen.run + seen.rest < MOST_BESIDE:
        longer = len(view.rows[place + 1].text.replace(" ", "")) - len(seen.text.replace(" ", ""))
        size = bucket(longer, (-5, -1, 2, 5))
        yield f"line below longer:{size} told:{told[1]} below:{told[2]} run:{min(1, seen.run)}"
    if seen.run and seen.run + seen.rest < MOST_BESIDE:
        longer = len(seen.text.replace(" ", "")) - len(view.rows[place - 1].text.replace(" ", ""))
        size = bucket(longer, (-5, -1, 2, 5))
        yield f"line above shorter:{size} told:{told[1]} above:{told[0]} run:{min(2, seen.run)}"


MOST_BESIDE: Final = 6
"""Lines of a run in which labels and headlines are told apart: what is longer is a list."""


def _told(view: View, place: int, body: int) -> int:
    """Roughly how much of the row the text from `body` on repeats."""
    if not 0 <= place < len(view.rows) or not view.rows[place].pairs:
        return 0
    return bucket(share(view, view.rows[place].pairs, body, 1), (0.12, 0.3))


def share(view: View, pairs: frozenset[str], place: int, step: int) -> float:
    """The share of the pairs that the stretch of text from `place` on repeats."""
    left, length, rows = set(pairs), 0, 0
    while left and 0 <= place < len(view.rows) and length < 400 and rows < 14:
        left -= view.rows[place].pairs
        length += len(view.rows[place].text)
        rows += 1
        place += step
    return 1 - len(left) / len(pairs)
