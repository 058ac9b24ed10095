"""Passages told once in a report, however many questions found them: each result keeps their numbers and its scores.

A question with its results as they were answered, passages and all, is made again by `whole_question`.
"""

from collections.abc import Mapping
from typing import Any, Final

PRINTED: Final = ("source", "lines", "article", "title", "text", "id", "date", "spans", "issue_date", "issue_told")
"""What is the same of a passage wherever it was found."""

DIGITS: Final = 4
"""Of the scores that a passage's own was mixed from: more than anyone reads, less than a file of them can bear."""


class PassageTable:
    """The passages of a report in the making, in the order in which they are first found."""

    def __init__(self) -> None:
        self.passages: list[dict[str, Any]] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def short(self, passage: Mapping[str, Any]) -> dict[str, Any]:
        """What a result keeps of a passage: its number here, its scores, what was found in it, what it carries."""
        key = (passage.get("id"), passage.get("source"), passage["text"])
        number = self._numbers.setdefault(key, len(self.passages))
        if number == len(self.passages):
            self.passages.append({name: passage[name] for name in PRINTED if name in passage})
        scores = {name: round(value, DIGITS) for name, value in passage.get("scores", {}).items()}
        return {
            "passage": number,
            "score": passage["score"],
            "scores": scores,
            "matched": passage.get("matched", []),
            **({"evidence": passage["evidence"]} if passage.get("evidence") else {}),
        }


def whole_question(report: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
    """A question of the report with the passages of its results in full; those of an older report are so already."""
    table = report.get("passages", ())

    def whole(rank: int, passage: Mapping[str, Any]) -> Mapping[str, Any]:
        if "passage" not in passage:
            return passage
        return {"rank": rank, "evidence": [], **table[passage["passage"]], **passage}

    return {
        **question,
        "runs": {
            name: {**result, "passages": [whole(rank, passage) for rank, passage in enumerate(result["passages"], 1)]}
            for name, result in question["runs"].items()
        },
    }
