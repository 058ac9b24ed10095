"""Which of several values side by side a question means: the end of a range, what something has grown to, the value
beside the number that the question states.

A reader finds the place and often takes the wrong one of two values there. Only what the print's own words tell apart
is decided. Left out: finding the place (see `models.reader`), and whether the form is right (see `answer_type`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rag.models.reader.windows import SentenceSpan
from rag.text.lazy_regex import lazy_regex

_PART_OF_DAY: Final = r"(?:次日|当[天日]|上午|下午|[早晚]上?|凌晨|中午|夜里?)?"
_TIME: Final = (
    rf"(?:(?:[今明去前]年|\d{{2,4}}年)?\d{{1,2}}月(?:\d{{1,2}}[日号]|[上中下]旬|[底初末])?{_PART_OF_DAY}(?:\d{{1,2}}[时点:：](?:\d{{1,2}}分?|半)?)?"
    rf"|\d{{1,2}}[日号]|{_PART_OF_DAY}\d{{1,2}}[:：]\d{{2}}|{_PART_OF_DAY}\d{{1,2}}[时点](?:\d{{1,2}}分?|半)?|\d{{4}}年)"
)
_TO: Final = r"(?:[至到~～－–-]|—+)"
_RANGE: Final = lazy_regex(rf"(?P<first>{_TIME})起?{_TO}(?P<last>{_TIME})")
_ASKS_START: Final = lazy_regex(
    r"从(?:哪|什么|啥|几|何)|(?:哪|什么|啥|几|何)[^,，。?？]{0,6}(?:开始|起(?!来)|开门|开馆|启动|动工)"
)
_ASKS_END: Final = lazy_regex(
    r"(?:到|至)(?:哪|什么|啥|几|何)|截[止至]|最[迟晚]"
    r"|(?:哪|什么|啥|几|何)[^,，。?？]{0,6}(?:结束|截止|为止|停止|关门|闭馆|打烊|收班|收摊|到期)"
)

_NUMBER: Final = r"(?:\d[\d.,]*[万亿千百]*[多余]?|[一二三四五六七八九十百千万亿两零〇]+)"
_MEASURE: Final = r"(?:个百分点|平方米|平方公里|立方米|公里|公斤|千瓦时?|万?人次|[\u3400-\u9fff%％℃])?"
_GROWN: Final = lazy_regex(
    rf"[由从](?:[^,，;；。\d]{{0,8}}?的?)(?P<first>{_NUMBER}{_MEASURE})[^,，;；。\d]{{0,4}}?[增升涨提扩拓降减跌缩下上回变调改发]"
    rf"[\u3400-\u9fff]{{0,3}}?[至到为成](?:了|现在的|目前的|如今的)?(?P<last>{_NUMBER}{_MEASURE})"
)
_YEARS: Final = lazy_regex(rf"(?P<first>\d{{4}})年?(?:底|末|初)?{_TO}(?P<last>\d{{4}})年")
_ASKS_NOW: Final = lazy_regex(
    r"现在|如今|目前|眼下|[增升涨提扩降减跌缩变][\u3400-\u9fff]{0,2}[到至成](?:了)?(?:多少|几)"
)
_ASKS_BEFORE: Final = lazy_regex(r"原来|原先|原本|以前|之前|过去|当初|从前")

_STATED: Final = lazy_regex(r"第\d+|(?<![\d.])\d{2,}(?![\d.年月日号时点:：])")
_CLAUSES: Final = lazy_regex(r"[^;；]+")


def meant(span: SentenceSpan, text: str, question: str) -> SentenceSpan:
    """The span of `text` that the normalised `question` means: `span`, or another value that stands in its place.

    `text` is the sentence as `span` counts it, its blanks closed up.
    """
    for first, last in _pairs(text):
        if _overlap(span, first[0], last[1]):
            chosen = _of_pair(first, last, text, question)
            return replace(span, start=chosen[0], end=chosen[1]) if chosen else span
    place = _beside_stated(span, text, question)
    return replace(span, start=place[0], end=place[1]) if place else span


Place = tuple[int, int]
"""Where something begins, and the place behind it."""


def _pairs(text: str) -> Iterator[tuple[Place, Place]]:
    """The two ends of ranges of time, and the two values of what has grown or shrunk."""
    for pattern in (_RANGE, _GROWN):
        yield from ((match.span("first"), match.span("last")) for match in pattern.finditer(text))


def _of_pair(first: Place, last: Place, text: str, question: str) -> Place | None:
    """The one of the two that the question means, None where it does not tell."""
    if re.fullmatch(_TIME, text[slice(*first)]):
        starts, ends = bool(_ASKS_START.search(question)), bool(_ASKS_END.search(question))
    else:
        years = _YEARS.search(text[: first[0]])
        named = set(re.findall(r"(?<!\d)\d{4}(?=年)", question))
        starts = bool(years and years["first"] in named) or bool(_ASKS_BEFORE.search(question))
        ends = bool(years and years["last"] in named) or bool(_ASKS_NOW.search(question))
    return None if starts == ends else first if starts else last


def _beside_stated(span: SentenceSpan, text: str, question: str) -> Place | None:
    """The only value of the span's form in the clause that alone prints a number of the question; None where the span
    stands in that clause already, or there is none.
    """
    stated = set(_STATED.findall(question))
    clauses = [match.span() for match in _CLAUSES.finditer(text)]
    own = [clause for clause in clauses if any(_prints(number, text[slice(*clause)]) for number in stated)]
    if len(clauses) < 2 or len(own) != 1 or _overlap(span, *own[0]):
        return None
    form = _form_of(text[span.start : span.end])
    start, end = own[0]
    found = [match.span() for match in re.finditer(form, text[start:end])] if form else []
    return (start + found[0][0], start + found[0][1]) if len(found) == 1 else None


def _form_of(value: str) -> str:
    """The pattern of values like this one: times, or numbers of the same measure; "" for whatever else."""
    if re.fullmatch(_TIME, value):
        return _TIME
    number = re.fullmatch(rf"{_NUMBER}(?P<measure>[^\d\s]{{1,3}})", value)
    return _NUMBER + re.escape(number["measure"]) if number else ""


def _prints(number: str, text: str) -> bool:
    return re.search(rf"(?<!\d){number}(?!\d)", text) is not None


def _overlap(span: SentenceSpan, start: int, end: int) -> bool:
    return span.start < end and start < span.end
