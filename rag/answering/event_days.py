"""The events that a question names, found in the pages, each with the day that its sentence tells.

Every event is searched for by itself; of the ways to part a question into events, the one whose events lie nearest to
passages is taken. Left out: reading the question (see `event_question`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rag.answering.asked_days import AskedDays
from rag.answering.candidates import Candidate, candidates
from rag.answering.event_question import Event
from rag.answering.follow_up import Within
from rag.answering.retriever import Retrieval, Retriever
from rag.articles.dating.mentions import dates_named
from rag.articles.dating.reckoning import Reckoning
from rag.models.encoder import Encoder
from rag.settings import Settings
from rag.text.dates import period_of_iso

NAMES_DAY: Final = 0.03
"""What a sentence gains that names a day itself, on the scale of `compose.candidates`: it proves the day as well. On
every other aggregate ChronoQA question 0 / 0.03 / 0.1 give days right alike."""
ABOVE: Final = 0.06
"""How far above the refusal score the passage of an event must be. Of the events of every other ChronoQA question that
the pages tell of, 0.97 are above it, of those that they do not tell of, 0.15: a name or a month alone is near enough to
be found."""
SURELY_ABOVE: Final = 0.115
"""The same for an event that only tells the day of something else: a wrong day would lead away from what is asked."""
_LOOKED_AT: Final = 3
"""Passages of an event that are looked at: further ones are of other events."""


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with its sentence, the ISO day, month, year or interval that it tells, and all that was found for it."""

    event: Event
    candidate: Candidate
    date: str
    retrieval: Retrieval

    @property
    def near(self) -> float:
        """The fused score of the nearest passage."""
        return max(self.retrieval.fused)


def dated_events(
    partings: Sequence[Sequence[Event]],
    retriever: Retriever,
    encoder: Encoder,
    settings: Settings,
    within: Within,
    above: float = ABOVE,
) -> tuple[DatedEvent, ...]:
    """The events of the likeliest parting with their days; () where one of them is not found or has no day.

    What is found is at least `above` the refusal score, in fused scores.
    """
    searched: dict[str, Retrieval] = {}

    def nearness(events: Sequence[Event]) -> float:
        scores = [max(searched[event.words].fused, default=0.0) for event in events]
        return sum(scores) / len(scores)

    for event in (event for events in partings for event in events):
        if event.words not in searched:
            vector = retriever.encode(encoder, event.words, ())
            searched[event.words] = retriever.search(event.words, (), vector, within, own_days(event.words))
    best = max(partings, key=nearness)
    least = settings.refusal_score + above
    if any(max(searched[event.words].fused, default=0.0) < least for event in best):
        return ()
    found = [_dated(event, searched[event.words], retriever, settings) for event in best]
    return tuple(event for event in found if event) if all(found) else ()


def _dated(event: Event, retrieval: Retrieval, retriever: Retriever, settings: Settings) -> DatedEvent | None:
    """The event with the sentence that tells it best, and its day; None where no sentence near to it has a day."""
    days = retriever.days
    near = {hit.passage.id for hit in retrieval.hits[:_LOOKED_AT]}
    ranked = [
        candidate
        for candidate in candidates(retrieval, retriever.index, retriever.terms, settings)
        if candidate.hit.passage.id in near
    ]
    best = max(
        ranked,
        key=lambda candidate: candidate.score + NAMES_DAY * bool(days.named(candidate.sentence)),
        default=None,
    )
    date = days.told(best.hit.passage, best.number) if best else ""
    if not best or not date or (retrieval.asked and retrieval.asked.contradicts(date)):
        return None
    return DatedEvent(event, best, date, retrieval)


def own_days(words: str) -> AskedDays | None:
    """The days that the words name with their year, None where they name none."""
    mentions = dates_named([words], [[1]], Reckoning())
    if not mentions:
        return None
    first, last = period_of_iso(mentions[0].date)
    return AskedDays(first.isoformat(), last.isoformat())
