"""A table of questions and answers, as a spreadsheet saves it, separated by , ; | or tabs.

The first row names the columns, in Chinese or English or as other tools call them. A row without evidence is judged by
its answers alone; one without answers must say by its type that the pages do not answer it.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from rag.errors import QuestionError
from rag.evaluation import columns
from rag.evaluation.datasets.form import Gathered, QuestionSet, at_line, identifier
from rag.evaluation.questions import Question, derived_id, notices_of

_SEPARATORS: Final = ",\t;|"
_BETWEEN: Final = re.compile(r"[|｜；]")
_BESIDE: Final = re.compile(r"[|｜]")
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
        raise QuestionError(
            "set-no-question-column",
            path=path,
            question=" / ".join(columns.QUESTION[:3]),
            answer=" / ".join(columns.ANSWERS[:3]),
        )
    gathered = Gathered()
    rows = _rows(text, separator)
    names = next(rows)[1] or []
    taken = columns.columns_of(tuple(names))
    if taken.doubtful:
        raise QuestionError("questions-answer-doubtful", path=path, field=taken.answers, beside="、".join(taken.left))
    for line, row in rows:
        try:
            if row is None:
                raise QuestionError("set-csv-broken")
            if any(cell.strip() for cell in row[len(names) :]):
                raise QuestionError("set-no-columns", columns=len(names))
            gathered.add_question(
                _question(dict(zip(reversed(names), reversed(_filled(row, len(names))), strict=True)), taken)
            )
        except QuestionError as error:
            gathered.problems.append(at_line(path, line, error))
    gathered.notices += notices_of([taken], path)
    return gathered.result(path)


def _filled(row: Sequence[str], count: int) -> list[str]:
    """The row with as many cells as there are names."""
    return [*row[:count], *[""] * (count - len(row))]


def _question(cells: Mapping[str, str], taken: columns.Columns) -> Question:
    text = " ".join(cells[taken.question].split())
    kind = cells.get(taken.type, "").strip()
    told = cells.get(taken.answers, "")
    answers = _pieces(columns.asserted(told) if taken.answers.startswith("__") else told, _BETWEEN, "answers")
    none = [word for word in (kind, *answers) if word.rstrip("。.").lower() in columns.UNANSWERABLE]
    if len(answers) == 1 and answers[0] in none:
        answers = ()
    if not answers and not none:
        raise QuestionError("set-no-answers")
    return Question(
        identifier(cells.get(taken.id, "")) or derived_id(text),
        text,
        type=kind,
        answers=answers,
        evidence=_pieces(cells.get(taken.evidence, ""), _BESIDE, "evidence"),
    )


def _pieces(cell: str, between: re.Pattern[str], field: str) -> tuple[str, ...]:
    """The answers or pieces of evidence in a cell: a list as a program spells it, or texts with a sign between them."""
    listed = columns.listed_texts(cell)
    pieces = between.split(cell) if listed is None else columns.texts_of(listed, field)
    return tuple(filter(None, map(str.strip, pieces)))


def _separator(text: str) -> str | None:
    """The separator with which the first row names question and answer; None where it does with none."""
    for separator in _SEPARATORS:
        _, names = next(_rows(text, separator), (0, None))
        taken = columns.columns_of(tuple(names or ()))
        if taken.question and taken.answers and taken.question != taken.answers:
            return separator
    return None


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
