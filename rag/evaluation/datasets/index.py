"""The documents that a question set brings -> an index of their own, each document one article.

`document_of` tells which document an article is, so that a hit can be told to be relevant.
"""

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rag.corpus.folder import safe_name
from rag.errors import QuestionError
from rag.evaluation.datasets import Document
from rag.index.build import build_index
from rag.models.encoder import Encoder, encoder_name
from rag.progress import Progress, silent
from rag.records import Piece
from rag.settings import Settings
from rag.storage.files import remove_half_written, replace_file
from rag.text.decoding import clean_lines

FIELD: Final = "document"
"""The column of an article under which its document's id is kept."""


def build_corpus(
    documents: Sequence[Document],
    folder: Path,
    settings: Settings,
    encoder: Callable[[], Encoder] | Encoder,
    progress: Progress = silent,
) -> Path:
    """Write `documents` into `folder` and build their index there; the index's folder.

    Nothing is encoded and no model loaded where the index is one of these documents already. A document without text is
    left out; each other one is a line of title and a line of text. Raises QuestionError where none is left, OSError
    where the folder cannot be written, and what `build_index` raises.
    """
    lines = [
        json.dumps({"title": _line(document.title), "text": text, FIELD: document.id}, ensure_ascii=False)
        for document in documents
        if (text := _line(document.text))
    ]
    if not lines:
        raise QuestionError("set-no-documents")
    raw = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")  # half a surrogate pair is no character
    source = folder / "documents"
    source.mkdir(parents=True, exist_ok=True)
    remove_half_written(source)
    replace_file(source / "documents.jsonl", raw)
    index = folder / "index"
    name = encoder_name(settings) if callable(encoder) else encoder.name
    room = dataclasses.replace(settings, document_megabytes=max(settings.document_megabytes, len(raw) / 1e6 + 1))
    build_index(source, index, room, encoder, name, progress)
    return index


def corpus_folder(index: Path, name: str) -> Path:
    """Where the documents of the question set `name` have their index: a folder of its own within that of `index`.

    A set may be called anything, ...json too, whose name without its ending leads to the folder above.
    """
    return index / "sets" / (safe_name(name) or "set")


def document_of(article: Piece) -> str:
    """The id of the document that the article is; "" for an article of a newspaper."""
    return dict(article.columns).get(FIELD, "")


def _line(text: str) -> str:
    """`text` on one line: a break within a sentence of another language must not join two words."""
    return " ".join(" ".join(clean_lines(text)).split())
