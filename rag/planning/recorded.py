"""What the records of pieces tell: who wrote one, on which day and page it stands; who wrote how many.

The byline's line is cited where the page prints it, the headline where the reply is of the piece as a whole. Left out:
how such questions are read (see `record` and `reporters`).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rag.articles.layout.bylines import author_of, byline_after_lead, may_be_name, names_of
from rag.planning.catalogue import Catalogue, Entry
from rag.planning.conditions import conditions_label
from rag.planning.find import Found
from rag.planning.listing import Shown, listed_article, replied
from rag.planning.plan import Plan
from rag.planning.quoting import Quoting, texts_of
from rag.records import Answer, Citation, Fragment, Hit
from rag.text.labels import in_a_row, printed_label
from rag.text.similarity import squeeze
from rag.text.terms import Terms
from rag.wording import Language, say

NAMED: Final = 30
"""Reporters that are named, each with the number of pieces; of more, their number is told."""
_FIRST: Final = 3
"""Of those with the most pieces, as many as are named in the first line; more are no answer to who wrote most."""


def record_reply(plan: Plan, entry: Entry, catalogue: Catalogue, terms: Terms, language: Language) -> Answer:
    """What the plan asks of the record of one article, in a sentence with the place that proves it."""
    title = entry.article.title
    piece = say("record-titled", language, title=title) if title else say("record-untitled", language)
    proofs: list[list[Fragment]] = []
    if plan.facet == "reporters":
        proofs = [[byline] for byline in _bylines(entry, catalogue)]
        signed = (proof[0].text for proof in proofs) if proofs else (part.byline for part in entry.article.parts)
        span = say("list-comma", language).join(dict.fromkeys(filter(None, signed)))
        said = say("record-byline" if span else "record-unsigned", language, piece=piece, byline=span)
    else:
        span, said = _place(plan, entry, piece, language)
    quoting = Quoting(catalogue, terms, texts_of([entry]))
    citations = [quoting.printed(entry, proof) for proof in proofs or _headline(entry, catalogue)]
    markers = "".join(f"[{citation.marker}]" for citation in citations)
    return replied(
        plan,
        "answer",
        f"{said}{markers}",
        citations=citations,
        hits=_hits([entry], catalogue),
        articles=(listed_article(entry, citations[0].marker if citations else 0),),
        count=1,
        span=span,
    )


def writers_reply(found: Found, catalogue: Catalogue, terms: Terms, language: Language, shown: Shown) -> Answer:
    """Who wrote the articles that were found, each with the number of theirs, those with most first.

    A byline of each of the first is cited. The reply is about all articles that are signed.
    """
    written: dict[str, list[Entry]] = {}
    for entry in found.entries:
        for name in entry.reporters:
            written.setdefault(name, []).append(entry)
    ranked = sorted(written.items(), key=lambda row: -len(row[1]))
    signed = list(dict.fromkeys(entry for _, entries in ranked for entry in entries))
    quoting = Quoting(catalogue, terms, (name for name, _ in ranked))  # of what is cited, names alone are said
    lines = [_writers_head(found, ranked, len(signed), language)]
    citations: list[Citation] = []
    markers: dict[Entry, int] = {}
    for number, (name, entries) in enumerate(ranked[:NAMED], 1):
        mark = ""
        if number <= shown.limit:
            proved = ((entry, each) for entry in entries for each in _bylines(entry, catalogue))
            entry, proof = next((pair for pair in proved if name in squeeze(pair[1].text)), (entries[0], None))
            if proof:
                cited = quoting.printed(entry, [proof])
                citations.append(cited)
                markers.setdefault(entry, cited.marker)
                mark = f"[{cited.marker}]"
        lines.append(say("writers-item", language, number=number, name=name, count=len(entries)) + mark)
    if len(ranked) > NAMED:
        lines.append(say("writers-more", language, count=len(ranked) - NAMED))
    return replied(
        found.plan,
        "list",
        "\n".join(lines),
        citations=citations,
        hits=_hits(markers, catalogue),
        articles=tuple(listed_article(entry, markers.get(entry, 0)) for entry in signed),
        count=len(signed),
    )


def _writers_head(found: Found, ranked: Sequence[tuple[str, Sequence[Entry]]], signed: int, language: Language) -> str:
    """How many wrote how many articles, and who wrote most."""
    conditions = conditions_label(found.plan, language)
    unsigned = len(found.entries) - signed
    if not ranked:
        none = say("writers-none", language, conditions=conditions, unsigned=unsigned)
        return none + say("plan-stop", language)
    most = len(ranked[0][1])
    first = [name for name, entries in ranked if len(entries) == most]
    parts = []
    if len(ranked) > len(first) <= _FIRST:
        names = say("list-comma", language).join(first)
        parts.append(say("writers-most", language, names=names, count=most) + say("plan-stop", language))
    key = "writers-found" if unsigned else "writers-found-all"
    parts.append(
        say(key, language, writers=len(ranked), count=signed, unsigned=unsigned, conditions=conditions)
        + say("plan-colon", language)
    )
    return in_a_row(parts, language)


def _place(plan: Plan, entry: Entry, titled: str, language: Language) -> tuple[str, str]:
    """What is asked of where the article is printed, by itself, and the sentence that says all of it."""
    paper = entry.issue.paper
    day = printed_label(entry.printed, language) if entry.printed.date else ""
    page = "" if entry.number is None else say("plan-page", language, number=entry.number)
    known = {"papers": paper, "days": day, "pages": page}
    place = in_a_row(filter(None, known.values()), language)
    asked = plan.facet if plan.facet in known else "days"
    span = known[asked]
    lacking = "" if span else say(f"record-no-{asked}", language)
    key = "record-printed" if span else "record-printed-lacking" if place else "record-lacking"
    return span, say(key, language, piece=titled, place=place, lacking=lacking)


def _bylines(entry: Entry, catalogue: Catalogue) -> Iterator[Fragment]:
    """The bylines of the article as the pages print them, one a piece at most.

    A name alone on the last line or the first signs, too, though the record does not take it for a byline.
    """
    for part in entry.article.parts:
        page = catalogue.index.pages_by_name[part.source]
        lines = [number for paragraph in part.paragraphs for number in paragraph]
        for number in (*reversed(lines), *lines[:1]):
            line = page.lines[number - 1]
            credit = _credit(line.strip(), part.byline)
            if not credit and not part.byline and number in (lines[0], lines[-1]):
                credit = line.strip() if may_be_name(squeeze(line)) else ""
            if credit:
                printed = credit if credit in line else line.strip()
                yield Fragment(part.source, number, line.index(printed), printed)
                break


def _credit(line: str, byline: str) -> str:
    """What the line closes or opens with in the form of the piece's byline, "" where it does not."""
    credits = (author_of(line), byline_after_lead(line)) if byline else ()
    return next((credit for credit in credits if credit and byline in (credit, names_of(credit))), "")


def _headline(entry: Entry, catalogue: Catalogue) -> list[list[Fragment]]:
    """The lines of the article's headline that stand together; its first line where it has none."""
    head = entry.article.parts[0]
    lines = catalogue.index.pages_by_name[head.source].lines
    numbers = head.title_lines or tuple(number for paragraph in head.paragraphs[:1] for number in paragraph[:1])
    together = [number for place, number in enumerate(numbers) if number == numbers[0] + place]
    texts = [(number, lines[number - 1]) for number in together if lines[number - 1].strip()]
    found = [Fragment(head.source, number, line.index(line.strip()), line.strip()) for number, line in texts]
    return [found] if found else []


def _hits(entries: Iterable[Entry], catalogue: Catalogue) -> tuple[Hit, ...]:
    """The first passage of each of the articles; what was looked up is sure."""
    firsts = [positions[0] for entry in entries if (positions := catalogue.passages(entry))]
    return tuple(Hit(catalogue.index.passages[position], 1.0, rank) for rank, position in enumerate(firsts, 1))
