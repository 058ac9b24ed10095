"""A page -> its articles: `split_page` is the one way in; `with_issue` tells which issue the page is of."""

from rag.articles.issues import with_issue
from rag.articles.split import split_page

__all__ = ["split_page", "with_issue"]
