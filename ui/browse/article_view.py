"""A whole piece as it stands on its page: every line with its number, in reading order, the cited words marked.

One that goes on on another page is shown with all its parts. The pieces before and after it on the page are named.
Left out: how the view is opened (a <dialog> that the page's script shows).
"""

from collections.abc import Sequence
from typing import NamedTuple

from rag import Answer, Fragment, Language, Page, Piece, day_on, doubts_label, event_day, line_label, whole_of
from ui.markup import MarkTag, Stretches, cited_ranges, event_label, printed_on, span_label, stretches
from ui.newspaper import Newspaper
from ui.templating import render
from ui.wording import say


class Line(NamedTuple):
    """A printed line: `jump` says before it that the piece was interrupted there."""

    number: int
    words: Stretches
    jump: str = ""


class Part(NamedTuple):
    """What one page holds of an article: `place` names the page where the article goes on there.

    `doubt` says what of it is doubtful, "" where nothing is. `repeated` is a headline that repeats the article's,
    `repeats` are paragraphs that the page prints a second time.
    """

    file: str
    place: str
    doubt: str
    repeated: list[Line]
    paragraphs: list[list[Line]]
    repeats: list[Line]
    repeats_named: str


class Neighbour(NamedTuple):
    """A piece before or after another on its page; `where` says which."""

    where: str
    id: str
    title: str


def opened_piece(assistant: Newspaper, answer: Answer, place: object, language: Language) -> str | None:
    """The view of the piece behind the source card `place` of an answer; None where there is no such card."""
    tag: MarkTag = "mark"
    chosen = next(
        ((citation.article, citation.fragments) for citation in answer.citations if citation.marker == place), None
    )
    if answer.refused:
        tag = "span"
        chosen = next(
            (
                (
                    hit.passage.article,
                    tuple(piece for sentence in hit.passage.sentences for piece in sentence.fragments),
                )
                for hit in answer.hits
                if hit.rank == place
            ),
            None,
        )
    if chosen is None:
        return None
    try:
        return whole_view(assistant, chosen[0], chosen[1], language, tag)
    except KeyError:
        return missing_view(language)


def whole_view(
    assistant: Newspaper, id: str, cited: Sequence[Fragment], language: Language, tag: MarkTag = "mark"
) -> str:
    """The view of the article that the piece of this id belongs to. Raises KeyError."""
    parts = assistant.parts(id)
    return article_view(
        parts,
        [assistant.page(part.source) for part in parts],
        cited,
        language,
        tag,
        _neighbours(assistant.holdings.pieces(parts[0].source), parts[0], language),
    )


def article_view(
    parts: Sequence[Piece],
    pages: Sequence[Page],
    cited: Sequence[Fragment],
    language: Language,
    tag: MarkTag = "mark",
    neighbours: Sequence[Neighbour] = (),
) -> str:
    """The article of these parts, each on its page, as a dialog; the characters of `cited` within `tag`.

    It tells what kind of piece this is, when and where it was printed; its other pages tell that themselves.
    """
    whole, day = whole_of(parts), day_on(parts, pages[0])
    head = whole.parts[0]
    printed = list(zip(parts, pages, strict=True))
    titled, title_page = next(((part, page) for part, page in printed if part.title_lines), printed[0])
    shown = [
        _part(part, page, cited, language, follows=part is not parts[0], headed=part is not titled)
        for part, page in printed
    ]
    return render(
        "browse/article",
        language,
        id=whole.id,
        kind=whole.kind,
        tag=tag,
        byline=whole.byline,
        facts=[
            fact
            for fact in (
                printed_on(day, language),
                event_label(event_day(whole, day), language),
                span_label(head.spans, language),
            )
            if fact
        ],
        file=head.source,
        title=whole.title,
        headline=_lines(title_page, titled.title_lines, cited),
        parts=shown,
        neighbours=neighbours,
    )


def missing_view(language: Language) -> str:
    """What is shown for a piece that the corpus no longer holds."""
    return render("browse/gone", language)


def _neighbours(pieces: Sequence[Piece], piece: Piece, language: Language) -> list[Neighbour]:
    """The pieces that stand before and after `piece` on its page, which has these `pieces`."""
    page = sorted(pieces, key=lambda each: min(each.spans))
    place = [each.id for each in page].index(piece.id)
    return [
        Neighbour(say(key, language), page[at].id, page[at].title or say("title-none", language))
        for key, at in (("page-before", place - 1), ("page-after", place + 1))
        if 0 <= at < len(page)
    ]


def _part(
    article: Piece, page: Page, cited: Sequence[Fragment], language: Language, *, follows: bool, headed: bool
) -> Part:
    """What `page` holds of the article; where it `follows` what another page holds, it says where it goes on and, if it
    is `headed`, its own headline, which repeats the article's.
    """
    number = page.issue.page
    place = (
        say("page-part-elsewhere", language)
        if number is None
        else say("page-part", language, place=say("page-number", language, number=number))
    )
    named = say("list-comma", language).join(line_label((line, line), language) for line in article.repeats)
    return Part(
        article.source,
        place if follows else "",
        say("page-doubt", language, doubt=doubts_label(article.doubts, language)) if article.doubts else "",
        _lines(page, article.title_lines, cited) if follows and headed else [],
        _paragraphs(article, page, cited, language),
        _lines(page, article.repeats, ()),
        say("page-article-repeats", language, lines=named) if article.repeats else "",
    )


def _paragraphs(article: Piece, page: Page, cited: Sequence[Fragment], language: Language) -> list[list[Line]]:
    paragraphs = []
    previous = article.title_lines[-1] if article.title_lines else None
    for numbers in article.paragraphs:
        lines = []
        for number in numbers:
            jump = "" if previous is None else _jump(article, previous, number, language)
            lines.append(_line(page, number, cited, jump))
            previous = number
        paragraphs.append(lines)
    return paragraphs


def _lines(page: Page, numbers: Sequence[int], cited: Sequence[Fragment]) -> list[Line]:
    return [_line(page, number, cited) for number in numbers]


def _line(page: Page, number: int, cited: Sequence[Fragment], jump: str = "") -> Line:
    """One printed line; a number beyond the page (a page that changed since) shows as an empty line."""
    text = page.lines[number - 1] if 0 < number <= len(page.lines) else ""
    return Line(number, stretches(text, cited_ranges(page.name, number, cited)), jump)


def _jump(article: Piece, previous: int, number: int, language: Language) -> str:
    """Where the piece goes on in another of its spans, other pieces standing between; "" within the same."""
    if _span_of(article, previous) == _span_of(article, number):
        return ""
    key = "page-jump-down" if number > previous else "page-jump-up"
    last, following = (line_label((line, line), language) for line in (previous, number))
    return say(key, language, last=last, next=following)


def _span_of(article: Piece, number: int) -> int:
    return next((index for index, (first, last) in enumerate(article.spans) if first <= number <= last), -1)
