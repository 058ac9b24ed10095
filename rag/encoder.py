"""Text -> unit vectors: the protocol that the rest relies on."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.progress import Progress, silent

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors whose inner product is their similarity.

    `name` identifies model and version: vectors of two encoders with the same name may be compared.
    """

    name: str
    dimensions: int

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text, float32, shape (len(texts), dimensions)."""

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """The same for text that is searched; `progress` hears of every batch done."""
