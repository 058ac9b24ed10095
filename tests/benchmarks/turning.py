"""Composes issues of two pages whose pieces go on from one to the other, some without their beginning.

`compose_issues(seed)` is the one way in: two issues of a paper with stories on the same topics, so that a beginning may
be looked for in the wrong one. The same seed gives the same pages.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from benchmarks.composing import ComposedPage, _blocks, _labels, _one_history, _render, _style
from benchmarks.stories import GoldPiece
from benchmarks.writing import Writer
from rag.articles import split_page, with_issue
from rag.records import Issue, Page, Piece


@dataclass
class Turned:
    """A continuation among the pages: the page and piece that it is, those of its beginning, None where it is left out."""

    continuation: tuple[str, GoldPiece]
    beginning: tuple[str, GoldPiece] | None
    tags: set[str]


@dataclass
class ComposedIssues:
    pages: dict[str, ComposedPage] = field(default_factory=dict)
    turned: list[Turned] = field(default_factory=list)
    inferred: dict[str, Issue] = field(default_factory=dict)

    def read(self) -> tuple[list[Page], list[Piece]]:
        """The pages and their pieces as the splitter finds them."""
        pages = [with_issue(Page(name, tuple(page.lines), "0" * 64)) for name, page in self.pages.items()]
        articles = [article for page in pages for article in split_page(page)]
        return [
            replace(page, issue=self.inferred[page.name]) if page.issue.told in ("text", "") else page for page in pages
        ], articles


def compose_issues(seed: int, *, encyclopedia: bool = True) -> ComposedIssues:
    rng = random.Random(f"turning {seed}")
    made = ComposedIssues()
    told = rng.choice(["name", "name", "masthead", "text", "nothing"])
    days = rng.sample(range(10, 28), 2)
    used: set[str] = set()
    for number, day in enumerate(days):
        inner = rng.randint(2, 6)
        names = [
            f"202106{day}_{page:02}版.txt" if told == "name" else f"{2 * number + (page > 1):03}.txt"
            for page in (1, inner)
        ]
        _compose_issue(rng, made, names, inner, used, told=told, encyclopedia=encyclopedia)
        for name, page in zip(names, (1, inner), strict=True):
            if told == "masthead":
                _print_masthead(
                    made.pages[name], f"2021年6月{day}日 星期{rng.choice('一二三四五六日')} 第{page}版 要闻"
                )
            # The days that composed pages name are made up; what is inferred from real ones is a day or two early.
            made.inferred[name] = (
                Issue(f"2021-06-{day - rng.choice([0, 0, 1, 2]):02}", told="text") if told == "text" else Issue()
            )
    return made


def _compose_issue(
    rng: random.Random,
    made: ComposedIssues,
    names: list[str],
    inner: int,
    used: set[str],
    *,
    told: str,
    encyclopedia: bool,
) -> None:
    styles = [replace(_style(rng), furniture=False) for _ in names]
    writer = Writer(rng, styles[0], encyclopedia=encyclopedia)
    writer.used = used  # no two issues print the same report word for word
    kinds: list[Callable[[], GoldPiece]] = [writer.news] * 8 + [
        writer.feature,
        writer.caption,
        writer.history,
        writer.commentary,
    ]
    pieces: tuple[list[GoldPiece], list[GoldPiece]] = ([], [])
    marks = rng.random() < 0.7  # a paper prints (下转第4版), or its digitised pages have lost it
    for _ in range(rng.choice([1, 1, 2, 2, 3])):
        front, back, tags = _turn(rng, writer, inner, marks=marks)
        present = rng.random() < 0.75
        tags |= {f"issue:{told}", "there" if present else "left out"}
        made.turned.append(Turned((names[1], back), (names[0], front) if present else None, tags))
        if present:
            pieces[0].append(front)
        pieces[1].append(back)
    for page, count in zip(pieces, (rng.randint(3, 6), rng.randint(2, 5)), strict=True):
        writer.style = styles[page is pieces[1]]
        page += [rng.choice(kinds)() for _ in range(count)]
        rng.shuffle(page)
    for name, style, page in zip(names, styles, map(_one_history, pieces), strict=True):
        blocks = _blocks(rng, style, page)
        _labels(rng, page, blocks)
        made.pages[name] = _render(rng, style, page, blocks, set())


def _print_masthead(page: ComposedPage, line: str) -> None:
    page.lines.insert(0, line)
    for piece in page.pieces:
        piece.lines = {number + 1 for number in piece.lines}


def _turn(rng: random.Random, writer: Writer, inner: int, *, marks: bool) -> tuple[GoldPiece, GoldPiece, set[str]]:
    """A story in two pieces: the beginning, and what goes on of it on the page `inner`."""
    piece = writer.news() if rng.random() < 0.75 else writer.feature()
    while sum(role == "body" for role, _ in piece.body) < 2 or sum(len(text) for _, text in piece.body) < 200:
        piece = writer.news()
    places = [k for k, (role, _) in enumerate(piece.body) if role == "body"]
    tags: set[str] = set()
    k = rng.choice(places[:-1])
    text = piece.body[k][1]
    if rng.random() < 0.5 and len(text) > 60:
        cut = rng.randint(20, len(text) - 20)
        while cut < len(text) - 5 and not re.match(r"[\u4e00-\u9fff]{2}", text[cut - 1 : cut + 1]):
            cut += 1
        tags.add("mid-sentence")
    else:
        ends = [found.end() for found in re.finditer("[。!?]”?", text)]
        cut = rng.choice(ends[:-1] or ends or [len(text)])
    first, rest = text[:cut], text[cut:]
    front = GoldPiece("news", list(piece.title), [*piece.body[:k], ("body", first)], tags=set(piece.tags))
    tail = [*([("body", rest)] if rest else []), *piece.body[k + 1 :]]
    if marks and rng.random() < 0.85:
        onto = rng.choice(
            [f"第{inner}版", f"第{inner}版", f"{inner}版", f"A{inner}版", f"第{'一二三四五六'[inner - 1]}版"]
        )
        front.body[-1] = ("body", first + f"(下转{onto})")
        tags.add("sent on")
    back = GoldPiece("continuation", _headline(rng, piece.title, tags), list(tail))
    mark = rng.choice(
        ["(上接第1版)", "(上接第1版)", "(上接A1版)", "(上接一版)", "(紧接第1版)", "(上接01版)", "(上接头版)"]
    )
    if rng.random() < 0.3 or tail[0][0] != "body":
        back.body.insert(0, ("body", mark))
    else:
        back.body[0] = ("body", mark + tail[0][1])
    return front, back, tags


def _headline(rng: random.Random, title: list[str], tags: set[str]) -> list[str]:
    """The continuation's headline: none, the same, its first line, or a few of its words."""
    form = rng.choice(["none", "none", "none", "same", "line", "words"])
    tags.add(f"headline {form}")
    line = max(title, key=len)
    return {"none": [], "same": list(title), "line": [line], "words": [max(re.split(r"[\s|,，]", line), key=len)[:8]]}[
        form
    ]
