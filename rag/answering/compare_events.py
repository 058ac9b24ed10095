"""Events with their days -> the reply: what was asked of the days, then the sentence that tells each, cited.

更早的是甲桥通车（2023年3月5日）：… Left out: finding the events (see `event_days`).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.answering.candidates import says_the_same
from rag.answering.compose import with_markers
from rag.answering.event_days import DatedEvent
from rag.answering.event_question import EventQuestion, Measure, Unit
from rag.records import Citation, Hit
from rag.settings import Settings
from rag.text.dates import period_of_iso
from rag.text.labels import date_label
from rag.text.terms import Terms
from rag.wording import Language, say

_EXACT: Final[dict[Unit, tuple[str, ...]]] = {
    "year": ("%Y",),
    "month": ("%Y", "%m"),
    "week": ("%G", "%V"),
    "day": ("%Y", "%m", "%d"),
}
"""What two days must have in common to be of the same year, month, week or day."""
_LEAST_ROOM: Final = 24
"""Characters that are left for each sentence: fewer say nothing."""
_MONTHS: Final = 12
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison says: its text with markers, their citations, and the result alone as the text has it."""

    text: str
    citations: tuple[Citation, ...]
    result: str


def compare(
    question: EventQuestion, events: Sequence[DatedEvent], terms: Terms, settings: Settings, language: Language
) -> Comparison | None:
    """The reply; None where the days do not tell, as two of the same month of which one has no day."""
    result = _result(question, events, language)
    if result is None:
        return None
    head, exact, ordered = result
    opening = say("compare-opening", language, result=head)
    cited = _different(ordered)
    if settings.answer_characters - len(opening) < _LEAST_ROOM * len(cited):
        return None
    wanted = [(event.candidate, terms.cut(event.event.words)) for event in cited]
    text, citations = with_markers(wanted, terms, settings.answer_characters, opening)
    return Comparison(text, tuple(citations), exact)


def hits_of(events: Sequence[DatedEvent], most: int) -> tuple[Hit, ...]:
    """The passages that tell the events, then those found beside them, each once and at most so many."""
    found = [event.candidate.hit for event in events]
    found += sorted((hit for event in events for hit in event.retrieval.hits), key=lambda hit: -hit.score)
    passages = {hit.passage.id: hit for hit in reversed(found)}
    distinct = list(dict.fromkeys(hit.passage.id for hit in found))[:most]
    return tuple(replace(passages[id], rank=rank) for rank, id in enumerate(distinct, 1))


def _different(events: Sequence[DatedEvent]) -> list[DatedEvent]:
    """The events without those whose sentence says what one before it says."""
    kept: list[DatedEvent] = []
    for event in events:
        if not any(says_the_same(event.candidate.sentence, other.candidate.sentence) for other in kept):
            kept.append(event)
    return kept


def _result(
    question: EventQuestion, events: Sequence[DatedEvent], language: Language
) -> tuple[str, str, list[DatedEvent]] | None:
    """The result in words, its exact part, and the events in the order in which they are cited."""
    in_order = sorted(events, key=lambda event: period_of_iso(event.date))
    if question.measure == "same":
        return _same(question.unit, in_order, list(events), language)
    if question.measure == "apart":
        return _apart(question.unit, in_order, language)
    if question.measure in ("first", "last"):
        return _end(question.measure, in_order, language)
    if question.measure == "order" and not _is_in_order(in_order):
        return None
    named = in_order if question.measure == "order" else list(events)
    labels = say("list-comma", language).join(_label(event, language) for event in named)
    return say("compare-order", language, events=labels) if question.measure == "order" else labels, "", named


def _end(measure: Measure, in_order: list[DatedEvent], language: Language) -> tuple[str, str, list[DatedEvent]] | None:
    """Which event is the first or the last; that they are of the same day where all are."""
    if len({event.date for event in in_order}) == 1 and _is_day(in_order[0]):
        date = date_label(in_order[0].date, language)
        return say("compare-same-day", language, date=date), date, in_order
    if measure == "last":
        in_order.reverse()
    end, others = in_order[0], in_order[1:]
    before, after = (end, others) if measure == "first" else (others[0], [end])
    if any(period_of_iso(before.date)[1] >= period_of_iso(other.date)[0] for other in after):
        return None
    key = f"compare-{measure}-of-two" if len(in_order) == 2 else f"compare-{measure}"
    return say(key, language, event=_label(end, language)), end.event.label, in_order


def _same(
    unit: Unit, in_order: list[DatedEvent], events: list[DatedEvent], language: Language
) -> tuple[str, str, list[DatedEvent]] | None:
    """Whether all events are of the same year, month, week or day."""
    names: set[str] = set()
    for event in events:
        first, last = (
            "-".join(day.strftime(part) for part in _EXACT[unit or "day"]) for day in period_of_iso(event.date)
        )
        names |= {first, last}
        if first != last and not _is_in_order(in_order):
            return None
    dates = say("list-comma", language).join(dict.fromkeys(date_label(event.date, language) for event in events))
    name = say(f"compare-unit-{unit or 'day'}", language)
    alike = len(names) == 1
    exact = say("compare-yes" if alike else "compare-no", language)
    return (
        say("compare-alike" if alike else "compare-unlike", language, said=exact, unit=name, dates=dates),
        exact,
        events,
    )


def _is_in_order(in_order: Sequence[DatedEvent]) -> bool:
    """Whether each event was surely over when the next began, or both were of the same day."""
    periods = [period_of_iso(event.date) for event in in_order]
    return all(one[1] < other[0] or one[0] == one[1] == other[1] for one, other in itertools.pairwise(periods))


def _apart(unit: Unit, in_order: list[DatedEvent], language: Language) -> tuple[str, str, list[DatedEvent]] | None:
    """How far the first and the last event are apart, counted in `unit`, in days where it is ""."""
    first, last = (period_of_iso(event.date)[0] for event in (in_order[0], in_order[-1]))
    months = _MONTHS * (last.year - first.year) + last.month - first.month
    exact = {"year": 4, "month": 7}.get(unit, 10)
    if any("/" in event.date or len(event.date) < exact for event in in_order):
        return None
    if len(_different(in_order)) == 1:  # one sentence of one day tells of both: it is no day of either
        return None
    count = {"year": last.year - first.year, "month": months, "week": (last - first).days // _WEEK}.get(
        unit, (last - first).days
    )
    counted = say(f"compare-count-{unit or 'day'}", language, count=count)
    labels = [date_label(event.date, language) for event in (in_order[0], in_order[-1])]
    return say("compare-apart", language, count=counted, first=labels[0], last=labels[1]), counted, in_order


def _is_day(event: DatedEvent) -> bool:
    return len(event.date) == len("2022-01-20")


def _label(event: DatedEvent, language: Language) -> str:
    return say("compare-event", language, event=event.event.label, date=date_label(event.date, language))
