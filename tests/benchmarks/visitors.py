"""Twenty visitors at once on the sample pages with the real models: how long they wait, and what memory they take.

    python -m benchmarks.visitors

Each visitor asks five questions of `seeds/questions.jsonl` through gradio's API. An answer belongs to its question when
it names it and was made from the passages that the question finds when it is asked alone.
"""

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from support.locations import SEEDS
from support.visitors import (
    QUESTIONS_EACH,
    VISITORS,
    Reply,
    Served,
    arrived,
    own_process,
    rounds_of,
    seconds,
    visited,
)

ROUNDS = 5
"""Of a hundred questions each: the first ones warm caches up, the later ones show whether the memory is steady."""


def questions() -> list[str]:
    rows = [json.loads(line) for line in (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()]
    return [row["question"] for row in rows if not row.get("history")]


@contextlib.contextmanager
def seeds_served(index: Path | None = None, *options: str, source: Path = SEEDS) -> Iterator[Served]:
    """`wenbao serve` on the sample pages, or on the folder `source`, in a process of its own, with their `index` or one
    that it builds.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "serve",
            "--source",
            str(source),
            "--index",
            str(index or folder),
            "--no-browser",
            *options,
            "--port",
        ]
        with own_process(
            [sys.executable, "-c", "import sys; from rag.commands.main import main; sys.exit(main())", *command]
        ) as page:
            yield page


def mixed_up(replies: Sequence[Reply], alone: Sequence[Reply]) -> list[str]:
    """Questions that were given another one's answer."""
    found = {reply.question: _passages(reply.answer) for reply in alone if reply.answer}
    return [
        reply.question
        for reply in replies
        if reply.answer
        and (reply.answer["question"] != reply.question or _passages(reply.answer) != found.get(reply.question))
    ]


def _passages(answer: Mapping[str, Any]) -> frozenset[str]:
    """Without their order: under load the reader reads fewer of them in its time."""
    return frozenset(passage["id"] for passage in answer["passages"])


def main() -> None:
    asked = questions()[: VISITORS * QUESTIONS_EACH]
    with seeds_served(None, "--read-only") as page:
        alone = visited(arrived(page.address, 1), [asked])
        visitors = arrived(page.address)
        memory = [page.megabytes]
        together: list[Reply] = []
        for _ in range(ROUNDS):
            together += visited(visitors, rounds_of(asked))
            memory.append(page.megabytes)
    one, many = seconds(alone), seconds(together)
    print(f"alone:            median {one[0]:.2f} s, 95 % within {one[1]:.2f} s ({len(alone)} questions)")
    print(f"{VISITORS} at once:       median {many[0]:.2f} s, 95 % within {many[1]:.2f} s ({len(together)} questions)")
    print(
        f"errors {sum(bool(reply.error) for reply in [*alone, *together])}, mixed up {len(mixed_up(together, alone))}"
    )
    after = ", ".join(f"{megabytes:.0f}" for megabytes in memory[1:])
    print(f"memory: {memory[0]:.0f} MB before, {after} MB after each hundred")


if __name__ == "__main__":
    main()
