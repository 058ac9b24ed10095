"""A page of the paper as it was split: its runs from top to bottom, each with the piece that it belongs to.

Beside them a slim column shows the whole page at a glance, each run as high as it is long. An interrupted piece has a
colour of its own in both. Left out: the whole piece (see `article_view`) and how a page is chosen (see `tab`).
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, Literal, NamedTuple

from rag import (
    Joint,
    Language,
    Page,
    PageHead,
    Piece,
    Scope,
    doubts_label,
    event_day,
    issue_day,
    line_label,
    printed_day,
    printed_label,
    whole_of,
)
from ui.browse.calendar_view import month_of
from ui.browse.issues_view import name_in_issue
from ui.browse.runs import Run, rows, runs_of, threads, words
from ui.cutting import ending_of, opening_of
from ui.markup import event_label, printed_on, span_label
from ui.newspaper import Newspaper, page_named
from ui.templating import render
from ui.wording import say

OPENING_CHARACTERS: Final = 64
"""First words of a run, up to the end of a sentence: two lines of the list, enough to recognise the story."""

ENDING_CHARACTERS: Final = 28
"""Last words of a run, up to twice as many where a sentence begins there: enough to see whether it ends as one does."""

EVERYTHING: Final = Scope()

CHOICES_LISTED: Final = 100
"""Pages that the menu offers at once; further ones are reached by the calendar."""

HUES: Final = 4
"""Colours for interrupted pieces; a page has rarely more than three of them."""

MAPPED_RUNS: Final = 150
"""More runs than this are slivers in the slim column, which is then left out."""

REM_A_ROW: Final = 0.75
"""Height in the slim column that a printed row has at most, so that a short page is a short column."""

NUMBERED_SHARE: Final = 0.025
"""Share of the slim column from which a run has room for its number: 15 pixels of 600."""


class ListedPiece(NamedTuple):
    """A piece of the page: how it is named, what is known of it, and the ways to its parts on other pages.

    `outside` tells that it is not looked at.
    """

    id: str
    title: str
    titled: bool
    label: str
    facts: list[str]
    turns: list[str]
    outside: bool


class Extract(NamedTuple):
    """The first words of a run and, where `left_out` characters stand between them, its last."""

    opening: str
    left_out: int
    ending: str


State = Literal["opens", "rest", "stray", "outside", "bare"]
"""Of a run: its piece's first, a further one, or of no piece; outside the scope the headline alone, or nothing."""


class ListedRun(NamedTuple):
    """A run of the page: what is told of it depends on its state.

    `look` is its piece's kind and colour, `height` how many rows it fills, `has_room` whether its number fits into the
    slim column, `elsewhere` where its piece's headline stands, if not here, `doubt` what of its lines is to be checked.
    """

    state: State
    piece: ListedPiece | None
    number: int
    look: str
    height: int
    has_room: bool
    first: int
    last: int
    label: str
    facts: Sequence[str] = ()
    turns: Sequence[str] = ()
    elsewhere: str = ""
    words: Extract | None = None
    doubt: str = ""


