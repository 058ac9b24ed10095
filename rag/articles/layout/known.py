"""Articles that are known beforehand, from a file that keeps them apart or a person who mended a split -> drafts."""

from collections.abc import Mapping, Sequence

from rag.articles.layout.bylines import byline_of, is_byline_line
from rag.articles.layout.drafts import Draft
from rag.articles.layout.lines import Line, Look, read_lines
from rag.records import KnownPiece, Page

_NEAR = 20
"""Lines before and after a section among which the lines next to it stand, blank ones aside."""


def drafts_of(page: Page) -> list[Draft]:
    """The drafts of the page's sections."""
    by_number = {line.number: line for line in read_lines(_around(page))} if page.sections else {}
    return [_draft_of(section, by_number) for section in page.sections]


def _around(page: Page) -> tuple[str, ...]:
    """The page's lines with those left blank that stand far from every section: a line's look is told by its next."""
    near: set[int] = set()
    for first, last in (span for section in page.sections for span in section.spans):
        near.update(range(first - _NEAR, last + _NEAR + 1))
    return tuple(line if number in near else "" for number, line in enumerate(page.lines, 1))


def _draft_of(section: KnownPiece, by_number: Mapping[int, Line]) -> Draft:
    """The draft of `section`; lines that the page lacks and blank ones are left out.

    What the section does not say (kind, byline) is read from its lines as it is for a split piece.
    """
    numbers = [number for first, last in section.spans for number in range(first, last + 1) if number in by_number]
    titles = set(section.title_lines)
    heading = [by_number[number] for number in numbers if number in titles]
    trailing: list[Line] = []
    while len(trailing) < len(heading) < len(numbers) and numbers[-1 - len(trailing)] in titles:
        trailing.insert(0, heading[-1 - len(trailing)])  # a history column prints its title below
    heading = heading[: len(heading) - len(trailing)]
    body = [by_number[number] for number in numbers if number not in titles]
    byline = section.byline or next((credit for line in reversed(body) if (credit := byline_of(line.text))), "")
    return Draft(
        heading=heading,
        body=body,
        trailing=trailing,
        subheads=_subheads(body),
        kind=section.kind or None,
        byline=byline,
        closed=True,
        section=section,
    )


def _subheads(body: Sequence[Line]) -> set[int]:
    """Lines of the body that look like headings: they are no half of a broken sentence."""
    return {
        line.number for line in body if line.look in (Look.DATE_HEAD, Look.HEADING) and not is_byline_line(line.text)
    }
