"""The fixed JSON forms that scripts rely on: an answer and an article as plain objects.

Every command that prints JSON, the evaluation and the interfaces for programs go through these functions, so that the
forms exist once.
Fields may be added; none is ever renamed or dropped. Left out: reading such objects back, which nothing here needs.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rag.answering.markers import marker_places
from rag.articles.issue.printed import issue_day, order_by_issue
from rag.records import Answer, Citation, Hit, Issue, ListedArticle, Page, PageHead, Piece, PrintedDay, Span
from rag.text.characters import closed_up

PASSAGE_CHARACTERS: Final = 600
"""Characters of a passage that are given out: what the form promises and what scoring counts."""

STAGES: Final = ("encode", "search", "read", "compose", "total")
"""The stages that the form promises a time for."""


def answer_object(answer: Answer, id: str | None = None) -> dict[str, Any]:
    """`answer` in the form of `wenbao ask --json`; `id` is the question's, "" where it has none."""
    places = marker_places(answer.text, answer.citations)
    return {
        "id": id or "",
        "question": answer.question,
        "refused": answer.refused,
        "answer": answer.text,
        "citations": [_citation_object(citation, places.get(citation.marker)) for citation in answer.citations],
        "passages": [passage_object(hit) for hit in answer.hits],
        "timings_ms": {stage: round(value, 1) for stage, value in answer.timings_ms.items()},
        "confidence": round(answer.confidence, 4),
        "reason": answer.reason,
        "reason_values": dict(answer.reason_values),
        "span": answer.span,
        "kind": answer.kind,
        "articles": [_listed_object(article) for article in answer.articles],
        "count": answer.count,
        "shown": answer.shown,
        "plan": dict(answer.plan),
        "continued_from": answer.continued_from,
        "read_as": answer.read_as,
        "onward": list(answer.onward),
        "unread": answer.unread,
    }


def refusal_object(question: str, sentence: str, reason: str, id: str | None = None) -> dict[str, Any]:
    """A question that could not be asked at all, as a refusal whose answer is the error's sentence."""
    return answer_object(
        Answer(
            question=question,
            refused=True,
            text=sentence,
            citations=(),
            hits=(),
            confidence=0.0,
            reason=reason,
            timings_ms=dict.fromkeys(STAGES, 0.0),
            kind="refusal",
        ),
        id,
    )


def article_objects(articles: Sequence[Piece], issues: Mapping[str, Issue]) -> list[dict[str, Any]]:
    """`articles` in the form of `wenbao articles --json`; `issues` are those of their pages, by the pages' names."""
    continued_by = {article.continues: article.id for article in articles if article.continues}
    return [article_object(article, issues[article.source], continued_by.get(article.id, "")) for article in articles]


def article_object(article: Piece, issue: Issue, continued_by: str = "") -> dict[str, Any]:
    """`article`, a piece of a page of that issue, in the form of `wenbao articles --json`.

    `continued_by` is the id of the piece on another page that goes on from it, "" where none does.
    """
    return {
        "id": article.id,
        "source": article.source,
        "title": article.title,
        "kind": article.kind,
        "byline": article.byline,
        "date": article.date,
        "spans": [list(span) for span in article.spans],
        "text": article.text,
        "title_lines": list(article.title_lines),
        "paragraphs": [list(lines) for lines in article.paragraphs],
        "repeats": list(article.repeats),
        "date_told": article.date_told,
        "issue": {
            "date": issue.date,
            "page": issue.page,
            "told": issue.told,
            "paper": issue.paper,
            "section": issue.section,
            "seen": [dataclasses.asdict(mention) for mention in issue.seen],
        },
        "mentions": [dataclasses.asdict(mention) for mention in article.mentions],
        "continues": article.continues,
        "continued_by": continued_by,
        "confidence": article.confidence,
        "doubtful": bool(article.doubts),
        "joints": [dataclasses.asdict(joint) for joint in article.joints],
    }


