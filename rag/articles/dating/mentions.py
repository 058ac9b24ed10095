"""The dates that an article names, resolved when the index is built and kept beside the text: 去年4月 -> 2021-04.

What is printed stays as it is, and what cannot be told honestly is left out, as is 明天 in somebody's own words.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.articles.dating.forms import FORMS, SENTENCE_END, Form, Found, Reckoning, Said, month_day
from rag.records import DateMention
from rag.text.characters import Legible
from rag.text.dates import MONTH_DAY

_LONGEST_LINE = 100_000
"""Characters of a line in which dates are looked for: a whole page of print has a fifth of it."""
_MAY_NAME = re.compile(r"[年月日天晚晨早夜周期]|\d[.\-/]\d")
"""What one of every form has; most lines have none of it."""
_DATE_LINE = re.compile(rf"^[^,，。;；]{{0,20}}?(?<![年\d]){MONTH_DAY}\s*电")


def dates_named(
    lines: Sequence[str], paragraphs: Iterable[Sequence[int]], reckoning: Reckoning
) -> tuple[DateMention, ...]:
    """The dates that the given lines of a page name, paragraph by paragraph, in the order in which they are named."""
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
    match = _DATE_LINE.search(opening.lstrip()[:40])
    if match is None:
        return issue
    date = month_day(Found(match, Reckoning(year, issue), Said()))
    return datetime.date.fromisoformat(date) if date else issue


def _in_line(number: int, line: str, reckoning: Reckoning, said: Said) -> list[DateMention]:
    """The dates of one line; `said` is carried on to the next."""
    found: list[DateMention] = []
    read_to, in_quotes = 0, False
    for form, match in _matches(line):
        between = line[read_to : match.start()]
        if SENTENCE_END.search(between):
            said.year = said.month = None
        in_quotes = _in_quotes(between, in_quotes)
        read_to = match.end()
        anothers = form.writers_own and in_quotes
        date = None if anothers else form.resolve(Found(match, reckoning, said))
        if date:
            found.append(DateMention(number, match.start(), match.group(), date))
            _note(date, said, dated=form.dates_piece)
    if SENTENCE_END.search(line[read_to:]):
        said.year = said.month = None
    return found


def _matches(line: str) -> list[tuple[Form, re.Match[str]]]:
    """The matches of all forms from left to right; of those that overlap the first, and of those the longest."""
    if not _MAY_NAME.search(line, 0, _LONGEST_LINE):
        return []
    every = [(form, match) for form in FORMS for match in form.pattern.finditer(line, 0, _LONGEST_LINE)]
    every.sort(key=lambda pair: (pair[1].start(), -pair[1].end()))
    kept: list[tuple[Form, re.Match[str]]] = []
    for form, match in every:
        if not kept or match.start() >= kept[-1][1].end():
            kept.append((form, match))
    return kept


def _in_quotes(read: str, before: bool) -> bool:
    """Whether what follows `read` stands in quotes, given whether `read` itself begins in them."""
    opened, closed = read.rfind("“"), read.rfind("”")
    return before if opened == closed else opened > closed


def _note(date: str, said: Said, dated: bool) -> None:
    """Keep what later dates are read by."""
    said.year = said.paragraph_year = int(date[:4])
    said.month = int(date[5:7]) if len(date) > 4 else None
    if dated and said.month:
        said.dated_year = said.year
