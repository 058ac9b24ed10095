"""Twenty visitors at once: a page served in a process of its own, questions from many threads, and what came back.

The corpus of the model-free page is an orchard of a hundred villages, each with a number of its own, so that an answer
tells by itself which question it belongs to.
"""

import contextlib
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from support.locations import TESTS
from support.serving import free_port

if TYPE_CHECKING:
    from gradio_client import Client

VISITORS = 20
QUESTIONS_EACH = 5
START_SECONDS = 600  # an index is built first; a busy machine takes minutes
VILLAGES = tuple("".join(pair) for pair in itertools.product("松柏竹梅兰菊桃李杏梨", "溪河湖江泉池塘湾井渡"))


@dataclass(frozen=True)
class Reply:
    """One question as it was answered: the contract's object, or the error; and how long it took."""

    question: str
    answer: dict[str, Any] | None
    error: str
    seconds: float


@dataclass(frozen=True)
class Served:
    """A page in a process of its own."""

    address: str
    process: int

    @property
    def megabytes(self) -> float:
        """The memory that the process holds now. Linux alone tells it so."""
        lines = Path(f"/proc/{self.process}/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def village_question(place: int) -> str:
    return f"{VILLAGES[place]}村今年栽下多少棵果树?"


def village_trees(place: int) -> str:
    return f"{3000 + 7 * place}棵"


def arrived(address: str, visitors: int = VISITORS) -> list["Client"]:
    """As many visitors, each with a connection of their own."""
    from gradio_client import Client

    # Without ssl_verify each request reads all certificates anew, for a page that has none.
    return [Client(address, verbose=False, analytics_enabled=False, ssl_verify=False) for _ in range(visitors)]


def visited(visitors: Sequence["Client"], rounds: Sequence[Sequence[str]]) -> list[Reply]:
    """All replies: each of `rounds` are the questions of one visitor, who asks them one after the other; all at once."""
    replies: list[Reply] = []
    together = threading.Barrier(len(rounds))

    def visit(client: "Client", questions: Sequence[str]) -> None:
        together.wait()
        for question in questions:
            started = time.perf_counter()
            answer, error = None, ""
            try:
                answer = client.predict(question, api_name="/ask")
            except Exception as caught:
                error = f"{type(caught).__name__}: {caught}"
            replies.append(Reply(question, answer, error, time.perf_counter() - started))

    threads = [threading.Thread(target=visit, args=each) for each in zip(visitors, rounds, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


def rounds_of(questions: Sequence[str], visitors: int = VISITORS, each: int = QUESTIONS_EACH) -> list[list[str]]:
    """Questions for each visitor, dealt out in turn, from the beginning again where there are too few."""
    dealt = itertools.cycle(questions)
    return [list(itertools.islice(dealt, each)) for _ in range(visitors)]


def seconds(replies: Sequence[Reply]) -> tuple[float, float]:
    """The median and the 95th percentile of how long an answer took."""
    taken = sorted(reply.seconds for reply in replies)
    return statistics.median(taken), taken[max(0, -(-len(taken) * 95 // 100) - 1)]


@contextlib.contextmanager
def own_process(command: Sequence[str]) -> Iterator[Served]:
    """The page that `command`, given a port as its last argument, serves; it is ended at the end."""
    port = free_port()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*command, str(port)], cwd=TESTS, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_for(address, process, lambda: (log.seek(0), log.read().decode("utf-8", "replace"))[1])
            yield Served(address, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Callable[[], str]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the page did not start:\n{log()}")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{address}config", trust_env=False, timeout=5).is_success:
                return
        time.sleep(0.2)
    raise TimeoutError(f"the page did not start in {START_SECONDS} s:\n{log()}")


def orchard() -> list[str]:
    """The command that serves the orchard, less its port."""
    return [sys.executable, "-c", "import sys; from support import visitors; visitors.serve_orchard(int(sys.argv[1]))"]


def serve_orchard(port: int) -> None:
    """Serve the hundred villages with the fake encoder until the process is ended."""
    from rag.assistant import Assistant
    from rag.index.build import build_index
    from rag.settings import Settings
    from support.fakes import FakeEncoder

    encoder, settings = FakeEncoder(VILLAGES), Settings(reader="none")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pages"
        source.mkdir()
        lines = [
            json.dumps(
                {
                    "title": f"{village}村果树上山",
                    "text": f"{village}村今年栽下果树{village_trees(place)},山坡上都是新绿。",
                },
                ensure_ascii=False,
            )
            for place, village in enumerate(VILLAGES)
        ]
        (source / "orchard.jsonl").write_text("\n".join(lines), "utf-8")
        build_index(source, Path(folder) / "index", settings, lambda: encoder, encoder.name)
        assistant = Assistant.open(Path(folder) / "index", settings, encoder)
    serve_machine(assistant, port)


def serve_machine(assistant: Any, port: int) -> None:
    """Serve the endpoints of `assistant` until the process is ended."""
    from support.serving import served
    from ui.api import Machine
    from ui.gradio_setup import gr
    from ui.newspaper import FixedCorpus

    with gr.Blocks() as page:
        Machine(FixedCorpus(assistant), "zh").expose()
    with served(page, port=port):
        threading.Event().wait()
