"""`wenbao serve`: the page in the browser, after building where there is no index or the pages changed."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rag.commands.arguments import SOURCE, Describe, add_index, add_source, number
from rag.commands.call import Call, built, tell_notice, tell_notices, tell_problems
from rag.commands.memory import share_arenas
from rag.commands.terminal import tell
from rag.corpus.feedback import FeedbackFile
from rag.errors import QuestionError
from rag.evaluation.questions import Question, read_questions
from rag.pages.companions import folder_of
from rag.text.characters import is_chinese
from rag.wording import Language, say

HOST: Final = "127.0.0.1"
PORT: Final = 7860
"""Gradio's usual port."""

EXAMPLES: Final = 4
"""Example questions offered on the page in each language: two rows of two."""


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
    from rag.models import encoder
    from rag.stores import is_current

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
    """Questions to start with, of `questions.jsonl` beside the pages: some in Chinese, then some in English, as far as
    they are there, each of another type and of other pieces where that can be.

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
    plain = [each for each in read.questions if each.answers and not each.history]
    chinese = [each for each in plain if is_chinese(each.question)]
    return [each.question for each in (*_varied(chinese), *_varied([each for each in plain if each not in chinese]))]


def _varied(questions: Sequence[Question]) -> list[Question]:
    """EXAMPLES of the questions from all over the file: of each type in turn, of pieces that none before is about, as
    far as that can be.
    """
    types = list(dict.fromkeys(each.type for each in questions))
    chosen: list[Question] = []
    for place in range(EXAMPLES):
        begin = place * len(questions) // EXAMPLES
        left = [each for each in (*questions[begin:], *questions[:begin]) if each not in chosen]
        pieces = {piece for each in chosen for piece in each.articles}
        wanted = types[place % len(types)] if types else ""
        chosen += sorted(left, key=lambda each: (each.type != wanted, bool(pieces & {*each.articles})))[:1]
    return chosen
