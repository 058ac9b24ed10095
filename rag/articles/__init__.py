"""A page -> its articles: `split_page` is the one way in."""

from rag.articles.split import split_page

__all__ = ["split_page"]
