"""The user's own words: `dictionary.txt` beside the pages, one a line: "word", "word frequency", "word frequency tag".

That is jieba's form. Left out: what the fields mean, which is for `rag.text.terms` to say.
"""

from pathlib import Path
from typing import Final

from rag.errors import SourceError
from rag.pages.companions import companions, read_companion

NAME: Final = "dictionary.txt"

WORD_CHARACTERS: Final = 100
"""Longest word: names of offices have thirty. jieba keeps each beginning of each word, the square of its length."""


def read_dictionary(source: Path) -> tuple[str, ...]:
    """The entries of the dictionaries in the folder `source`, or of the one beside the file `source`.

    Those of the folder itself come first. Raises SourceError where one cannot be read.
    """
    texts: list[str] = []
    for _, path in companions(source, NAME):
        texts.append(read_companion(path, "dictionary-unreadable"))
        try:
            entries_of(texts[-1])
        except ValueError as error:
            raise SourceError("dictionary-word", path=path, line=error, limit=WORD_CHARACTERS) from error
    return entries_of("\n".join(texts))


def entries_of(text: str) -> tuple[str, ...]:
    """The entries in order, fields joined by one space; of several for one word, the first.

    Empty lines and lines that start with # hold no entry. Raises ValueError for a word that is none for its length.
    """
    entries: dict[str, str] = {}
    for line in text.splitlines():
        fields = line.split()
        if fields and not fields[0].startswith("#"):
            if len(fields[0]) > WORD_CHARACTERS:
                raise ValueError(line[:20])
            entries.setdefault(fields[0], " ".join(fields))
    return tuple(entries.values())


def text_of(entries: tuple[str, ...]) -> str:
    """What `entries_of` reads back: the form in which an index keeps the dictionary."""
    return "".join(f"{entry}\n" for entry in entries)
