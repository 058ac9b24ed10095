"""Text -> unit vectors: the protocol that the rest relies on, and the one way to load a model that fulfils it.

`load_encoder` gives the model that installs with pip, or any other sentence-transformers model by its name or folder.
Nothing heavy is imported before a model is loaded, and comparing names (`encoder_name`) loads none.
"""

import functools
import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import EncoderError, EngineError
from rag.models.bundled.layers import bundled_layers
from rag.models.bundled.name import bundled_name
from rag.models.bundled.weights import BundledModel, bundled_digest, bundled_path, read_bundled
from rag.models.lazy import Lazy
from rag.models.quick_imports import quick_imports
from rag.progress import Progress, silent
from rag.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from rag.models.bundled.token_vectors import QuestionVectors

Vectors = NDArray[np.float32]

BUNDLED: Final = "bundled"
TORCH: Final = "torch"
"""The engine of settings that ask for no other."""
_HUB_SECONDS: Final = 3.0  # a hub that has not answered by then is taken as out of reach
_SAMPLE_BYTES: Final = 65536  # read at a time when a folder's weights are identified
_SAMPLES: Final = 8  # per file: retraining changes all of the weights, so a few places show it


class Encoder(Protocol):
    """Turns texts into unit vectors whose inner product is their similarity.

    `name` identifies model and version: vectors of two encoders with the same name may be compared.
    """

    @property
    def name(self) -> str:
        """Model and version."""

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text, float32, shape (len(texts), dimensions)."""

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """The same for text that is searched; `progress` hears of every batch done."""


class SentenceTransformerEncoder:
    """An Encoder around a SentenceTransformer, `model`.

    Questions go through its `encode_query`, passages through its `encode_document`, so the prompts it was made with
    are used, and none where it has none.
    """

    fast: "QuestionVectors | None" = None
    """The same model without torch, for its questions and a reader upon its layers; None where there is none."""

    def __init__(self, model: "SentenceTransformer", name: str, batch: int, notice: EngineError | None = None) -> None:
        """`notice` says why the fast engine does not compute the model where it was to."""
        self.notice = notice
        self._model = Lazy(lambda: model)
        self.name = name
        self.batch = max(1, batch)
        self.dimensions = model.get_embedding_dimension() or len(self._encoded("query", [""])[0])

    @property
    def model(self) -> "SentenceTransformer":
        """The SentenceTransformer."""
        return self._model()

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text, float32, shape (len(texts), dimensions)."""
        return self._rows(self._encoded, "query", texts, silent)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """The same for text that is searched; `progress` hears of every batch done."""
        return self._rows(self._encoded_aside, "document", texts, progress)

    def _rows(
        self, encoded: Callable[[str, list[str]], Vectors], task: str, texts: Sequence[str], progress: Progress
    ) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # Texts of like length share a batch, so that little padding is computed; longest first, so that a lack of
        # memory shows at once.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for start in range(0, len(order), self.batch):
            places = order[start : start + self.batch]
            vectors[places] = encoded(task, [texts[place] for place in places])
            progress("progress-encode", start + len(places), len(texts))
        return vectors

    def _encoded_aside(self, task: str, texts: list[str]) -> Vectors:
        return _worker().submit(self._encoded, task, texts).result()

    def _encoded(self, task: str, texts: list[str]) -> Vectors:
        model = self._model()
        encode = model.encode_query if task == "query" else model.encode_document
        found = encode(texts, batch_size=len(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


class BundledEncoder(SentenceTransformerEncoder):
    """The bundled model on the fast engine; its SentenceTransformer is made when there are passages to encode.

    A question needs none of it: what the library does with the engine's vectors is done without importing the library.
    """

    fast: "QuestionVectors"

    def __init__(
        self, fast: "QuestionVectors", make: "Callable[[], SentenceTransformer]", name: str, batch: int
    ) -> None:
        """`make` gives the SentenceTransformer upon the layers of `fast`."""
        self.notice = None
        self.fast = fast
        self.name = name
        self.batch = max(1, batch)
        self.dimensions = fast.bundled.sizes.hidden
        self._model = Lazy(make)
        self._is_shown = False

    @property
    def model(self) -> "SentenceTransformer":
        """The SentenceTransformer, which takes seconds to make. Who has it may change it: it then encodes all."""
        self._is_shown = True
        return self._model()

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text, float32, shape (len(texts), dimensions)."""
        return self._rows(self._encoded if self._is_shown else self._asked, "query", texts, silent)

    def _asked(self, _: str, texts: list[str]) -> Vectors:
        return self.fast.encode(texts)


@functools.cache
def _worker() -> ThreadPoolExecutor:
    """The one thread that encodes passages, whoever adds some or evaluates.

    A batch takes some hundred megabytes, of which the C library gives little back: it keeps them for the thread, and
    for each new thread the page had anew, up to eight times the number of cores.
    """
    return ThreadPoolExecutor(1, "encoding")


class LazyEncoder:
    """The Encoder named `name` that `load` gives, loaded when it is first needed."""

    def __init__(self, name: str, load: Callable[[], Encoder]) -> None:
        self.name = name
        self.loaded: Lazy[Encoder] = Lazy(load)

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        return self.loaded().dimensions

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text, float32, shape (len(texts), dimensions)."""
        return self.loaded().encode_questions(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """The same for text that is searched; `progress` hears of every batch done."""
        return self.loaded().encode_passages(texts, progress)


class CachingEncoder:
    """An Encoder that encodes every text once and keeps its vector, so that runs over the same questions share them."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._questions: dict[str, Vectors] = {}
        self._passages: dict[str, Vectors] = {}

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        return self._encoder.dimensions

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text, float32, shape (len(texts), dimensions)."""
        return self._kept(texts, self._questions, self._encoder.encode_questions)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """The same for text that is searched; `progress` hears of the texts that are new."""
        return self._kept(texts, self._passages, lambda new: self._encoder.encode_passages(new, progress))

    def _kept(self, texts: Sequence[str], kept: dict[str, Vectors], encode: Callable[[list[str]], Vectors]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        if new:
            kept.update(zip(new, encode(new), strict=True))
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for place, text in enumerate(texts):
            vectors[place] = kept[text]
        return vectors


def encoder_name(settings: Settings) -> str:
    """The `name` that the encoder of these settings has, without loading it.

    The bundled model is named with the version of its package and the code that runs it, a local folder with a digest
    of its content (so a moved folder keeps its name and a retrained model gets a new one), a model of the hub as it is.
    Raises EncoderError where the bundled model is not installed.
    """
    if settings.encoder == BUNDLED:
        return bundled_name()
    folder = Path(settings.encoder).expanduser()
    if folder.is_dir():
        return f"{folder.resolve().name}@{_digest(folder)}"
    return settings.encoder


def load_encoder(settings: Settings) -> SentenceTransformerEncoder:
    """The encoder that `settings.encoder` names: "bundled", a sentence-transformers name, or a local folder.

    Takes half a second for the bundled one on the fast engine; seconds for others, most of them for importing torch and
    transformers. Raises EncoderError: "encoder-damaged" where the bundled weights are missing or not whole,
    "encoder-unknown" where another model cannot be loaded.
    """
    name = encoder_name(settings)
    if settings.encoder != BUNDLED:
        return SentenceTransformerEncoder(_load_other(settings.encoder), name, settings.encoder_batch)
    notice = None
    bundled = read_bundled(bundled_path(), bundled_digest())
    if settings.engine != TORCH:
        try:
            fast = _fast(bundled)
        except EngineError as error:
            notice = error
        else:
            return BundledEncoder(fast, lambda: _library(fast), name, settings.encoder_batch)
    with quick_imports():
        from rag.models.bundled.transformer import sentence_transformer
    return SentenceTransformerEncoder(sentence_transformer(bundled), name, settings.encoder_batch, notice)


def _fast(bundled: BundledModel) -> "QuestionVectors":
    """The bundled model on the fast engine. Raises EngineError."""
    from rag.models.bundled.token_vectors import question_vectors

    return question_vectors(bundled, bundled_layers(bundled))


def _library(fast: "QuestionVectors") -> "SentenceTransformer":
    with quick_imports():
        from rag.models.bundled.transformer import around
    return around(fast)


def _load_other(name: str) -> "SentenceTransformer":
    folder = Path(name).expanduser()
    local = folder.is_dir()
    if not local and (name.startswith((".", "~", os.sep)) or name.count("/") > 1 or "\\" in name):
        raise EncoderError("encoder-unknown", name=name, reason="no such folder")
    with quick_imports():
        from sentence_transformers import SentenceTransformer
    try:
        return SentenceTransformer(str(folder) if local else name, local_files_only=local or not hub_answers())
    except Exception as error:  # the libraries raise whatever their parts raise: any of it means "not loaded"
        raise EncoderError("encoder-unknown", name=name, reason=_short(error)) from error


def hub_answers() -> bool:
    """Whether the hub can be asked. Without this, an unreachable one is retried for over a minute.

    Where it cannot, a model that was downloaded before still loads.
    """
    from huggingface_hub import constants, get_session

    if constants.HF_HUB_OFFLINE:
        return False
    try:
        get_session().head(constants.ENDPOINT, timeout=_HUB_SECONDS)
    except Exception:  # no network, a proxy, a certificate: all mean the same here
        return False
    return True


def _short(error: Exception) -> str:
    """The first line of an error's text, or its kind where it has none."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def _digest(folder: Path) -> str:
    """Twelve hexadecimal digits that identify a model folder's content; hidden files and read-me files do not count.

    Large files count by their size and a few samples: reading all of a model would take longer than comparing names
    is worth.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and path.suffix != ".md" and not any(part.startswith(".") for part in parts):
            size = path.stat().st_size
            digest.update(f"{'/'.join(parts)} {size}\n".encode())
            with path.open("rb") as file:
                for sample in range(_SAMPLES):
                    file.seek(max(0, size - _SAMPLE_BYTES) * sample // (_SAMPLES - 1))
                    digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:12]
