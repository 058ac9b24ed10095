"""Thirty thousand files that chance has changed, of every form that is read: each is used or said to be unusable.

They are read in a process that is watched: one that takes more than 20 s, more than 1.5 GB, or raises anything but
the errors that have a sentence is a failure.
"""

import dataclasses
import functools
import hashlib
import json
import multiprocessing
import os
import resource
import tempfile
from collections.abc import Callable, Generator, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import faiss
import jieba
from support.fakes import index_content

from attacks import _mutants as seeds
from attacks.outcome import Outcome
from rag.articles import chains, join_continued, split_page, with_issue
from rag.corpus.feedback import FeedbackFile
from rag.errors import WenbaoError
from rag.evaluation.datasets import read_set
from rag.evaluation.regression import read_report
from rag.index.checksum import checksum_of
from rag.index.manifest import StoredFile
from rag.index.recipe import current_recipe
from rag.index.saved import FILES, read_index, read_manifest
from rag.index.writing import write_index, writer_lock
from rag.pages.dictionary import read_dictionary
from rag.pages.folder import read_page
from rag.pages.isolation.process import DocumentProcess
from rag.pages.sidecar import apply_sidecar
from rag.passages import cut_passages, search_text
from rag.records import Page
from rag.settings import Settings
from rag.text.terms import Terms

SEED = 12
SECONDS = 20.0
MEGABYTES = 1500
BROKEN = "document-broke"
"""What is said where a reader raised what it should not, or its process died: for a person one sentence, for us a fault."""

Use = Callable[[Path, bytes], None]
"""Reads a mutant, in a folder of its own; raises WenbaoError where it cannot be used."""


@dataclasses.dataclass(frozen=True)
class Form:
    """A kind of file: a whole one, how many mutants of it, and what reads them."""

    name: str
    whole: bytes
    count: int
    use: Use
    archive: bool = False


def forms() -> list[Form]:
    documents = [
        Form(
            f"pages {suffix}",
            whole,
            3000 if suffix not in (".pdf", ".csv") else 2000,
            functools.partial(_document, suffix),
            suffix == ".docx",
        )
        for suffix, whole in seeds.documents().items()
    ]
    settings = seeds.SETTINGS.encode()
    return [
        Form("pages .txt", seeds.PAGE.encode(), 3000, _raw_page),
        *documents,
        Form("pages.toml", seeds.SIDECAR.encode(), 2000, _sidecar),
        Form("dictionary.txt", seeds.DICTIONARY.encode(), 1500, _dictionary),
        Form(
            "settings",
            settings,
            1500,
            lambda folder, raw: _discard(Settings.load(_kept(folder / "settings.toml", raw))),
        ),
        Form("questions .jsonl", seeds.QUESTIONS.encode(), 800, functools.partial(_questions, "questions.jsonl")),
        Form("questions .json", seeds.QUESTION_LIST.encode(), 600, functools.partial(_questions, "set.json")),
        Form("questions .csv", seeds.QUESTION_TABLE.encode(), 600, functools.partial(_questions, "set.csv")),
        Form(
            "feedback and reports",
            b'{"id": "1", "thumb": "up", "answer": {"answer": "a", "citations": []}}\n',
            500,
            _kept_figures,
        ),
        Form("the manifest", b"", 500, _manifest),
        *(Form("stored index", b"", 80, functools.partial(_stored, name)) for name in sorted(FILES)),
    ]


def attempts() -> Iterator[Outcome]:
    _split(Page("001.txt", tuple(seeds.PAGE.split("\n")), "0"))
    Terms().cut("南街")  # dictionaries are loaded once, not in every process that is watched
    faiss.omp_set_num_threads(1)  # threads do not live on in a forked process
    for number, form in enumerate(forms()):
        first = 0
        while first < form.count:
            first = yield from _watched(form, f"{SEED} {number}", first)


def _watched(form: Form, seed: str, first: int) -> Generator[Outcome, None, int]:
    """The outcomes from mutant `first` on, until all are read or the process has to be ended; gives the next number."""
    ours, theirs = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=_read_all, args=(form, seed, first, theirs))
    process.start()
    theirs.close()
    number = first
    try:
        while number < form.count:
            problem = ours.recv() if ours.poll(SECONDS) else f"more than {SECONDS:.0f} s"
            yield Outcome(form.name, f"seed {seed}, mutant {number}", problem)
            number += 1
            if problem.startswith("more than"):
                break
    except EOFError:
        yield Outcome(form.name, f"seed {seed}, mutant {number}", "the process died")
        number += 1
    finally:
        process.kill()
        process.join()
    return number


