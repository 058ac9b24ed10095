"""The reader's network without torch: the encoder's embeddings and lower layers, the reader's own upper ones and heads.

What it gives is what `rag.models.reader.network` gives, but for the numbers that the fast layers compute with.
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from rag.models.bundled.layers import Layers, Ranges
from rag.models.bundled.modules import KINDS, LAYER_MODULES
from rag.models.bundled.token_vectors import Numbers, QuestionVectors, TokenVectors
from rag.models.bundled.weights import Sizes, tensor_shapes
from rag.models.reader.protocol import Logits
from rag.models.reader.weights import ReaderWeights

_AWAY = -1e4  # added to the logits of tokens that a mask leaves out
_SPAN = ("span.weight", "span.bias")
_INNER = ("answerable.0.weight", "answerable.0.bias")
_OUTER = ("answerable.2.weight", "answerable.2.bias")


class FastNetwork:
    """Rows of tokens -> start and end logits for each token, and an answerability logit for each row."""

    def __init__(self, weights: ReaderWeights, encoder: QuestionVectors, ranges: Callable[[], Ranges]) -> None:
        """`ranges` are asked for where int8 computes.

        Raises KeyError where the tensors are another network's, EngineError where the layers cannot be compiled.
        """
        sizes, tensors = encoder.bundled.sizes, weights.tensors
        _check(tensors, sizes, weights.frozen)
        together = Together(encoder.bundled.tensors, tensors, weights.frozen)
        self.vectors = TokenVectors(encoder.vectors.embeddings, Layers(together, sizes.heads, sizes.epsilon, ranges))
        self._span, self._inner, self._outer = (
            (tensors[matrix].T, tensors[bias]) for matrix, bias in (_SPAN, _INNER, _OUTER)
        )

    def __call__(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> tuple[Logits, Logits, Logits]:
        """Ids and mask, (rows, tokens) -> start and end logits, (rows, tokens), and answerability logits, (rows,).

        Logits of tokens that `mask` leaves out are far below all others.
        """
        vectors = self.vectors(ids, mask)
        away = np.where(mask > 0, np.float32(0), np.float32(_AWAY))
        logits = _affine(vectors, self._span)
        relevance = _affine(np.tanh(_affine(vectors[:, 0], self._inner)), self._outer)
        return logits[..., 0] + away, logits[..., 1] + away, relevance[:, 0]


class Together(Mapping[str, Numbers]):
    """The tensors of a network's layers by the names of the weights file: the lower `frozen` ones are the encoder's."""

    def __init__(self, encoder: Mapping[str, Numbers], own: Mapping[str, Numbers], frozen: int) -> None:
        self._encoder = encoder
        self._own = own
        self._frozen = frozen
        self._names = [name for name in encoder if not name.startswith("emb.")]

    def __getitem__(self, name: str) -> Numbers:
        own = own_name(name)
        return self._own[own] if int(own.split(".")[1]) >= self._frozen else self._encoder[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def own_name(name: str) -> str:
    """A layer's tensor in the weights file -> in the reader's, `l5.q.w` -> `layer.5.attention.self.query.weight`."""
    layer, part, kind = name.split(".")
    return f"layer.{layer[1:]}.{LAYER_MODULES[part]}.{KINDS[kind]}"


def _check(tensors: Mapping[str, Numbers], sizes: Sizes, frozen: int) -> None:
    """Raise KeyError unless there are the tensors of the layers above `frozen` and of the heads, each of its shape."""
    hidden = sizes.hidden
    shapes: dict[str, tuple[int, ...]] = {
        own_name(name): shape
        for name, shape in tensor_shapes(sizes).items()
        if name[0] == "l" and int(name.split(".")[0][1:]) >= frozen
    }
    for (matrix, bias), rows in ((_SPAN, 2), (_INNER, hidden), (_OUTER, 1)):
        shapes |= {matrix: (rows, hidden), bias: (rows,)}
    wrong = sorted({*tensors} ^ {*shapes}) or [name for name in shapes if tensors[name].shape != shapes[name]]
    if wrong:
        raise KeyError(wrong[0])


def _affine(vectors: Numbers, weights: tuple[Numbers, Numbers]) -> Numbers:
    matrix, bias = weights
    found: Numbers = vectors @ matrix + bias
    return found
