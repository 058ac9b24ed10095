"""Several settings over the same questions: what they are, running them, and whether their figures differ."""

import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rag.errors import SettingsError
from rag.evaluation.measures.measures import MEASURES, Judged, figures
from rag.evaluation.questions import Question
from rag.evaluation.run import Answering, Evaluation, evaluate, never
from rag.evaluation.significance import bootstrap, randomisation_test, weighted_means
from rag.models.encoder import CachingEncoder, Encoder
from rag.progress import Progress, silent
from rag.settings import Settings
from rag.wording import Language

if TYPE_CHECKING:  # loads the model's libraries
    from rag.assistant import Assistant

MAIN_MEASURES: Final = (
    "Success@1",
    "RR@10",
    "answer_correct",
    "citation_supports",
    "unanswerable_refused",
    "false_refusal",
)
"""The measures that two runs are compared on."""

# Another mix of scores has another scale, for which the refusal scores were not calibrated: with 0 nothing is refused
# by its score.
_UNCALIBRATED: Final[Mapping[str, Any]] = {"reader": "none", "refusal_score": 0.0, "refusal_score_foreign": 0.0}

PRESETS: Final[Mapping[str, Mapping[str, Any]]] = {
    "dense": {**_UNCALIBRATED, "term_weight": 0.0},
    "bm25": {**_UNCALIBRATED, "similarity_weight": 0.0, "term_weight": 1.0},
    "hybrid": {"reader": "none"},
    "hybrid+reader": {},
}
"""What can be compared by name, as changes of the settings that are in force."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How `right` differs from `left` in one measure, over the questions that it is about in both.

    `difference` is right less left, `low` and `high` its 95 % bootstrap interval, `p` the paired randomisation test's.
    `wins` are questions on which right is better, `losses` those on which left is.
    """

    left: str
    right: str
    measure: str
    difference: float
    low: float
    high: float
    p: float
    wins: int
    losses: int
    ties: int


# ---- the settings


def named_settings(text: str, base: Settings) -> list[tuple[str, Settings]]:
    """The settings that `text` names, separated by commas, with their names: names of PRESETS, or TOML files.

    Those of PRESETS change `base`; a file's stand for themselves and are named by its stem. Raises SettingsError for a
    name that is neither, one given twice, a file that is wrong, and a setting that the index was built with: all runs
    share one index.
    """
    found: dict[str, Settings] = {}
    for given in filter(None, (part.strip() for part in text.split(","))):
        name, settings = _named(given, base)
        if name in found:
            raise SettingsError("compare-twice", name=name)
        if settings.build_values() != base.build_values():
            raise SettingsError("compare-build", name=name, settings=", ".join(base.build_values()))
        found[name] = settings
    if not found:
        raise SettingsError("compare-unknown", name=text, known=", ".join(PRESETS))
    return list(found.items())


def _named(given: str, base: Settings) -> tuple[str, Settings]:
    if given in PRESETS:
        return given, base.with_values(PRESETS[given])
    path = Path(given).expanduser()
    if not path.is_file():
        raise SettingsError("compare-unknown", name=given, known=", ".join(PRESETS))
    return path.stem, Settings.load(path)


def usual_name(settings: Settings) -> str:
    """The name of the only run: what it would be called among others."""
    return "hybrid" if settings.reader == "none" else "hybrid+reader"


def changes(settings: Settings) -> dict[str, Any]:
    """The settings that are not the defaults, by name."""
    usual = dataclasses.asdict(Settings())
    return {name: value for name, value in dataclasses.asdict(settings).items() if value != usual[name]}


# ---- running them


def opener(index: Path, settings: Settings, encoder: Encoder) -> "Callable[[Settings], Assistant]":
    """What opens the index in the folder `index` with each of several settings.

    It is read once, a question is encoded once for all of them (so later runs take no time to encode), and each reader
    is loaded once. Raises StoredIndexError, and when a setting is opened ReaderError where its reader cannot be had.
    """
    from rag.assistant import Assistant
    from rag.models.reader import Reader, load_reader
    from rag.stores import open_index

    saved = open_index(index, settings, encoder.name)
    kept = CachingEncoder(encoder)
    readers: dict[str, Reader | None] = {}

    def opened(chosen: Settings) -> Assistant:
        if chosen.reader not in readers:
            readers[chosen.reader] = load_reader(chosen, encoder)
        return Assistant(saved, kept, chosen, readers[chosen.reader])

    return opened


def compare(
    open_assistant: Callable[[Settings], Answering],
    variants: Sequence[tuple[str, Settings]],
    questions: Sequence[Question],
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
    language: Language = "zh",
) -> list[Evaluation]:
    """Each of the named settings over all questions, one after the other, in their order.

    Each has all the time for reading that it takes: answers that are measured do not depend on how busy the machine
    is. `progress` hears of the questions of all of them as one piece of work. Raises EvaluationCancelled where
    `cancelled` says so before a question, and what `open_assistant` raises.
    """
    whole = len(variants) * len(questions)
    found: list[Evaluation] = []
    for name, told_settings in variants:
        settings = told_settings.unhurried()
        before = len(found) * len(questions)

        def told(stage: str, done: int, _: int, before: int = before) -> None:
            progress(stage, before + done, whole)

        judged = evaluate(open_assistant(settings), questions, told, language, cancelled)
        found.append(Evaluation(judged.rows, name, dataclasses.asdict(settings), changes(told_settings)))
    return found


# ---- whether they differ


def neighbours(evaluations: Sequence[Evaluation]) -> list[Comparison]:
    """Every run against the one before it, on the main measures."""
    return [comparison for left, right in itertools.pairwise(evaluations) for comparison in compared(left, right)]


def compared(left: Evaluation, right: Evaluation, measures: Sequence[str] = MAIN_MEASURES) -> list[Comparison]:
    """Two runs over the same questions, measure by measure; without those that are about no question in both."""
    _check_same(left.rows, right.rows)
    before, after = ([figures(row) for row in evaluation.rows] for evaluation in (left, right))
    return compared_figures(left.name, right.name, before, after, measures)


def compared_figures(
    left: str,
    right: str,
    before: Sequence[Mapping[str, float]],
    after: Sequence[Mapping[str, float]],
    measures: Sequence[str],
) -> list[Comparison]:
    """The same by the names of the runs and the figures of each question, in the same order."""
    lower = {measure.name for measure in MEASURES if measure.lower_is_better}
    found: list[Comparison] = []
    for name in measures:
        differences = np.array(
            [new[name] - old[name] for old, new in zip(before, after, strict=True) if name in old and name in new]
        )
        if not len(differences):
            continue
        low, high = bootstrap(weighted_means(differences[:, None], np.ones((len(differences), 1))), len(differences))[0]
        better = -differences if name in lower else differences
        found.append(
            Comparison(
                left,
                right,
                name,
                float(differences.mean()),
                float(low),
                float(high),
                randomisation_test(differences),
                int((better > 0).sum()),
                int((better < 0).sum()),
                int((better == 0).sum()),
            )
        )
    return found


def _check_same(left: Sequence[Judged], right: Sequence[Judged]) -> None:
    if [row.question.id for row in left] != [row.question.id for row in right]:
        raise ValueError("two runs are compared over the same questions only")
