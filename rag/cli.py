"""The `wenbao` command. Standard output carries results alone; everything else goes to standard error.

Exit status: 0 done, 1 an error said in one sentence, 2 wrong arguments, 130 interrupted. What loads the model or the
page is imported by the commands that need it, so that the others answer at once.
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rag.address import check_address, check_names, password_of
from rag.arguments import SOURCE, build_parser, language_given
from rag.commands_feedback import list_feedback
from rag.commands_questions import draft, example_questions
from rag.console import language_of, progress_bar, quiet_libraries, tell, use_console
from rag.contract import answer_object, article_objects
from rag.errors import Notice, WenbaoError
from rag.evaluation.questions import QuestionFile, read_questions
from rag.feedback import FeedbackFile
from rag.places import own_temporary_files
from rag.printing import answer_text, articles_text
from rag.progress import Progress, silent
from rag.scope import scope_of
from rag.settings import Settings
from rag.sidecar import apply_sidecar, sidecar_text
from rag.tour import read_tour
from rag.visible import json_text
from rag.wording import Language, say

if TYPE_CHECKING:  # these load the model's libraries
    from rag.assistant import Assistant
    from rag.encoder import Encoder
    from rag.index.build import BuildReport


@dataclass(frozen=True)
class Call:
    """One call of the command: its arguments, the settings they amount to, and the language to speak."""

    arguments: argparse.Namespace
    settings: Settings
    language: Language


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status. Wrong arguments exit with 2, as argparse does."""
    use_console()
    words = sys.argv[1:] if argv is None else argv
    language = language_given(words) or language_of(os.environ)
    arguments = build_parser(language).parse_args(words)
    try:
        with quiet_libraries(), own_temporary_files():
            status = _run(arguments, language)
            print(end="", flush=True)  # not sys.stdout.flush: there may be no standard output
            return status
    except WenbaoError as error:
        tell(error.sentence(language))
        return 1
    except KeyboardInterrupt:
        tell(say("interrupted", language))
        return 130
    except BrokenPipeError:  # whoever reads the output has what they wanted
        _abandon_output()
        return 0
    except OSError as error:
        _abandon_output()
        tell(say("cli-system", language, reason=": ".join(
            str(part) for part in (error.filename, error.strerror or error) if part is not None)))
        return 1


def _run(arguments: argparse.Namespace, language: Language) -> int:
    settings = Settings.load(arguments.settings) if arguments.settings else Settings()
    if arguments.command == "ask" and (arguments.question is None) == (arguments.questions is None):
        arguments.parser.error(say("cli-one-question", language))
    return COMMANDS[arguments.command](Call(arguments, settings.with_values(dict(arguments.changes)), language))


# ---- commands

def serve(call: Call) -> int:
    """Open the page in the browser, after building where there is no index or the pages changed."""
    arguments, settings = call.arguments, call.settings
    check_address(arguments.host, arguments.port)
    if arguments.source == SOURCE and not arguments.source.exists():  # one that was named is an error of its own
        arguments.source.mkdir()
        tell(say("source-made", call.language, path=arguments.source))
    examples = example_questions(arguments.source, call.language)
    tour = read_tour(arguments.source) if arguments.demo else ()
    check_names(arguments.hosts)
    password = password_of(arguments.auth, call.language) if arguments.auth is not None else ""

    from rag import encoder
    from rag.assistant import Assistant
    from rag.index.build import is_current

    model = encoder.LateEncoder(encoder.encoder_name(settings), lambda: encoder.load_encoder(settings))
    if not is_current(arguments.source, arguments.index, settings, model.name, empty=True):
        report = _built(call, lambda: model, empty=True)
        _name_problems([*report.skipped, *report.notices], call.language)

    from rag.library import Library
    from ui.app import serve as serve_page
    from ui.extras import Extras
    from ui.login import Login

    assistant = Assistant.open(arguments.index, settings, model, late=True)

    def load() -> None:
        assistant.load()
        _say_notice(assistant, call.language)

    library = Library(assistant, arguments.source, arguments.index, model, read_only=arguments.read_only)
    _name_notices(library.passed_over, call.language)
    serve_page(library, arguments.host, arguments.port, not arguments.no_browser, language=call.language,
               examples=examples, extras=Extras(FeedbackFile(arguments.index), tour, arguments.mcp,
                                                tuple(arguments.hosts),
                                                Login(arguments.auth, password) if password else None), load=load)
    return 0


