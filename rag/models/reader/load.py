"""Readers: the bundled one, and any sentence-transformers CrossEncoder in its place.

`load_reader` is the one way to get one. Nothing heavy is imported before.
"""

import os
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rag.errors import EngineError, ReaderError
from rag.models.bundled.layers import Ranges, read_ranges
from rag.models.bundled.name import bundled_name
from rag.models.bundled.weights import weights_name
from rag.models.encoder import (
    BUNDLED,
    TORCH,
    Encoder,
    LazyEncoder,
    SentenceTransformerEncoder,
    hub_answers,
    load_encoder,
)
from rag.models.quick_imports import quick_imports
from rag.models.reader.fast import FastNetwork
from rag.models.reader.pairs import Pair, make_pairs, padded
from rag.models.reader.protocol import Logits, Reader, Reading
from rag.models.reader.weights import FILE, ReaderWeights, load_weights
from rag.settings import Settings
from rag.text.characters import simplified

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

    from rag.models.reader.network import ReaderNetwork

NONE: Final = "none"
_ROWS: Final = 8
"""Windows read at once: fewer and a core waits, more and the time budget is kept less closely."""

TOGETHER: Final = max(1, (os.cpu_count() or 1) // 2)
"""Of these, so many go through the fast layers together, each padded to the longest. A row of 320 tokens takes 43 ms of
a core alone and 47 ms among eight, so that on two cores rows go alone: padding eight to the longest was a fifth of all
tokens, on the questions of the five real pages. More cores have more to do with more rows; that is not measured."""

_LOADING: Final = threading.Lock()
_READERS: "weakref.WeakKeyDictionary[SentenceTransformerEncoder, tuple[tuple[Path, int, int, str], NetworkReader]]" = (
    weakref.WeakKeyDictionary()
)
"""The last bundled reader upon each encoder, with its weights' path, time and size, and its engine."""


def load_reader(settings: Settings, encoder: Encoder, weights: Path | None = None) -> Reader | None:
    """The reader that `settings.reader` names: "bundled", a CrossEncoder's name or folder, or "none" for None.

    The bundled reader shares the lower layers of `encoder` where that is the bundled one; an encoder that is no
    sentence-transformers model has none to share, and no bundled reader. `weights` are those that come with the
    program unless another file is named. Raises ReaderError:
    "reader-missing" where its weights are not there, "reader-damaged" or "reader-foreign" where they cannot be used,
    "reader-unknown" where another model cannot be loaded.
    """
    if settings.reader == NONE:
        return None
    if settings.reader != BUNDLED:
        return _load_other(settings.reader)
    if isinstance(encoder, LazyEncoder):
        encoder = encoder.loaded()
    if not isinstance(encoder, SentenceTransformerEncoder):
        return None
    weights = weights or FILE
    if not weights.is_file():
        raise ReaderError("reader-missing", path=weights)
    shared = encoder if encoder.name == bundled_name() else load_encoder(settings.with_values({"encoder": BUNDLED}))
    try:
        return _loaded(weights, shared, settings.engine)
    except (KeyError, RuntimeError) as error:  # tensors of another network
        raise ReaderError("reader-damaged", path=weights) from error


def _loaded(weights: Path, encoder: SentenceTransformerEncoder, engine: str) -> "NetworkReader":
    """The reader of `weights` upon `encoder`: one, however often an index is opened.

    Each takes 60 to 140 MB, of which what torch compiled for it is never given back, and compiles its first texts anew.
    """
    told = weights.stat()
    identity = (weights, told.st_mtime_ns, told.st_size, engine)
    with _LOADING:
        known = _READERS.get(encoder)
        if known is None or known[0] != identity:
            reader = NetworkReader.load(load_weights(weights, weights_name()), encoder, fast=engine != TORCH)
            known = _READERS[encoder] = identity, reader
        return known[1]


class NetworkReader:
    """The bundled reader: spans, answerability and relevance from one pass over question and text."""

    def __init__(
        self,
        network: "ReaderNetwork | FastNetwork",
        tokenizer: Any,
        name: str,
        calibration: Mapping[str, float],
        notice: EngineError | None = None,
    ) -> None:
        """`notice` says why torch computes the network where the fast engine was to."""
        self.notice = notice
        self.name = name
        self.network = network
        self.calibration = calibration
        self._shapes: set[tuple[int, ...]] = set()
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, weights: ReaderWeights, encoder: SentenceTransformerEncoder, fast: bool = True) -> "NetworkReader":
        """The reader of `weights` upon the layers of `encoder`, the bundled one; `fast`, by the engine that it has.

        torch is imported where that computes, only. Raises KeyError or RuntimeError where the tensors are another
        network's.
        """
        name, calibration = f"{BUNDLED}@{weights.digest}", weights.facts.get("calibration", {})
        notice = encoder.notice
        if fast and encoder.fast:
            try:
                network = FastNetwork(weights, encoder.fast, lambda: _ranges(weights))
                return cls(network, encoder.fast.tokenizer, name, calibration)
            except EngineError as error:
                notice = error
        with quick_imports():
            import torch

            from rag.models.reader.network import ReaderNetwork
        first: Any = encoder.model[0]
        slow = ReaderNetwork(first.model, weights.frozen)
        slow.load_own_state({name: torch.from_numpy(values) for name, values in weights.tensors.items()})
        return cls(slow.eval(), first.bundled_tokenizer, name, calibration, notice if fast else None)

    def read(self, question: str, texts: Sequence[str], seconds: float = float("inf")) -> list[Reading]:
        """One reading for each text, in their order, as far as `seconds` reach; some at least, however long it takes.

        Compiling, which comes with the first texts of each length, does not count. Text beyond 512 tokens is not read.
        """
        spent = 0.0
        readings: list[Reading] = []
        while len(readings) < len(texts):
            some = texts[len(readings) : len(readings) + _ROWS]
            started, shapes = time.perf_counter(), len(self._shapes)
            readings += self._read(question, some)
            took = time.perf_counter() - started
            if len(self._shapes) > shapes:
                continue  # a shape's first time holds its compiling, which says nothing of what reading takes
            spent += took
            if spent + took > seconds:
                break
        return readings

    def pairs(self, question: str, texts: Sequence[str]) -> list[Pair]:
        """The question with each text as a row of tokens, in simplified characters."""
        plain = [_simplified(text) for text in texts]
        return make_pairs(self._tokenizer, [simplified(question)] * len(plain), plain)

    def _read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        pairs = self.pairs(question, texts)
        found: dict[int, Reading] = {}
        # By length, so that little padding is computed, and put back in their order.
        order = sorted(range(len(pairs)), key=lambda place: len(pairs[place].ids))
        together = TOGETHER if isinstance(self.network, FastNetwork) else _ROWS
        for first in range(0, len(order), together):
            places = order[first : first + together]
            start, end, relevance = self._computed([pairs[place] for place in places])
            for row, place in enumerate(places):
                found[place] = _reading(pairs[place], start[row], end[row], relevance[row])
        return [found[place] for place in range(len(pairs))]

    def _computed(self, pairs: Sequence[Pair]) -> tuple[Logits, Logits, Logits]:
        if isinstance(self.network, FastNetwork):
            return self.network(*padded(pairs))  # it compiles for each shape as torch does, but in 15 milliseconds
        import torch

        half = multiplies_bfloat16()
        full = [*pairs, *[pairs[0]] * (_ROWS - len(pairs))] if half else pairs  # a few shapes only: see `padded`
        ids, mask = map(torch.from_numpy, padded(full, 64 if half else 1))
        if half:
            self._shapes.add(ids.shape)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half):
            start, end, relevance = self.network(ids, mask)
        return start.numpy(), end.numpy(), relevance.numpy()


