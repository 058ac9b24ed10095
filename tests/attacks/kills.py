"""The process is killed at a random moment of a build, an addition, a removal, its undoing, or a rebuild.

Half of the kills come at a step that touches a file, counted by Python's audit events, half at a moment of the clock.
Afterwards the index must open and answer, as the old one or the new one; the next build must leave nothing behind and
every page in its place, those of before or those of after the change.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import faiss
from support.fakes import FakeEncoder
from support.shelving import BOOKS, FERRY, HOSPITAL, LIGHTS, SETTINGS, WORDS, share_terms

from attacks.outcome import Outcome
from rag.assistant import Assistant
from rag.corpus.facts import PageFacts
from rag.corpus.library import Library
from rag.corpus.removed import PLACE as REMOVED
from rag.index.build import build_index, is_current
from rag.index.saved import read_manifest
from rag.pages.sidecar import SIDECAR

SEED = 11
KILLS = 50
"""Of each kind: 350 together."""
SAID = PageFacts("2023-09-14", 5, "晚报")

QUESTION = "东湖公园的灯会展出花灯多少组?"
TOUCHING = ("open", "os.", "shutil.", "fcntl.", "tempfile.")
"""How the names of the audit events begin that come before a file is touched."""


@dataclass(frozen=True)
class Corpus:
    """Pages and their index below one folder; `desk` has files to be added."""

    folder: Path

    @property
    def source(self) -> Path:
        return self.folder / "pages"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def desk(self) -> Path:
        return self.folder / "desk"

    def library(self) -> Library:
        encoder = FakeEncoder(WORDS)
        return Library(Assistant.open(self.index, SETTINGS, encoder), self.source, self.index, encoder)

    def build(self) -> None:
        build_index(self.source, self.index, SETTINGS, FakeEncoder(WORDS), "fake")

    def pages(self) -> dict[str, bytes]:
        """The pages, and what is said of them, by their names."""
        return {path.name: path.read_bytes() for path in self.source.iterdir() if path.is_file()}

    def generation(self) -> str:
        return read_manifest(self.index).generation

    def left_over(self) -> list[str]:
        """What is in either folder beside the pages and the index."""
        wanted = {"manifest.json", ".lock", ".sources.json"}
        wanted |= {segment.name for segment in read_manifest(self.index).segments}
        among = [path.name for path in self.source.iterdir() if path.name.startswith(".") and path.name != REMOVED]
        empty = [path.name for path in self.source.rglob("*") if path.is_dir() and not any(path.iterdir())]
        return among + empty + [path.name for path in self.index.iterdir() if path.name not in wanted]


def _change_and_build(corpus: Corpus) -> None:
    corpus.build()  # of pages that were changed by hand


ACTIONS: dict[str, Callable[[Corpus], object]] = {
    "killed while building": _change_and_build,
    "killed while adding": lambda corpus: corpus.library().add(sorted(corpus.desk.iterdir())),
    "killed while removing": lambda corpus: corpus.library().remove(["001.txt", "004.txt"]),
    "killed while undoing a removal": lambda corpus: corpus.library().restore(corpus.library().removals[0].id),
    "killed while saying something of a page": lambda corpus: corpus.library().describe("001.txt", SAID),
    "killed while unsaying it": lambda corpus: corpus.library().restore(corpus.library().removals[0].id),
    "killed while rebuilding": lambda corpus: corpus.library().rebuild(everything=True),
}


def attempts() -> Iterator[Outcome]:
    faiss.omp_set_num_threads(1)  # threads do not live on in a forked process
    share_terms()
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as place:
        for kind, action in ACTIONS.items():
            yield from _killed(Path(place), kind, action, chance)


def _killed(place: Path, kind: str, action: Callable[[Corpus], object], chance: random.Random) -> Iterator[Outcome]:
    start = _prepared(place / kind, kind)
    whole = _copied(start, place / f"{kind} whole")
    events, seconds = _tried(whole, action, None, None)
    for number in range(KILLS):
        corpus = _copied(start, place / f"{kind} {number}")
        event = chance.randrange(events) if number % 2 else None
        moment = None if number % 2 else chance.uniform(0, seconds)
        _tried(corpus, action, event, moment)
        told = f"file event {event} of {events}" if number % 2 else f"after {moment:.4f} s of {seconds:.4f}"
        yield Outcome(kind, told, _problem(kind, corpus, start, whole))
        shutil.rmtree(corpus.folder)


def _prepared(folder: Path, kind: str) -> Corpus:
    corpus = Corpus(folder)
    corpus.source.mkdir(parents=True)
    corpus.desk.mkdir()
    for name, text in (("001.txt", BOOKS), ("002.txt", LIGHTS), ("004.txt", HOSPITAL)):
        (corpus.source / name).write_text(text, "utf-8")
    for name, text in (("003.txt", FERRY), ("005.txt", FERRY.replace("渡口", "码头"))):
        (corpus.desk / name).write_text(text, "utf-8")
    corpus.build()
    if kind == "killed while unsaying it":
        corpus.library().describe("001.txt", SAID)
    if kind in ("killed while removing", "killed while undoing a removal"):
        corpus.library().describe("004.txt", SAID)
    if kind == "killed while undoing a removal":
        corpus.library().remove(["001.txt", "004.txt"])
    if kind == "killed while building":
        (corpus.source / "001.txt").unlink()
        (corpus.source / "003.txt").write_text(FERRY, "utf-8")
    return corpus


def _copied(corpus: Corpus, folder: Path) -> Corpus:
    shutil.copytree(corpus.folder, folder)
    return Corpus(folder)


def _tried(
    corpus: Corpus, action: Callable[[Corpus], object], event: int | None, moment: float | None
) -> tuple[int, float]:
    """The action in a process of its own, killed at that event or moment; how many events there were, and seconds."""
    reading, writing = os.pipe()
    started = time.perf_counter()
    child = os.fork()
    if not child:
        _act(corpus, action, event, writing)
    os.close(writing)
    if moment is not None:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    with open(reading, "rb") as told:
        counted = told.read()
    os.waitpid(child, 0)
    return int(counted or 0), time.perf_counter() - started


def _act(corpus: Corpus, action: Callable[[Corpus], object], event: int | None, writing: int) -> None:
    """In the child: act, be killed before the file event of that number, else tell how many there were."""
    seen = 0

    def count(name: str, _: object) -> None:
        nonlocal seen
        if name.startswith(TOUCHING):
            if seen == event:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    sys.addaudithook(count)
    try:
        action(corpus)
        os.write(writing, str(seen).encode())
    finally:
        os._exit(0)


def _problem(kind: str, corpus: Corpus, before: Corpus, after: Corpus) -> str:
    """What is wrong after the kill, or after the next build; "" where nothing is."""
    generations = {before.generation(), after.generation()}
    try:
        if corpus.generation() not in generations:
            return "the index is neither the old one nor the new one"
        if not Assistant.open(corpus.index, SETTINGS, FakeEncoder(WORDS)).ask(QUESTION).citations:
            return "it does not answer"
        is_current(corpus.source, corpus.index, SETTINGS, "fake")
        if {*corpus.pages().items()} not in ({*before.pages().items()}, {*after.pages().items()}):
            return f"pages {sorted(corpus.pages())}"
        corpus.build()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    kept = {path.read_bytes() for path in corpus.source.rglob("*.txt")}
    pages = {content for name, content in before.pages().items() if name != SIDECAR}
    if not kept >= pages and kind != "killed while building":
        return "a page is lost"
    if corpus.left_over():
        return f"left over: {corpus.left_over()}"
    if corpus.generation() not in generations:
        return "another index than before or after"
    listed, there = {*read_manifest(corpus.index).pages}, {*corpus.pages()} - {SIDECAR}
    if listed != there:
        return f"the index lists {sorted(listed)}, there are {sorted(there)}"
    now = corpus.library().removals
    same = [removal.names + removal.described for removal in now]
    told = [[removal.names + removal.described for removal in other.library().removals] for other in (before, after)]
    return "" if same in told else f"what can be undone is {same}"
