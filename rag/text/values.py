"""What a text states in figures, each in one form however it is spelled: amounts, shares, days, times, what is fifth.

For matching only. Left out: numbers of which every text has many (一个, 两家), and what is counted.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rag.text.clock import clocks_in
from rag.text.numerals import MEASURES, Numeral, numerals_in

TERM_MARK: Final = ":="
"""Before the form of a value where it is a term, so that it is no word and no pair of characters."""
_SMALL: Final = 10
"""Below it a number is told together with its measure: 5 alone may be anything."""
_COMMON: Final = 2
"""Up to it a number is mostly a way of speaking."""
CLOCK_MARK: Final = "点"
"""Behind the form of a time of day: 17:00点."""
_TIMES: Final = "年月日号时点"
_MONTH: Final = re.compile(r"\s?月\s?")
_DAY: Final = re.compile(r"\s?[日号]")


@dataclass(frozen=True, slots=True)
class Value:
    """A value at characters `start` to `end` of a text, and its form: 16354, 30%, 5月23日, 17:00点, 3人, 第5届."""

    start: int
    end: int
    form: str


def values_in(text: str) -> Iterator[Value]:
    """The values that the normalised `text` states, in their order."""
    numerals = list(numerals_in(text))
    clocks = [Value(clock.start, clock.end, clock.form + CLOCK_MARK) for clock in clocks_in(text)]
    passed = 0
    for numeral, following in itertools.zip_longest(numerals, numerals[1:]):
        if numeral.start < passed:
            continue
        clock = next((each for each in clocks if each.start <= numeral.start < each.end), None)
        value = clock or _day_of_month(text, numeral, following) or _value(text, numeral)
        if value:
            passed = value.end
            yield value


def value_terms(text: str) -> list[str]:
    """The values of the normalised `text` as terms, repeated as often as they are stated."""
    return [TERM_MARK + value.form for value in values_in(text)]


def is_value(term: str) -> bool:
    """Whether the term is a value."""
    return term.startswith(TERM_MARK)


def _day_of_month(text: str, month: Numeral, day: Numeral | None) -> Value | None:
    if day is None or not _MONTH.fullmatch(text, month.end, day.start):
        return None
    end = _DAY.match(text, day.end)
    return Value(month.start, end.end(), f"{month.figures}月{day.figures}日") if end else None


def _value(text: str, numeral: Numeral) -> Value | None:
    """The value of a numeral by itself, None where it tells nothing."""
    figures, measure = numeral.figures, text[numeral.end : numeral.end + 1]
    if measure == "%":
        return Value(numeral.start, numeral.end + 1, f"{figures}%")
    measure = measure if measure and measure in MEASURES else ""
    if figures.endswith("%") or "." in figures:
        return Value(numeral.start, numeral.end, figures)
    if text.endswith("第", 0, numeral.start):
        return Value(numeral.start, numeral.end, f"第{figures}{measure}")
    number = Decimal(figures)
    if number < _SMALL or (number < 10 * _SMALL and measure and measure in _TIMES):
        told = measure and (number > _COMMON or measure in _TIMES)
        return Value(numeral.start, numeral.end, figures + measure) if told else None
    return Value(numeral.start, numeral.end, figures)
