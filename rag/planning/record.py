"""Questions for what the record of a piece tells: who wrote it, on which day, in which paper, on which page it stands.

谁写的, 登在哪一天 and 在第几版 after a piece that was cited; 《headline》的作者是谁 and 路灯那篇是哪天登的 always. Each
wording must fit the whole question, for a poem has a writer and a notice a day as well. Left out: which piece is meant
(see `pieces`), and the reply (see `recorded`).
"""

import re
from typing import Final, NamedTuple

from rag.planning import rules
from rag.planning.plan import Facet
from rag.planning.quotations import quotations
from rag.text.dates import number_of
from rag.text.lazy_regex import lazy_regex

_PIECE: Final = (
    r"(?:文章|报道|报导|新闻|消息|稿子|稿件|稿|通讯|评论|社论|短评|时评|特写|专访|访谈|来信|通知|启事|调查|故事"
    r"|专题|照片|图片|文字|东西)"
)
_UNIT: Final = r"[篇则条组份张]"
_THIS: Final = (
    rf"(?:(?:上面|刚才|刚刚|前面)?(?:的|说的)?(?:这|那|该|此)(?:一)?(?:{_UNIT}|个)?(?:的)?{_PIECE}?|(?:这"
    rf"|那)(?:件)?事(?:情)?|它|本文|原文|全文"
    rf"|{_PIECE})"
)
"""What points back to a piece: 这篇, 那条消息, 文章."""
_WHO: Final = (
    r"(?:谁|何人|什么人|(?:本报)?哪(?:一)?(?:位|个|些|几[位个名]|名)(?:的)?(?:本报)?(?:记者|作者|通讯员|同志|编辑"
    r"|老师|人)?们?"
    r"|什么(?:记者|作者))"
)
_WROTE: Final = (
    r"(?:采访(?:和|并)?(?:撰写|写)|采写|编写|撰写|写作|书写|写|报道|撰稿|执笔|署名|供稿|拍摄|摄影|拍|摄"
    r"|采访)(?:出来|而成|完成)?"
)
_NAMED: Final = r"(?:谁|何人|什么(?:名字|人)?|啥(?:名字?|人)?|(?:哪|那)(?:位|个|些|几[位个]))"
_WRITER: Final = (
    r"(?:(?:本报|文字|摄影|采访|特约|署名|撰稿)?(?:记者|作者)|署名|撰稿人?|采写(?:者|人)?|执笔(?:者|人)?|笔者|撰文"
    r"|通讯员|摄影(?:师|者)?"
    r"|写稿(?:的|人)|写(?:它|这篇|那篇)的人)(?:名字?|姓名|的名字)?"
)
_WHEN: Final = (
    r"(?:哪一?天|哪一?日|哪年哪月(?:哪[天日])?|几月几[日号]|几号|什么时[候间]|啥时候|何时|什么日子|哪个日子"
    r"|哪一?期|哪一?年|哪个?月)"
)
_PRINTED: Final = r"(?:刊登|登载|刊发|刊载|发表|见报|登报|上报|登|刊|载|印)(?:出来|出)?"
_PAGE: Final = r"(?:第?(?:几|多少)(?:个)?版(?:面)?|哪一?个?版(?:面)?|什么版(?:面)?|第几页|哪一?页)(?:上|里)?"
_PAPER: Final = r"(?:哪(?:一)?(?:家|份|张|种|个)?(?:报纸?|报社|媒体|日报|晚报)|什么报纸?)(?:上|里)?"
_PLACE: Final = r"(?:哪里|哪儿|什么地方|何处)"
_ASKED: Final[tuple[tuple[Facet, str], ...]] = (
    ("reporters", rf"(?:都|到底|究竟)?(?:是|由)?{_WHO}{_WROTE}(?:的|了|过)?"),
    ("reporters", rf"(?:的)?{_WRITER}(?:都|到底|究竟)?(?:是|叫|姓)?{_NAMED}"),
    (
        "reporters",
        r"的?(?:作者|记者|署名|撰稿人)(?:是|叫|都有)|(?:作者|记者)的?(?:姓名|名字)|是?谁的(?:署名|名字)"
        r"|(?:是)?哪(?:一)?(?:位|个|些|几[位个])(?:本报)?(?:记者|作者)",
    ),
    (
        "reporters",
        r"(?:有没有|有无|有)署名|署名了没?有?|署的?(?:是)?谁的名字?|(?:出自|出于)(?:谁|哪位(?:记者)?|何人)(?:的"
        r"|之)?手笔?",
    ),
    ("reporters", rf"是?(?:谁|哪(?:位|个)(?:记者|作者)?)的(?:{_PIECE}|作品|手笔)"),
    ("days", rf"(?:是)?(?:在)?{_PRINTED}(?:的|了)?(?:在|于|是)?(?:的)?{_WHEN}(?:的)?(?:报纸?|版面)?(?:上|里)?(?:的)?"),
    ("days", rf"(?:是)?(?:在)?{_WHEN}(?:的)?(?:报纸?(?:上|里)?)?(?:{_PRINTED}|报道)(?:的|了)?"),
    ("days", rf"(?<=[篇则文章稿])(?:是)?{_WHEN}(?:写|发|发布|采写)(?:的|了)"),
    ("days", rf"(?:是|出自|来自)?{_WHEN}的(?:报纸?|{_PIECE})"),
    (
        "days",
        rf"(?:的)?(?:见报|刊登|刊发|发表|登报|登载|出版|报纸|报道)(?:的)?(?:日期|时间|日子)(?:是)?(?:{_WHEN}|什么"
        rf"|多少)?",
    ),
    ("pages", rf"(?:是)?(?:{_PRINTED}|排|放)?(?:的)?(?:在|于)?(?:报纸?的?)?{_PAGE}(?:{_PRINTED})?(?:的)?"),
    ("pages", r"(?:的)?(?:版次|版面|页码|版号)(?:是)?(?:第?几版?|多少|什么|哪个|哪一?版)"),
    ("papers", rf"(?:是)?(?:{_PRINTED}|出自|来自|出)?(?:在|于)?{_PAPER}(?:{_PRINTED}|报道|发)?(?:的)?"),
    (
        "papers",
        rf"(?:是)?(?:{_PRINTED}(?:的)?(?:在|于)|出自|来自){_PLACE}|(?:是)?(?:在)?{_PLACE}{_PRINTED}的|(?:的)?出处(?:是"
        rf"|在)?(?:{_PLACE}|什么)?",
    ),
)
"""How each is asked, behind what names the piece."""
_OPENING: Final = (
    r"(?:请问|那么|那|我?想?知道|告诉我|能告诉我|麻烦(?:问下|告诉我|查下)?|帮我?(?:看看|查查|查一下|看一下)|再问下"
    r"|顺便问下)*[,，\s]*"
)
_ENDING: Final = r"(?:啊|呀|呢|吗|么|来着|的呢|哦)*\W*"
_ALONE_ASKED: Final[tuple[tuple[Facet, str], ...]] = (
    ("reporters", "记者|作者|署名|撰稿人|通讯员"),
    ("pages", "版次|版面"),
    ("days", "(?:见报|刊登|发表|报道)(?:日期|时间)"),
    ("papers", "出处|来源"),
)
_ALONE: Final = tuple(
    (facet, lazy_regex(rf"{_OPENING}(?:它的|文章的|这篇的?|原文的?)?(?:{asked})(?:呢|是)?\W*"))
    for facet, asked in _ALONE_ASKED
)
"""作者呢, where nothing else asks."""
_FORMS: Final = tuple(
    (facet, lazy_regex(rf"{_OPENING}(?P<name>[^,，。？?]*?)(?:的)?\s*(?:{asked}){_ENDING}")) for facet, asked in _ASKED
)
_REPORTERS: Final[Facet] = "reporters"
_TURNED: Final = tuple(
    (_REPORTERS, lazy_regex(rf"{_OPENING}(?:{asked}){_ENDING}"))
    for asked in (
        rf"(?:是)?{_WHO}{_WROTE}(?:的|了)(?P<name>.+?)",
        rf"谁是(?P<name>.+?)的?{_WRITER}",
        rf"(?:采写|撰写|写|报道|执笔|拍)(?P<name>.+?)的?(?:{_WRITER}|人)?(?:都|到底)?(?:是|叫|姓){_NAMED}",
    )
)
"""谁写的路灯那篇: the piece stands behind what is asked."""
_ENGLISH_ASKED: Final[tuple[tuple[Facet, str], ...]] = (
    ("reporters", r"who (?:wrote|reported|authored|signed|photographed)(?: (?P<name>.+?))?"),
    (
        "reporters",
        r"who(?:'s| is| was| are| were) (?:the |its )?(?:authors?|writers?|reporters?"
        r"|journalists?)(?: of (?P<name>.+?))?",
    ),
    ("reporters", r"who is (?P<name>.+?) (?:written )?by|whose byline(?: is it)?"),
    ("days", r"(?:when|on (?:which|what) day) (?:was|did) (?P<name>.+?) (?:printed|published|appear|come out)"),
    ("pages", r"(?:on )?(?:which|what) page (?:is|was) (?P<name>.+?)(?: (?:on|printed(?: on)?))?"),
    (
        "papers",
        r"(?:in )?(?:which|what) (?:news)?paper (?:is|was|printed) (?P<name>.+?)(?: (?:in|from|printed(?: in)?))?",
    ),
)
_ENGLISH: Final = tuple(
    (facet, lazy_regex(rf"(?:and |so |please tell me )?(?:{asked})\W*")) for facet, asked in _ENGLISH_ASKED
)
_THIS_IN_ENGLISH: Final = r"(?:it|this|that|(?:this|that|the) (?:article|story|report|piece))"
_CALLED: Final = lazy_regex(rf"(?:这|那|该|此)(?:一)?(?:{_UNIT}(?:的)?{_PIECE}?|个{_PIECE})$|一文$")
"""How what names a piece ends, where it is no headline."""
_EMPTY: Final = rf"(?:{_THIS}|\s|的|是)*"
_HEADLINE: Final = "headline0"
"""What stands in the place of a headline, whose own words ask nothing."""


