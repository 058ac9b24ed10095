"""The user's own words: `dictionary.txt` beside the pages, one a line: "word", "word frequency", "word frequency tag".

That is jieba's form. Left out: what the fields mean, which is for `rag.terms` to say.
"""

from pathlib import Path
from typing import Final

from rag.folders import companions
from rag.pages import DICTIONARY, read_companion

NAME: Final = DICTIONARY


def read_dictionary(source: Path) -> tuple[str, ...]:
    """The entries of the dictionaries in the folder `source`, or of the one beside the file `source`.

    Those of the folder itself come first. Raises SourceError where one cannot be read.
    """
    texts = [read_companion(path, "dictionary-unreadable") for _, path in companions(source, NAME)]
    return entries_of("\n".join(texts))


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
