"""The evaluations that were made: kept with their corpus, the newest first, and read again whole.

Each is a file of two lines, what the list tells of it and the report object, so that the list opens no report. Left
out: making them (`session`) and putting two together (`pairing`).
"""

import hashlib
import json
import re
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rag.errors import EvaluationError
from rag.evaluation.report.report import FORMAT
from rag.parsing import finite_number, parse_json
from rag.storage.files import remove_half_written, replace_file

FOLDER: Final = "evaluations"
"""Of the index's folder."""

KEPT: Final = 30
"""Evaluations that are kept: what one looks back on. The oldest go first."""

KEPT_BYTES: Final = 200_000_000
"""Of all of them together; the newest one is kept, however large it is."""

_NAME: Final = re.compile(r"\d{14}-[0-9a-f]{12}")
_LINE_BYTES: Final = 100_000  # of what the list tells: a few runs with a figure or two each
_TOLD: Final = ("answer_correct", "unanswerable_refused", "Success@1")


@dataclass(frozen=True, slots=True)
class PastRun:
    """One setting of an evaluation: means that the list tells, and seconds a question, in all and without reading."""

    name: str
    means: Mapping[str, float]
    seconds: float
    unread: float


@dataclass(frozen=True, slots=True)
class PastEvaluation:
    """What the list tells of an evaluation. `digest` is of its questions; `own` where they bring their documents."""

    id: str
    created: str
    file: str
    questions: int
    digest: str
    own: bool
    runs: tuple[PastRun, ...]


class History:
    """The evaluations of one corpus, in a folder that nothing else is in; several programs may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entries(self) -> list[PastEvaluation]:
        """All that can be read, the newest first; what is damaged or of another version is left out."""
        found = (_entry(path) for path in sorted(self._paths(), reverse=True))
        return [entry for entry in found if entry is not None]

    def keep(self, report: Mapping[str, Any], *, own: bool = False) -> PastEvaluation:
        """Keep a report, and let the oldest go where there are too many. Raises OSError where it cannot be written."""
        told = _json(report)
        checksum = hashlib.sha256(told).hexdigest()
        id = f"{re.sub(r'[^0-9]', '', report['created'])[:14]:0<14}-{checksum[:12]}"
        entry = PastEvaluation(
            id,
            report["created"],
            report["questions_file"],
            len(report["questions"]),
            report["questions_digest"],
            own,
            tuple(_run(run["name"], report) for run in report["runs"]),
        )
        head = _json({**asdict(entry), "format": FORMAT, "sha256": checksum})
        self._folder.mkdir(parents=True, exist_ok=True)
        remove_half_written(self._folder)
        replace_file(self._folder / f"{id}.json", head + b"\n" + told + b"\n")
        self._remove_oldest()
        return entry

    def read(self, id: object) -> tuple[PastEvaluation, dict[str, Any]]:
        """The evaluation of this id and its report. Raises EvaluationError "eval-gone" where it is not there, whole."""
        path = self._folder / f"{id}.json"
        entry = _entry(path) if isinstance(id, str) and _NAME.fullmatch(id) else None
        if entry is None:
            raise EvaluationError("eval-gone")
        try:
            head, _, told = path.read_bytes().rstrip(b"\n").partition(b"\n")
        except OSError as error:
            raise EvaluationError("eval-gone") from error
        if json.loads(head)["sha256"] != hashlib.sha256(told).hexdigest():
            raise EvaluationError("eval-gone")
        report: dict[str, Any] = json.loads(told)
        return entry, report

    def _paths(self) -> Iterator[Path]:
        return (path for path in self._folder.glob("*.json") if _NAME.fullmatch(path.stem))

    def _remove_oldest(self) -> None:
        size = 0
        for place, path in enumerate(sorted(self._paths(), reverse=True)):
            size += path.stat().st_size
            if place >= KEPT or (place and size > KEPT_BYTES):
                path.unlink(missing_ok=True)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _run(name: str, report: Mapping[str, Any]) -> PastRun:
    run = next(run for run in report["runs"] if run["name"] == name)
    means = {measure: run["measures"][measure]["mean"] for measure in _TOLD if measure in run["measures"]}
    timed = [question["runs"][name].get("timings_ms", {}) for question in report["questions"]]
    return PastRun(name, means, *seconds_a_question([times for times in timed if times.get("total")]))


def seconds_a_question(timings: list[Mapping[str, float]]) -> tuple[float, float]:
    """The mean seconds of answers by their `timings_ms`, in all and without reading; 0 and 0 where there are none."""
    if not timings:
        return 0.0, 0.0
    whole = statistics.fmean(times["total"] for times in timings)
    read = statistics.fmean(times.get("read", 0.0) for times in timings)
    return round(whole / 1000, 4), round(max(0.0, whole - read) / 1000, 4)


def _entry(path: Path) -> PastEvaluation | None:
    """What the list tells of the file; None for one that cannot be read, is damaged, or of another format."""
    try:
        with path.open("rb") as file:
            line = file.readline(_LINE_BYTES)
        told = parse_json(line, lambda _: EvaluationError("eval-gone"))
        if told["format"] != FORMAT or not isinstance(told["sha256"], str):
            return None
        texts = [told[name] for name in ("created", "file", "digest")]
        if told["id"] != path.stem or not all(isinstance(text, str) for text in texts):
            return None
        runs = tuple(_told_run(run) for run in told["runs"])
        return PastEvaluation(path.stem, texts[0], texts[1], int(told["questions"]), texts[2], bool(told["own"]), runs)
    except (OSError, EvaluationError, LookupError, TypeError, ValueError):
        return None


def _told_run(run: Mapping[str, Any]) -> PastRun:
    """Raises LookupError, TypeError or ValueError for what is none."""
    means = {str(name): _number(mean) for name, mean in run["means"].items() if name in _TOLD}
    return PastRun(str(run["name"]), means, _number(run["seconds"]), _number(run["unread"]))


def _number(value: Any) -> float:
    number = finite_number(str(value))
    if number is None:
        raise ValueError(value)
    return number
