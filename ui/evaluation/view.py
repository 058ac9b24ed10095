"""The small parts of the tab for evaluation as HTML: a question file, how an evaluation stands, what came of an entry.

File names, questions and answers pass through `escaped`. Left out: results and questions, which look as in a report.
"""

from collections.abc import Sequence
from typing import Any, Final

from rag import EvaluationCancelled, Language, WenbaoError
from ui.evaluation.work import Evaluating
from ui.markup import error_sentence, escaped
from ui.wording import say

PROBLEMS: Final = 50
"""Most mistakes of a file that are listed."""


def said(key: str, language: Language, **values: object) -> str:
    """The sentence named `key`, escaped."""
    return escaped(say(key, language, **values))


def file_view(name: str, asked: Any, language: Language) -> str:
    """What a question file holds, and line by line what of it cannot be used."""
    told = [say("page-eval-file", language, name=name, count=len(asked.questions))]
    if asked.documents:
        told.append(say("page-eval-documents", language, count=len(asked.documents)))
    told += [error_sentence(notice, language) for notice in asked.notices]
    about = f'<p class="eval-note">{escaped(" ".join(told))}</p>'
    if not asked.problems:
        return about
    return (f'{about}<details class="problems" open><summary>'
            f'{said("page-eval-problems", language, count=len(asked.problems))}</summary>'
            f"<ul>{_problems(asked.problems, language)}</ul></details>")


def _problems(problems: Sequence[WenbaoError], language: Language) -> str:
    listed = [error_sentence(problem, language) for problem in problems[:PROBLEMS]]
    if len(problems) > PROBLEMS:
        listed.append(say("page-eval-more-problems", language, count=len(problems) - PROBLEMS))
    return "".join(f"<li>{escaped(sentence)}</li>" for sentence in listed)


def error_view(error: WenbaoError, language: Language) -> str:
    """Why something was not done."""
    return f'<p class="eval-note failed" role="alert">{escaped(error_sentence(error, language))}</p>'


def notes_view(sentences: Sequence[str]) -> str:
    """What was done."""
    return "".join(f'<p class="eval-note" role="status">{escaped(sentence)}</p>' for sentence in sentences)


def work_view(work: Evaluating, language: Language) -> str:
    """The bar of an evaluation, or in a sentence what came of it."""
    if work.ended:
        look = "done" if work.finished else "stopped" if isinstance(work.error, EvaluationCancelled) else "failed"
        told = escaped(_outcome(work, language))
        return f'<div class="eval-work"><p class="outcome {look}" role="status">{told}</p></div>'
    return f'<div class="eval-work">{_bar(work, language)}</div>'


def others_view(work: Evaluating, language: Language) -> str:
    """How an evaluation stands that another visitor began; nothing once it has ended, since its results are shown."""
    if work.ended:
        return ""
    told = said("page-eval-others", language)
    return f'<div class="eval-work"><p class="eval-note" role="status">{told}</p>{_bar(work, language)}</div>'


def _bar(work: Evaluating, language: Language) -> str:
    """What is done, and how far it is."""
    share = 100 * work.done / work.total if work.total else 0.0
    stage = "page-eval-stopping" if work.stopping else work.stage
    count = f"{work.done}/{work.total}" if work.total else ""
    return (f'<p class="stage">{said(stage, language)} <span class="count">{count}</span></p>'
            f'<div class="bar" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{share:.0f}" '
            f'aria-label="{said(stage, language)}"><span style="width: {share:.1f}%"></span></div>')


def _outcome(work: Evaluating, language: Language) -> str:
    if work.finished:
        return say("page-eval-done", language, seconds=work.seconds)
    if isinstance(work.error, EvaluationCancelled):
        asked = work.stage == "progress-ask"
        return say("page-eval-stopped", language, done=work.done if asked else 0,
                   total=work.total if asked else work.error.values["total"])
    return error_sentence(work.error, language) if work.error else say("page-eval-failed", language)
