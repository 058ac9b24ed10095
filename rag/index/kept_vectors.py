"""Vectors that a build has encoded, kept on the disk until it is done, so that one that is stopped goes on from there.

They lie in a folder beside the segments, in parts: files written whole, each with its own digest, that say of which
encoder their vectors are and by which keys these are called. What cannot be read of them is passed over, and so is what
nobody asks for. Only the holder of the index's writer lock touches the folder. Left out: what is encoded (`encoding`).
"""

import contextlib
import hashlib
import json
import shutil
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from rag.index.stored_records import UNREADABLE
from rag.index.vector_index import Vectors, check_vectors
from rag.storage.files import remove_half_written, replace_file

FOLDER: Final = "g-encoding"
"""In the folder of the index."""

KEEP_SECONDS: Final = 20.0
"""Encoded for so long, vectors are written: little is lost of hours, and a build that takes less writes none."""

WORTH_SECONDS: Final = 1.0
"""Where a build is stopped, what took less is not worth a file."""

_FORM: Final = "wenbao-vectors-1"
_SUFFIX: Final = ".part"
_KEY: Final = 32
_DIGEST: Final = hashlib.sha256().digest_size
_HEADER: Final = 4_096
"""Bytes of the longest first line; an encoder is named in one or two hundred."""


@dataclass(frozen=True, slots=True)
class _Header:
    """What the first line of a part says: `rows` vectors of `dimensions` follow, their keys before them.

    `anew` tells that they were all to be computed again, so that no vector of an earlier build is among them.
    """

    form: str
    encoder: str
    anew: bool
    dimensions: int
    rows: int

    @property
    def size(self) -> int:
        """Of what follows the line, in bytes."""
        return self.rows * (_KEY + 4 * self.dimensions) + _DIGEST


class KeptVectors:
    """The vectors kept beside one index, of one encoder: those that an earlier build left, and those of this one."""

    def __init__(self, folder: Path, encoder: str, *, anew: bool = False) -> None:
        """`folder` is that of the index. With `anew`, what builds left that took over older vectors is not taken up."""
        self._folder, self._encoder, self._anew = folder / FOLDER, encoder, anew
        self._keys: list[bytes] = []
        self._vectors: list[Vectors] = []
        self._since = time.monotonic()

    def find(self, keys: Collection[bytes], dimensions: int | None = None) -> dict[bytes, Vectors]:
        """Key -> vector for those of `keys` that are kept, all of one length: `dimensions`, where that is known."""
        wanted, found = set(keys), dict[bytes, Vectors]()
        for path in _parts(self._folder) if wanted else ():
            header, rows = _header(path), dict[bytes, Vectors]()
            if header is None or header.encoder != self._encoder or (self._anew and not header.anew):
                continue
            dimensions = dimensions or header.dimensions
            if header.dimensions == dimensions:
                rows = _read(path)
            found.update((key, rows[key]) for key in rows.keys() & wanted)
        self._since = time.monotonic()
        return found

    def add(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep the rows of `vectors` under `keys`: with what follows, if not at once."""
        self._keys += keys
        self._vectors += list(vectors)
        if time.monotonic() - self._since >= KEEP_SECONDS:
            self._write()

    def stop(self) -> None:
        """Keep what was added and is not written yet, for nothing follows now."""
        if time.monotonic() - self._since >= WORTH_SECONDS:
            self._write()

    def _write(self) -> None:
        """Write a part of what is to be kept. Where it cannot be written, it is kept with what follows, if then."""
        if self._keys:
            table = np.stack(self._vectors).astype("<f4", copy=False)
            header = {
                "form": _FORM,
                "encoder": self._encoder,
                "anew": self._anew,
                "dimensions": table.shape[1],
                "rows": len(table),
            }
            content = json.dumps(header).encode() + b"\n" + b"".join(self._keys) + table.tobytes()
            digest = hashlib.sha256(content)
            try:
                self._folder.mkdir(exist_ok=True)
                remove_half_written(self._folder)
                replace_file(self._folder / f"{digest.hexdigest()[:16]}{_SUFFIX}", content + digest.digest())
            except OSError:  # a full disk, as like as not: the build may get through all the same
                pass
            else:
                self._keys, self._vectors = [], []
        self._since = time.monotonic()


def count_kept(folder: Path, encoder: str) -> int:
    """How many vectors of this encoder are kept beside the index in `folder`, as their parts say."""
    headers = [_header(path) for path in _parts(folder / FOLDER)]
    return sum(header.rows for header in headers if header is not None and header.encoder == encoder)


def holds_kept(folder: Path) -> bool:
    """Whether anything is kept beside the index in `folder`."""
    return (folder / FOLDER).exists()


def discard_kept(folder: Path) -> None:
    """Remove all that is kept beside the index in `folder`; what cannot be removed now is left to the next build.

    The caller holds `writer_lock(folder)`.
    """
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def _parts(place: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from sorted(path for path in place.glob(f"*{_SUFFIX}") if path.is_file() and not path.is_symlink())


def _header(path: Path) -> _Header | None:
    """What the part at `path` says of itself; None where it is none, or not as long as it says."""
    try:
        with path.open("rb") as file:
            header = _read_header(file)
            return header if file.tell() + header.size == path.stat().st_size else None
    except UNREADABLE:
        return None


def _read_header(file: BinaryIO) -> _Header:
    """Raises what reading any file can raise."""
    header = _Header(**json.loads(file.readline(_HEADER)))
    whole = all(type(number) is int and number > 0 for number in (header.dimensions, header.rows))
    if header.form != _FORM or not whole or type(header.encoder) is not str or type(header.anew) is not bool:
        raise ValueError("no part of vectors")
    return header


def _read(path: Path) -> dict[bytes, Vectors]:
    """Key -> vector for the rows of the part at `path`; {} where it is not what was written."""
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[:-_DIGEST]).digest() != content[-_DIGEST:]:
            return {}
        with path.open("rb") as file:
            header, start = _read_header(file), file.tell()
        middle = start + header.rows * _KEY
        table = np.frombuffer(content, "<f4", header.rows * header.dimensions, middle)
        vectors = table.reshape(header.rows, header.dimensions)
        check_vectors(vectors)
        keys = [content[place : place + _KEY] for place in range(start, middle, _KEY)]
        return dict(zip(keys, vectors, strict=True))
    except UNREADABLE:
        return {}
