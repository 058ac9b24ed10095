"""Who wrote: questions for the reporters themselves, with the number of pieces of each, and a name said alone.

哪位记者发稿最多, 写过渡口的记者有哪些; 记者林知远. Left out: whose pieces a question names (see `names`), who wrote one
piece (see `record`), and the reply (see `recorded`).
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from rag.planning.rules import UNIT
from rag.text.lazy_regex import lazy_regex

_END: Final = r"(?:呢|啊|呀|吗|么|了)*[^\w]*$"
_ROLE: Final = r"(?:记者|作者|通讯员|撰稿人)们?"
_WHICH: Final = rf"(?:哪(?:一)?(?:位|个|些|几[位个名])(?:的)?(?:本报)?{_ROLE}|什么{_ROLE})"
_WRITES: Final = r"(?:采写|撰写|写|发|报道|采访|登|刊发|发表|供稿|关注|跟踪)"
_OUTPUT: Final = (
    rf"(?:发稿|写稿|供稿|署名|见报|稿(?:子|件)?|文章|{UNIT}|写得|写的(?=最)|报道)(?:的)?(?:数?量|篇数|次数"
    rf"|总数)?(?:写|发)?(?:得)?"
)
_NUMBER: Final = r"(?:有)?(?:哪些|哪几[位个名]?|谁|哪位|多少(?:位|个|名|人)?|几[位个名人]|名单)"
_MOST: Final = (
    lazy_regex(
        rf"(?:{_WHICH}|谁)(?P<about>[^,，。？?]{{0,16}}?)的?{_OUTPUT}最(?:多|少|勤|高产)(?:的)?(?:是)?(?:谁"
        rf"|哪位)?{_END}"
    ),
    lazy_regex(rf"{_WHICH}最(?:高产|能写|勤快|勤|多产){_END}"),
    lazy_regex(
        rf"(?P<about>[^,，。？?]{{0,16}}?){_OUTPUT}(?:最(?:多|少)|前(?:\d|[二两三四五六七八九十几])(?:名"
        rf"|位)?)的(?:{_ROLE}|人)?(?:是)?(?:谁|哪(?:一)?(?:位"
        rf"|个)(?:{_ROLE})?)?{_END}"
    ),
    lazy_regex(
        rf"(?P<about>[^,，。？?]{{0,16}}?)(?:{_ROLE})(?:的)?(?:{_OUTPUT}|数)*(?:数?量|篇数)?(?:的)?(?:排行榜?|排名"
        rf"|排序|榜|名单|名录|一览表?|统计表?|清单){_END}"
    ),
    lazy_regex(
        rf"(?:写|报道|关注)(?P<about>[^,，。？?]{{1,16}}?)(?:写得)?最(?:多|勤|少)的(?:{_ROLE})(?:是)?(?:谁"
        rf"|哪(?:一)?(?:位|个))?{_END}"
    ),
    lazy_regex(
        rf"(?P<about>[^,，。？?]{{0,16}}?)(?:每|各)(?:一)?(?:位|个|名)?(?:{_ROLE})[^,，。？?]{{0,8}}(?:几"
        rf"|多少)[篇条则]?(?:{UNIT})?{_END}"
    ),
    lazy_regex(rf"按(?:{_ROLE})(?:来)?(?:统计|分类|分|排列|排|列|汇总|数)(?P<about>[^,，。？?]{{0,12}}){_END}"),
)
_ALL: Final = (
    lazy_regex(
        rf"^(?P<about>[^,，。？?]{{0,14}}?)(?:一共|总共|都|共)*(?:有|是)(?:哪些|多少(?:位|个|名)?|几(?:位|个|名)"
        rf"|什么)(?:{_ROLE})(?:署名|写过稿?|发过稿)?{_END}"
    ),
    lazy_regex(rf"^(?P<about>[^,，。？?]{{0,14}}?)(?:{_ROLE})(?:一共|总共|都|共)*{_NUMBER}{_END}"),
)
"""Who there is: with nothing named beside it but the newspaper, for people of the press stand at many a scene."""
_WROTE: Final = (
    lazy_regex(
        rf"^(?:请问|那)?{_WRITES}(?P<about>[^,，。？?]{{1,20}}?)的(?:{UNIT})?都?(?:是|有)(?:哪(?:些"
        rf"|几[位个名])(?:{_ROLE}|人))(?:写的)?{_END}"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?P<about>[^,，。？?]{{2,20}}?)的?(?:{UNIT})(?:都)?是(?:谁|{_WHICH})(?:采写|撰写|写"
        rf"|报道)的{_END}"
    ),
    lazy_regex(
        rf"(?:(?:关于|有关)(?P<of>[^,，。？?]{{1,16}})的)?{_WRITES}(?:过"
        rf"|了)(?P<about>[^,，。？?]{{0,20}}?)的(?:本报)?(?:{_ROLE})(?:一共|总共|都|共)*(?:是)?{_NUMBER}{_END}"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?:都?有)?(?:{_WHICH})(?:都|曾|曾经)?(?:{_WRITES}过"
        rf"|(?!采访){_WRITES}了)(?P<about>[^,，。？?]{{1,20}}?)(?:的)?(?:{UNIT})?{_END}"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?:都?有)?谁(?:都)?(?:采写|撰写|写|报道)(?:过"
        rf"|了)(?P<about>[^,，。？?]{{1,20}}?)的?(?:{UNIT}){_END}"
    ),
    lazy_regex(
        rf"^(?:请问|那)?(?P<about>[^,，。？?]{{1,20}}?)(?:的)?(?:{UNIT})?(?:都)?是(?:哪(?:些|几[位个名])(?:{_ROLE}"
        rf"|人))(?:采写|撰写"
        rf"|写|报道)的{_END}"
    ),
)
"""Who wrote of something."""
_THIS: Final = lazy_regex(r"[这那该][篇则条]|[它他她]")
_EACH: Final = lazy_regex(r"(?:每|各)(?:位|个|名)?|篇数|(?:采|撰)?写的?$")
_COLLECTION: Final = lazy_regex(
    r"(?:这里|这儿|你们?|您|这些|报纸?|版面|资料|库里?|上|里面?|中|本报|的|请问|那|一共|总共|署名|现在|目前"
    r"|[日晚早晨]报|\d|年|月|日|号|第|版|[一二三四五六七八九十]|\s)*"
)
_LONGEST_ALONE: Final = 20
"""Characters of a name with what may stand around it."""
_ALONE: Final = (
    r"(?:请问|查一?下|找一?下|看看)?(?:本报|晚报|日报)?(?:首席|实习|见习|特约)?(?:记者|通讯员|作者"
    r"|摄影)?\s?(?P<name>{name})(?:的)?(?:记者)?"
)


def writers_asked(text: str) -> str | None:
    """What the pieces are about whose reporters are asked for, "" for all; None where no reporters are asked for.

    `text` is in NFKC and lower case.
    """
    if _THIS.search(text):
        return None
    for pattern in (*_MOST, *_WROTE):
        match = pattern.search(text)
        if match:
            groups = match.groupdict()
            about = " ".join(filter(None, (text[: match.start()], groups.get("of"), groups.get("about"))))
            return _EACH.sub(" ", about).strip()
    for pattern in _ALL:
        match = pattern.search(text)
        if match and _COLLECTION.fullmatch(match["about"]):
            return match["about"]
    return None


def alone_of(text: str, known: Callable[[], Iterable[str]]) -> str:
    """The one of the `known` names in bylines that is all that is said, be it after 记者; "" for anything else."""
    said = re.sub(r"[^\w·]+", "", text)
    if len(said) > _LONGEST_ALONE:
        return ""
    return next(
        (
            name
            for name in known()
            if name.lower() in said and re.fullmatch(_ALONE.format(name=re.escape(name.lower())), said)
        ),
        "",
    )
