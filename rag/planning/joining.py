"""How a question joins its conditions, read before its subject: 标题里有X, 除了X, X和Y各有几篇; and what it asks that
nothing here can be looked up by, as 最长的一篇 or 上一期.

Left out: 或 and 以及 between words, which belong to the subject (see `names`).
"""

import re
from dataclasses import dataclass
from typing import Final

from rag.planning import rules
from rag.text.lazy_regex import lazy_regex

IN_TITLE: Final = lazy_regex(
    r"(?:标题|题目|题名)(?:名|里面|里头|里|中|上|当中)?(?:都|就)?(?:有|含有?|带有?|出现|提到|提及|写着|写到|写了|包含|包括|说到)(?:了|过|着)?(?!哪|什么|啥|几|多少)"
    r"|(?:出现|写)?(?:在|于)(?:标题|题目|题名)(?:里面|里|中|上)?(?:的|出现)?"
    r"|(?<=[\u3400-\u9fff])(?:上了|进了)(?:标题|题目)(?:的)?"
    r"|\b(?:titles?|headlines?) (?:with|that (?:mentions?|contains?|have|has|holds?)|containing|mentioning)\b"
    r"|\bin (?:the |their |its )?(?:titles?|headlines?)\b"
)
"""What asks that the headline alone holds the words."""
_UNWANTED: Final = (
    lazy_regex(
        r"(?:除了?|除开|除去|撇开|抛开)(?P<what>[^,，。？?]{1,16}?)(?:的(?:报道|新闻|文章|稿子|消息))?"
        r"(?:之外|以外|外(?=[,，还的]))"
    ),
    lazy_regex(
        r"(?:除了|除开|除去|撇开|抛开)(?P<what>[^,，。？?]{1,16}?)(?:的)?(?:报道|新闻|文章|稿子|消息)?"
        r"(?=[,，]|还|另|其他|其它|其余|别的|剩下|都|全部|又|有|$)"
    ),
    lazy_regex(
        r"(?:(?<!有)没有?(?:提到?|提及|写到?|讲到?|说到?|谈到?|出现|涉及)|不(?:含|包含|包括|提到?|写到?|涉及|讲)|不是(?:写|讲|关于|说))(?:过|了|有)?"
        rf"(?P<what>[^,，。？?的]{{1,12}}?)(?=的?(?:{rules.THING}|有|都|是|一共|总共|共|呢|[几哪多]|[,，]|[^\w]*$))"
    ),
    lazy_regex(
        r"\b(?:(?:without|except|other than)(?: for| about| on)?|not (?:about|mentioning))\s+(?:the )?"
        r"(?P<what>[\w-]{2,20})"
    ),
)
"""What an article must not hold."""
_BACK: Final = lazy_regex(rf"(?:{rules.BACK}|[这那它]|[这那上]面|以上|此|这些|那些)*")
_EACH: Final = lazy_regex(
    r"(?:各(?:自|占)?|分别)(?=都?(?:有|登|是|写|发|占|拍|署名|出现)?(?:了|过)?(?:多少|几))|\beach\b"
)
"""What asks for a number of each."""
BEST: Final = lazy_regex(
    rf"(?:篇幅|字数|内容)?最(?:长|短|大|小|重要|有意思|有趣|好看?|精彩|感人|详细|火|热门|受欢迎|奇怪|搞笑|差)的?"
    rf"(?=(?:是|有)?(?:哪|那|这)?一?[篇条则张]|{rules.UNIT}(?:是|有|都|吗|呢|[^\w]|$))"
)
"""What sorts articles by something that nothing tells of them."""
_GROUPED: Final = lazy_regex(
    rf"每一?个?(?:天|月|年|周|版|期|版面|记者|位记者|家报纸?)(?=(?:各|都|分别|平均)*(?:有|登|发|写|出)?(?:了|过)?(?:几|多少)[篇条个])"
    rf"|(?:{rules.UNIT}|发稿|登报)(?:的?(?:数量|篇数|次数|量|数))?(?:是|登得|写得)?最[多少]"
)
"""What asks for a number of each day or page, or for that which has most: nothing here counts so."""
_UNREAD: Final = (
    r"(?:最[新近后]的?)?\d+(?:[/.:-]\d+)*[号期篇条则张个份]?|[上下前后本](?:一|几|两)?[期次]|(?:这|那|当)一?天|[这那]几天|最近(?!的?一?[篇条则张次回])|(?:今天|当天|报纸|版面)?头条(?:新闻)?|[简快短]讯"
    r"|趣闻|旧闻|大事|处女稿|近期|近来|往期|过往|以往|当时|同期|每一?[版期天篇个位]|最(?:多|少|差|好)|首页|末版|副标题"
)
_LEFT: Final = lazy_regex(_UNREAD)


@dataclass(frozen=True, slots=True)
class Joining:
    """What was read, and the question without the words for it.

    `unwanted` are what is said behind 除了 and the like, `best` what nothing can be looked up by.
    """

    rest: str
    in_title: bool
    each: bool
    unwanted: tuple[str, ...]
    best: tuple[str, ...]


def joining_of(text: str) -> Joining:
    """How `text`, in NFKC and lower case and without its days, joins its conditions."""
    found = (match.group() for pattern in (BEST, _GROUPED) for match in pattern.finditer(text))
    best = tuple(dict.fromkeys(words.removesuffix("的") for words in found))
    rest = _GROUPED.sub(" ", BEST.sub(" ", text))
    unwanted: list[str] = []
    for pattern in _UNWANTED:
        for match in pattern.finditer(rest):
            what = match["what"].strip(' “”"「」『』《》的')
            rest = rest.replace(match.group(), " ", 1)
            if _BACK.fullmatch(what):
                best = (*best, match.group().strip())
            else:
                unwanted.append(what)
    apart = _EACH.sub(" ", rest)
    titled = IN_TITLE.sub(" ", apart)
    return Joining(titled, titled != apart, apart != rest, tuple(dict.fromkeys(unwanted)), best)


def asks_for_most(text: str) -> str:
    """The words by which the day, page or reporter with most or fewest articles is asked for; "" where none is."""
    match = _GROUPED.search(text)
    return match.group() if match and match.group()[-1] in "多少" else ""


def counted_apart(text: str) -> list[str]:
    """The clauses that ask for a number each: 供热的有几篇，供水的有几篇; [] where not several do."""
    clauses = [clause for clause in re.split(r"[,，;；、]+", text) if rules.COUNT.search(clause)]
    return clauses if len(clauses) > 1 else []


def unread_words(text: str) -> tuple[str, ...]:
    """The words of a question without conditions that would narrow what is listed, if anything told by what."""
    return tuple(dict.fromkeys(match.group() for match in _LEFT.finditer(text)))
