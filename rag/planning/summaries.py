"""What a question wants summed up: an article by what it is called, or a page, a day, a paper, somebody's pieces.

Left out: which article is meant by what it is called (see `pieces`), and what is said of it (see `reply`).
"""

import datetime
import re
from dataclasses import replace
from typing import Final

from rag.planning import rules
from rag.planning.catalogue import Catalogue
from rag.planning.names import Names, clauses_of
from rag.planning.plan import SENTENCES, Plan, Window
from rag.planning.quotations import quotations, quoted_words, without_quotations
from rag.planning.windows import window_of
from rag.text.dates import number_of
from rag.text.lazy_regex import lazy_regex

_SENTENCES: Final = lazy_regex(
    r"(?P<count>[1-9]|[一两二三四五六七八九])\s?句(?:话)?|\b(?:in|into) (?P<english>one|two|three|four|five"
    r"|[1-9]) (?:short )?sentences?\b"
)
_SENTENCES_ASKED: Final = lazy_regex(
    r"(?:(?:给我|帮我|请|再|把它|就)*"
    r"(?:用|拿|以|限|(?:缩写|压缩|缩短|浓缩|精简|概括|总结|归纳|改写|变|缩|写)(?:成|为|到|在))?\s*)?"
    rf"(?:{_SENTENCES.pattern}|\d{{2,3}}个?字)(?:之?[内中]|以内|左右)?"
    r"(?:来)?(?:(?:讲|说)(?:清楚?|明白|讲|说)?|概括|总结|归纳|介绍|概述)?(?:一下|下)?"
)
"""The sentences or characters that are asked for, with the words that ask for them."""
_CHARACTERS: Final = lazy_regex(r"(?<!\d)(\d{2})个?字(?:以内|左右|之内|内)?(?:来)?(?:概括|总结|归纳|概述|介绍|说|讲|$)")
_OF_A_SENTENCE: Final = 60
"""Characters of a sentence of a newspaper, about."""
_IN_SENTENCES: Final = lazy_regex(
    r"(?<!翻译)(?<!写)(?<!造)(?:(?:用|拿|以)(?:[1-9]|[一两二三四五六七八九])\s?句(?:话)?(?:来|把"
    r"|给我)?[^,，。？?]{0,16}?"
    r"(?:概括|总结|归纳|概述|介绍|说|讲|描述|复述)"
    r"|(?:^|请|帮我|给我)(?:[1-9]|[一两二三四五六七八九])\s?句(?:话)?(?:来)?(?:概括|总结|归纳|概述|介绍|说|讲)(?!不)"
    r"|\d{2,3}个?字(?:以内|左右|之内|内)?(?:来)?(?:概括|总结|归纳|概述|介绍|说|讲))"
)
"""Two, four or five sentences that are to tell it."""
_ENGLISH: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NAMES_PRINTED: Final = lazy_regex(
    r"报(?!道|导|告|名)|版|[这那每本][一]?期|见报|刊登|\b(?:paper|issue|page|newspaper)\b"
)
"""What tells that a day is that of the paper."""
_HEADLINES: Final = lazy_regex(
    r"(?:要闻|(?:主要|重要|重点|重大)(?:的)?(?:新闻|消息|报道|内容)|新闻(?:要点|提要|摘要|导读|速览)|(?:看点|重点"
    r"|要点|亮点)(?=[^\w]*$|有|是)"
    r"|导读|大新闻|内容提要|大事要闻)"
)
_ASKS_HEADLINES: Final = lazy_regex(
    rf"(?:(?:都|主要|大概)?(?:有|是|登了?|报道?了?|讲了?|说了?)?(?:哪些|什么|啥|哪几条|几条)(?:样的"
    rf"|的)?{_HEADLINES.pattern}"
    rf"|{_HEADLINES.pattern}(?:都|主要)?(?:有|是)?(?:哪些|什么|啥|哪几条)?)(?:呢|啊|呀|吗)?[^\w]*$"
)
_IN_PAPER: Final = lazy_regex(
    r"(?:报纸?|晚报|日报|早报|晨报|[这那]期)(?:上面?|里面?)(?:都|主要|大概)*(?:有|讲|说|登|写|刊|报)(?:了|的|过"
    r"|着)?(?:些|点)?"
    r"(?:什么|啥|哪些)(?:内容|东西|事情?|新闻|消息)?(?:呢|啊|呀)?[^\w]*$"
)
"""What is in the paper of a day, which is neither whether there is one nor a list of what is called so."""
_OF_PLACE: Final = lazy_regex(
    r"报纸|报上|报里|晚报|日报|早报|晨报|报(?=的|$)|[这那每本]一?[期张份天日版]|最[新近]的?一?[期张份]|[整全]份"
    r"|整张|版面|当天|头条|新闻|消息|报道|文章|稿件"
    r"|稿子|内容|要点|写的|发的|[长短大小]的|整版|通版|一整个?版"
    r"|\b(?:the|of|on|in|for|news|articles?|stories|papers?|newspapers?|issue|front|page|dated|please|what)\b"
)
"""What beside a page or a day names no article."""
_OF_NO_PIECE: Final = lazy_regex(r"新闻|要闻|消息|导读")
"""What only papers have, while an article has a main point, too."""
_THIS_PAGE: Final = lazy_regex(r"[这那本整][一个]?版")
"""A page that is pointed at, and not the first one."""
_NEWEST: Final = lazy_regex(r"[整全]份|整张|[这本]一?[期张份]|最[新近]的?一?[期张份]")
"""The paper that is at hand, where no day is named."""
_BACK: Final = lazy_regex(rules.BACK)
_POINTS: Final = lazy_regex(rf"(?:{rules.BACK})(?!期|版|天)")
_VIEW: Final = lazy_regex(
    r"(?:主要|到底|究竟|大概)?(?:是|持|有|表达了?|提出了?)(?:的是)?(?:个|一个|一种)?(?:什么|啥|怎样的|何种"
    r"|哪些)(?:样的)?(?:观点|看法|态度"
    r"|立场|意见|主张|道理)"
    r"(?:呢|啊)?(?=[^\w]*$)|(?:的)?(?:观点|看法|立场|主张)(?:是|有)(?:什么|啥|哪些)(?:呢|啊)?(?=[^\w]*$)|(?:想"
    r"|要)说(?:明)?(?:的是)?(?:什么|啥)(?:呢|啊)?(?=[^\w]*$)"
)
"""What a commentary is asked for."""
_COMMENTARY: Final = lazy_regex(r"评论|社论|社评|短评|时评|言论|[那这]篇|文章")
_PAPER_SAYS: Final = lazy_regex(
    r"报纸|[这那]期|头版|[晚日早晨]报(?:上面?|里面?|都|主要|大概|具体|到底)*(?:讲|说|写|谈|登|报道)"
)
"""What asks of a paper what it says."""
_LEAST_TITLE: Final = 2


