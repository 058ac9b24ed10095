"""Question files of one JSON object a line, to be asked and, where judged, to be scored.

Fields are our own, or those of other tools (`columns`). Byte order marks, CRLF and blank lines are accepted, and
an id is made of the question where there is none. A wrong line is named by its number and never guessed at; the others
are read.
"""

import codecs
import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rag.errors import QuestionError
from rag.evaluation.columns import UNANSWERABLE, Columns, own_fields
from rag.text.dates import period_of
from rag.wording import say

LARGEST_GRADE: Final = 1000
"""How relevant a document is judged: 3 in most collections, 100 in some."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its gold.

    `evidence` are strings of the pages that prove the answers. `relevant` judges whole documents instead: their ids
    with grades, of which those above 0 are relevant. `answers` are the accepted ones; where they and what is judged to
    answer are missing alike, the pages do not answer the question. `expect_articles` are the articles that a list must
    consist of, each by its page's name and one of its lines, None where none are told; `expect_count` is their number.
    `asked_on` is the day on which it is asked, from which 去年 is counted, None where it is not told.
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
    expect_articles: tuple[tuple[str, int], ...] | None = None
    expect_count: int | None = None
    asked_on: datetime.date | None = None

    @property
    def answerable(self) -> bool:
        """Whether the pages answer it: an answer is accepted, a document judged relevant, or a list or count told."""
        expected = self.expect_articles is not None or self.expect_count is not None
        return bool(self.answers) or expected or any(grade > 0 for _, grade in self.relevant)


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of a file in its order, and one error for each line that is none.

    `notices` tell which of its columns were taken where that could be doubted.
    """

    questions: tuple[Question, ...]
    problems: tuple[QuestionError, ...] = ()
    notices: tuple[QuestionError, ...] = ()


def read_questions(path: Path, *, judged: bool = False) -> QuestionFile:
    """The questions of `path`, and what is wrong with its other lines; an id used twice is wrong the second time.

    With `judged`, each must carry `answers` and, where there are any, the `evidence` that proves them or the documents
    that are `relevant`, and be no draft. Raises QuestionError for a file that is missing, unreadable or empty, or holds
    no good line.
    """
    return parse_questions(read_file(path), path, judged=judged)


def read_file(path: Path) -> bytes:
    """The bytes of a question file, UTF-16 as UTF-8. Raises QuestionError where it is missing or unreadable."""
    try:
        return _as_utf8(path.read_bytes())
    except FileNotFoundError as error:
        raise QuestionError("questions-missing", path=path) from error
    except OSError as error:
        raise QuestionError("questions-unreadable", path=path, reason=error.strerror or error) from error


def _as_utf8(raw: bytes) -> bytes:
    """What a spreadsheet saves as Unicode text, in UTF-8; anything else as it is."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16").encode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return raw
    return raw


def derived_id(text: str) -> str:
    """An id for a question whose file gives none: twelve hexadecimal digits of its text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def parse_questions(raw: bytes, path: Path, *, judged: bool = False) -> QuestionFile:
    """`read_questions` for bytes that were read from `path`."""
    # cut as bytes, so that one undecodable line is told from the rest
    lines = enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1)
    return _gathered(((number, line) for number, line in lines if line.strip()), path, judged, "questions-malformed")


def parse_entries(entries: Sequence[Any], path: Path, *, judged: bool = False) -> QuestionFile:
    """`read_questions` for the entries of a list in `path`, each named by its number."""
    return _gathered(enumerate(entries, start=1), path, judged, "questions-entry")


def _gathered(entries: Iterable[tuple[int, Any]], path: Path, judged: bool, wrong: str) -> QuestionFile:
    """The questions of lines, or of parsed objects, with their numbers; `wrong` names the sentence for a bad one."""
    found: list[Question] = []
    problems: list[QuestionError] = []
    seen: dict[str, int] = {}
    taken: dict[Columns, None] = {}
    for number, entry in entries:
        try:
            fields, columns = own_fields(_object(entry))
            taken[columns] = None
            question = _question(fields, columns, judged)
        except QuestionError as error:
            problems.append(QuestionError(wrong, path=path, line=number, reason=error))
            continue
        first = seen.setdefault(question.id, number)
        if first == number:
            found.append(question)
        else:
            problems.append(QuestionError("questions-duplicate", path=path, line=number, id=question.id, first=first))
    if not found:
        raise nothing_usable(path, problems)
    return QuestionFile(tuple(found), tuple(problems), tuple(notices_of(taken, path)))


def notices_of(taken: Iterable[Columns], path: Path) -> Iterator[QuestionError]:
    """What to say of the columns that were taken where others of the same meaning were left."""
    for columns in taken:
        if columns.left and columns.answers and not columns.doubtful:
            yield QuestionError(
                "questions-columns",
                path=path,
                answers=columns.answers,
                evidence=columns.evidence or "—",
                left="、".join(columns.left),
            )


