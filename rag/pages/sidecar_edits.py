"""The text of a sidecar, changed at the tables of some pages: whatever else stands there stays, comments too.

The text is cut at the heads of its tables, so that no more than one of them is parsed for its layout, which for a
thousand takes seconds. That it then says what it should, and of all other pages what it said, is looked at afterwards.
Left out: which file it is (see `sidecar`), and how it is written.
"""

import datetime
import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

from rag.errors import SourceError
from rag.pages.companions import read_companion
from rag.pages.sidecar import Table, entries_in

FACTS: Final = ("date", "number", "paper")
"""What `with_facts` can say of a page, in the order in which it is written."""

Facts = Mapping[str, str | int]
"""Some of FACTS, each with what is said: an ISO day, a number, a name."""

_HEAD: Final = re.compile(r"^[ \t]*\[\[[ \t]*page[ \t]*\]\]", re.MULTILINE)
_PIECE_HEAD: Final = re.compile(r"^[ \t]*\[\[[ \t]*page[ \t]*\.[ \t]*piece[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SidecarText:
    """What the sidecar at `path` says, or would say; "" where there is none.

    Every change raises SourceError where the text cannot be changed so without anything else of it being changed.
    """

    path: Path
    text: str = ""
    newline: str = "\n"

    @classmethod
    def read(cls, path: Path) -> "SidecarText":
        """The sidecar that lies there, empty where none does. Raises SourceError where it cannot be read."""
        if not path.exists():
            return cls(path)
        text = read_companion(path, "sidecar-unreadable")
        lines = text.count("\n")
        if lines and text.count("\r\n") == lines:
            return cls(path, text.replace("\r\n", "\n"), "\r\n")
        return cls(path, text)

    @property
    def content(self) -> bytes | None:
        """The file in bytes; None where nothing is left to be kept."""
        if not self.text.strip():
            return None
        try:
            return self.text.replace("\n", self.newline).encode()
        except UnicodeEncodeError as error:  # of a page whose name is no text
            raise self._refused() from error

    @property
    def tables(self) -> dict[str, str]:
        """The table of each page as it is written, by the path of the page from the sidecar's folder."""
        entries = entries_in(self.text, self.path)
        _, pieces = _cut(self.text)
        if len(pieces) != len(entries):
            raise self._refused()
        return dict(zip(entries, pieces, strict=True))

    def with_facts(self, file: str, facts: Facts) -> "SidecarText":
        """With these facts of the page `file` and no others; its table is made, or goes, where need be."""
        entries = entries_in(self.text, self.path)
        said: Table = {key: _value(key, facts[key]) for key in FACTS if key in facts}
        expected = {key: value for key, value in entries.get(file, {"file": file}).items() if key not in FACTS} | said
        if set(expected) == {"file"}:
            return self.without([file])
        if file not in entries:
            return self.with_tables({file: "[[page]]\n" + _written({"file": file, **said})})
        before, _ = _cut(self.text)
        tables = self.tables
        table = tables[file].rstrip()
        tables[file] = self._table(table + "\n", expected) + tables[file][len(table) + 1 :]
        return self._checked(before + "".join(tables.values()), entries | {file: expected})

    def pieces(self, file: str) -> list[tuple[Table, str]]:
        """What it says of the pieces of the page `file`: the table of each, and how that is written, comments too."""
        tables = entries_in(self.text, self.path).get(file, {}).get("piece", [])
        written = _cut(self.tables[file], _PIECE_HEAD)[1] if tables else []
        if len(written) != len(tables):
            raise self._refused()
        return list(zip(tables, (text.strip() for text in written), strict=True))

    def with_pieces(self, file: str, pieces: Sequence[str]) -> "SidecarText":
        """With these tables of pieces of the page `file`, as they are written, and no others."""
        entries = entries_in(self.text, self.path)
        said = {key: value for key, value in entries.get(file, {"file": file}).items() if key != "piece"}
        expected = said | ({"piece": SidecarText(self.path, split_text(file, pieces)).told(file)} if pieces else {})
        if set(expected) == {"file"}:
            return self.without([file] if file in entries else [])
        if file not in entries:
            return self.with_tables({file: split_text(file, pieces)})
        before, _ = _cut(self.text)
        tables, written = self.tables, self.tables[file]
        rest = written[len(written.rstrip()) :] or "\n"
        tables[file] = "\n\n".join([_cut(written, _PIECE_HEAD)[0].rstrip(), *pieces]) + rest
        return self._checked(before + "".join(tables.values()), entries | {file: expected})

    def told(self, file: str) -> list[Table]:
        """The tables of pieces of the page `file`."""
        return list(entries_in(self.text, self.path).get(file, {}).get("piece", []))

    def without(self, files: Collection[str]) -> "SidecarText":
        """Without the tables of these pages."""
        entries, tables = entries_in(self.text, self.path), self.tables
        before, _ = _cut(self.text)
        text = before + "".join(table for file, table in tables.items() if file not in files)
        return self._checked(text, {file: table for file, table in entries.items() if file not in files})

    def with_tables(self, tables: Mapping[str, str]) -> "SidecarText":
        """With further tables at the end, as they are written, each by the path that its page now has."""
        entries = entries_in(self.text, self.path)
        text = self.text
        for file, written in tables.items():
            ((former, table),) = entries_in(written, self.path).items()
            entries[file] = table if former == file else table | {"file": file}
            text += "\n" * (bool(text) and not text.endswith("\n")) + "\n" * bool(text.strip())
            text += written.strip() + "\n" if former == file else self._table(written.strip() + "\n", entries[file])
        return self._checked(text, entries)

    def _table(self, written: str, expected: Table) -> str:
        """One table, as it is written but for what it says."""
        try:
            document: Any = tomlkit.parse(written)
            (table,) = document["page"]
            for key in (*FACTS, "file"):
                if key in table and key not in expected:
                    del table[key]
                elif key in expected and (key not in table or table[key] != expected[key]):
                    table[key] = expected[key]
            return tomlkit.dumps(document)
        except (TOMLKitError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._refused() from error

    def _checked(self, text: str, expected: Mapping[str, Table]) -> "SidecarText":
        """The sidecar with this text, which says exactly that."""
        changed = replace(self, text=text)
        try:
            said = entries_in(text, self.path)
        except SourceError as error:
            raise self._refused() from error
        if said != dict(expected):
            raise self._refused()
        return changed

    def _refused(self) -> SourceError:
        return SourceError("sidecar-not-changed", path=self.path)


def facts_of(table: Table) -> Facts:
    """What a table says of its page's day, number and paper."""
    return {key: value if isinstance(value := table[key], int) else str(value) for key in FACTS if key in table}


def facts_text(file: str, facts: Facts) -> str:
    """A sidecar that says these facts of the page `file` and nothing else."""
    return "[[page]]\n" + _written({"file": file, **{key: _value(key, facts[key]) for key in FACTS if key in facts}})


def split_text(file: str, pieces: Sequence[str]) -> str:
    """A sidecar that says these tables of pieces of the page `file`, as they are written, and nothing else."""
    return "\n\n".join(["[[page]]\n" + _written({"file": file}).rstrip(), *pieces]) + "\n"


def _value(key: str, fact: str | int) -> object:
    return datetime.date.fromisoformat(str(fact)) if key == "date" else fact


def _written(table: Table) -> str:
    return "".join(f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in table.items())


def _cut(text: str, heads: re.Pattern[str] = _HEAD) -> tuple[str, list[str]]:
    """What stands before the first table, and each table with the comments right above it."""
    starts: list[int] = []
    for head in heads.finditer(text):
        start = head.start()
        while start and text[(above := text.rfind("\n", 0, start - 1) + 1) : start].lstrip(" \t").startswith("#"):
            start = above
        starts.append(start)
    bounds = [*starts, len(text)]
    return text[: bounds[0]], [text[start:end] for start, end in itertools.pairwise(bounds)]
