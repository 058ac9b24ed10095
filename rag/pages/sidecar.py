"""`pages.toml` beside the pages: what a person knows of them, and splits that a person mended.

    [[page]]
    file = "002.txt"          # or its path: "2022-01-21/02.txt"
    date = 2022-01-21
    number = 2
    [[page.piece]]
    lines = [[5, 14], [20, 22]]
    title_lines = [5, 6]

One in a folder within the folder of pages holds for the pages there, whose paths it tells from there. Whatever does
not fit the pages is an error that names the page and the lines: a mend must never be lost in silence.
"""

import contextlib
import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final, get_args

from rag.errors import SourceError
from rag.pages.companions import companions, read_companion
from rag.pages.names import is_page_name
from rag.parsing import parse_toml, shown
from rag.records import Issue, Kind, KnownPiece, Page, Piece, Span
from rag.text.visible import json_text

SIDECAR: Final = "pages.toml"
KINDS: Final = get_args(Kind)

OPENING: Final = 12
"""Characters of a piece by which its line numbers are checked later on."""

LARGEST_NUMBER: Final = 10**7
"""Of a line: more than the largest file of articles has."""

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageTable:
    """What a person knows of one page: its `table`, in the sidecar at `path`, where the page is called `file`."""

    table: Table
    path: Path
    file: str


def apply_sidecar(pages: Sequence[Page], source: Path) -> list[Page]:
    """The pages with what the sidecars in the folder `source`, or the one beside the file `source`, say of them.

    Raises SourceError where a sidecar cannot be read or does not fit the pages, or two tell of one page.
    """
    return with_tables(pages, page_tables([page.name for page in pages], source))


def with_tables(pages: Iterable[Page], told: Mapping[str, PageTable]) -> list[Page]:
    """The pages with what `told` says of them. Raises SourceError where that does not fit a page."""
    return [
        with_table(page, told[page.name].table, told[page.name].path) if page.name in told else page for page in pages
    ]


def page_tables(names: Iterable[str], source: Path) -> dict[str, PageTable]:
    """What the sidecars of `source` say of each page, by the page's name; `names` are those of the pages there.

    Raises SourceError as `apply_sidecar` where one cannot be read, names no page, or two tell of one page.
    """
    known = frozenset(names)
    told: dict[str, PageTable] = {}
    for folder, path in companions(source, SIDECAR):
        for file, table in entries_in(read_companion(path, "sidecar-unreadable"), path).items():
            name = _name_of(file, folder, known)
            if name in told:
                raise SourceError("sidecar-twice", path=path, file=name)
            if name not in known and not (path.parent / file).is_file():
                raise SourceError("sidecar-no-page", path=path, file=file)
            told[name] = PageTable(table, path, file)
    return told


def _name_of(file: str, folder: str, known: Collection[str]) -> str:
    """The name of the page that a sidecar in `folder` calls `file`, a path that may be written as on Windows."""
    written = f"{folder}/{file}" if folder else file
    slashed = written.replace("\\", "/")
    return slashed if slashed in known and written not in known else written


def entries_in(text: str, path: Path) -> dict[str, Table]:
    """The tables of the sidecar at `path`, which says `text`, by the path of their page from its folder.

    Raises SourceError for a text of another form.
    """
    tables = parse_toml(text, lambda reason: SourceError("sidecar-malformed", path=path, reason=reason))
    _check(tables, {"page": _is_tables}, path, "")
    entries: dict[str, Table] = {}
    for place, table in enumerate(tables.get("page", []), 1):
        file = _file_of(table)
        if not file:
            raise SourceError("sidecar-no-file", path=path, place=place)
        if file in entries:
            raise SourceError("sidecar-twice", path=path, file=file)
        _check(table, _PAGE_KEYS, path, file)
        entries[file] = table
    return entries


def _file_of(table: Table) -> str:
    """The path that a table tells, with forward slashes; "" where it tells none within the folder."""
    file = table.get("file")
    if not isinstance(file, str) or not file.strip():
        return ""
    path = PurePosixPath(file)
    return str(path) if path.name and is_page_name(str(path)) else ""


