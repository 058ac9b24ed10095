"""`wenbao eval`: judged questions asked with one or several settings, printed, kept, and held against a report."""

import argparse
import datetime
import functools
import importlib.metadata
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.commands import evaluation_tables as tables
from rag.commands.progress_bar import progress_bar
from rag.commands.terminal import tell
from rag.errors import QuestionError
from rag.evaluation import regression
from rag.evaluation.compare import compare, named_settings, neighbours, opener, usual_name
from rag.evaluation.datasets import QuestionSet, read_set
from rag.evaluation.measures.curves import SET_MEASURES
from rag.evaluation.measures.measures import MEASURES
from rag.evaluation.measures.printed import first_ids, unprinted
from rag.evaluation.report import report
from rag.progress import Progress
from rag.settings import Settings
from rag.wording import Language, say

if TYPE_CHECKING:  # these load the model's libraries
    from rag.assistant import Assistant
    from rag.models.encoder import Encoder


def evaluate(arguments: argparse.Namespace, settings: Settings, language: Language) -> int:
    """Ask, judge, print; the exit status is 1 where a line of the question file is wrong or a figure fell too far.

    All that can be wrong with the arguments is found before anything is loaded. Raises WenbaoError.
    """
    variants = (
        named_settings(arguments.compare, settings)
        if arguments.compare is not None
        else [(usual_name(settings), settings)]
    )
    old = regression.read_report(arguments.against) if arguments.against else None
    names = [*(measure.name for measure in MEASURES), *SET_MEASURES]
    tolerated = regression.TOLERATED if arguments.fail_on is None else regression.tolerances(arguments.fail_on, names)
    asked = read_set(arguments.questions)
    questions = asked.questions[:: arguments.every]
    if arguments.out:
        report.prepare(arguments.out)
    opened: list[Assistant] = []
    with progress_bar(language) as progress:
        open_one = _opener(asked, arguments.index, settings, len(variants) > 1, progress, language)

        def open_kept(chosen: Settings) -> "Assistant":
            opened.append(open_one(chosen))
            return opened[-1]

        for problem in (*asked.problems, *asked.notices):
            tell(problem.sentence(language))
        evaluations = compare(open_kept, variants, questions, progress, language=language)
    comparisons = neighbours(evaluations)
    print(
        tables.as_table(evaluations[0], language)
        if len(evaluations) == 1
        else tables.side_by_side(evaluations, comparisons, language)
    )
    missing = unprinted(opened[-1].articles, questions)
    if missing:
        tell(say("eval-unprinted", language, count=len(missing), ids=first_ids(tuple(missing), language)))
    told = report.report_object(
        evaluations,
        comparisons,
        {
            "questions_file": arguments.questions.name,
            "questions_digest": report.digest_of(questions),
            "created": datetime.datetime.now().isoformat(timespec="seconds"),
            "corpus": report.corpus_object(opened[-1]),
        },
        missing,
    )
    if arguments.out:
        about = _about(arguments.questions, opened[-1], variants[-1][1])
        report.write(evaluations, told, arguments.out, about, language)
    fell = old is not None and _fell(old, told, tolerated, arguments.against, language)
    return 1 if asked.problems or fell else 0


def _opener(
    asked: QuestionSet, index: Path, settings: Settings, several: bool, progress: Progress, language: Language
) -> "Callable[[Settings], Assistant]":
    """What opens the assistant for the set: of the index, or of one built of the documents that the set brings.

    Several settings share one encoder, and what is missing for one of them is an error; a single one does without its
    reader, as everywhere, and says so.
    """
    from rag.assistant import Assistant
    from rag.evaluation.datasets.index import build_corpus, corpus_folder
    from rag.models import encoder
    from rag.stores import LOCAL, open_index

    load: Callable[[], Encoder] = functools.cache(lambda: encoder.load_encoder(settings))
    if asked.documents:  # which are no newspaper, so that nothing of them goes into Milvus
        settings = replace(settings, store=LOCAL)
        index = build_corpus(asked.documents, corpus_folder(index, asked.name), settings, load, progress)
    if several:
        saved = open_index(index, settings, encoder.encoder_name(settings))  # an index that is wrong is said at once
        if not saved.passages:
            raise QuestionError("corpus-empty")
        return opener(index, settings, load())

    def open_one(chosen: Settings) -> Assistant:
        if asked.documents:
            chosen = replace(chosen, store=LOCAL)
        assistant = Assistant.open(index, chosen, load() if asked.documents else None)
        assistant.check_filled()
        if assistant.notice:
            tell(assistant.notice.sentence(language))
        return assistant

    return open_one


def _fell(
    old: Mapping[str, Any], new: Mapping[str, Any], tolerated: Mapping[str, float], path: Path, language: Language
) -> bool:
    """Print how the measures changed; whether one fell by more than is tolerated."""
    if not regression.same_questions(old, new):
        tell(say("against-questions", language, path=path))
    changes = regression.compare_reports(old, new, tolerated)
    print("\n" + tables.changes_table(changes, language))
    worse = any(change.worse for change in changes)
    if not worse:
        print(say("eval-same", language))
    return worse


def _about(questions: Path, assistant: "Assistant", settings: Settings) -> dict[str, Any]:
    """What was evaluated, for the summary."""
    return {
        "wenbao": importlib.metadata.version("wenbao"),
        "question_file": questions.name,
        "pages": len(assistant.pages),
        "articles": len(assistant.articles),
        "passages": len(assistant.passages),
        "settings": asdict(settings),
    }
