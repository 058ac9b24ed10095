"""The split of a page, as one function of named steps: lines, drafts, rejoined drafts, how sure they are, articles."""

import datetime
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rag.articles.confidence.assess import CERTAIN, Assessment, assess
from rag.articles.dating.dates import date_of_article, told_day, year_of_page
from rag.articles.dating.mentions import as_printed, dates_named, today_of
from rag.articles.dating.reckoning import Reckoning
from rag.articles.issue.issues import with_issue
from rag.articles.layout.bylines import names_of
from rag.articles.layout.columns import rows_of
from rag.articles.layout.drafts import Draft
from rag.articles.layout.known import drafts_of
from rag.articles.layout.lines import Line, Look, ends_sentence, is_lead, read_paragraphs
from rag.articles.layout.pieces import draft_pieces
from rag.articles.reading.drafting import read_rows
from rag.articles.rejoining.rejoin import rejoin
from rag.records import DateMention, DateSource, Kind, KnownPiece, Page, Piece, Span
from rag.text.characters import legible_lines, simplified
from rag.text.dates import MONTH_DAY, period_of

_STORY_TITLE = re.compile(r"小说|连载|连环画|连环故事|评书")
_COMMENTARY_TITLE = re.compile(r"短评|时评|社论|评论|手记|快评|锐评")
_COMMENTARY_LABEL = re.compile(
    r"[^\n。，,]{0,6}(?:社论|社评|评论|短评|时评|快评|锐评|漫评|影评|书评|杂[谈议文感]|[闲漫笔]谈|[随漫][笔感]|[论谈]坛|巷议|街谈|众议|众说|有话说|我见|直言"
    r"|言论|声音|观察家)[^\n。，,]{0,4}"
)
"""What stands above opinions, in simplified characters without blanks."""
_CAPTION_CHARACTERS = 60
"""Of the only sentence of a caption, at most; the shortest opinion has several."""
_BRIEF = re.compile(rf"[■□◆◇●○▲△★☆]|[^。！？]{{0,20}}(?:{MONTH_DAY}|昨[天日晚]|今[天日]|日前|近日|连日)")
"""How a brief without a headline opens."""


def split_page(page: Page) -> list[Piece]:
    """The articles of `page`, in the order of their first lines; every non-blank line is in exactly one of them.

    Lines of the page's own sections are taken as they are; the others are split. All are taken as they are read, but
    for the places of dates, which are those of the print.
    """
    page = with_issue(page)
    legible = legible_lines(page.lines)
    page = replace(page, lines=tuple(line.text for line in legible))
    known = drafts_of(page)
    rest = other_lines(page, known)
    assessed = [(draft, CERTAIN) for draft in known] + _split_lines(rest)
    years = _years(page)
    seen: Counter[str] = Counter()
    articles = [
        _article(page, draft, years.get(draft.section, years[None]), seen, assessment) for draft, assessment in assessed
    ]
    articles = [replace(article, mentions=as_printed(article.mentions, legible)) for article in articles]
    return _with_opinions(sorted(articles, key=lambda article: min(first for first, _ in article.spans)))


def _split_lines(lines: tuple[str, ...]) -> list[tuple[Draft, Assessment]]:
    """The drafts of these lines, each with how sure it is."""
    rows, paragraphs = rows_of(lines), read_paragraphs(lines)
    if len(rows) > MOST_ROWS:
        return [(draft, UNREAD) for draft in rejoin(draft_pieces(paragraphs))]
    reading = read_rows(rows, paragraphs)
    found = rejoin(reading.drafts)
    return list(zip(found, assess(reading, found), strict=True))


MOST_ROWS = 8_000
"""Lines of a file that is weighed as a whole, at half a second for a thousand of them. The largest page has some
hundred, an issue in one file some thousand; more lines are read from top to bottom alone, a line at a time."""
UNREAD = Assessment(confidence=0.5)
"""Of a piece that was read a line at a time: as likely right as wrong, so that its file is looked at."""


def other_lines(page: Page, known: Sequence[Draft]) -> tuple[str, ...]:
    """The page's lines, those of the `known` pieces left blank."""
    taken = {line.number for draft in known for line in (*draft.heading, *draft.body, *draft.trailing)}
    return tuple("" if number in taken else line for number, line in enumerate(page.lines, 1))


def _years(page: Page) -> dict[KnownPiece | None, int | None]:
    """The year that the days of each article are in which the page's file keeps apart; by None that of all others.

    A file of articles may hold those of many years: the page's own is that of one which names none only where all
    others are of the same.
    """
    told = told_day(page.issue)
    kept = [section for section in page.sections if section.date_told == "file"]
    named = {section: _year_of(page, section) for section in kept}
    alike = len({year for year in named.values() if year}) < 2
    year = told.year if told else year_of_page("\n".join(page.lines))
    return {None: year, **{section: own or (year if alike else None) for section, own in named.items()}}


def _year_of(page: Page, section: KnownPiece) -> int | None:
    """The year of the day that the file gives an article, else the one that the article names."""
    printed = _day_of(page, section)
    if printed:
        return printed.year
    return year_of_page("\n".join("\n".join(page.lines[first - 1 : last]) for first, last in section.spans))


