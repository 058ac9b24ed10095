"""Pages -> a saved index, doing again only what changed.

The build is one function of named steps. Whether anything changed is told by the pages' digests (which cover the
sidecar), the user's dictionary, and the recipe (encoder, settings, versions). Pieces of pages that the old index holds
as they are, and vectors of texts that it holds, are taken from it.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.articles import chains, join_continued, split_page, with_issues
from rag.errors import Notice, PageError, SourceError, StoredIndexError
from rag.index.encoding import Encoded, known_vectors, vectors_of_former_format
from rag.index.manifest import Manifest, Recipe
from rag.index.recipe import current_recipe
from rag.index.reuse import NEW, Former, terms_of, vectors_of
from rag.index.saved import DICTIONARY, IndexContent, SavedIndex, check_files, read_index, read_manifest
from rag.index.term_index import TermIndex
from rag.index.unfinished import settle
from rag.index.vector_index import VectorIndex
from rag.index.writing import remove_leftovers, write_index, writer_lock
from rag.models.encoder import Encoder
from rag.pages.dictionary import read_dictionary, text_of
from rag.pages.folder import notices_of, passed_over, read_pages
from rag.pages.sidecar import apply_sidecar
from rag.passages import cut_passages
from rag.progress import Progress, silent
from rag.records import Page, Passage, Piece
from rag.settings import Settings
from rag.text.terms import Terms


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `pages` are those with at least one passage; `skipped` says why each other file is not one.

    `encoded` and `reused` count distinct texts. `changed` is False where the old index was kept as it is. `notices` say
    what of the pages' files could not be read, though they are pages; `passed` what was passed over in the folder and
    which pages say the same, neither of which is a failure.
    """

    pages: int
    articles: int
    passages: int
    sentences: int
    encoded: int
    reused: int
    skipped: tuple[PageError, ...]
    changed: bool
    notices: tuple[PageError, ...] = ()
    passed: tuple[Notice, ...] = ()


def build_index(
    source: Path,
    folder: Path,
    settings: Settings,
    encoder: Callable[[], Encoder] | Encoder,
    encoder_name: str,
    progress: Progress = silent,
    *,
    anew: bool = False,
    empty: bool = False,
) -> BuildReport:
    """Make the index in `folder` one of the pages in `source`; with `anew`, every vector is computed again.

    With `empty`, a folder may hold no page.

    What killed runs left in either folder is settled first. `encoder` is called, if it is a callable, when there is a
    text to encode. An index in `folder` that is damaged or of another recipe is replaced; of one of another recipe or
    of a former format the vectors are taken over. Raises SourceError for pages that cannot be used, EncoderError from
    the encoder, IndexBusy, and StoredIndexError where the folder cannot be written; the old index is then as it was.
    """
    _settle(source, folder)
    pages, skipped = _pages(source, settings, progress, empty=empty)
    dictionary = read_dictionary(source)
    recipe = current_recipe(settings, encoder_name)
    progress("progress-read", len(pages), len(pages))
    passed = passed_over(source, pages)
    old = _old_index(folder)
    if old is not None and not anew and _describes(old.manifest, pages, dictionary, recipe):
        return _report(old, skipped, notices_of(pages), passed, encoded=None)

    with writer_lock(folder):
        known = old if old is not None and not anew and old.manifest.recipe == recipe else None
        former = Former(known) if known else None
        further = {} if anew else known_vectors(old) if old is not None else vectors_of_former_format(folder)
        articles, passages, rows = _split(pages, former, settings, progress)
        if not passages and not empty:
            raise SourceError("source-unusable", path=source, reason=_without_passages(pages, passages)[0])
        terms = Terms(dictionary)
        same_words = known if known and known.dictionary == dictionary else None
        term_index = TermIndex.build(terms_of(passages, rows, same_words, terms.cut))
        vectors = vectors_of(passages, rows, known, _loader(encoder), encoder_name, further, progress)
        content = _content(pages, articles, passages, vectors, term_index, dictionary)
        progress("progress-write", 0, 1)
        write_index(folder, recipe, content, known)
        progress("progress-write", 1, 1)
    return _report(content, skipped, notices_of(pages), passed, encoded=vectors[0])


def is_current(source: Path, folder: Path, settings: Settings, encoder_name: str, *, empty: bool = False) -> bool:
    """Whether the index in `folder` is whole and a build would keep it. Raises SourceError as `build_index`.

    No model is loaded, and nothing is written where no killed run left anything to be settled.
    """
    _settle(source, folder)
    pages, _ = _pages(source, settings, silent, empty=empty)
    try:
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except StoredIndexError:
        return False
    return _describes(manifest, pages, read_dictionary(source), current_recipe(settings, encoder_name))


