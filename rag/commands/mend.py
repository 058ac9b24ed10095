"""`wenbao mend`: what the page does under Browse, at a terminal: a split mended, a page's facts told, both undone.

Pieces are named by the numbers that `wenbao articles` prints. Left out: what a mend does (see `rag.corpus`).
"""

import argparse
from typing import TYPE_CHECKING

from rag.commands.arguments import Describe, add_index, add_source, number
from rag.commands.call import Call, built, tell_problems
from rag.commands.printing import articles_text
from rag.wording import say

if TYPE_CHECKING:
    from rag.corpus import Library, Mend

_FACTS = ("date", "number", "paper")


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `mend` takes."""
    at_least_one = number(describe, least=1)
    command.add_argument("page", nargs="?", metavar="PAGE", help=describe("cli-mend-page"))
    add_source(command, describe)
    add_index(command, describe)
    done = command.add_mutually_exclusive_group()
    done.add_argument("--join", nargs=2, type=at_least_one, metavar=("PIECE", "PIECE"), help=describe("cli-mend-join"))
    done.add_argument("--cut", nargs=2, type=at_least_one, metavar=("PIECE", "LINE"), help=describe("cli-mend-cut"))
    done.add_argument("--title", nargs=2, metavar=("PIECE", "TITLE"), help=describe("cli-mend-title"))
    done.add_argument("--kind", nargs=2, metavar=("PIECE", "KIND"), help=describe("cli-mend-kind"))
    done.add_argument("--undo", action="store_true", help=describe("cli-mend-undo"))
    for name in _FACTS:
        command.add_argument(f"--{name}", metavar=name[0].upper(), help=describe(f"cli-mend-{name}"))


def run(call: Call) -> int:
    """Make the one change that was asked for, bring the index up to date, and print the page as it is then. Raises
    WenbaoError.
    """
    arguments = call.arguments
    facts = {name: value for name in _FACTS if (value := getattr(arguments, name)) is not None}
    mends = [name for name in ("join", "cut", "title", "kind") if getattr(arguments, name)]
    if bool(facts) + bool(mends) + arguments.undo != 1 or arguments.undo != (arguments.page is None):
        arguments.parser.error(say("cli-mend-one", call.language))
    library = _library(call)
    if arguments.undo:
        name = _undone(library)
    elif facts:
        name = _described(library, arguments.page, facts)
    else:
        page = library.page_named(arguments.page)
        name = page.name
        library.mend(name, page.digest, _mend(library, arguments, mends[0]))
    print(articles_text(library.pieces(name), {name: library.page_named(name)}, call.language))
    return 0


def _library(call: Call) -> "Library":
    """The corpus of the folder, its index brought up to date."""
    from rag.assistant import Assistant
    from rag.corpus.library import Library
    from rag.models import encoder
    from rag.stores import is_current

    arguments, settings = call.arguments, call.settings
    model = encoder.LazyEncoder(encoder.encoder_name(settings), lambda: encoder.load_encoder(settings))
    if not is_current(arguments.source, arguments.index, settings, model.name):
        report = built(call, lambda: model)
        tell_problems([*report.skipped, *report.notices], call.language)
    return Library(
        Assistant.open(arguments.index, settings, model, late=True), arguments.source, arguments.index, model
    )


def _mend(library: "Library", arguments: argparse.Namespace, asked: str) -> "Mend":
    """The mend that was asked for. Raises LibraryError where the page has no piece of that number."""
    from rag.corpus.mending import Cut, Join, Rekind, Retitle

    first, second = getattr(arguments, asked)
    piece = library.piece(arguments.page, first)
    if asked == "join":
        return Join(piece, library.piece(arguments.page, second))
    if asked == "cut":
        return Cut(piece, second)
    return Retitle(piece, second) if asked == "title" else Rekind(piece, second)


def _described(library: "Library", name: str, facts: dict[str, str]) -> str:
    """Have these facts be said of a page, the others staying as they are said."""
    from rag.corpus.facts import PageFacts

    said = {key: str(value) for key, value in library.facts(name).as_told.items()} | facts
    library.describe(name, PageFacts.typed(*(said.get(key) for key in _FACTS)))
    return name


def _undone(library: "Library") -> str:
    """Undo the last change that no page was removed by; the page that it was of."""
    from rag.errors import LibraryError

    last = next((removal for removal in library.removals if not removal.names), None)
    if last is None:
        raise LibraryError("library-no-removal")
    library.restore(last.id)
    return last.pages[0]