def sentences_asked(text: str) -> int:
    """How many sentences a summary is to have, 0 where the question does not say it; SENTENCES at most."""
    match = _SENTENCES.search(text)
    if match is None:
        characters = _CHARACTERS.search(text)
        return 1 + int(characters[1]) // _OF_A_SENTENCE if characters else 0
    count = match["count"] or match["english"]
    number = 2 if count == "两" else _ENGLISH.get(count) or number_of(count)
    return min(number, SENTENCES)


class Summaries:
    """Reads what is to be summed up over one catalogue; texts are in NFKC and lower case. Threads may share it."""

    def __init__(self, catalogue: Catalogue, names: Names) -> None:
        self._catalogue = catalogue
        self._names = names

    def of_headline(self, text: str) -> Plan | None:
        """The summary of the article whose headline is quoted, where nothing else is asked; None for anything else.

        What the headline says asks nothing: 《渡口有几篇检讨》讲了什么 counts nothing.
        """
        quoted = quotations(text)
        if not quoted or (not quoted[0].is_title and len(quoted) > 1) or len(quoted[0].words) < _LEAST_TITLE:
            return None
        rest = without_quotations(text, quoted[:1])
        if quotations(rest) or self._names.known_papers(quoted[0].words) == (quoted[0].words,):
            return None
        if not (rules.SUMMARISE.search(rest) or (quoted[0].is_title and rules.SUMMARY.search(rest))):
            return None
        if rules.NUMBERED.search(rest) or re.search(r"\d", _SENTENCES.sub(" ", rest)) or self._left(rest):
            return None
        return Plan("summary", subject=(quoted[0].words,), sentences=sentences_asked(rest))

    def are_asked(self, text: str) -> bool:
        """Whether the question asks for a summary."""
        return bool(
            rules.SUMMARISE.search(text)
            or _IN_SENTENCES.search(text)
            or rules.TOLD_OF.search(text)
            or (
                rules.TELL.search(text)
                and rules.NUMBERED.search(text)
                and not self._left(rules.NUMBERED.sub(" ", text))
            )
            or (rules.SUMMARY.search(text) and self._is_called(text))
            or (_VIEW.search(text) and _COMMENTARY.search(text))
        )

    def of_headlines(self, text: str, today: datetime.date) -> Plan | None:
        """The summary of a day, a page or a paper whose most important news is asked for; None for anything else.

        Where none is named, it is the newest issue's.
        """
        if not _ASKS_HEADLINES.search(text) and not rules.SUMMARISE.search(text):
            return None
        if not _HEADLINES.search(text) or rules.YEARLY.match(text.removeprefix("请问")):
            return None
        plan = self._of_place(_HEADLINES.sub(" ", _ASKS_HEADLINES.sub(" ", text)), text, today)
        if plan and plan.window and any(map(plan.window.holds, self._catalogue.printed_days)):
            return replace(plan, window=replace(plan.window, of="printed"))
        if plan is None or plan.of_place:
            return plan
        return self._newest(plan) if _OF_NO_PIECE.search(text) and self._catalogue.newest else None

    def _newest(self, plan: Plan) -> Plan:
        """The plan for the newest issue; as it is where none is dated."""
        newest = self._catalogue.newest
        return replace(plan, window=Window(newest.isoformat(), newest.isoformat(), "printed")) if newest else plan

    def in_paper(self, text: str, today: datetime.date) -> Plan | None:
        """The summary of the paper of a day of which is asked what is in it; None for anything else."""
        if not _IN_PAPER.search(text):
            return None
        plan = self._of_place(_IN_PAPER.sub(" 报纸", text), text, today)
        return plan if plan and plan.window else None

    def plan(self, text: str, today: datetime.date) -> Plan:
        """Of an article by what it is called; of a page, a day or a paper what is printed there."""
        number = rules.ORDINAL.match(text)
        count = sentences_asked(text)
        if number:
            return Plan("summary", subject=(f"第{number_of(number['number'])}篇",), sentences=count)
        asked = _VIEW.sub(" ", rules.SUMMARY.sub(" ", rules.TELL.sub(" ", rules.SUMMARISE.sub(" ", text))))
        place = self._of_place(_SENTENCES_ASKED.sub(" ", asked), text, today)
        if place and not (place.window or _narrows(place)) and _NEWEST.search(text):
            place = self._newest(place)
        if place and (place.window or _narrows(place)):
            return replace(place, sentences=count)
        named = self._named(rules.NUMBERED.sub(" ", _VIEW.sub(" ", text)))
        return Plan("summary", subject=(named,) if named else (), sentences=count)

    def _of_place(self, asked: str, text: str, today: datetime.date) -> Plan | None:
        """The summary of the days and the part of the newspaper that `asked` names, where it names nothing else.

        `asked` is the text without what asks, in which all of `text` tells whether days are those of papers.
        """
        quoted = [each for each in quotations(asked) if each.words not in self._names.known_papers(text)]
        if quoted:
            return None
        window, rest = window_of(_THIS_PAGE.sub(" 版面", asked), self._catalogue, today)
        scope, rest = self._names.scope(rest)
        narrowed = window or scope.numbers or scope.reporters
        if self._left(rest) or (_POINTS.search(rest) and not narrowed):
            return None
        if window and _NAMES_PRINTED.search(text):
            window = replace(window, of="printed")
        return Plan("summary", window, (), scope)

    def _left(self, rest: str) -> tuple[str, ...]:
        """What the text names beside what asks for a summary, a page or a day."""
        for pattern in (_SENTENCES, rules.SUMMARISE, rules.SUMMARY, rules.TELL, _VIEW, _BACK, _OF_PLACE):
            rest = pattern.sub(" ", rest)
        rest = rules.AROUND.sub(" ", re.sub(r"[那这]篇|一文|故事|[《》]", " ", rest))
        return self._names.subject(rest)

    def _is_called(self, text: str) -> bool:
        """Whether it is an article that is asked about: one pointed back to, a headline, a page or a day."""
        named = self._named(text)
        if not named or rules.ORDINAL.match(text):
            return True
        if "《" in text:
            rest = rules.SUMMARY.sub(" ", without_quotations(text, quotations(text)))
            return not self._names.subject(re.sub(r"[那这]篇|一文|报道|故事", " ", rest))
        if rules.NUMBERED.search(text) or _PAPER_SAYS.search(text):
            return True
        return bool(
            re.search(
                r"[那这][篇则条]|[那这]个(?:新闻|报道|消息|故事|专访|访谈)|(?:报道|文章|消息|通讯)的?(?:内容|讲|说"
                r"|写)|\barticle\b",
                text,
            )
        ) or bool(self._catalogue.titled(named))

    def _named(self, text: str) -> str:
        """What the article is called by whoever asks; "" for 这篇 and whatever else points back."""
        quoted = quoted_words(text)
        if quoted and ("《" in text or len(quoted[0]) > 1):
            return quoted[0]
        clauses = (
            rules.SUMMARY.sub(
                " ", rules.TELL.sub(" ", rules.SUMMARISE.sub(" ", _SENTENCES_ASKED.sub(" ", clause).strip()))
            )
            for clause in clauses_of(text)
        )
        rest = " ".join(rules.OF_WHAT_KIND.sub(" ", clause) for clause in clauses)
        rest = rules.THE_MATTER.sub("", rest.strip(" ,，。？?！!呢吗吧"))
        rest = re.sub(
            rf"^(?:那|请|麻烦|帮我?|帮忙|给我|能不能|能|可以|用|把|说说|讲讲|说一下|\s)*(?:{rules.BACK})(?=$|\W|的"
            rf"|主|大|里|讲|说|用|是)",
            " ",
            rest,
        )
        rest = re.sub(
            r"(?:请|麻烦|帮我?|帮忙|给我|能不能|可以|是)?(?:咋|怎么)(?:一)?[回个]事儿?|[那这]篇|文章|报道|消息|一文"
            r"|^\s*(?:用|请|把|将|说说|能)|(?<=[\u3400-\u9fff])[那这][个场次条出部件](?=[\u3400-\u9fff])|一下"
            r"|what is the article on",
            " ",
            rest,
        )
        rest = re.sub(r"[\s，,。？?！!、:：]+", " ", rest).strip(" 的呢吗吧")
        rest = rules.AROUND.sub("", rules.THE_MATTER.sub("", rest)).strip(" 的呢吗吧")
        return (
            rest
            if len(rest) > 1 and not re.fullmatch(rf"(?:{rules.BACK}|那|这|呢|用|的|讲|说|给我|帮我?|\s)+", rest)
            else ""
        )


def _narrows(plan: Plan) -> bool:
    """Whether the plan names a part of the newspaper, and not only a kind of pieces: 这篇评论 is one of them."""
    scope = plan.scope
    return bool(scope.papers or scope.numbers or scope.sections or scope.reporters)
