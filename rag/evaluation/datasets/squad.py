"""SQuAD's form (1.1, 2.0, CMRC 2018, DRCD) and the list that CMRC was first given out as.

Each distinct paragraph is a document, and relevant to the questions asked about it; a question that it does not answer
has none. A paragraph's title is left out: it often names what is asked for, and figures on these sets are given
without it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import QuestionError
from rag.evaluation.datasets.form import (
    Document,
    Gathered,
    JsonObject,
    QuestionSet,
    identifier,
    text_field,
)
from rag.evaluation.questions import Question, derived_id


def is_squad(value: Any) -> bool:
    """Whether parsed JSON has one of the forms, whatever its entries are like."""
    if isinstance(value, dict):
        return isinstance(value.get("data"), list)
    return isinstance(value, list) and any(
        isinstance(entry, dict) and ("context_text" in entry or "paragraphs" in entry) for entry in value
    )


def parse_squad(value: Any, path: Path) -> QuestionSet:
    """The questions and paragraphs of parsed JSON for which `is_squad` holds.

    An entry that is wrong is named by its place, as data[0].paragraphs[2].qas[1]. Raises QuestionError where no
    question is left.
    """
    gathered = Gathered()
    known: dict[str, str] = {}
    for place, paragraph in _paragraphs(value, path, gathered):
        try:
            document = _document_of(paragraph, known, gathered)
            asked = paragraph.get("qas")
            if not isinstance(asked, list):
                raise QuestionError("question-bad-field", field="qas")
        except QuestionError as error:
            gathered.problems.append(QuestionError("set-entry", path=path, place=place, reason=error))
            continue
        for number, entry in enumerate(asked):
            try:
                gathered.add_question(_question(entry, document))
            except QuestionError as error:
                gathered.problems.append(
                    QuestionError("set-entry", path=path, place=f"{place}.qas[{number}]", reason=error)
                )
    return gathered.result(path)


def _paragraphs(value: Any, path: Path, gathered: Gathered) -> Iterator[tuple[str, JsonObject]]:
    """Every paragraph with its place."""
    named, articles = ("data", value["data"]) if isinstance(value, dict) else ("", value)
    for number, article in enumerate(articles):
        place = f"{named}[{number}]"
        inner = article.get("paragraphs", [article]) if isinstance(article, dict) else None
        for part, paragraph in enumerate(inner if isinstance(inner, list) else [None]):
            at = f"{place}.paragraphs[{part}]" if isinstance(article, dict) and "paragraphs" in article else place
            if isinstance(paragraph, dict):
                yield at, paragraph
            else:
                gathered.problems.append(
                    QuestionError("set-entry", path=path, place=at, reason=QuestionError("question-not-json"))
                )


def _document_of(paragraph: JsonObject, known: dict[str, str], gathered: Gathered) -> str:
    """The id of the paragraph's document, which is new where no paragraph before had the same text.

    Its own id is taken where it has one that is free.
    """
    text = text_field(paragraph, "context", "context_text")
    if text not in known:
        own = identifier(paragraph.get("id", paragraph.get("context_id")))
        id = own if own and own not in gathered.documents else f"paragraph-{len(known) + 1}"
        gathered.add_document(Document(id, "", text))
        known[text] = id
    return known[text]


def _question(entry: Any, document: str) -> Question:
    """One entry of `qas`."""
    if not isinstance(entry, dict):
        raise QuestionError("question-not-json")
    text = text_field(entry, "question", "query_text")
    id = identifier(entry.get("id", entry.get("query_id"))) or derived_id(f"{document}\0{text}")
    if entry.get("is_impossible") is True:
        return Question(id, text)
    answers = tuple(dict.fromkeys(filter(str.strip, map(_answer, _list(entry.get("answers"))))))
    if not answers:
        raise QuestionError("set-no-answers")
    return Question(id, text, answers=answers, relevant=((document, 1),))


def _answer(value: Any) -> str:
    said = value.get("text") if isinstance(value, dict) else value
    if not isinstance(said, str):
        raise QuestionError("question-bad-field", field="answers")
    return said


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise QuestionError("question-bad-field", field="answers")
    return value
