"""Question files in the contract's form: one JSON object a line, to be asked and, where judged, to be scored.

Byte order marks, CRLF and blank lines are accepted. A wrong line is named by its number and never guessed at; the
others are read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rag.errors import QuestionError
from rag.wording import say

LARGEST_GRADE: Final = 1000
"""How relevant a document is judged: 3 in most collections, 100 in some."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its gold.

    `evidence` are strings of the pages that prove the answers. `relevant` judges whole documents instead: their ids
    with grades, of which those above 0 are relevant. `answers` are the accepted ones; where they and what is judged to
    answer are missing alike, the pages do not answer the question.
    """

    id: str
    question: str
    history: tuple[tuple[str, str], ...] = ()
    type: str = ""
    answers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    relevant: tuple[tuple[str, int], ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the pages answer it: an answer is accepted, or a document judged relevant."""
        return bool(self.answers) or any(grade > 0 for _, grade in self.relevant)


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of a file in its order, and one error for each line that is none."""

    questions: tuple[Question, ...]
    problems: tuple[QuestionError, ...] = ()


def read_questions(path: Path, *, judged: bool = False) -> QuestionFile:
    """The questions of `path`, and what is wrong with its other lines; an id used twice is wrong the second time.

    With `judged`, each must carry `answers` and, where there are any, the `evidence` that proves them or the documents
    that are `relevant`, and be no draft. Raises QuestionError for a file that is missing, unreadable or empty, or holds
    no good line.
    """
    return parse_questions(read_file(path), path, judged=judged)


def read_file(path: Path) -> bytes:
    """The bytes of a question file. Raises QuestionError where it is missing or unreadable."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise QuestionError("questions-missing", path=path) from error
    except OSError as error:
        raise QuestionError("questions-unreadable", path=path, reason=error.strerror or error) from error


def parse_questions(raw: bytes, path: Path, *, judged: bool = False) -> QuestionFile:
    """`read_questions` for bytes that were read from `path`."""
    found: list[Question] = []
    problems: list[QuestionError] = []
    seen: dict[str, int] = {}
    # cut as bytes, so that one undecodable line is told from the rest
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            question = _question(line, judged)
        except QuestionError as error:
            problems.append(QuestionError("questions-malformed", path=path, line=number, reason=error))
            continue
        first = seen.setdefault(question.id, number)
        if first == number:
            found.append(question)
        else:
            problems.append(QuestionError("questions-duplicate", path=path, line=number, id=question.id, first=first))
    if not found:
        raise nothing_usable(path, problems)
    return QuestionFile(tuple(found), tuple(problems))


def nothing_usable(path: Path, problems: Sequence[QuestionError]) -> QuestionError:
    """The error for a file without a usable question, from what is wrong with each of them."""
    if not problems:
        return QuestionError("questions-empty", path=path)
    return problems[0] if len(problems) == 1 else QuestionError(
        "questions-unusable", path=path, count=len(problems), reason=problems[0])


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
        relevant=_grades(fields),
    )
    if judged:
        _check_gold(question, fields)
    return question


def _check_gold(question: Question, fields: Mapping[str, Any]) -> None:
    """Raise QuestionError where nothing can be judged by this question."""
    if fields.get("draft") or question.question.startswith((say("draft-mark", "zh"), say("draft-mark", "en"))):
        raise QuestionError("question-draft")
    if "answers" not in fields and not question.relevant:
        raise QuestionError("question-no-gold", field="answers")
    if question.answers and not (question.evidence or question.relevant):
        raise QuestionError("question-no-gold", field="evidence")


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


def _grades(fields: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """The optional judged documents: grades, whole numbers, by the documents' ids."""
    grades = fields.get("relevant") or {}
    if not isinstance(grades, dict) or not all(
            id.strip() and type(grade) is int and abs(grade) <= LARGEST_GRADE for id, grade in grades.items()):
        raise QuestionError("question-bad-field", field="relevant")
    return tuple(grades.items())
