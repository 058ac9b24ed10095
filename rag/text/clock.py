"""Times of day however they are spelled: 17:00, 17点, 17时, 下午5点 and 5 p.m. are one, 15点30分 and 下午三点半 too.

For matching only. Left out: spans of time (三个小时), and an hour that stands for no time of day (三点五公里).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rag.text.dates import number_of
from rag.text.lazy_regex import lazy_regex

_HOUR: Final = r"(?:二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九]|\d{1,2})"
_MINUTES: Final = (
    r"(?:[二三四五]?十[一二三四五六七八九]?|[零〇][一二三四五六七八九]|[二三四五][一二三四五六七八九]|\d{2})"
)
_BEFORE_NOON: Final = "凌晨|清晨|清早|早晨|早上|上午|早"
_NOON: Final = "中午|正午"
_AFTER_NOON: Final = "午后|下午|傍晚|黄昏|晚上|晚间|当晚|夜里|夜间|深夜|今晚|昨晚|明晚|晚|夜"
_CLOCK: Final = lazy_regex(
    rf"(?P<part>{_BEFORE_NOON}|{_NOON}|{_AFTER_NOON})?的?\s*(?<![\d.:：第零〇一二两三四五六七八九十百])"
    rf"(?P<hour>{_HOUR})"
    rf"(?:\s*[:∶]\s*(?P<sharp>[0-5]\d)(?![\d:∶])(?:\s*(?P<english>[ap]\.?m\b\.?))?"
    rf"|\s*[点时](?!\s*(?:候|期|代|评|[一二三四五六七八九](?![十分刻\d])))(?:钟|整|正)?"
    rf"(?:\s*(?P<minutes>{_MINUTES})\s*分?(?!\d)|\s*(?P<single>[\d一二三四五六七八九])\s*分(?!钟)|(?P<half>半)|(?P<quarters>[一三])刻)?"
    rf"|\s*(?P<plain>[ap]\.?m\b\.?))"
)
_LEADS: Final = lazy_regex(r"\s*(?:[-—–~～]+|至|到)\s*")
"""What stands between the two ends of a stretch, of which the first tells the part of the day for both."""
_LAST_HOUR: Final = 24
_DAY: Final = 24 * 60
_LATE: Final = 6
"""Hours below which 夜里 and 深夜 are after midnight."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day at characters `start` to `end` of a text: `minutes` after midnight, up to 24:00."""

    start: int
    end: int
    minutes: int

    @property
    def form(self) -> str:
        """The time in one form: 17:00."""
        return f"{self.minutes // 60}:{self.minutes % 60:02}"


def clocks_in(text: str) -> Iterator[Clock]:
    """The times of day in the normalised `text`, in their order."""
    before: Clock | None = None
    part = ""
    for match in _CLOCK.finditer(text):
        hour = number_of(match["hour"])
        if hour > _LAST_HOUR or (hour == _LAST_HOUR and _minutes_of(match)):
            continue
        leads = before is not None and _LEADS.fullmatch(text, before.end, match.start()) is not None
        part = match["part"] or (part if leads else "")
        minutes = 60 * _of_day(hour, part, match["english"] or match["plain"] or "") + _minutes_of(match)
        if leads and not match["part"] and before and minutes < before.minutes:
            minutes = 60 * hour + _minutes_of(match)  # 晚上10点到6点
        before = Clock(match.start(), match.end(), minutes)
        yield before


def _minutes_of(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["quarters"]:
        return 15 * number_of(match["quarters"])
    return number_of(match["sharp"] or match["minutes"] or match["single"] or "0")


def _of_day(hour: int, part: str, english: str) -> int:
    """The hour of the day: 17 for 5 with 下午 or p.m."""
    if english:
        return hour % 12 + 12 * english.startswith("p") if hour <= 12 else hour
    if part in _NOON.split("|"):
        return hour + 12 if hour < 3 else hour
    if part in _AFTER_NOON.split("|") and hour <= 12:
        late = "夜" in part or "晚" in part
        if late and (hour == 12 or (hour < _LATE and "夜" in part)):
            return 24 if hour == 12 else hour
        return hour % 12 + 12
    if part == "凌晨" and hour == 12:
        return 0
    return hour
