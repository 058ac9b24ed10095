"""The reader: question and passage read together, for the exact answer, the order of passages, and refusal."""

from rag.models.reader.load import NetworkReader, load_reader
from rag.models.reader.protocol import Reader

__all__ = ["NetworkReader", "Reader", "load_reader"]
