"""`wenbao build`: the index of a folder of pages, built or brought up to date, and with --watch kept so."""

import argparse
from typing import TYPE_CHECKING

from rag.commands.arguments import Describe, add_index, add_source
from rag.commands.call import Call, built, tell_notices, tell_problems
from rag.wording import say

if TYPE_CHECKING:  # it loads the model's libraries
    from rag.index.build import BuildReport


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `build` takes."""
    add_source(command, describe)
    add_index(command, describe)
    command.add_argument("--watch", action="store_true", help=describe("cli-watch"))


def run(call: Call) -> int:
    """Build the index, say what was done, and name the files that could not be used. Raises WenbaoError."""
    from rag.models import encoder

    if not call.arguments.watch:
        return _tell(built(call, lambda: encoder.load_encoder(call.settings)), call)

    from rag.commands.watch import Watcher

    name = encoder.encoder_name(call.settings)
    watcher = Watcher(call, encoder.LazyEncoder(name, lambda: encoder.load_encoder(call.settings)))
    report = watcher.begin()
    if report is not None:
        _tell(report, call)
    return watcher.go_on()


def _tell(report: "BuildReport", call: Call) -> int:
    """Say what was done and what was not; the exit status that follows from that."""
    done = {name: getattr(report, name) for name in ("pages", "articles", "passages", "encoded", "reused")}
    print(
        say("build-done" if report.changed else "build-unchanged", call.language, folder=call.arguments.index, **done),
        flush=True,
    )
    tell_notices(report.passed, call.language)
    tell_problems(report.notices, call.language)
    return tell_problems(report.skipped, call.language)
