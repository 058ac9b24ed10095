"""Files that lie beside pages and belong to them: which ones there are, and their text."""

from collections.abc import Iterator
from pathlib import Path

from rag.errors import SourceError
from rag.pages.walking import find_files
from rag.parsing import decoded, read_limited


def folder_of(source: Path) -> Path:
    """The folder that the pages of `source` lie in: the folder itself, or the one around a file."""
    return source if source.is_dir() else source.parent


def companions(source: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The files called `name` that lie beside pages, each with its folder's path from `source`: "" comes first.

    For a `source` that is a file there is only the one beside it. Raises SourceError as `find_files`.
    """
    if source.is_dir():
        found = [path for path in find_files(source).beside if path.rpartition("/")[2] == name]
        for path in sorted(found, key=lambda path: path.split("/")[:-1]):
            yield path.rpartition("/")[0], source / path
    elif (source.parent / name).is_file():
        yield "", source.parent / name


def read_companion(path: Path, wording: str) -> str:
    """The text of a file that lies beside the pages, UTF-8 or GB18030.

    Raises SourceError with the sentence named `wording`, which tells path and reason, where it cannot be read.
    """

    def refused(reason: object) -> SourceError:
        return SourceError(wording, path=path, reason=reason)

    return decoded(read_limited(path, refused), refused, "utf-8-sig", "gb18030")
