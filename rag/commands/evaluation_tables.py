"""An evaluation for people at a terminal: tables of figures, of runs side by side, and of how they differ."""

from collections.abc import Sequence
from itertools import groupby

from rag.commands.terminal import table
from rag.evaluation.compare import MAIN_MEASURES, Comparison
from rag.evaluation.regression import Change
from rag.evaluation.run import Estimate, Evaluation, Figure, means
from rag.wording import Language, say


def as_table(evaluation: Evaluation, language: Language) -> str:
    """Every measure over all questions with its interval, then the main ones for each type, then the times."""
    measures = [
        [
            say("eval-measure", language),
            say("eval-mean", language),
            say("eval-interval", language),
            say("eval-count", language),
            say("eval-meaning", language),
        ]
    ]
    measures += [
        [name, f"{estimate.mean:.3f}", _interval(estimate), str(estimate.count), meaning(name, language)]
        for name, estimate in evaluation.estimates().items()
    ]
    return "\n\n".join(
        [
            say("eval-title", language, questions=len(evaluation.rows)),
            table(measures, right=(1, 2, 3)),
            table(_types(evaluation, language), right=range(1, 6)),
            table(_stages([evaluation], language), right=(1, 2)),
        ]
    )


def side_by_side(evaluations: Sequence[Evaluation], comparisons: Sequence[Comparison], language: Language) -> str:
    """Every measure of each run, how each run differs from the one before it, and the times."""
    told = [evaluation.estimates() for evaluation in evaluations]
    names = list(dict.fromkeys(name for estimates in told for name in estimates))
    measures = [
        [say("eval-measure", language), *(evaluation.name for evaluation in evaluations), say("eval-meaning", language)]
    ]
    measures += [
        [name, *(_with_interval(estimates.get(name)) for estimates in told), meaning(name, language)] for name in names
    ]
    parts = [
        say("eval-title", language, questions=len(evaluations[0].rows)),
        table(measures, right=range(1, 1 + len(told))),
    ]
    for (left, right), group in groupby(comparisons, key=lambda comparison: (comparison.left, comparison.right)):
        parts.append(
            say("eval-compared", language, left=left, right=right)
            + "\n"
            + table(_differences(list(group), language), right=range(1, 5))
        )
    return "\n\n".join([*parts, table(_stages(evaluations, language), right=(2, 3))])


def _differences(comparisons: Sequence[Comparison], language: Language) -> list[list[str]]:
    """One line a measure; wins, losses and ties are counted in questions."""
    lines = [
        [
            say("eval-measure", language),
            say("eval-difference", language),
            say("eval-interval", language),
            "p",
            say("eval-wins", language),
        ]
    ]
    lines += [
        [
            told.measure,
            f"{told.difference:+.3f}",
            f"{told.low:+.3f}–{told.high:+.3f}",
            f"{told.p:.3f}",
            f"{told.wins}/{told.losses}/{told.ties}",
        ]
        for told in comparisons
    ]
    return lines


def _types(evaluation: Evaluation, language: Language) -> list[list[str]]:
    """One line a type; the refusal figure is the one that fits it."""
    shown = [name for name in MAIN_MEASURES if "refus" not in name]
    lines = [[say("eval-type", language), say("eval-count", language), *shown, say("eval-refused", language)]]
    for kind, rows in evaluation.types().items():
        sums = means(rows)
        refused = sum(row.refused for row in rows)
        lines.append(
            [kind or "-", str(len(rows)), *(_cell(sums.get(name)) for name in shown), f"{refused}/{len(rows)}"]
        )
    return lines


def _stages(evaluations: Sequence[Evaluation], language: Language) -> list[list[str]]:
    """The time of each stage; with several runs each one's."""
    several = len(evaluations) > 1
    head = [say("eval-stage", language), say("eval-median", language), say("eval-p95", language)]
    lines = [[*([say("eval-run", language)] if several else []), *head]]
    for evaluation in evaluations:
        lines += [
            [*([evaluation.name] if several else []), stage, f"{timing.median:.1f}", f"{timing.p95:.1f}"]
            for stage, timing in evaluation.timings().items()
        ]
    return lines


def _cell(figure: Figure | None) -> str:
    return f"{figure.mean:.3f}" if figure else "-"


def _interval(estimate: Estimate) -> str:
    return f"{estimate.low:.3f}–{estimate.high:.3f}"


def _with_interval(estimate: Estimate | None) -> str:
    return f"{estimate.mean:.3f} ({_interval(estimate)})" if estimate else "-"


def meaning(name: str, language: Language) -> str:
    """What the measure says, in words; several cut-offs of one measure share them."""
    base, _, depth = name.partition("@")
    return say(f"measure-{base}", language, k=depth)


def changes_table(changes: Sequence[Change], language: Language) -> str:
    """The changes for people, those that are worse than tolerated marked."""
    lines = [
        [
            say("eval-measure", language),
            say("against-old", language),
            say("against-new", language),
            say("eval-difference", language),
            say("against-tolerated", language),
            "",
        ]
    ]
    lines += [
        [
            change.measure,
            f"{change.old:.3f}",
            "-" if change.new is None else f"{change.new:.3f}",
            "-" if change.new is None else f"{change.difference:+.3f}",
            f"{change.tolerated:.3f}",
            say("against-worse", language) if change.worse else "",
        ]
        for change in changes
    ]
    return table(lines, right=range(1, 5))