# ---- the form of the tables


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_NUMBER


def is_day(value: object) -> bool:
    """A TOML date, or an ISO date in quotes, of a time that had newspapers."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        with contextlib.suppress(ValueError):
            value = datetime.date.fromisoformat(value)
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) and 1600 < value.year < 2200


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _is_numbers(value: object) -> bool:
    return isinstance(value, list) and all(_is_number(entry) for entry in value)


def _is_spans(value: object) -> bool:
    """[[5, 14], 16]: first and last line of each run, or a line by itself."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            _is_number(entry) or (_is_numbers(entry) and len(entry) == 2 and entry[0] <= entry[1]) for entry in value
        )
    )


def _is_kind(value: object) -> bool:
    return value in KINDS


Keys = Mapping[str, Callable[[object], bool]]
_PAGE_KEYS: Final[Keys] = {
    "file": _is_text,
    "date": is_day,
    "number": _is_number,
    "paper": _is_text,
    "section": _is_text,
    "piece": _is_tables,
}
_PIECE_KEYS: Final[Keys] = {
    "lines": _is_spans,
    "title_lines": _is_numbers,
    "title": _is_text,
    "kind": _is_kind,
    "byline": _is_text,
    "date": is_day,
    "text": _is_text,
}


def _check(table: Table, keys: Keys, path: Path, file: str) -> None:
    """Raise SourceError for the first key that is unknown or has a value of another form."""
    for key, value in table.items():
        if key not in keys:
            raise SourceError("sidecar-key", path=path, file=file or "-", name=shown(key), known=", ".join(keys))
        if not keys[key](value):
            raise SourceError("sidecar-value", path=path, file=file or "-", name=key, value=shown(value))


# ---- against the page


def with_table(page: Page, table: Table, path: Path) -> Page:
    """`page` with what `table` of the sidecar at `path` says.

    Sections of its file that share a line with a mended piece give way, and leave it their further fields.

    The digest covers the table too, so that an index notices when it changes. Raises SourceError where the table does
    not fit the page.
    """
    owners: dict[int, int] = {}
    sections = []
    for piece, entry in enumerate(table.get("piece", []), 1):
        _check(entry, _PIECE_KEYS, path, page.name)
        numbers = _numbers_of(page, entry, path, piece)
        for number in numbers:
            other = owners.setdefault(number, piece)
            if other != piece:
                raise SourceError("sidecar-overlap", path=path, file=page.name, line=number, first=other, second=piece)
        sections.append(_section(page, entry, numbers, path))
    kept = tuple(section for section in page.sections if not owners.keys() & set(_lines_of(section.spans)))
    told = repr(sorted(table.items(), key=lambda item: item[0]))
    digest = hashlib.sha256(f"{page.digest}\0{told}".encode("utf-8", "surrogatepass")).hexdigest()
    return replace(page, digest=digest, issue=_issue(page.issue, table), sections=kept + tuple(sections))


def _issue(known: Issue, table: Table) -> Issue:
    """The table first, then what the page's file says of itself."""
    said = "date" in table or ("number" in table and known.date is None)
    return replace(
        known,
        date=str(table["date"]) if "date" in table else known.date,
        page=table.get("number", known.page),
        told="sidecar" if said else known.told,
        seen=() if "date" in table else known.seen,
        paper=table.get("paper", known.paper),
        section=table.get("section", known.section),
    )


def _numbers_of(page: Page, entry: Table, path: Path, piece: int) -> list[int]:
    """The lines of a piece in reading order. Raises SourceError where the page has none such."""
    if "lines" not in entry:
        raise SourceError("sidecar-no-lines", path=path, file=page.name, piece=piece)
    numbers: dict[int, None] = {}  # in reading order, and found at once
    for first, last in _spans(entry["lines"]):
        if last > len(page.lines):
            raise SourceError(
                "sidecar-beyond", path=path, file=page.name, first=first, last=last, count=len(page.lines)
            )
        if not any(page.lines[number - 1].strip() for number in range(first, last + 1)):
            raise SourceError("sidecar-blank", path=path, file=page.name, first=first, last=last)
        again = next((number for number in range(first, last + 1) if number in numbers), None)
        if again is not None:
            raise SourceError("sidecar-overlap", path=path, file=page.name, line=again, first=piece, second=piece)
        numbers |= dict.fromkeys(range(first, last + 1))
    for number in entry.get("title_lines", []):
        if number not in numbers:
            raise SourceError("sidecar-title", path=path, file=page.name, line=number, piece=piece)
    return list(numbers)


