"""Composes pages of many kinds of papers: other layouts, eras and habits than `composing` has.

`compose_varied(seed)` is the one way in: the same seed gives the same page. Seeds below 10,000 are learnt from, those
from 10,000 on are for measuring.
"""

import itertools
import random
from dataclasses import dataclass

from benchmarks import varied_words as words
from benchmarks.composing import ComposedPage, Row
from benchmarks.stories import GoldPiece
from benchmarks.varied_forms import Habits
from benchmarks.varied_pieces import Pieces

_CLOSING = "，。、；：！？,.!?;:”’)）》」』】"
_SLIPS = {
    "己": "已",
    "已": "己",
    "末": "未",
    "未": "末",
    "入": "人",
    "人": "入",
    "日": "曰",
    "大": "太",
    "拨": "拔",
    "千": "干",
}
_PROSE = ("body", "half", "rest", "parted")
_TITLES = ("title", "label", "label after")
_ASCII = str.maketrans("，：；！？（）", ",:;!?()")


@dataclass
class Layout:
    """How a page is set. `blanks` gives the chance of a blank line between pieces, headline and body, paragraphs, rows.

    `label_gap` is how likely one of the first kind is between a label and what it is the label of, `rest_gap` how
    likely above a part that goes on; `cells` tells that two figures take the width of one character. `tight` is how
    likely the lines of one headline stand together on a page that has a blank line after every line.
    """

    name: str
    blanks: tuple[float, float, float, float]
    width: int
    mixed: float
    indent: bool
    ascii: bool
    traditional: bool
    stops: str
    slips: float
    label_gap: float
    cells: bool
    rest_gap: float
    tight: float


def layout_of(rng: random.Random) -> Layout:
    """One of sixteen layouts, each with its own widths and chances."""
    blanks = {
        "none": (0.0, 0.0, 0.0, 0.0),
        "few": (0.25, 0.02, 0.0, 0.0),
        "pieces": (1.0, 0.0, 0.0, 0.0),
        "heads": (1.0, 0.7, 0.0, 0.0),
        "paragraphs": (0.9, 0.8, 0.9, 0.0),
        "irregular": (0.85, 0.6, 0.6, 0.0),
        "every": (1.0, 1.0, 1.0, 1.0),
    }
    gaps = rng.choice(
        ["none", "none", "few", "few", "pieces", "heads", "paragraphs", "irregular", "irregular", "every"]
    )
    width = rng.choice([0, 0, 0, rng.randint(11, 16), rng.randint(17, 24), rng.randint(22, 32)])
    old = rng.random() < 0.18
    return Layout(
        name=f"{gaps} {'wrapped' if width else 'whole'}",
        blanks=blanks[gaps],
        width=width,
        mixed=rng.choice([0.0, 0.0, 0.25, 0.5]),
        indent=rng.random() < 0.25,
        ascii=rng.random() < 0.35,
        traditional=old or rng.random() < 0.06,
        stops=rng.choice(["full", "circles", "gaps", "mixed"]) if old else "full",
        slips=rng.choice([0.0, 0.0, 0.002, 0.01]),
        label_gap=rng.choice([0.0, 0.1, 0.5, 1.0]),
        cells=rng.random() < 0.5,
        rest_gap=rng.choice([0.0, 0.3, 1.0]),
        tight=rng.choice([0.0, 0.5, 1.0]),
    )


def habits_of(rng: random.Random) -> Habits:
    return Habits(
        lead=rng.choice(["plain", "plain", "paper", "place", "none", "bracket"]),
        sign=rng.choice(["under", "under", "end", "end", "line", "line", "lead", "none"]),
        reporter=rng.choice(
            ["本报记者", "本报记者", "记者", "记者", "特约记者", "通讯员", "晨报记者", "晚报记者", "商报记者"]
        ),
        marks="",
        bullet=rng.choice(["■", "●", "▲", "◆", "□", "★"]),
        spaced=rng.choice([0.05, 0.3, 0.8]),
        label=rng.choice(["before", "before", "either", "after"]),
        labels=rng.choice([0.1, 0.25, 0.25, 0.5, 0.8]),
        label_form=rng.choice(["any", "any", "any", "pair", "town", "clause"]),
        headlines=rng.choice([(1,), (1, 2), (1, 2, 2), (2,), (1, 2, 3), (2, 3), (3, 4, 2)]),
        brief=rng.choice([0.0, 0.0, 0.1, 0.1, 0.8]),
        marked=rng.choice([0.0, 0.0, 0.1, 0.3, 0.7]),
    )


