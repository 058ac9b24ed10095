"""A whole piece as it stands on its page: every line with its number, in reading order, the cited words marked.

Left out: the other pieces of the page, and how the view is opened (a <dialog> that the page's script shows).
"""

from collections.abc import Sequence

from rag import Answer, Article, Fragment, Language, Page, say
from ui.markup import MarkTag, cited_ranges, dated, escaped, line_label, marked, span_label
from ui.responding import Newspaper


def opened_piece(assistant: Newspaper, answer: Answer, place: object, language: Language) -> str | None:
    """The view of the piece behind the source card `place` of an answer; None where there is no such card."""
    tag: MarkTag = "mark"
    chosen = next(((citation.article, citation.source, citation.fragments)
                   for citation in answer.citations if citation.marker == place), None)
    if answer.refused:
        tag = "span"
        chosen = next(((hit.passage.article, hit.passage.source,
                        tuple(piece for sentence in hit.passage.sentences for piece in sentence.fragments))
                       for hit in answer.hits if hit.rank == place), None)
    if chosen is None:
        return None
    article, source, cited = chosen
    try:
        return article_view(assistant.article(article), assistant.page(source), cited, language, tag)
    except KeyError:
        return missing_view(language)


def article_view(article: Article, page: Page, cited: Sequence[Fragment], language: Language,
                 tag: MarkTag = "mark") -> str:
    """`article` as a dialog, the characters of `cited` within `tag`."""
    headline = "".join(_line(page, number, cited, tag) for number in article.title_lines)
    if not headline:
        headline = f'<span class="untitled">{escaped(say("title-none", language))}</span>'
    return (f'<dialog class="article" aria-labelledby="article-title">{_bar(_about(article, language), language)}'
            f'<header><h2 id="article-title">{headline}</h2>{_byline(article)}</header>'
            f'<div class="body">{_body(article, page, cited, tag, language)}'
            f'{_repeats(article, page, language)}</div></dialog>')


def missing_view(language: Language) -> str:
    """What is shown for a piece that the corpus no longer holds."""
    return (f'<dialog class="article">{_bar("", language)}'
            f'<p class="gone">{escaped(say("page-article-gone", language))}</p></dialog>')


def _bar(about: str, language: Language) -> str:
    """What stays at the top while the piece is scrolled."""
    return (f'<div class="bar">{about}<form method="dialog">'
            f'<button class="close">{escaped(say("page-close", language))}</button></form></div>')


def _about(article: Article, language: Language) -> str:
    """What kind of piece this is, when and where it was printed."""
    return (f'<p class="about"><span class="kind">{escaped(say(f"kind-{article.kind}", language))}</span>'
            f'<span>{escaped(dated(article, language))}</span>'
            f'<span>{escaped(span_label(article.spans, language))}</span>'
            f'<span class="file">{escaped(article.source)}</span></p>')


def _byline(article: Article) -> str:
    return f'<p class="byline">{escaped(article.byline)}</p>' if article.byline else ""


def _body(article: Article, page: Page, cited: Sequence[Fragment], tag: MarkTag, language: Language) -> str:
    parts: list[str] = []
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
    lines = say("page-list-comma", language).join(
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
