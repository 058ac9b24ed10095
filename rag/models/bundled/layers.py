"""A BERT's layers on OpenVINO: vectors of tokens in, vectors of tokens out, in numbers of 16 bits or 8.

The model is put together in memory from the weights at hand: no file, no converter. What numbers it computes with
depends on the processor (two cores, six rows of 320 tokens, torch in 32 bits: 0.9 s):

- bfloat16 where there are units for it (0.32 s): what comes out is torch's but for the third decimal.
- int8 elsewhere (0.42 s). Weights have a scale for each row, what goes into a product one range for all, measured on
  texts beforehand (`rag.training.ranges`): static quantisation, as in Jacob et al., 2018, "Quantization and Training of
  Neural Networks for Efficient Integer-Arithmetic-Only Inference", sections 2 and 3. A few numbers of each vector are
  ten times as large as all others, always the same ones; they would take the steps of all others, so they are
  multiplied apart, in 32 bits (LLM.int8(), Dettmers et al., 2022, section 3.2). With a hundredth of the numbers apart
  the reader marks the same span for 0.96 of passages, with none for 0.57. Attention, norms and sums stay in 32 bits.

Only numpy is needed to import this file; OpenVINO is imported when layers are made.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from rag.errors import EngineError
from rag.models.bundled.weights import BundledModel, weights_name

Numbers = NDArray[np.float32]
Precision = Literal["bfloat16", "int8"]

FILE: Final = Path(__file__).parent / "ranges.json"
"""The ranges of the bundled encoder, and the weights that they belong to."""

PARTS: Final = {"qkv": ("q", "k", "v"), "ao": ("ao",), "fi": ("fi",), "fo": ("fo",)}
"""The matrix products of a layer that have the same vectors go in: query, key and value; the attention's output; and
the two of the feed-forward part. Their matrices are named as in the weights file."""

_LEVELS: Final = 256  # of a number of 8 bits
_LARGEST: Final = 127
_AWAY: Final = -1e4  # added to the attention's scores of what a mask leaves out
_TINY: Final = float(np.finfo(np.float32).tiny) * _LEVELS
_SHAPES: Final = 64
"""Kernels kept compiled, one for each shape of a batch; compiling one takes 10 to 60 ms."""


@dataclass(frozen=True, slots=True)
class Range:
    """What goes into a product: numbers from `low` to `high`, but for those at the places `apart` of a vector."""

    low: float
    high: float
    apart: tuple[int, ...] = ()


Ranges = Mapping[str, Range]
"""Of each product of a network, by its name: `3.fi`, of layer 3."""


class Layers:
    """The layers of one network, compiled for this processor."""

    def __init__(
        self,
        tensors: Mapping[str, Numbers],
        heads: int,
        epsilon: float,
        ranges: Callable[[], Ranges],
        precision: Precision | None = None,
    ) -> None:
        """`tensors` are named `l0.q.w` as in the weights file, of shape (out, in), `epsilon` is that of the norms.

        `ranges` are asked for where int8 computes; bfloat16 needs none. `precision` is the processor's best unless one
        is named. Compiling takes half a second. Raises EngineError where OpenVINO is missing or fails, where the
        processor has none of both, or a range is missing, and what `ranges` raises.
        """
        try:
            import openvino

            core = openvino.Core()
            self.precision = precision or _best(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"))
            graph = _Graph(tensors, heads, epsilon, ranges() if self.precision == "int8" else None)
            options = {
                "PERFORMANCE_HINT": "LATENCY",
                "CPU_RUNTIME_CACHE_CAPACITY": _SHAPES,
                "INFERENCE_PRECISION_HINT": "f32" if self.precision == "int8" else "bf16",
            }
            self._request = core.compile_model(graph.model(), "CPU", options).create_infer_request()
        except (ImportError, OSError, RuntimeError, KeyError, ValueError) as error:
            raise EngineError("engine-missing", reason=_first_line(error)) from error
        self._lock = threading.Lock()  # a request holds the numbers of one call

    def __call__(self, vectors: Numbers, mask: NDArray[np.int64]) -> Numbers:
        """Embedded tokens, float32 of shape (rows, tokens, hidden), and their mask -> what the last layer gives.

        The rows' tokens that `mask`, (rows, tokens) of 0 and 1, leaves out count for no other token.
        """
        away = np.where(mask > 0, 0.0, _AWAY).astype(np.float32)[:, None, None, :]
        with self._lock:
            found: Numbers = self._request.infer({0: vectors, 1: away})[0]
        return found


class _Graph:
    """OpenVINO's model of the layers, put together operation by operation; in int8 where `ranges` are given."""

    def __init__(self, tensors: Mapping[str, Numbers], heads: int, epsilon: float, ranges: Ranges | None) -> None:
        from openvino import opset13

        self._op: Any = opset13
        self._tensors = tensors
        self._heads = heads
        self._epsilon = epsilon
        self._ranges = ranges
        self._hidden = tensors["l0.q.w"].shape[1]

    def model(self) -> Any:
        """The whole, from embedded tokens and what is added to the scores to the last layer's vectors."""
        from openvino import Model, Type

        first = self._op.parameter([-1, -1, self._hidden], Type.f32, name="vectors")
        away = self._op.parameter([-1, 1, 1, -1], Type.f32, name="away")
        vectors = first
        for layer in range(sum(name.endswith(".q.w") for name in self._tensors)):
            attended = self._product(self._attention(layer, vectors, away), layer, "ao")
            vectors = self._norm(self._op.add(attended, vectors), layer, "aln")
            inner = self._op.gelu(self._product(vectors, layer, "fi"), "erf")
            vectors = self._norm(self._op.add(self._product(inner, layer, "fo"), vectors), layer, "oln")
        return Model([vectors], [first, away], "layers")

    def _attention(self, layer: int, vectors: Any, away: Any) -> Any:
        """Each token's mixture of the others' values, (rows, tokens, hidden)."""
        size = self._hidden // self._heads
        apart = self._op.reshape(self._product(vectors, layer, "qkv"), self._whole([0, 0, 3, self._heads, size]), True)
        parts = self._op.split(self._op.transpose(apart, self._whole([2, 0, 3, 1, 4])), self._one(0), 3)
        query, key, value = (self._op.squeeze(parts.output(place), self._whole([0])) for place in range(3))
        scale = self._op.constant(np.float32(size**-0.5))
        mixed = self._op.scaled_dot_product_attention(query, key, value, away, scale, causal=False)
        together = self._op.transpose(mixed, self._whole([0, 2, 1, 3]))
        return self._op.reshape(together, self._whole([0, 0, self._hidden]), True)

    def _product(self, vectors: Any, layer: int, part: str) -> Any:
        """`vectors` times the matrices of a part of a layer, and their bias."""
        names = [f"l{layer}.{name}" for name in PARTS[part]]
        weights = np.concatenate([self._tensors[f"{name}.w"] for name in names])
        bias = self._row(np.concatenate([self._tensors[f"{name}.b"] for name in names]))
        if self._ranges is None:
            return self._op.add(self._times(vectors, self._op.constant(weights)), bias)
        known = self._ranges[f"{layer}.{part}"]
        most = weights.copy()
        most[:, list(known.apart)] = 0.0
        product = self._times(self._rounded(vectors, known), self._unpacked(most))
        if known.apart:
            few = self._op.gather(vectors, self._whole(list(known.apart)), self._one(2))
            product = self._op.add(product, self._times(few, self._op.constant(weights[:, list(known.apart)].copy())))
        return self._op.add(product, bias)

    def _times(self, vectors: Any, weights: Any) -> Any:
        return self._op.matmul(vectors, weights, False, True)

    def _rounded(self, vectors: Any, known: Range) -> Any:
        """`vectors` in the 256 steps of their range."""
        low, high = (self._op.constant(bound) for bound in whole_range(known.low, known.high))
        return self._op.fake_quantize(vectors, low, high, low, high, _LEVELS)

    def _unpacked(self, weights: Numbers) -> Any:
        """`weights` as int8 and a scale for each row, in the form that OpenVINO takes for whole numbers."""
        scale = np.maximum(np.abs(weights).max(1, keepdims=True), _TINY) / _LARGEST
        whole = self._op.constant(np.rint(weights / scale).astype(np.int8))
        return self._op.multiply(self._op.convert(whole, "f32"), self._op.constant(scale.astype(np.float32)))

    def _norm(self, vectors: Any, layer: int, part: str) -> Any:
        """Each token's numbers at mean 0 and variance 1, times the norm's weights, and its bias."""
        plain = self._op.mvn(vectors, self._whole([2]), True, self._epsilon, "inside_sqrt")
        weighed = self._op.multiply(plain, self._row(self._tensors[f"l{layer}.{part}.w"]))
        return self._op.add(weighed, self._row(self._tensors[f"l{layer}.{part}.b"]))

    def _row(self, values: Numbers) -> Any:
        return self._op.constant(np.ascontiguousarray(values, np.float32).reshape(1, 1, -1))

    def _whole(self, values: list[int]) -> Any:
        return self._op.constant(np.array(values, np.int64))

    def _one(self, value: int) -> Any:
        return self._op.constant(np.int64(value))


