"""Judged documents, as BEIR and TREC both have them: a corpus in JSON Lines, and grades by question and document.

A judgement of a document that the corpus lacks is named and kept, as trec_eval keeps it: it counts as not found.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from rag.errors import QuestionError
from rag.evaluation.datasets.form import Document, Gathered, at_line, identifier, json_lines, text_field
from rag.evaluation.questions import LARGEST_GRADE
from rag.parsing import finite_number, shown


class Judgement(NamedTuple):
    """One line of a file of judgements; the grade as it is printed."""

    file: Path
    line: int
    question: str
    document: str
    grade: str


def read_documents(path: Path, gathered: Gathered) -> set[str]:
    """Read a corpus into `gathered`; all ids that it names, also those of documents without text, which are problems.

    The id may be named `_id`, `id` or `document`, the text `text`.
    """
    known: set[str] = set()
    for line, entry in json_lines(path, gathered.problems):
        id = next((found for name in ("_id", "id", "document") if (found := identifier(entry.get(name)))), "")
        known.add(id)
        title = entry.get("title")
        try:
            gathered.add_document(Document(id, title if isinstance(title, str) else "", text_field(entry, "text")))
        except QuestionError as error:
            gathered.problems.append(at_line(path, line, error))
    return known


def keep_judged(gathered: Gathered, judgements: Iterable[Judgement], known: set[str] | None) -> None:
    """Give the questions their judgements and leave those out that have none.

    `known` are the ids of the corpus, None where there is none.
    """
    grades: dict[str, dict[str, int]] = {}
    for judged in judgements:
        try:
            if judged.question not in gathered.questions:
                raise QuestionError("set-unknown-question", id=judged.question)
            grades.setdefault(judged.question, {})[judged.document] = _grade(judged.grade)
            if known is not None and judged.document not in known:
                raise QuestionError("set-unknown-document", id=judged.document)
        except QuestionError as error:
            gathered.problems.append(at_line(judged.file, judged.line, error))
    gathered.questions = {
        id: replace(question, relevant=tuple(grades[id].items()))
        for id, question in gathered.questions.items()
        if grades.get(id)
    }


def _grade(text: str) -> int:
    """A grade, which some sets print as 1.0."""
    value = finite_number(text)
    if value is None or value != int(value) or abs(value) > LARGEST_GRADE:
        raise QuestionError("set-grade", grade=shown(text))
    return int(value)
