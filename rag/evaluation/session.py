"""Evaluations asked for from the page: one at a time, each stopped when whoever began it wishes, the last one kept.

Between the page and the engine: which settings over which questions, answered by the corpus that is open. Left out:
the engine itself (`compare`, `report`), question files (`question_files`), earlier evaluations (`history`) and
everything to be seen (`html`).
"""

import datetime
import functools
import itertools
import json
import logging
import secrets
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rag.assistant import Assistant
from rag.corpus.library import Library
from rag.errors import EvaluationCancelled, EvaluationError, without_places
from rag.evaluation.compare import PRESETS, compare, named_settings, neighbours, opener, usual_name
from rag.evaluation.datasets import QuestionSet
from rag.evaluation.datasets.index import build_corpus, corpus_folder
from rag.evaluation.history import FOLDER, History, PastEvaluation
from rag.evaluation.measures.printed import printed_text, unprinted
from rag.evaluation.pace import PROBED, Pace
from rag.evaluation.pairing import paired
from rag.evaluation.question_files import QuestionFiles
from rag.evaluation.questions import Question
from rag.evaluation.report.html.page import html_report
from rag.evaluation.report.passages import whole_question
from rag.evaluation.report.report import corpus_object, digest_of, report_object, result_object
from rag.evaluation.run import evaluate, never
from rag.progress import Progress, silent
from rag.settings import Settings
from rag.storage.files import replace_file
from rag.text.similarity import squeeze
from rag.wording import Language