def compose_varied(seed: int) -> ComposedPage:
    """The page of `seed`."""
    rng = random.Random(f"varied {seed}")
    layout, habits = layout_of(rng), habits_of(rng)
    writer = Pieces(rng, habits)
    kinds = writer.kinds()
    pieces: list[GoldPiece] = []
    wanted, boxed = rng.randint(7, 16), rng.choice([0.0, 0.3, 0.7])
    while len(pieces) < wanted:
        pieces += rng.choice(kinds)()
        if sum(len(text) for _, text in pieces[-1].body) > 300 and rng.random() < boxed:
            for _ in range(rng.choice([1, 1, 2, 3])):
                pieces += writer.boxes()
    blocks = _blocks(rng, layout, pieces)
    _furniture(rng, writer, pieces, blocks)
    return _render(rng, layout, pieces, blocks)


# ---- pieces broken into each other
def _blocks(rng: random.Random, layout: Layout, pieces: list[GoldPiece]) -> list[list[Row]]:
    """The rows of each piece, some bodies broken in mid-sentence and their later parts set elsewhere."""
    share = rng.choice([0.0, 0.15, 0.35, 0.6])
    blocks: list[list[Row]] = []
    late: list[tuple[int, list[Row]]] = []
    for owner, piece in enumerate(pieces):
        role = "title" if "label" not in piece.tags else "label after" if "after" in piece.tags else "label"
        head = [Row(text, owner, role) for text in piece.title]
        body = [Row(text, owner, role) for role, text in piece.body]
        long = sum(len(row.text) for row in body if row.role == "body") > 160
        if long and rng.random() < 0.05:
            _double(rng, body)
        if long and rng.random() < 0.06 and piece.kind != "commentary":
            body[-1].text = body[-1].text[: max(4, len(body[-1].text) - 7)]
            turn = f"（下转{rng.choice(['第三版', '第2版', 'B08版', '二版'])}）"
            if rng.random() < 0.6:
                body.append(Row(turn, owner, "line"))
            else:
                body[-1].text += turn
        if long and rng.random() < 0.12:
            _part(rng, layout, body)
        if long and rng.random() < share:
            body, rest = _break(rng, layout, body)
            if rest and len(rest) > 3 and rng.random() < 0.4:
                rest, last = _break(rng, layout, rest)
                if last:
                    late.append((owner + rng.randint(2, 4), last))
            if rest and rng.random() < 0.15 and blocks:
                blocks.append(rest)  # the later part stands before its own headline
                rest[0].opens = True
            elif rest:
                late.append((owner + rng.choice([1, 1, 1, 2, 2, 3]), rest))
        rows = [*head, *body]
        rows[0].opens = True
        blocks.append(rows)
        for place, rest in [item for item in late if item[0] <= owner]:
            rest[0].opens = True
            blocks.append(rest)
            late.remove((place, rest))
    for _, rest in late:
        rest[0].opens = True
    return blocks + [rest for _, rest in late]


def _part(rng: random.Random, layout: Layout, body: list[Row]) -> None:
    """A paragraph that a column's end parts in two, nothing between the halves but perhaps a blank line."""
    before, after = _break(rng, layout, body)
    if after and after[0].role == "rest":
        after[0].role = "parted"
        body[:] = [*before, *after]


def _double(rng: random.Random, body: list[Row]) -> None:
    places = [place for place, row in enumerate(body) if row.role == "body" and len(row.text) > 40]
    if len(places) > 2:
        place = rng.choice(places[1:])
        body.insert(place + 1, Row(body[place].text, body[place].owner, "body"))


