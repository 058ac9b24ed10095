"""The signals by which the rows of a page are labelled: each a small function that names what it sees.

A signal gives names, none where it has nothing to say. What a name speaks for, and how strongly, is learnt: see
`weights.json`, which `python -m benchmarks.learning` writes. A name is of the form `signal:value`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rag.articles.layout.bylines import byline_of
from rag.articles.layout.headings import LABEL_WORDS
from rag.articles.layout.lines import starts_torn
from rag.articles.reading.forms import Form
from rag.articles.reading.view import HEADISH, View, broken_word, kin_of, stretch

COLUMN_NAME: Final = re.compile(
    r"信箱|来信|来函|来稿|热线|[快时短微锐漫社影书]评|杂[议谈感]|街谈|巷议|论坛|茶座|讲堂|课堂|故事$|特写|专访|传真|速递|速览|快递|快餐|简报|简讯|快讯|要闻|专电|电讯"
    r"|追踪|直通车|周刊|副刊|天地|园地|之窗|之声|视点|观察|聚焦|关注|新闻$|记忆|风采|广角|视窗|视野|连载|随笔|札记|心声|反馈|说法|说案|荐书|食疗|名医|行情|广告$|服务台?$|链接$"
)
"""What papers call their columns."""
LIST_NAME: Final = re.compile(
    r"天气|预报|电话|[菜市物油粮牌报]价|行情|票房|榜$|战报|赛果|赛程|比分|荧屏|电视|节目|影讯|演出|时刻|农事|月历|导读|要目|看点|名单|安排$|范围$|空气质量|指数"
    r"|提示$|须知|招[聘领生]|征[婚稿]|启事|声明|遗失|出租|转让|求购|[廉出]售|减价|酬宾|更正|致歉|通告|公告|通知|公示|讣告|告示"
)
"""What lists, tables, notices and advertisements are called."""
Signal = Callable[[View, int], Iterator[str]]


def _bucket(value: float, bounds: Sequence[float]) -> int:
    """How many of the ascending bounds the value reaches."""
    return sum(value >= bound for bound in bounds)


# ---- the row by itself
def own_form(view: View, place: int) -> Iterator[str]:
    """What the row is by its form: leads open, bylines close, lists go on."""
    yield f"form:{view.form(place)}"
    yield f"form:{view.form(place)} blanks:{view.blanks}"


def length(view: View, place: int) -> Iterator[str]:
    """Labels have 4 characters, headlines 8 to 20, paragraphs more; in a column, what is less than its width."""
    seen = view.rows[place]
    yield f"length:{_bucket(len(seen.text), (3, 5, 7, 9, 12, 16, 21, 28, 40, 60))} wraps:{bool(seen.width)}"
    if seen.width:
        yield f"of column:{_bucket(len(seen.text) / seen.width, (0.3, 0.55, 0.8, 0.93, 1.1, 1.5))}"


def ending(view: View, place: int) -> Iterator[str]:
    """Sentences end with a stop, clauses with a comma; headlines and column ends with neither."""
    yield f"ends:{_ending(view.rows[place].text)} {_kind(view, place)}"


def _ending(text: str) -> str:
    last = text[-1:]
    if last in "。!?…":
        return "stop"
    if last in "”’』」)》】":
        return "closing" if re.search(r"[。!?…][”’』」)》】]+$", text) else "bracket"
    return "comma" if last in ",、;" else "colon" if last == ":" else "open"


def _kind(view: View, place: int) -> str:
    """Roughly: a short line, a full row of a column, text."""
    if not 0 <= place < len(view.rows):
        return "edge"
    seen = view.rows[place]
    return "full" if seen.full else "short" if seen.form in HEADISH else "text"


def words(view: View, place: int) -> Iterator[str]:
    """Words of section labels; letters spaced out; two clauses with a gap; figures."""
    text = view.rows[place].text
    if view.rows[place].form not in HEADISH:
        return
    squeezed = text.replace(" ", "")
    if LABEL_WORDS.search(text):
        yield "words:label"
    if COLUMN_NAME.search(squeezed):
        yield f"words:column's name {_bucket(len(squeezed), (7, 11))}"
    if LIST_NAME.search(squeezed):
        yield f"words:list's name run:{min(2, view.rows[place].run)}/{min(3, view.rows[place].rest)}"
    if re.fullmatch(r"\S(?:\s\S)+", text):
        yield "words:spaced out"
    elif re.search(r"\S{3}\s+\S{3}", text):
        yield "words:two clauses"
    if re.search(r"\d", text):
        yield "words:figures"
    if re.match(r"[“《]", text):
        yield "words:quoted"
    if re.search(r"\S:\S", text):
        yield "words:colon"


def indent(view: View, place: int) -> Iterator[str]:
    """On a page with indents, paragraphs have one."""
    if any(seen.row.indented for seen in view.rows[max(0, place - 20) : place + 20]):
        yield f"indent:{view.rows[place].row.indented} {_kind(view, place)}"


def edge_of_page(view: View, place: int) -> Iterator[str]:
    """Mastheads stand first, who made the page last."""
    rest = len(view.rows) - 1 - place
    if place < 6:
        yield f"from top:{place} {view.form(place) if view.form(place) is Form.FURNITURE else _kind(view, place)}"
    if rest < 3:
        yield f"from bottom:{rest} {view.form(place) if view.form(place) is Form.FURNITURE else _kind(view, place)}"


# ---- the row beside its neighbours
def neighbours(view: View, place: int) -> Iterator[str]:
    """What a line is depends on the forms above and below it: a short line above 本报讯 is a headline."""
    above, own, below = view.form(place - 1), view.form(place), view.form(place + 1)
    yield f"above:{above} own:{own}"
    yield f"own:{own} below:{below}"
    yield f"own:{_kind(view, place)} below:{below} then:{view.form(place + 2)}"
    yield f"then above:{view.form(place - 2)} above:{above} own:{_kind(view, place)}"


def gaps(view: View, place: int) -> Iterator[str]:
    """Blank lines above and below, on a page that has them nowhere, between pieces, or within them too."""
    above = min(2, view.rows[place].gap)
    below = min(2, view.rows[place + 1].gap) if place + 1 < len(view.rows) else 3
    yield f"gap:{above} blanks:{view.blanks} {_kind(view, place)} above:{_kind(view, place - 1)}"
    yield f"gaps:{above}{below} {view.form(place)}"
    yield f"gap:{above} above:{view.form(place - 1)} own:{_kind(view, place)}"


def run_of_short_lines(view: View, place: int) -> Iterator[str]:
    """One to three short lines above a text are its headline; many are a list, whose first ones are its headline."""
    seen = view.rows[place]
    if seen.form not in HEADISH:
        above = view.rows[place - 1] if place else None
        if above is not None and above.form in HEADISH and seen.gap == 0:
            yield f"after run:{min(5, above.run + 1)} {_kind(view, place)}"
        return
    yield f"run:{min(4, seen.run)}/{min(5, seen.rest)}"
    ends_with = place + seen.rest + 1
    yield f"run:{min(3, seen.run)}/{min(3, seen.rest)} then:{view.form(ends_with)}"
    size = _bucket(seen.run + seen.rest + 1, (2, 3, 4, 5, 7))
    yield f"run:{min(3, seen.run)} size:{size} from:{_kind(view, place - seen.run - 1)}"


def joint(view: View, place: int) -> Iterator[str]:
    """How the row above ends tells whether this one goes on: in mid-sentence, with a stop in mid-column, signed."""
    if place == 0:
        return
    above, seen = view.rows[place - 1], view.rows[place]
    signed = above.form in (Form.BYLINE, Form.PHOTO) or bool(byline_of(above.text))
    end = "signed" if signed else _ending(above.text)
    yield f"joint:{end} full:{above.full} own:{_kind(view, place)}"
    yield f"joint:{end} gap:{min(1, seen.gap)} own:{seen.form}"
    if above.width and seen.width:
        yield f"widths:{_bucket(seen.width - above.width, (-3, -1, 2, 4))} full:{above.full}{seen.full}"
    elif above.width or seen.width:
        yield f"widths:{bool(above.width)}{bool(seen.width)}"


def torn(view: View, place: int) -> Iterator[str]:
    """A word across the joint, a particle at the beginning, an open quotation: the row goes on with what is above."""
    if place == 0 or (view.rows[place].form in HEADISH and view.rows[place - 1].form in HEADISH):
        return
    above, seen = view.rows[place - 1], view.rows[place]
    across = broken_word(view, place)
    closed = _ending(above.text) in ("stop", "closing")
    if not closed:
        yield f"across:{min(3, across)} gap:{min(1, seen.gap)} full:{above.full} {_kind(view, place)}"
    if starts_torn(seen.text):
        yield f"torn start, above closed:{closed}"
        yield f"torn start, above:{_kind(view, place - 1)} {above.form}"
    if above.text.count("“") > above.text.count("”"):
        yield f"open quotation, closes here:{seen.text.count('”') > seen.text.count('“')}"


def resumes(view: View, place: int) -> Iterator[str]:
    """A word begun at an end that still waits for its other half, and words shared with what stands above that end."""
    found = view.resumed.get(place)
    if found is None:
        return
    across, gain, best = found
    seen = view.rows[place]
    yield f"resumes:{min(3, across)} best:{best} above:{_kind(view, place - 1)} gap:{min(1, seen.gap)}"
    yield f"resumes kin:{_bucket(gain, (-0.1, -0.03, 0.03, 0.1))} best:{best} across:{bool(across)}"


# ---- the row beside the page
def siblings(view: View, place: int) -> Iterator[str]:
    """Subheads of one piece are built alike (水从哪里来, 水由谁来管; 改：…, 引：…); headlines of several are not."""
    seen = view.rows[place]
    if seen.form in HEADISH and seen.run + seen.rest <= 1:
        yield f"siblings:{min(3, seen.siblings)}"


def habits(view: View, place: int) -> Iterator[str]:
    """Where pieces close with a byline, what stands after another end has not closed; where reports have 本报讯, …"""
    if place == 0:
        return
    seen = view.rows[place]
    signed = view.form(place - 1) in (Form.BYLINE, Form.PHOTO) or bool(byline_of(view.rows[place - 1].text))
    yield f"page signs:{view.signed} above signed:{signed} own:{_kind(view, place)} gap:{min(1, seen.gap)}"
    if seen.form in HEADISH:
        body = place + seen.rest + 1
        yield f"page leads:{view.leads} opens:{view.form(body) if view.form(body) is Form.LEAD else ''} {seen.form}"


def own_words(view: View, place: int) -> Iterator[str]:
    """A headline repeats words of the text below it, hardly any of the text above; a label neither."""
    seen = view.rows[place]
    if seen.form not in HEADISH or not seen.pairs:
        return
    below = share(view, seen.pairs, place + seen.rest + 1, 1)
    above = share(view, seen.pairs, place - seen.run - 1, -1)
    yield f"repeated below:{_bucket(below, (0.05, 0.15, 0.3, 0.5))} run:{min(1, seen.rest)}"
    yield f"repeated above:{_bucket(above, (0.05, 0.15, 0.3))}"
    yield f"repeated below more:{_bucket(below - above, (-0.15, -0.03, 0.04, 0.15, 0.3))}"


def beside_in_run(view: View, place: int) -> Iterator[str]:
    """A label is shorter than the headline below it and shares nothing with the text; lines of one headline match."""
    seen = view.rows[place]
    if seen.form not in HEADISH:
        return
    body = place + seen.rest + 1
    told = [_told(view, each, body) for each in (place - 1, place, place + 1)]
    if seen.rest and seen.run + seen.rest < MOST_BESIDE:
        longer = len(view.rows[place + 1].text.replace(" ", "")) - len(seen.text.replace(" ", ""))
        size = _bucket(longer, (-5, -1, 2, 5))
        yield f"line below longer:{size} told:{told[1]} below:{told[2]} run:{min(1, seen.run)}"
    if seen.run and seen.run + seen.rest < MOST_BESIDE:
        longer = len(seen.text.replace(" ", "")) - len(view.rows[place - 1].text.replace(" ", ""))
        size = _bucket(longer, (-5, -1, 2, 5))
        yield f"line above shorter:{size} told:{told[1]} above:{told[0]} run:{min(2, seen.run)}"


MOST_BESIDE: Final = 6
"""Lines of a run in which labels and headlines are told apart: what is longer is a list."""


def _told(view: View, place: int, body: int) -> int:
    """Roughly how much of the row the text from `body` on repeats."""
    if not 0 <= place < len(view.rows) or not view.rows[place].pairs:
        return 0
    return _bucket(share(view, view.rows[place].pairs, body, 1), (0.12, 0.3))


def share(view: View, pairs: frozenset[str], place: int, step: int) -> float:
    """The share of the pairs that the stretch of text from `place` on repeats."""
    left, length, rows = set(pairs), 0, 0
    while left and 0 <= place < len(view.rows) and length < 400 and rows < 14:
        left -= view.rows[place].pairs
        length += len(view.rows[place].text)
        rows += 1
        place += step
    return 1 - len(left) / len(pairs)


def cohesion(view: View, place: int) -> Iterator[str]:
    """Rare words that the text above and the text from here on share: halves of one piece do, strangers do not."""
    seen = view.rows[place]
    if place == 0 or (
        seen.full
        and view.rows[place - 1].full
        and seen.gap == 0
        and view.rows[place - 1].form in (Form.OPEN, Form.COLUMN)
    ):
        return
    first = place + seen.rest + 1 if seen.form in HEADISH else place
    kin = kin_of(stretch(view.rows, place - 1, -1), stretch(view.rows, first, 1))
    yield f"kin:{_bucket(kin, (0, 0.04, 0.08, 0.13, 0.2, 0.3))} {_kind(view, place)}"


def first_reading(view: View, place: int) -> Iterator[str]:
    """What the row was taken for by who read from top to bottom: right on papers of one kind, wrong on others."""
    if view.first:
        taken = view.first[place]
        yield f"first:{taken}"
        yield f"first:{taken} blanks:{view.blanks} wraps:{view.wraps}"
        yield f"first:{taken} own:{view.form(place)}"
        yield f"first:{taken} above:{view.first[place - 1] if place else 'edge'}"


SIGNALS: Final[tuple[Signal, ...]] = (
    own_form,
    length,
    ending,
    words,
    indent,
    edge_of_page,
    neighbours,
    gaps,
    run_of_short_lines,
    joint,
    torn,
    resumes,
    siblings,
    habits,
    own_words,
    beside_in_run,
    cohesion,
    first_reading,
)


def names_at(view: View, place: int) -> list[str]:
    """All that the signals say of the row."""
    return [name for signal in SIGNALS for name in signal(view, place)]