SETTINGS: Final = tuple(PRESETS)
"""The names of settings that can be chosen, the simplest first."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Finished:
    """An evaluation that went to its end: its report object, and what answers where the set brought its own documents.

    `past` is its id in the history, both ids with a blank between them for two side by side, "" for one that is not
    there; `askable` tells whether its questions can be asked again. `place` is a folder of its own, gone when nothing
    refers to this any more. `token` names it to those who were shown it, and nobody can guess it.
    """

    report: Mapping[str, Any]
    own: Assistant | None = None
    past: str = ""
    askable: bool = True
    place: "tempfile.TemporaryDirectory[str]" = field(
        default_factory=functools.partial(tempfile.TemporaryDirectory, prefix="wenbao-")
    )
    token: str = field(default_factory=functools.partial(secrets.token_urlsafe, 16))

    def files(self, language: Language) -> tuple[Path, Path]:
        """report.html in this language and report.json, as files; they are written when first asked for."""
        folder = Path(self.place.name) / language
        page, data = folder / "report.html", folder / "report.json"
        if not page.exists():
            folder.mkdir(exist_ok=True)
            told = json.dumps(self.report, ensure_ascii=False, separators=(",", ":"))
            replace_file(data, f"{told}\n".encode("utf-8", "backslashreplace"))
            replace_file(page, f"{html_report(self.report, language)}\n".encode("utf-8", "backslashreplace"))
        return page, data

    def question(self, number: object) -> Mapping[str, Any] | None:
        """The question of this number from 0; None for anything that is no such number."""
        questions: Sequence[Mapping[str, Any]] = self.report["questions"]
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(questions):
            return None
        return whole_question(self.report, questions[number])


class EvaluationSession:
    """The evaluations of one library. Threads may share it; every language of the page does."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._running = threading.Lock()
        self._finished: weakref.WeakValueDictionary[str, Finished] = weakref.WeakValueDictionary()
        self.last: Finished | None = None
        """The evaluation that was finished last, for whoever comes later."""
        self._pace = Pace()
        # Where nothing may be kept beside the pages, for as long as the program runs.
        self._own = tempfile.TemporaryDirectory(prefix="wenbao-") if library.read_only else None
        self._history = History(Path(self._own.name) if self._own else library.folder / FOLDER)

    @property
    def settings_known(self) -> tuple[str, ...]:
        """The names of settings that `run` takes."""
        return SETTINGS

    @functools.cached_property
    def files(self) -> QuestionFiles:
        """The question files of this library."""
        library = self._library
        return QuestionFiles(
            library.folder, library.source, library.assistant.settings.document_megabytes, read_only=library.read_only
        )

    def run(
        self,
        name: str,
        settings: Sequence[str] = (),
        most: int = 0,
        progress: Progress = silent,
        cancelled: Callable[[], bool] = never,
        language: Language = "zh",
    ) -> Finished:
        """Evaluate the questions of the file `name` with each of the named settings, as set where none is named.

        Where `most` is not 0, at most as many are asked, from all over the file.

        Raises EvaluationError while another evaluation is made or there is no page to ask about, EvaluationCancelled as
        soon as `cancelled` says so (between two questions, or two batches of texts to be encoded), QuestionError for
        the file, SettingsError for a name, ReaderError and StoredIndexError where a setting cannot be opened. The last
        results then stand.
        """
        if not self._running.acquire(blocking=False):
            raise EvaluationError("eval-busy")
        try:
            self.last = self._run(name, settings, most, progress, cancelled, language)
            self._finished[self.last.token] = self.last
            return self.last
        finally:
            self._running.release()

    def finished(self, token: str) -> Finished | None:
        """The evaluation of this token, as long as anyone looks at it."""
        return self._finished.get(token)

    def _run(
        self,
        name: str,
        settings: Sequence[str],
        most: int,
        progress: Progress,
        cancelled: Callable[[], bool],
        language: Language,
    ) -> Finished:
        assistant = self._library.assistant
        base = assistant.settings
        variants = (
            named_settings(",".join(known for known in SETTINGS if known in settings), base)
            if settings
            else [(usual_name(base), base)]
        )
        asked = self.files.read(name)
        if not asked.documents and not assistant.passages:
            raise EvaluationError("corpus-empty")
        questions = spread(asked.questions, most)
        opened: list[Assistant] = []

        def told(stage: str, done: int, total: int) -> None:
            if cancelled():
                raise EvaluationCancelled(
                    "eval-cancelled", done=done if stage == "progress-ask" else 0, total=len(questions) * len(variants)
                )
            progress(stage, done, total)

        open_one = self._opener(asked, as_set=not settings, progress=told)

        def open_kept(chosen: Settings) -> Assistant:
            opened[:] = [open_one(chosen)]
            return opened[0]

        evaluations = compare(open_kept, variants, questions, told, cancelled, language)
        progress("eval-summing", 0, 0)
        report = report_object(
            evaluations,
            neighbours(evaluations),
            {
                "questions_file": self.files.shown(name),
                "questions_digest": digest_of(questions),
                "created": datetime.datetime.now().isoformat(timespec="seconds"),
                "corpus": corpus_object(opened[0]),
            },
            unprinted(opened[0].articles, questions),
        )
        report = _for_visitors(report)
        return Finished(report, opened[0] if asked.documents else None, self._kept(report, own=bool(asked.documents)))

    def _kept(self, report: Mapping[str, Any], *, own: bool) -> str:
        """The id of the report in the history; "" where it could not be kept: what was found is shown all the same."""
        try:
            return self._history.keep(report, own=own).id
        except OSError as error:
            _log.warning("the evaluation is not in the history: %s", error.strerror or error)
            return ""

    # ---- earlier evaluations

    @property
    def history(self) -> list[PastEvaluation]:
        """The evaluations that were made of this corpus, the newest first."""
        return self._history.entries()

    def open(self, id: object) -> Finished:
        """An evaluation of the history. Raises EvaluationError where there is none of this id that can be read."""
        entry, report = self._history.read(id)
        return self._known(Finished(report, past=entry.id, askable=not entry.own))

    def open_two(self, first: object, second: object) -> Finished:
        """Two evaluations of the history side by side, in whatever order they are named.

        Raises EvaluationError where one is not there, or where they are of other questions.
        """
        read = sorted(map(self._history.read, (first, second)), key=lambda read: read[0].id)
        (before, earlier), (after, later) = read
        return self._known(Finished(paired(earlier, later), past=f"{before.id} {after.id}", askable=not after.own))

    def _known(self, finished: Finished) -> Finished:
        self._finished[finished.token] = finished
        return finished

    # ---- how long one takes

    def pace(self, settings: Sequence[str]) -> dict[str, float] | None:
        """Seconds a question of each of the named settings, of those in force where none is named.

        As measured here, in earlier evaluations or by `measure`; None where one of them was not.
        """
        names = [known for known in SETTINGS if known in settings] or [usual_name(self._library.assistant.settings)]
        return self._pace.of(names, self.history)

    def measure(self, name: str) -> None:
        """Ask a few questions of the file, so that `pace` knows; none where it does already, or one is being asked.

        Raises QuestionError for the file.
        """
        assistant = self._library.assistant
        if self._running.locked() or not assistant.passages or self.pace(()) is not None:
            return
        questions = self.files.read(name).questions
        self._pace.measure(assistant.unhurried(), [question.question for question in spread(questions, PROBED)])

    def _opener(self, asked: QuestionSet, *, as_set: bool, progress: Progress) -> Callable[[Settings], Assistant]:
        """What opens an assistant with given settings: on the documents of the set, or on the library's index."""
        library, settings = self._library, self._library.assistant.settings
        if asked.documents:
            index = build_corpus(
                asked.documents, corpus_folder(library.folder, asked.name), settings, library.encoder, progress
            )
            return opener(index, settings, library.encoder)
        if as_set:
            return lambda _: library.assistant.unhurried()
        return opener(library.folder, settings, library.encoder)

    def ask_again(self, finished: Finished, question: Mapping[str, Any], language: Language = "zh") -> dict[str, Any]:
        """A question of a report asked of the corpus as it is now: how it was answered and judged, as in a report."""
        gold = question["gold"]
        expected = gold.get("expect_articles")
        texts: dict[str, Any] = {name: tuple(gold[name]) for name in ("answers", "items", "evidence", "articles")}
        asked = Question(
            question["id"],
            question["question"],
            tuple((turn[0], turn[1]) for turn in question["history"]),
            question["type"],
            relevant=tuple(gold["relevant"].items()),
            expect_articles=None if expected is None else tuple((source, line) for source, line in expected),
            expect_count=gold.get("expect_count"),
            **texts,
        )
        assistant = finished.own or self._library.assistant.unhurried()
        return result_object(evaluate(assistant, [asked], silent, language).rows[0])

    def unprinted(self, evidence: Sequence[str]) -> tuple[str, ...]:
        """Those pieces of evidence that no article of the corpus prints, white space and the like aside."""
        paper = printed_text(self._library.assistant.articles)
        return tuple(piece for piece in evidence if squeeze(piece) not in paper)


def spread(questions: Sequence[Question], most: int) -> Sequence[Question]:
    """At most `most` of the questions, all where it is 0, at equal distances from the first on."""
    if most <= 0 or most >= len(questions):
        return questions
    return [questions[place * len(questions) // most] for place in range(most)]


def _for_visitors(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the name alone of a model that lies in a folder of this machine."""
    for run, part in itertools.product(report["runs"], ("settings", "changes")):
        run[part] = {
            name: without_places(value) if isinstance(value, str) else value for name, value in run[part].items()
        }
    return report
