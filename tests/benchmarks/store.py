"""What an index of a composed archive takes, in seconds and memory: `python -m benchmarks.store [PAGES…]`.

Each step runs in a process of its own: building, adding one page, opening up to the first question's search, 200
questions, the same within one month. Nothing is encoded by a model and nothing read by one, and what the stand-in
encoder takes is not counted. Memory is the most that the process had at once (Linux alone tells it).
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from benchmarks.issues import PairEncoder, write_archive
from rag.answering.scope import Scope
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings

PAGES = (100, 300, 1_000, 3_000)
QUESTIONS = 200
SEED = 20_261
ASKED = ("{}是怎么回事？", "{}有什么进展？", "报上怎么说{}？")
Figures = dict[str, float]


def main() -> None:
    """Measure and print, or make one step of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store", description=__doc__)
    parser.add_argument("pages", nargs="*", type=int, help=f"sizes of the archive (without any: {PAGES})")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="where the archive and its index lie (a temporary folder)")
    parser.add_argument("--picture", type=Path, help="draw the processor time of a page more into this .svg file")
    given = parser.parse_args()
    if given.step:
        print(json.dumps(STEPS[given.step](given.folder, *given.pages)))
        return
    added: dict[int, float] = {}  # in processor time, which other work on the machine hardly changes
    for pages in given.pages or PAGES:
        with tempfile.TemporaryDirectory() as temporary:
            added[pages] = _report(pages, given.folder or Path(temporary))["add"]["s of processor"]
    if given.picture:
        _draw(added, given.picture)


def _report(pages: int, folder: Path) -> dict[str, Figures]:
    print(f"== {pages} pages", flush=True)
    write_archive(folder / "pages", pages)
    found: dict[str, Figures] = {}
    for step in STEPS:
        command = [sys.executable, "-m", "benchmarks.store", "--step", step, "--folder", str(folder), str(pages)]
        made = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        figures = found[step] = json.loads(made.stdout)
        print(f"{step:8}" + "  ".join(f"{name} {value:g}" for name, value in figures.items()), flush=True)
    return found


def _draw(added: dict[int, float], file: Path) -> None:
    """The processor time that a page more takes, by the pages that there are."""
    import matplotlib as mpl  # what is measured is to be without its memory
    import matplotlib.pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "wenbao"
    figure, axes = plt.subplots(figsize=(6, 3))
    axes.plot(list(added), list(added.values()), marker="o")
    axes.set(
        xscale="log",
        ylim=(0, 1.3 * max(added.values())),
        xlabel="pages in the index",
        ylabel="s of processor for a page more",
    )
    axes.set_xticks(list(added), [f"{pages:,}" for pages in added])
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


def _build(folder: Path, pages: int) -> Figures:
    encoder, started, used = PairEncoder(), time.perf_counter(), _processor()
    report = build_index(folder / "pages", folder / "index", Settings(), encoder, encoder.name)
    seconds = time.perf_counter() - started - encoder.seconds
    processor = _processor() - used - encoder.seconds  # which is one thread
    counts = {"pages": pages, "passages": report.passages, "sentences": report.sentences}
    size = sum(file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file())
    told = {"s": _rounded(seconds), "s of processor": _rounded(processor)}
    return {**told, **_memory(), **counts, "MB on disk": _rounded(size / 1e6)}


def _add(folder: Path, pages: int) -> Figures:
    write_archive(folder / "pages", pages + 1, first=pages)
    figures = _build(folder, pages + 1)
    return {name: value for name, value in figures.items() if name in ("s", "s of processor", "MB")}


def _open(folder: Path, pages: int) -> Figures:
    encoder, started = PairEncoder(), time.perf_counter()
    assistant = _assistant(folder, encoder)
    opened = time.perf_counter() - started
    assistant.search("江州的新桥什么时候通车？")
    return {"s": _rounded(time.perf_counter() - started), "s to open": _rounded(opened), **_memory()}


def _search(folder: Path, pages: int, scope: Scope | None = None) -> Figures:
    assistant = _assistant(folder, PairEncoder())
    questions = _questions(assistant)
    assistant.search(questions[0], scope=scope)
    milliseconds = []
    for question in questions:
        started = time.perf_counter()
        assistant.search(question, scope=scope)
        milliseconds.append(1000 * (time.perf_counter() - started))
    median, high = np.percentile(milliseconds, (50, 95))
    return {"ms p50": _rounded(median), "ms p95": _rounded(high), **_memory()}


def _month(folder: Path, pages: int) -> Figures:
    return _search(folder, pages, Scope(first="2019-01-01", last="2019-01-31"))


def _assistant(folder: Path, encoder: PairEncoder) -> Assistant:
    """The assistant without a reader, whose time is another matter."""
    return Assistant.open(folder / "index", Settings(reader="none"), encoder)


def _questions(assistant: Assistant) -> list[str]:
    chance = random.Random(SEED)
    titles = sorted({article.title for article in assistant.articles if len(article.title) > 5})
    return [chance.choice(ASKED).format(title) for title in _drawn(chance, titles)]


def _drawn(chance: random.Random, titles: list[str]) -> Iterable[str]:
    return chance.sample(titles, QUESTIONS) if len(titles) >= QUESTIONS else chance.choices(titles, k=QUESTIONS)


def _processor() -> float:
    """The seconds of processor that this process took, and those that it began and that have ended."""
    return sum(os.times()[:4])


def _memory() -> Figures:
    """The most that this process had in memory at once; nothing where the system does not tell."""
    status = Path("/proc/self/status")
    told = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")] if status.exists() else []
    return {"MB": _rounded(int(told[0].split()[1]) / 1000)} if told else {}


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


STEPS: dict[str, Callable[..., Figures]] = {
    "build": _build,
    "add": _add,
    "open": _open,
    "search": _search,
    "month": _month,
}

if __name__ == "__main__":
    main()
