"""Changes of a folder of pages, written down before they are made, so that one that is cut off can be settled.

While a change is made, a hidden folder among the pages says which files come, go and move; it is held, so that nobody
takes the change for one that was cut off. Where its process is no more, the index decides: if it is another one than
before, the change was made and what it moved stays; else all of it is undone. Where the index cannot tell, no page is
removed. Left out: what is changed and why (see `corpus.folder`).
"""

import json
import os
import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from filelock import FileLock

from rag.errors import SourceError, StoredIndexError
from rag.index.saved import read_manifest
from rag.index.undoing import PREFIX, Note, remove_emptied, remove_reserved, reserved, sha256_of, undo
from rag.storage.files import flush, write_checked
from rag.storage.places import LOCK, abandoned, hold_folder, let_go

COPY: Final = "page"
"""A file that is being copied into the hidden folder; no page has a name without an ending."""

_FORMER: Final = "former-"
"""How the names of files in the hidden folder begin that hold what others held before they were written: no page's."""

_NOTES: Final = ".change"

_FORMS: Final = (
    {"index", "generation"},
    {"put", "sha256"},
    {"from", "to"},
    {"write", "former", "sha256"},
    {"made"},
)
"""The names in each line that is written down: first the index that is changed too, then the steps."""


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
        self._note({"put": name, "sha256": sha256_of(file.read_bytes())})
        if not reserved(self.folder / name):
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
        if not reserved(after):
            self._notes.pop()
            return False
        before.replace(after)
        return True

    def make(self, place: Path) -> bool:
        """Make a folder within the folder; False where there is one already. Raises OSError."""
        self._note({"made": self._within(place)})
        try:
            place.mkdir(parents=True)
        except FileExistsError:
            self._notes.pop()
            return False
        return True

    def write(self, name: str, content: bytes | None) -> None:
        """Make `content` the file `name` in the folder, in one step; with None, there is no such file any more.

        Raises OSError.
        """
        file, former = self.folder / name, ""
        if file.exists():
            copy = self.place / f"{_FORMER}{secrets.token_hex(8)}"
            write_checked(copy, file.read_bytes())
            shutil.copymode(file, copy)
            former = self._within(copy)
        self._note({"write": name, "former": former, "sha256": sha256_of(content) if content is not None else ""})
        if content is None:
            file.unlink(missing_ok=True)
            return
        draft = self.place / COPY
        write_checked(draft, content)
        if file.exists():
            shutil.copymode(file, draft)
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(file)
        flush(file.parent)

    def undo(self) -> None:
        """Have everything as it was before the change. Raises OSError."""
        undo(self.folder, self._notes, remove=True)
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


def is_changing(folder: Path) -> bool:
    """Whether a change of the pages in `folder` is being made now, by whatever process."""
    for place in folder.glob(f"{PREFIX}*"):
        if place.is_dir() and not place.is_symlink():
            lock = abandoned(place)
            if lock is None:
                return True
            lock.release()
    return False


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
            if file.name not in (COPY, LOCK, _NOTES) and not file.name.startswith(_FORMER)
        ]  # of a version that wrote nothing down
        undo(folder, notes, remove=False)
        return
    now = _generation(Path(notes[0]["index"]))
    if not now or now == notes[0].get("generation"):
        undo(folder, notes, remove=bool(now))
    else:
        remove_reserved(folder, notes)
        for note in notes:
            left = note.get("from") or (note.get("write") if not note.get("sha256") else None)
            if left:
                remove_emptied(folder, folder / left)


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
        if not isinstance(note, dict) or set(note) not in _FORMS or not {*map(type, note.values())} <= {str}:
            break
        kept = (folder / note["former"]).parent == place if note.get("former") else True
        if kept and all(
            _is_within(folder, note[name]) for name in ("put", "from", "to", "write", "made") if name in note
        ):
            notes.append(note)
    return notes


def _is_within(folder: Path, name: str) -> bool:
    """Whether the path leads to a place in the folder: it may have come from elsewhere with the pages."""
    return "\0" not in name and (folder / name).parent.resolve().is_relative_to(folder.resolve())