class Asked(NamedTuple):
    """What is asked of the record of a piece, and what the piece is called by; "" for the one that was cited."""

    facet: Facet
    name: str


def record_asked(text: str) -> Asked | None:
    """What the question, in NFKC and lower case, asks of the record of a piece; None for any other question."""
    alone = next((facet for facet, form in _ALONE if form.fullmatch(text)), None)
    if alone:
        return Asked(alone, "")
    quoted = quotations(text)
    masked = text
    if quoted:
        masked = f"{text[: quoted[0].start]}{_HEADLINE}{text[quoted[0].end :]}"
    for facet, form in (*_FORMS, *_TURNED, *_ENGLISH):
        match = form.fullmatch(masked)
        name = None if match is None else _name_of(match["name"] or "", quoted[0].words if quoted else "")
        if name is not None:
            return Asked(facet, name)
    return None


def _name_of(printed: str, quoted: str) -> str | None:
    """What the piece is called by, "" where it is only pointed back to; None where it is no piece that is named."""
    printed = printed.strip(" ,，:：")
    number = rules.ORDINAL.match(printed)
    if number and re.fullmatch(rf"{rules.ORDINAL.pattern}(?:{_PIECE}|的)*", printed):
        return f"第{number_of(number['number'])}篇"
    if re.fullmatch(rf"{_EMPTY}|{_THIS_IN_ENGLISH}", printed):
        return ""
    if quoted and re.fullmatch(
        rf"(?:(?:关于|有关|题为|标题(?:是|为)|叫|the |article|story|\s)*{_HEADLINE}{_EMPTY})",
        printed,
    ):
        return quoted
    if "《" in printed or not _CALLED.search(printed):
        return None
    called = _CALLED.sub("", printed).removeprefix("关于").removeprefix("有关").removesuffix("的").strip()
    return called if len(called) > 1 else None
