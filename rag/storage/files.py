"""Files that are written whole or not at all, and read back before anyone relies on them.

A disk that fails for a moment may lose what a library believes to have written: FAISS and numpy close their files
without looking at what the system says. So whatever is kept is made as bytes first, written here, flushed, and compared
with what the disk holds. Left out: what the bytes are.
"""

import contextlib
import errno
import itertools
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

HALF_WRITTEN: Final = ".wenbao-half-"
"""How the names of files begin that have not yet taken the place of others; a killed run leaves them behind."""


def write_checked(path: Path, content: bytes) -> None:
    """Make `content` the file at `path`, on the disk. Raises OSError where it cannot be, or is not there afterwards."""
    write_flushed(path, content)
    if path.read_bytes() != content:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


def write_flushed(path: Path, content: bytes) -> None:
    """As `write_checked`, but for reading back, which is left to the caller. Raises OSError."""
    path.write_bytes(content)
    flush(path)


def replace_file(path: Path, content: bytes) -> None:
    """Make `content` the file at `path` in one step: whoever reads it meets the old file or the new one, whole.

    Raises OSError; the old file is then as it was.
    """
    with _half_written(path.parent, content) as half:
        if path.exists():
            shutil.copymode(path, half)
        half.replace(path)
        flush(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """As `replace_file`, where there is no file yet. Raises FileExistsError where there is one, and OSError."""
    with _half_written(path.parent, content) as half:
        try:
            os.link(half, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            path.open("xb").close()
            half.replace(path)
        flush(path.parent)


def append(file: BinaryIO, content: bytes) -> None:
    """Put `content` at the end of `file`, which is open for reading and appending, or leave the file as it was.

    Raises OSError.
    """
    size = file.seek(0, os.SEEK_END)
    try:
        left = memoryview(content)
        while left:  # not by way of the file's buffer, which would be written when the file is closed, failed or not
            left = left[os.write(file.fileno(), left) :]
        os.fsync(file.fileno())
        file.seek(size)
        if file.read() != content:
            raise OSError(errno.EIO, os.strerror(errno.EIO), file.name)
    except BaseException:
        with contextlib.suppress(OSError):  # what is left of a line is passed over by whoever reads the file
            os.ftruncate(file.fileno(), size)
        raise


def remove_half_written(folder: Path) -> None:
    """Remove what killed runs left in `folder` of files that were to be replaced. The caller is its only writer."""
    for path in folder.glob(f"{HALF_WRITTEN}*"):
        with contextlib.suppress(OSError):
            path.unlink()


def numbered(stem: str, suffix: str) -> Iterator[str]:
    """NAME, NAME (2), NAME (3) … without end, for whoever looks for a name that is free."""
    yield stem + suffix
    yield from (f"{stem} ({number}){suffix}" for number in itertools.count(2))


def flush(path: Path) -> None:
    """Have the disk hold what was written to `path`; a folder can be opened for that on POSIX systems only.

    Raises OSError.
    """
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _half_written(folder: Path, content: bytes) -> Iterator[Path]:
    """A file in `folder` with this content, gone afterwards unless it has another name by then."""
    half = folder / f"{HALF_WRITTEN}{secrets.token_hex(8)}"
    try:
        write_checked(half, content)
        yield half
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
