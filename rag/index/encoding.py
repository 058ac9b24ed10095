"""Texts -> vectors, encoding only what no earlier index holds.

A vector is named by the SHA-256 of the encoder's name, the verb and the text. The verb is there because an encoder
treats passages and questions differently; an index holds passages only.

A reused vector is what a full build would give, bit by bit, where the encoder gives a text the same vector whatever
else is in its batch. With padded batches it is so up to rounding (1e-7 for the bundled model; exact one at a time).
"""

import hashlib
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.errors import StoredIndexError
from rag.index.arrays import map_array, map_flat
from rag.index.kept_vectors import KeptVectors
from rag.index.manifest import MANIFEST, former_folders
from rag.index.portions import Missing, Owner, Tally, portions_of
from rag.index.segments import StoredSegment
from rag.index.stored_records import UNREADABLE
from rag.index.vector_index import Vectors, check_vectors
from rag.models.encoder import Encoder
from rag.progress import Progress

VERB: Final = "passage"

FORMER_FORMATS: Final = frozenset({6, 7, 8})
"""Formats whose vectors are taken over: in FAISS's form, under the same keys as today's."""
_KEYS_AND_VECTORS: Final = (
    ("passage-keys.npy", "passage-vectors.faiss"),
    ("sentence-keys.npy", "sentence-vectors.faiss"),
)


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


def known_vectors(segments: Iterable[StoredSegment], keys: Collection[bytes] | None = None) -> dict[bytes, Vectors]:
    """Key -> vector for the rows of `segments`, of dead pages too; for those of `keys` alone, None for all."""
    found: dict[bytes, Vectors] = {}
    wanted = None if keys is None else np.array(sorted(int.from_bytes(key[:8], "little") for key in keys), np.uint64)
    for segment in segments:
        for table, vectors in (
            (segment.passage_keys, segment.passage_vectors),
            (segment.sentence_keys, segment.sentence_vectors),
        ):
            rows = np.arange(len(table)) if wanted is None else _rows_with(table, wanted)
            found.update((table[row].tobytes(), vectors[row]) for row in rows.tolist())
    return found


def _rows_with(table: NDArray[np.uint8], wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The rows whose first eight bytes are among `wanted`, which rises: looked up by halving, and not one by one."""
    if not len(wanted) or not len(table):
        return np.zeros(0, np.int64)
    starts = np.ascontiguousarray(table[:, :8]).view("<u8").ravel()
    places = np.minimum(np.searchsorted(wanted, starts), len(wanted) - 1)
    return np.flatnonzero(wanted[places] == starts)


def vectors_of_former_format(folder: Path) -> dict[bytes, Vectors]:
    """Key -> vector for every row of an index in `folder` that has one of the `FORMER_FORMATS`; {} for any other.

    Encoding takes most of the time of a build, and what other programs read of an index changes more often than that.
    """
    found: dict[bytes, Vectors] = {}
    try:
        held = former_folders((folder / MANIFEST).read_bytes(), FORMER_FORMATS)
        for (part, files), names in itertools.product(held.items(), _KEYS_AND_VECTORS):
            paths = [folder / part / name for name in names]
            for path, name in zip(paths, names, strict=True):
                if hashlib.sha256(path.read_bytes()).hexdigest() != files[name].sha256:
                    return {}
            keys, table = map_array(paths[0]), map_flat(paths[1])
            check_vectors(table)
            found.update((key.tobytes(), vector) for key, vector in zip(keys, table, strict=True))
    except (StoredIndexError, *UNREADABLE):
        return {}
    return found


def encode_texts(
    texts: Sequence[str],
    encoder: Callable[[], Encoder],
    encoder_name: str,
    known: Mapping[bytes, Vectors],
    progress: Progress,
    owners: Sequence[Owner] = (),
    kept: KeptVectors | None = None,
    batch: int = 8,
) -> Encoded:
    """A vector for each text; where there is none, no row of a vector of one number, so that no model need be loaded.

    Texts that are alike are encoded once, those in `known` or `kept` not at all; `encoder` is called when there is one
    to encode, and given `batch` texts at a time. `owners` tell where each text stands: they are encoded some pages
    after others, and what is done of those is told to `progress`, page by page and passage by passage. What is encoded
    is added to `kept`, and stays there whatever is raised. Raises ValueError where the encoder is not the one named or
    gives rows of the wrong shape.
    """
    if not texts:
        return Encoded(np.zeros((0, 1), np.float32), np.zeros((0, 32), np.uint8), 0, 0)
    keys = [text_key(encoder_name, text) for text in texts]
    owners = owners or [("", number) for number in range(len(texts))]
    missing = {
        key: Missing(text, *owner) for key, text, owner in zip(keys, texts, owners, strict=True) if key not in known
    }
    table, new = known, 0
    if missing:
        found = kept.find(missing, len(next(iter(known.values()))) if known else None) if kept else {}
        work = _Work(missing, found, encoder_name, kept, batch, progress)
        new = work.encode(encoder)
        table = {**known, **work.found}
    key_rows = np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), 32)
    return Encoded(np.stack([table[key] for key in keys]), key_rows, new, len(set(keys)) - new)


@dataclass
class _Work:
    """The encoding of what is `missing`; `found` are the vectors that there are of it."""

    missing: Mapping[bytes, Missing]
    found: dict[bytes, Vectors]
    encoder_name: str
    kept: KeptVectors | None
    batch: int
    progress: Progress

    def encode(self, encoder: Callable[[], Encoder]) -> int:
        """Have a vector for each; how many were encoded for that. `encoder` is called where one was."""
        if self.missing.keys() <= self.found.keys():
            return 0
        loaded = encoder()
        if loaded.name != self.encoder_name:
            raise ValueError(f"expected the encoder {self.encoder_name}, got {loaded.name}")
        if self.found and len(next(iter(self.found.values()))) != loaded.dimensions:
            self.found.clear()
        before = len(self.found)
        try:
            self._encode(loaded)
        except BaseException:
            if self.kept:
                self.kept.stop()
            raise
        return len(self.found) - before

    def _encode(self, encoder: Encoder) -> None:
        portions = portions_of(self.missing)
        tally = Tally(portions, self.missing, self.progress)
        for number, portion in enumerate(portions):
            tally.add(number, [key for key in portion.keys if key in self.found])
        tally.tell()
        for number, portion in enumerate(portions):
            for start in range(0, len(portion.keys), self.batch):
                # Of a batch, those alone that are not there: it may change the last bits of a vector what stands beside
                # its text, and a build that goes on is to write what one that was not stopped would have written.
                keys = [key for key in portion.keys[start : start + self.batch] if key not in self.found]
                if keys:
                    self._add(keys, encoder.encode_passages([self.missing[key].text for key in keys]), encoder)
                    tally.add(number, keys)
                    tally.tell()

    def _add(self, keys: Sequence[bytes], vectors: Vectors, encoder: Encoder) -> None:
        if vectors.shape != (len(keys), encoder.dimensions):
            raise ValueError(f"expected vectors of shape {(len(keys), encoder.dimensions)}, got {vectors.shape}")
        self.found.update(zip(keys, vectors, strict=True))
        if self.kept:
            self.kept.add(keys, vectors)
