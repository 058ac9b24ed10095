"""Evaluations asked for from the page: one at a time, each stopped when whoever began it wishes, the last one kept.

Between the page and the engine: which settings over which questions, answered by the corpus that is open. Left out:
the engine itself (`compare`, `report`), question files (`question_files`) and everything to be seen (`html`).
"""

import datetime
import functools
import itertools
import json
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
from rag.evaluation.measures.printed import printed_text, unprinted
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


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Finished:
    """An evaluation that went to its end: its report object, and what answers where the set brought its own documents.

    `place` is a folder of its own, gone when nothing refers to this any more. `token` names it to those who were shown
    it, and nobody can guess it.
    """

    report: Mapping[str, Any]
    own: Assistant | None = None
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
        every: int = 1,
        progress: Progress = silent,
        cancelled: Callable[[], bool] = never,
        language: Language = "zh",
    ) -> Finished:
        """Evaluate every `every`-th question of the file `name` with each of the named settings, as set where none is.

        Raises EvaluationError while another evaluation is made or there is no page to ask about, EvaluationCancelled as
        soon as `cancelled` says so (between two questions, or two batches of texts to be encoded), QuestionError for
        the file, SettingsError for a name, ReaderError and StoredIndexError where a setting cannot be opened. The last
        results then stand.
        """
        if not self._running.acquire(blocking=False):
            raise EvaluationError("eval-busy")
        try:
            self.last = self._run(name, settings, every, progress, cancelled, language)
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
        every: int,
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
        questions = asked.questions[:: max(1, every)]
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
        return Finished(_for_visitors(report), opened[0] if asked.documents else None)

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


def _for_visitors(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the name alone of a model that lies in a folder of this machine."""
    for run, part in itertools.product(report["runs"], ("settings", "changes")):
        run[part] = {
            name: without_places(value) if isinstance(value, str) else value for name, value in run[part].items()
        }
    return report
