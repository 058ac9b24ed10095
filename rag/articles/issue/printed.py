"""The day of the paper that a piece was printed in, and the day of what it tells, where that is another one.

What a piece's own text says happened on some day says nothing of when it was printed. Left out: how the day of a page's
issue is found (see `issues`) and how a piece comes by its date (see `dating`).
"""

from collections.abc import Collection, Iterable, Sequence

from rag.articles.dating.dates import told_day
from rag.records import Article, DateMention, DateSource, Fragment, Issue, Page, PageHead, Piece, PrintedDay
from rag.text.dates import leaves_year_open


def printed_day(piece: Piece, page: Page) -> PrintedDay:
    """The day of the paper that `piece`, which stands on `page`, was printed in, and where that was read.

    It is the day of the page's issue. In a file that keeps articles with a date each, such as a table, the date of the
    article is the day it was printed, whatever day the file itself has. A date that a person gave a piece is that day
    in such a file, and where no more than the page's text tells the day of its issue; elsewhere it is that of what the
    piece tells.
    """
    if piece.date and _is_printed_day(piece, page):
        return PrintedDay(piece.date, piece.date_told)
    return issue_day(page.issue)


def issue_day(issue: Issue) -> PrintedDay:
    """The day of an issue, and where it was read."""
    return PrintedDay(issue.date, issue.told) if issue.date else PrintedDay()


def _is_printed_day(piece: Piece, page: Page) -> bool:
    """Whether the piece's own date is the day it was printed, and goes before the issue's."""
    if piece.date_told == "sidecar":
        return told_day(page.issue) is None or holds_dated_articles(page)
    return piece.date_told == "file"


def holds_dated_articles(page: Page) -> bool:
    """Whether the page's file keeps articles with a date each."""
    return any(section.date and section.date_told == "file" for section in page.sections)


def event_day(piece: Piece | Article, printed: PrintedDay) -> str:
    """The ISO day of what the piece, printed on that day, tells; "" where nothing but a paper's day is known of it."""
    return event_of(piece.date or "", piece.date_told, printed.date)


def event_of(date: str, told: DateSource, printed: str) -> str:
    """As `event_day`, of a piece's date, "" for none, who told it, and the day that it was printed."""
    return date if told == "text" or (told in ("sidecar", "") and date != printed) else ""


def order_by_issue(page: Page | PageHead) -> tuple[bool, str, int, str]:
    """What pages are ordered by where they are listed: dated ones first, by issue and number, then others by name."""
    issue = page.issue
    return not issue.date, issue.date or "", issue.page or 0, page.name


def day_on(parts: Iterable[Piece], page: Page) -> PrintedDay:
    """The day of the paper that the part of an article on `page` was printed in."""
    part = next((part for part in parts if part.source == page.name), None)
    return printed_day(part, page) if part else issue_day(page.issue)


def days_meant(parts: Iterable[Piece], quoted: Sequence[Fragment]) -> tuple[DateMention, ...]:
    """What the quoted words of an article name without the year, 昨日 or 去年4月, with the days that are meant."""
    return tuple(
        mention
        for part in parts
        for mention in part.mentions
        if leaves_year_open(mention.text)
        and any(
            (part.source, mention.line) == (fragment.source, fragment.line)
            and fragment.start <= mention.start < fragment.end
            for fragment in quoted
        )
    )


def ends_of(days: Collection[PrintedDay]) -> tuple[PrintedDay, PrintedDay] | None:
    """The first and the last of the days, None where there is none; of one that is told and inferred, what is told."""
    if not days:
        return None
    first = min(days, key=lambda day: (day.date, day.is_inferred))
    return first, max(days, key=lambda day: (day.date, not day.is_inferred))
