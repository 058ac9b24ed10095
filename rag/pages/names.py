"""Names of files and folders: which are pages, and which may lie beside pages without a word.

A page is called by its path from the folder of pages, with forward slashes: 01.txt, 2023-03-05/01.txt.
"""

import os
import re
from collections.abc import Collection
from pathlib import PurePath
from typing import Final

from rag.pages.formats import READERS

SUFFIXES: Final = (".txt", *READERS)
"""How the names of pages end, in lower case."""

_NO_PAGES: Final = re.compile(r"dictionary\.txt|questions\.jsonl|(readme|licen[cs]e)(\.[\w-]+)*|[.~].*", re.IGNORECASE)
"""Names of what may lie beside pages: the user's words, example questions, a note, and files that programs hide."""

_BESIDE: Final = re.compile(r"pages\.toml|tour\.toml|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r?", re.IGNORECASE)
"""What else belongs there: what is known of the pages, the guided tour, and what file managers leave."""

_HIDDEN_FOLDERS: Final = re.compile(
    r"[.~].*|__macosx|@eadir|#recycle|\$recycle\.bin|system volume information|lost\+found", re.IGNORECASE
)
"""Folders of programs and systems: hidden ones, and what macOS, Windows, Linux and network disks keep beside files."""

_GENERATION: Final = re.compile(r"g-(staging|encoding|[0-9a-f]{16})")
"""The folder that every index holds: one may lie among the pages, or the pages in it."""

_STORED: Final = frozenset(
    {"manifest.json", "manifest.json.new", "feedback.jsonl", "feedback.jsonl.lock", "questions", "sets"}
)
"""What else lies in the folder of an index."""


def names_page(name: str) -> bool:
    """Whether a file of this name is taken as a page where it lies in a folder of pages."""
    return os.path.splitext(name)[1].lower() in SUFFIXES and not _NO_PAGES.fullmatch(name)


def lies_beside(name: str) -> bool:
    """Whether a file of this name belongs beside pages, so that nobody need be told that it is none."""
    return bool(_NO_PAGES.fullmatch(name) or _BESIDE.fullmatch(name))


def is_hidden(folder: str) -> bool:
    """Whether a folder of this name belongs to a program or the system."""
    return bool(_HIDDEN_FOLDERS.fullmatch(folder))


def of_an_index(names: Collection[str]) -> frozenset[str]:
    """Those names of a folder that an index has there; none where no index lies in it."""
    generations = {name for name in names if _GENERATION.fullmatch(name)}
    return frozenset(generations | _STORED) if generations else frozenset()


def is_page_name(name: str) -> bool:
    """Whether `name` is a path that stays within the folder of pages, on this system."""
    path = PurePath(name)
    return bool(name) and not (path.is_absolute() or path.drive or path.root or "\0" in name or ".." in path.parts)