def _reading(pair: Pair, start: Logits, end: Logits, relevance: np.float32) -> Reading:
    """What the logits of a row's tokens say of the passage in it."""
    last = pair.first + len(pair.offsets)
    return Reading(
        float(relevance),
        float(start[0] + end[0]),
        start[pair.first : last],
        end[pair.first : last],
        np.array(pair.offsets, np.int64).reshape(-1, 2),
    )


def _ranges(weights: ReaderWeights) -> Ranges:
    """What goes into the network's products, as calibrating wrote it. Raises EngineError where it was not."""
    try:
        return read_ranges(weights.facts["ranges"])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise EngineError("engine-missing", reason=f"{FILE.name}: no ranges") from error


class CrossEncoderReader:
    """Any sentence-transformers CrossEncoder: it orders passages and knows no spans."""

    def __init__(self, model: "CrossEncoder", name: str) -> None:
        self.name = name
        self.calibration: Mapping[str, float] = {}
        self._model = model

    def read(self, question: str, texts: Sequence[str], seconds: float = float("inf")) -> list[Reading]:
        """One reading without spans for each text, in their order, as far as `seconds` reach."""
        import torch

        nothing = np.zeros(0, np.float32)
        readings: list[Reading] = []
        started = time.perf_counter()
        while len(readings) < len(texts) and (not readings or time.perf_counter() - started < seconds):
            some = texts[len(readings) : len(readings) + _ROWS]
            # Identity: the raw logit, whatever the model was made to show
            scores = self._model.predict(
                [(question, text) for text in some], activation_fn=torch.nn.Identity(), show_progress_bar=False
            )
            readings += [
                Reading(float(np.ravel(score)[-1]), 0.0, nothing, nothing, np.zeros((0, 2), np.int64))
                for score in scores
            ]
        return readings


def _load_other(name: str) -> CrossEncoderReader:
    with quick_imports():
        from sentence_transformers import CrossEncoder
    folder = Path(name).expanduser()
    try:
        local = folder.is_dir() or not hub_answers()
        return CrossEncoderReader(CrossEncoder(str(folder) if folder.is_dir() else name, local_files_only=local), name)
    except Exception as error:  # the libraries raise whatever their parts raise: any of it means "not loaded"
        lines = str(error).strip().splitlines()
        raise ReaderError(
            "reader-unknown", name=name, reason=lines[0][:200] if lines else type(error).__name__
        ) from error


def _simplified(text: str) -> str:
    """`text` in simplified characters where that leaves every character in its place, so that spans still fit."""
    changed = simplified(text)
    return changed if len(changed) == len(text) else text


def multiplies_bfloat16() -> bool:
    """Whether the processor has matrix units for bfloat16: with them a passage is read in half the time."""
    import torch

    return bool(torch.cpu.get_capabilities().get("amx_bf16"))
