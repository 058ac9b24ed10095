"""Two evaluations of the same questions as one: their runs side by side, and how each differs from its former self.

Left out: where they are kept (`history`), and the comparison itself (`compare`).
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rag.errors import EvaluationError
from rag.evaluation.compare import MAIN_MEASURES, compared_figures

Report = Mapping[str, Any]


def paired(earlier: Report, later: Report) -> dict[str, Any]:
    """One report with the runs of both, each named with its moment; all else is as the later one tells it.

    A run is compared with that of the same name in the earlier report, and where there is no such pair, the last with
    the last. Raises EvaluationError "eval-other-questions" where the questions or their gold are not the same.
    """
    if earlier["questions_digest"] != later["questions_digest"]:
        raise EvaluationError("eval-other-questions")
    names = _names(earlier, later)
    shift = len(later.get("passages", ()))
    comparisons = [
        asdict(comparison)
        for left, right in _pairs(earlier, later)
        for comparison in compared_figures(
            names[0][left], names[1][right], _figures(earlier, left), _figures(later, right), MAIN_MEASURES
        )
    ]
    return {
        **later,
        "runs": [
            {**run, "name": named[run["name"]]}
            for report, named in zip((earlier, later), names, strict=True)
            for run in report["runs"]
        ],
        "comparisons": comparisons,
        "passages": [*later.get("passages", ()), *earlier.get("passages", ())],
        "questions": [
            {
                **question,
                "runs": {
                    **{names[0][name]: _shifted(result, shift) for name, result in former["runs"].items()},
                    **{names[1][name]: result for name, result in question["runs"].items()},
                },
            }
            for former, question in zip(earlier["questions"], later["questions"], strict=True)
        ],
    }


def _names(earlier: Report, later: Report) -> tuple[dict[str, str], dict[str, str]]:
    """What the runs of both are called among each other: with the minute, or with as much as tells them apart."""
    moments = [report["created"].replace("T", " ") for report in (earlier, later)]
    shown = [moment[5:16] for moment in moments]
    if shown[0] == shown[1]:
        shown = [moment[5:19] for moment in moments]
    if shown[0] == shown[1]:
        shown = [f"{shown[0]} (1)", f"{shown[1]} (2)"]
    first, second = (
        {run["name"]: f"{run['name']} · {moment}" for run in report["runs"]}
        for report, moment in zip((earlier, later), shown, strict=True)
    )
    return first, second


def _pairs(earlier: Report, later: Report) -> Sequence[tuple[str, str]]:
    before, after = ([run["name"] for run in report["runs"]] for report in (earlier, later))
    return [(name, name) for name in after if name in before] or [(before[-1], after[-1])]


def _figures(report: Report, name: str) -> list[Mapping[str, float]]:
    return [question["runs"][name]["figures"] for question in report["questions"]]


def _shifted(result: Mapping[str, Any], by: int) -> dict[str, Any]:
    """A result whose passages are numbered in a table that begins `by` later."""
    moved = copy.copy(dict(result))
    moved["passages"] = [
        {**passage, "passage": passage["passage"] + by} if "passage" in passage else passage
        for passage in result["passages"]
    ]
    return moved
