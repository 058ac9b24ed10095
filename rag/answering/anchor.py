"""A question that tells its day by an event -> the event and the question itself: 大桥通车当天，县里还开了什么会？

Told by the wording alone. Left out: finding the event's day (see `event_days`).
"""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from rag.answering.asked_days import AskedDays
from rag.answering.event_question import Event
from rag.text.dates import month_period, period_of_iso

_ANCHOR: Final = re.compile(
    r"^(?:在|就在|请问)?(?P<event>[^?？]{4,60}?)的?(?P<unit>(?:当|同一?|那一?)(?P<size>天|日|个?月|年)(?![人级轻份])|那个月)"
    r"[,，]\s*(?P<asks>[^,，][^?？]{6,}[?？]?)$"
)
_BARE_DAY: Final = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:的)?")
_ASKS: Final = re.compile(r"什么|谁|哪|几|多少|何|怎|如何|吗|是否|有没有")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The event, what is asked of its day, and whether the day, its month or its year is meant."""

    event: Event
    question: str
    size: str

    def days(self, date: str) -> AskedDays:
        """The days that are asked about where the event is of the ISO day, month, year or interval `date`."""
        first, last = period_of_iso(date)
        if self.size == "month":
            first, last = month_period(first.year, first.month)
        elif self.size == "year":
            first, last = datetime.date(first.year, 1, 1), datetime.date(first.year, 12, 31)
        return AskedDays(first.isoformat(), last.isoformat())


def anchor_of(question: str) -> Anchor | None:
    """The event by which `question` tells its day; None where it tells none so."""
    match = _ANCHOR.match(question.strip())
    if match is None or _BARE_DAY.fullmatch(match["event"]) or not _ASKS.search(match["asks"]):
        return None
    size = {"月": "month", "年": "year"}.get((match["size"] or "月")[-1], "day")
    return Anchor(Event(match["event"], match["event"]), match["asks"], size)
