"""What every reader of a question set gives back, and what all of them need: bytes, JSON lines, ids, problems."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import PageError, QuestionError
from rag.evaluation.questions import Question, nothing_usable, read_file
from rag.text.decoding import clean_lines, decode

JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A text that a set brings to be searched; questions say by `id` that it is relevant. The title may be ""."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Judged questions in the set's order, the documents to search, and one error for each entry left out.

    `documents` is () where the set brings none: it is then asked of the index that is open. `notices` tell which
    columns were taken where that could be doubted.
    """

    name: str
    questions: tuple[Question, ...]
    documents: tuple[Document, ...] = ()
    problems: tuple[QuestionError, ...] = ()
    notices: tuple[QuestionError, ...] = ()


@dataclass(slots=True)
class Gathered:
    """A set in the making: what was read so far, by id, and what could not be."""

    questions: dict[str, Question] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[QuestionError] = field(default_factory=list)
    notices: list[QuestionError] = field(default_factory=list)

    def add_question(self, question: Question) -> None:
        """Raises QuestionError where the id is taken or the question blank."""
        _check(question.id, question.question, self.questions)
        self.questions[question.id] = question

    def add_document(self, document: Document) -> None:
        """Raises QuestionError where the id is taken or the text blank."""
        _check(document.id, document.text, self.documents)
        self.documents[document.id] = document

    def result(self, path: Path) -> QuestionSet:
        """What was gathered from `path`. Raises QuestionError where that is no question."""
        if not self.questions:
            raise nothing_usable(path, self.problems)
        return QuestionSet(
            name_of(path),
            tuple(self.questions.values()),
            tuple(self.documents.values()),
            tuple(self.problems),
            tuple(self.notices),
        )


def _check(id: str, text: str, taken: Mapping[str, object]) -> None:
    if not id:
        raise QuestionError("question-no-field", field="id")
    if id in taken:
        raise QuestionError("set-id-twice", id=id)
    if not clean_lines(text):
        raise QuestionError("set-no-text")


def name_of(path: Path) -> str:
    """What a set is called: its folder's or file's name without what tells the form."""
    return path.name if path.is_dir() else path.name.removesuffix(".gz").rpartition(".")[0] or path.name


def identifier(value: object) -> str:
    """An id as one clean line, as an index keeps it; "" where `value` is neither text nor a whole number."""
    return " ".join(clean_lines(str(value))) if type(value) in (str, int) else ""


def read_raw(path: Path) -> bytes:
    """The bytes of a file, unpacked where its name ends in .gz. Raises QuestionError where that fails."""
    raw = read_file(path)
    if path.suffix.lower() != ".gz":
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise QuestionError("set-gzip-damaged", path=path) from error


def text_of(raw: bytes, path: Path) -> str:
    """The text of `raw`, UTF-8 or GB18030. Raises QuestionError naming `path` for anything else."""
    try:
        return decode(raw, path.name)
    except PageError as error:
        raise QuestionError("set-not-text", path=path) from error


def text_field(entry: JsonObject, *names: str) -> str:
    """The first of the named fields that is there. Raises QuestionError where none is or it is no text."""
    value = next((entry[name] for name in names if entry.get(name) is not None), None)
    if not isinstance(value, str):
        raise QuestionError("question-no-field", field=names[0])
    return value


def json_lines(path: Path, problems: list[QuestionError]) -> Iterator[tuple[int, JsonObject]]:
    """The objects of a JSON Lines file with the numbers of their lines; `problems` gets one error for each other line.

    Raises QuestionError where the file cannot be read.
    """
    for number, line in enumerate(read_raw(path).removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            problems.append(at_line(path, number, QuestionError("question-not-text")))
            continue
        except (ValueError, RecursionError):
            entry = None
        if isinstance(entry, dict):
            yield number, entry
        else:
            problems.append(at_line(path, number, QuestionError("question-not-json")))


def at_line(path: Path, line: int, reason: QuestionError) -> QuestionError:
    """`reason` with the line that it is about."""
    return QuestionError("set-line", path=path, line=line, reason=reason)


def find_file(folder: Path, names: Sequence[str]) -> Path | None:
    """The first of the named files that is in `folder`, packed or not."""
    return next((file for name in names for file in (folder / name, folder / f"{name}.gz") if file.is_file()), None)
