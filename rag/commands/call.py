"""One call of the `wenbao` command, and what several commands do with it: build, open, name what went wrong."""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.commands.progress_bar import progress_bar
from rag.commands.stopping import Stopped, stoppable
from rag.commands.terminal import tell
from rag.errors import Notice, WenbaoError
from rag.progress import PAGES
from rag.settings import Settings
from rag.wording import Language

if TYPE_CHECKING:  # these load the model's libraries
    from rag.assistant import Assistant
    from rag.index.build import BuildReport
    from rag.models.encoder import Encoder


@dataclass(frozen=True)
class Call:
    """One call of the command: its arguments, the settings they amount to, and the language to speak."""

    arguments: argparse.Namespace
    settings: Settings
    language: Language


def built(
    call: Call, model: "Callable[[], Encoder] | Encoder", *, empty: bool = False, brief: bool = False
) -> "BuildReport":
    """Build with a progress bar; the model is loaded when there is a text to encode. `brief` as in `progress_bar`.

    Raises WenbaoError, and Stopped where it is stopped while there are vectors to go on from.
    """
    from rag.index.kept_vectors import count_kept
    from rag.models import encoder
    from rag.stores import build_index

    folder, name = call.arguments.index, encoder.encoder_name(call.settings)
    pages = 0, 0

    def told(stage: str, done: int, total: int) -> None:
        nonlocal pages
        pages = (done, total) if stage == PAGES else pages
        progress(stage, done, total)

    with stoppable(), progress_bar(call.language, brief=brief) as progress:
        try:
            return build_index(call.arguments.source, folder, call.settings, model, name, told, empty=empty)
        except KeyboardInterrupt as stop:
            kept = count_kept(folder, name)
            if not kept or not pages[1]:
                raise
            raise Stopped(stop, "build-stopped", kept=kept, pages=pages[0], total=pages[1]) from stop


def opened(call: Call) -> "Assistant":
    """The assistant of the index, which has to hold something. Raises StoredIndexError and QuestionError."""
    from rag.assistant import Assistant

    assistant = Assistant.open(call.arguments.index, call.settings)
    assistant.check_filled()
    tell_notice(assistant, call.language)
    return assistant


def tell_notice(assistant: "Assistant", language: Language) -> None:
    """What the assistant does without, in one line on standard error."""
    if assistant.notice:
        tell(assistant.notice.sentence(language))


def tell_notices(notices: Iterable[Notice], language: Language) -> None:
    """One line on standard error for each; they are no failures."""
    for notice in notices:
        tell(notice.sentence(language))


def tell_problems(problems: Iterable[WenbaoError], language: Language) -> int:
    """One line on standard error for each; the exit status that follows from them."""
    sentences = [error.sentence(language) for error in problems]
    for sentence in sentences:
        tell(sentence)
    return 1 if sentences else 0
