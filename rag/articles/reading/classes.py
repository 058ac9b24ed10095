"""Rough classes of rows, of which the names of signals are made: short or full, how a row ends, what it is called."""

import bisect
import re
from collections.abc import Sequence
from typing import Final

from rag.articles.layout.bylines import byline_of
from rag.articles.layout.headings import GENRE
from rag.articles.reading.forms import Form
from rag.articles.reading.habits import IN_CLAUSE
from rag.articles.reading.view import HEADISH, View

COLUMN_NAME: Final = re.compile(
    r"信箱|来信|来函|来稿|热线|[快时短微锐漫社影书]评|杂[议谈感]|街谈|巷议|论坛|茶座|讲堂|课堂|故事$|特写|专访|传真|速递|速览|快递|快餐|简报|简讯|快讯|要闻|专电|电讯"
    r"|追踪|直通车|见闻|访谈|百态|纵横|剪影|走笔|文苑|扫描|播报|点击|镜头|钩沉|来电|专栏|专版|周刊|副刊|天地|园地|之窗|之声|视点|观察|聚焦|关注|新闻$|记忆|风采|广角|视窗|视野|连载|随笔|札记|心声|反馈|说法|说案|荐书|食疗|名医|行情|广告$|服务台?$|链接$"
)
"""What papers call their columns."""
LIST_NAME: Final = re.compile(
    r"天气|预报|电话|[菜市物油粮牌报]价|行情|票房|榜$|战报|赛果|赛程|比分|荧屏|电视|节目|影讯|演出|时刻|农事|月历|导读|要目|看点|名单|安排$|范围$|空气质量|指数"
    r"|提示$|须知|招[聘领生]|征[婚稿]|启事|声明|遗失|出租|转让|求购|[廉出]售|减价|酬宾|更正|致歉|通告|公告|通知|公示|讣告|告示"
)
"""What lists, tables, notices and advertisements are called."""


def names_column(text: str) -> bool:
    """Whether the text is called as papers call their columns; a clause (把课堂搬进…) only has such a word in it."""
    return bool(COLUMN_NAME.search(text)) and not IN_CLAUSE.search(text)


def bucket(value: float, bounds: Sequence[float]) -> int:
    """How many of the ascending bounds the value reaches."""
    return bisect.bisect_right(bounds, value)


def ending_of(text: str) -> str:
    """How a text ends: with a stop, a stop within quotes, a bracket, a comma, a colon, or open."""
    last = text[-1:]
    if last in "。!?…":
        return "stop"
    if last in "”’』」)》】":
        return "closing" if re.search(r"[。!?…][”’』」)》】]+$", text) else "bracket"
    return "comma" if last in ",、;" else "colon" if last == ":" else "open"


def kind_at(view: View, place: int) -> str:
    """Roughly: a short line, a full row of a column, text."""
    if not 0 <= place < len(view.rows):
        return "edge"
    seen = view.rows[place]
    return "full" if seen.full else "short" if seen.form in HEADISH else "text"


TURNS: Final = re.compile(r"\((?:下转|紧转)[^()]{1,20}\)$|(?:下转|紧转)第?\w{1,3}[版页]$")
"""(下转第4版) where a piece leaves the page, at the end of its last row; the row's text is plain."""


def end_at(view: View, place: int) -> str:
    """How what stands above ends with the row there: at the page's edge, with a byline, a turn, a sentence, open."""
    if place < 0:
        return "edge"
    row = view.rows[place]
    if TURNS.search(row.text):
        return str(Form.TURN)
    if row.form in (Form.BYLINE, Form.PHOTO) or byline_of(row.text):
        return "signed" if place == 0 or kind_at(view, place - 1) != "short" else "signed above"
    if row.form in (Form.TURN, Form.OFFICE, Form.DAY, Form.FURNITURE):
        return str(row.form)
    return ending_of(row.text)


def called_at(view: View, place: int) -> str:
    """Roughly what a short line is: named as columns or lists are, an item, a few characters, spaced out, more."""
    if not 0 <= place < len(view.rows) or view.rows[place].form not in HEADISH:
        return "no"
    seen = view.rows[place]
    squeezed = seen.text.replace(" ", "")
    if seen.form in (Form.ITEM, Form.NAME, Form.NUMBERED):
        return str(seen.form)
    if len(squeezed) <= LONGEST_NAME and (GENRE.search(squeezed) or LIST_NAME.search(squeezed)):
        return "list"
    if len(squeezed) <= LONGEST_NAME and names_column(squeezed):
        return "column"
    if seen.form is Form.OFFICE:
        return str(seen.form)
    if re.fullmatch(r"\S(?:\s\S)+", seen.text):
        return "spaced out"
    if re.search(r"\d", squeezed):
        return "figures"
    return ("tiny", "short", "middling", "long")[bucket(len(squeezed), (5, 8, 13))]


LONGEST_NAME: Final = 14
"""Characters of what a column or list is called at most: more is a headline that has the word in it."""
