"""A report held against an earlier one: which measures fell by more than is tolerated."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rag.errors import ReportError, SettingsError
from rag.evaluation.compare import MAIN_MEASURES
from rag.evaluation.report.report import FORMAT, LOWER_IS_BETTER
from rag.parsing import finite_number, parse_json, shown

TOLERATED: Final[Mapping[str, float]] = dict.fromkeys(MAIN_MEASURES, 0.02)
"""What a measure may lose where nothing else is said: with 80 questions, a question and a half."""

LARGEST_FIGURE: Final = 1e12
"""Of a mean: milliseconds in thirty years."""

_ROUNDING: Final = 1e-9  # a loss of exactly what is tolerated is tolerated, whatever the last bits say


@dataclass(frozen=True, slots=True)
class Change:
    """One measure of the last run of two reports; `worse` where it lost more than `tolerated`.

    A measure that the new report no longer has is worse, with `new` None; one that the old had not is no change.
    """

    measure: str
    old: float
    new: float | None
    tolerated: float
    worse: bool

    @property
    def difference(self) -> float:
        """New less old; NaN where there is no new one."""
        return math.nan if self.new is None else self.new - self.old


def read_report(path: Path) -> dict[str, Any]:
    """The report object in a file.

    Raises ReportError: "against-unreadable", "against-no-report" where it is none, "against-format" where it is one
    of another format.
    """
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReportError("against-unreadable", path=path, reason=getattr(error, "strerror", None) or error) from error
    told = parse_json(raw.removeprefix(b"\xef\xbb\xbf"), lambda _: ReportError("against-no-report", path=path))
    if not isinstance(told, dict) or "format" not in told:
        raise ReportError("against-no-report", path=path)
    if told["format"] not in range(1, FORMAT + 1):
        raise ReportError("against-format", path=path, format=shown(told["format"]), known=FORMAT)
    if not _has_figures(told):
        raise ReportError("against-no-report", path=path)
    return told


def _has_figures(told: Mapping[str, Any]) -> bool:
    """Whether the last run has measures with means: all that is compared."""
    runs = told.get("runs")
    last = runs[-1] if isinstance(runs, list) and runs else None
    measures = last.get("measures") if isinstance(last, dict) else None
    return isinstance(measures, dict) and all(
        isinstance(figure, dict) and _is_figure(figure.get("mean")) for figure in measures.values()
    )


def _is_figure(value: object) -> bool:
    """Whether it can be compared: NaN, which JSON does not have but Python reads, is neither more nor less."""
    return isinstance(value, int | float) and abs(value) <= LARGEST_FIGURE


def same_questions(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether both reports are about the same questions: the figures of others say little about the program."""
    return bool(old.get("questions_digest") == new.get("questions_digest"))


def compare_reports(
    old: Mapping[str, Any], new: Mapping[str, Any], measures: Mapping[str, float] = TOLERATED
) -> list[Change]:
    """For each measure, with what it may lose, the change of the last run; those that the old report has not left out.

    Losing is falling, or rising where lower is better.
    """
    before, after = (report["runs"][-1]["measures"] for report in (old, new))
    found: list[Change] = []
    for name, tolerated in measures.items():
        if name not in before:
            continue
        was, now = float(before[name]["mean"]), after.get(name)
        value = None if now is None else float(now["mean"])
        lost = math.inf if value is None else (value - was if name in LOWER_IS_BETTER else was - value)
        found.append(Change(name, was, value, tolerated, lost > tolerated + _ROUNDING))
    return found


def tolerances(text: str, known: Sequence[str]) -> dict[str, float]:
    """What `--fail-on` says: measures with what each may lose, as in Success@1=0.02,answer_correct=0.03.

    Raises SettingsError for another form, an unknown measure, or an amount that is no share.
    """
    found: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, amount = part.partition("=")
        value = finite_number(amount)
        if value is None:
            raise SettingsError("against-form", text=part)
        if name not in known:
            raise SettingsError("against-measure", name=name, known=", ".join(known))
        if not 0 <= value <= 1:
            raise SettingsError("against-form", text=part)
        found[name] = value
    if not found:
        raise SettingsError("against-form", text=text)
    return found
