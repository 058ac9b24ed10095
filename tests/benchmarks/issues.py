"""Composes the issues of a daily paper as files, as many pages as are wanted, and an encoder that needs no model.

`write_archive(folder, pages)` is the one way in: eight pages a day, of which one goes on with stories of the first. The
same number gives the same pages, and more pages leave the first ones as they are. Encyclopedia paragraphs are left out,
so that it is so on every machine.
"""

import datetime
import random
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

import numpy as np

from benchmarks.composing import ComposedPage, compose
from benchmarks.turning import ComposedIssues, _compose_issue
from rag.models.encoder import Vectors
from rag.progress import Progress, silent

FIRST = datetime.date(2019, 1, 1)
PAGES_A_DAY = 8
SEED = 40_000
"""Pages of lower seeds are measured elsewhere."""


def write_archive(folder: Path, pages: int, first: int = 0) -> None:
    """Write the pages from number `first` up to `pages` of the archive into `folder`, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in islice(composed_pages(), first, pages):
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")


def composed_pages() -> Iterator[tuple[str, list[str]]]:
    """All pages of the archive, without end: the name of each and its lines."""
    for day in count():
        date = FIRST + datetime.timedelta(days=day)
        yield from ((f"江州日报-{date}-第{number}版.txt", page.lines) for number, page in enumerate(_issue(day), 1))


def _issue(day: int) -> list[ComposedPage]:
    rng = random.Random(f"issue {day}")
    inner = rng.randint(2, 6)
    turned = ComposedIssues()
    _compose_issue(rng, turned, ["first", "inner"], inner, set(), told="name", encyclopedia=False)
    pages = [compose(SEED + PAGES_A_DAY * day + number, encyclopedia=False) for number in range(PAGES_A_DAY - 2)]
    pages.insert(0, turned.pages["first"])
    pages.insert(inner - 1, turned.pages["inner"])
    return pages


class PairEncoder:
    """A text's vector is the sum of those of its pairs of characters, which are drawn by the pair, at unit length.

    So texts are as near to each other as the pairs that they share make them. `seconds` counts what it took.
    """

    name = "pairs of characters"
    dimensions = 384  # as the bundled model
    _DRAWN = 1 << 15  # pairs that meet in one vector are few among the hundreds of a passage

    def __init__(self) -> None:
        self.seconds = 0.0
        self._vectors = np.random.default_rng(SEED).standard_normal((self._DRAWN, self.dimensions), np.float32)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        started = time.perf_counter()
        rows = np.empty((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            codes = np.frombuffer(f"^{text}$".encode("utf-32-le", "surrogatepass"), np.uint32)
            pairs = (codes[:-1] * np.uint32(2_654_435_761) + codes[1:] * np.uint32(40_503)) >> np.uint32(17)
            self._vectors[pairs].sum(axis=0, out=row)
            row /= np.linalg.norm(row)
        progress("progress-encode", len(texts), len(texts))
        self.seconds += time.perf_counter() - started
        return rows
