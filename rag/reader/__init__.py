"""The reader: question and passage read together, for the exact answer, the order of passages, and refusal."""

from rag.reader.loading import load_reader
from rag.reader.reading import Reader

__all__ = ["Reader", "load_reader"]
