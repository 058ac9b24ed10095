"""The guided tour: a few questions that show what the product does, each with a line of what to notice.

It lies beside the pages as `tour.toml`, one [[step]] a table; where there is none, it is made from the types of the
questions in `questions.jsonl` there. Left out: how it is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rag import Language, TourError, decoded, parse_toml, read_limited
from rag.evaluation import Question, read_questions
from ui.wording import WORDING

NAME: Final = "tour.toml"
QUESTIONS: Final = "questions.jsonl"
STEPS: Final = 12
"""More would not be a tour."""

TYPES: Final = (("number", "fact"), ("list",), ("multi",), ("followup",), ("unanswerable",))
"""The types of questions that make a step each, in order; the first of a row that there is."""


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step: `questions` are asked one after the other, a follow-up after what it follows; `notices` by language."""

    questions: tuple[str, ...]
    notices: Mapping[Language, str]


def read_tour(source: Path) -> tuple[TourStep, ...]:
    """The tour of the pages at `source`, a folder or a file in it.

    Raises TourError for a tour.toml that is wrong, and where there is nothing to make a tour from; QuestionError where
    the question file is wrong.
    """
    folder = source if source.is_dir() else source.parent
    if (folder / NAME).is_file():
        return _from_toml(folder / NAME)
    if not (folder / QUESTIONS).is_file():
        raise TourError("tour-missing", folder=folder)
    steps = made_from(read_questions(folder / QUESTIONS).questions)
    if not steps:
        raise TourError("tour-no-types", path=folder / QUESTIONS)
    return steps


def made_from(questions: Sequence[Question]) -> tuple[TourStep, ...]:
    """A tour of the first question of each type; its notices are the types'."""
    first: dict[str, Question] = {}
    for question in questions:
        first.setdefault(question.type, question)
    chosen = (next((first[name] for name in row if name in first), None) for row in TYPES)
    return tuple(
        TourStep((*(earlier for earlier, _ in question.history), question.question), _notices(question.type))
        for question in chosen
        if question is not None
    )


def _notices(kind: str) -> dict[Language, str]:
    chinese, english = WORDING[f"tour-{kind}"]
    return {"zh": chinese, "en": english}


def _from_toml(path: Path) -> tuple[TourStep, ...]:
    def refused(reason: object) -> TourError:
        return TourError("tour-unreadable", path=path, reason=reason)

    fields = parse_toml(decoded(read_limited(path, refused), refused), refused)
    tables = fields.get("step")
    if not isinstance(tables, list) or not 1 <= len(tables) <= STEPS or len(fields) > 1:
        raise TourError("tour-form", path=path, limit=STEPS)
    return tuple(_step(table, place, path) for place, table in enumerate(tables, start=1))


def _step(table: Any, place: int, path: Path) -> TourStep:
    """One [[step]]: `questions`, and `notice` with its English in `notice_en`, which may be left out."""
    given = table if isinstance(table, dict) else {}
    questions, notice = given.get("questions"), given.get("notice")
    english = given.get("notice_en", notice)
    listed = isinstance(questions, list) and questions and all(_is_text(text) for text in questions)
    if not (listed and _is_text(notice) and _is_text(english)) or given.keys() - {"questions", "notice", "notice_en"}:
        raise TourError("tour-step", path=path, place=place)
    return TourStep(tuple(map(str, given["questions"])), {"zh": str(notice), "en": str(english)})


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
