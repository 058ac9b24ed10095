"""`wenbao questions draft`: drafts of questions on the articles of an index, for a person to finish."""

import argparse
from pathlib import Path
from typing import Final

from rag.commands.arguments import Describe, add_index, number
from rag.commands.call import Call
from rag.errors import QuestionError
from rag.storage.files import write_new
from rag.text.visible import json_text
from rag.wording import Language, say

DRAFTS: Final = 20
"""Questions drafted at once: an afternoon's work."""

SEED: Final = 0
"""Drafts are drawn from the same seed at every call: to get others, ask for more."""


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `questions` takes."""
    add_index(command, describe)
    command.add_argument("action", choices=["draft"], help=describe("cli-draft"))
    command.add_argument(
        "--count", type=number(describe, 1), default=DRAFTS, metavar="N", help=describe("cli-count", default=DRAFTS)
    )
    command.add_argument("--out", type=Path, metavar="FILE", help=describe("cli-draft-out"))


def run(call: Call) -> int:
    """Draft questions; see `draft`."""
    return draft(call.arguments.index, call.arguments.count, call.arguments.out, call.language)


def draft(index: Path, count: int, out: Path | None, language: Language) -> int:
    """Print drafts of questions on the articles of `index`, one JSON object a line, or write them to the file `out`.

    A file that is there already is not overwritten: it may hold a person's work. Raises StoredIndexError, QuestionError
    where nothing can be drafted or the file exists, and OSError where it cannot be written.
    """
    from rag.evaluation.question_drafts import draft_questions
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
