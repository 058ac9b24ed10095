"""Questions and passages by their ids in one file, as LlamaIndex and FlagEmbedding's tools write them.

{"queries": {"q1": "…"}, "corpus": {"d1": "…"}, "relevant_docs": {"q1": ["d1"]}}
"""

from pathlib import Path
from typing import Any

from rag.errors import QuestionError
from rag.evaluation.datasets.form import Document, Gathered, QuestionSet, identifier, text_field
from rag.evaluation.questions import Question

_JUDGED = ("relevant_docs", "qrels")


def is_pairs(value: Any) -> bool:
    """Whether parsed JSON has this form, whatever its entries are like."""
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(name), dict) for name in ("queries", "corpus"))
        and any(isinstance(value.get(name), dict) for name in _JUDGED)
    )


def parse_pairs(value: Any, path: Path) -> QuestionSet:
    """The questions with a passage that is relevant, and all passages. Raises QuestionError where none is left."""
    gathered = Gathered()
    for id, held in value["corpus"].items():
        try:
            text = held if isinstance(held, str) else text_field(held if isinstance(held, dict) else {}, "text")
            title = held.get("title") if isinstance(held, dict) else ""
            gathered.add_document(Document(identifier(id), title if isinstance(title, str) else "", text))
        except QuestionError as error:
            gathered.problems.append(QuestionError("set-entry", path=path, place=f"corpus.{id}", reason=error))
    judged = next(value[name] for name in _JUDGED if isinstance(value.get(name), dict))
    for id, text in value["queries"].items():
        try:
            gathered.add_question(
                Question(
                    identifier(id), text_field({"query": text}, "query"), relevant=_relevant(judged.get(id), gathered)
                )
            )
        except QuestionError as error:
            gathered.problems.append(QuestionError("set-entry", path=path, place=f"queries.{id}", reason=error))
    return gathered.result(path)


def _relevant(judged: Any, gathered: Gathered) -> tuple[tuple[str, int], ...]:
    """The documents of one question with their grades. Raises QuestionError where there is none in the corpus."""
    grades = (
        judged
        if isinstance(judged, dict)
        else dict.fromkeys(judged, 1)
        if isinstance(judged, list) and all(isinstance(id, str) for id in judged)
        else {}
    )
    found = tuple(
        (identifier(id), grade)
        for id, grade in grades.items()
        if type(grade) is int and identifier(id) in gathered.documents
    )
    if not found:
        raise QuestionError("set-no-answers")
    return found
