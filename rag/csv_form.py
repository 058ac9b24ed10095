"""The articles of a list, a count, a timeline or the summary of a day as a table (CSV) that spreadsheets open.

It begins with a byte order mark, by which they know UTF-8. What pages print may begin as a formula does; a spreadsheet
is given it as text. Left out: reading such tables back.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from rag.answering.markers import marker_places
from rag.errors import QuestionError
from rag.records import Answer, AnswerKind, ListedArticle, Span
from rag.text.labels import line_label
from rag.wording import Language, say

TABLE_KINDS: Final[frozenset[AnswerKind]] = frozenset({"list", "count", "timeline"})
"""Replies that are about articles, each of which is a row."""
COLUMNS: Final = (
    "title",
    "printed",
    "inferred",
    "event",
    "paper",
    "number",
    "section",
    "byline",
    "kind",
    "file",
    "lines",
    "sentence",
)
_BYTE_ORDER_MARK: Final = "\ufeff"
_FORMULAS: Final = frozenset("=+-@\t\r")
"""What a cell begins with that a spreadsheet takes for a formula, in half or full width."""


def csv_text(answer: Answer, language: Language) -> str:
    """A row for each article of the reply, under a row of headings; a sentence where the reply cites one.

    Raises QuestionError for a reply of another kind.
    """
    if answer.kind not in TABLE_KINDS and not (answer.kind == "summary" and answer.shown):
        raise QuestionError("plan-no-list")
    sentences = _sentences(answer)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")  # a terminal is shown what other ends of lines would do to it
    table.writerow([say(f"csv-{name}", language) for name in COLUMNS])
    for article in answer.articles:
        table.writerow(map(_harmless, _row(article, sentences.get(article.marker, ""), language)))
    return _BYTE_ORDER_MARK + written.getvalue()


def _row(article: ListedArticle, sentence: str, language: Language) -> Iterator[str]:
    printed = article.printed
    parts = article.parts or ((article.source, article.spans),)
    comma = say("list-comma", language)
    yield article.title
    yield printed.date
    yield say("csv-yes" if printed.is_inferred else "csv-no", language) if printed.date else ""
    yield article.date if article.date and article.date != printed.date else ""
    yield article.paper
    yield "" if article.page is None else str(article.page)
    yield article.section
    yield article.byline
    yield say(f"kind-{article.kind}", language)
    yield comma.join(source for source, _ in parts)
    yield comma.join(_lines(spans, language) for _, spans in parts)
    yield sentence


def _lines(spans: Sequence[Span], language: Language) -> str:
    return say("list-comma", language).join(line_label(span, language) for span in spans)


def _sentences(answer: Answer) -> dict[int, str]:
    """What is cited from each article, by its first marker: one sentence, be it in several places of the page."""
    places = marker_places(answer.text, answer.citations)
    firsts = {article.marker for article in answer.articles}
    sentences: dict[int, str] = {}
    first = end = 0
    for citation in answer.citations:
        begin, after = places.get(citation.marker, (0, 0))
        if citation.marker in firsts or begin != end:
            first = citation.marker
            sentences[first] = ""
        sentences[first] += citation.quote
        end = after
    return sentences


def _harmless(cell: str) -> str:
    """The cell on one line, and as text where it begins as a formula does."""
    line = " ".join(cell.split())
    return f"'{line}" if unicodedata.normalize("NFKC", line[:1]) in _FORMULAS else line
