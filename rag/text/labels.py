"""Days and lines as they are named in sentences."""

import re
from collections.abc import Sequence
from typing import Final

from rag.records import PrintedDay
from rag.wording import Language, say

_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d).*)?")


def date_label(date: str | None, language: Language) -> str:
    """An ISO date, with its time where it has one, as a reader writes it; text that is no date is given as it is."""
    if not date:
        return say("date-unknown", language)
    read = _DATE.fullmatch(date)
    if read is None:
        return date
    year, month, day = (int(number) for number in read.groups()[:3])
    day_text = say("date", language, year=year, month=month, day=day)
    return f"{day_text} {read[4]}" if read[4] else day_text


def printed_label(day: PrintedDay, language: Language) -> str:
    """The day of a paper as a reader writes it; one that is only inferred says so wherever it is shown."""
    label = date_label(day.date, language)
    return say("date-inferred", language, date=label) if day.date and day.is_inferred else label


def line_label(lines: Sequence[int], language: Language) -> str:
    """第45行, or 第45–47行: the first and the last line."""
    first, last = lines
    if first == last:
        return say("line", language, line=first)
    return say("lines", language, first=first, last=last)
