"""`wenbao articles`: how each page was split, for a person, a program, or as a `pages.toml` to be mended."""

import argparse

from rag.commands.arguments import Describe, add_source
from rag.commands.call import Call, tell_notices, tell_problems
from rag.commands.printing import articles_text
from rag.json_form import article_objects
from rag.pages.sidecar import apply_sidecar, sidecar_text
from rag.text.visible import json_text


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `articles` takes."""
    add_source(command, describe, metavar="PATH")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--toml", action="store_true", help=describe("cli-toml"))
    form.add_argument("--json", action="store_true", help=describe("cli-json"))


def run(call: Call) -> int:
    """Print how each page was split, and name the files that could not be used. Raises WenbaoError."""
    from rag.articles import join_continued, split_page, with_issues
    from rag.pages.folder import notices_of, passed_over, read_pages

    pages, skipped = read_pages(call.arguments.source, call.settings)
    pages = with_issues(apply_sidecar(pages, call.arguments.source), call.arguments.source)
    pieces = join_continued([article for page in pages for article in split_page(page)], pages)
    named = {page.name: page for page in pages}
    if call.arguments.toml:
        print(sidecar_text(pages, pieces))
    elif call.arguments.json:
        print(json_text(article_objects(pieces, {name: page.issue for name, page in named.items()}), indent=1))
    else:
        print(articles_text(pieces, named, call.language))
    tell_notices(passed_over(call.arguments.source, pages), call.language)
    tell_problems(notices_of(pages), call.language)
    return tell_problems(skipped, call.language)
