"""A question -> its answer, step by step: encode, search, read, decide, compose.

Left out: what may be asked at all, and which passages a scope holds (see `assistant`).
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.answering.compose import compose, compose_parts
from rag.answering.decompose import parts_of
from rag.answering.refusal import confidence_of, refusal_of
from rag.answering.reranking import reread
from rag.answering.retriever import Retrieval, Retriever
from rag.models.encoder import Encoder
from rag.models.reader import Reader
from rag.records import Answer, Citation
from rag.settings import Settings
from rag.text.characters import is_chinese
from rag.wording import Language, say

History = Sequence[tuple[str, str]]
Within = NDArray[np.bool_] | None
"""Which passages may be found, shape (passages,); None for all."""


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

    def retrieve(self, question: str, history: History, within: Within, timings: Timings | None = None) -> Retrieval:
        """The passages nearest to `question` among those `within`, in the reader's order where there is a reader."""
        timings = timings or Timings()
        found = self._search(question, history, within, timings)
        with timings.stage("read"):
            return found if self.reader is None else reread(found, history, self.reader, self.settings)

    def answer(self, question: str, history: History, within: Within) -> Answer:
        """The answer; the citations' pages have no number yet, which the passages do not tell."""
        timings = Timings()
        retrieval = self.retrieve(question, history, within, timings)
        with timings.stage("compose"):
            calibration = self.reader.calibration if self.reader else {}
            confidence = confidence_of(retrieval, self.settings, calibration)
            reason = (
                "refusal-out-of-scope"
                if within is not None and not within.any()
                else refusal_of(retrieval, self.settings, confidence if calibration else None)
            )
        parts = [] if reason else self._parts(retrieval, history, within, timings)
        with timings.stage("compose"):
            text, citations, span = ("", (), "") if reason else self._compose(retrieval, parts)
            reason = reason or ("" if citations else "refusal-nothing-near")
        return Answer(
            question=question,
            refused=bool(reason),
            text=say(reason, language_of(question)) if reason else text,
            citations=citations,
            hits=retrieval.hits,
            confidence=confidence,
            reason=reason,
            span=span,
            timings_ms=timings.milliseconds(),
            kind="refusal" if reason else "answer",
        )

    def _parts(self, retrieval: Retrieval, history: History, within: Within, timings: Timings) -> list[Retrieval]:
        """Where several things are asked, a search for each by itself; [] for one."""
        parts = parts_of(retrieval.question)
        found: list[Retrieval] = []
        for place, part in enumerate(parts):
            before = [*history, *((earlier, "") for earlier in parts[:place])]  # the first part names the subject
            found.append(self._search(part, before, within, timings))
        return found

    def _compose(self, retrieval: Retrieval, parts: Sequence[Retrieval]) -> tuple[str, tuple[Citation, ...], str]:
        """Text, citations and exact answer; from a retrieval for each of several things that were asked."""
        index, terms = self.retriever.index, self.retriever.terms
        text, citations, span = (
            compose_parts(parts, index, terms, self.settings)
            if parts
            else compose(retrieval, index, terms, self.settings)
        )
        return text, tuple(citations), span

    def _search(self, question: str, history: History, within: Within, timings: Timings) -> Retrieval:
        with timings.stage("encode"):
            vector = self.retriever.encode(self.encoder, question, history)
        with timings.stage("search"):
            return self.retriever.search(question, history, vector, within)


def language_of(question: str) -> Language:
    """The language to answer in."""
    return "zh" if is_chinese(question) else "en"
