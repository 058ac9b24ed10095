"""A saved index, opened as one: pages, articles, passages, their vectors and their terms.

On disk it is a folder with `manifest.json` and the generation folder that the manifest names; other files beside them
are nobody's business here. Every file is checked against the manifest before it is used, and nothing is unpickled.
Left out: writing (writing.py), making the content (build.py), and searching it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from tokenize import TokenError
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rag.errors import IndexDamaged, IndexMissing
from rag.index import term_index
from rag.index.arrays import read_array
from rag.index.codec import article_of, page_of, passage_of, read_lines
from rag.index.manifest import MANIFEST, Manifest, check_recipe
from rag.index.recipe import current_recipe
from rag.index.term_index import TermIndex
from rag.index.vector_index import VectorIndex
from rag.pages.dictionary import entries_of
from rag.records import Fragment, Page, Passage, Piece
from rag.settings import Settings

PAGES: Final = "pages.jsonl"
ARTICLES: Final = "articles.jsonl"
PASSAGES: Final = "passages.jsonl"
PASSAGE_VECTORS: Final = "passage-vectors.faiss"
SENTENCE_VECTORS: Final = "sentence-vectors.faiss"
PASSAGE_KEYS: Final = "passage-keys.npy"
SENTENCE_KEYS: Final = "sentence-keys.npy"
DICTIONARY: Final = "dictionary.txt"
TERMS: Final = "terms"
FILES: Final = frozenset(
    {
        PAGES,
        ARTICLES,
        PASSAGES,
        PASSAGE_VECTORS,
        SENTENCE_VECTORS,
        PASSAGE_KEYS,
        SENTENCE_KEYS,
        DICTIONARY,
        *(f"{TERMS}/{name}" for name in term_index.FILES),
    }
)
"""The files of a generation, all of them and no other."""

UNREADABLE: Final = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    RecursionError,
    MemoryError,
    TokenError,
)
"""What reading a file raises that no index wrote, however its bytes were chosen."""

_ATTEMPTS: Final = 3  # a writer may replace the index while it is read; twice in a row does not happen by chance


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class IndexContent:
    """What an index holds.

    Row i of `passage_vectors` and of `terms` is `passages[i]`; the rows of `sentence_vectors` are the sentences of all
    passages, passage by passage. `passage_keys` and `sentence_keys`, shape (rows, 32), are the SHA-256 that name the
    encoded text of each row, so that a later build can tell which vectors it has. `dictionary` are the user's entries.
    """

    pages: tuple[Page, ...]
    articles: tuple[Piece, ...]
    passages: tuple[Passage, ...]
    passage_vectors: VectorIndex
    sentence_vectors: VectorIndex
    passage_keys: NDArray[np.uint8]
    sentence_keys: NDArray[np.uint8]
    terms: TermIndex
    dictionary: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SavedIndex(IndexContent):
    """The content as it was opened, with its manifest.

    The sentences of passage p are the rows from `sentence_offsets[p]` up to, not including, `sentence_offsets[p + 1]`;
    there is one offset more than there are passages. `passages_of` are the positions of an article's passages, in
    reading order, by its id; `pages_by_name` and `pieces_by_id` are the pages and pieces to be looked up.
    """

    manifest: Manifest
    sentence_offsets: NDArray[np.int64]
    passages_of: Mapping[str, Sequence[int]]
    pages_by_name: Mapping[str, Page]
    pieces_by_id: Mapping[str, Piece]


def by_article(passages: Sequence[Passage]) -> dict[str, list[int]]:
    """The positions of the passages of each article, by its id."""
    places: dict[str, list[int]] = {}
    for position, passage in enumerate(passages):
        places.setdefault(passage.article, []).append(position)
    return places


def open_index(folder: Path, settings: Settings, encoder_name: str) -> SavedIndex:
    """The index in `folder`, checked against its manifest, the settings and the encoder's name.

    No model is loaded. Raises IndexMissing; IndexMismatch, which names the setting, its stored and its current value;
    or IndexDamaged, which names the file.
    """
    check_recipe(read_manifest(folder), current_recipe(settings, encoder_name), folder)
    return read_index(folder)


def read_index(folder: Path) -> SavedIndex:
    """The index in `folder` whatever it was built with. Raises as `open_index`, IndexMismatch for the format alone."""
    for attempt in range(_ATTEMPTS):
        manifest = read_manifest(folder)
        try:
            return read_generation(folder, manifest)
        except IndexDamaged:
            replaced = read_manifest(folder).generation != manifest.generation
            if not replaced or attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises IndexMissing, IndexDamaged, or IndexMismatch for another format."""
    try:
        content = (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing("index-missing", path=folder) from error
    except OSError as error:
        raise IndexDamaged("index-damaged", path=folder, reason=MANIFEST) from error
    return Manifest.from_json(content, folder)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise IndexDamaged, naming the file, unless every file holds what the manifest says."""
    if manifest.files.keys() != FILES:
        raise IndexDamaged("index-damaged", path=folder, reason=MANIFEST)
    check_some_files(folder, manifest, manifest.files)


def check_some_files(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """As `check_files`, of the files of these names alone, which the manifest has."""
    place = folder / manifest.generation
    for name in names:
        expected = manifest.files[name]
        try:
            content = (place / name).read_bytes()
        except OSError as error:
            raise IndexDamaged("index-damaged", path=folder, reason=name) from error
        if len(content) != expected.bytes or hashlib.sha256(content).hexdigest() != expected.sha256:
            raise IndexDamaged("index-damaged", path=folder, reason=name)


def count_content(content: IndexContent) -> dict[str, int]:
    """How many pages, articles, passages and sentences there are."""
    sentences = sum(len(passage.sentences) for passage in content.passages)
    return {
        "pages": len(content.pages),
        "articles": len(content.articles),
        "passages": len(content.passages),
        "sentences": sentences,
    }


def inconsistent_file(content: IndexContent, manifest: Manifest) -> str | None:
    """The first file whose records or rows do not fit the others, or None."""
    counts = count_content(content)
    passages, sentences = counts["passages"], counts["sentences"]
    lines = {page.name: page.lines for page in content.pages}
    fits = {
        MANIFEST: dict(manifest.counts) == counts,
        PAGES: {page.name: page.digest for page in content.pages} == dict(manifest.pages),
        ARTICLES: all(_stands(article.source, _lines_of(article), lines) for article in content.articles),
        PASSAGES: all(
            _is_printed(fragment, lines)
            for passage in content.passages
            for sentence in passage.sentences
            for fragment in sentence.fragments
        ),
        PASSAGE_VECTORS: content.passage_vectors.vectors.shape == (passages, manifest.dimensions),
        SENTENCE_VECTORS: content.sentence_vectors.vectors.shape == (sentences, manifest.dimensions),
        PASSAGE_KEYS: content.passage_keys.shape == (passages, 32),
        SENTENCE_KEYS: content.sentence_keys.shape == (sentences, 32),
        TERMS: len(content.terms) == passages,
    }
    return next((name for name, fit in fits.items() if not fit), None)


def _lines_of(article: Piece) -> list[int]:
    """The numbers of the lines that the article names."""
    return [
        *(number for span in article.spans for number in span),
        *article.title_lines,
        *article.repeats,
        *(number for paragraph in article.paragraphs for number in paragraph),
    ]


def _stands(source: str, numbers: Sequence[int], lines: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether there is such a page, and it has the lines of these numbers."""
    return source in lines and (not numbers or 1 <= min(numbers) <= max(numbers) <= len(lines[source]))


def _is_printed(piece: Fragment, lines: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the page prints the fragment there: an answer quotes it."""
    return (
        _stands(piece.source, [piece.line], lines)
        and piece.start >= 0
        and lines[piece.source][piece.line - 1].startswith(piece.text, piece.start)
    )


def read_generation(folder: Path, manifest: Manifest) -> SavedIndex:
    """The content of the generation that `manifest` names. Raises IndexDamaged."""
    check_files(folder, manifest)
    place = folder / manifest.generation
    try:
        passages = read_lines(place / PASSAGES, passage_of)
        pages, articles = read_lines(place / PAGES, page_of), read_lines(place / ARTICLES, article_of)
        lengths = [len(passage.sentences) for passage in passages]
        index = SavedIndex(
            manifest=manifest,
            pages=pages,
            articles=articles,
            passages=passages,
            passage_vectors=VectorIndex.load(place / PASSAGE_VECTORS),
            sentence_vectors=VectorIndex.load(place / SENTENCE_VECTORS),
            passage_keys=read_array(place / PASSAGE_KEYS),
            sentence_keys=read_array(place / SENTENCE_KEYS),
            terms=TermIndex.load(place / TERMS),
            dictionary=entries_of((place / DICTIONARY).read_text("utf-8")),
            sentence_offsets=np.array([0, *accumulate(lengths)], np.int64),
            passages_of=by_article(passages),
            pages_by_name={page.name: page for page in pages},
            pieces_by_id={piece.id: piece for piece in articles},
        )
        wrong = inconsistent_file(index, manifest)
    except UNREADABLE as error:
        raise IndexDamaged("index-damaged", path=folder, reason=manifest.generation) from error
    if wrong is not None:
        raise IndexDamaged("index-damaged", path=folder, reason=wrong)
    return index