def _day_of(page: Page, section: KnownPiece | None) -> datetime.date | None:
    """The day that an article was printed, as far as it is told: by the file that keeps it apart, else by the issue."""
    kept = period_of(section.date) if section and section.date and section.date_told == "file" else None
    return kept[0] if kept else told_day(page.issue)


def _article(page: Page, draft: Draft, year: int | None, seen: Counter[str], sure: Assessment) -> Piece:
    heading = draft.heading + draft.trailing
    title = (draft.section.title if draft.section else "") or " ".join(
        "".join(page.lines[number - 1].strip().strip("\ufeff\u3000") for number in line.numbers) for line in heading
    )
    paragraphs, repeats = _paragraphs(draft)
    text = "\n".join("".join(page.lines[number - 1].strip() for number in paragraph) for paragraph in paragraphs)
    digest = hashlib.sha256("\0".join((page.name, title, text)).encode()).hexdigest()[:12]
    seen[digest] += 1
    order = _reading_order(draft)
    kind = _kind(draft)
    date, date_told = _date(page, draft, kind, text, year)
    return Piece(
        id=digest if seen[digest] == 1 else f"{digest}-{seen[digest]}",
        source=page.name,
        title=title,
        kind=kind,
        byline=names_of(draft.byline),
        date=date,
        columns=draft.section.columns if draft.section else (),
        spans=_spans(page, [number for line in order for number in line.numbers]),
        title_lines=tuple(number for line in heading for number in line.numbers),
        paragraphs=paragraphs,
        repeats=repeats,
        text=text,
        date_told=date_told,
        mentions=_mentions(
            page, [*(line.numbers for line in heading), *paragraphs], kind, title, text, year, draft.section
        ),
        confidence=sure.confidence,
        joints=sure.joints,
    )


def _reading_order(draft: Draft) -> list[Line]:
    """All lines of the draft; what a person or a file says of their order goes before all else."""
    order = draft.heading + draft.body + draft.trailing
    if draft.section:
        numbers = [number for first, last in draft.section.spans for number in range(first, last + 1)]
        place = {number: place for place, number in reversed(list(enumerate(numbers)))}
        order.sort(key=lambda line: place[line.number])
    return order


def _date(page: Page, draft: Draft, kind: Kind, text: str, year: int | None) -> tuple[str | None, DateSource]:
    if draft.section and draft.section.date:
        return draft.section.date, draft.section.date_told
    return date_of_article(None if kind in ("almanac", "slogan") else text, page.issue, year)


def _mentions(
    page: Page,
    paragraphs: Sequence[Sequence[int]],
    kind: Kind,
    title: str,
    text: str,
    year: int | None,
    section: KnownPiece | None,
) -> tuple[DateMention, ...]:
    """The dates that the lines name; a story is not told on the day of the issue."""
    if _STORY_TITLE.search(simplified(title)):
        return dates_named(page.lines, paragraphs, Reckoning())
    today = today_of(text, _day_of(page, section), year)
    return dates_named(page.lines, paragraphs, Reckoning(year, today, keeps_year=kind == "almanac"))


def _paragraphs(draft: Draft) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """The body's lines grouped into paragraphs, and the lines that print an earlier paragraph again."""
    groups: list[list[Line]] = []
    for line in draft.body:
        last = groups[-1][-1] if groups else None
        goes_on = (
            last is not None
            and not ends_sentence(last.text)
            and draft.kind != "almanac"
            and last.number not in draft.subheads
            and line.number not in draft.subheads
            and last.look is Look.BODY
        )
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    kept: list[tuple[int, ...]] = []
    repeats: list[int] = []
    known: set[str] = set()
    for group in groups:
        squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(line.text for line in group)))
        numbers = tuple(number for line in group for number in line.numbers)
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
        if (
            spans
            and number > spans[-1][1]
            and not any(page.lines[place].strip() for place in range(spans[-1][1], number - 1))
        ):
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
    if _COMMENTARY_TITLE.search(title) or "评论员" in draft.byline:
        return "commentary"
    return "feature" if title or draft.byline else kind_of_untitled([line.text for line in draft.body])


def kind_of_untitled(lines: Sequence[str]) -> Kind:
    """What a piece without headline and byline is: a brief, a picture's caption, else an opinion."""
    text = "".join(line.strip() for line in lines)
    stops = len(re.findall(r"[。！？!?]", text))
    if _BRIEF.match(lines[0]) or not stops:
        return "news"
    return "caption" if stops == 1 and len(text) <= _CAPTION_CHARACTERS else "commentary"


def _with_opinions(articles: Sequence[Piece]) -> list[Piece]:
    """The articles of a page in their order; one below a label for opinions, 街谈巷议, is a commentary."""
    kinds: list[Kind] = []
    for before, article in zip((None, *articles), articles, strict=False):
        above = before.text or before.title if before is not None and before.kind == "slogan" else ""
        labels = (above, article.title.partition(" ")[0])
        opinion = article.kind in ("feature", "news") and any(map(_is_opinion_label, labels))
        kinds.append("commentary" if opinion else article.kind)
    return [replace(article, kind=kind) for article, kind in zip(articles, kinds, strict=True)]


def _is_opinion_label(text: str) -> bool:
    return _COMMENTARY_LABEL.fullmatch(simplified(re.sub(r"\s", "", text))) is not None
