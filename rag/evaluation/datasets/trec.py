"""A folder as TREC gives its test collections out: topics, qrels, and the documents where they come as JSON Lines.

Topics are in the classic form, <top> with <num> and <title>, or one a line: id, tab, text. Qrels are lines of four
columns: topic, iteration, document, grade. Without documents, the ids are those of the index that is asked.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rag.errors import QuestionError
from rag.evaluation.datasets.form import (
    Gathered,
    QuestionSet,
    at_line,
    find_file,
    identifier,
    read_raw,
    text_of,
)
from rag.evaluation.datasets.judgements import Judgement, keep_judged, read_documents
from rag.evaluation.questions import Question

_TOP: Final = re.compile(r"<top>(.*?)(?:</top>|(?=<top>)|\Z)", re.DOTALL | re.IGNORECASE)
_NUMBER: Final = re.compile(r"<num>\s*(?:Number:)?\s*([^\s<]+)", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title>\s*(?:Topic:)?([^<]*)", re.IGNORECASE)


def is_trec(folder: Path) -> bool:
    """Whether the folder holds topics and qrels."""
    return bool(_files(folder, "topics", "")) and bool(_files(folder, "qrels", ""))


def read_trec(folder: Path, split: str = "") -> QuestionSet:
    """The judged topics of the folder, of the files whose names hold `split` where there are several.

    Raises QuestionError where a file cannot be read or no topic is left.
    """
    qrels = _files(folder, "qrels", split)
    if not qrels:
        raise QuestionError("set-no-judgements", path=folder, split=f" ({split})", expected=f"qrels*{split}*")
    gathered = Gathered()
    corpus = find_file(folder, ["documents.jsonl", "corpus.jsonl"])
    known = read_documents(corpus, gathered) if corpus else None
    for topics in _files(folder, "topics", split) or _files(folder, "topics", ""):
        for line, id, text in _topics(text_of(read_raw(topics), topics)):
            try:
                gathered.add_question(Question(id, text))
            except QuestionError as error:
                gathered.problems.append(at_line(topics, line, error))
    keep_judged(gathered, (judged for file in qrels for judged in _rows(file, gathered)), known)
    return gathered.result(folder)


def _files(folder: Path, start: str, split: str) -> list[Path]:
    return sorted(file for file in folder.glob(f"{start}*") if file.is_file() and split in file.name)


def _topics(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, id and text of each topic; id and text are "" where they are missing."""
    if "<top>" in text.lower():
        for top in _TOP.finditer(text):
            number, title = _NUMBER.search(top[1]), _TITLE.search(top[1])
            yield (
                text.count("\n", 0, top.start()) + 1,
                identifier(number[1]) if number else "",
                " ".join(title[1].split()) if title else "",
            )
        return
    for line, row in enumerate(text.split("\n"), start=1):
        if row.strip():
            id, _, asked = row.partition("\t")
            yield line, identifier(id), " ".join(asked.split())


def _rows(path: Path, gathered: Gathered) -> Iterator[Judgement]:
    """The judgements of one file."""
    for line, row in enumerate(text_of(read_raw(path), path).split("\n"), start=1):
        cells = row.split()
        if len(cells) == 4:
            yield Judgement(path, line, cells[0], cells[2], cells[3])
        elif cells:
            gathered.problems.append(at_line(path, line, QuestionError("set-no-columns", columns=4)))
