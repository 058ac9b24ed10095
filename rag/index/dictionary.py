"""The user's own words: `dictionary.txt` beside the pages, one a line: "word", "word frequency", "word frequency tag".

That is jieba's form. Left out: what the fields mean, which is for `rag.terms` to say.
"""

from pathlib import Path
from typing import Final

from rag.pages import DICTIONARY, read_companion

NAME: Final = DICTIONARY


def read_dictionary(source: Path) -> tuple[str, ...]:
    """The entries of the dictionary in the folder `source`, or beside the file `source`; none where there is none.

    Raises SourceError where it cannot be read.
    """
    path = (source if source.is_dir() else source.parent) / NAME
    if not path.is_file():
        return ()
    return entries_of(read_companion(path, "dictionary-unreadable"))


def entries_of(text: str) -> tuple[str, ...]:
    """The entries in order, fields joined by one space; of several for one word, the first.

    Empty lines and lines that start with # hold no entry.
    """
    entries: dict[str, str] = {}
    for line in text.splitlines():
        fields = line.split()
        if fields and not fields[0].startswith("#"):
            entries.setdefault(fields[0], " ".join(fields))
    return tuple(entries.values())


def text_of(entries: tuple[str, ...]) -> str:
    """What `entries_of` reads back: the form in which an index keeps the dictionary."""
    return "".join(f"{entry}\n" for entry in entries)
