"""What several commands take on the command line, in the user's language."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from rag.parsing import shown, whole_number
from rag.wording import Language, say

SOURCE: Final = Path("seeds")
INDEX: Final = Path("index")

LARGEST: Final = 10**12
"""Of a number given: more than there is of anything here."""


@dataclass(frozen=True)
class Describe:
    """Sentences of the wording for the help, by key and values, in one language."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with each % doubled, as argparse reads one as the beginning of a name."""
        return say(key, self.language, **values).replace("%", "%%")


def language_given(words: Sequence[str]) -> Language | None:
    """The --language among the words, needed before they are parsed because the help is in it too."""
    languages: tuple[Language, ...] = get_args(Language)
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        if name == "--language":
            given = value or "".join(words[place + 1 : place + 2])
            return next((language for language in languages if language == given), None)
    return None


def add_source(command: argparse.ArgumentParser, describe: Describe, metavar: str = "DIR") -> None:
    """The pages to read."""
    command.add_argument(
        "--source", type=Path, default=SOURCE, metavar=metavar, help=describe("cli-source", default=SOURCE)
    )


def add_index(command: argparse.ArgumentParser, describe: Describe) -> None:
    """The index to write or to open."""
    command.add_argument("--index", type=Path, default=INDEX, metavar="DIR", help=describe("cli-index", default=INDEX))


def number(describe: Describe, least: int) -> Callable[[str], int]:
    """What reads a whole number from `least` on, and says in this language what it is given instead."""

    def read(text: str) -> int:
        number = whole_number(text, LARGEST)
        if number is None or number < least:
            raise argparse.ArgumentTypeError(
                say("cli-number", describe.language, text=shown(text), least=least, most=LARGEST)
            )
        return number

    return read


def add_common(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What every command takes."""

    def assignment(text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not (equals and name):
            raise argparse.ArgumentTypeError(say("cli-set-form", describe.language, text=text))
        return name, value

    command.add_argument("--settings", type=Path, metavar="FILE", help=describe("cli-settings"))
    command.add_argument(
        "--set",
        type=assignment,
        action="append",
        default=[],
        dest="changes",
        metavar="NAME=VALUE",
        help=describe("cli-set"),
    )
    add_help(command, describe)


def add_help(parser: argparse.ArgumentParser, describe: Describe) -> None:
    """Help, and the language of all that is said."""
    parser.add_argument("-h", "--help", action="help", help=describe("cli-help"))
    parser.add_argument("--language", choices=get_args(Language), help=describe("cli-language"))
