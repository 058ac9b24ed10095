"""A folder as BEIR and MTEB give it out: corpus.jsonl, queries.jsonl, qrels/*.tsv, each packed with gzip or not."""

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
    json_lines,
    read_raw,
    text_field,
    text_of,
)
from rag.evaluation.datasets.judgements import Judgement, keep_judged, read_documents
from rag.evaluation.questions import Question

_SPLITS: Final = ("test", "dev", "train")
"""Preferred in this order where none is asked for."""


def is_beir(folder: Path) -> bool:
    """Whether the folder holds queries of this form and judgements."""
    return find_file(folder, ["queries.jsonl"]) is not None and (folder / "qrels").is_dir()


def read_beir(folder: Path, split: str = "") -> QuestionSet:
    """The judged questions of one split and the corpus. Raises QuestionError where a file is missing or unreadable."""
    queries = find_file(folder, ["queries.jsonl"])
    judged = find_file(folder / "qrels", [f"{name}.tsv" for name in ([split] if split else _SPLITS)])
    if queries is None or judged is None:
        expected = f"qrels/{split}.tsv" if split else ", ".join(f"qrels/{name}.tsv" for name in _SPLITS)
        raise QuestionError("set-no-judgements", path=folder, split=f" ({split})" if split else "", expected=expected)
    gathered = Gathered()
    corpus = find_file(folder, ["corpus.jsonl"])
    known = read_documents(corpus, gathered) if corpus else None
    for line, entry in json_lines(queries, gathered.problems):
        try:
            gathered.add_question(Question(identifier(entry.get("_id")), text_field(entry, "text")))
        except QuestionError as error:
            gathered.problems.append(at_line(queries, line, error))
    keep_judged(gathered, _rows(judged, gathered), known)
    return gathered.result(folder)


def _rows(path: Path, gathered: Gathered) -> Iterator[Judgement]:
    """The rows of a table of judgements; its first one may name the columns."""
    for line, row in enumerate(text_of(read_raw(path), path).split("\n"), start=1):
        cells = [identifier(cell) for cell in row.split("\t")]
        if not row.strip() or (line == 1 and cells[0].replace("_", "-") == "query-id"):
            continue
        if len(cells) != 3 or not all(cells):
            gathered.problems.append(at_line(path, line, QuestionError("set-no-columns", columns=3)))
            continue
        yield Judgement(path, line, *cells)