def nothing_usable(path: Path, problems: Sequence[QuestionError]) -> QuestionError:
    """The error for a file without a usable question, from what is wrong with each of them."""
    if not problems:
        return QuestionError("questions-empty", path=path)
    return (
        problems[0]
        if len(problems) == 1
        else QuestionError("questions-unusable", path=path, count=len(problems), reason=problems[0])
    )


def _object(entry: Any) -> Mapping[str, Any]:
    """A line parsed, or an entry of a list. Raises QuestionError where it is no object."""
    if isinstance(entry, bytes):
        try:
            entry = json.loads(entry.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise QuestionError("question-not-text") from error
        except (ValueError, RecursionError) as error:
            raise QuestionError("question-not-json") from error
    if not isinstance(entry, dict):
        raise QuestionError("question-not-json")
    return entry


def _question(fields: Mapping[str, Any], columns: Columns, judged: bool) -> Question:
    """One entry as a Question. Raises QuestionError with what is wrong with it, in words of its own."""
    if not isinstance(fields.get("question"), str):
        raise QuestionError("question-no-field", field="question")
    id = fields.get("id", derived_id(fields["question"]))
    if not isinstance(id, str):
        raise QuestionError("question-no-field", field="id")
    if not id.strip():
        raise QuestionError("question-bad-field", field="id")
    question = Question(
        id=id,
        question=fields["question"],
        history=_history(fields),
        type=_text(fields, "type"),
        answers=_texts(fields, "answers"),
        items=_texts(fields, "items"),
        evidence=_texts(fields, "evidence"),
        articles=_ids(fields),
        expect_articles=_places(fields),
        expect_count=_count(fields),
        relevant=_grades(fields),
        asked_on=_day(fields),
    )
    if judged:
        _check_gold(question, fields, columns)
    return question


def _check_gold(question: Question, fields: Mapping[str, Any], columns: Columns) -> None:
    """Raise QuestionError where nothing can be judged by this question.

    Evidence is asked for in files of ours; those of other tools are judged by their answers alone where they have none.
    """
    if columns.doubtful:
        raise QuestionError("question-answer-doubtful", field=columns.answers, beside="、".join(columns.left))
    if fields.get("draft") or question.question.startswith((say("draft-mark", "zh"), say("draft-mark", "en"))):
        raise QuestionError("question-draft")
    expected = question.expect_articles is not None or question.expect_count is not None
    if "answers" not in fields and not question.relevant and not expected:
        raise QuestionError("question-no-gold", field="answers")
    ours = columns.answers == "answers"
    if question.answers and ours and not (question.evidence or question.relevant):
        raise QuestionError("question-no-gold", field="evidence")
    if not (question.answers or ours or question.relevant or expected or _says_none(fields, columns)):
        raise QuestionError("set-no-answers")


def _says_none(fields: Mapping[str, Any], columns: Columns) -> bool:
    """Whether another tool's entry says by its type, or in the place of the answer, that there is none."""
    said = (fields.get("type"), fields.get(columns.answers) if columns.answers else None)
    return any(isinstance(word, str) and word.strip().rstrip("。.").lower() in UNANSWERABLE for word in said)


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


def _ids(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The optional ids of articles; places in their stead are read by `_places`."""
    values = fields.get("articles")
    named = isinstance(values, list) and any(isinstance(value, dict) for value in values)
    return () if named else _texts(fields, "articles")


def _places(fields: Mapping[str, Any]) -> tuple[tuple[str, int], ...] | None:
    """The articles of a list, each the name of its page and one of its lines; None where none are told."""
    name = "expect_articles" if "expect_articles" in fields else "articles"
    values = fields.get(name)
    if name == "articles" and not (isinstance(values, list) and any(isinstance(value, dict) for value in values)):
        return None
    if not isinstance(values, list):
        raise QuestionError("question-bad-field", field=name)
    for value in values:
        held = value if isinstance(value, dict) else {}
        if not isinstance(held.get("source"), str) or type(held.get("line")) is not int or held["line"] < 1:
            raise QuestionError("question-bad-field", field=name)
    return tuple((value["source"], value["line"]) for value in values)


def _count(fields: Mapping[str, Any]) -> int | None:
    """The number of articles that is expected, None where it is not told."""
    name = "expect_count" if "expect_count" in fields else "count"
    value = fields.get(name)
    if value is None:
        return None
    if type(value) is not int or value < 0:
        raise QuestionError("question-bad-field", field=name)
    return value


def _day(fields: Mapping[str, Any]) -> datetime.date | None:
    """The optional day on which the question is asked, an ISO day; None where it is not told."""
    period = period_of(_text(fields, "question_date"))
    if period is None and fields.get("question_date"):
        raise QuestionError("question-bad-field", field="question_date")
    return period[1] if period else None


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
        id.strip() and type(grade) is int and abs(grade) <= LARGEST_GRADE for id, grade in grades.items()
    ):
        raise QuestionError("question-bad-field", field="relevant")
    return tuple(grades.items())
