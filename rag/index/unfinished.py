"""Changes of a folder of pages, written down before they are made, so that one that is cut off can be settled.

While a change is made, a hidden folder among the pages says which files come, go and move; it is held, so that nobody
takes the change for one that was cut off. Where its process is no more, the index decides: if it is another one than
before, the change was made and what it moved stays; else all of it is undone. Where the index cannot tell, no page is
removed. Left out: what is changed and why (see `corpus.folder`).
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from filelock import FileLock

from rag.errors import SourceError, StoredIndexError
from rag.index.saved import read_manifest
from rag.storage.files import numbered
from rag.storage.places import LOCK, abandoned, hold_folder, let_go

PREFIX: Final = ".wenbao-"
"""How the names of the hidden folders begin."""

COPY: Final = "page"
"""A file that is being copied into the hidden folder; no page has a name without an ending."""

_NOTES: Final = ".change"

Note = dict[str, str]
"""{"index", "generation"} at the beginning; then {"put", "sha256"} or {"from", "to"}, paths within the folder."""


@dataclass(slots=True)
class Change:
    """A change that is being made of the pages in `folder`; `place` is its hidden folder."""

    folder: Path
    place: Path
    _lock: FileLock
    _notes: list[Note] = field(default_factory=list)

    @classmethod
    def begin(cls, folder: Path, index: Path) -> "Change":
        """Begin a change of the pages in `folder`, which are those of `index`. Raises OSError."""
        change = cls(folder, *hold_folder(folder, PREFIX))
        try:
            change._note({"index": str(index.absolute()), "generation": _generation(index)})
        except OSError:
            change.end()
            raise
        return change

    def put(self, file: Path, name: str) -> bool:
        """Move `file`, which lies in `place`, to the name `name` in the folder; False where that is taken.

        Raises OSError.
        """
        self._note({"put": name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()})
        if not _reserved(self.folder / name):
            self._notes.pop()
            return False
        file.replace(self.folder / name)
        return True

    def drop(self, name: str) -> None:
        """Take out again what was put in under `name`. Raises OSError."""
        self._notes = [note for note in self._notes if note.get("put") != name]
        (self.folder / name).unlink(missing_ok=True)

    def move(self, before: Path, after: Path) -> None:
        """Move a file within the folder. Raises OSError."""
        self._note({"from": self._within(before), "to": self._within(after)})
        try:
            after.parent.mkdir(parents=True, exist_ok=True)
            before.replace(after)
        except OSError:
            self._notes.pop()
            raise

    def bring(self, before: Path, after: Path) -> bool:
        """Move a file within the folder to a name that nobody has; False where it is taken. Raises OSError."""
        self._note({"from": self._within(before), "to": self._within(after)})
        after.parent.mkdir(parents=True, exist_ok=True)
        if not _reserved(after):
            self._notes.pop()
            return False
        before.replace(after)
        return True

    def undo(self) -> None:
        """Have everything as it was before the change. Raises OSError."""
        _undo(self.folder, self._notes, remove=True)
        self._notes.clear()

    def end(self) -> None:
        """Remove the hidden folder with what is left in it."""
        let_go(self.place, self._lock)

    def leave(self) -> None:
        """Let go of a change that cannot be undone now: it is left to the next run."""
        self._lock.release()

    def _within(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _note(self, note: Note) -> None:
        self._notes.append(note)
        with (self.place / _NOTES).open("ab") as file:
            file.write(json.dumps(note).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def settle(folder: Path) -> None:
    """Settle the changes of `folder` that were cut off; those that are being made are left alone.

    Raises SourceError where a page cannot be put back.
    """
    for place in sorted(folder.glob(f"{PREFIX}*")):
        lock = abandoned(place)
        if lock is None:
            continue
        try:
            _settle(folder, place)
        except OSError as error:
            lock.release()
            raise SourceError(
                "source-unsettled",
                path=folder,
                name=Path(str(error.filename or place)).name,
                reason=error.strerror or error,
            ) from error
        let_go(place, lock)


def _settle(folder: Path, place: Path) -> None:
    """Undo a change that was cut off, unless it was made. Raises OSError."""
    notes = _read_notes(folder, place)
    if not notes or "index" not in notes[0]:
        notes = [
            {"from": file.name, "to": f"{place.name}/{file.name}"}
            for file in sorted(place.iterdir())
            if file.name not in (COPY, LOCK, _NOTES)
        ]  # of a version that wrote nothing down
        _undo(folder, notes, remove=False)
        return
    now = _generation(Path(notes[0]["index"]))
    if not now or now == notes[0].get("generation"):
        _undo(folder, notes, remove=bool(now))
    else:
        _remove_reserved(folder, notes)
        for note in notes:
            if "from" in note:
                _remove_emptied(folder, folder / note["from"])


def _undo(folder: Path, notes: Sequence[Note], remove: bool) -> None:
    """Move back what was moved, the last first, and where `remove` says so, take out what was put in."""
    for note in reversed(notes):
        if "to" in note:
            _move_back(folder, Path(note["from"]), folder / note["to"])
            _remove_emptied(folder, folder / note["to"])
        elif remove and "put" in note and _holds(folder / note["put"], note["sha256"]):
            (folder / note["put"]).unlink()
    _remove_reserved(folder, notes)


def _move_back(folder: Path, name: Path, file: Path) -> None:
    """Put `file` where it was; where another has its name by now, to a free one like it."""
    if file.is_symlink() or not file.is_file():
        return  # it had not been moved yet
    if not file.stat().st_size and (folder / name).exists():
        file.unlink()  # the name was taken and the file had not come yet
        return
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    names = (name.with_name(free) for free in numbered(name.stem, name.suffix))
    file.replace(folder / next(free for free in names if _is_empty(folder / free) or _reserved(folder / free)))


def _remove_emptied(folder: Path, file: Path) -> None:
    """Remove the folders that the file was the last in, up to the folder of pages."""
    with contextlib.suppress(OSError):  # the first that is not empty, or is in use
        for parent in file.parents:
            if parent == folder:
                return
            if not parent.name.startswith(PREFIX):
                parent.rmdir()


def _remove_reserved(folder: Path, notes: Iterable[Note]) -> None:
    """Remove the empty files of which the names were taken for files that never came."""
    for note in notes:
        with contextlib.suppress(FileNotFoundError):
            if "put" in note and not (folder / note["put"]).stat().st_size:
                (folder / note["put"]).unlink()


def _reserved(file: Path) -> bool:
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
        return hashlib.sha256(file.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False


def _generation(index: Path) -> str:
    """The name of the present generation of `index`; "" where it tells none."""
    try:
        return read_manifest(index).generation
    except StoredIndexError:
        return ""


def _read_notes(folder: Path, place: Path) -> list[Note]:
    """What was written down; a line that was cut off tells of what had not been done yet."""
    try:
        lines = (place / _NOTES).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    notes: list[Note] = []
    for line in lines:
        try:
            note = json.loads(line)
        except (ValueError, RecursionError):
            break
        if not isinstance(note, dict) or not all(isinstance(value, str) for value in note.values()):
            break
        if all(_is_within(folder, note[name]) for name in ("put", "from", "to") if name in note):
            notes.append(note)
    return notes


def _is_within(folder: Path, name: str) -> bool:
    """Whether the path leads to a place in the folder: it may have come from elsewhere with the pages."""
    return "\0" not in name and (folder / name).parent.resolve().is_relative_to(folder.resolve())
