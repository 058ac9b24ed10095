"""What a piece is called beside its headline: by the label that is printed above it, and by its form."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rag.records import Kind, Piece

NO_ARTICLES: Final[frozenset[Kind]] = frozenset({"slogan"})
"""Kinds of pieces that are no articles: section labels, mastheads and slogans."""
_LETTER: Final = "读者来信"
"""What a piece that greets the editors is, whatever the paper calls its letters."""
_SALUTATION: Final = re.compile(
    r"(?m)^\W*(?:尊敬的|亲爱的)?(?:本?[报報])?[编編][辑輯](?:部|同志|先生|老师|們|们)+[^。.]{0,8}[:：]"
    r"|^\W*(?:[编編][辑輯]|主[笔筆]|[记記]者)先生"
)


def names_beside(pieces: Iterable[Piece]) -> Mapping[str, str]:
    """The name of each of the pieces of whole pages, by its id, "" for none.

    The label above a piece is the label that its page prints next before it.
    """
    names: dict[str, str] = {}
    before: Piece | None = None
    for piece in sorted(pieces, key=lambda piece: (piece.source, piece.spans)):
        labelled = before is not None and before.source == piece.source and before.kind in NO_ARTICLES
        label = before.text if before and labelled else ""
        names[piece.id] = label + (_LETTER if _SALUTATION.search(piece.text) else "")
        before = piece
    return names
