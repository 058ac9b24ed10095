"""问报: ask Chinese newspaper pages, and get answers that point at the exact lines.

The public names; everything else may change. They are loaded at first use, so that `import rag` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.address import check_address
    from rag.articles import whole_of
    from rag.assistant import Assistant
    from rag.encoder import Encoder
    from rag.errors import (
        EncoderError,
        IndexBusy,
        IndexDamaged,
        IndexMismatch,
        IndexMissing,
        PageError,
        QuestionError,
        ServeError,
        SettingsError,
        SourceError,
        StoredIndexError,
        WenbaoError,
    )
    from rag.index.build import BuildReport, build_index
    from rag.records import Answer, Article, Citation, Fragment, Hit, Page, Passage, Sentence, Span, Whole
    from rag.settings import Settings
    from rag.wording import Language, say

__all__ = [
    "Answer", "Article", "Assistant", "BuildReport", "Citation", "Encoder", "EncoderError", "Fragment", "Hit",
    "IndexBusy", "IndexDamaged", "IndexMismatch", "IndexMissing", "Language", "Page", "PageError", "Passage",
    "QuestionError", "Sentence", "ServeError", "Settings", "SettingsError", "SourceError", "Span", "StoredIndexError",
    "WenbaoError", "Whole", "build_index", "check_address", "say", "whole_of",
]

_HOMES = {
    "rag.address": ["check_address"],
    "rag.articles": ["whole_of"],
    "rag.assistant": ["Assistant"],
    "rag.encoder": ["Encoder"],
    "rag.errors": ["EncoderError", "IndexBusy", "IndexDamaged", "IndexMismatch", "IndexMissing", "PageError",
                   "QuestionError", "ServeError", "SettingsError", "SourceError", "StoredIndexError", "WenbaoError"],
    "rag.index.build": ["BuildReport", "build_index"],
    "rag.records": ["Answer", "Article", "Citation", "Fragment", "Hit", "Page", "Passage", "Sentence", "Span",
                    "Whole"],
    "rag.settings": ["Settings"],
    "rag.wording": ["Language", "say"],
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