def _best(capabilities: list[str]) -> Precision:
    """The precision that a processor of these capabilities is fastest with. Raises EngineError for none of both."""
    if "BF16" in capabilities:
        return "bfloat16"
    if "INT8" in capabilities:
        return "int8"
    raise EngineError("engine-missing", reason="neither bfloat16 nor int8 on this processor")


def bundled_layers(bundled: BundledModel) -> Layers:
    """The layers of the bundled encoder. Raises EngineError."""
    return Layers(bundled.tensors, bundled.sizes.heads, bundled.sizes.epsilon, lambda: known_ranges(FILE))


def known_ranges(path: Path) -> Ranges:
    """What `rag.training.ranges` wrote. Raises EngineError where it is not whole or of other weights than these."""
    try:
        told = json.loads(path.read_text("utf-8"))
        if told["encoder"] != weights_name():
            raise ValueError(f"{path.name} belongs to {told['encoder']}")
        return read_ranges(told["ranges"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError("engine-missing", reason=_first_line(error)) from error


def read_ranges(told: Any) -> Ranges:
    """Ranges as JSON has them: `{"3.fi": [-2.5, 11.0, [17, 80]]}`. Raises ValueError, TypeError or AttributeError."""
    return {
        str(name): Range(float(low), float(high), tuple(int(place) for place in apart))
        for name, (low, high, apart) in told.items()
    }


def range_rows(ranges: Ranges) -> dict[str, list[Any]]:
    """The same as JSON has them."""
    return {name: [each.low, each.high, list(each.apart)] for name, each in ranges.items()}


def whole_range(low: float, high: float) -> tuple[np.float32, np.float32]:
    """The range of 256 even steps nearest to `low` and `high` of which 0 is one, so that it stays exact."""
    low, high = min(low, 0.0), max(high, 0.0)
    step = max((high - low) / (_LEVELS - 1), _TINY)
    below = round(-low / step)
    return np.float32(-below * step), np.float32((_LEVELS - 1 - below) * step)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
