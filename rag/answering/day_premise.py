"""A day that the question states and everything found contradicts: 2024年4月9日 where the pages tell of March 2023.

Left out: years, and whatever else stands in figures (see `premise`).
"""

import re
from typing import Final

from rag.answering.asked_days import AskedDays
from rag.answering.premise import Contradiction
from rag.answering.retriever import Retrieval
from rag.answering.sentence_days import SentenceDays
from rag.records import Passage
from rag.text.dates import DAY, MONTH_DAY, iso_of_period, number_of, period_of_iso
from rag.text.labels import date_label
from rag.wording import Language, say

RIVALS: Final = 0.05
"""Passages within this of the nearest, in fused scores, may be what the question is about."""
_NEWS_DAYS: Final = 3
"""A paper reports what happened some days before: one of 8 March may tell of the fifth without naming it."""
_MONTH_DAY: Final = re.compile(MONTH_DAY)
_DAY_ALONE: Final = re.compile(rf"(?<![月\d]){DAY}")


def other_day_of(retrieval: Retrieval, days: SentenceDays, language: Language) -> Contradiction | None:
    """The days that the question states, where what is nearest to it tells of others; None where it may tell of it."""
    asked = retrieval.asked
    if asked is None or not retrieval.hits or asked.is_long:
        return None
    highest = max(retrieval.fused)
    near = [hit.passage for hit, fused in zip(retrieval.hits, retrieval.fused, strict=True) if fused > highest - RIVALS]
    if any(any(retrieval.day_fits.get(passage.id, ())) for passage in near):
        return None
    best = near[0] if near else retrieval.hits[0].passage
    if not _tells_days(best, days) or _prints(best, asked):
        return None
    printed = days.printed(best)
    if printed and asked.distance(printed) <= _NEWS_DAYS:
        return None
    return Contradiction(_label(asked, language))


def _tells_days(passage: Passage, days: SentenceDays) -> bool:
    return any(len(date) == len("2022-01-20") for date in (*days.named_by(passage), days.event(passage)))


def _prints(passage: Passage, asked: AskedDays) -> bool:
    """Whether the passage prints the day without telling its year, or the number of it without its month."""
    ends = {asked.first[-5:], asked.last[-5:]}
    printed = {
        f"{number_of(match['month']):02}-{number_of(match['day']):02}" for match in _MONTH_DAY.finditer(passage.text)
    }
    alone = {f"{number_of(match['day']):02}" for match in _DAY_ALONE.finditer(passage.text)}
    return bool(printed & ends) or (asked.days == 1 and asked.first[-2:] in alone)


def _label(asked: AskedDays, language: Language) -> str:
    """The days as a reader writes them."""
    if not asked.of_any_year:
        first, last = period_of_iso(asked.first)[0], period_of_iso(asked.last)[1]
        return date_label(iso_of_period(first, last), language)
    month, day = asked.first[2:4], asked.first[5:7]
    if day:
        return say("month-day", language, month=int(month), day=int(day))
    return say("month-alone", language, month=int(month))
