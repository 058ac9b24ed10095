"""A page of the paper as it was split: its runs from top to bottom, each with the piece that it belongs to.

Beside them a slim column shows the whole page at a glance, each run as high as it is long. An interrupted piece has a
colour of its own in both. Left out: the whole piece (see `article_view`) and how a page is chosen (see `tab`).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from rag import Article, Language, Page, Scope, whole_of
from ui.browse.issues_view import pages_within
from ui.browse.runs import Run, rows, runs_of, threads, words
from ui.markup import date_label, dated, escaped, line_label, path_label, span_label
from ui.newspaper import Newspaper
from ui.wording import say

OPENING_CHARACTERS: Final = 64
"""First words of a run: two lines of the list, enough to recognise the story."""

ENDING_CHARACTERS: Final = 28
"""Last words of a run: enough to see whether it ends where a sentence does."""

EVERYTHING: Final = Scope()

HUES: Final = 4
"""Colours for interrupted pieces; a page has rarely more than three of them."""

MAPPED_RUNS: Final = 150
"""More runs than this are slivers in the slim column, which is then left out."""

REM_A_ROW: Final = 0.75
"""Height in the slim column that a printed row has at most, so that a short page is a short column."""

NUMBERED_SHARE: Final = 0.025
"""Share of the slim column from which a run has room for its number: 15 pixels of 600."""


def page_choices(assistant: Newspaper, language: Language, scope: Scope = EVERYTHING) -> list[tuple[str, str]]:
    """The pages within `scope` with what each is called in a list, and how many pieces of it are within.

    Dated ones come first, by issue and page, then the others by name.
    """
    counts = pages_within(assistant, scope)
    pages = sorted((page for page in assistant.pages if page.name in counts),
                   key=lambda page: (not page.issue.date, page.issue.date or "", page.issue.page or 0, page.name))
    choices = []
    for page in pages:
        count = say("page-pieces", language, count=counts[page.name])
        choices.append((" · ".join(filter(None, (issue_label(page, language), page.name, count))), page.name))
    return choices


def issue_label(page: Page, language: Language) -> str:
    """The issue and the page's number in it, as far as they are known."""
    date = date_label(page.issue.date, language) if page.issue.date else ""
    number = "" if page.issue.page is None else say("page-number", language, number=page.issue.page)
    return " ".join(filter(None, (date, number)))


def paper_view(assistant: Newspaper, name: object, language: Language, scope: Scope = EVERYTHING) -> str:
    """The page of this file name with all its pieces, those outside `scope` with their headlines alone.

    A sentence where there is no such page.
    """
    page = next((page for page in assistant.pages if page.name == name), None)
    if page is None:
        none, look = ("page-no-paper", "") if assistant.pages else ("page-read-none", " nothing-yet")
        return f'<p class="no-paper{look}">{escaped(say(none, language))}</p>'
    pieces = [article for article in assistant.articles if article.source == page.name]
    runs = runs_of(page, pieces)
    hues = {number: f" hue-{place % HUES}" for number, place in threads(runs).items()}
    turns = {piece.id: _turns(assistant, piece, language) for piece in pieces}
    outside = {piece.id for piece in pieces if not scope.holds(piece, page)}
    listed = "".join(_outside(run, index, language) if run.article and run.article.id in outside
                     else _entry(page, run, index, hues, turns, language) for index, run in enumerate(runs))
    heading = _heading(page, pieces, len(outside), bool(hues), language)
    return (f'<section class="paper" data-page="{escaped(page.name)}">{heading}'
            f'<div class="spread">{_map(page, runs, hues)}<ol class="runs">{listed}</ol></div></section>')


def _heading(page: Page, pieces: Sequence[Article], outside: int, interrupted: bool, language: Language) -> str:
    count = say("page-pieces", language, count=len(pieces))
    if outside:
        count = say("page-pieces-within", language, count=len(pieces), within=len(pieces) - outside)
    figures = [page.issue.paper, page.issue.section, count, say("page-line-count", language, count=len(page.lines))]
    label = issue_label(page, language)
    if label:
        figures.append(page.name)
    hint = say("page-browse-hint", language)
    if interrupted:
        hint += say("page-browse-hues", language)
    told = " · ".join(filter(None, figures))
    return (f'<header><h2>{escaped(label) if label else path_label(page.name)}</h2>'
            f'<p class="figures">{escaped(told)}</p><p class="hint">{escaped(hint)}</p></header>')


def _map(page: Page, runs: Sequence[Run], hues: Mapping[int, str]) -> str:
    """The slim column. It repeats what the list says, for the eye alone."""
    if len(runs) > MAPPED_RUNS:
        return ""
    heights = [rows(page, run) for run in runs]
    parts = []
    for index, (run, height) in enumerate(zip(runs, heights, strict=True)):
        number = run.number if run.number and height >= NUMBERED_SHARE * sum(heights) else ""
        hint = f' title="{escaped(run.article.title)}"' if run.article and run.article.title else ""
        parts.append(f'<a href="#run-{index}" tabindex="-1" class="{_look(run, hues)}" '
                     f'style="flex-grow: {height}"{hint}>{number}</a>')
    tallest = f"{sum(heights) * REM_A_ROW:.1f}rem"
    return f'<div class="map" aria-hidden="true" style="max-height: {tallest}">{"".join(parts)}</div>'


