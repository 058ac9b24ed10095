"""The reader: question and passage read together, for the exact answer, the order of passages, and refusal."""

from rag.models.reader.load import load_reader
from rag.models.reader.protocol import Reader

__all__ = ["Reader", "load_reader"]
