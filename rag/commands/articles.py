"""`wenbao articles`: how each page was split, for a person, a program, or as a `pages.toml` to be mended.

With `--doubtful`, only what is most worth a person's look.
"""

import argparse
from collections.abc import Sequence
from typing import Any, Final

from rag.commands.arguments import Describe, add_source, number
from rag.commands.call import Call, tell_notices, tell_problems
from rag.commands.printing import articles_text, doubtful_text
from rag.json_form import article_objects
from rag.pages.sidecar import apply_sidecar, sidecar_text
from rag.records import Page, Piece
from rag.text.visible import json_text

DOUBTFUL_PAGES: Final = 50
"""Pages that `--doubtful` lists: a morning's work."""


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `articles` takes."""
    add_source(command, describe, metavar="PATH")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--toml", action="store_true", help=describe("cli-toml"))
    form.add_argument("--json", action="store_true", help=describe("cli-json"))
    command.add_argument(
        "--doubtful",
        type=number(describe, least=1),
        nargs="?",
        const=DOUBTFUL_PAGES,
        metavar="PAGES",
        help=describe("cli-doubtful", default=DOUBTFUL_PAGES),
    )


def run(call: Call) -> int:
    """Print how each page was split, and name the files that could not be used. Raises WenbaoError."""
    from rag.articles import join_continued, split_page, with_issues, worst_pages
    from rag.pages.folder import notices_of, passed_over, read_pages

    pages, skipped = read_pages(call.arguments.source, call.settings)
    pages = with_issues(apply_sidecar(pages, call.arguments.source), call.arguments.source)
    pieces = join_continued([article for page in pages for article in split_page(page)], pages)
    worst = worst_pages(pieces) if call.arguments.doubtful else {}
    shown = list(worst)[: call.arguments.doubtful] if call.arguments.doubtful else [page.name for page in pages]
    named = {page.name: page for page in pages}
    if call.arguments.toml:
        print(sidecar_text([named[name] for name in shown], pieces))
    elif call.arguments.json:
        kept = [piece for name in shown for piece in worst[name]] if call.arguments.doubtful else pieces
        print(json_text(_objects(pieces, kept, pages), indent=1))
    elif call.arguments.doubtful:
        print(doubtful_text(pieces, worst, call.arguments.doubtful, named, call.language))
    else:
        print(articles_text(pieces, named, call.language))
    tell_notices(passed_over(call.arguments.source, {page.name: page.digest for page in pages}), call.language)
    tell_problems(notices_of(pages), call.language)
    return tell_problems(skipped, call.language)


def _objects(pieces: Sequence[Piece], kept: Sequence[Piece], pages: Sequence[Page]) -> list[dict[str, Any]]:
    """Those of the `pieces` that are `kept`, in that order, in the form of `--json`."""
    objects = {each["id"]: each for each in article_objects(pieces, {page.name: page.issue for page in pages})}
    return [objects[piece.id] for piece in kept]
