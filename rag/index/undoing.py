"""Steps of a change of a folder of pages, undone by what was written down of them.

Left out: what is written down when (see `unfinished`).
"""

import contextlib
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from rag.storage.files import numbered

PREFIX: Final = ".wenbao-"
"""How the names of the hidden folders begin in which a change keeps what it needs."""

Note = Mapping[str, str]
"""{"put", "sha256"}, {"from", "to"}, {"write", "former", "sha256"} or {"made"}: paths within the folder of pages.

"former" holds what stood there before and "sha256" is of what stands there now, each "" where nothing does.
"""


def undo(folder: Path, notes: Sequence[Note], remove: bool) -> None:
    """Have what was moved and written as it was, the last first; where `remove` says so, take out what was put in."""
    for note in reversed(notes):
        if "to" in note:
            _move_back(folder, Path(note["from"]), folder / note["to"])
            remove_emptied(folder, folder / note["to"])
        elif "write" in note:
            _write_back(folder, folder / note["write"], note)
        elif "made" in note:
            remove_emptied(folder, folder / note["made"] / "_")
        elif remove and "put" in note and _holds(folder / note["put"], note["sha256"]):
            (folder / note["put"]).unlink()
    remove_reserved(folder, notes)


def _move_back(folder: Path, name: Path, file: Path) -> None:
    """Put `file` where it was; where another has its name by now, to a free one like it."""
    if file.is_symlink() or not file.is_file():
        return  # it had not been moved yet
    if not file.stat().st_size and (folder / name).exists():
        file.unlink()  # the name was taken and the file had not come yet
        return
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    names = (name.with_name(free) for free in numbered(name.stem, name.suffix))
    file.replace(folder / next(free for free in names if _is_empty(folder / free) or reserved(folder / free)))


def _write_back(folder: Path, file: Path, note: Note) -> None:
    """Have a file that was written as it was before; one that somebody else has written since stays as it is."""
    written = _holds(file, note["sha256"]) if note["sha256"] else not file.exists()
    former = folder / note["former"]
    if not written or (note["former"] and not former.is_file()):
        return
    if note["former"]:
        file.parent.mkdir(parents=True, exist_ok=True)
        former.replace(file)
    else:
        file.unlink(missing_ok=True)
        remove_emptied(folder, file)


def remove_emptied(folder: Path, file: Path) -> None:
    """Remove the folders that the file was the last in, up to the folder of pages."""
    with contextlib.suppress(OSError):  # the first that is not empty, or is in use
        for parent in file.parents:
            if parent == folder:
                return
            if not parent.name.startswith(PREFIX):
                with contextlib.suppress(FileNotFoundError):  # removed already
                    parent.rmdir()


def remove_reserved(folder: Path, notes: Iterable[Note]) -> None:
    """Remove the empty files of which the names were taken for files that never came."""
    for note in notes:
        with contextlib.suppress(FileNotFoundError):
            if "put" in note and not (folder / note["put"]).stat().st_size:
                (folder / note["put"]).unlink()


def reserved(file: Path) -> bool:
    """Whether the file was made just now, empty, and so is nobody else's."""
    try:
        file.open("xb").close()
    except FileExistsError:
        return False
    return True


def _is_empty(file: Path) -> bool:
    """Whether it is a file without content: no page, but a name that was taken for one when the process was killed."""
    return file.is_file() and not file.is_symlink() and not file.stat().st_size


def _holds(file: Path, sha256: str) -> bool:
    try:
        return sha256_of(file.read_bytes()) == sha256
    except FileNotFoundError:
        return False


def sha256_of(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
