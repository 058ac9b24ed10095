"""A question -> its answer, step by step: encode, search, read, decide, compose.

Left out: what may be asked at all, and which passages a scope holds (see `assistant`).
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace

from rag.answering.anchor import anchor_of
from rag.answering.asked_days import AskedDays
from rag.answering.asked_person import person_lacking
from rag.answering.candidates import Candidate, candidates
from rag.answering.close_reading import CloseReading, in_close_order, read_closely
from rag.answering.compare_events import compare, hits_of
from rag.answering.compose import compose, compose_onwards, compose_parts, language_of
from rag.answering.day_premise import other_day_of
from rag.answering.decompose import is_one_breath, parts_of
from rag.answering.event_days import SURELY_ABOVE, dated_events
from rag.answering.event_question import event_question_of
from rag.answering.extremes import NEARLY, Extremes, compose_extremes, extremes_of, without_rank
from rag.answering.figure_lines import is_told_in_line
from rag.answering.follow_up import FollowUp, History, Within, follow_up_of
from rag.answering.latest import asks_latest, latest_days
from rag.answering.needed import needed_by
from rag.answering.premise import contradiction_of, place_lacking
from rag.answering.refusal import above, confidence_of, refusal_of
from rag.answering.reranking import reread
from rag.answering.retriever import Retrieval, Retriever
from rag.answering.row_names import other_name_of_row
from rag.answering.stated import as_printed, asked_openly
from rag.answering.units import is_asked_in_print
from rag.models.encoder import Encoder
from rag.models.reader import Reader
from rag.records import Answer, Citation
from rag.settings import Settings
from rag.text.characters import normalise
from rag.wording import Language, say


class Timings:
    """Wall-clock time by stage; a stage that comes several times is added up."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is done within belongs to the stage `name`."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += time.perf_counter() - started

    def milliseconds(self) -> dict[str, float]:
        """The stages, and "total" since the beginning."""
        total = time.perf_counter() - self._started
        return {name: round(1000 * seconds, 3) for name, seconds in {**self._seconds, "total": total}.items()}


