"""The figures that a question states: spelled as the pages spell them, and asked for where it only asks whether they
are so.

A reader compares letters, not values: of 一亿两千万元 it finds no 1.2亿元, and whether someone is 102 it cannot tell,
while it finds how old someone is. Left out: what the pages contradict (see `premise`).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rag.text.characters import normalise
from rag.text.figures import DAYS, YEARS, Figure, figures_in
from rag.text.values import CLOCK_MARK, Value, values_in

_WHETHER: Final = re.compile(r"(?:[吗么嘛吧]|对不对|是不是)[?。!\s]*$|是不是|是否")
_ASKED: Final = re.compile(r"[哪谁几何]|什么|多少|怎|为啥")
_FOCUS: Final = re.compile(r"[是有占为达满超]过?\Z")
_AT_END: Final = re.compile(r"[^,。的了是有在]{0,5}(?:[吗么嘛吧])?[?。!\s]*$")
"""What stands around a figure that is asked about; others tell what is meant (11个村管理的水库建成了吗)."""
_WORD: Final = re.compile(r"[\u3400-\u9fff]{2}")
_DAY: Final = re.compile(r"\d+月\d+日")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")


def as_printed(question: str, texts: Iterable[str]) -> str:
    """The question with its figures spelled as the first of `texts` that prints them does; as it is where none does.

    A figure that one of the texts spells as the question does stays as it is.
    """
    plain = normalise(question)
    stated = list(values_in(plain))
    if not stated:
        return question
    printed: dict[str, set[str]] = {}
    first: dict[str, str] = {}
    for text in map(normalise, texts):
        for value in values_in(text):
            spelling = text[value.start : value.end]
            printed.setdefault(value.form, set()).add(spelling)
            first.setdefault(value.form, spelling)
    respelled = plain
    for value in reversed(stated):
        if plain[value.start : value.end] not in printed.get(value.form, {plain[value.start : value.end]}):
            respelled = respelled[: value.start] + first[value.form] + respelled[value.end :]
    return question if respelled == plain else respelled


def asked_openly(question: str) -> str:
    """A question whether a figure is so (…有102岁吗) as one for the figure (…有多少岁); any other as it is."""
    plain = normalise(question)
    if not _WHETHER.search(plain) or _ASKED.search(plain.replace("是不是", "").replace("是否", "")):
        return question
    stated = list(values_in(plain))
    focused = [each for each in stated if _FOCUS.search(plain, 0, each.start) or _AT_END.match(plain, each.end)]
    if not focused:
        return question
    value = max(focused, key=lambda each: (not _YEAR.fullmatch(each.form), each.start))
    opened = plain[: value.start] + _question_for(value, plain) + plain[value.end :]
    return re.sub(r"[吗么嘛吧][?。!\s]*$", "", opened).replace("是不是", "是").replace("是否", "").strip(" ?。") + "?"


def _question_for(value: Value, text: str) -> str:
    """What asks for the value in its place."""
    if _DAY.fullmatch(value.form):
        return "哪天"
    if value.form.endswith("%"):
        return "百分之多少"
    if value.form.startswith("第"):
        return "几"
    if value.form.endswith(CLOCK_MARK):
        return "几点"
    if text.startswith(("年", "月", "日", "号"), value.end):
        return "哪" if text.startswith("年", value.end) and _YEAR.fullmatch(value.form) else "几"
    return "多少"


def prints_other(stated: Sequence[Figure], question: str, sentence: str) -> bool:
    """Whether the normalised `sentence` has other figures in place of those `stated` by the normalised `question`.

    That is, none of the stated value, and another of its measure beside a word of the question (2019年建成 for
    2018年建成).
    """
    printed = list(figures_in(sentence)) if stated else []
    return any(
        not any(_same(other, figure) for other in printed)
        and any(_shares_word(other, question) for other in printed if other.measure == figure.measure)
        for figure in stated
    )


def _same(one: Figure, other: Figure) -> bool:
    """Whether the figures are the same, or one is the year or the month that the other is of."""
    if one.measure != other.measure:
        return False
    unit = {YEARS: 10000, DAYS: 100}.get(one.measure, 1)
    vague = min(one.value % unit, other.value % unit) == 0
    return one.value == other.value or (unit > 1 and vague and one.value // unit == other.value // unit)


def _shares_word(figure: Figure, question: str) -> bool:
    """Whether two characters of a word stand both beside the figure and in the question."""
    return any(
        figure.clause[place : place + 2] in question
        for place, _ in enumerate(figure.clause[:-1])
        if _WORD.fullmatch(figure.clause[place : place + 2])
    )