def _look(run: Run, hues: Mapping[int, str]) -> str:
    """The classes of a run: its piece's kind and, where that is interrupted, its colour."""
    if run.article is None:
        return "stray"
    return escaped(run.article.kind) + hues.get(run.number, "")


def _entry(page: Page, run: Run, index: int, hues: Mapping[int, str], turns: Mapping[str, str],
           language: Language) -> str:
    """One run in the list: where it begins and ends, what it belongs to, its first and last words."""
    first, last = run.lines[0], run.lines[-1]
    end = f"<span>{last}</span>" if last > first else ""
    around = "" if run.opens or run.article is None else " rest"
    if run.article is None:
        told = f'<p class="facts">{escaped(say("page-stray", language, lines=line_label(first, last, language)))}</p>'
    elif run.opens:
        told = _facts(page, run, run.article, language) + _title(run, run.article, language) + turns[run.article.id]
    else:
        told = _rest(run, run.article, language)
    return (f'<li id="run-{index}" class="run {_look(run, hues)}{around}">'
            f'<div class="edge" aria-hidden="true"><span>{first}</span>{end}</div>'
            f'<div class="told">{told}{_words(page, run, language)}</div></li>')


def _outside(run: Run, index: int, language: Language) -> str:
    """A run of a piece that is not looked at: its headline, small, where the run is the piece's first."""
    if run.article is None or not run.opens:
        return f'<li id="run-{index}" class="run outside bare" aria-hidden="true"></li>'
    kind = f'<span class="kind">{escaped(say(f"kind-{run.article.kind}", language))}</span>'
    return (f'<li id="run-{index}" class="run outside"><div class="edge" aria-hidden="true"><span>{run.lines[0]}</span>'
            f'</div><div class="told"><p class="facts">{kind}</p><h3>{_opener(run.article, language)}</h3></div></li>')


def _facts(page: Page, run: Run, article: Article, language: Language) -> str:
    """What is known of a piece; its page's day stands above them all and is not said again."""
    facts = [f'<span class="kind">{escaped(say(f"kind-{article.kind}", language))}</span>']
    if article.kind == "slogan" and article.date:  # a label has no date but its issue's
        facts.append(f"<span>{escaped(date_label(article.date, language))}</span>")
    elif article.date or not (page.issue.date or article.kind == "slogan"):
        facts.append(f"<span>{escaped(dated(article, page, language))}</span>")
    if article.byline:
        facts.append(f"<span>{escaped(article.byline)}</span>")
    facts.append(f"<span>{escaped(span_label(article.spans, language))}</span>")
    return f'<p class="facts"><span class="number">{run.number}</span>{"".join(facts)}</p>'


def _title(run: Run, article: Article, language: Language) -> str:
    """The headline as the way to the whole piece; where it is printed, if not here."""
    elsewhere = ""
    if article.title_lines and not set(article.title_lines) & set(run.lines):
        place = line_label(min(article.title_lines), max(article.title_lines), language)
        elsewhere = f'<p class="elsewhere">{escaped(say("page-title-elsewhere", language, lines=place))}</p>'
    return f"<h3>{_opener(article, language)}</h3>{elsewhere}"


def _turns(assistant: Newspaper, piece: Article, language: Language) -> str:
    """For a piece that goes on from or on another page: where, as ways to the whole article; "" for any other."""
    parts = assistant.parts(piece.id)
    place = [part.id for part in parts].index(piece.id)
    ways = []
    if place > 0:
        ways.append(say("page-turned-from", language, place=_page_of(assistant, parts[place - 1], language),
                        title=whole_of(parts).title or say("title-none", language)))
    if place < len(parts) - 1:
        ways.append(say("page-turned-to", language, place=_page_of(assistant, parts[place + 1], language)))
    return "".join(f'<p class="turn"><button type="button" data-piece="{escaped(piece.id)}">{escaped(way)}</button></p>'
                   for way in ways)


def _page_of(assistant: Newspaper, part: Article, language: Language) -> str:
    """The number of the page that a part stands on, or its file where nothing tells it."""
    number = assistant.page(part.source).issue.page
    return part.source if number is None else say("page-number", language, number=number)


def _rest(run: Run, article: Article, language: Language) -> str:
    lines = line_label(run.lines[0], run.lines[-1], language)
    return (f'<p class="facts"><span class="number">{run.number}</span>'
            f'<span class="kind">{escaped(say("page-goes-on", language))}</span><span>{escaped(lines)}</span></p>'
            f"<h3>{_opener(article, language)}</h3>")


def _opener(article: Article, language: Language) -> str:
    bare = "" if article.title else " untitled"
    title = escaped(article.title or say("title-none", language))
    return f'<button type="button" class="open{bare}" data-piece="{escaped(article.id)}" lang="zh-CN">{title}</button>'


def _words(page: Page, run: Run, language: Language) -> str:
    """The run's first and last words, and how much stands between them."""
    text = words(page, run)
    if not text:
        return ""
    left_out = len(text) - OPENING_CHARACTERS - ENDING_CHARACTERS
    if left_out <= ENDING_CHARACTERS:
        shown = escaped(text)
    else:
        gap = escaped(say("page-left-out", language, count=left_out))
        shown = (f'{escaped(text[:OPENING_CHARACTERS])}<span class="gap">{gap}</span>'
                 f'{escaped(text[-ENDING_CHARACTERS:])}')
    return f'<p class="extract" lang="zh-CN">{shown}</p>'