def collection_object(pages: Iterable[Page | PageHead], articles: Mapping[str, int]) -> dict[str, Any]:
    """What there is, as plain data: papers, days and sections with their pages counted, and every page.

    `articles` are the numbers of articles that begin on the pages, by the pages' names; pages are in the order of their
    days, those without one last.
    """
    ordered = sorted(pages, key=order_by_issue)
    days = [page.issue.date for page in ordered if page.issue.date]
    certain = {page.issue.date for page in ordered if not issue_day(page.issue).is_inferred}
    papers: dict[str, list[Issue]] = {}
    for page in ordered:
        if page.issue.paper:
            papers.setdefault(page.issue.paper, []).append(page.issue)
    sections = Counter(
        (page.issue.page, page.issue.section) for page in ordered if page.issue.page is not None or page.issue.section
    )
    return {
        "page_count": len(ordered),
        "article_count": sum(articles.get(page.name, 0) for page in ordered),
        "papers": [_paper_object(name, issues) for name, issues in papers.items()],
        "days": [
            {"date": day, "inferred": day not in certain, "pages": count}
            for day, count in sorted(Counter(days).items())
        ],
        "sections": [
            {"page": number, "section": section, "pages": count}
            for (number, section), count in sorted(sections.items(), key=lambda each: (each[0][0] or 0, each[0][1]))
        ],
        "pages": [
            {
                "source": page.name,
                "paper": page.issue.paper,
                **_printed_fields(issue_day(page.issue)),
                "page": page.issue.page,
                "section": page.issue.section,
                "articles": articles.get(page.name, 0),
            }
            for page in ordered
        ],
    }


def _paper_object(name: str, issues: Sequence[Issue]) -> dict[str, Any]:
    days = sorted(issue.date for issue in issues if issue.date)
    return {"name": name, "pages": len(issues), "first": days[0] if days else None, "last": days[-1] if days else None}


def _listed_object(article: ListedArticle) -> dict[str, Any]:
    return {
        "id": article.id,
        "source": article.source,
        "spans": [list(span) for span in article.spans],
        "title": article.title,
        "date": article.date,
        "page": article.page,
        "parts": [{"source": source, "spans": [list(span) for span in spans]} for source, spans in article.parts],
        "marker": article.marker,
        "paper": article.paper,
        "section": article.section,
        "byline": article.byline,
        "kind": article.kind,
        **_printed_fields(article.printed),
    }


def _citation_object(citation: Citation, place: Span | None) -> dict[str, Any]:
    """`place` is where its marker stands in the answer's text, in characters: nothing printed is taken for it."""
    return {
        "marker": citation.marker,
        "at": list(place) if place else None,
        "source": citation.source,
        "lines": list(citation.lines),
        "article": citation.article,
        "title": citation.title,
        "date": citation.date,
        "page": citation.page,
        "quote": citation.quote,
        "passage": citation.passage,
        "fragments": [{"line": piece.line, "start": piece.start, "end": piece.end} for piece in citation.fragments],
        "days": [{"text": day.text, "date": day.date} for day in citation.days],
        **_printed_fields(citation.printed),
    }


def passage_object(hit: Hit) -> dict[str, Any]:
    """`hit` in the form of the passages of an answer."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "source": passage.source,
        "lines": list(passage.spans[0]),
        "article": passage.article,
        "title": passage.title,
        "text": closed_up(passage.text)[:PASSAGE_CHARACTERS],
        "id": passage.id,
        "date": passage.date,
        "spans": [list(span) for span in passage.spans],
        "parts": {name: round(value, 6) for name, value in hit.parts.items()},
        "matched": list(hit.matched),
        **_printed_fields(hit.printed),
    }


def _printed_fields(day: PrintedDay) -> dict[str, Any]:
    """The day of the paper, beside `date`, which may be that of what is told, and where it was read."""
    return {"issue_date": day.date or None, "issue_told": day.told}
