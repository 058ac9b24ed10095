"""One question of the report as HTML: its gold, and what each run answered, cited and found.

Left out: the list of questions with its filters (see `listing`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from markupsafe import Markup

from rag.answering.markers import object_places, span_place
from rag.evaluation.report.html.formatting import Kind, in_pieces, one_figure
from rag.evaluation.report.html.sources import FoundPassage, Numbering, Quotation, found_passage, quotations
from rag.evaluation.report.html.templating import render
from rag.wording import Language, say

State = Literal["right", "partly", "wrong", "refused-rightly", "refused-wrongly", "unjudged"]
"""What became of a question."""


@dataclass(frozen=True)
class Gold:
    """What should have been answered and found; each piece of evidence with whether any page holds it."""

    answers: Sequence[str]
    items: Sequence[str]
    evidence: Sequence[tuple[str, bool]]
    relevant: Sequence[str]


@dataclass(frozen=True)
class RunAnswer:
    """What one run answered, cited and found; `mark` tells what became of it, `ranks` where the evidence was found."""

    name: str
    mark: Markup
    about: Sequence[str]
    answer: Sequence[tuple[str, Kind]]
    citations: Sequence[Quotation]
    passages: Sequence[FoundPassage]
    ranks: Sequence[str]


def state_of(result: Mapping[str, Any]) -> State:
    """What became of a question in one run: by answer_correct, or by Success@1 where answers were not judged."""
    figures = result["figures"]
    if "unanswerable_refused" in figures:
        return "refused-rightly" if result["refused"] else "wrong"
    if result["refused"] and "answer_correct" in figures:
        return "refused-wrongly"
    value = figures.get("answer_correct", figures.get("Success@1"))
    if value is None:
        return "unjudged"
    return "right" if value >= 1 else "partly" if value > 0 else "wrong"


@cache
def state_mark(state: State, language: Language) -> Markup:
    """What became of a question, as HTML; kept, since there are few states and a list has thousands of marks."""
    return render("state", language, state=state)


def question_view(question: Mapping[str, Any], language: Language, numbering: Numbering | None = None) -> Markup:
    """All about one question of the report object, as an HTML fragment of its own; with `numbering` only the numbers of
    its passages stand in it.
    """
    runs: Mapping[str, Mapping[str, Any]] = question["runs"]
    gold = question["gold"]
    measures = list(dict.fromkeys(name for result in runs.values() for name in result["figures"]))
    return render(
        "question",
        language,
        history=question.get("history") or (),
        gold=_gold(gold, language),
        runs=[_run(name, result, gold, language, numbering) for name, result in runs.items()],
        measures=measures,
        figures=[(name, list(_figures(result["figures"], measures))) for name, result in runs.items()],
    )


def _gold(gold: Mapping[str, Any], language: Language) -> Gold:
    missing = set(gold.get("unprinted") or ())
    relevant = [
        say("report-grade", language, document=document, grade=grade)
        for document, grade in dict(gold.get("relevant") or {}).items()
    ]
    return Gold(
        gold.get("answers") or (),
        gold.get("items") or (),
        [(piece, piece not in missing) for piece in gold.get("evidence") or ()],
        relevant,
    )


def _run(
    name: str, result: Mapping[str, Any], gold: Mapping[str, Any], language: Language, numbering: Numbering | None
) -> RunAnswer:
    return RunAnswer(
        name,
        state_mark(state_of(result), language),
        list(_about(result, language)),
        _answer(result),
        quotations(result, language),
        [found_passage(passage, language, numbering) for passage in result["passages"]],
        _ranks(result, gold, language),
    )


def _about(result: Mapping[str, Any], language: Language) -> Iterable[str]:
    """How sure the answer is, and how long it took, where either is known."""
    if result.get("confidence") is not None:
        yield say("report-confidence", language, value=f"{result['confidence']:.2f}")
    total = (result.get("timings_ms") or {}).get("total")
    if total:
        yield say("report-milliseconds", language, value=total)


def _answer(result: Mapping[str, Any]) -> Sequence[tuple[str, Kind]]:
    """The answer with the place of the exact span and those of the citations' markers; nothing for none."""
    text, markers = result["answer"], object_places(result).values()
    if not text:
        return ()
    places: list[tuple[int, int, Kind]] = [(begin, end, "marker") for begin, end in markers]
    begin, end = span_place(text, result.get("span") or "", markers)
    return in_pieces(text, sorted([*places, (begin, end, "exact")] if end else places))


def _ranks(result: Mapping[str, Any], gold: Mapping[str, Any], language: Language) -> list[str]:
    """For each piece of evidence the rank where it was found; numbered where there are more than one."""
    ranks = list(zip(range(1, len(gold.get("evidence") or ()) + 1), result.get("evidence_ranks") or (), strict=False))
    numbers = [f" {number}" if len(ranks) > 1 else "" for number, _ in ranks]
    return [
        say("report-evidence-at", language, number=number, rank=rank)
        if rank
        else say("report-evidence-missed", language, number=number)
        for number, (_, rank) in zip(numbers, ranks, strict=True)
    ]


def _figures(figures: Mapping[str, float], measures: Iterable[str]) -> Iterable[str]:
    return (one_figure(figures[name]) if name in figures else "–" for name in measures)