def _section(page: Page, entry: Table, numbers: Sequence[int], path: Path) -> KnownPiece:
    """The piece as a section of the page. Raises SourceError where the page prints other words than `text`."""
    titles = tuple(entry.get("title_lines", ()))
    heading = frozenset(titles)
    printed = [
        squeezed(page.lines[number - 1] for number in numbers),
        squeezed(page.lines[number - 1] for number in numbers if number not in heading),
    ]
    if "text" in entry and not any(text.startswith(squeezed([entry["text"]])) for text in printed):
        raise SourceError(
            "sidecar-words",
            path=path,
            file=page.name,
            first=numbers[0],
            last=numbers[-1],
            printed=printed[-1][:20] or printed[0][:20],
            text=entry["text"],
        )
    owned = frozenset(numbers)
    fields = [section.columns for section in page.sections if owned & set(_lines_of(section.spans))]
    return KnownPiece(
        spans=_spans(entry["lines"]),
        title_lines=titles,
        title=entry.get("title", ""),
        kind=entry.get("kind", ""),
        byline=entry.get("byline", ""),
        date=str(entry["date"]) if "date" in entry else None,
        columns=tuple(dict(field for columns in reversed(fields) for field in columns).items()),
        date_told="sidecar",
    )


def _spans(value: Sequence[Any]) -> tuple[Span, ...]:
    return tuple((entry, entry) if isinstance(entry, int) else (entry[0], entry[1]) for entry in value)


def _lines_of(spans: Iterable[Span]) -> Iterable[int]:
    return (number for first, last in spans for number in range(first, last + 1))


def squeezed(lines: Iterable[str]) -> str:
    """The lines without white space, which digitised pages print at will."""
    return re.sub(r"\s", "", "".join(lines))


# ---- to start from


def sidecar_text(pages: Iterable[Page], articles: Sequence[Piece]) -> str:
    """The split as it is now in the sidecar's form, for a person to mend: what was only inferred is left out."""
    parts = []
    by_source: dict[str, list[Piece]] = defaultdict(list)
    for article in articles:
        by_source[article.source].append(article)
    for page in pages:
        keys: Table = {
            "file": page.name,
            "number": page.issue.page,
            "paper": page.issue.paper,
            "section": page.issue.section,
        }
        if page.issue.told in ("sidecar", "file-name", "masthead"):
            keys["date"] = page.issue.date
        parts.append("\n".join(["[[page]]", *_as_toml(keys)]))
        parts += pieces_text(piece_table(page, article) for article in by_source[page.name])
    return "\n\n".join(parts)


def pieces_text(tables: Iterable[Table]) -> list[str]:
    """Tables of pieces, each as it is written in a sidecar."""
    return ["\n".join(["[[page.piece]]", *_as_toml(table)]) for table in tables]


def piece_table(page: Page, article: Piece) -> Table:
    """What a sidecar says of a piece so that it is split as it is now; what only its lines tell is said too."""
    printed = " ".join(page.lines[number - 1].strip() for number in article.title_lines)
    return {
        "lines": list(map(list, article.spans)),
        "title_lines": list(article.title_lines),
        "title": article.title if article.title != printed else "",
        "kind": article.kind,
        "byline": article.byline,
        "date": article.date if article.date_told == "sidecar" and article.date != page.issue.date else "",
        "text": squeezed([article.text])[:OPENING],
    }


def _as_toml(keys: Table) -> list[str]:
    """Lines of key and value; keys without a value are left out. JSON's strings and lists are TOML's."""
    return [f"{key} = {json_text(value)}" for key, value in keys.items() if value]
