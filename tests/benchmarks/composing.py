"""Composes newspaper pages from separate articles, with the irregularities of digitised pages.

`compose(seed)` is the one way in: the same seed gives the same page, and the pieces that it was made of are its gold.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import material as stock
from benchmarks.stories import GoldPiece, Style
from benchmarks.writing import Writer


@dataclass
class Row:
    """One paragraph or headline line: its text, the piece that owns it, its role on the page."""

    text: str
    owner: int
    role: str = "body"
    opens: bool = False


@dataclass
class ComposedPage:
    lines: list[str]
    pieces: list[GoldPiece]
    tags: set[str]


def compose(seed: int, *, encyclopedia: bool = True) -> ComposedPage:
    """The page of `seed`; `encyclopedia` lets paragraphs of CMRC 2018 in, where they are at hand."""
    rng = random.Random(seed)
    style = _style(rng)
    writer = Writer(rng, style, encyclopedia=encyclopedia)
    kinds: list[Callable[[], GoldPiece]] = [writer.news] * 12 + [
        writer.feature,
        writer.feature,
        writer.continuation,
        writer.continuation,
        writer.caption,
        writer.caption,
        writer.history,
        writer.commentary,
        writer.notice,
        writer.notice,
        writer.bare,
    ]
    pieces = [rng.choice(kinds)() for _ in range(rng.randint(7, 12))]
    pieces = _one_history(pieces)
    blocks = _blocks(rng, style, pieces)
    _labels(rng, pieces, blocks)
    tags = {
        f"blanks:{style.blanks}",
        f"wrapped:{bool(style.wide)}",
        f"indent:{style.indent}",
        f"page-sign:{style.sign}",
        f"page-lead:{style.lead}",
    }
    return _render(rng, style, pieces, blocks, tags)


def _style(rng: random.Random) -> Style:
    return Style(
        blanks=rng.choice(["native", "native", "native", "every", "none", "between"]),
        wide=rng.choice([0, 0, 0, 0, rng.randint(20, 40)]),
        indent=rng.random() < 0.35,
        full=rng.random() < 0.4,
        lead=rng.choice(["plain", "plain", "plain", "reporter", "none", "bracket"]),
        sign=rng.choice(["end", "end", "line", "line", "none", "under"]),
        broken=rng.choice([0.0, 0.15, 0.3]),
        furniture=rng.random() < 0.3,
    )


def _one_history(pieces: list[GoldPiece]) -> list[GoldPiece]:
    found, kept = False, []
    for piece in pieces:
        if piece.kind != "almanac" or not found:
            kept.append(piece)
        found = found or piece.kind == "almanac"
    return kept


def _blocks(rng: random.Random, style: Style, pieces: list[GoldPiece]) -> list[list[Row]]:
    """The pieces' rows, with some bodies broken in mid-sentence and their other half moved further down."""
    blocks: list[list[Row]] = []
    late: list[tuple[int, list[Row]]] = []
    for owner, piece in enumerate(pieces):
        head = [Row(x, owner, "title") for x in piece.title]
        body = [Row(x, owner, role) for role, x in piece.body]
        rows = [*body, *head] if piece.title_after else [*head, *body]
        if piece.kind in ("news", "feature", "continuation") and "notice" not in str(piece.tags):
            _double(rng, piece, rows)
            if rng.random() < style.broken:
                rows, rest = _break(rng, style, piece, rows)
                if rest:
                    late.append((owner + rng.choice([0, 1, 1, 1, 2]), rest))
        if (
            piece.title
            and not piece.title_after
            and rng.random() < 0.03
            and "(下转" not in rows[-1].text
            and rows[-1].role == "body"
        ):
            rows[-1].text += "(下转第2版)"
            piece.tags.add("turned")
        rows[0].opens = True
        blocks.append(rows)
        for place, rest in [x for x in late if x[0] == owner]:
            blocks.append(rest)
            late.remove((place, rest))
    blocks += [rest for _, rest in late]
    return blocks


