"""The sources of an answer as a bibliography lists them, and the answer with them as plain text.

The form is that of GB/T 7714-2015 for newspapers: 责任者. 题名[N]. 报纸名, 出版日期(版次). What nothing tells is left
out; the file and its lines follow. No gradio here.
"""

from dataclasses import dataclass
from typing import Final

from rag import NONE_NEAR, Answer, Hit, Language, line_label
from ui.ask.plans import chips
from ui.ask.responding import Turn
from ui.markup import span_label
from ui.newspaper import Imprint
from ui.wording import say

AUTHORS: Final = 3
"""Named before 等, as the standard says."""

NEAREST_SHOWN: Final = 5
"""Passages shown with a refusal; further ones are rarely near anything."""


FURTHER_COPIED: Final = 100
"""Articles of a list beyond those that its text names, in what is copied: it lies ready beside every reply."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as it is listed: its number, its words ("" for a piece that was only near), and where they stand."""

    place: int
    quote: str
    told: str


def bibliographic(title: str, imprint: Imprint, language: Language) -> str:
    """A piece in the standard's form, what is not known left out; its day is that of the paper, whatever it tells of.

    A day that is only inferred stands in brackets, as the standard has it of one that is estimated.
    """
    authors = list(imprint.authors[:AUTHORS])
    if len(imprint.authors) > AUTHORS:
        authors.append(say("page-cite-others", language))
    day = imprint.printed.date
    if imprint.printed.is_inferred:
        day = say("page-cite-inferred", language, date=day)
    issue = ", ".join(filter(None, (imprint.paper, day)))
    if imprint.page is not None and issue:
        issue += f"({imprint.page})"
    named = title or say("page-cite-untitled", language)
    return " ".join(f"{part}." for part in (", ".join(authors), f"{named}[N]", issue) if part)


def nearest(answer: Answer) -> list[Hit]:
    """The passages nearest to a refused question, one of each piece; none where the refusal says that none is near."""
    if answer.reason in NONE_NEAR:
        return []
    best: dict[str, Hit] = {}
    for hit in answer.hits:
        best.setdefault(hit.passage.article, hit)
    return list(best.values())[:NEAREST_SHOWN]


def references(turn: Turn, language: Language) -> list[Reference]:
    """The sources of an answer in the order of their numbers, or the pieces nearest to a refused question."""
    if turn.answer is None:
        return []
    found = []
    if turn.answer.refused:
        for hit in nearest(turn.answer):
            imprint = turn.imprints.get(hit.rank, Imprint())
            told = bibliographic(hit.passage.title, imprint, language)
            where = _where(hit.passage.source, span_label(hit.passage.spans, language), imprint, language)
            found.append(Reference(hit.rank, "", f"{told} {where}"))
        return found
    for citation in turn.answer.citations:
        imprint = turn.imprints.get(citation.marker, Imprint())
        told = bibliographic(citation.title, imprint, language)
        where = _where(citation.source, line_label(citation.lines, language), imprint, language)
        found.append(Reference(citation.marker, citation.quote, f"{told} {where}"))
    return found


def further_articles(turn: Turn, language: Language) -> list[Reference]:
    """The articles of a list that its text does not name, by their numbers in it."""
    answer = turn.answer
    if answer is None or not answer.shown:
        return []
    found = []
    for place, article in enumerate(answer.articles[answer.shown :], answer.shown + 1):
        imprint = Imprint(article.paper, article.page, article.byline, printed=article.printed)
        where = _where(article.source, span_label(article.spans, language), imprint, language)
        found.append(Reference(place, "", f"{bibliographic(article.title, imprint, language)} {where}"))
    return found


def understood(turn: Turn, language: Language) -> str:
    """How the question was understood, in one line; "" for a plain answer."""
    labels = [chip.label for chip in chips(turn, language)]
    return say("page-understood", language, parts=" · ".join(labels)) if labels else ""


def answer_as_text(turn: Turn, language: Language) -> str:
    """An answer with its sources below it, as plain text; of a long list as many articles as are read through."""
    lines = [turn.text, *filter(None, [understood(turn, language)])]
    further = further_articles(turn, language)
    if further:
        lines += ["", *(f"{each.place}. {each.told}" for each in further[:FURTHER_COPIED])]
        left = (turn.answer.count or 0) - further[:FURTHER_COPIED][-1].place if turn.answer else 0
        lines += [say("page-copy-more", language, count=left)] if left > 0 else []
    listed = references(turn, language)
    if listed:
        lines.append("")
        lines += [f"[{each.place}] {each.told}" for each in listed]
    return "\n".join(lines)


def _where(source: str, lines: str, imprint: Imprint, language: Language) -> str:
    where = say("page-cite-place", language, source=source, lines=lines)
    return where if imprint.kept else where + say("page-cite-gone", language)
