"""An evaluation for people and for other tools: a table to read, and two files to keep."""

import errno
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rag.console import table
from rag.errors import WenbaoError
from rag.evaluation.measures import MEASURES, Judged, figures
from rag.evaluation.run import Evaluation, Figure
from rag.wording import Language, say


def as_table(evaluation: Evaluation, language: Language) -> str:
    """Every measure over all questions, then the main ones for each type, then the time of each stage."""
    sums = evaluation.sums()
    measures = [[say("eval-measure", language), say("eval-mean", language), say("eval-count", language),
                 say("eval-meaning", language)]]
    measures += [[name, f"{figure.mean:.3f}", str(figure.count), _meaning(name, language)]
                 for name, figure in sums.items()]
    stages = [[say("eval-stage", language), say("eval-median", language), say("eval-p95", language)]]
    stages += [[stage, f"{timing.median:.1f}", f"{timing.p95:.1f}"] for stage, timing in evaluation.timings().items()]
    return "\n\n".join([
        say("eval-title", language, questions=len(evaluation.rows)),
        table(measures, right=(1, 2)),
        table(_types(evaluation, language), right=range(1, 6)),
        table(stages, right=(1, 2)),
    ])


def _types(evaluation: Evaluation, language: Language) -> list[list[str]]:
    """One line a type; the refusal figure is the one that fits it."""
    shown = ("Success@1", "RR@10", "answer_correct", "citation_supports")
    counts: dict[str, int] = {}
    for row in evaluation.rows:
        counts[row.question.type] = counts.get(row.question.type, 0) + 1
    lines = [[say("eval-type", language), say("eval-count", language), *shown, say("eval-refused", language)]]
    for kind, sums in evaluation.by_type().items():
        refused = [row.refused for row in evaluation.rows if row.question.type == kind]
        lines.append([kind or "-", str(counts[kind]), *(_cell(sums.get(name)) for name in shown),
                      f"{sum(refused)}/{len(refused)}"])
    return lines


def _cell(figure: Figure | None) -> str:
    return f"{figure.mean:.3f}" if figure else "-"


def _meaning(name: str, language: Language) -> str:
    """What the measure says, in words; several cut-offs of one measure share them."""
    base, _, depth = name.partition("@")
    return say(f"measure-{base}", language, k=depth)


def summary(evaluation: Evaluation, about: Mapping[str, Any]) -> dict[str, Any]:
    """The sums as one JSON object; `about` says what was evaluated: files, settings, versions."""
    return {
        **about,
        "questions": len(evaluation.rows),
        "measures": {name: asdict(figure) for name, figure in evaluation.sums().items()},
        "lower_is_better": [measure.name for measure in MEASURES if measure.lower_is_better],
        "by_type": {kind: {name: asdict(figure) for name, figure in sums.items()}
                    for kind, sums in evaluation.by_type().items()},
        "timings_ms": {stage: asdict(timing) for stage, timing in evaluation.timings().items()},
    }


def row_object(row: Judged) -> dict[str, Any]:
    """One judged question: the answer in the contract's form, and beside it its gold and its figures."""
    gold = asdict(row.question)
    del gold["id"], gold["question"]
    return {
        **row.answer,
        "gold": gold,
        "figures": {name: round(value, 6) for name, value in figures(row).items()},
        "evidence_ranks": list(row.ranks),
        "citations_verbatim": list(row.verbatim),
        "citations_supporting": list(row.supporting),
    }


def prepare(folder: Path) -> None:
    """Make the folder, so that one that cannot be written is found before the questions are asked."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _unwritable(folder, error) from error


def write(evaluation: Evaluation, folder: Path, about: Mapping[str, Any]) -> None:
    """Write questions.jsonl, one judged question a line, and summary.json into `folder`."""
    lines = [json.dumps(row_object(row), ensure_ascii=False) for row in evaluation.rows]
    sums = json.dumps(summary(evaluation, about), ensure_ascii=False, indent=2)
    prepare(folder)
    try:
        for name, text in (("questions.jsonl", "\n".join(lines)), ("summary.json", sums)):
            (folder / name).write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> WenbaoError:
    return WenbaoError("report-unwritable", path=folder, reason=error.strerror or error)
