"""The numbers that Word sets before paragraphs of a list: 一、 第3条 (a). They are not in the text, but printed."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rag.pages.formats.docx.package import child, known, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = ((1000, "千"), (100, "百"), (10, "十"))
_LEGAL: Final = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LEVELS: Final = 9
"""Levels that a list has in Word."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its numbers are written, what is set, and whether a gap follows."""

    start: int
    form: str
    text: str
    gap: bool


@dataclass(slots=True)
class Lists:
    """The lists of a file, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next_mark(self, list_id: str, level: int) -> str:
        """What is set before the next paragraph of the list at this level; "" for a bullet."""
        kind = self.shared.get(list_id, "")
        known_levels = self.levels.get(kind, {})
        if level not in known_levels:
            return ""
        counts = self._counts[kind]
        start = known_levels[level].start
        restart = self.starts.get(list_id, {}).get(level)
        if restart is not None and (list_id, level) not in self._begun:
            counts.pop(level, None)
            start = restart
        self._begun.add((list_id, level))
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return _mark(known_levels, counts, level)


def read_lists(root: "_Element | None") -> Lists:
    """The lists that the part `root` defines."""
    lists = Lists()
    for element in root if root is not None else ():
        if known(element) == "w:abstractNum":
            lists.levels[value(element, "abstractNumId")] = {
                number(level, "ilvl"): _level(level)
                for level in element
                if known(level) == "w:lvl" and 0 <= number(level, "ilvl") < _LEVELS
            }
        elif known(element) == "w:num":
            list_id = value(element, "numId")
            lists.shared[list_id] = value(child(element, "w:abstractNumId"))
            lists.starts[list_id] = {
                number(override, "ilvl"): number(child(override, "w:startOverride"), default=1)
                for override in element
                if child(override, "w:startOverride") is not None
            }
    return lists


def _level(element: "_Element") -> Level:
    form = value(child(element, "w:numFmt")) or "decimal"
    return Level(
        number(child(element, "w:start")),
        form,
        value(child(element, "w:lvlText")),
        value(child(element, "w:suff")) != "nothing",
    )


def _mark(levels: dict[int, Level], counts: dict[int, int], level: int) -> str:
    told = levels[level]
    if told.form in ("bullet", "none"):
        return ""

    def written(match: "re.Match[str]") -> str:
        place = int(match[1]) - 1
        count = counts.get(place, levels[place].start if place in levels else 0)
        return numeral(count, levels[place].form if place in levels else "decimal")

    text = re.sub(f"%([1-{_LEVELS}])", written, told.text)
    return f"{text} " if told.gap and text and text[-1] not in "、，．）" else text


def numeral(count: int, form: str) -> str:
    """A number as the form writes it; in digits where that form is not known or has no such number."""
    if not 0 < count < 10_000:
        return str(count)
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
    ):
        return _chinese(count)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _chinese(count).translate(_LEGAL)
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and count <= 20:
        return chr(ord("①") + count - 1)
    if form == "ideographTraditional" and count <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[count - 1]
    if form == "ideographZodiac" and count <= 12:
        return "子丑寅卯辰巳午未申酉戌亥"[count - 1]
    if form == "decimalFullWidth":
        return str(count).translate({ord("0") + digit: chr(ord("０") + digit) for digit in range(10)})
    return f"{count:02}" if form == "decimalZero" else str(count)


def _chinese(count: int) -> str:
    """一 to 九千九百九十九."""
    text, gap = "", False
    for unit, name in _UNITS:
        digit, count = divmod(count, unit)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
        gap = bool(text) and not digit
    text += ("零" if gap and count else "") + (_DIGITS[count] if count else "")
    return text.removeprefix("一") if text.startswith("一十") else text


def _roman(count: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        text += letters * times
    return text