def _break(rng: random.Random, layout: Layout, body: list[Row]) -> tuple[list[Row], list[Row]]:
    subheads = [place for place, row in enumerate(body) if row.role == "line" and 1 < place < len(body) - 1]
    if subheads and rng.random() < 0.35:  # between two parts, so that no sentence tells of it
        place = rng.choice(subheads)
        return body[:place], body[place:]
    places = [place for place, row in enumerate(body) if row.role == "body" and len(row.text) > 60]
    if not places:
        return body, []
    place = rng.choice(places)
    text = body[place].text
    cut = rng.randint(20, len(text) - 12)
    if layout.width and "keeps" not in body[place].role:
        printed = _wrap(text, layout.width, indent=layout.indent, cells=layout.cells)
        if len(printed) < 3:
            return body, []
        cut = len("".join(printed[: rng.randint(1, len(printed) - 1)]).lstrip("　"))
    while cut < len(text) - 4 and (text[cut] in _CLOSING or text[cut - 1] in "。！？"):
        cut += 1
    owner = body[place].owner
    return [*body[:place], Row(text[:cut], owner, "half")], [Row(text[cut:], owner, "rest"), *body[place + 1 :]]


def _furniture(rng: random.Random, writer: Pieces, pieces: list[GoldPiece], blocks: list[list[Row]]) -> None:
    """Lines of the page's own at its head and foot."""
    day = f"{rng.randint(1930, 2023)}年{writer.day()}"
    paper = writer.town + rng.choice(words.PAPER_KINDS)
    number, section = rng.randint(1, 16), rng.choice(words.SECTIONS)
    head = [
        rng.choice([paper, " ".join(paper), paper]),
        rng.choice(
            [
                f"{day} 星期{rng.choice('一二三四五六日')}",
                f"{day} 星期三 农历九月初{rng.choice('一二三四五')}",
                f"{day}　星期五",
            ]
        ),
        rng.choice(
            [
                f"第{number}版 {section}",
                f"A{number:02} {section}",
                f"{number:02} {section}/{rng.choice(words.SECTIONS)}",
                f"{section}",
                f"第{number}版",
            ]
        ),
        rng.choice(
            [
                f"责编 {writer.name()} 版式 {writer.name()} 校对 {writer.name()}",
                f"编辑：{writer.name()} 美编：{writer.name()}",
            ]
        ),
        rng.choice(
            [
                f"中共{writer.town}市委机关报",
                f"总第{rng.randint(100, 9000)}期 今日八版",
                f"今日天气 晴转多云 {rng.randint(1, 9)}℃~{rng.randint(10, 30)}℃",
            ]
        ),
    ]
    foot = [
        rng.choice(
            [
                f"责任编辑：{writer.name()} 校对：{writer.name()}",
                f"编辑 {writer.name()} 美编 {writer.name()} 校对 {writer.name()}",
            ]
        ),
        rng.choice(
            [
                f"新闻热线：{writer.phone()} 广告热线：{writer.phone()}",
                f"热线 {writer.phone()} 投稿邮箱 news@{rng.choice(['paper', 'daily'])}.cn",
            ]
        ),
        rng.choice(
            [
                f"社址：{writer.town}市{rng.choice(words.PLACES)}{rng.randint(1, 90)}号 零售每份一元",
                f"印刷 {writer.town}日报印务中心",
                f"本报地址：{rng.choice(words.PLACES)}{rng.randint(1, 90)}号 每份零售五角",
            ]
        ),
    ]
    for lines, at in ((rng.sample(head, rng.randint(0, 4)), 0), (rng.sample(foot, rng.choice([0, 0, 1, 2])), None)):
        if lines:
            pieces.append(GoldPiece("slogan", tags={"furniture"}))
            rows = [Row(text, len(pieces) - 1, "line") for text in lines]
            rows[0].opens = True
            blocks.insert(len(blocks) if at is None else 0, rows)


