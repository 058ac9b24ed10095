"""Question sets that people have already, each form read into the same `QuestionSet`.

JSON Lines with our own fields, a list or lines of questions as other tools keep them, SQuAD's JSON, questions and
passages by their ids, a BEIR or MTEB folder, a TREC folder, a table. An entry that is wrong is named by its line or
place and the others are read.
"""

import json
from pathlib import Path
from typing import Any, Final

from rag.errors import QuestionError
from rag.evaluation.columns import columns_of
from rag.evaluation.datasets import beir, pairs, squad, table, trec
from rag.evaluation.datasets.form import Document, QuestionSet, name_of, read_raw, text_of
from rag.evaluation.questions import parse_entries, parse_questions

_LISTS: Final = (
    "questions",
    "examples",
    "tests",
    "test_cases",
    "testCases",
    "goldens",
    "samples",
    "data",
    "rows",
    "items",
    "问题",
    "题目",
)
"""Names under which other tools keep their list of questions."""

__all__ = ["Document", "QuestionSet", "read_set"]


def read_set(path: Path, split: str = "") -> QuestionSet:
    """The judged questions at `path`, a file or a folder, whose form its name and content tell.

    `split` names the part of a folder of several (test, dev, train). Raises QuestionError where the path is missing,
    unreadable, of no known form, or holds no usable question.
    """
    if path.is_dir():
        if beir.is_beir(path):
            return beir.read_beir(path, split)
        if trec.is_trec(path):
            return trec.read_trec(path, split)
        raise QuestionError("set-form-unknown", path=path)
    raw = read_raw(path)
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    if suffix == ".jsonl":
        return _json_lines(raw, path)
    if suffix in (".csv", ".tsv"):
        return table.parse_table(text_of(raw, path), path)
    text = text_of(raw, path)
    if suffix == ".json" or text.lstrip()[:1] in ("{", "["):
        return _json(text, raw, path)
    if table.is_table(text):
        return table.parse_table(text, path)
    raise QuestionError("questions-empty" if not text.strip() else "set-form-unknown", path=path)


def _json_lines(raw: bytes, path: Path) -> QuestionSet:
    read = parse_questions(raw, path, judged=True)
    return QuestionSet(name_of(path), read.questions, problems=read.problems, notices=read.notices)


def _json(text: str, raw: bytes, path: Path) -> QuestionSet:
    """SQuAD's form, questions and passages by their ids, a list of questions, or JSON Lines under another name."""
    if not text.strip():
        raise QuestionError("questions-empty", path=path)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if any(map(_is_question, text.split("\n"))):
            return _json_lines(raw, path)
        raise QuestionError("set-json-malformed", path=path, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # brackets without end, or a number of thousands of digits
        raise QuestionError("set-json-malformed", path=path, line=1) from error
    if pairs.is_pairs(value):
        return pairs.parse_pairs(value, path)
    entries = entries_of(value)
    if entries is not None:
        read = parse_entries(entries, path, judged=True)
        return QuestionSet(name_of(path), read.questions, problems=read.problems, notices=read.notices)
    if squad.is_squad(value):
        return squad.parse_squad(value, path)
    raise QuestionError("set-form-unknown", path=path)


def entries_of(value: Any) -> list[Any] | None:
    """The questions in parsed JSON: a list of objects with a question, alone or under a name; None for other forms."""
    if isinstance(value, dict):
        held = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
        if held is None or columns_of(tuple(value)).question not in ("", *_LISTS):
            return [value] if columns_of(tuple(value)).question else None
        value = held
    if not isinstance(value, list):
        return None
    asked = [entry for entry in value if isinstance(entry, dict) and _asks(entry)]
    return value if asked and not squad.is_squad(asked) else None


def _asks(entry: dict[str, Any]) -> bool:
    """Whether an object is a question and not a paragraph with questions about it."""
    if "qas" in entry or "paragraphs" in entry:
        return False
    names = [
        *entry,
        *(inner for name in ("inputs", "vars") if isinstance(entry.get(name), dict) for inner in entry[name]),
    ]
    return bool(columns_of(tuple(names)).question)


def _is_question(line: str) -> bool:
    """Whether the line is an object with a question: one good line tells the form."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and bool(columns_of(tuple(value)).question)
