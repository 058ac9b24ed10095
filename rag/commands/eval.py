"""`wenbao eval`: what it takes. What it does is in `evaluate`, which loads more than help and wrong arguments need."""

import argparse
from pathlib import Path

from rag.commands.arguments import Describe, add_index, number
from rag.commands.call import Call


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `eval` takes."""
    add_index(command, describe)
    command.add_argument("--questions", type=Path, required=True, metavar="FILE", help=describe("cli-question-file"))
    command.add_argument("--out", type=Path, metavar="DIR", help=describe("cli-out"))
    command.add_argument("--compare", metavar="A,B", help=describe("cli-compare"))
    command.add_argument("--against", type=Path, metavar="FILE", help=describe("cli-against"))
    command.add_argument("--fail-on", metavar="MEASURE=AMOUNT", help=describe("cli-fail-on"))
    command.add_argument("--every", type=number(describe, 1), default=1, metavar="N", help=describe("cli-every"))


def run(call: Call) -> int:
    """Ask every question of a judged set; print the figures, keep them with --out, hold them against earlier ones."""
    from rag.commands.evaluate import evaluate

    return evaluate(call.arguments, call.settings, call.language)
