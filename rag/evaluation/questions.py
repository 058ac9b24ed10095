"""Question files in the contract's form: one JSON object a line, to be asked and, where judged, to be scored.

Byte order marks, CRLF and blank lines are accepted. A wrong line is named by its number and never guessed at.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its gold: `answers` () means that the pages do not answer it."""

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    type: str = ""
    answers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


def read_questions(path: Path, *, judged: bool = False) -> list[Question]:
    """The questions of `path` in the file's order.

    With `judged`, each must carry `answers` and, where there are any, the `evidence` that proves them.
    Raises QuestionError for a file that is missing, unreadable or empty, for a wrong line, and for an id used twice.
    """
    found: list[Question] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            question = _question(line, judged)
        except QuestionError as error:
            raise QuestionError("questions-malformed", path=path, line=number, reason=error) from error
        if question.id in seen:
            raise QuestionError("questions-duplicate", path=path, line=number, id=question.id, first=seen[question.id])
        seen[question.id] = number
        found.append(question)
    if not found:
        raise QuestionError("questions-empty", path=path)
    return found


def _lines(path: Path) -> list[bytes]:
    """The file's lines as bytes, so that one undecodable line is told from the rest."""
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except FileNotFoundError as error:
        raise QuestionError("questions-missing", path=path) from error
    except OSError as error:
        raise QuestionError("questions-unreadable", path=path, reason=error.strerror or error) from error


def _question(line: bytes, judged: bool) -> Question:
    """One line as a Question. Raises QuestionError with what is wrong with it, in words of its own."""
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise QuestionError("question-not-text") from error
    except (ValueError, RecursionError) as error:
        raise QuestionError("question-not-json") from error
    if not isinstance(fields, dict):
        raise QuestionError("question-not-json")
    for name in ("id", "question"):
        if not isinstance(fields.get(name), str):
            raise QuestionError("question-no-field", field=name)
    if not fields["id"].strip():
        raise QuestionError("question-bad-field", field="id")
    question = Question(
        id=fields["id"],
        question=fields["question"],
        history=_history(fields),
        type=_text(fields, "type"),
        answers=_texts(fields, "answers"),
        items=_texts(fields, "items"),
        evidence=_texts(fields, "evidence"),
        articles=_texts(fields, "articles"),
    )
    if judged and "answers" not in fields:
        raise QuestionError("question-no-gold", field="answers")
    if judged and question.answers and not question.evidence:
        raise QuestionError("question-no-gold", field="evidence")
    return question


def _text(fields: Mapping[str, Any], name: str) -> str:
    """An optional text field."""
    value = fields.get(name) or ""
    if not isinstance(value, str):
        raise QuestionError("question-bad-field", field=name)
    return value


def _texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """An optional list of texts, none of them blank: a blank answer would be contained in every answer."""
    values = fields.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise QuestionError("question-bad-field", field=name)
    return tuple(values)


def _history(fields: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The optional earlier turns, each a question and its answer."""
    turns = fields.get("history") or []
    if not isinstance(turns, list):
        raise QuestionError("question-bad-field", field="history")
    for turn in turns:
        if not (isinstance(turn, list) and len(turn) == 2 and all(isinstance(part, str) for part in turn)):
            raise QuestionError("question-bad-field", field="history")
    return tuple((turn[0], turn[1]) for turn in turns)
