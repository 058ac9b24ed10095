"""The figures of a sentence that can be compared with those of another: each with its measure and what it is said of.

Units of one kind are converted into one (公里 into 米, 吨 into 斤), years and days become numbers in their order. Left
out: which figures a question compares (see `answering.extremes`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rag.text.clock import Clock, clocks_in
from rag.text.numerals import MEASURES, Numeral, numerals_in

YEARS: Final = "年份"
DAYS: Final = "日期"
CLOCK: Final = "钟点"
SECONDS: Final = "秒"
TIMES: Final = (YEARS, DAYS, CLOCK)
"""The measures of what has a place in time."""

_UNITS: Final = {
    **{"毫米": ("米", "0.001"), "厘米": ("米", "0.01"), "公里": ("米", "1000"), "千米": ("米", "1000")},
    **{"里": ("米", "500"), "米": ("米", "1"), "克": ("斤", "0.002"), "两": ("斤", "0.1"), "斤": ("斤", "1")},
    **{"公斤": ("斤", "2"), "千克": ("斤", "2"), "吨": ("斤", "2000")},
    **{"平方米": ("平方米", "1"), "平方公里": ("平方米", "1000000"), "公顷": ("平方米", "10000")},
    **{"毫升": ("升", "0.001"), "升": ("升", "1"), "立方米": ("立方米", "1"), "方": ("立方米", "1")},
    **{"小时": (SECONDS, "3600"), "分钟": (SECONDS, "60"), "秒": (SECONDS, "1"), "分": ("分", "1")},
    **{"块": ("元", "1"), "元": ("元", "1"), "角": ("元", "0.1"), "人次": ("人", "1"), "名": ("人", "1")},
    **{"位": ("人", "1"), "人": ("人", "1"), "个百分点": ("%", "1"), "%": ("%", "1")},
}
_FURTHER: Final = "册本头匹尾眼孔艘列趟封幅双盏袋瓶盒箱筐票字页桌粒顶"
_MEASURE: Final = re.compile(
    rf"\s?[多余]?\s?({'|'.join(sorted(_UNITS, key=len, reverse=True))}|[{MEASURES}{_FURTHER}])"
)
_YEAR: Final = re.compile(r"(?:1[0-9]|20)\d\d")
_CLAUSE_END: Final = re.compile(r"[,;。、!?]|(?<!\d):|:(?!\d)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence: `value` in units of `measure`.

    `clause` are the words around it as far as the next stops, `before` those before it there; `opening` are the words
    that open the sentence, as far as its first stop or figure.
    """

    value: Decimal
    measure: str
    clause: str
    before: str
    opening: str


def figures_in(sentence: str) -> Iterator[Figure]:
    """The figures of the normalised `sentence` that have a measure, in their order."""
    numerals = list(numerals_in(sentence))
    clocks = list(clocks_in(sentence))
    ends = [
        match.start()
        for match in _CLAUSE_END.finditer(sentence)
        if not any(numeral.start < match.start() < numeral.end for numeral in numerals)
    ]
    opening = sentence[: ends[0]] if ends else sentence
    place = 0
    while place < len(numerals):
        rest = numerals[place:]
        read = _clock(clocks, rest) or _time(sentence, rest) or _amount(sentence, rest)
        if read is None:
            place += 1
            continue
        value, measure, count = read
        numeral = numerals[place]
        first = max((end + 1 for end in ends if end < numeral.start), default=0)
        last = min((end for end in ends if end >= numeral.end), default=len(sentence))
        yield Figure(value, measure, sentence[first:last], sentence[first : numeral.start], opening)
        place += count


def _time(sentence: str, numerals: list[Numeral]) -> tuple[Decimal, str, int] | None:
    """A year or a day at the first of `numerals`, and how many of them it takes."""
    first, rest = numerals[0], numerals[1:]
    if sentence.startswith("年", first.end) and _YEAR.fullmatch(first.figures):
        day = _time(sentence, rest) if rest and not sentence[first.end + 1 : rest[0].start].strip() else None
        within, count = (day[0], day[2]) if day and day[1] == DAYS else (Decimal(0), 0)
        return 10000 * Decimal(first.figures) + within, YEARS, 1 + count
    if sentence.startswith("月", first.end) and not sentence.startswith("月份", first.end):
        month = 100 * Decimal(first.figures.rstrip("%"))
        follows = rest and not sentence[first.end + 1 : rest[0].start].strip()
        if follows and sentence[rest[0].end :][:1] in ("日", "号"):
            return month + Decimal(rest[0].figures.rstrip("%")), DAYS, 2
        return month, DAYS, 1
    return None


def _clock(clocks: Sequence[Clock], numerals: Sequence[Numeral]) -> tuple[Decimal, str, int] | None:
    """The time of day that the first of `numerals` is in, in minutes, and how many of them it takes."""
    clock = next((each for each in clocks if each.start <= numerals[0].start < each.end), None)
    if clock is None:
        return None
    return Decimal(clock.minutes), CLOCK, sum(numeral.start < clock.end for numeral in numerals)


def _amount(sentence: str, numerals: list[Numeral]) -> tuple[Decimal, str, int] | None:
    """An amount at the first of `numerals` (一小时零八分 is one), and how many of them it takes."""
    first, rest = numerals[0], numerals[1:]
    if sentence.endswith("第", 0, first.start):
        return None
    if first.figures.endswith("%"):
        return Decimal(first.figures[:-1]), "%", 1
    match = _MEASURE.match(sentence, first.end)
    if match is None:
        return None
    measure, factor = _UNITS.get(match[1], (match[1], "1"))
    value = Decimal(first.figures) * Decimal(factor)
    if measure == SECONDS and rest and sentence[match.end() : rest[0].start] in ("", "零"):
        further = _amount(sentence, rest)
        if further and further[1] in (SECONDS, "分"):
            return value + further[0] * (60 if further[1] == "分" else 1), SECONDS, 1 + further[2]
    return value, measure, 1
