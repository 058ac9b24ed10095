"""A question about the days of events -> what it compares: 甲桥通车和乙桥通车哪个先, 相隔多少天, 是不是同一年.

Told by the wording alone. Where 和 may stand within an event as well, every way to part them is given, and whoever
searches for the events decides. Left out: finding the events and their days (see `event_days`) and the reply (see
`compare_events`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from rag.text.lazy_regex import lazy_regex

Measure = Literal["first", "last", "order", "same", "apart", "each"]
"""What is asked of the days: which is first, which last, their order, whether they are the same, how far they are
apart, or what they are."""
Unit = Literal["year", "month", "week", "day", ""]
"""In what the days are compared or counted; "" where the question does not say."""

MOST_EVENTS: Final = 5
"""More have no room in one answer."""
_FEWEST_CHARACTERS: Final = 2
_MOST_PARTINGS: Final = 12
"""Ways to part a question that are tried: each costs a search."""

_UNITS: Final[dict[str, Unit]] = {"年": "year", "月": "month", "周": "week", "星": "week", "礼": "week"}
_STOP: Final = r"[?？。!！\s]*$"
_EVENT: Final = r"(?:事件|赛事|活动|消息|新闻|政策|事情|事|时间|日期)"
_HAPPENS: Final = r"(?:发生|出现|发布|公布|报道|进行|举行|召开|引发关注)"
_WHICH: Final = rf"(?:哪一?(?:[个件项场次座家条部届所种款位些]|(?={_EVENT}))|谁|何者)"
_EARLY: Final = r"最早|最先|更早|更先|较早|较先|在先|在前|早(?![市晨上期餐点报稻已])|先(?![进生锋后])"
_LATE: Final = r"最晚|最迟|最后|更晚|更迟|较晚|较迟|在后|晚(?![上报会餐间稻])|后(?=[开建完发成通落])"

_SAME: Final = lazy_regex(
    rf"(?:(?:这|那)?[两三几]?[个件]?{_EVENT}?(?P<asks>是否是?|是不是|都?是|有没有)都?|[,，])?{_HAPPENS}?(?:在|于)?"
    r"(?:同一?个?|同属一个?)(?P<unit>年|月|天|日|周|星期|礼拜)(?:份|度)?(?:内|里|中)?(?:之内)?"
    rf"(?P<verb>[^,，。?？]{{0,12}}?)(?:的)?(?P<ends>吗|(?<!什)么|没有)?{_STOP}"
)
_CHOICE: Final = lazy_regex(
    rf"{_WHICH}(?P<thing>[^,，、。?？:：]{{0,14}}?)(?:(?P<early>{_EARLY})|(?P<late>{_LATE}))(?P<verb>[^,，、。?？:：]{{0,12}})"
    r"[?？。:：]*"
)
_CHOICE_BEHIND: Final = lazy_regex(
    rf"(?:(?P<early>最早|最先|更早|较早)|(?P<late>最晚|最迟|最后|更晚|较晚))(?P<verb>[^,，、。?？:：]{{0,10}}?)的?"
    rf"[^,，、。?？:：]{{0,4}}(?:是|为){_WHICH}[^,，、。?？:：]{{0,6}}[?？。:：]*"
)
_ORDER: Final = lazy_regex(
    rf"(?:{_HAPPENS}|时间|日期|先后|的)*(?:顺序|次序)(?:分别)?(?:是|为)?(?:怎样|怎么样|什么|如何|怎么排)?的?{_STOP}"
)
_APART: Final = lazy_regex(
    r"(?:之间|前后|中间|时间)*(?:一共|总共|共|大约|大概)?(?:相隔|间隔|相差|相距|隔了?|差了?|用了?|花了?|过了?|历时)[^,，。?？]{0,4}?"
    rf"(?:多久|多长时间|(?:多少|几)个?(?P<unit>年|月|天|日|周|星期|礼拜))[^,，。?？]{{0,4}}{_STOP}"
)
_LENGTH: Final = lazy_regex(
    r"(?:[借工假任学租刑孕花汛周档婚产]|保质|保修|有效|缓冲|试用|实习|合同|服务|还款|贷款|隔离|观察)期(?:限|间)?(?:[上里]|方面)?[^\u3400-\u9fff]*(?=[相差隔]|$)"
    r"|(?:期限|时长|工时|寿命|年龄|岁数|年纪|年限|天数|长短)(?:[上里]|方面)?[^\u3400-\u9fff]*(?=[相差隔]|$)"
)
"""What lasts and has no day of its own: 两种卡的借期差几天 asks for no days of events."""
_THAN: Final = lazy_regex(
    rf"^(?P<one>[^?？]+?)比(?P<other>[^?？]+?)(?P<how>早|晚|迟)了?(?:{_HAPPENS}|开始|完成)?了?(?:多久|多长时间"
    rf"|(?:多少|几)个?(?P<unit>年|月|天|日|周|星期|礼拜))[^,，。?？]{{0,3}}{_STOP}"
)
_FROM_TO: Final = lazy_regex(r"^(?P<subject>[^,，。?？]*?)从(?P<one>[^,，。?？]+?)(?:到|至)(?P<other>[^,，。?？]+)$")
_EACH: Final = lazy_regex(
    rf"(?:{_EVENT}|各自)?(?:分别|各)(?:都)?(?:是|为)?{_HAPPENS}?(?:是)?(?:在|于)?(?:什么时[候间]|何时|哪一?[天年日]|几[号日月]"
    rf"|哪个?月)(?P<verb>[^,，。?？]{{0,10}}?)(?:的)?{_STOP}"
)
_PERIOD: Final = r"在?(?:\d{4}|[二一][〇零一二三四五六七八九]{3})年(?:\d{1,2}月(?:\d{1,2}日)?)?[中内里初底份]{0,2}[,，]"
_LEADS: Final = lazy_regex(
    r"^(?:请问|那么?|你?知道)?(?:在?(?:以下|下列|下面)[^,，。?？:：]{0,12}?(?:事件|事情)?[中里]?[,，:：]?)?"
    rf"(?:{_PERIOD})?(?:在)?(?:这|那)?[两三四几]?[个件]?(?:事件|事情)?[中里][,，:：]|^请问|^{_PERIOD}"
)
_ENDS: Final = lazy_regex(
    rf"(?:[,，、]?(?:这|那|以上|上述)[两三四几]?[个件项场条种]?(?:{_EVENT})?|(?:两者|二者|三者|他们|它们)|(?:之间|之中|当中|中|里))*"
    r"(?:相比较?|比起来|来说)?(?:都|的)?[,，:：\s]*$"
)
_DAY_ALONE: Final = lazy_regex(r"在?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?[初底中]?")
_FILLS: Final = lazy_regex(rf"^(?:(?:{_HAPPENS}|{_EVENT}|开始|得|的|了|在|是|呢|一些|些|被|关注|[些点]))*$")
_BETWEEN: Final = lazy_regex(
    r"以及|或者|还是|还有|[、;；]|(?<!\d)[,，]|[,，](?!\d{3}(?!\d))|[和与及跟或]|同(?![志学事意时步年月一比期盟乡行])"
)
_CLEAR: Final = "、;；,，"
_OPENING, _CLOSING = "《“‘「『（(【\"'", "》”’」』）)】\"'"


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the question calls it, and the words to look for it by."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class EventQuestion:
    """What is asked, and the events in every way in which the question may be parted into them."""

    measure: Measure
    unit: Unit
    partings: tuple[tuple[Event, ...], ...]


def event_question_of(question: str) -> EventQuestion | None:
    """What `question` compares; None where it compares no events."""
    text = question.strip()
    for read in (_than, _same, _apart, _each, _order, _choice):
        found = read(text)
        if found and found.partings:
            return found
    return None


def _than(text: str) -> EventQuestion | None:
    match = _THAN.match(text)
    if match is None:
        return None
    events = tuple(Event(label, label) for label in (_trimmed(match["one"]), _trimmed(match["other"])))
    return EventQuestion("apart", _unit(match["unit"]), (events,) if all(event.label for event in events) else ())


def _same(text: str) -> EventQuestion | None:
    match = _SAME.search(text)
    if match is None or not (match["ends"] or match["asks"] in ("是否", "是否是", "是不是", "有没有")):
        return None
    return EventQuestion("same", _unit(match["unit"]), tuple(_partings(text[: match.start()], match["verb"])))


def _apart(text: str) -> EventQuestion | None:
    match = _APART.search(text)
    if match is None:
        return None
    head = text[: match.start()]
    if _LENGTH.search(text[: match.end()]):
        return None
    along = _FROM_TO.match(head)
    if along is None:
        return EventQuestion("apart", _unit(match["unit"]), tuple(_partings(head, "")))
    ends = tuple(Event(_trimmed(along[name]), along["subject"] + along[name]) for name in ("one", "other"))
    return EventQuestion("apart", _unit(match["unit"]), (ends,))


def _each(text: str) -> EventQuestion | None:
    match = _EACH.search(text)
    return EventQuestion("each", "", tuple(_partings(text[: match.start()], match["verb"]))) if match else None


def _order(text: str) -> EventQuestion | None:
    match = _ORDER.search(text)
    return EventQuestion("order", "", tuple(_partings(text[: match.start()], ""))) if match else None


def _choice(text: str) -> EventQuestion | None:
    match = _CHOICE.search(text) or _CHOICE_BEHIND.search(text)
    if match is None:
        return None
    before, after = text[: match.start()], text[match.end() :]
    partings = tuple(_partings(before, match["verb"]))
    if not partings and after.strip():
        partings = tuple(_partings(after, ""))
    elif re.search(r"\w", after):  # what comes after asks on
        return None
    return EventQuestion("first" if match["early"] else "last", "", partings)


def _unit(printed: str | None) -> Unit:
    return _UNITS.get(printed[0], "day") if printed else ""


def _partings(text: str, verb: str) -> Iterator[tuple[Event, ...]]:
    """The ways to part the text into events, the likeliest first; a verb that all have is among the words of each."""
    text = _ENDS.sub("", _LEADS.sub("", text.strip("?？。 \u3000")))
    marks = [match for match in _BETWEEN.finditer(text) if not _within_quotes(text, match.start())]
    clear = [match for match in marks if match.group() in _CLEAR]
    doubtful = [match for match in marks if match.group() not in _CLEAR]
    ways: list[list[re.Match[str]]] = []
    if clear:
        last = clear[-1].end()
        ways += [[*clear, mark] for mark in doubtful if mark.start() > last]
        ways.append(clear)
    else:
        middle = len(text) / 2
        ways += [[mark] for mark in sorted(doubtful, key=lambda mark: abs(mark.start() - middle))]
        ways += [[one, other] for place, one in enumerate(doubtful) for other in doubtful[place + 1 :]]
    shared = "" if _FILLS.match(verb) else verb
    seen: set[tuple[str, ...]] = set()
    for way in ways[:_MOST_PARTINGS]:
        labels = tuple(_labels(text, way))
        named = all(len(re.findall(r"\w", label)) >= _FEWEST_CHARACTERS for label in labels)
        if named and 2 <= len(labels) <= MOST_EVENTS and labels not in seen:
            seen.add(labels)
            yield tuple(Event(label, label + shared) for label in labels)


def _labels(text: str, way: list[re.Match[str]]) -> Iterator[str]:
    """What stands between the marks; a day alone belongs to what comes after it."""
    begin = 0
    for mark in [*way, None]:
        label = _trimmed(text[begin : mark.start() if mark else len(text)])
        if _DAY_ALONE.fullmatch(label):
            continue
        if label:
            yield label
        begin = mark.end() if mark else begin


def _trimmed(label: str) -> str:
    return re.sub(r"^(?:以及|或者|还是|还有|[和与及跟或同])(?=\w{2})", "", label.strip(" \u3000,，、;；:：?？。"))


def _within_quotes(text: str, place: int) -> bool:
    """Whether a quotation, a title or brackets are open there."""
    opened = 0
    for character in text[:place]:
        if character in "\"'":
            opened = 0 if opened else 1
        elif character in _OPENING:
            opened += 1
        elif character in _CLOSING:
            opened = max(0, opened - 1)
    return bool(opened)
