"""Real pages with a split by a careful reader, as folders of ../shared hold them: PAGES and GOLD on the command line."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.composing import ComposedPage
from benchmarks.labelled import read_page
from benchmarks.stories import GoldPiece


def gold_splits(folders: Iterable[Sequence[str]]) -> Iterator[tuple[str, Path, Path]]:
    """The name of each page that has a split, its file, and its split's."""
    for pages, gold in folders:
        for split in sorted(Path(gold).glob("*.articles.json")):
            name = split.name.removesuffix(".articles.json")
            [page] = [each for each in Path(pages).glob("*.txt") if each.stem.split("_")[0] in (name, name[1:])]
            yield name, page, split


def as_composed(page: Path, split: Path) -> ComposedPage:
    """The page in the form of composed ones, so that it is scored as they are."""
    lines = read_page(page)
    pieces = [
        GoldPiece(
            item["kind"],
            title=[item["title"]] if item["titled"] else [],
            lines={n for a, b in item["spans"] for n in range(a, b + 1) if lines[n - 1].strip()},
        )
        for item in json.loads(split.read_text("utf-8"))
    ]
    return ComposedPage(lines, pieces, set())
