"""Pieces, pages and their runs made by hand."""

import dataclasses
import re

from rag.records import Page, Piece
from support.newspaper import Reader


def piece(number: int, *spans: tuple[int, int], **fields) -> Piece:
    body = tuple((line,) for first, last in spans for line in range(first, last + 1))
    return dataclasses.replace(
        Piece(f"p{number}", "页.txt", f"题{number}", "news", "", None, spans, (), body, (), ""), **fields
    )


def page_of(*lines: str, **fields) -> Page:
    return Page("页.txt", lines, "0" * 64, **fields)


def told(view: str, index: int) -> Reader:
    """The run at this place of the list."""
    found = re.search(rf'<li id="run-{index}".*?</li>', view, re.DOTALL)
    assert found
    return Reader(found[0])