def _settle(source: Path, folder: Path) -> None:
    """Have both folders as they are between two runs, whatever a killed one left. Raises SourceError."""
    if source.is_dir():
        settle(source)
    remove_leftovers(folder)


def _pages(source: Path, settings: Settings, progress: Progress, *, empty: bool) -> tuple[list[Page], list[PageError]]:
    """The usable pages, mended as the sidecar says and with their issues, and one error for each other file."""
    pages, skipped = read_pages(source, settings, progress, empty=empty)
    return with_issues(apply_sidecar(pages, source), source), skipped


def _old_index(folder: Path) -> SavedIndex | None:
    """The index in `folder` if there is a whole one, whatever it was built with."""
    try:
        return read_index(folder)
    except StoredIndexError:
        return None


def _describes(manifest: Manifest, pages: Sequence[Page], dictionary: tuple[str, ...], recipe: Recipe) -> bool:
    """Whether an index with this manifest is what a build would write."""
    words = hashlib.sha256(text_of(dictionary).encode("utf-8")).hexdigest()
    return (
        manifest.recipe == recipe
        and dict(manifest.pages) == {page.name: page.digest for page in pages}
        and manifest.files[DICTIONARY].sha256 == words
    )


def _split(
    pages: Sequence[Page], former: Former | None, settings: Settings, progress: Progress
) -> tuple[list[Piece], list[Passage], list[int]]:
    """All pieces in the pages' order, joined where they go on from page to page, and the passages of all articles.

    What is as it is in `former` is neither split nor cut again; the rows that its passages have there come last.
    """
    pieces: list[Piece] = []
    for done, page in enumerate(pages, start=1):
        split = former.pieces(page) if former else None
        pieces += split_page(page) if split is None else split
        progress("progress-split", done, len(pages))
    articles = join_continued(pieces, pages)
    by_name = {page.name: page for page in pages}
    passages: list[Passage] = []
    rows: list[int] = []
    for parts in chains(articles):
        held = former.rows(parts, by_name) if former else None
        if former and held is not None:
            passages += [former.index.passages[row] for row in held]
            rows += held
        else:
            cut = cut_passages(parts, [by_name[part.source] for part in parts], settings)
            passages += cut
            rows += [NEW] * len(cut)
    return articles, passages, rows


def _without_passages(pages: Sequence[Page], passages: Sequence[Passage]) -> list[PageError]:
    """One error for each page that has nothing to search."""
    sources = {piece.source for passage in passages for sentence in passage.sentences for piece in sentence.fragments}
    return [PageError("page-no-sentence", name=page.name) for page in pages if page.name not in sources]


def _loader(encoder: Callable[[], Encoder] | Encoder) -> Callable[[], Encoder]:
    return encoder if callable(encoder) else lambda: encoder


def _content(
    pages: Sequence[Page],
    articles: Sequence[Piece],
    passages: Sequence[Passage],
    vectors: tuple[Encoded, Encoded],
    terms: TermIndex,
    dictionary: tuple[str, ...],
) -> IndexContent:
    """The parts as one; `vectors` are those of the passages and those of the sentences."""
    of_passages, of_sentences = vectors
    return IndexContent(
        pages=tuple(pages),
        articles=tuple(articles),
        passages=tuple(passages),
        passage_vectors=VectorIndex.build(of_passages.vectors),
        sentence_vectors=VectorIndex.build(of_sentences.vectors),
        passage_keys=of_passages.keys,
        sentence_keys=of_sentences.keys,
        terms=terms,
        dictionary=dictionary,
    )


def _report(
    content: IndexContent,
    skipped: Sequence[PageError],
    notices: tuple[PageError, ...],
    passed: tuple[Notice, ...],
    encoded: Encoded | None,
) -> BuildReport:
    """The report on `content`; `encoded` is None where it is the old index."""
    missing = _without_passages(content.pages, content.passages)
    everything = [*content.passage_keys, *content.sentence_keys]
    return BuildReport(
        pages=len(content.pages) - len(missing),
        articles=len(content.articles),
        passages=len(content.passages),
        sentences=len(content.sentence_keys),
        encoded=encoded.new if encoded else 0,
        reused=encoded.reused if encoded else len({key.tobytes() for key in everything}),
        skipped=(*skipped, *missing),
        changed=encoded is not None,
        notices=notices,
        passed=passed,
    )