def _double(rng: random.Random, piece: GoldPiece, rows: list[Row]) -> None:
    places = [k for k, row in enumerate(rows) if row.role == "body" and len(row.text) > 40]
    if len(places) > 2 and rng.random() < 0.03:
        k = places[1]
        rows.insert(k + 1, Row(rows[k].text, rows[k].owner))
        piece.tags.add("doubled")


def _break(rng: random.Random, style: Style, piece: GoldPiece, rows: list[Row]) -> tuple[list[Row], list[Row]]:
    places = [k for k, row in enumerate(rows) if row.role == "body" and len(row.text) > 90]
    if not places:
        return rows, []
    k = rng.choice(places)
    text = rows[k].text
    cut = rng.randint(40, len(text) - 25)
    if style.wide:
        printed = typeset(style, rows[k])
        if len(printed) < 3:
            return rows, []
        cut = len("".join(printed[: rng.randint(1, len(printed) - 1)]).lstrip("　"))
    while not style.wide and cut < len(text) - 5 and not re.match(r"[\u4e00-\u9fff]{2}", text[cut - 1 : cut + 1]):
        cut += 1
    halves = Row(text[:cut], rows[k].owner, "half"), Row(text[cut:], rows[k].owner, "other half")
    piece.tags.add("broken")
    return [*rows[:k], halves[0]], [halves[1], *rows[k + 1 :]]


def _labels(rng: random.Random, pieces: list[GoldPiece], blocks: list[list[Row]]) -> None:
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        owner = len(pieces)
        pieces.append(GoldPiece("slogan", title=[rng.choice(stock.LABELS + stock.SLOGANS)], tags={"label"}))
        blocks.insert(rng.randint(0, len(blocks)), [Row(pieces[-1].title[0], owner, "label", opens=True)])


def _render(
    rng: random.Random, style: Style, pieces: list[GoldPiece], blocks: list[list[Row]], tags: set[str]
) -> ComposedPage:
    lines: list[str] = []
    if style.furniture:
        pieces.append(GoldPiece("slogan", tags={"furniture"}))
        row = Row(
            rng.choice(["2021年6月18日 星期五 第3版 要闻", "责编:王一 版式:李二 校对:张三", "03版 综合新闻"]),
            len(pieces) - 1,
            "label",
            True,
        )
        blocks.insert(0 if rng.random() < 0.5 else len(blocks), [row])
    before: Row | None = None
    for block in blocks:
        for row in block:
            if before is not None:
                lines += [""] * _gap(rng, style, before, row)
            for text in filter(str.strip, typeset(style, row)):
                if style.blanks == "every" and lines and lines[-1]:
                    lines.append("")
                lines.append(text)
                pieces[row.owner].lines.add(len(lines))
            before = row
    return ComposedPage(lines, pieces, tags)


def _gap(rng: random.Random, style: Style, before: Row, row: Row) -> int:
    new = row.opens or before.owner != row.owner
    if style.blanks == "every":
        return 1
    if style.blanks == "none":
        return 0
    if style.blanks == "between":
        return int(new)
    if before.role == row.role == "title":
        return int(rng.random() < 0.35)
    if before.role == "title" and not new:
        return int(rng.random() < 0.6)
    return rng.choice([1, 1, 1, 3]) if new else 1


def typeset(style: Style, row: Row) -> list[str]:
    text = row.text
    if style.full:
        text = text.replace("(", "（").replace(")", "）").replace("!", "！").replace("?", "？").replace(":", "：")
        text = text.replace(",", "，")
    body = row.role in ("body", "half", "other half")
    indent = "　　" if style.indent and body and row.role != "other half" else ""
    text = indent + text
    if not style.wide or not body:
        return [text]
    out: list[str] = []
    while text:
        cut = style.wide
        while cut < len(text) and text[cut] in "，。、；：！？,.!?;:”’)）》":
            cut += 1
        out.append(text[:cut])
        text = text[cut:]
    return out
