"""The `wenbao` command's arguments: what may be given, in the user's language. What a command does is in `rag.cli`."""

import argparse
import importlib.metadata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, get_args

from rag.parsing import shown, whole_number
from rag.wording import Language, say

SOURCE: Final = Path("seeds")
INDEX: Final = Path("index")
HOST: Final = "127.0.0.1"
PORT: Final = 7860
"""Gradio's usual port."""
DRAFTS: Final = 20
"""Questions drafted at once: an afternoon's work."""

LARGEST: Final = 10**12
"""Of a number given: more than there is of anything here."""

COMMANDS: Final = ("serve", "build", "articles", "ask", "eval", "questions", "feedback")


def language_given(words: Sequence[str]) -> Language | None:
    """The --language among the words, needed before they are parsed because the help is in it too."""
    languages: tuple[Language, ...] = get_args(Language)
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        if name == "--language":
            given = value or "".join(words[place + 1:place + 2])
            return next((language for language in languages if language == given), None)
    return None


def build_parser(language: Language) -> argparse.ArgumentParser:
    """The parser of all commands; the namespace has `command` and the command's own `parser`."""
    def describe(key: str, **values: object) -> str:
        return say(key, language, **values).replace("%", "%%")

    parser = argparse.ArgumentParser(prog="wenbao", description=describe("cli-about"), allow_abbrev=False,
                                     add_help=False)
    _add_help(parser, describe)
    parser.add_argument("--version", action="version", version=f"wenbao {importlib.metadata.version('wenbao')}",
                        help=describe("cli-version"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        command = commands.add_parser(name, help=describe(f"cli-{name}"), description=describe(f"cli-{name}"),
                                      allow_abbrev=False, add_help=False)
        command.set_defaults(parser=command)
        _add_own(command, name, language, describe)
        _add_common(command, language, describe)
    return parser


def _add_help(parser: argparse.ArgumentParser, describe: Callable[..., str]) -> None:
    parser.add_argument("-h", "--help", action="help", help=describe("cli-help"))
    parser.add_argument("--language", choices=get_args(Language), help=describe("cli-language"))


def _add_own(command: argparse.ArgumentParser, name: str, language: Language,
             describe: Callable[..., str]) -> None:
    """The arguments of one command."""
    if name in ("serve", "build", "articles"):
        metavar = "PATH" if name == "articles" else "DIR"
        command.add_argument("--source", type=Path, default=SOURCE, metavar=metavar,
                             help=describe("cli-source", default=SOURCE))
    if name != "articles":
        command.add_argument("--index", type=Path, default=INDEX, metavar="DIR",
                             help=describe("cli-index", default=INDEX))
    if name == "serve":
        command.add_argument("--host", default=HOST, metavar="H", help=describe("cli-host", default=HOST))
        command.add_argument("--port", type=_number(language, 0), default=PORT, metavar="P",
                             help=describe("cli-port", default=PORT))
        command.add_argument("--no-browser", action="store_true", help=describe("cli-no-browser"))
        command.add_argument("--read-only", action="store_true", help=describe("cli-read-only"))
        command.add_argument("--allow-host", action="append", default=[], metavar="NAME", dest="hosts",
                             help=describe("cli-allow-host"))
        command.add_argument("--auth", metavar="USER", help=describe("cli-auth"))
        for option in ("demo", "mcp"):
            command.add_argument(f"--{option}", action="store_true", help=describe(f"cli-{option}"))
    if name == "ask":
        command.add_argument("question", nargs="?", metavar="QUESTION", help=describe("cli-question"))
        _add_scope(command, language, describe)
    if name in ("ask", "eval"):
        command.add_argument("--questions", type=Path, required=name == "eval", metavar="FILE",
                             help=describe("cli-question-file"))
    if name in ("articles", "ask", "feedback"):
        form = command.add_mutually_exclusive_group()
        if name == "articles":
            form.add_argument("--toml", action="store_true", help=describe("cli-toml"))
        form.add_argument("--json", action="store_true", help=describe("cli-json"))
    if name == "eval":
        _add_evaluation(command, language, describe)
    if name == "questions":
        command.add_argument("action", choices=["draft"], help=describe("cli-draft"))
        command.add_argument("--count", type=_number(language, 1), default=DRAFTS, metavar="N",
                             help=describe("cli-count", default=DRAFTS))
        command.add_argument("--out", type=Path, metavar="FILE", help=describe("cli-draft-out"))


def _number(language: Language, least: int) -> Callable[[str], int]:
    """What reads a whole number from `least` on, and says in this language what it is given instead."""
    def read(text: str) -> int:
        number = whole_number(text, LARGEST)
        if number is None or number < least:
            raise argparse.ArgumentTypeError(say("cli-number", language, text=shown(text), least=least, most=LARGEST))
        return number

    return read


def _add_evaluation(command: argparse.ArgumentParser, language: Language, describe: Callable[..., str]) -> None:
    """What `eval` takes beside its questions."""
    command.add_argument("--out", type=Path, metavar="DIR", help=describe("cli-out"))
    command.add_argument("--compare", metavar="A,B", help=describe("cli-compare"))
    command.add_argument("--against", type=Path, metavar="FILE", help=describe("cli-against"))
    command.add_argument("--fail-on", metavar="MEASURE=AMOUNT", help=describe("cli-fail-on"))
    command.add_argument("--every", type=_number(language, 1), default=1, metavar="N", help=describe("cli-every"))


def _add_scope(command: argparse.ArgumentParser, language: Language, describe: Callable[..., str]) -> None:
    """The part of the newspaper to look in; see `rag.scope.scope_of`."""
    command.add_argument("--from", dest="first", metavar="DATE", help=describe("cli-from"))
    command.add_argument("--to", dest="last", metavar="DATE", help=describe("cli-to"))
    for option, kind, metavar in (("section", str, "S"), ("reporter", str, "R"), ("page", _number(language, 0), "N")):
        command.add_argument(f"--{option}", type=kind, action="append", default=[], metavar=metavar,
                             dest="numbers" if option == "page" else f"{option}s", help=describe(f"cli-{option}"))


def _add_common(command: argparse.ArgumentParser, language: Language, describe: Callable[..., str]) -> None:
    """What every command takes."""
    def assignment(text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not (equals and name):
            raise argparse.ArgumentTypeError(say("cli-set-form", language, text=text))
        return name, value

    command.add_argument("--settings", type=Path, metavar="FILE", help=describe("cli-settings"))
    command.add_argument("--set", type=assignment, action="append", default=[], dest="changes", metavar="NAME=VALUE",
                         help=describe("cli-set"))
    _add_help(command, describe)
