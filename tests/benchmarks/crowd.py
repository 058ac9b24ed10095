"""A crowd at the page: fifty people for two minutes, and what memory twenty take while others evaluate and add pages.

    python -m benchmarks.crowd [people | exact | memory]

All with the real models on a copy of the sample pages, served as `wenbao serve` serves them, through the page's own
events as a browser sends them. For `people` an answer is suspected to be mixed up when it is what another question,
and only that one, is answered with when it is asked alone: under load the reader reads less in its time, and an answer
may be shorter. For `exact` it has all the time it needs, and any answer that is not the one given alone is mixed up. Every question
begins a conversation of its own.
"""

import os
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from support.paging import PageVisitor
from support.visitors import Served, own_process

from benchmarks.visitors import SEEDS, questions

PEOPLE, PAUSE_SECONDS, MINUTES = 50, 15, 2
FEWER, LONGER_MINUTES = 20, 6
LOOK_SECONDS = 20
ADDED_PIECES = 60  # of a page that is added: as many as a full printed page has


@contextmanager
def pages_served(*more: str) -> Iterator[Served]:
    """`wenbao serve` on a copy of the sample pages, which may be changed."""
    with tempfile.TemporaryDirectory() as folder:
        source = shutil.copytree(SEEDS, Path(folder) / "pages")
        command = ["serve", "--source", str(source), "--index", f"{folder}/index", "--no-browser", *more, "--port"]
        with own_process(
            [sys.executable, "-c", "import sys; from rag.commands.main import main; sys.exit(main())", *command]
        ) as page:
            yield page


class Crowd:
    """People who ask until `until`, each their own share of the questions; what they saw, and what went wrong."""

    def __init__(self, address: str, asked: Sequence[str], until: float) -> None:
        self.address, self.asked, self.until = address, asked, until
        self.seen: list[tuple[str, str, float]] = []
        self.errors: list[str] = []

    def ask(self, number: int, people: int, pause: float) -> None:
        time.sleep(pause * number / people)
        visitor, place = PageVisitor(self.address), number
        while time.monotonic() < self.until:
            question, started = self.asked[place % len(self.asked)], time.monotonic()
            try:
                self.seen.append((question, visitor.asked_anew(question), time.monotonic() - started))
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}")
            place += people
            time.sleep(max(0.0, min(pause, self.until - time.monotonic())))

    def repeat(self, what: Callable[[PageVisitor, int], None]) -> None:
        visitor, number = PageVisitor(self.address), 0
        while time.monotonic() < self.until:
            number += 1
            try:
                what(visitor, number)
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}")


def others(alone: Mapping[str, str], question: str) -> set[str]:
    """What other questions alone are answered with; under load the reader reads less, and an answer may be shorter."""
    counted = Counter(alone.values())
    return {answer for answer, count in counted.items() if count == 1 and answer != alone[question]}


def words(html: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", html)


def evaluate(visitor: PageVisitor, number: int) -> None:
    ended = visitor.heard("eval-run", "click")[-1]
    assert ended.get("success"), ended


def add_page(visitor: PageVisitor, number: int) -> None:
    text = "".join(
        f"第{number}期渡口新船之{place}\n\n本报讯 渡口的第{place}只新船昨日下水,能坐{place + 4}人。灯一直亮到末班船靠岸。\n\n"
        for place in range(ADDED_PIECES)
    )
    name = f"ferry{number}.txt"
    (path,) = visitor.uploaded(name, text.encode()).raise_for_status().json()
    visitor.heard(
        "corpus-files", "upload", corpus_files=[{"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}]
    )


def people(*more: str, exact: bool = False) -> None:
    with pages_served(*more) as page:
        asked = questions()[:PEOPLE]
        one = PageVisitor(page.address)
        alone = {question: words(one.asked_anew(question)) for question in asked}
        crowd = Crowd(page.address, asked, time.monotonic() + 60 * MINUTES)
        before = page.megabytes
        _together(
            [threading.Thread(target=crowd.ask, args=(number, PEOPLE, PAUSE_SECONDS)) for number in range(PEOPLE)]
        )
        after = page.megabytes
    taken = sorted(seconds for _, _, seconds in crowd.seen)
    mixed = [
        question
        for question, seen, _ in crowd.seen
        if (words(seen) != alone[question] if exact else words(seen) in others(alone, question))
    ]
    print(
        f"{PEOPLE} people{' with all the time to read' if exact else ''}, {MINUTES} minutes, {PAUSE_SECONDS} s between questions: {len(taken)} answers, "
        f"errors {len(crowd.errors)}, {'mixed up' if exact else 'suspected of a mix-up'} {len(mixed)}"
    )
    print(
        f"median {statistics.median(taken):.2f} s, 95 % within {taken[len(taken) * 95 // 100]:.2f} s; "
        f"memory {before:.0f} -> {after:.0f} MB; load {os.getloadavg()[1]:.1f}"
    )
    print(*[*crowd.errors[:5], *mixed[:5]], sep="\n")


def exact() -> None:
    people("--set", "reader_milliseconds=100000", exact=True)


def memory() -> None:
    with pages_served() as page:
        asked = questions()
        PageVisitor(page.address).asked(asked[0])
        crowd = Crowd(page.address, asked, time.monotonic() + 60 * LONGER_MINUTES)
        threads = [threading.Thread(target=crowd.ask, args=(number, FEWER, 1)) for number in range(FEWER)]
        threads += [threading.Thread(target=crowd.repeat, args=(what,)) for what in (evaluate, add_page)]
        held = [page.megabytes]
        looking = threading.Thread(target=_look, args=(page, crowd, held))
        _together([*threads, looking])
    print(
        f"{FEWER} people, an evaluation and an upload after another, {LONGER_MINUTES} minutes: {len(crowd.seen)} answers, "
        f"errors {len(crowd.errors)}; load {os.getloadavg()[1]:.1f}"
    )
    print(f"memory every {LOOK_SECONDS} s, MB: {', '.join(f'{each:.0f}' for each in held)}")
    print(*crowd.errors[:5], sep="\n")


def _look(page: Served, crowd: Crowd, held: list[float]) -> None:
    while time.monotonic() < crowd.until:
        time.sleep(LOOK_SECONDS)
        held.append(page.megabytes)


def _together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    for name in sys.argv[1:] or ["people", "exact", "memory"]:
        {"people": people, "exact": exact, "memory": memory}[name]()
