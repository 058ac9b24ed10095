"""The question files that the page offers: the one beside the pages, and those kept under INDEX/questions.

Files are uploaded there as they are, and questions are added to those of them that are JSON Lines, one line each, at
the end and nowhere else. Left out: reading the forms (`sets`) and asking the questions (`session`).
"""

import gzip
import json
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from rag.corpus.folder import safe_name
from rag.errors import QuestionError
from rag.evaluation.datasets import QuestionSet, read_set
from rag.evaluation.questions import derived_id
from rag.pages.companions import folder_of
from rag.storage.files import numbered, remove_half_written, replace_file, write_checked

FOLDER: Final = "questions"
"""Of the index's folder."""

NAME: Final = "questions.jsonl"
"""Of the file beside the pages."""

BESIDE: Final = "/"
"""What the file beside the pages is called among the others, whose names hold no such sign."""

FIELD_CHARACTERS: Final = 2000
"""Longest question, answer or piece of evidence that can be added."""

FIELD_LINES: Final = 50

UNANSWERABLE: Final = "unanswerable"
"""The type of a question that the pages do not answer."""

_LOCK_SECONDS: Final = 5.0
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as a person puts it to a file; `answers` are the accepted ones, `evidence` as the pages print it."""

    question: str
    type: str = ""
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether it cannot be judged by yet: it is neither complete nor said to have no answer."""
        return self.type != UNANSWERABLE and not (self.answers and self.evidence)

    def fields(self) -> dict[str, Any]:
        """The line that it becomes. The id is derived from all of it, so that the same question has the same one."""
        gold = json.dumps([self.question, self.type, self.answers, self.evidence], ensure_ascii=False)
        told: dict[str, Any] = {
            "id": f"own-{derived_id(gold)}",
            "question": self.question,
            "type": self.type,
            "answers": list(self.answers),
            "evidence": list(self.evidence),
        }
        return {**told, "draft": True} if self.draft else told


class QuestionFiles:
    """The files of one corpus. Threads and processes may share the folder; names are what a browser may send."""

    def __init__(self, index: Path, source: Path, megabytes: float, *, read_only: bool = False) -> None:
        """`index` is the index's folder, `source` that of the pages; nothing larger than `megabytes` is kept."""
        self._folder = index / FOLDER
        self._beside = folder_of(source) / NAME
        self._bytes = int(megabytes * 1e6)
        self.megabytes = megabytes
        self.read_only = read_only

    @property
    def names(self) -> tuple[str, ...]:
        """The file beside the pages first, as BESIDE, where there is one; then those kept, by name."""
        kept = sorted(path.name for path in self._folder.glob("*") if path.is_file() and path.name[0] != ".")
        return (*([BESIDE] if self._beside.is_file() else []), *kept)

    @property
    def extendable(self) -> tuple[str, ...]:
        """The kept files that a question can be added to."""
        return tuple(name for name in self.names if name.endswith(".jsonl"))

    def shown(self, name: str) -> str:
        """What a file is called to a person."""
        return self._beside.name if name == BESIDE else name

    def read(self, name: str) -> QuestionSet:
        """The questions of a file.

        Raises QuestionError where there is no such file, and as `read_set` does.
        """
        return read_set(self._path(name))

    def put(self, file: Path) -> str:
        """Keep a copy of `file` under a name like its own, and give that; one kept already is not kept twice.

        Raises QuestionError where nothing may be kept here, the file is too large, or no question can be read from it.
        """
        self._check_writable()
        self._check_size(file)
        name = safe_name(file.name) or NAME
        with self._writing(), tempfile.TemporaryDirectory() as waiting:
            copied, content = Path(waiting) / name, file.read_bytes()
            write_checked(copied, content)
            read_set(copied)
            for other in self.names:
                if self._path(other).read_bytes() == content:
                    return other
            taken = {path.name.casefold() for path in self._folder.iterdir()}
            stem, dot, suffixes = name.partition(".")
            free = next(free for free in numbered(stem, dot + suffixes) if free.casefold() not in taken)
            replace_file(self._folder / free, content)
            return free

    def add(self, name: str, question: NewQuestion) -> tuple[str, bool]:
        """Put the question at the end of the kept file `name`, which is begun where there is none.

        Gives the file's name, and whether the question is a draft.

        Raises QuestionError where nothing may be kept here, the file takes no lines, is full, or has this question, and
        where the question is blank, too long, or both unanswerable and answered.
        """
        self._check_writable()
        _check(question)
        file = safe_name(name)
        if file and Path(file).suffix != ".jsonl":
            if file in self.names:
                raise QuestionError("questions-no-lines", name=file)
            file = f"{file}.jsonl"
        if not file:
            raise QuestionError("questions-no-name")
        fields = question.fields()
        line = json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        path = self._folder / file
        with self._writing():
            present = path.read_bytes() if path.exists() else b""
            if len(present) + len(line) > self._bytes:
                raise QuestionError("questions-full", name=file)
            if fields["id"].encode() in present:
                raise QuestionError("questions-added-before", name=file)
            replace_file(path, present + (line if present[-1:] in (b"", b"\n") else b"\n" + line))
        return file, question.draft

    # ---- parts

    def _path(self, name: str) -> Path:
        """Where a file of `names` lies. Raises QuestionError for any other name."""
        if name not in self.names:
            raise QuestionError("questions-missing", path=name)
        return self._beside if name == BESIDE else self._folder / name

    def _check_writable(self) -> None:
        if self.read_only:
            raise QuestionError("questions-read-only")

    def _check_size(self, file: Path) -> None:
        """Raise QuestionError for a file that is too large, packed or unpacked."""
        size = file.stat().st_size
        if size <= self._bytes and file.suffix.lower() == ".gz":
            try:
                with gzip.open(file) as packed:
                    size = sum(len(part) for part in _until(packed, self._bytes))
            except (OSError, EOFError, zlib.error) as error:
                raise QuestionError("set-gzip-damaged", path=file.name) from error
        if size > self._bytes:
            raise QuestionError("questions-too-large", name=file.name, limit=self._bytes / 1e6)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The right to write in the folder. Raises QuestionError where it cannot be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / ".lock", timeout=_LOCK_SECONDS):
                remove_half_written(self._folder)
                yield
        except Timeout as error:
            raise QuestionError("questions-busy") from error
        except OSError as error:
            raise QuestionError("questions-unwritable", reason=error.strerror or error) from error


def _check(question: NewQuestion) -> None:
    """Raise QuestionError for what no line should be made of."""
    texts = (question.question, question.type, *question.answers, *question.evidence)
    if not question.question.strip():
        raise QuestionError("question-empty")
    if max(map(len, texts)) > FIELD_CHARACTERS or len(texts) > FIELD_LINES:
        raise QuestionError("questions-too-much", characters=FIELD_CHARACTERS, lines=FIELD_LINES)
    if question.type == UNANSWERABLE and question.answers:
        raise QuestionError("questions-both")


def _until(packed: gzip.GzipFile, limit: int) -> Iterator[bytes]:
    """Pieces of what is packed, up to the first beyond the limit."""
    seen = 0
    while seen <= limit and (part := packed.read(_CHUNK)):
        seen += len(part)
        yield part
