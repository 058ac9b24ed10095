"""The dates that an article names, resolved when the index is built and kept beside the text: 去年4月 -> 2021-04.

What is printed stays as it is, and what cannot be told honestly is left out, as is 明天 in somebody's own words.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.articles.dating.days import month_day
from rag.articles.dating.distances import SINCE, until_today
from rag.articles.dating.forms import FORMS
from rag.articles.dating.reckoning import SENTENCE_END, Form, Found, Reckoning, Said
from rag.records import DateMention
from rag.text.characters import Legible, simplified_in_place
from rag.text.dates import MONTH_DAY, period_of_iso

_LONGEST_LINE = 100_000
"""Characters of a line in which dates are looked for: a whole page of print has a fifth of it."""
_FIRST_YEAR, _LAST_YEAR = 1500, 2200
"""Years of issues from which days are reckoned; the ends of the calendar are out of reach of both."""
_MAY_NAME = re.compile(r"[年月日天晚晨早午夜后後周週期节節夕旦季假拜春夏秋冬]|\d[.\-/]\d")
"""What one of every form has; most lines have none of it."""
_DATE_LINE = re.compile(rf"^[^,，。;；]{{0,20}}?(?<![年\d]){MONTH_DAY}\s*电")


def dates_named(
    lines: Sequence[str], paragraphs: Iterable[Sequence[int]], reckoning: Reckoning
) -> tuple[DateMention, ...]:
    """The dates that the given lines of a page name, paragraph by paragraph, in the order in which they are named."""
    if not _FIRST_YEAR <= (reckoning.today.year if reckoning.today else reckoning.year or _FIRST_YEAR) <= _LAST_YEAR:
        reckoning = Reckoning()
    found: list[DateMention] = []
    said = Said()
    for numbers in paragraphs:
        said = Said(paragraph_year=said.paragraph_year if reckoning.keeps_year else None, dated_year=said.dated_year)
        for number in numbers:
            found += _in_line(number, lines[number - 1], reckoning, said)
    return tuple(found)


def as_printed(mentions: Sequence[DateMention], lines: Sequence[Legible]) -> tuple[DateMention, ...]:
    """The mentions of a page's lines as they are read, each with its place and characters as printed."""
    return tuple(_in_print(mention, lines[mention.line - 1]) for mention in mentions)


def _in_print(mention: DateMention, line: Legible) -> DateMention:
    start, end = line.printed(mention.start, mention.start + len(mention.text))
    return replace(mention, start=start, text=line.print[start:end])


def today_of(opening: str, issue: datetime.date | None, year: int | None) -> datetime.date | None:
    """The day that 今日 means in a piece: that of its date line (新华社北京1月20日电), else that of the issue."""
    match = _DATE_LINE.search(simplified_in_place(opening.lstrip()[:40]))
    if match is None:
        return issue
    date = month_day(Found(match, Reckoning(year, issue), Said()))
    return datetime.date.fromisoformat(date) if date else issue


def _in_line(number: int, line: str, reckoning: Reckoning, said: Said) -> list[DateMention]:
    """The dates of one line; `said` is carried on to the next.

    Of matches that overlap the first is read, and of those that begin there the longest that means a date.
    """
    found: list[DateMention] = []
    tried, tried_to, looked_to, in_quotes = -1, 0, 0, False
    for form, match in _matches(line):
        if match.start() < tried_to and match.start() != tried:
            continue
        between = line[looked_to : match.start()]
        if SENTENCE_END.search(between):
            said.year = said.month = None
        in_quotes = _in_quotes(between, in_quotes)
        looked_to = match.start()
        tried, tried_to = match.start(), max(tried_to, match.end())
        anothers = form.writers_own and in_quotes
        date = None if anothers else form.resolve(Found(match, reckoning, said))
        if date:
            _note(date, said, reckoning.today, dated=form.dates_piece)
            end, date = _going_on(match, date, reckoning.today)
            found.append(DateMention(number, match.start(), line[match.start() : end], date))
            tried, tried_to, looked_to = -1, end, end
    if SENTENCE_END.search(line[looked_to:]):
        said.year = said.month = None
    return found


def _matches(line: str) -> list[tuple[Form, re.Match[str]]]:
    """The matches of all forms from left to right, the longest first; traditional characters are read as simplified."""
    if not _MAY_NAME.search(line, 0, _LONGEST_LINE):
        return []
    plain = simplified_in_place(line)
    forms = [form for form in FORMS if form.may_match(plain)]
    every = [(form, match) for form in forms for match in form.pattern.finditer(plain, 0, _LONGEST_LINE)]
    return sorted(every, key=lambda pair: (pair[1].start(), -pair[1].end()))


def _going_on(match: re.Match[str], date: str, today: datetime.date | None) -> tuple[int, str]:
    """Where the mention ends and what it means: until `today`, where 以来 or the like follows the date."""
    since = SINCE.match(match.string, match.end())
    stretch = until_today(period_of_iso(date), today) if since else None
    return (since.end(), stretch) if since and stretch else (match.end(), date)


def _in_quotes(read: str, before: bool) -> bool:
    """Whether what follows `read` stands in quotes, given whether `read` itself begins in them."""
    opened, closed = (max(map(read.rfind, marks)) for marks in ("“「『", "”」』"))
    return before if opened == closed else opened > closed


def _note(date: str, said: Said, today: datetime.date | None, dated: bool) -> None:
    """Keep what later dates are read by: the year and the month of `date`, or of `today` where it is within."""
    first, last = period_of_iso(date)
    year = today.year if today and first <= today <= last else first.year
    said.year = said.paragraph_year = year
    said.month = first.month if (first.year, first.month) == (last.year, last.month) else None
    if dated and said.month:
        said.dated_year = said.year
