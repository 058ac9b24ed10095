"""A whole piece as it stands on its page: every line with its number, in reading order, the cited words marked.

One that goes on on another page is shown with all its parts. The pieces before and after it on the page are named.
Left out: how the view is opened (a <dialog> that the page's script shows).
"""

from collections.abc import Sequence

from rag import Answer, Article, Fragment, Language, Page, Whole, whole_of
from ui.markup import MarkTag, cited_ranges, dated, escaped, line_label, marked, span_label
from ui.newspaper import Newspaper
from ui.wording import say


def opened_piece(assistant: Newspaper, answer: Answer, place: object, language: Language) -> str | None:
    """The view of the piece behind the source card `place` of an answer; None where there is no such card."""
    tag: MarkTag = "mark"
    chosen = next(((citation.article, citation.fragments)
                   for citation in answer.citations if citation.marker == place), None)
    if answer.refused:
        tag = "span"
        chosen = next(((hit.passage.article,
                        tuple(piece for sentence in hit.passage.sentences for piece in sentence.fragments))
                       for hit in answer.hits if hit.rank == place), None)
    if chosen is None:
        return None
    try:
        return whole_view(assistant, chosen[0], chosen[1], language, tag)
    except KeyError:
        return missing_view(language)


def whole_view(assistant: Newspaper, id: str, cited: Sequence[Fragment], language: Language,
               tag: MarkTag = "mark") -> str:
    """The view of the article that the piece of this id belongs to. Raises KeyError."""
    parts = assistant.parts(id)
    return article_view(parts, [assistant.page(part.source) for part in parts], cited, language, tag,
                        _neighbours(assistant.articles, parts[0], language))


def article_view(parts: Sequence[Article], pages: Sequence[Page], cited: Sequence[Fragment], language: Language,
                 tag: MarkTag = "mark", neighbours: str = "") -> str:
    """The article of these parts, each on its page, as a dialog; the characters of `cited` within `tag`.

    `neighbours` is HTML that names the pieces before and after it.
    """
    whole = whole_of(parts)
    printed = list(zip(parts, pages, strict=True))
    titled, title_page = next(((part, page) for part, page in printed if part.title_lines), printed[0])
    headline = "".join(_line(title_page, number, cited, tag) for number in titled.title_lines)
    if not headline:
        headline = f'<span class="untitled">{escaped(say("title-none", language))}</span>'
    body = "".join(_onward(part, page, language) * (part is not parts[0])
                   + _body(part, page, cited, tag, language, headed=part is not titled and part is not parts[0])
                   + _repeats(part, page, language) for part, page in printed)
    bar = _bar(_about(whole, pages[0], language), language, whole.id)
    return (f'<dialog class="article" aria-labelledby="article-title">{bar}'
            f'<header><h2 id="article-title">{headline}</h2>{_byline(whole)}</header>'
            f'<div class="body">{body}</div>{neighbours}</dialog>')


def missing_view(language: Language) -> str:
    """What is shown for a piece that the corpus no longer holds."""
    return (f'<dialog class="article">{_bar("", language)}'
            f'<p class="gone">{escaped(say("page-article-gone", language))}</p></dialog>')


def _neighbours(articles: Sequence[Article], piece: Article, language: Language) -> str:
    """The pieces that stand before and after `piece` on its page, as ways to them."""
    page = sorted((each for each in articles if each.source == piece.source), key=lambda each: min(each.spans))
    place = [each.id for each in page].index(piece.id)
    ways = []
    for key, at in (("page-before", place - 1), ("page-after", place + 1)):
        if 0 <= at < len(page):
            title = page[at].title or say("title-none", language)
            ways.append(f'<p><span>{escaped(say(key, language))}</span><button type="button" '
                        f'data-piece="{escaped(page[at].id)}" lang="zh-CN">{escaped(title)}</button></p>')
    return f'<nav class="neighbours">{"".join(ways)}</nav>' if ways else ""


