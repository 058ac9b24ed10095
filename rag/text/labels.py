"""Days and lines as they are named in sentences."""

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Final

from rag.records import Joint, PrintedDay
from rag.text.dates import month_period, period_of_iso
from rag.wording import Language, say

_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d).*)?")


def date_label(date: str | None, language: Language) -> str:
    """An ISO day with its time where it has one, month, year or interval, as a reader writes it: 2022年1月11日至20日.

    Text that is no such date is given as it is.
    """
    if not date:
        return say("date-unknown", language)
    read = _DATE.fullmatch(date)
    if read:
        year, month, day = (int(number) for number in read.groups()[:3])
        day_text = say("date", language, year=year, month=month, day=day)
        return f"{day_text} {read[4]}" if read[4] else day_text
    try:
        first, last = period_of_iso(date)
    except ValueError:
        return date
    return _period_label(first, last, language)


def _period_label(first: datetime.date, last: datetime.date, language: Language) -> str:
    """Whole years and whole months without their days; what both days share is said once."""
    one, both = "date", ("days-of-month" if first.month == last.month else "days-of-year")
    if first == month_period(first.year, 1)[0] and last == month_period(last.year, 12)[1]:
        one, both = "date-year", ""
    elif first.day == 1 and last == month_period(last.year, last.month)[1]:
        one, both = "date-month", "months-of-year"
    labels = [say(one, language, year=day.year, month=day.month, day=day.day) for day in (first, last)]
    if labels[0] == labels[1]:
        return labels[0]
    if not both or first.year != last.year:
        return say("period", language, first=labels[0], last=labels[1])
    values = {"year": first.year, "month": first.month, "day": first.day}
    return say(both, language, **values, last_month=last.month, last_day=last.day)


def in_a_row(sentences: Iterable[str], language: Language) -> str:
    """Sentences one after another, with a blank between them where the language has one."""
    return (" " if language == "en" else "").join(sentences)


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


def doubts_label(doubts: Iterable[Joint], language: Language) -> str:
    """What is to be checked at doubtful cuts and joins; "" where there are none."""
    return say("doubt-and", language).join(say(f"doubt-{each.kind}", language, line=each.line) for each in doubts)
