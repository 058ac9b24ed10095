"""Folders of the user's own: one for what is kept between runs, one for what a run needs while it lasts.

The folder for temporary files belongs to everyone on the machine. What is read from there may have been put there by
someone else, and what is left there fills the disk. So nothing is read from it, and each run has a folder in it that
nobody else can enter and that the next run removes where this one is killed.
"""

import contextlib
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock

from rag.storage.files import replace_file

RUN: Final = "wenbao-run-"
"""How the names of runs' folders begin."""

LOCK: Final = ".wenbao-in-use"
"""In a held folder: locked as long as the process lives that made it. No other folder has a file of this name."""

_NAME: Final = re.compile(RUN + r"\w{8}")
_TO_READ: Final = sum(getattr(os, f"O_{flag}", 0) for flag in ("RDONLY", "NOFOLLOW", "NONBLOCK", "BINARY"))
"""Neither through a link nor waiting for a pipe; a system that does not know one of these has no such thing."""
_ATTEMPTS: Final = 3  # a folder may be taken for an abandoned one in the moment before its lock is held


# ---- folders that last as long as their process


@contextlib.contextmanager
def held_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder in `parent`, of mode 0700, held until the `with` block ends and then removed. Raises OSError."""
    folder, lock = hold_folder(parent, prefix)
    try:
        yield folder
    finally:
        let_go(folder, lock)


def hold_folder(parent: Path, prefix: str) -> tuple[Path, FileLock]:
    """A new folder in `parent` and the lock that marks it as in use; `let_go` ends both. Raises OSError."""
    for attempt in range(_ATTEMPTS):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            lock = FileLock(folder / LOCK)
            lock.acquire(timeout=0)
            return folder, lock
        except OSError:  # Timeout is one: whoever removes abandoned folders came between
            shutil.rmtree(folder, ignore_errors=True)
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def let_go(folder: Path, lock: FileLock) -> None:
    """Remove a held folder, the lock last: whatever is left is known as abandoned, however far this comes."""
    for path in folder.glob("*"):
        if path.name == LOCK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()
    with contextlib.suppress(OSError):
        lock.release()
    shutil.rmtree(folder, ignore_errors=True)


def abandoned(folder: Path) -> FileLock | None:
    """The lock of a held folder whose process is no more, held now: end both with `let_go`. None where it is in use.

    A link is in use, and so is what cannot be written to.
    """
    try:
        if folder.is_symlink() or not folder.is_dir():
            return None
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=0)
    except OSError:  # Timeout is one
        return None
    return lock


@contextlib.contextmanager
def own_temporary_files() -> Iterator[None]:
    """Have Python's temporary files lie in a folder of this run's own, and remove what killed runs left of theirs.

    Where no folder can be made, they lie where they would.
    """
    before = tempfile.tempdir
    with contextlib.ExitStack() as stack:
        try:
            shared = Path(tempfile.gettempdir())
            _remove_abandoned(shared)
            tempfile.tempdir = str(stack.enter_context(held_folder(shared, RUN)))
        except OSError:
            tempfile.tempdir = before
        try:
            yield
        finally:
            tempfile.tempdir = before


def _remove_abandoned(shared: Path) -> None:
    """Remove the folders of killed runs; what is another user's, or only has a name like theirs, stays."""
    for folder in shared.glob(f"{RUN}*"):
        with contextlib.suppress(OSError):
            if not _is_own_folder(folder):
                continue
            if (folder / LOCK).is_file() and (lock := abandoned(folder)):
                let_go(folder, lock)
            elif _NAME.fullmatch(folder.name) and not any(folder.iterdir()):
                folder.rmdir()  # killed before it had a lock, or when it had none any more


# ---- what is kept between runs


def read_kept(name: str) -> bytes | None:
    """What `keep` kept under `name`; None where there is nothing, or someone else could have put it there."""
    try:
        folder = _kept_folder()
        if folder is None:
            return None
        descriptor = os.open(folder / name, _TO_READ)
        with open(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            return file.read() if stat.S_ISREG(found.st_mode) and _is_ours(found) else None
    except OSError:
        return None


def keep(name: str, content: bytes) -> None:
    """Keep `content` for later runs, where there is a place for it: nothing depends on it."""
    with contextlib.suppress(OSError):
        folder = _kept_folder()
        if folder is not None:
            replace_file(folder / name, content)


def _kept_folder() -> Path | None:
    """The user's own folder, made where it is missing; None where others may write to it. Raises OSError."""
    folder = _caches() / "wenbao"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_own_folder(folder):
        return None
    if os.name == "posix":
        folder.chmod(0o700)
    return folder


def _caches() -> Path:
    """Where this system keeps what programs can make anew: XDG_CACHE_HOME, or what comes in its place."""
    given = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if given and Path(given).is_absolute():
        return Path(given)
    try:
        home = Path.home()
    except RuntimeError as error:
        raise FileNotFoundError("no home folder") from error
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def _is_own_folder(path: Path) -> bool:
    """Whether `path` is a folder, no link, and neither another user's nor open to other users' changes."""
    found = path.lstat()
    return stat.S_ISDIR(found.st_mode) and _is_ours(found)


def _is_ours(found: os.stat_result) -> bool:
    return os.name != "posix" or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