def page_choices(
    assistant: Newspaper, language: Language, scope: Scope = EVERYTHING, around: object = None
) -> list[tuple[str, str]]:
    """The pages within `scope` with what each is called in a list, how many pieces of it are within, and how many
    cuts and joins of the page are doubtful; those nearest to the page `around` where there are many.

    Dated ones come first, by issue and page, then the others by name.
    """
    known = assistant.holdings
    counts = known.within(scope).counts
    pages = [page for page in known.order if page.name in counts]
    place = next((place for place, page in enumerate(pages) if page.name == around), len(pages))
    first = max(0, min(place - CHOICES_LISTED // 2, len(pages) - CHOICES_LISTED))
    return [
        (choice_label(assistant, page, counts[page.name], language), page.name)
        for page in pages[first : first + CHOICES_LISTED]
    ]


def choice_label(assistant: Newspaper, page: PageHead, count: int, language: Language) -> str:
    """What a page is called in a list, `count` of its pieces being looked at."""
    known = assistant.holdings
    doubtful = known.doubts.get(page.name, 0)
    doubts = say("page-doubtful", language, count=doubtful) if doubtful else ""
    named = page_label(page, known.headlines, language)
    return " · ".join(filter(None, (named, say("page-pieces", language, count=count), doubts)))


def page_label(page: PageHead | Page, headlines: Mapping[str, str], language: Language) -> str:
    """What a page is called: its day, number and section; its first headline in the place of the last two."""
    date = printed_label(issue_day(page.issue), language) if page.issue.date else ""
    return " · ".join(filter(None, (date, name_in_issue(page, headlines, language))))


def paper_view(
    assistant: Newspaper,
    name: object,
    language: Language,
    scope: Scope = EVERYTHING,
    *,
    editable: bool = False,
    doubts: bool = False,
) -> str:
    """The page of this file name with all its pieces, those outside `scope` with their headlines alone.

    `editable` with what mends it; `doubts` says whether any page that one can turn to has something doubtful. A
    sentence where there is no such page.
    """
    known = assistant.holdings
    page = page_named(assistant, name)
    if page is None:
        none, look = ("page-no-paper", "no-paper") if known.heads else ("page-read-none", "no-paper nothing-yet")
        return render("paragraph", language, look=look, text=say(none, language))
    articles = known.pieces(page.name)
    pieces = {
        article.id: _piece(assistant, article, page, language, outside=not scope.holds(article, page))
        for article in articles
    }
    runs = runs_of(page, articles)
    hues = threads(runs)
    heights = [rows(page, run) for run in runs]
    room = NUMBERED_SHARE * sum(heights)
    listed = [
        _listed(page, run, pieces, _look(run, hues), height, height >= room, language)
        for run, height in zip(runs, heights, strict=True)
    ]
    outside = sum(piece.outside for piece in pieces.values())
    tallest = round(sum(heights) * REM_A_ROW, 1) if len(runs) <= MAPPED_RUNS else None
    return render(
        "browse/paper",
        language,
        name=page.name,
        month=month_of(page.issue.date or ""),
        seen=page.digest,
        editable=editable,
        doubts=doubts,
        label=page_label(page, known.headlines, language),
        figures=_figures(page, len(articles), outside, language),
        interrupted=bool(hues),
        doubtful=sum(bool(run.doubt) for run in listed),
        tallest=tallest,
        runs=listed,
    )


def _figures(page: Page, count: int, outside: int, language: Language) -> str:
    """What stands below the page's heading: its paper, how many pieces and lines."""
    counted = say("page-pieces", language, count=count)
    if outside:
        counted = say("page-pieces-within", language, count=count, within=count - outside)
    figures = [page.issue.paper, counted, say("page-line-count", language, count=len(page.lines))]
    return " · ".join(filter(None, figures))


def _piece(assistant: Newspaper, article: Piece, page: Page, language: Language, *, outside: bool) -> ListedPiece:
    return ListedPiece(
        article.id,
        article.title or say("title-none", language),
        bool(article.title),
        say(f"kind-{article.kind}", language),
        _facts(page, article, language),
        _turns(assistant, article, language),
        outside,
    )


def _facts(page: Page, article: Piece, language: Language) -> list[str]:
    """What is known of a piece; its page's day stands above them all and is not said again."""
    day = printed_day(article, page)
    facts = [event_label(event_day(article, day), language), article.byline, span_label(article.spans, language)]
    if day != issue_day(page.issue) or not (day.date or article.kind == "slogan"):
        facts.insert(0, printed_on(day, language))
    return [fact for fact in facts if fact]


def _turns(assistant: Newspaper, piece: Piece, language: Language) -> list[str]:
    """For a piece that goes on from or on another page: where; [] for any other."""
    parts = assistant.parts(piece.id)
    place = [part.id for part in parts].index(piece.id)
    ways = []
    if place > 0:
        ways.append(
            say(
                "page-turned-from",
                language,
                place=_page_of(assistant, parts[place - 1], language),
                title=whole_of(parts).title or say("title-none", language),
            )
        )
    if place < len(parts) - 1:
        ways.append(say("page-turned-to", language, place=_page_of(assistant, parts[place + 1], language)))
    return ways


def _page_of(assistant: Newspaper, part: Piece, language: Language) -> str:
    """The number of the page that a part stands on, or its file where nothing tells it."""
    number = assistant.page(part.source).issue.page
    return part.source if number is None else say("page-number", language, number=number)


def _listed(
    page: Page, run: Run, pieces: Mapping[str, ListedPiece], look: str, height: int, has_room: bool, language: Language
) -> ListedRun:
    first, last = run.lines[0], run.lines[-1]
    lines = line_label((first, last), language)
    piece = pieces[run.article.id] if run.article else None
    listed = partial(
        ListedRun,
        piece=piece,
        number=run.number,
        look=look,
        height=height,
        has_room=has_room and run.number > 0,
        first=first,
        last=last,
    )
    if run.article is None or piece is None:
        return listed("stray", label=say("page-stray", language, lines=lines), words=_extract(words(page, run)))
    if piece.outside:
        return listed("outside" if run.opens else "bare", label=piece.label)
    extract, doubts = _extract(words(page, run)), _doubts(run)
    doubt = say("page-doubt", language, doubt=doubts_label(doubts, language)) if doubts else ""
    if run.opens:
        return listed(
            "opens",
            label=piece.label,
            facts=piece.facts,
            turns=piece.turns,
            words=extract,
            elsewhere=_elsewhere(run, run.article, language),
            doubt=doubt,
        )
    return listed("rest", label=say("page-goes-on", language), facts=[lines], words=extract, doubt=doubt)


def _doubts(run: Run) -> list[Joint]:
    """The doubtful cuts and joins at lines of the run."""
    return [joint for joint in (run.article.doubts if run.article else ()) if joint.line in run.lines]


def _look(run: Run, hues: Mapping[int, int]) -> str:
    """The classes of a run: its piece's kind, its colour where that is interrupted, and whether it is doubtful."""
    if run.article is None:
        return "stray"
    hue = f"hue-{hues[run.number] % HUES}" if run.number in hues else ""
    return " ".join(filter(None, (run.article.kind, hue, "doubtful" if _doubts(run) else "")))


def _elsewhere(run: Run, article: Piece, language: Language) -> str:
    """The lines of a piece's headline where none of them is in the run; "" where one is."""
    lines = article.title_lines
    return line_label((min(lines), max(lines)), language) if lines and not set(lines) & set(run.lines) else ""


def _extract(text: str) -> Extract | None:
    """The first and last words of a text; None where there are none."""
    opening, ending = opening_of(text, OPENING_CHARACTERS), ending_of(text, ENDING_CHARACTERS)
    left_out = len(text) - len(opening) - len(ending)
    if left_out <= ENDING_CHARACTERS:
        return Extract(text, 0, "") if text else None
    return Extract(opening, left_out, ending)
