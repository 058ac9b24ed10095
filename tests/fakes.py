"""Stand-ins whose results can be worked out by hand."""

from collections.abc import Sequence

import numpy as np

from rag.encoder import Vectors
from rag.progress import Progress, silent


class FakeEncoder:
    """One dimension a word, holding how often the text has it, and a last one that is always 1; then unit length.

    Two texts are as similar as (1 + the sum over words of the product of their counts) / the product of the lengths of
    their count vectors. Every text given to `encode_passages` is kept in `encoded`.
    """

    def __init__(self, words: Sequence[str], name: str = "fake") -> None:
        self.name = name
        self.words = tuple(words)
        self.dimensions = len(self.words) + 1
        self.encoded: list[str] = []

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self._vectors(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        self.encoded += texts
        progress("progress-encode", len(texts), len(texts))
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        counts = np.array([[*(text.count(word) for word in self.words), 1] for text in texts], np.float32)
        counts = counts.reshape(len(texts), self.dimensions)
        unit: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return unit
