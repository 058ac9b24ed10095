"""`wenbao build`: the index of a folder of pages, built or brought up to date."""

import argparse

from rag.commands.arguments import Describe, add_index, add_source
from rag.commands.call import Call, built, tell_notices, tell_problems
from rag.wording import say


def add_arguments(command: argparse.ArgumentParser, describe: Describe) -> None:
    """What `build` takes."""
    add_source(command, describe)
    add_index(command, describe)


def run(call: Call) -> int:
    """Build the index, say what was done, and name the files that could not be used. Raises WenbaoError."""
    from rag.models import encoder

    report = built(call, lambda: encoder.load_encoder(call.settings))
    done = {name: getattr(report, name) for name in ("pages", "articles", "passages", "encoded", "reused")}
    print(
        say("build-done" if report.changed else "build-unchanged", call.language, folder=call.arguments.index, **done)
    )
    tell_notices(report.passed, call.language)
    tell_problems(report.notices, call.language)
    return tell_problems(report.skipped, call.language)
