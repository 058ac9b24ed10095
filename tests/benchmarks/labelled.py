"""Pages as a splitter's signals see them, each row with its right label: composed pages, restyled ones, gold pages."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.composing import ComposedPage
from benchmarks.restyling import restyle
from rag.articles.issue.issues import with_issue
from rag.articles.layout.columns import Row, rows_of
from rag.articles.layout.known import drafts_of
from rag.articles.layout.lines import read_paragraphs
from rag.articles.layout.pieces import draft_pieces
from rag.articles.reading.chain import Label, steps_at
from rag.articles.reading.labelling import labels_of, labels_of_drafts
from rag.articles.reading.signals import names_at
from rag.articles.reading.view import view_of
from rag.articles.split import other_lines
from rag.records import Page
from rag.text.characters import legible_lines
from rag.text.similarity import squeeze


@dataclass
class Example:
    """One page as names and right labels; `weight` is how much it counts."""

    names: list[list[str]]
    steps: list[list[str]]
    labels: list[Label]
    weight: float = 1.0


def example(lines: Sequence[str], right: Callable[[Sequence[Row]], list[Label]], weight: float = 1.0) -> Example:
    """The page as the splitter sees it, with what `right` says of its rows."""
    page = with_issue(Page("page.txt", tuple(lines), "0" * 64))
    page = replace(page, lines=tuple(line.text for line in legible_lines(page.lines)))
    read = other_lines(page, drafts_of(page))
    rows = rows_of(read)
    first = labels_of_drafts(draft_pieces(read_paragraphs(read)), rows)
    view = view_of(rows, [label.name for label in first])
    places = range(len(rows))
    return Example(
        [list(map(sys.intern, names_at(view, place))) for place in places],  # kept once, however many rows have it
        [list(map(sys.intern, steps_at(view, place))) if place else [] for place in places],
        right(rows),
        weight,
    )


def of_composed(page: ComposedPage, weight: float = 1.0) -> Example:
    """A composed page with the labels that it was made of."""
    owner = {number: place for place, piece in enumerate(page.pieces) for number in piece.lines}
    titles: set[int] = set()
    alone: set[int] = set()
    for piece in page.pieces:
        if piece.kind == "slogan":
            alone.update(piece.lines)
        else:
            (alone if piece.title_after else titles).update(piece.headline())
    return example(page.lines, lambda rows: _labels(rows, owner, titles, alone), weight)


def _labels(rows: Sequence[Row], owner: dict[int, int], titles: set[int], alone: set[int]) -> list[Label]:
    numbers = [row.number for row in rows]
    return labels_of(
        [owner.get(number, -number) for number in numbers],
        [number in titles for number in numbers],
        [number in alone or number not in owner for number in numbers],
    )


def of_gold(page: Path, gold: Path, weight: float = 1.0) -> Example:
    """A page with its split by a careful reader."""
    lines = read_page(page)
    owner: dict[int, int] = {}
    titles, alone = set(), set()
    for place, piece in enumerate(json.loads(gold.read_text("utf-8"))):
        numbers = [n for a, b in piece["spans"] for n in range(a, b + 1) if lines[n - 1].strip()]
        owner.update(dict.fromkeys(numbers, place))
        if piece["kind"] == "slogan":
            alone.update(numbers)
        elif piece["titled"]:
            title = squeeze(piece["title"])
            found = _title_lines(lines, numbers, title)
            after = [] if found else _title_lines(lines, numbers[::-1], title, -1)
            inner = next((each for k in range(len(numbers)) if (each := _whole(lines, numbers[k:], title))), [])
            titles.update(found or ([] if after else inner))
            alone.update(after)
    return example(lines, lambda rows: _labels(rows, owner, titles, alone), weight)


def _title_lines(lines: Sequence[str], numbers: Sequence[int], title: str, step: int = 1) -> list[int]:
    """The first of the lines that make up the title; read backwards with `step` -1."""
    taken: list[int] = []
    for number in numbers:
        made = "".join(squeeze(lines[each - 1]) for each in [*taken, number][::step])
        if not (title.startswith(made) if step > 0 else title.endswith(made)):
            break
        taken.append(number)
    return taken


def _whole(lines: Sequence[str], numbers: Sequence[int], title: str) -> list[int]:
    """The first of the lines if they make up the whole title."""
    found = _title_lines(lines, numbers, title)
    return found if "".join(squeeze(lines[number - 1]) for number in found) == title else []


def read_page(path: Path) -> list[str]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return [line.rstrip("\r") for line in text.split("\n")]


def of_restyled(lines: list[str], items: list[dict], style: str, weight: float = 1.0) -> Example:
    """A sample page set in another style; its headlines are told by their words."""
    page = restyle(lines, items, style)
    for piece, item in zip(page.pieces, items, strict=True):
        numbers, title = sorted(piece.lines), squeeze(item["title"])
        above = _title_lines(page.lines, numbers, title) if item["titled"] else []
        below = _title_lines(page.lines, numbers[::-1], title, -1) if item["titled"] and not above else []
        piece.title = [page.lines[number - 1] for number in above or below]
        piece.title_after = bool(below)
    return of_composed(page, weight)
