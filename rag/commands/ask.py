"""`wenbao ask`: one question answered, or every question of a file, each as soon as it is answered."""

import argparse
import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rag.answering.scope import Scope, day_of
from rag.assistant import Assistant
from rag.commands.arguments import Describe, add_index, number
from rag.commands.call import Call, opened, tell_problems
from rag.commands.printing import answer_text
from rag.commands.progress_bar import progress_bar
from rag.csv_form import csv_text
from rag.evaluation.questions import Question, QuestionFile, read_questions
from rag.json_form import answer_object
from rag.planning.conditions import plan_label
from rag.planning.listing import EVERY
from rag.planning.plan import plan_object
from rag.progress import silent
from rag.text.visible import json_text
from rag.wording import Language, say


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `ask` takes: a question or a file of them, and the part of the newspaper to look in (see `scope_of`)."""
    add_index(command, describe)
    command.add_argument("question", nargs="?", metavar="QUESTION", help=describe("cli-question"))
    command.add_argument("--from", dest="first", metavar="DATE", help=describe("cli-from"))
    command.add_argument("--to", dest="last", metavar="DATE", help=describe("cli-to"))
    for option, kind, metavar in (("section", str, "S"), ("reporter", str, "R"), ("page", number(describe, 0), "N")):
        command.add_argument(
            f"--{option}",
            type=kind,
            action="append",
            default=[],
            metavar=metavar,
            dest="numbers" if option == "page" else f"{option}s",
            help=describe(f"cli-{option}"),
        )
    command.add_argument("--today", metavar="DATE", help=describe("cli-today"))
    command.add_argument("--questions", type=Path, metavar="FILE", help=describe("cli-question-file"))
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=describe("cli-json"))
    form.add_argument("--csv", action="store_true", help=describe("cli-csv"))
    command.add_argument("--plan", action="store_true", help=describe("cli-plan"))


def run(call: Call) -> int:
    """Print the answer, or the answers; the exit status is 1 where a line of the question file is wrong.

    Raises WenbaoError.
    """
    arguments = call.arguments
    if (arguments.question is None) == (arguments.questions is None):
        arguments.parser.error(say("cli-one-question", call.language))
    if arguments.csv and (arguments.questions or arguments.plan):
        arguments.parser.error(say("cli-csv-one", call.language))
    scope, today = scope_of(arguments), day_asked_on(arguments)
    read = read_questions(arguments.questions) if arguments.questions else QuestionFile(())
    questions = tuple(replace(question, asked_on=question.asked_on or today) for question in read.questions)
    assistant = opened(call).narrowed(scope)
    if arguments.plan:
        asked = questions or (Question("", arguments.question, asked_on=today),)
        _print_plans(assistant, asked, arguments.json, call.language)
        return tell_problems(read.problems, call.language)
    if arguments.csv:
        plan = assistant.listing(arguments.question, today=today)
        print(csv_text(assistant.ask(arguments.question, plan=plan, shown=EVERY), call.language), end="")
        return 0
    pages = assistant.index.pages_by_name
    if arguments.questions is None:
        answered = answer_object(assistant.ask(arguments.question, today=today))
        print(json_text(answered) if arguments.json else answer_text(answered, pages, call.language))
        return 0
    from rag.evaluation.run import ask_all

    status = tell_problems(read.problems, call.language)
    with progress_bar(call.language) as progress:
        # A person sees the answers come; a bar would only stand between them.
        heard = progress if arguments.json else silent
        for question, answered in ask_all(assistant, questions, heard, call.language):
            if arguments.json:
                print(json_text(answered), flush=True)
            else:
                print(f"{question.question}\n{answer_text(answered, pages, call.language)}\n", flush=True)
    return status


def _print_plans(assistant: Assistant, questions: Sequence[Question], as_json: bool, language: Language) -> None:
    """How each question is understood, one a line; nothing is answered. Raises QuestionError."""
    for question in questions:
        plan = assistant.plan(question.question, question.history, today=question.asked_on)
        if as_json:
            print(json_text({"id": question.id, "question": question.question, "plan": plan_object(plan)}))
        else:
            print(plan_label(plan, language))


def day_asked_on(arguments: argparse.Namespace) -> datetime.date | None:
    """The day on which the questions are asked, None where none is given. Raises QuestionError for a wrong day."""
    return datetime.date.fromisoformat(day_of(arguments.today, last=True)) if arguments.today else None


def scope_of(arguments: argparse.Namespace) -> Scope | None:
    """The scope that `wenbao ask` was given, None where it was given none. Raises QuestionError for a wrong day."""
    scope = Scope(
        first=day_of(arguments.first) if arguments.first else "",
        last=day_of(arguments.last, last=True) if arguments.last else "",
        numbers=tuple(arguments.numbers),
        sections=tuple(arguments.sections),
        reporters=tuple(arguments.reporters),
    )
    return scope if scope.narrows else None
