"""问报: ask Chinese newspaper pages, and get answers that point at the exact lines.

The public names; everything else may change. They are loaded at first use, so that `import rag` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.answering.markers import marker_places, span_place, unmarked
    from rag.answering.scope import Scope, ScopeChoices, choices, day_printed
    from rag.articles import whole_of
    from rag.articles.layout.bylines import people_of
    from rag.assistant import Assistant
    from rag.corpus.feedback import Feedback, FeedbackFile, draft_object
    from rag.corpus.library import CorpusChange, GivenFile, Library
    from rag.corpus.overview import CorpusFigures, Holding
    from rag.corpus.removed import Removal
    from rag.errors import (
        EncoderError,
        EvaluationCancelled,
        EvaluationError,
        IndexBusy,
        IndexDamaged,
        IndexMismatch,
        IndexMissing,
        LibraryCancelled,
        LibraryError,
        Notice,
        PageError,
        QuestionError,
        ServeError,
        SettingsError,
        SourceError,
        StoredIndexError,
        WenbaoError,
    )
    from rag.evaluation.question_files import NewQuestion
    from rag.evaluation.report.html.parts import (
        report_choices,
        report_lines,
        report_question,
        report_results,
        report_styles,
    )
    from rag.evaluation.session import EvaluationSession, Finished
    from rag.index.build import BuildReport, build_index
    from rag.json_form import answer_object, article_object, passage_object
    from rag.models.encoder import Encoder
    from rag.models.quick_imports import changed_on_loading, without_collections
    from rag.records import Answer, Article, Citation, Fragment, Hit, Page, Passage, Sentence, Span, Whole
    from rag.settings import Settings
    from rag.wording import Language, say
    from ui.server.address import check_address
    from ui.tour.steps import TourStep, read_tour

__all__ = [
    "Answer", "Article", "Assistant", "BuildReport", "Citation", "CorpusChange", "CorpusFigures", "Encoder",
    "EncoderError", "EvaluationCancelled", "EvaluationError", "EvaluationSession", "Feedback", "FeedbackFile",
    "Finished", "Fragment", "GivenFile", "Hit", "Holding", "IndexBusy", "IndexDamaged", "IndexMismatch", "IndexMissing",
    "Language", "Library", "LibraryCancelled", "LibraryError", "NewQuestion", "Notice", "Page", "PageError", "Passage",
    "QuestionError", "Removal", "Scope", "ScopeChoices", "Sentence", "ServeError", "Settings", "SettingsError",
    "SourceError", "Span", "StoredIndexError", "TourStep", "WenbaoError", "Whole", "answer_object", "article_object",
    "build_index", "changed_on_loading", "check_address", "choices", "day_printed", "draft_object", "marker_places",
    "passage_object", "people_of", "read_tour", "report_choices", "report_lines", "report_question", "report_results",
    "report_styles", "say", "span_place", "unmarked", "whole_of", "without_collections",
]

_HOMES = {
    "ui.server.address": ["check_address"],
    "rag.articles": ["whole_of"],
    "rag.articles.layout.bylines": ["people_of"],
    "rag.assistant": ["Assistant"],
    "rag.json_form": ["answer_object", "article_object", "passage_object"],
    "rag.models.encoder": ["Encoder"],
    "rag.errors": ["EncoderError", "EvaluationCancelled", "EvaluationError", "IndexBusy", "IndexDamaged",
                   "IndexMismatch", "IndexMissing", "LibraryCancelled", "LibraryError", "Notice", "PageError",
                   "QuestionError", "ServeError", "SettingsError", "SourceError", "StoredIndexError", "WenbaoError"],
    "rag.evaluation.report.html.parts": ["report_choices", "report_lines", "report_question", "report_results",
                                  "report_styles"],
    "rag.evaluation.question_files": ["NewQuestion"],
    "rag.evaluation.session": ["EvaluationSession", "Finished"],
    "rag.corpus.feedback": ["Feedback", "FeedbackFile", "draft_object"],
    "rag.corpus.overview": ["CorpusFigures", "Holding"],
    "rag.index.build": ["BuildReport", "build_index"],
    "rag.corpus.library": ["CorpusChange", "GivenFile", "Library"],
    "rag.answering.markers": ["marker_places", "span_place", "unmarked"],
    "rag.records": ["Answer", "Article", "Citation", "Fragment", "Hit", "Page", "Passage", "Sentence", "Span",
                    "Whole"],
    "rag.corpus.removed": ["Removal"],
    "rag.answering.scope": ["Scope", "ScopeChoices", "choices", "day_printed"],
    "rag.settings": ["Settings"],
    "rag.models.quick_imports": ["changed_on_loading", "without_collections"],
    "ui.tour.steps": ["TourStep", "read_tour"],
    "rag.wording": ["Language", "say"],
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
