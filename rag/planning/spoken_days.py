"""Days as people say and write them -> as newspapers print them: 20号, 1/20, 22年1月, 12 May 1937, and a feast
without its year.

Left out: which days are then meant (see `windows`).
"""

import datetime
import re
from typing import Final

from rag.planning.catalogue import Catalogue
from rag.planning.yearless import Held, dated_in, meant_of
from rag.text.dates import MONTH, SMALL_NUMBER, number_of
from rag.text.lazy_regex import lazy_regex

_OF_PAPER_OR_DAY: Final = (
    r"(?:新闻|消息|报纸?|报道|头条|头版|要闻|文章|稿|版面|大事|[晚日早]报|见报|登了|刊登"
    r"|有?(?:什么|啥|哪些|几[篇条])(?:新闻|消息|报道|大?事|文章|稿|要闻|内容|$|[?？。]))"
)
"""What tells that figures such as 1/20 before it are a day."""
_SHORT_YEAR = lazy_regex(
    r"(?<![\d国國〇○零一二三四五六七八九十百千第了过用时近约达满隔])(?P<year>\d{2}|[〇○零一二三四五六七八九]{2})年"
    rf"(?=的?(?:(?:{SMALL_NUMBER})月(?!前|后)|[春夏秋冬][天季]|[上下]半年|第?[一二三四]季度))"
    r"|(?:^|(?<=[\s,，。、在从有看找查列出]))(?P<alone>\d{2}|[〇○零一二三四五六七八九]{2})年"
    r"(?=的?(?:[初底末]|新闻(?!工作|人|记者)|报纸|报道(?!员)|消息|文章|头条))"
)
"""22年1月, 九八年的报道; 干了22年, 改革开放40年的报道 and 二十二年 are none."""
_SPOKEN_DAY = lazy_regex(r"(?<=月)(\s{0,2}(?:\d{1,2}|[一二三四五六七八九十]{1,3}))号")
_SPOKEN: Final = (
    (_SPOKEN_DAY, r"\1日"),
    (lazy_regex(rf"(?<=\d年)的(?={MONTH})"), ""),
    (lazy_regex(r"(?<!\d)(\d{4})(?=\s*[到至~—–-]\s*\d{4}\s*年)"), r"\1年"),
    (lazy_regex(r"这个(?=月(?!亮|饼))|这(?=周(?!边|围)|星期)"), "本"),
    (lazy_regex(r"((?:最?近)(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:年|个月|天|周))(?!来|以来)的?"), r"\1来"),
    (lazy_regex(r"(?<!\d)(\d{1,2})、(\d{1,2})(?:这?两个?)?月(?!\d)"), r"\1月到\2月"),
    (lazy_regex(r"(民国)((?:\d{1,2}|[元一二三四五六七八九十廿卅]{1,3})年?\s*[到至~—–-]\s*)(?!民国)"), r"\1\2\1"),
    (lazy_regex(r"\b(?:in|of|from|during) ((?:19|20)\d{2})\b(?!年|[-/.]\d)"), r"\1年"),
    (
        lazy_regex(
            rf"(?P<month>(?:{SMALL_NUMBER})月)(?P<first>{SMALL_NUMBER})[日号]?\s*[到至~～—–-]\s*(?P<last>{SMALL_NUMBER})[日号]"
        ),
        r"\g<month>\g<first>日到\g<month>\g<last>日",
    ),
    (
        lazy_regex(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
        r"\1年\2月\3日",
    ),
    (lazy_regex(r"(?<![\d./-])((?:19|20)\d{2})[-/.](0?[1-9]|1[0-2])(?![\d./-])(?=的|月)月?"), r"\1年\2月"),
    (
        lazy_regex(
            r"(?<![\dA-Za-z./第了为达约-])(?<![A-Za-z] )(0?[1-9]|1[0-2])[/.-](0?[1-9]|[12]\d|3[01])[日号]?"
            rf"(?=(?:[这那]一?[天期]|当天)?(?:的|都(?=有)|发生)?{_OF_PAPER_OR_DAY})"
        ),
        r"\1月\2日",
    ),
)
"""Days as people say them -> as newspapers print them."""
_ENGLISH_MONTHS: Final = (
    "jan(?:uary)? feb(?:ruary)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? oct(?:ober)? "
    "nov(?:ember)? dec(?:ember)?"
).split()
_ENGLISH_DAY: Final = tuple(
    (
        lazy_regex(
            rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{name}\.?,? (?P<year>\d{{4}})"
            rf"|{name}\.? (?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? )?(?P<year2>\d{{4}}))\b",
            re.IGNORECASE,
        ),
        number,
    )
    for number, name in enumerate(_ENGLISH_MONTHS, 1)
)
_MONTH_OF_YEARS_AGO = lazy_regex(rf"(?P<count>[一二两三四五六七八九]|\d{{1,2}})年(?:之|以)?前的?(?={MONTH})")
_FEAST = lazy_regex(
    r"(?<![年\d今去前明])(?:元旦|春节|除夕|元宵|清明|五一|端午|七夕|中秋|国庆|重阳)节?(?:期间|前后|前夕|假期|长假|当天)?"
    r"(?!联欢|晚会|礼|档)"
)


def as_printed(question: str, catalogue: Catalogue, base: datetime.date) -> str:
    """The question with its days in the forms that newspapers print: 20号, 这个月, 近三年的, a feast without a year."""
    question = _SHORT_YEAR.sub(
        lambda match: f"{_whole_year(match['year'] or match['alone'], catalogue, base)}年", _in_chinese(question)
    )
    for pattern, printed in _SPOKEN:
        question = pattern.sub(printed, question)
    question = _MONTH_OF_YEARS_AGO.sub(lambda match: f"{base.year - number_of(match['count'])}年", question)
    feast = _FEAST.search(question)
    if feast is None:
        return question
    meant = meant_of(lambda year: dated_in(feast.group(), year), held_by(catalogue), base)
    if meant is None:
        return question
    middle = meant[0] + (meant[1] - meant[0]) / 2  # 春节前后 may begin in the year before
    return f"{question[: feast.start()]}{middle.year}年{question[feast.start() :]}"


def held_by(catalogue: Catalogue) -> Held:
    """The days that the catalogue has anything of."""
    return Held(catalogue.printed_days, catalogue.days)


def _whole_year(digits: str, catalogue: Catalogue, base: datetime.date) -> int:
    """22, 九八: the newest year with these last digits of which the corpus has anything, else the last such one."""
    number = number_of(digits)
    held = {int(day[:4]) for day in catalogue.days if int(day[:4]) % 100 == number}
    return max(held) if held else base.year - (base.year - number) % 100


def _in_chinese(question: str) -> str:
    """The question with 12 May 1937, May 12, 1937 and May 1937 as a Chinese paper prints them."""
    for pattern, month in _ENGLISH_DAY:
        for match in reversed(list(pattern.finditer(question))):
            day, year = match["day"] or match["day2"], match["year"] or match["year2"]
            printed = f"{year}年{month}月{day}日" if day else f"{year}年{month}月"
            question = question[: match.start()] + printed + question[match.end() :]
    return question
