"""Numerals in one form, so that 二〇一八年 and 2018年, 三成 and 30%, 1.2亿元 and 一亿两千万元 can be compared.

For matching only: what people see keeps the form in which it is printed. Left out: what a number counts, and numbers
that name no value (三四个, 百余家, 十来天), which stay as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_DIGITS: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "○": 0,
    "零": 0,
    "两": 2,
}
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}
_TENS: Final = str.maketrans({"廿": "二十", "卅": "三十"})
_HAN: Final = "〇○零一二两三四五六七八九"
_UNITS: Final = "十百千万亿廿卅"
NUMERALS: Final = _HAN + _UNITS
"""The characters that numbers are written with, simplified."""
MEASURES: Final = (
    "年月日号时点秒元块角个名位人家所处台部架场次期套间岁天张辆吨米篇件项条座支只份户亩斤升克"
    "倍届轮批层路版度对枚栋幢株棵"
)
"""What follows a single numeral that counts; without one 一 and 十 are mostly part of a word."""
_UNITS_OF_MEASURE: Final = ("小时", "分钟", "公里", "公斤", "公顷", "平方", "立方", "厘米", "毫米", "毫升", "千克")

_FIGURES: Final = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERAL: Final = re.compile(
    rf"百分之(?P<percent>(?:{_FIGURES})|[{_HAN}{_UNITS}]+(?:点[{_HAN}]+)?)"
    rf"|(?<![{_HAN}{_UNITS}\d.])(?P<tenths>[一二三四五六七八九]|\d)成(?P<half>[一二三四五六七八九](?![{_UNITS}]))?"
    rf"(?![{_HAN}]?[为了立员功长绩果就交本都人分品])"
    rf"|(?P<figures>(?:{_FIGURES})(?:\s?[{_UNITS}]+(?:\d+(?:\.\d+)?[{_UNITS}]+)*)?)"
    rf"|(?P<decimal>[{_HAN}{_UNITS}]+点[{_HAN}]+[万亿]?(?=公里|千米|平方|立方|个百分点|[米吨元亩斤倍度%]))"
    rf"|(?P<han>[{_HAN}{_UNITS}]+)"
)
_PARTS: Final = re.compile(rf"\d+(?:\.\d+)?|[{_HAN}]|[{_UNITS}]")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral at characters `start` to `end` of a text, and its value in figures: no separators, a share in %."""

    start: int
    end: int
    figures: str


def in_figures(text: str) -> str:
    """The normalised `text` with every numeral that has a value in figures; 万 and 亿 are multiplied out."""
    parts: list[str] = []
    end = 0
    for numeral in numerals_in(text):
        parts += text[end : numeral.start], numeral.figures
        end = numeral.end
    return "".join(parts) + text[end:]


def numerals_in(text: str) -> Iterator[Numeral]:
    """The numerals of the normalised `text` that have a value, in their order."""
    for match in _NUMERAL.finditer(text):
        figures = _figures(match, text)
        if figures:
            yield Numeral(match.start(), match.end(), figures)


def _figures(match: re.Match[str], text: str) -> str:
    """The numeral in figures, "" where it has no value."""
    if match["percent"]:
        value = _value(match["percent"])
        return "" if value is None else f"{_plain(value)}%"
    if match["tenths"]:
        tenths = _value(match["tenths"]) or Decimal(0)
        return f"{_plain(10 * tenths + (_value(match['half']) or 0 if match['half'] else 0))}%"
    if match["decimal"]:  # 十四点六公里; without a measure 六点五 is a time
        large = _LARGE.get(match["decimal"][-1], 1)
        value = _value(match["decimal"].rstrip("万亿"))
        return "" if value is None else _plain(large * value)
    if match["figures"]:
        value = _value(match["figures"])
        return "" if value is None else _plain(value)
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    measured = (after != "" and after in MEASURES) or text.startswith(_UNITS_OF_MEASURE, match.end())
    counts = len(match[0]) > 1 or before == "第" or measured
    value = _value(match[0]) if counts and after not in ("几", "来") else None
    return "" if value is None else _plain(value)


def _value(numeral: str) -> Decimal | None:
    """What the numeral counts; None for 三四, 百, 万 and whatever else has no value of its own."""
    whole, _, decimals = numeral.translate(_TENS).partition("点")
    parts = _PARTS.findall(whole.replace(",", "").replace(" ", ""))
    value = _multiplied(parts) if any(part in _UNITS for part in parts) else _positional(parts)
    if value is None or not decimals:
        return value
    return value + Decimal("0." + "".join(str(_DIGITS[digit]) for digit in decimals))


def _positional(parts: list[str]) -> Decimal | None:
    """Figures, one digit, or a row of digits as in years; two or three of them (三四, 七八百) are a guess, no value."""
    if len(parts) == 1 and parts[0] not in _DIGITS:
        return Decimal(parts[0])
    if any(part not in _DIGITS for part in parts) or "两" in parts[1:]:
        return None
    digits = [_DIGITS[part] for part in parts]
    if 1 < len(digits) < 4 and 0 not in digits[1:]:
        return None
    return Decimal(int("".join(map(str, digits))))


def _multiplied(parts: list[str]) -> Decimal | None:
    """The value of a numeral with 十, 百, 千, 万 or 亿 in it."""
    total, section, number = Decimal(0), Decimal(0), None
    last = 0
    for place, part in enumerate(parts):
        if part in _SMALL:
            if number is None and (part != "十" or (place and parts[place - 1] not in ("零", "〇", "万", "亿"))):
                return None
            section += (1 if number is None else number) * _SMALL[part]
            number, last = None, _SMALL[part]
        elif part in _LARGE:
            section += number or 0
            if not (section or total):
                return None
            if section:
                total += section * _LARGE[part]
            else:
                total *= _LARGE[part]  # 万亿
            section, number, last = Decimal(0), None, _LARGE[part]
        elif part in _DIGITS and _DIGITS[part] == 0 and number is None:
            last = 0
        elif number is not None:
            return None  # 三四百
        else:
            number = Decimal(_DIGITS[part]) if part in _DIGITS else Decimal(part)
    if number is not None and last >= 100 and parts[-1] in _DIGITS:
        number *= last // 10  # 一百二, 三千五, 一万二
    return total + section + (number or 0)


def _plain(value: Decimal) -> str:
    """The number without exponent and without zeros behind the point."""
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
