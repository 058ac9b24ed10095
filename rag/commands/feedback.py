"""`wenbao feedback`: what readers thought of answers, for a person, or as drafts of questions for a question file."""

import argparse
from pathlib import Path
from typing import Final

from rag.commands.arguments import Describe, add_index
from rag.commands.call import Call
from rag.commands.terminal import shortened, table
from rag.corpus.feedback import Feedback, FeedbackFile, draft_object
from rag.errors import FeedbackError
from rag.text.visible import json_text
from rag.wording import Language, say

QUESTION_COLUMNS: Final = 48
"""Columns of a terminal for a question: enough to recognise it."""

NOTE_COLUMNS: Final = 60
"""Columns for a note's first words; --json gives all of it."""


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `feedback` takes."""
    add_index(command, describe)
    command.add_argument("--json", action="store_true", help=describe("cli-json"))


def run(call: Call) -> int:
    """Print what readers thought of answers; see `list_feedback`."""
    return list_feedback(call.arguments.index, call.arguments.json, call.language)


def list_feedback(index: Path, as_json: bool, language: Language) -> int:
    """Print the feedback kept beside `index`, as a table or as drafts, one JSON object a line; the exit status.

    Raises FeedbackError where there is none or it cannot be read.
    """
    entries = FeedbackFile(index).read()
    if not entries:
        raise FeedbackError("feedback-none", path=index)
    if as_json:
        for entry in entries:
            print(json_text(draft_object(entry)))
        return 0
    heads = [say(f"feedback-column-{name}", language) for name in ("time", "thumb", "question", "note")]
    print(table([heads, *(_row(entry, language) for entry in entries)]))
    useful = sum(entry.thumb == "up" for entry in entries)
    print("\n" + say("feedback-sum", language, useful=useful, useless=len(entries) - useful))
    return 0


def _row(entry: Feedback, language: Language) -> list[str]:
    return [
        shortened(entry.time[:16].replace("T", " "), QUESTION_COLUMNS),
        say(f"feedback-{entry.thumb}", language),
        shortened(entry.question, QUESTION_COLUMNS),
        shortened(entry.note, NOTE_COLUMNS),
    ]
