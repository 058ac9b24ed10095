"""Articles that are known beforehand, from a file that keeps them apart or a person who mended a split -> drafts."""

from collections.abc import Sequence

from rag.articles.bylines import byline_of, is_byline_line
from rag.articles.lines import Line, Look, read_lines
from rag.articles.pieces import Draft
from rag.records import Section


def draft_of(section: Section, page_lines: Sequence[str]) -> Draft:
    """The draft of `section`; lines that the page lacks and blank ones are left out.

    What the section does not say (kind, byline) is read from its lines as it is for a split piece.
    """
    by_number = {line.number: line for line in read_lines(tuple(page_lines))}
    numbers = [number for first, last in section.spans for number in range(first, last + 1) if number in by_number]
    titles = set(section.title_lines)
    heading = [by_number[number] for number in numbers if number in titles]
    body = [by_number[number] for number in numbers if number not in titles]
    byline = section.byline or next((credit for line in reversed(body) if (credit := byline_of(line.text))), "")
    return Draft(heading=heading, body=body, subheads=_subheads(body), kind=section.kind or None, byline=byline,
                 closed=True, section=section)


def _subheads(body: Sequence[Line]) -> set[int]:
    """Lines of the body that look like headings: they are no half of a broken sentence."""
    return {line.number for line in body
            if line.look in (Look.DATE_HEAD, Look.HEADING) and not is_byline_line(line.text)}
