"""Questions written by hand on news texts, for training: two JSON Lines files, `news_texts.jsonl` and
`news_questions.jsonl`, in one folder.

A text has `id` and `text`; a question `doc`, `question`, `answers` (the first verbatim in the text, for most),
`evidence` (verbatim), `history` for a follow-up, and `near`, verbatim, where the text does not answer it. Texts
without questions are there to draw wrong passages from. Every fifth text, by the hash of its id, is held back. The
questions that were written for this project, and its invented pieces (see `written`), come beside them where asked.

`python -m rag.training.news FOLDER --out OUT` writes them as what is indexed and asked: `texts.jsonl` to build from,
`trained.jsonl` and `held-back.jsonl` to ask and to evaluate with.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from rag.training.examples import Paragraph, Question
from rag.training.written import rows_of, written_pieces, written_questions

TEXTS: Final = "news_texts.jsonl"
QUESTIONS: Final = "news_questions.jsonl"
FOLDS: Final = 5
"""One of so many texts is held back from training, with all its questions."""

COPIES: Final = 8
"""How often an epoch has a news question: there are a tenth as many as encyclopedic ones, and they are what is
asked."""

_HEADLINE: Final = re.compile(r"[^，,。！？!?；;：:]{6,30}")


def is_held_back(text: str) -> bool:
    """Whether the text of this id, and its questions, are kept for measuring."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % FOLDS == 0


def read_news(
    folder: Path, held_back: bool = False, copies: int = COPIES, written: bool = False
) -> tuple[list[Paragraph], list[Question]]:
    """All texts, each a paragraph, and the questions to train on, or else those `held_back`; with what was `written`
    for this project, where it is asked for.

    A title, which the texts lack, is taken from the first words, for most pieces that are searched have one. A question
    whose evidence is not printed in its text is left out. Raises OSError, ValueError or KeyError for files of another
    form.
    """
    texts, asked = _read(folder, written)
    paragraphs = [Paragraph(text["id"], _headline(text["text"]), text["text"]) for text in texts]
    places = {text["id"]: place for place, text in enumerate(texts)}
    questions = [
        question
        for row in asked
        if is_held_back(row["doc"]) is held_back
        for wording in _wordings(row)
        if (question := _question(row, wording, places[row["doc"]], texts[places[row["doc"]]]["text"], copies))
    ]
    return paragraphs, questions


def _read(folder: Path, written: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The texts and the questions on them."""
    texts, asked = (list(rows_of(folder / name)) for name in (TEXTS, QUESTIONS))
    if written:
        texts += written_pieces()
        asked += [{"id": f"w{number:04}", **row} for number, row in enumerate(written_questions(texts), 1)]
    return texts, asked


def _headline(text: str) -> str:
    first, broken, _ = text.partition("\n")
    if broken:  # as it is printed, its headline on a line of its own
        return first
    found = _HEADLINE.search(text)
    return found[0].strip() if found else ""


def _wordings(row: dict[str, Any]) -> list[str]:
    """The question as the reader is given it: a follow-up by itself, and after the question before."""
    history = row.get("history") or []
    return [row["question"], f"{history[-1][0]} {row['question']}"] if history else [row["question"]]


def _question(row: dict[str, Any], wording: str, place: int, text: str, copies: int) -> Question | None:
    copies = max(1, copies // len(_wordings(row)))
    if not row["answers"]:
        low = text.find(row["near"])
        return Question(wording, place, "", -1, (), (low, low + len(row["near"])), copies) if low >= 0 else None
    spans = [(low, low + len(part)) for part in row["evidence"] if (low := text.find(part)) >= 0]
    if not spans:
        return None
    evidence = min(low for low, _ in spans), max(high for _, high in spans)
    answer = row["answers"][0]
    start = text.find(answer, evidence[0])
    if start < 0 or start + len(answer) > evidence[1]:  # a list, or said in other words: what proves it stands for it
        start, end = spans[0]
        answer = text[start:end]
    return Question(wording, place, answer, start, (), evidence, copies)


def write_corpus(folder: Path, out: Path, written: bool = False) -> None:
    """The texts of `folder` as a corpus in `out`, and its questions, those held back apart, as question files; with
    what was `written` for this project, where it is asked for.

    Raises OSError, ValueError or KeyError for files of another form.
    """
    out.mkdir(parents=True, exist_ok=True)
    texts, asked = _read(folder, written)
    _write(out / TEXTS.removeprefix("news_"), texts)
    kept = ("id", "question", "history", "type", "answers", "items", "evidence")
    for name, held_back in (("trained", False), ("held-back", True)):
        rows = (row for row in asked if is_held_back(row["doc"]) is held_back)
        _write(out / f"{name}.jsonl", ({field: row[field] for field in kept if field in row} for row in rows))


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the corpus and the question files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--written", action="store_true", help="with what was written for this project")
    told = parser.parse_args(arguments)
    write_corpus(told.folder, told.out, told.written)


if __name__ == "__main__":
    main()
