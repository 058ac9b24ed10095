"""The bundled model without torch: token ids in, a vector for every token or one for each text out.

What sentence-transformers does with the same weights is done here in a few lines of numpy around the fast layers, so
that a question can be asked without importing torch, transformers and it: 2.7 s of processor time and 300 MB.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.models.bundled.layers import Layers
from rag.models.bundled.tokenizer import BundledTokenizer
from rag.models.bundled.weights import BLOCK_BYTES, BundledModel, dequantised

Numbers = NDArray[np.float32]

PROMPTS: Final = {"query": "query: ", "document": "passage: "}
"""What E5 was trained with."""
_LEAST: Final = 1e-12
"""Length below which a vector is not made longer, as torch's `normalize` has it."""


class TokenEmbeddings:
    """What goes into the first layer: of each token its word's row, its place's and its kind's, added up and normed."""

    def __init__(self, bundled: BundledModel) -> None:
        self._words = bundled.words
        self._places = bundled.tensors["emb.pos"] + bundled.tensors["emb.type"][0]  # there is one kind of text
        self._weight, self._bias = bundled.tensors["emb.ln.w"], bundled.tensors["emb.ln.b"]
        self._epsilon = np.float32(bundled.sizes.epsilon)

    def __call__(self, ids: NDArray[np.int64]) -> Numbers:
        """Token ids, (rows, tokens) -> float32, (rows, tokens, hidden). Each different id is unpacked once."""
        different, places = np.unique(ids, return_inverse=True)
        rows = dequantised(self._words[different].reshape(-1, BLOCK_BYTES)).reshape(len(different), -1)
        found: Numbers = rows[places.reshape(ids.shape)]
        found += self._places[: ids.shape[1]]
        found -= found.mean(2, keepdims=True)
        found /= np.sqrt(np.einsum("rth,rth->rt", found, found) / found.shape[2] + self._epsilon)[..., None]
        found *= self._weight
        found += self._bias
        return found


@dataclass(frozen=True)
class TokenVectors:
    """The whole transformer: embeddings, and the layers upon them."""

    embeddings: TokenEmbeddings
    layers: Layers

    def __call__(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Numbers:
        """Ids and mask, (rows, tokens) -> what the last layer gives, float32 of shape (rows, tokens, hidden)."""
        return self.layers(self.embeddings(ids), mask)


@dataclass(frozen=True)
class QuestionVectors:
    """Questions -> unit vectors: those of the library's `encode_query` upon the same layers, but for rounding."""

    bundled: BundledModel
    tokenizer: BundledTokenizer
    vectors: TokenVectors

    def encode(self, texts: Sequence[str]) -> Numbers:
        """One unit row for each text, (texts, hidden): the mean of its tokens' vectors."""
        ids, mask = map(np.array, self.tokenizer.encode([PROMPTS["query"] + text for text in texts]))
        found = np.einsum("rth,rt->rh", self.vectors(ids, mask), mask.astype(np.float32))
        found /= mask.sum(1, keepdims=True)  # of two special tokens at least
        unit: Numbers = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.float32(_LEAST))
        return unit


def question_vectors(bundled: BundledModel, layers: Layers) -> QuestionVectors:
    """Of the unpacked weights, upon their `layers`."""
    return QuestionVectors(bundled, BundledTokenizer(bundled), TokenVectors(TokenEmbeddings(bundled), layers))
