"""What an index would be built with now: the encoder's name, the settings, and the versions that shape it."""

import errno
import hashlib
import importlib.metadata
import json
import os
from pathlib import Path
from typing import Final

from rag.index.manifest import Recipe
from rag.settings import Settings

_LIBRARIES: Final = ("wenbao", "faiss-cpu", "jieba", "opencc", "cnlunar", "lxml", "pypdfium2")
"""Distributions whose version may change terms, dates, scores or files. The encoder's own are part of its name."""

_PIPELINE: Final = ("records.py", "text", "pages", "articles", "passages.py", "index")
"""The rooms that turn a page into what is stored."""


def current_recipe(settings: Settings, encoder_name: str) -> Recipe:
    """The recipe of an index built now with `settings` and the encoder of this name. No model is loaded."""
    versions = {library: _version(library) for library in _LIBRARIES}
    stored_values = json.loads(json.dumps(settings.build_values()))
    return Recipe(encoder_name, stored_values, {**versions, "pipeline": _pipeline_digest()})


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _pipeline_digest() -> str:
    """A digest of the program's own files that shape an index.

    Without it, a working copy with a changed splitter and an unchanged version would keep its old index.
    """
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for file in sorted(file for name in _PIPELINE for file in _files_of(root / name)):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _files_of(room: Path) -> list[Path]:
    """The files of a room, which is a folder or a file. Raises FileNotFoundError for a room that is not there."""
    files = [room] if room.suffix else [*room.rglob("*.py"), *room.rglob("*.json")]  # weights, too
    if not files or not all(file.is_file() for file in files):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(room))
    return files
