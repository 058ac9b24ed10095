"""Questions written for this project: on news texts that are kept elsewhere, and on 210 pieces invented for it.

`questions.jsonl` has a question a line: `doc` is the id of its text, `type` one of those of the news questions, and
`answer`, `evidence`, `items` and `near` are told as characters of that text, first and the one after the last, so that
nothing of a newspaper is repeated here. Half of them their text does not answer, and `miss` says how: "detail" asks
what is not told of something that is, "swap" crosses two things that are told, "premise" puts in a wrong name, year or
place. `pieces.jsonl` has the invented pieces, `id`, `date` and `text` as it would be printed, its headline first:
tables, notices, letters, interviews and columns of papers from 1912 to 2024, which the news texts lack.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).with_name("written")


def written_pieces() -> list[dict[str, Any]]:
    """The invented pieces."""
    return list(rows_of(FOLDER / "pieces.jsonl"))


def written_questions(texts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The questions on those of `texts`, by their `id`, in the form of the news questions: with the words."""
    printed = {text["id"]: text["text"] for text in texts}
    return [_quoted(row, printed[row["doc"]]) for row in rows_of(FOLDER / "questions.jsonl") if row["doc"] in printed]


def _quoted(row: dict[str, Any], text: str) -> dict[str, Any]:
    told: dict[str, Any] = {field: row[field] for field in ("doc", "type", "question", "history") if field in row}
    if "near" in row:
        return {**told, "answers": [], "evidence": [], "near": text[slice(*row["near"])]}
    quoted: dict[str, Any] = {
        field: [text[slice(*span)] for span in row[field]] for field in ("evidence", "items") if field in row
    }
    answer = [text[slice(*row["answer"])]] if "answer" in row else ["、".join(quoted["items"])]
    return {**told, "answers": answer, **quoted}


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file. Raises OSError, or ValueError for another form."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
