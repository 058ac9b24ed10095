"""The saved index: terms and vectors of passages, built from pages, written whole, opened as one."""

from rag.index.build import BuildReport, build_index, is_current
from rag.index.manifest import Manifest
from rag.index.saved import SavedIndex, open_index
from rag.index.term_index import TermIndex
from rag.index.vector_index import VectorIndex

__all__ = ["BuildReport", "Manifest", "SavedIndex", "TermIndex", "VectorIndex", "build_index", "is_current",
           "open_index"]
