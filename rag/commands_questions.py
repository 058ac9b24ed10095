"""What the `wenbao` command does with question files besides asking them: example questions, and drafts of new ones."""

from pathlib import Path
from typing import Final

from rag.console import tell
from rag.errors import QuestionError
from rag.evaluation.questions import read_questions
from rag.storing import write_new
from rag.visible import json_text
from rag.wording import Language, say

EXAMPLES: Final = 4
"""Example questions offered on the page: one row of buttons."""

SEED: Final = 0
"""Drafts are drawn from the same seed at every call: to get others, ask for more."""


def example_questions(source: Path, language: Language) -> list[str]:
    """Questions to start with: of `questions.jsonl` beside the pages, the first answerable one of each type.

    What is wrong in that file is said, and the page does without it.
    """
    path = (source if source.is_dir() else source.parent) / "questions.jsonl"
    if not path.is_file():
        return []
    try:
        read = read_questions(path)
    except QuestionError as error:
        tell(error.sentence(language))
        return []
    for problem in read.problems:
        tell(problem.sentence(language))
    by_type: dict[str, str] = {}
    for question in read.questions:
        if question.answers and not question.history:
            by_type.setdefault(question.type, question.question)
    return list(by_type.values())[:EXAMPLES]


def draft(index: Path, count: int, out: Path | None, language: Language) -> int:
    """Print drafts of questions on the articles of `index`, one JSON object a line, or write them to the file `out`.

    A file that is there already is not overwritten: it may hold a person's work. Raises StoredIndexError, QuestionError
    where nothing can be drafted or the file exists, and OSError where it cannot be written.
    """
    from rag.evaluation.drafts import draft_questions
    from rag.index.saved import read_index

    if out is not None and out.exists():
        raise QuestionError("draft-exists", path=out)
    drafts = draft_questions(read_index(index).passages, count, SEED, language)
    if not drafts:
        raise QuestionError("draft-nothing", path=index)
    lines = "".join(json_text(one) + "\n" for one in drafts)
    if out is None:
        print(lines, end="")
    else:
        write_new(out, lines.encode("utf-8", "replace"))
        print(say("draft-done", language, count=len(drafts), path=out))
    return 0