def _read_all(form: Form, seed: str, first: int, told: Connection) -> None:
    """In the process that is watched: read the mutants and tell of each what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (_size() + MEGABYTES * 1_000_000,) * 2)
    jieba.Tokenizer = lambda: jieba.dt  # a dictionary of its own takes a second to load
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "pages").mkdir()
        for number, mutant in enumerate(seeds.mutants(form.whole, seed, form.count, archive=form.archive)):
            if number >= first:
                told.send(_problem(form.use, folder, mutant))
    _documents().end()
    os._exit(0)


def _size() -> int:
    """Bytes of address space that the process has already."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _problem(use: Use, folder: Path, mutant: bytes) -> str:
    try:
        use(folder, mutant)
    except WenbaoError as error:
        sentence = error.sentence("zh")
        return error.key if error.key == BROKEN else "" if sentence and error.sentence("en") else "no sentence"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return ""


# ---- what reads them


@functools.cache
def _documents() -> DocumentProcess:
    return DocumentProcess(SECONDS)


def _discard(_: object) -> None:
    """For what is read for its errors alone."""


def _kept(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def _document(suffix: str, folder: Path, raw: bytes) -> None:
    _split(read_page(_kept(folder / f"page{suffix}", raw), Settings(), documents=_documents()))


def _raw_page(folder: Path, raw: bytes) -> None:
    _split(read_page(_kept(folder / "page.txt", raw), Settings()))


def _split(page: Page) -> None:
    page = with_issue(page)
    articles = join_continued(split_page(page), [page])
    for parts in chains(articles):
        for passage in cut_passages(parts, [page] * len(parts), Settings()):
            search_text(passage)


def _sidecar(folder: Path, raw: bytes) -> None:
    _kept(folder / "pages" / "pages.toml", raw)
    page = Page("001.txt", tuple(seeds.PAGE.split("\n")), "0")
    for mended in apply_sidecar([page], folder / "pages"):
        _split(mended)


def _dictionary(folder: Path, raw: bytes) -> None:
    _kept(folder / "pages" / "dictionary.txt", raw)
    Terms(read_dictionary(folder / "pages")).cut("南街图书角开门迎客")


def _questions(name: str, folder: Path, raw: bytes) -> None:
    for problem in read_set(_kept(folder / name, raw)).problems:
        problem.sentence("zh")


def _kept_figures(folder: Path, raw: bytes) -> None:
    _kept(folder / "feedback.jsonl", raw)
    FeedbackFile(folder).read()
    read_report(_kept(folder / "report.json", raw))


def _whole_index(folder: Path) -> Path:
    index = folder / "index"
    if not index.exists():
        with writer_lock(index):
            write_index(
                index, current_recipe(Settings(), "fake"), index_content("水火。火。", "山。", dictionary=("晋祠",))
            )
    return index


def _manifest(folder: Path, _: bytes) -> None:
    """The whole manifest is known only when there is an index, so that this makes its own mutants."""
    index = _whole_index(folder)
    path = index / "manifest.json"
    whole = path.read_bytes()
    try:
        path.write_bytes(next(seeds.mutants(whole, f"manifest {_count()}", 1)))
        read_index(index)
    finally:
        path.write_bytes(whole)


def _stored(name: str, folder: Path, _: bytes) -> None:
    """A file of the index, and a manifest that agrees with it: whoever can change the one can change the other."""
    index = _whole_index(folder)
    manifest, path = read_manifest(index), index / "manifest.json"
    (segment,) = manifest.segments
    place = index / segment.name
    whole, stored = path.read_bytes(), (place / name).read_bytes()
    changed = next(seeds.mutants(stored, f"{name} {_count()}", 1))
    told = StoredFile(hashlib.sha256(changed).hexdigest(), len(changed), checksum_of(changed))
    forged = dataclasses.replace(segment, files={**segment.files, name: told})
    try:
        (place / name).write_bytes(changed)
        place.rename(index / forged.name)
        path.write_bytes(dataclasses.replace(manifest, segments=(forged,)).to_json())
        opened = read_index(index)
        opened.terms.scores(["水", "火"])
        opened.passage_vectors.scores(opened.passage_vectors.vectors[0])
        json.dumps([dataclasses.asdict(each) for each in opened.passages])
    finally:
        (index / forged.name).rename(place)
        (place / name).write_bytes(stored)
        path.write_bytes(whole)


_COUNTED = iter(range(10**9))


def _count() -> int:
    """0, 1, 2 …: the number of the call in this process."""
    return next(_COUNTED)