def _bar(about: str, language: Language, id: str = "") -> str:
    """What stays at the top while the piece is scrolled; with the piece's `id`, a way to ask about it alone."""
    asking = (f'<button type="button" class="ask-about" data-piece="{escaped(id)}">'
              f'{escaped(say("page-ask-about", language))}</button>') if id else ""
    return (f'<div class="bar">{about}<form method="dialog">{asking}'
            f'<button class="close">{escaped(say("page-close", language))}</button></form></div>')


def _about(whole: Whole, page: Page, language: Language) -> str:
    """What kind of piece this is, when and where it was printed; of its other pages they tell themselves."""
    head = whole.parts[0]
    return (f'<p class="about"><span class="kind">{escaped(say(f"kind-{whole.kind}", language))}</span>'
            f'<span>{escaped(dated(whole, page, language))}</span>'
            f'<span>{escaped(span_label(head.spans, language))}</span>'
            f'<span class="file">{escaped(head.source)}</span></p>')


def _byline(whole: Whole) -> str:
    return f'<p class="byline">{escaped(whole.byline)}</p>' if whole.byline else ""


def _onward(part: Article, page: Page, language: Language) -> str:
    """What stands between two pages of an article: where it goes on."""
    number = page.issue.page
    place = say("page-part-elsewhere", language) if number is None else say(
        "page-part", language, place=say("page-number", language, number=number))
    return (f'<p class="onward" data-file="{escaped(part.source)}">{escaped(place)} · '
            f'<span class="file">{escaped(part.source)}</span></p>')


def _body(article: Article, page: Page, cited: Sequence[Fragment], tag: MarkTag, language: Language, *,
          headed: bool) -> str:
    """The paragraphs of a part; `headed` with its own headline above them, which repeats the article's."""
    parts: list[str] = []
    if headed and article.title_lines:
        lines = "".join(_line(page, number, cited, tag) for number in article.title_lines)
        parts.append(f'<div class="repeated">{lines}</div>')
    previous = article.title_lines[-1] if article.title_lines else None
    for paragraph in article.paragraphs:
        parts.append('<div class="paragraph">')
        for number in paragraph:
            if previous is not None and _jumps(article, previous, number):
                parts.append(_jump(previous, number, language))
            parts.append(_line(page, number, cited, tag))
            previous = number
        parts.append("</div>")
    return "".join(parts)


def _repeats(article: Article, page: Page, language: Language) -> str:
    """Paragraphs that the page prints a second time: said, and there to be unfolded."""
    if not article.repeats:
        return ""
    lines = say("list-comma", language).join(
        line_label(number, number, language) for number in article.repeats)
    return (f'<details class="repeats"><summary>{escaped(say("page-article-repeats", language, lines=lines))}</summary>'
            f'{"".join(_line(page, number, (), "span") for number in article.repeats)}</details>')


def _line(page: Page, number: int, cited: Sequence[Fragment], tag: MarkTag) -> str:
    """One printed line; a number beyond the page (a page that changed since) shows as an empty line."""
    text = page.lines[number - 1] if 0 < number <= len(page.lines) else ""
    return (f'<span class="line" data-line="{number}"><span class="number">{number}</span>'
            f'<span class="print" lang="zh-CN">{marked(text, cited_ranges(page.name, number, cited), tag)}</span>'
            f'</span>')


def _jumps(article: Article, previous: int, number: int) -> bool:
    """Whether the piece goes on in another of its spans, other pieces standing between."""
    return _span_of(article, previous) != _span_of(article, number)


def _span_of(article: Article, number: int) -> int:
    return next((index for index, (first, last) in enumerate(article.spans) if first <= number <= last), -1)


def _jump(previous: int, number: int, language: Language) -> str:
    key = "page-jump-down" if number > previous else "page-jump-up"
    note = say(key, language, last=line_label(previous, previous, language),
               next=line_label(number, number, language))
    return f'<span class="jump">{escaped(note)}</span>'