def build(call: Call) -> int:
    """Build the index, say what was done, and name the files that could not be used."""
    from rag import encoder

    report = _built(call, lambda: encoder.load_encoder(call.settings))
    done = {name: getattr(report, name) for name in ("pages", "articles", "passages", "encoded", "reused")}
    print(say("build-done" if report.changed else "build-unchanged", call.language,
              folder=call.arguments.index, **done))
    _name_notices(report.passed, call.language)
    _name_problems(report.notices, call.language)
    return _name_problems(report.skipped, call.language)


def articles(call: Call) -> int:
    """Print how each page was split, and name the files that could not be used."""
    from rag.articles import join_continued, split_page, with_issues
    from rag.pages import notices_of, passed_over, read_pages

    pages, skipped = read_pages(call.arguments.source, call.settings)
    pages = with_issues(apply_sidecar(pages, call.arguments.source), call.arguments.source)
    pieces = join_continued([article for page in pages for article in split_page(page)], pages)
    issues = {page.name: page.issue for page in pages}
    if call.arguments.toml:
        print(sidecar_text(pages, pieces))
    elif call.arguments.json:
        print(json_text(article_objects(pieces, issues), indent=1))
    else:
        print(articles_text(pieces, issues, call.language))
    _name_notices(passed_over(call.arguments.source, pages), call.language)
    _name_problems(notices_of(pages), call.language)
    return _name_problems(skipped, call.language)


def ask(call: Call) -> int:
    """Answer the question, or every question of the file, each as soon as it is answered."""
    from rag.evaluation.run import ask_all

    arguments, scope = call.arguments, scope_of(call.arguments)
    read = read_questions(arguments.questions) if arguments.questions else QuestionFile(())
    assistant = _assistant(call).narrowed(scope)
    if arguments.questions is None:
        answered = answer_object(assistant.ask(arguments.question))
        print(json_text(answered) if arguments.json else answer_text(answered, call.language))
        return 0
    status = _name_problems(read.problems, call.language)
    with _progress(call) as progress:
        # A person sees the answers come; a bar would only stand between them.
        heard = progress if arguments.json else silent
        for question, answered in ask_all(assistant, read.questions, heard, call.language):
            if arguments.json:
                print(json_text(answered), flush=True)
            else:
                print(f"{question.question}\n{answer_text(answered, call.language)}\n", flush=True)
    return status


def evaluate(call: Call) -> int:
    """Ask every question of a judged set; print the figures, keep them with --out, hold them against earlier ones."""
    from rag import commands_eval

    return commands_eval.evaluate(call.arguments, call.settings, call.language)


def questions(call: Call) -> int:
    """Draft questions for a person to finish."""
    return draft(call.arguments.index, call.arguments.count, call.arguments.out, call.language)


def feedback(call: Call) -> int:
    """Print what readers thought of answers."""
    return list_feedback(call.arguments.index, call.arguments.json, call.language)


COMMANDS: Final[dict[str, Callable[[Call], int]]] = {
    "serve": serve, "build": build, "articles": articles, "ask": ask, "eval": evaluate,
    "questions": questions, "feedback": feedback}


# ---- parts of commands

def _built(call: Call, model: Callable[[], "Encoder"], *, empty: bool = False) -> "BuildReport":
    """Build with a progress bar; the model is loaded when there is a text to encode."""
    from rag import encoder
    from rag.index.build import build_index

    with _progress(call) as progress:
        return build_index(call.arguments.source, call.arguments.index, call.settings, model,
                           encoder.encoder_name(call.settings), progress, empty=empty)


def _assistant(call: Call) -> "Assistant":
    from rag.assistant import Assistant

    assistant = Assistant.open(call.arguments.index, call.settings)
    assistant.check_filled()
    _say_notice(assistant, call.language)
    return assistant


def _say_notice(assistant: "Assistant", language: Language) -> None:
    if assistant.notice:
        tell(assistant.notice.sentence(language))


def _progress(call: Call) -> contextlib.AbstractContextManager[Progress]:
    return progress_bar(call.language)


def _name_notices(notices: Iterable[Notice], language: Language) -> None:
    """One line on standard error for each; they are no failures."""
    for notice in notices:
        tell(notice.sentence(language))


def _name_problems(problems: Iterable[WenbaoError], language: Language) -> int:
    """One line on standard error for each; the exit status that follows from them."""
    sentences = [error.sentence(language) for error in problems]
    for told in sentences:
        tell(told)
    return 1 if sentences else 0


def _abandon_output() -> None:
    """Point standard output nowhere, so that what is left in its buffer raises nothing at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
