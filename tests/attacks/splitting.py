"""Pages made to take long: each kind must be split, dated, cut and made ready for search in linear time."""

import time
from collections.abc import Iterator

from support.crooked_pages import SHAPES, UNITS, page_of

from attacks.outcome import Outcome
from rag.articles import chains, join_continued, split_page, with_issue
from rag.articles.layout.cohesion import word_across
from rag.pages.sidecar import sidecar_text
from rag.passages import cut_passages, search_text
from rag.records import Page
from rag.settings import Settings

SECONDS = 3.0
SIZE = 50_000
"""Bytes of most kinds; what took quadratic time took a minute for as much."""
LONG_LINE = 2_000_000
"""Bytes of the kinds that are one line: as much as a page may have."""


def attempts() -> Iterator[Outcome]:
    word_across("给予适", "当照顾")  # loads the dictionary, once a process
    for kind in (*UNITS, *SHAPES):
        size = SIZE * 3 if kind.startswith("oneline") else SIZE
        yield Outcome("pages made to take long", kind, too_long(page_of(kind, size)))
    for kind in ("blank", "oneline", "oneline nostop", "oneline space2", "oneline brackets", "oneline date sp"):
        yield Outcome("pages of 2 MB", kind, too_long(page_of(kind, LONG_LINE)))


def too_long(text: str) -> str:
    """What took too long, "" where all was made in time; in seconds of the processor, whoever else uses it."""
    page = Page("page.txt", tuple(text.split("\n")), "0")
    started = time.process_time()
    page = with_issue(page)
    articles = join_continued(split_page(page), [page])
    passages = [
        passage for parts in chains(articles) for passage in cut_passages(parts, [page] * len(parts), Settings())
    ]
    for passage in passages[:1000]:  # one by one, and slow enough in sum
        search_text(passage)
    sidecar_text([page], articles)
    spent = time.process_time() - started
    return f"{spent:.1f} s" if spent > SECONDS else ""
