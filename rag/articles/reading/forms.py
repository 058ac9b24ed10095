"""What one printed line is by its form: the coarse classes that the signals of a page are named after.

Nothing is decided here. A form is what the characters show; what the line is among its neighbours is for the chain.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from rag.articles.layout.bylines import is_byline_line, is_photo_credit, looks_like_name
from rag.articles.layout.headings import GENRE
from rag.articles.layout.lines import is_continued, is_date_head, is_item, is_lead, is_subtitle, marks_subhead
from rag.text.lazy_regex import lazy_regex

MOST_READ: Final = 120
"""Characters of a row whose form is looked at, from its beginning and from its end: forms show at the ends."""
HEADLINE: Final = 34
"""Characters of the longest headline line on real pages."""


class Form(StrEnum):
    """The form of a line, the most telling one that it has; COLUMN is a line of wrapped text, told by its width."""

    CONTINUED = "continued"
    TURN = "turn"
    LEAD = "lead"
    SUBTITLE = "subtitle"
    FURNITURE = "furniture"
    DAY = "day"
    PHOTO = "photo"
    BYLINE = "byline"
    GREETING = "greeting"
    EDITOR = "editor"
    BULLET = "bullet"
    BRACKETED = "bracketed"
    NUMBERED = "numbered"
    SPEAKER = "speaker"
    PICTURE = "picture"
    OFFICE = "office"
    NAME = "name"
    ITEM = "item"
    GENRE = "genre"
    HEAD = "head"
    COLON = "colon"
    ASKS = "asks"
    CLAUSES = "clauses"
    ANNOUNCES = "announces"
    COLUMN = "column"
    STOPS = "stops"
    OPEN = "open"


_TURN: Final = lazy_regex(r"^[(【]?\s*下转[^()【】,。]{1,10}[)】]?$|^\(?[末未]完(?:待续|,)?.{0,6}\)?$")
# What heads and feet of pages name: the issue, the page, who made it, how to reach it, what it costs.
_FURNITURE: Final = (
    lazy_regex(
        r"^[A-Z]\d{1,2}\s*[^\d\s]{2,6}$|^\d{1,2}\s*版\s*[^\d\s]{2,9}$|^\d{2}\s+[^\d\s]{2,9}$|第\s*[\d一二三四五六七八九十]+\s*版|头版|今日.{1,3}版"
    ),
    lazy_regex(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.*(?:星期|农历|周)|(?:国历|废历|农历|夏历|旧历|公历).*[月日]"),
    lazy_regex(r"中华民国.{1,6}年|总第\s*\d+\s*期|国内统一|邮发代号|刊号|第\s?\d{1,5}\s?[号期]$"),
    lazy_regex(
        r"(?:责任?编辑?|编辑|美编|版式|校对|组版|主编|值班|审读|制图)\s*:?\s*[^\s,。]{1,2}\s*[^\s,。]{1,2}(?:\s|$)"
    ),
    lazy_regex(r"(?:热线|投稿|邮箱|信箱|电邮|网址|传真|广告)\s*(?:电话)?\s*:?\s*[\w@.\-]{6,}"),
    lazy_regex(
        r"^(?:本报|本社)?(?:社址|地址|编辑部地址)|^印\s*[刷务]|印刷\s*:?\s*\S+(?:厂|中心|公司)|零售|定价|每份|每月.{1,3}角"
    ),
    lazy_regex(
        r"^\S?\s?\S?\s?\S\s?\S\s?(?:[日晚时早晨周旬]\s?报|都\s?市\s?报|商\s?报|\S\s?\S\s?报)$|机关报$|主办$|主管"
    ),
)
_DAY: Final = lazy_regex(
    r"^\(?(?:[\d〇○零一二三四五六七八九十]{2,4}\s*年)?\s*[\d一二三四五六七八九十廿卅]{1,3}\s*月\s*[\d一二三四五六七八九十廿卅]{1,3}\s*[日号曰]\)?$"
)
_GREETING: Final = lazy_regex(
    r"^[^,。:]{0,8}(?:同志|先生|女士|老师|朋友|股东|市民|用户|读者|编辑)(?:们)?(?:大鉴|台鉴|惠鉴)?(?:[:]$|大鉴|台鉴)"
)
_EDITOR: Final = lazy_regex(
    r"^[(【\[]?(?:编者按|编者的话|编后|编余|附记|延伸阅读|相关链接|核心提示|新闻链接|名词解释|小贴士|提示)"
)
_BULLET: Final = lazy_regex(r"^[■▲●◆□▪◇★☆※▶◎○△]\s*\S")
_BRACKETED: Final = lazy_regex(r"^【[^】]{1,8}】|^〔[^〕]{1,8}〕")
_SPEAKER: Final = lazy_regex(r"^(?:[问答]|[^\s,。:()\d]{2,8})(?:\([^()]{1,24}\))?:\s*\S")
_PICTURE: Final = lazy_regex(r"^\(?(?:图[为一二三四①-⑨:]|[上下左右本]图|图片[:说])")
_OFFICE: Final = lazy_regex(
    r"(?:公司|委员会|办公室|中心|医院|学校|编辑部|政府|大队|支队|银行|董事会|协会|学院|村委会|党委)\S{0,4}$"
    r"|(?:[局所馆社处站部](?:[供提整]\S{1,3}|[宣启])?|启|合编|提供|供稿)$|(?:读者|居民)(?![来之信心反服问热])\S{0,4}$"
)
# A role, then a gap, then whatever is short: the names that bylines have are not all in a list of surnames.
_WORK = "文|图|著|绘|作|译|诗|口述|整理|采写|制图|文/图|文/摄|摄影报道"
_CREDIT: Final = lazy_regex(
    r"^[(□■◇◆○●]?\s*(?:(?:文|图|摄影|采访|整理|供稿|执笔|撰文|作者)[/ :]*)*"
    r"\S{0,5}(?:记者|通讯员|评论员|影评人|楼主|实习生|信息员|作者|特约员)(?:[\s:]+\S{1,4}){0,8}\)?$"
    rf"|^\(?\S\s?\S{{1,3}}\s+(?:{_WORK})(?:\s+\S\s?\S{{1,3}}\s+[文图绘摄])?\)?$"
    r"|^\S{2,4}[文著]\S{2,4}[图绘画摄]$"
)
_MISREAD_CREDIT: Final = lazy_regex(
    r"^\((?=[^()]*[\u3400-\u9fff])[^()\s。]{2,4}(?:[、\s][^()\s。]{2,4}){1,3}\)$|^[□■◇◆]?(?:本报记\S|(?:本报)?(?:[纪己]者|通\S员|\S讯员))\s\S{2,4}(?:\s|$)"
)
"""A byline of which one character is misread: a name or a role that is none."""
_SENT: Final = lazy_regex(r"^\S{2,6}\([^()]{2,12}摄(?:影报道)?\)$")
"""新华社发(某某 摄): who sent a picture and who took it."""
_GIVEN: Final = lazy_regex(r"(?:提供|供稿|合编)\)?$")
_HEREBY: Final = lazy_regex(r"^特此\S{2,3}。?$|^此[致告据]|^敬礼|^谨[启此上]|^\S{0,3}公章\S?$")
_SPACED_OUT: Final = lazy_regex(r"^\S(?:\s\S)+(?:\([^()]{1,6}\))?$")
_COLON: Final = lazy_regex(r"^[^:。]{2,16}:(?=.*[\u3400-\u9fff]{4})\S")
_FIELDS: Final = lazy_regex(r"\S+(?:\s+\S+){2,}$|\d\s+\S|\S\s+[\d—优良平]")
_SET_APART: Final = lazy_regex(r"[^\s\d]{4,9}(?:\s+[^\s\d]{4,9}){2}|\S{6,}\s+\S{6,}")
"""A headline of three clauses, or two longer ones: the fields of a table are shorter, or figures."""
_STOPS: Final = lazy_regex(r"(?:[。!?…]|\.\.\.)[”’』」)》]*$")
_CLAUSES: Final = lazy_regex(r"[,;。!?]")
_CALLS: Final = lazy_regex(r"[!?]")


def plain(text: str) -> str:
    """The text as forms are told by: NFKC, which makes full-width marks, letters and figures plain."""
    if len(text) > 2 * MOST_READ:
        text = text[:MOST_READ] + text[-MOST_READ:]
    return unicodedata.normalize("NFKC", text).strip()


def is_furniture(text: str) -> bool:
    """Whether the line is of the page and not of a piece: masthead, page number, editors, telephone, price."""
    return len(text) <= 60 and "。" not in text and any(pattern.search(text) for pattern in _FURNITURE)


def form_of(text: str) -> Form:
    """The form of a line as `plain` gives it."""
    if _SPACED_OUT.match(text):
        return Form.FURNITURE if is_furniture(text) else Form.HEAD
    short = len(text) <= HEADLINE
    if is_continued(text):
        return Form.CONTINUED
    if _TURN.search(text):
        return Form.TURN
    if is_lead(text) or re.match(r"^【?\S{0,4}[讯电】]\s?[(】]", text):
        return Form.LEAD
    if is_subtitle(text):
        return Form.SUBTITLE
    if short and _GREETING.match(text):
        return Form.GREETING
    if is_furniture(text):
        return Form.FURNITURE
    if is_date_head(text) or _DAY.match(text):
        return Form.DAY
    if short and ((is_photo_credit(text) and is_byline_line(text)) or _SENT.match(text)):
        return Form.PHOTO
    if is_byline_line(text) or (short and (_CREDIT.match(text) or _MISREAD_CREDIT.match(text))):
        return Form.BYLINE
    if _EDITOR.match(text):
        return Form.EDITOR
    if _BULLET.match(text):
        return Form.BULLET
    if _BRACKETED.match(text):
        return Form.BRACKETED
    if marks_subhead(text):
        return Form.NUMBERED
    if _PICTURE.match(text):
        return Form.PICTURE
    if _STOPS.search(text):
        if (
            short
            and not _CLAUSES.search(text[:-1] if text.count(text[-1]) == 1 else _CALLS.sub("", text))
            and text[-1] in "!?"
        ):
            return Form.ASKS
        return Form.SPEAKER if _SPEAKER.match(text) else Form.STOPS
    if short and looks_like_name(re.sub(r"(?<=\S)\s+(?=\S)", "", text)) and len(text) <= 5:
        return Form.NAME
    if short and re.search(r":$", text):
        return Form.ANNOUNCES
    if _HEREBY.match(text):
        return Form.OFFICE
    if short and _GIVEN.search(text):
        return Form.OFFICE
    if short and GENRE.search(text) and not _CLAUSES.search(text):
        return Form.GENRE
    if short and _COLON.match(text) and not text.startswith(("问", "答")):
        return Form.COLON
    if (
        short
        and (is_item(text) or (_FIELDS.search(text) and not _SET_APART.fullmatch(text)))
        and not _CLAUSES.search(text)
    ):
        return Form.ITEM
    if len(text) <= 26 and _OFFICE.search(text) and not _CLAUSES.search(text):
        return Form.OFFICE
    if _SPEAKER.match(text):
        return Form.SPEAKER
    if short and not _CLAUSES.search(text):
        return Form.HEAD
    return Form.CLAUSES if short and "。" not in text else Form.OPEN
