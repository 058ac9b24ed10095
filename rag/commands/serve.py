"""`wenbao serve`: the page in the browser, after building where there is no index or the pages changed."""

import argparse
from pathlib import Path
from typing import Final

from rag.commands.arguments import SOURCE, Describe, add_index, add_source, number
from rag.commands.call import Call, built, tell_notice, tell_notices, tell_problems
from rag.commands.memory import share_arenas
from rag.commands.terminal import tell
from rag.corpus.feedback import FeedbackFile
from rag.errors import QuestionError
from rag.evaluation.questions import read_questions
from rag.pages.companions import folder_of
from rag.wording import Language, say

HOST: Final = "127.0.0.1"
PORT: Final = 7860
"""Gradio's usual port."""

EXAMPLES: Final = 4
"""Example questions offered on the page: one row of buttons."""


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `serve` takes."""
    add_source(command, describe)
    add_index(command, describe)
    command.add_argument("--host", default=HOST, metavar="H", help=describe("cli-host", default=HOST))
    command.add_argument(
        "--port", type=number(describe, 0), default=PORT, metavar="P", help=describe("cli-port", default=PORT)
    )
    command.add_argument("--no-browser", action="store_true", help=describe("cli-no-browser"))
    command.add_argument("--read-only", action="store_true", help=describe("cli-read-only"))
    command.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", dest="hosts", help=describe("cli-allow-host")
    )
    command.add_argument("--auth", metavar="USER", help=describe("cli-auth"))
    for option in ("demo", "mcp"):
        command.add_argument(f"--{option}", action="store_true", help=describe(f"cli-{option}"))


def run(call: Call) -> int:
    """Open the page, and keep serving it until interrupted. Raises WenbaoError."""
    from ui.server.address import check_address, check_names, password_of
    from ui.tour.steps import read_tour

    share_arenas()
    arguments, settings = call.arguments, call.settings
    check_address(arguments.host, arguments.port)
    if arguments.source == SOURCE and not arguments.source.exists():  # one that was named is an error of its own
        arguments.source.mkdir()
        tell(say("source-made", call.language, path=arguments.source))
    examples = example_questions(arguments.source, call.language)
    tour = read_tour(arguments.source) if arguments.demo else ()
    check_names(arguments.hosts)
    password = password_of(arguments.auth, call.language) if arguments.auth is not None else ""

    from rag.assistant import Assistant
    from rag.index.build import is_current
    from rag.models import encoder

    model = encoder.LazyEncoder(encoder.encoder_name(settings), lambda: encoder.load_encoder(settings))
    if not is_current(arguments.source, arguments.index, settings, model.name, empty=True):
        report = built(call, lambda: model, empty=True)
        tell_problems([*report.skipped, *report.notices], call.language)

    from rag.corpus.library import Library
    from ui.app import serve as serve_page
    from ui.extras import Extras
    from ui.server.login import Login

    assistant = Assistant.open(arguments.index, settings, model, late=True)

    def load() -> None:
        assistant.load()
        tell_notice(assistant, call.language)

    library = Library(assistant, arguments.source, arguments.index, model, read_only=arguments.read_only)
    tell_notices(library.passed_over, call.language)
    serve_page(
        library,
        arguments.host,
        arguments.port,
        not arguments.no_browser,
        language=call.language,
        examples=examples,
        extras=Extras(
            FeedbackFile(arguments.index),
            tour,
            arguments.mcp,
            tuple(arguments.hosts),
            Login(arguments.auth, password) if password else None,
        ),
        load=load,
    )
    return 0


def example_questions(source: Path, language: Language) -> list[str]:
    """Questions to start with: of `questions.jsonl` beside the pages, the first answerable one of each type.

    What is wrong in that file is said, and the page does without it.
    """
    path = folder_of(source) / "questions.jsonl"
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
