"""A question for the latest of several reports of one thing -> the day of that report: 最近一次放水多少？

Told by the wording, and by the days of what is about as near to the question. Left out: the latest report itself as an
answer (see `planning`).
"""

import re
from typing import Final

from rag.answering.asked_days import AskedDays
from rag.answering.retriever import Retrieval
from rag.answering.sentence_days import SentenceDays
from rag.text.characters import normalise

ALIKE: Final = 0.03
"""Fused scores within which passages are reports of the same thing: three reports of one irrigation on three days lie
within 0.014, other pieces of the same paper 0.08 below."""
_LATEST: Final = re.compile(r"(?:最近|最新|最后)的?一?[次回](?!性)|上一?次(?!性)")


def asks_latest(question: str) -> bool:
    """Whether `question` asks for the latest time of something."""
    return bool(_LATEST.search(normalise(question)))


def latest_days(retrieval: Retrieval, days: SentenceDays) -> AskedDays | None:
    """The latest day of which the nearest passages tell; None where they do not tell of several."""
    highest = max(retrieval.fused, default=0.0)
    near = [hit.passage for hit, fused in zip(retrieval.hits, retrieval.fused, strict=True) if fused > highest - ALIKE]
    told = [[days.told(passage, number) for number in range(len(passage.sentences))] for passage in near]
    first = [next((day for day in dates if len(day) == len("2022-01-20")), "") for dates in told]
    latest = max(first, default="")
    return AskedDays(latest, latest) if len({day for day in first if day}) > 1 else None
