"""The split of a page, as one function of named steps: lines, drafts, rejoined drafts, articles."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from rag.articles.bylines import names_of
from rag.articles.dates import date_of_piece, year_of_page
from rag.articles.given import draft_of
from rag.articles.lines import Line, Look, ends_sentence, is_lead, read_lines
from rag.articles.pieces import Draft, draft_pieces
from rag.articles.rejoin import rejoin
from rag.records import Article, Kind, Page, Span

_COMMENTARY_TITLE = re.compile(r"短评|时评|社论|评论|手记|快评|锐评")


def split_page(page: Page) -> list[Article]:
    """The articles of `page`, in the order of their first lines; every non-blank line is in exactly one of them.

    Lines of the page's own sections are taken as they are; the others are split.
    """
    known = [draft_of(section, page.lines) for section in page.sections]
    taken = {line.number for draft in known for line in (*draft.heading, *draft.body)}
    rest = tuple("" if number in taken else line for number, line in enumerate(page.lines, 1))
    drafts = known + rejoin(draft_pieces(read_lines(rest)))
    year = year_of_page("\n".join(page.lines))
    seen: Counter[str] = Counter()
    articles = [_article(page, draft, year, seen) for draft in drafts]
    return sorted(articles, key=lambda article: min(first for first, _ in article.spans))


def _article(page: Page, draft: Draft, year: int | None, seen: Counter[str]) -> Article:
    heading = draft.heading + draft.trailing
    title = (draft.section.title if draft.section else "") or " ".join(line.text for line in heading)
    paragraphs, repeats = _paragraphs(draft)
    text = "\n".join("".join(page.lines[number - 1].strip() for number in paragraph) for paragraph in paragraphs)
    digest = hashlib.sha256("\0".join((page.name, title, text)).encode()).hexdigest()[:12]
    seen[digest] += 1
    order = draft.heading + draft.body + draft.trailing
    kind = _kind(draft)
    return Article(
        id=digest if seen[digest] == 1 else f"{digest}-{seen[digest]}",
        source=page.name, title=title, kind=kind, byline=names_of(draft.byline),
        date=_date(draft, kind, text, year), columns=draft.section.columns if draft.section else (),
        spans=_spans(page, [line.number for line in order]),
        title_lines=tuple(line.number for line in heading),
        paragraphs=paragraphs, repeats=repeats, text=text)


def _date(draft: Draft, kind: Kind, text: str, year: int | None) -> str | None:
    if draft.section and draft.section.date:
        return draft.section.date
    return None if kind in ("almanac", "slogan") else date_of_piece(text, year)


def _paragraphs(draft: Draft) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """The body's lines grouped into paragraphs, and the lines that print an earlier paragraph again."""
    groups: list[list[Line]] = []
    for line in draft.body:
        last = groups[-1][-1] if groups else None
        goes_on = last is not None and not ends_sentence(last.text) and draft.kind != "almanac" \
            and last.number not in draft.subheads and line.number not in draft.subheads and last.look is Look.BODY
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    kept: list[tuple[int, ...]] = []
    repeats: list[int] = []
    known: set[str] = set()
    for group in groups:
        squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(line.text for line in group)))
        numbers = tuple(line.number for line in group)
        if squeezed in known and len(squeezed) > 20:
            repeats.extend(numbers)
        else:
            kept.append(numbers)
        known.add(squeezed)
    return tuple(kept), tuple(repeats)


def _spans(page: Page, numbers: Sequence[int]) -> tuple[Span, ...]:
    """Line numbers in reading order -> spans; lines apart by blank lines only are one span."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number > spans[-1][1] \
                and not any(line.strip() for line in page.lines[spans[-1][1]:number - 1]):
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return tuple((first, last) for first, last in spans)


def _kind(draft: Draft) -> Kind:
    """The kind of a finished draft."""
    if draft.kind is not None:
        return draft.kind
    title = " ".join(line.text for line in draft.heading)
    if not draft.body:
        return "slogan"
    if any(is_lead(line.text) for line in draft.body[:2]):
        return "news"
    if _COMMENTARY_TITLE.search(title) or (not title and not draft.byline):
        return "commentary"
    return "feature"
