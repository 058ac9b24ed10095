"""The guided tour: a few questions that show what the product does, each with a line of what to notice.

A step asks questions, or shows where the last answer comes from: its source, the whole piece, the page of the paper, or
what an evaluation says. It lies beside the pages as `tour.toml`, one [[step]] a table; where there is none, it is made
from the types of the questions in `questions.jsonl` there. Left out: how it is shown.
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


SHOWN: Final = ("source", "article", "page", "evaluation")
"""What a step can show: the first source of the last answer, all of that piece, the page that it is on, the figures of
an evaluation."""


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step: `questions` are asked one after the other, a follow-up after what it follows; then what `show` names of
    SHOWN is shown, "" for the answer itself. `notices` by language.
    """

    questions: tuple[str, ...]
    notices: Mapping[Language, str]
    show: str = ""


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
    """A tour of the first question of each type, its notices the types'; the first answer is followed to the page."""
    first: dict[str, Question] = {}
    for question in questions:
        first.setdefault(question.type, question)
    chosen = [next((first[name] for name in row if name in first), None) for row in TYPES]
    asked = [
        TourStep((*(earlier for earlier, _ in question.history), question.question), _notices(question.type))
        for question in chosen
        if question is not None
    ]
    shown = [TourStep((), _notices(name), name) for name in SHOWN]
    return (*asked[:1], *shown[:-1], *asked[1:], *shown[-1:]) if chosen[0] is not None else tuple(asked)


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
    """One [[step]]: `questions` or `show` or both, and `notice`; its English in `notice_en` may be left out."""
    given = table if isinstance(table, dict) else {}
    questions, notice, show = given.get("questions", []), given.get("notice"), given.get("show", "")
    english = given.get("notice_en", notice)
    listed = isinstance(questions, list) and all(_is_text(text) for text in questions)
    known = show in SHOWN if "show" in given else bool(questions)
    fields = {"questions", "show", "notice", "notice_en"}
    if not (listed and known and _is_text(notice) and _is_text(english)) or given.keys() - fields:
        raise TourError("tour-step", path=path, place=place)
    return TourStep(tuple(map(str, questions)), {"zh": str(notice), "en": str(english)}, str(show))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