# ---- setting
def _render(rng: random.Random, layout: Layout, pieces: list[GoldPiece], blocks: list[list[Row]]) -> ComposedPage:
    lines: list[str] = []
    between, below_head, paragraphs, rows_apart = layout.blanks
    widths = [
        0
        if rng.random() < layout.mixed / 2
        else max(10, layout.width + rng.choice([-3, 2, 4]))
        if rng.random() < layout.mixed
        else layout.width
        for _ in pieces
    ]
    stops = [rng.choice(["full", "circles", "gaps"]) if layout.stops == "mixed" else layout.stops for _ in pieces]
    for piece in pieces:
        piece.title = []  # as it is printed, below: a reader of the page knows no other
    before: Row | None = None
    for block in blocks:
        for row in block:
            gap = 0.0
            if before is not None:
                same = before.owner == row.owner
                lists = before.role == row.role == "line"
                inner = (
                    0.35 * below_head
                    if before.role == row.role == "title"
                    else below_head
                    if before.role == "title"
                    else 0.15 * paragraphs
                    if lists
                    else paragraphs
                )
                gap = inner if same and not row.opens else between
                if row.role == "parted":
                    gap = 0.5
                if row.role == "rest" and row.opens:
                    gap *= layout.rest_gap
                if before.role == "label" or row.role == "label after":
                    gap *= layout.label_gap
            blank = rng.random() < gap
            if blank and lines:
                lines += [""] * (rng.choice([1, 1, 1, 2]) if row.opens and layout.name != "every whole" else 1)
            text = _spelled(rng, layout, row, stops[row.owner])
            wide = widths[row.owner] if layout.width and row.role in _PROSE else 0
            together = before is not None and before.role == row.role == "title" and before.owner == row.owner
            together = together and not blank and rng.random() < layout.tight
            for printed in _wrap(text, wide, indent=layout.indent and row.role in ("body", "half"), cells=layout.cells):
                if rows_apart and lines and lines[-1] and not together:
                    lines.append("")
                lines.append(printed)
                pieces[row.owner].lines.add(len(lines))
            if row.role in _TITLES:
                pieces[row.owner].title.append(text)
                pieces[row.owner].heading.add(len(lines))
            before = row
    return ComposedPage(lines, pieces, {f"layout:{layout.name}", f"stops:{layout.stops}"})


def _spelled(rng: random.Random, layout: Layout, row: Row, stops: str) -> str:
    """The row's text in the page's characters and marks, with slips of recognition."""
    text = row.text
    if row.role in _PROSE and stops != "full":
        mark = "。" if stops == "circles" else "　"
        for old in "，；、：":
            text = text.replace(old, mark)
        text = text.replace("“", "").replace("”", "")
        if stops == "gaps":
            text = text.replace("。", "　").strip("　")
    if layout.ascii:
        text = text.translate(_ASCII)
    if layout.slips:
        text = "".join(
            _SLIPS.get(char, char) if rng.random() < 20 * layout.slips and char in _SLIPS else char for char in text
        )
    return _traditional(text) if layout.traditional else text


def _traditional(text: str) -> str:
    from opencc import OpenCC

    global _CONVERTER
    _CONVERTER = _CONVERTER or OpenCC("s2t")
    return str(_CONVERTER.convert(text))


_CONVERTER = None


def _wrap(text: str, width: int, *, indent: bool, cells: bool) -> list[str]:
    text = ("　　" if indent else "") + text
    if not width:
        return [text]
    out: list[str] = []
    while text:
        cut = width
        if cells:  # figures and Latin letters are half as wide
            taken = itertools.accumulate(0.5 if character < "\u0100" else 1.0 for character in text)
            cut = next((place for place, size in enumerate(taken) if size > width), len(text))
        most = cut + 2
        while cut < min(most, len(text)) and text[cut] in _CLOSING:
            cut += 1
        piece = text[:cut]
        if piece.strip():
            out.append(piece)
        text = text[cut:]
    return out
