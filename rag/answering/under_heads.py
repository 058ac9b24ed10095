"""Lines that stand under a line of their own: what is to do under its date, what is on under its place or channel.

For lists in lines alone (calendars, programmes, chronicles in catchwords). Left out: sentences under a date, as in
columns of history, which say enough by themselves.
"""

import itertools
from collections.abc import Sequence
from typing import Final

from rag.records import Passage
from rag.text.characters import normalise
from rag.text.lazy_regex import lazy_regex

_NUMBER: Final = r"(?:\d{1,4}|[〇零一二三四五六七八九十廿卅元]{1,4})"
_TERMS: Final = (
    "立春|雨水|惊蛰|春分|清明|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|小寒|大寒"
    "|元旦|除夕|春节|元宵节?|端午节?|七夕|中秋节?|重阳节?|腊八节?|国庆节?|劳动节|儿童节|妇女节|教师节"
)
_TIME: Final = lazy_regex(
    rf"(?:[(（\[【]|(?:民国|公元|农历|旧历|夏历|阴历)?{_NUMBER}\s*[年月日曰号时点]|[正冬腊闰][一二三四五六七八九十]?月|初[一二三四五六七八九十]"
    rf"|[廿卅][一二三四五六七八九]?|(?:二十|三十|十)[一二三四五六七八九]?(?!\w)|\d{{1,2}}[:.]\d\d|(?:星期|周|礼拜)[一二三四五六日天]|{_TERMS}"
    r"|[上下]午|中午|晚上?|早上?|至|到|起|止|分|半|整|[-—~～、,，:：()（）\]】\s])+"
)
_NUMBERED: Final = lazy_regex(rf"{_NUMBER}\s*[年月日曰号时点]|\d[:.]\d\d")
_HEAD: Final = lazy_regex(r"[■●◆▲★□○◇【\[]?\s*[\u3400-\u9fffa-z]{2,10}\s*[】\]]?")
_TIMED: Final = lazy_regex(r"(?:\d{1,2}[:.]\d\d|\d{1,2}月\d{1,2}[日号])\s*\S")
_ITEM: Final = lazy_regex(r"[^。！？!?]{2,40}")
"""Prose ends in a stop."""
_FEWEST: Final = 2
"""Lines of one kind, each with something under it, that make a list."""
_WHOLE: Final = 4
"""What stands under a date is said as a whole where it has no more lines."""


def stands_under(passage: Passage) -> list[int | None]:
    """For each sentence of the passage the place of the line that it stands under in a list; None where in none."""
    texts = [normalise(sentence.text) for sentence in passage.sentences]
    for heads in (_time_heads(texts), _subheads(texts)):
        found = _below(texts, heads)
        if len({each for each in found if each is not None}) >= _FEWEST:
            return found
    return [None] * len(texts)


def is_time(text: str) -> bool:
    """Whether the normalised line tells a day or a time, and nothing else: 4月11日 二月廿五, 十九日, 17:00."""
    return bool(_TIME.fullmatch(text) and _NUMBERED.search(text))


def said_under(passage: Passage, number: int, question: str) -> list[int]:
    """What is said with the sentence of that number: the line that it stands under and, under a date, what else does.

    [] where it stands under none, or under a name that the normalised `question` does not mention.
    """
    found = stands_under(passage)
    head = found[number]
    if head is None:
        return []
    text = normalise(passage.sentences[head].text)
    if not is_time(text):
        return [head, number] if _name(text) in question else []
    below = [place for place, each in enumerate(found) if each == head]
    return [head, *(below if len(below) <= _WHOLE else [number])]


def _time_heads(texts: Sequence[str]) -> set[int]:
    return {place for place, text in enumerate(texts) if is_time(text)}


def _subheads(texts: Sequence[str]) -> set[int]:
    """Names with lines below them that begin with a time: the channels of a programme."""
    return {
        place
        for place, (text, below) in enumerate(itertools.pairwise(texts))
        if _HEAD.fullmatch(text) and _TIMED.match(below)
    }


def _below(texts: Sequence[str], heads: set[int]) -> list[int | None]:
    found: list[int | None] = []
    head: int | None = None
    for place, text in enumerate(texts):
        if place in heads:
            head = place
            found.append(None)
            continue
        if not _ITEM.fullmatch(text):
            head = None
        found.append(head)
    return found


def _name(text: str) -> str:
    return text.strip("■●◆▲★□○◇【】[] ")
