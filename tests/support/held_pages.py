"""Records that were made by hand, held as an index holds them."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from rag.answering.holdings import Holdings
from rag.answering.scope import ScopeChoices, choices_of
from rag.articles.issue.placing import numbers_of, sections_of
from rag.articles.issue.printed import printed_day
from rag.articles.layout.bylines import people_of
from rag.index.article_rows import ArticleRows
from rag.index.columns import Columns
from rag.index.facets import PageFacets, PieceFacets
from rag.index.saved import PassagesOf
from rag.records import Page, Passage, Piece


class HandMade:
    """An index of these records without vectors and terms."""

    def __init__(self, pages: Sequence[Page], articles: Sequence[Piece], passages: Sequence[Passage]) -> None:
        rows = {piece.id: row for row, piece in enumerate(articles)}
        # a paper made by hand may lack the pieces of its passages, and the pages that they stand on
        self.articles, self.passages = articles, [passage for passage in passages if passage.article in rows]
        self.columns = dataclasses.replace(
            Columns.of(pages, articles, ()),
            passage_pieces=np.array([rows[passage.article] for passage in self.passages], np.int64),
            sentences=np.array([len(passage.sentences) for passage in self.passages], np.int64),
        )
        self.page_facets, self.piece_facets = PageFacets.of(pages), PieceFacets.of(articles, pages)
        self.page_rows = {name: row for row, name in enumerate(self.columns.pages)}
        self.piece_rows = {id: row for row, id in enumerate(self.columns.pieces)}
        self.passages_of = PassagesOf(self.piece_rows, self.columns.passage_pieces)

    def pieces_of(self, name: str) -> Sequence[Piece]:
        return [piece for piece in self.articles if piece.source == name]

    @cached_property
    def article_rows(self) -> ArticleRows:
        return ArticleRows(self.columns, self.piece_rows)


def held(pages: Sequence[Page], articles: Sequence[Piece], passages: Sequence[Passage]) -> Holdings:
    """What an index of these records holds."""
    return Holdings(HandMade(pages, articles, passages))


def slow_choices(articles: Sequence[Piece], pages: Sequence[Page]) -> ScopeChoices:
    """What a scope can be made of for these pieces and their pages, every piece looked at."""
    named = {page.name: page for page in pages}
    pairs = [(article, named[article.source]) for article in articles]
    days = [printed_day(article, page) for article, page in pairs]
    return choices_of(
        printed=Counter(day.date for day in days),
        certain=Counter(day.date for day in days if not day.is_inferred),
        papers=Counter(page.issue.paper for _, page in pairs),
        numbers=Counter(numbers_of(*pair) for pair in pairs),
        sections=Counter(sections_of(*pair) for pair in pairs),
        reporters=Counter(people_of(article.byline) for article, _ in pairs),
        kinds=Counter(article.kind for article, _ in pairs),
    )
