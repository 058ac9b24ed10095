"""Texts -> vectors, encoding only what no earlier index holds.

A vector is named by the SHA-256 of the encoder's name, the verb and the text. The verb is there because an encoder
treats passages and questions differently; an index holds passages only.

A reused vector is what a full build would give, bit by bit, where the encoder gives a text the same vector whatever
else is in its batch. With padded batches it is so up to rounding (1e-7 for the bundled model; exact one at a time).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.errors import StoredIndexError
from rag.index.arrays import read_array
from rag.index.manifest import MANIFEST, Manifest
from rag.index.saved import (
    PASSAGE_KEYS,
    PASSAGE_VECTORS,
    SENTENCE_KEYS,
    SENTENCE_VECTORS,
    UNREADABLE,
    SavedIndex,
    check_some_files,
)
from rag.index.vector_index import VectorIndex, Vectors
from rag.models.encoder import Encoder
from rag.progress import Progress

VERB: Final = "passage"

FORMER_FORMATS: Final = frozenset({6})
"""Formats whose vectors lie in the same files, in the same form, under the same keys as today's."""
_KEYS_AND_VECTORS: Final = ((PASSAGE_KEYS, PASSAGE_VECTORS), (SENTENCE_KEYS, SENTENCE_VECTORS))


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """`vectors`, shape (texts, dimensions), and `keys`, shape (texts, 32), row by row for the texts that were given.

    `new` and `reused` count distinct texts: those encoded now, and those whose vector was known.
    """

    vectors: Vectors
    keys: NDArray[np.uint8]
    new: int
    reused: int


def text_key(encoder_name: str, text: str) -> bytes:
    """The 32 bytes that name the vector of `text`."""
    return hashlib.sha256("\0".join((encoder_name, VERB, text)).encode("utf-8", "surrogatepass")).digest()


def known_vectors(index: SavedIndex) -> dict[bytes, Vectors]:
    """Key -> vector for every row of `index`."""
    rows = ((index.passage_keys, index.passage_vectors), (index.sentence_keys, index.sentence_vectors))
    return {key.tobytes(): vector for keys, table in rows for key, vector in zip(keys, table.vectors, strict=True)}


def vectors_of_former_format(folder: Path) -> dict[bytes, Vectors]:
    """Key -> vector for every row of an index in `folder` that has one of the `FORMER_FORMATS`; {} for any other.

    Encoding takes most of the time of a build, and what other programs read of an index changes more often than that.
    """
    found: dict[bytes, Vectors] = {}
    try:
        manifest = Manifest.from_json((folder / MANIFEST).read_bytes(), folder, FORMER_FORMATS)
        check_some_files(folder, manifest, (name for pair in _KEYS_AND_VECTORS for name in pair))
        for keys, vectors in _KEYS_AND_VECTORS:
            place = folder / manifest.generation
            rows, table = read_array(place / keys), VectorIndex.load(place / vectors)
            found.update((key.tobytes(), vector) for key, vector in zip(rows, table.vectors, strict=True))
    except (StoredIndexError, *UNREADABLE):
        return {}
    return found


def encode_texts(
    texts: Sequence[str],
    encoder: Callable[[], Encoder],
    encoder_name: str,
    known: Mapping[bytes, Vectors],
    progress: Progress,
) -> Encoded:
    """A vector for each text; where there is none, no row of a vector of one number, so that no model need be loaded.

    Texts that are alike are encoded once, those in `known` not at all; `encoder` is called when there is one to encode.
    Raises ValueError where the encoder is not the one named or gives rows of the wrong shape.
    """
    if not texts:
        return Encoded(np.zeros((0, 1), np.float32), np.zeros((0, 32), np.uint8), 0, 0)
    keys = [text_key(encoder_name, text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    table = known
    if missing:
        loaded = encoder()
        if loaded.name != encoder_name:
            raise ValueError(f"expected the encoder {encoder_name}, got {loaded.name}")
        vectors = loaded.encode_passages(
            list(missing.values()), lambda _, done, total: progress("progress-encode", done, total)
        )
        if vectors.shape != (len(missing), loaded.dimensions):
            raise ValueError(f"expected vectors of shape {(len(missing), loaded.dimensions)}, got {vectors.shape}")
        table = {**known, **dict(zip(missing, vectors, strict=True))}
    key_rows = np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), 32)
    return Encoded(np.stack([table[key] for key in keys]), key_rows, len(missing), len(set(keys)) - len(missing))
