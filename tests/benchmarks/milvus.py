"""What an index in Milvus costs and finds beside the same index in its folder: `python -m benchmarks.milvus`.

Without --index an archive of composed pages is built, with a stand-in encoder whose time is not counted, and asked
--questions questions drawn from its headlines. With --index and --file an index that is there is asked the questions of a
file, without a reader. Needs the packages of wenbao[milvus]; Milvus is its embedded form, or the server at --uri, where
the index is named `wenbao_benchmark`.
"""

import argparse
import dataclasses
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.issues import PairEncoder, write_archive
from benchmarks.store import _questions as drawn_questions
from rag.answering.scope import Scope
from rag.assistant import Assistant
from rag.errors import StoreError
from rag.evaluation.questions import read_questions
from rag.index.saved import read_index
from rag.milvus import server
from rag.milvus.collections import Names
from rag.milvus.writing import publish
from rag.models.encoder import CachingEncoder, Encoder, load_encoder
from rag.progress import silent
from rag.records import Hit
from rag.settings import Settings
from rag.stores import build_index

FIRST = 10
MONTH = Scope(first="2019-01-01", last="2019-01-31")
LOCAL = Settings(reader="none")
Asked = tuple[str, tuple[tuple[str, str], ...]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.milvus", description=__doc__)
    parser.add_argument("--pages", type=int, default=300, help="pages of the archive")
    parser.add_argument("--questions", type=int, default=200, help="questions asked of the archive")
    parser.add_argument("--index", type=Path, help="an index of real pages, built with the bundled encoder")
    parser.add_argument("--file", type=Path, help="questions to ask of it")
    parser.add_argument("--uri", help="a server (the embedded form)")
    given = parser.parse_args()
    patience = patch.object(server, "_SECONDS", 300.0)  # how long it takes is what is measured
    with patience, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        milvus = dataclasses.replace(
            LOCAL, store="milvus", milvus_uri=given.uri or str(folder / "milvus.db"), milvus_name="wenbao_benchmark"
        )
        if given.index:
            encoder: Encoder = load_encoder(LOCAL)
            read = read_questions(given.file).questions
            asked = [(question.question, tuple(question.history)) for question in read]
            _publish(given.index, milvus)
            _compare(given.index, milvus, encoder, asked, None)
            return
        pairs = PairEncoder()
        _build_archive(folder, given.pages, milvus, pairs)
        some = drawn_questions(Assistant.open(folder / "index", LOCAL, pairs))[: given.questions]
        _compare(folder / "index", milvus, pairs, [(question, ()) for question in some], None)
        _compare(folder / "index", milvus, pairs, [(question, ()) for question in some], MONTH)


def _build_archive(folder: Path, pages: int, milvus: Settings, encoder: PairEncoder) -> None:
    """Build an archive in its folder, and in Milvus; then a page more."""
    write_archive(folder / "pages", pages)
    build_index(folder / "pages", folder / "index", LOCAL, encoder, encoder.name)
    _tell(f"{pages} pages into Milvus", lambda: _publish(folder / "index", milvus))
    write_archive(folder / "pages", pages + 1, first=pages)
    build_index(folder / "pages", folder / "index", LOCAL, encoder, encoder.name)
    _tell("a page more", lambda: _publish(folder / "index", milvus))


def _publish(index: Path, milvus: Settings) -> None:
    publish(server.Server(milvus.milvus_uri), Names(milvus.milvus_name), index, read_index(index), silent)


def _tell(what: str, work: Callable[[], None]) -> None:
    started, used = time.perf_counter(), time.process_time()
    work()
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    print(json.dumps({"what": what, "s": round(seconds, 1), "s of processor": round(processor, 1)}), flush=True)


def _compare(index: Path, milvus: Settings, encoder: Encoder, asked: Sequence[Asked], scope: Scope | None) -> None:
    """Ask both stores the same questions in turn, and print how alike what they find is, and how long each took."""
    kept = CachingEncoder(encoder)
    here, there = (Assistant.open(index, settings, kept) for settings in (LOCAL, milvus))
    figures: dict[str, list[float]] = {name: [] for name in ("first", "recall", "order", "farthest", "here", "there")}
    for question, history in [asked[0], *asked]:  # the first one loads what all need
        _search(here, question, history, scope)  # encodes the question, which is neither's time
        found, seconds = zip(*(_search(one, question, history, scope) for one in (here, there)), strict=True)
        mine, theirs = ([hit.passage.id for hit in hits] for hits in found)
        figures["first"].append(mine[:1] == theirs[:1])
        figures["recall"].append(len({*mine[:FIRST]} & {*theirs[:FIRST]}) / max(1, len(mine[:FIRST])))
        figures["order"].append(mine == theirs)
        scores = {hit.passage.id: hit.score for hit in found[0]}
        figures["farthest"].append(
            max((abs(scores[hit.passage.id] - hit.score) for hit in found[1] if hit.passage.id in scores), default=0)
        )
        figures["here"].append(1000 * seconds[0])
        figures["there"].append(1000 * seconds[1])
    told = {name: values[1:] for name, values in figures.items()}
    print(
        json.dumps(
            {
                "questions": len(asked),
                "passages": len(here.passages),
                "within": "a month" if scope else "all",
                "same first": round(float(np.mean(told["first"])), 3),
                f"recall@{FIRST}": round(float(np.mean(told["recall"])), 4),
                "same order": round(float(np.mean(told["order"])), 3),
                "largest difference of a score": float(f"{max(told['farthest']):.2g}"),
                "local ms p50, p95": [round(float(each), 1) for each in np.percentile(told["here"], (50, 95))],
                "Milvus ms p50, p95": [round(float(each), 1) for each in np.percentile(told["there"], (50, 95))],
            }
        ),
        flush=True,
    )


def _search(
    assistant: Assistant, question: str, history: tuple[tuple[str, str], ...], scope: Scope | None
) -> tuple[tuple[Hit, ...], float]:
    started = time.perf_counter()
    hits = assistant.search(question, history, scope)
    return hits, time.perf_counter() - started


if __name__ == "__main__":
    try:
        main()
    except StoreError as error:
        raise SystemExit(error.sentence("en")) from error
