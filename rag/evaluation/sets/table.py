"""A table of questions and answers, comma-, semicolon- or tab-separated, as a spreadsheet saves it.

The first row names the columns, in Chinese or English. A row without evidence is judged by its answers alone; one
without answers must say by its type that the pages do not answer it.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from rag.errors import QuestionError
from rag.evaluation.questions import Question
from rag.evaluation.sets.form import Gathered, QuestionSet, at_line, derived_id, identifier

_NAMES: Final = {
    "question": ("问题", "question", "query", "questions", "提问"),
    "answers": ("答案", "answer", "answers", "标准答案", "参考答案"),
    "evidence": ("证据", "evidence", "依据"),
    "type": ("类型", "type", "题型"),
    "id": ("编号", "id", "序号"),
}
_UNANSWERABLE: Final = ("unanswerable", "no answer", "无答案", "无法回答", "答不了", "不可回答")
_SEPARATORS: Final = ",\t;"
_BETWEEN: Final = re.compile(r"[|｜；]")
_LARGEST_CELL: Final = 2**31 - 1
"""Python's own limit of 131,072 characters is an error amid the file."""


def is_table(text: str) -> bool:
    """Whether the first row names a column of questions and one of answers."""
    return _separator(text) is not None


def parse_table(text: str, path: Path) -> QuestionSet:
    """The questions of the table. Raises QuestionError where the columns are missing or no row can be used."""
    if not text.strip():
        raise QuestionError("questions-empty", path=path)
    separator = _separator(text)
    if separator is None:
        raise QuestionError("set-no-question-column", path=path, question=" / ".join(_NAMES["question"][:3]),
                            answer=" / ".join(_NAMES["answers"][:3]))
    gathered = Gathered()
    rows = _rows(text, separator)
    names = next(rows)[1] or []
    roles = _roles(names)
    for line, row in rows:
        try:
            if row is None:
                raise QuestionError("set-csv-broken")
            if any(cell.strip() for cell in row[len(names):]):
                raise QuestionError("set-no-columns", columns=len(names))
            cells = {role: row[place] for role, place in roles.items() if place < len(row)}
            gathered.add_question(_question(cells))
        except QuestionError as error:
            gathered.problems.append(at_line(path, line, error))
    return gathered.result(path)


def _question(cells: Mapping[str, str]) -> Question:
    text = " ".join(cells.get("question", "").split())
    kind = cells.get("type", "").strip()
    answers = tuple(filter(None, map(str.strip, _BETWEEN.split(cells.get("answers", "")))))
    if not answers and kind.lower() not in _UNANSWERABLE:
        raise QuestionError("set-no-answers")
    return Question(identifier(cells.get("id", "")) or derived_id(text), text, type=kind, answers=answers,
                    evidence=tuple(filter(None, map(str.strip, re.split(r"[|｜]", cells.get("evidence", ""))))))


def _separator(text: str) -> str | None:
    """The separator with which the first row names question and answer; None where it does with none."""
    for separator in _SEPARATORS:
        _, names = next(_rows(text, separator), (0, None))
        if {"question", "answers"} <= _roles(names or []).keys():
            return separator
    return None


def _roles(names: Sequence[str]) -> dict[str, int]:
    """What the columns mean, with their places; the surest name of each."""
    plain = [name.strip().lower() for name in names]
    return {role: plain.index(name) for role, known in _NAMES.items()
            for name in reversed(known) if name in plain}


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """The rows that hold anything, each with the number of its first line; None for one whose quotes do not match."""
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, None
            continue
        if any(cell.strip() for cell in row):
            yield line, row
