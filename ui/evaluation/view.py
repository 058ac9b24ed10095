"""The small parts of the tab for evaluation as HTML: a question file, how an evaluation stands, what came of an entry.

Left out: results and questions, which look as in a report.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rag import EvaluationCancelled, Language, WenbaoError, duration
from ui.evaluation.work import Evaluating
from ui.markup import error_sentence
from ui.templating import render
from ui.wording import say

PROBLEMS: Final = 50
"""Most mistakes of a file that are listed."""


TOLD_FROM: Final = 3
"""Questions after which is told how long the others take: the first ones take longest."""


def file_view(name: str, asked: Any, language: Language) -> str:
    """What a question file holds, and line by line what of it cannot be used."""
    told = [say("page-eval-file", language, name=name, count=len(asked.questions))]
    if asked.documents:
        told.append(say("page-eval-documents", language, count=len(asked.documents)))
    told += [error_sentence(notice, language) for notice in asked.notices]
    problems = [error_sentence(problem, language) for problem in asked.problems[:PROBLEMS]]
    if len(asked.problems) > PROBLEMS:
        problems.append(say("page-eval-more-problems", language, count=len(asked.problems) - PROBLEMS))
    return render("evaluation/file", language, told=" ".join(told), count=len(asked.problems), problems=problems)


def note_view(sentence: str, language: Language) -> str:
    """A sentence by itself."""
    return render("paragraph", language, look="eval-note", text=sentence)


def failed_view(sentence: str, language: Language) -> str:
    """A sentence that says why something was not done."""
    return render("paragraph", language, look="eval-note failed", role="alert", text=sentence)


def error_view(error: WenbaoError, language: Language) -> str:
    """Why something was not done."""
    return failed_view(error_sentence(error, language), language)


def notes_view(sentences: Sequence[str], language: Language) -> str:
    """What was done."""
    return render("evaluation/notes", language, sentences=sentences)


def work_view(work: Evaluating, language: Language) -> str:
    """The bar of an evaluation, or in a sentence what came of it."""
    if not work.ended:
        return _bar(work, "", language)
    look = "done" if work.finished else "stopped" if isinstance(work.error, EvaluationCancelled) else "failed"
    return render("evaluation/work", language, outcome=_outcome(work, language), look=look)


def time_view(asked: int, pace: Mapping[str, float], language: Language) -> str:
    """How long an evaluation of so many questions takes, by the seconds that each setting takes for one."""
    paces = say("list-comma", language).join(
        say("page-eval-pace", language, name=name, seconds=_short(seconds)) for name, seconds in pace.items()
    )
    time = duration(asked * sum(pace.values()), language)
    return note_view(say("page-eval-time", language, time=time, asked=asked, paces=paces), language)


def _short(seconds: float) -> str:
    return f"{seconds:.1f}" if seconds >= 0.1 else f"{seconds:.2g}"


def others_view(work: Evaluating, language: Language) -> str:
    """How an evaluation stands that another visitor began; nothing once it has ended, since its results are shown."""
    return "" if work.ended else _bar(work, say("page-eval-others", language), language)


def _bar(work: Evaluating, told: str, language: Language) -> str:
    """What is done, and how far it is; `told` is said above it."""
    share = 100 * work.done / work.total if work.total else 0.0
    stage = say("page-eval-stopping" if work.stopping else work.stage, language)
    return render(
        "evaluation/work",
        language,
        outcome="",
        told=told,
        left=_left(work, language),
        stage=stage,
        count=f"{work.done}/{work.total}" if work.total else "",
        percent=round(share),
        share=round(share, 1),
    )


def _left(work: Evaluating, language: Language) -> str:
    """How long the questions that are left take, once a few were asked; nothing where it is being stopped."""
    if work.stopping or work.stage != "progress-ask" or work.done < TOLD_FROM or work.done == work.total:
        return ""
    left = work.seconds / work.done * (work.total - work.done)
    return say("progress-left", language, time=duration(left, language))


def _outcome(work: Evaluating, language: Language) -> str:
    if work.finished:
        return say("page-eval-done", language, seconds=work.seconds)
    if isinstance(work.error, EvaluationCancelled):
        asked = work.stage == "progress-ask"
        return say(
            "page-eval-stopped",
            language,
            done=work.done if asked else 0,
            total=work.total if asked else work.error.values["total"],
        )
    return error_sentence(work.error, language) if work.error else say("page-eval-failed", language)