@dataclass(frozen=True)
class Pipeline:
    """Answers from one index with an encoder and, where there is one, a reader. Threads may share it."""

    retriever: Retriever
    encoder: Encoder
    reader: Reader | None
    settings: Settings

    def retrieve(self, question: str, history: History, within: Within, days: AskedDays | None = None) -> Retrieval:
        """The passages nearest to `question` among those `within`, in the reader's order where there is a reader."""
        timings = Timings()
        follow_up = self._follow_up(question, history, within, timings)
        return self._retrieve(follow_up, within, timings, days)[1]

    def answer(self, question: str, history: History, within: Within, days: AskedDays | None = None) -> Answer:
        """The answer; the citations' pages have no number yet, which the passages do not tell.

        `days` are those that the question names.
        """
        timings = Timings()
        compared = self._compared(question, within, timings)
        if compared:
            return compared
        follow_up = self._follow_up(question, history, within, timings)
        if days is None and not follow_up.cited and asks_latest(question):
            found = self._search(follow_up.question, follow_up.history, within, timings)
            days = latest_days(found, self.retriever.days)
        anchored = self._anchored(follow_up, within, timings)
        follow_up, retrieval = (follow_up, anchored) if anchored else self._retrieve(follow_up, within, timings, days)
        openly = replace(retrieval, question=asked_openly(retrieval.question))
        with timings.stage("compose"):
            extremes = self._extremes(retrieval, follow_up, within)
        parts = [] if extremes or follow_up.onwards else self._parts(retrieval, follow_up, within, timings)
        with timings.stage("compose"):
            calibration = self.reader.calibration if self.reader else {}
            asked = parts or [openly]
            ranked = [self._ranked(each) for each in asked]
        close = self._read_closely(asked, ranked, follow_up.history, timings)
        ranked = [in_close_order(each, found, looked) for each, found, looked in zip(asked, ranked, close, strict=True)]
        with timings.stage("compose"):
            # of several things that are asked one that is there is worth saying
            confidence = max(
                confidence_of(each, self.settings, calibration, found[0] if found else None, looked)
                for each, found, looked in zip(asked, ranked, close, strict=True)
            )
            values: dict[str, str] = {}
            if within is not None and not within.any():
                reason = "refusal-out-of-scope"
            elif follow_up.onwards and follow_up.cited:
                reason = ""
            else:
                own = None if parts else ranked[0]
                reason = self._unsure(openly, own, confidence if calibration else None, extremes)
                if not follow_up.onwards:
                    stated = without_rank(retrieval, extremes)
                    reason, values = self._contradicted(stated, language_of(question), reason, own)
        with timings.stage("compose"):
            text, citations, span = (
                ("", (), "") if reason else self._compose(openly, parts, ranked, follow_up, extremes)
            )
            if not citations:
                reason = (
                    reason
                    or ("refusal-no-number" if extremes else "")
                    or ("refusal-nothing-further" if follow_up.onwards else "")
                    or ("refusal-no-answer" if needed_by(normalise(question)) else "refusal-nothing-near")
                )
        return Answer(
            question=question,
            refused=bool(reason),
            text=say(reason, language_of(question), **values) if reason else text,
            citations=citations,
            hits=retrieval.hits,
            confidence=confidence,
            reason=reason,
            span=span,
            timings_ms=timings.milliseconds(),
            kind="refusal" if reason else "answer",
            continued_from=retrieval.continued_from or _gone_on_in(follow_up, citations),
            reason_values=values,
            unread=self._unread(retrieval),
        )

    def _ranked(self, retrieval: Retrieval) -> list[Candidate]:
        """The sentences that may answer, best first."""
        return candidates(retrieval, self.retriever.index, self.retriever.terms, self.settings)

    def _unsure(
        self,
        openly: Retrieval,
        ranked: Sequence[Candidate] | None,
        confidence: float | None,
        extremes: Extremes | None,
    ) -> str:
        """Why what was found does not answer, "" where it may: as a comparison of it tells, or how sure it is.

        `ranked` are the sentences that may answer, None where they are not at hand.
        """
        if extremes:
            return "" if extremes.found else "refusal-no-number"
        reason = refusal_of(openly, self.settings, confidence)
        if reason not in ("refusal-no-answer", "refusal-no-time"):
            return reason
        index = self.retriever.index
        if is_asked_in_print(openly, index, self.retriever.terms):
            return ""
        told = is_told_in_line(openly, self._ranked(openly) if ranked is None else ranked, index)
        return "" if told else reason

    def _contradicted(
        self, retrieval: Retrieval, language: Language, reason: str, ranked: Sequence[Candidate] | None
    ) -> tuple[str, dict[str, str]]:
        """`reason`, or what the question states and nothing found tells, with the values of its sentence."""
        if reason == "refusal-nothing-near":
            return reason, {}
        place = place_lacking(retrieval, self.retriever.index)
        if place:
            return "refusal-place-lacking", {"place": place}
        person = person_lacking(retrieval, self.retriever.index)
        if person:
            return "refusal-person-lacking", {"person": person}
        named = other_name_of_row(ranked[0], normalise(retrieval.question), self.retriever.index) if ranked else ""
        if named:
            return "refusal-value-lacking", {"stated": named}
        contradiction = contradiction_of(retrieval, self.retriever.index) or other_day_of(
            retrieval, self.retriever.days, language
        )
        if not contradiction:
            return reason, {}
        values = {name: value for name, value in asdict(contradiction).items() if value}
        return "refusal-other-value" if contradiction.printed else "refusal-value-lacking", values

    def _follow_up(self, question: str, history: History, within: Within, timings: Timings) -> FollowUp:
        if not history:
            return FollowUp(question)
        with timings.stage("encode"):
            return follow_up_of(question, history, self.retriever, self.encoder, within)

    def _compared(self, question: str, within: Within, timings: Timings) -> Answer | None:
        """The answer where the days of several events are asked; None for any other question, or unknown days."""
        compares = event_question_of(question)
        if compares is None:
            return None
        with timings.stage("search"):
            events = dated_events(compares.partings, self.retriever, self.encoder, self.settings, within)
        with timings.stage("compose"):
            reply = (
                compare(compares, events, self.retriever.terms, self.settings, language_of(question))
                if events
                else None
            )
        if reply is None:
            return None
        nearest = min(events, key=lambda event: event.near)
        return Answer(
            question=question,
            refused=False,
            text=reply.text,
            citations=reply.citations,
            hits=hits_of(events, self.settings.passages_shown),
            confidence=confidence_of(nearest.retrieval, self.settings, {}),
            reason="",
            span=reply.result,
            timings_ms=timings.milliseconds(),
        )

    def _anchored(self, follow_up: FollowUp, within: Within, timings: Timings) -> Retrieval | None:
        """What is found for the day of the event by which the question tells it; None where it tells none so.

        What is asked is searched for by itself, leaning towards the event as a question leans towards one before it.
        """
        anchor = anchor_of(follow_up.question)
        if anchor is None or follow_up.cited:
            return None
        with timings.stage("search"):
            events = dated_events([[anchor.event]], self.retriever, self.encoder, self.settings, within, SURELY_ABOVE)
        if not events:
            return None
        before, asked = [(anchor.event.label, "")], anchor.days(events[0].date)
        found = replace(self._search(anchor.question, before, within, timings, asked), in_conversation=False)
        return self._read(found, (), timings)

    def _retrieve(
        self, follow_up: FollowUp, within: Within, timings: Timings, days: AskedDays | None = None
    ) -> tuple[FollowUp, Retrieval]:
        """What is asked, its figures spelled as the passages spell them, and what is found for it and read."""
        near = self._near(follow_up, within)
        found = self._search(follow_up.question, follow_up.history, near, timings, days)
        printed = as_printed(follow_up.question, (hit.passage.text for hit in found.hits))
        if printed != follow_up.question:
            follow_up = replace(follow_up, question=printed)
            found = self._search(printed, follow_up.history, near, timings, days)
        if follow_up.cited:
            found = replace(found, continued_from=follow_up.cited.articles[0])
        return follow_up, self._read(found, follow_up.history, timings)

    def _read(self, found: Retrieval, history: History, timings: Timings) -> Retrieval:
        """What was found, read where there is a reader: for a figure where it is asked whether one is so."""
        with timings.stage("read"):
            if self.reader is None:
                return found
            openly = replace(found, question=asked_openly(found.question))
            return replace(reread(openly, history, self.reader, self.settings), question=found.question)

    def _read_closely(
        self, asked: Sequence[Retrieval], ranked: Sequence[list[Candidate]], history: History, timings: Timings
    ) -> list[CloseReading | None]:
        """How the best sentences for each thing that is asked were read; None for each where nothing weighs it."""
        if self.reader is None or not self.reader.calibration:
            return [None] * len(asked)
        with timings.stage("read"):
            questions = [each.question for each in asked]
            return [
                read_closely(each, found, _after(history, questions[:place]), self.reader)
                for place, (each, found) in enumerate(zip(asked, ranked, strict=True))
            ]

    def _unread(self, retrieval: Retrieval) -> int:
        """How many of the passages that were to be read the time did not reach."""
        wanted = min(self.settings.reader_passages, len(retrieval.hits)) if self.reader else 0
        return max(0, wanted - sum(reading is not None for reading in retrieval.readings))

    def _near(self, follow_up: FollowUp, within: Within) -> Within:
        """The passages that may answer: those of what the question goes on from, or all that are `within`."""
        if follow_up.cited is None:
            return within
        cited = self.retriever.of_articles(follow_up.cited.articles)
        return cited if within is None else cited & within

    def _extremes(self, retrieval: Retrieval, follow_up: FollowUp, within: Within) -> Extremes | None:
        """What was compared for a question for the most or for a sum; None where nothing is near enough to it."""
        if not retrieval.hits or follow_up.onwards or above(retrieval, self.settings) < -NEARLY:
            return None
        return extremes_of(retrieval, self.retriever.index, self.retriever.terms, self._near(follow_up, within))

    def _parts(self, retrieval: Retrieval, follow_up: FollowUp, within: Within, timings: Timings) -> list[Retrieval]:
        """Where several things are asked, what is found for each by itself and read; [] for one."""
        parts = parts_of(retrieval.question)
        found: list[Retrieval] = []
        for place, part in enumerate(parts):
            # the first part names the subject
            before = _after(follow_up.history, parts[:place])
            near = self._near(follow_up, within)
            if retrieval.hits and is_one_breath(retrieval.question):
                near = self.retriever.of_articles([retrieval.hits[0].passage.article])
            searched = self._search(part, before, near, timings, retrieval.asked)
            searched = replace(searched, in_conversation=retrieval.in_conversation)  # its parts are no conversation
            found.append(self._read(searched, before, timings))
        return found

    def _compose(
        self,
        retrieval: Retrieval,
        parts: Sequence[Retrieval],
        ranked: Sequence[Sequence[Candidate]],
        follow_up: FollowUp,
        extremes: Extremes | None,
    ) -> tuple[str, tuple[Citation, ...], str]:
        """Text, citations and exact answer; from a retrieval for each of several things that were asked.

        `ranked` are the candidates of each of `parts`, or of `retrieval` where there are none.
        """
        index, terms = self.retriever.index, self.retriever.terms
        if follow_up.onwards and follow_up.cited:
            text, citations = compose_onwards(follow_up.cited.sentence, index, terms, self.settings)
            return text, tuple(citations), ""
        if extremes:
            text, citations, span = compose_extremes(extremes, retrieval, index, terms, self.settings)
            return text, tuple(citations), span
        text, citations, span = (
            compose_parts(parts, ranked, terms, self.settings)
            if parts
            else compose(retrieval, ranked[0], terms, self.settings, self.retriever.days)
        )
        return text, tuple(citations), span

    def _search(
        self, question: str, history: History, within: Within, timings: Timings, asked: AskedDays | None = None
    ) -> Retrieval:
        with timings.stage("encode"):
            vector = self.retriever.encode(self.encoder, question, history)
        with timings.stage("search"):
            return self.retriever.search(question, history, vector, within, asked)


def _gone_on_in(follow_up: FollowUp, citations: Sequence[Citation]) -> str:
    """The piece cited before that a question of another thing was answered from all the same, "" where it was not."""
    before = follow_up.before.articles if follow_up.before else ()
    return next((citation.article for citation in citations[:1] if citation.article in before), "")


def _after(history: History, questions: Sequence[str]) -> History:
    """The conversation as it is for a part of a question, after the parts before it."""
    return [*history, *((question, "") for question in questions)]
