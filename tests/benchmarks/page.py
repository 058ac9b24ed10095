"""How soon the page is there, what it weighs, and how soon an answer begins to be written once it is found.

    python -m benchmarks.page

Everything is seen from a real Chromium, on the sample pages, with the real models and an index that is there already.
"""

import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support.chromium import ANSWER_SECONDS, ARGUMENTS, CHROMIUM, SEEDS
from support.serving import free_port

from benchmarks.visitors import seeds_served

STARTS = 5
ASKED = 12
GRADIOS_OWN = ("/assets/", "/static/", "/en/assets/", "/en/static/")
"""Where gradio's scripts, styles and fonts lie."""

FIRST_TEXT = """() => {
    window.first = new Promise(found => {
        const look = new MutationObserver(() => {
            const words = [...document.querySelectorAll('.words')][window.before];
            if (words && words.textContent) { look.disconnect(); found(Date.now()); }
        });
        window.before = document.querySelectorAll('.words').length;
        look.observe(document.body, {childList: true, subtree: true, characterData: true});
    });
}"""


class Noting:
    """An assistant that notes when an answer was found, on the clock that the browser has too."""

    def __init__(self, assistant: Any) -> None:
        self._given = assistant
        self.found = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._given, name)

    def ask(self, *values: Any) -> Any:
        answer = self._given.ask(*values)
        self.found = time.time()
        return answer


def starts(browser: Any, index: Path) -> list[tuple[float, float]]:
    """Seconds from `wenbao serve` until the question box is there, and until a question asked at once is answered."""
    found = []
    for _ in range(STARTS):
        started = time.perf_counter()
        with seeds_served(index) as served:
            context = browser.new_context(locale="zh-CN")
            page = context.new_page()
            page.goto(served.address)
            page.wait_for_selector("#question textarea")
            usable = time.perf_counter() - started
            page.fill("#question textarea", questions()[0])
            page.keyboard.press("Enter")
            page.wait_for_selector(".reply .onward", timeout=ANSWER_SECONDS)
            found.append((usable, time.perf_counter() - started))
            context.close()
    return found


def weights(browser: Any, address: str) -> tuple[float, float]:
    """Megabytes that come over the wire until the page rests: gradio's own files, and everything else."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    wire, paths = context.new_cdp_session(page), {}
    sums = {True: 0, False: 0}
    wire.on(
        "Network.requestWillBeSent",
        lambda event: paths.update({event["requestId"]: urlsplit(event["request"]["url"]).path}),
    )
    wire.on(
        "Network.dataReceived",
        lambda event: sums.update(
            {
                own: size + (event["encodedDataLength"] or event["dataLength"]) * (own is _gradios(paths, event))
                for own, size in sums.items()
            }
        ),
    )
    wire.send("Network.enable")
    page.goto(address)
    page.wait_for_selector("#question textarea")
    page.wait_for_timeout(5000)
    context.close()
    return sums[True] / 1e6, sums[False] / 1e6


def _gradios(paths: dict[str, str], event: dict[str, Any]) -> bool:
    return paths.get(event["requestId"], "").startswith(GRADIOS_OWN)


def first_texts(browser: Any, address: str, noting: Noting) -> list[float]:
    """Seconds from the moment an answer is found until its first characters are on the page."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    found = []
    for question in questions()[:ASKED]:
        page.evaluate(FIRST_TEXT)
        page.fill("#question textarea", question)
        page.keyboard.press("Enter")
        found.append(page.evaluate("window.first") / 1000 - noting.found)
        page.wait_for_function("!document.querySelector('.reply.writing, .reply.searching')")
    return found


def questions() -> list[str]:
    rows = [json.loads(line) for line in (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()]
    return [row["question"] for row in rows if row["answers"] and not row.get("history")]


def main() -> None:
    from playwright.sync_api import sync_playwright

    from rag.assistant import Assistant
    from rag.commands.main import main as wenbao
    from ui.app import build_site

    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever starts it twice has the compiled modules
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        index = Path(folder)
        wenbao(["build", "--source", str(SEEDS), "--index", folder])
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        usable, answered = zip(*starts(browser, index), strict=True)
        with seeds_served(index) as served:
            gradio, others = weights(browser, served.address)
        noting = Noting(Assistant.open(index))
        site = build_site(noting, questions()[:4])
        waits = first_texts(browser, site.start("127.0.0.1", free_port()), noting)
        site.close()
        browser.close()
    print(
        f"a usable page after       {statistics.median(usable):.1f} s ({min(usable):.1f} to {max(usable):.1f}, "
        f"{STARTS} starts)"
    )
    print(f"asked at once, answered   {statistics.median(answered):.1f} s after the start")
    print(f"page weight               {gradio:.2f} MB of gradio's own, {others:.2f} MB beside it")
    print(
        f"found -> first characters median {statistics.median(waits):.2f} s, longest {max(waits):.2f} s "
        f"({len(waits)} questions)"
    )


if __name__ == "__main__":
    main()
