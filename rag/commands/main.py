"""The `wenbao` command. Standard output carries results alone; everything else goes to standard error.

Exit status: 0 done, 1 an error said in one sentence, 2 wrong arguments, 130 interrupted, 143 terminated. What
loads the model or the page is imported by the commands that need it, so that the others answer at once.
"""

import argparse
import contextlib
import importlib.metadata
import os
import sys
from collections.abc import Sequence
from typing import Final, Protocol

from rag.commands import articles, ask, build, eval, feedback, mend, questions, serve
from rag.commands.arguments import Describe, add_common, add_help, language_given
from rag.commands.call import Call
from rag.commands.stopping import Stopped, status_after
from rag.commands.terminal import language_of, quiet_libraries, tell, use_console
from rag.errors import WenbaoError
from rag.settings import Settings
from rag.storage.places import own_temporary_files
from rag.wording import Language, say


class Command(Protocol):
    """A module of this folder that is a command of its own name."""

    def add_arguments(self, command: argparse.ArgumentParser, describe: Describe) -> None:
        """Add to `command` what it takes beside what all commands take."""

    def run(self, call: Call) -> int:
        """Do it, and return the exit status. Raises WenbaoError."""


COMMANDS: Final[dict[str, Command]] = {
    "serve": serve,
    "build": build,
    "articles": articles,
    "mend": mend,
    "ask": ask,
    "eval": eval,
    "questions": questions,
    "feedback": feedback,
}


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
    except KeyboardInterrupt as stop:
        tell(say(stop.key, language, **stop.values) if isinstance(stop, Stopped) else say("interrupted", language))
        return status_after(stop)
    except BrokenPipeError:  # whoever reads the output has what they wanted
        _abandon_output()
        return 0
    except OSError as error:
        _abandon_output()
        tell(
            say(
                "cli-system",
                language,
                reason=": ".join(str(part) for part in (error.filename, error.strerror or error) if part is not None),
            )
        )
        return 1


def _run(arguments: argparse.Namespace, language: Language) -> int:
    settings = Settings.load(arguments.settings) if arguments.settings else Settings()
    return COMMANDS[arguments.command].run(Call(arguments, settings.with_values(dict(arguments.changes)), language))


def build_parser(language: Language) -> argparse.ArgumentParser:
    """The parser of all commands; the namespace has `command` and the command's own `parser`."""
    describe = Describe(language)
    parser = argparse.ArgumentParser(
        prog="wenbao", description=describe("cli-about"), allow_abbrev=False, add_help=False
    )
    add_help(parser, describe)
    parser.add_argument(
        "--version",
        action="version",
        version=f"wenbao {importlib.metadata.version('wenbao')}",
        help=describe("cli-version"),
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        command = commands.add_parser(
            name, help=describe(f"cli-{name}"), description=describe(f"cli-{name}"), allow_abbrev=False, add_help=False
        )
        command.set_defaults(parser=command)
        module.add_arguments(command, describe)
        add_common(command, describe)
    return parser


def _abandon_output() -> None:
    """Point standard output nowhere, so that what is left in its buffer raises nothing at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
