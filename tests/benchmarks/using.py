"""How the page feels in a real Chromium, and what ten tasks take of clicks and keys.

    python -m benchmarks.using

Largest contentful paint after the server's first byte, layout shift through a streamed answer, interaction to next
paint while one is written; then the tasks, each done by script as a visitor would do it. Texts that are typed count as
texts, whatever their length; Enter counts as a key. Everything is on a copy of the sample pages, with the real models.
"""

import shutil
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from support.chromium import ANSWER_SECONDS, ARGUMENTS, CHROMIUM, WIDE
from support.locations import SEEDS
from support.shelving import FERRY

from benchmarks.visitors import questions, seeds_served
from ui.wording import say

LOADS: Final = 7
ANSWERS: Final = 8
LARGEST: Final = 1.2  # seconds; the figures that are asked for
SHIFT: Final = 0.02
PAINT: Final = 200  # milliseconds

_OBSERVING: Final = """() => {
  window.seen = { paint: 0, shifts: [], events: [] };
  const watch = (type, take, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", (entry) => { window.seen.paint = entry.startTime; });
  watch("layout-shift", (entry) => window.seen.shifts.push([entry.startTime, entry.value, entry.hadRecentInput]));
  watch("event", (entry) => { if (entry.interactionId) window.seen.events.push([entry.startTime, entry.duration]); },
    { durationThreshold: 16 });
}"""


@dataclass
class Hand:
    """A visitor's hand on a page: what it did, counted."""

    page: Any
    clicks: int = 0
    keys: int = 0
    texts: int = 0

    def click(self, selector: str) -> None:
        """Press the first element of the selector."""
        self.page.locator(selector).first.click()
        self.clicks += 1

    def text(self, typed: str) -> None:
        """Type where the keyboard is."""
        self.page.keyboard.insert_text(typed)
        self.texts += 1

    def key(self, name: str) -> None:
        """Press a key."""
        self.page.keyboard.press(name)
        self.keys += 1

    def ask(self, question: str) -> None:
        """Ask in the question box, which has the keyboard when the page is opened or after a click there."""
        before = self.page.locator("#conversation .reply .onward").count()
        self.page.locator("#question textarea").focus()
        self.text(question)
        self.key("Enter")
        self.page.wait_for_function(
            "before => document.querySelectorAll('#conversation .reply .onward').length > before"
            " && !document.querySelector('.reply.writing')",
            arg=before,
        )


@dataclass(frozen=True)
class Task:
    """Something that a visitor wants: at most `asked` clicks."""

    name: str
    asked: int
    do: Callable[[Hand], None]
    before: Callable[[Hand], None] = field(default=lambda hand: None)


# ---- the tasks


def see_the_whole_piece(hand: Hand) -> None:
    hand.ask(questions()[0])
    hand.click("#sources button.whole")
    hand.page.wait_for_selector("dialog.article .cited")


def narrow_to_a_month(hand: Hand) -> None:
    hand.click("#page-scope, #desk button:has-text('" + say("page-scope") + "')")
    hand.page.wait_for_selector("dialog[open] input[name=page]")
    hand.click("dialog[open] input[name=page]")
    hand.click("dialog[open] button[type=submit]")
    hand.page.wait_for_selector("dialog[open]", state="detached")
    hand.ask(questions()[1])


def find_a_conversation(hand: Hand) -> None:
    hand.click("#conversation-list input[type=search], #conversation-list input")
    hand.text(questions()[0][:6])
    hand.click(".conversation-row:not([data-current]) .open")
    hand.page.wait_for_function(
        "question => document.querySelector('#conversation .asked')?.innerText.includes(question)",
        arg=questions()[0][:6],
    )


def two_conversations(hand: Hand) -> None:
    hand.ask(questions()[0])
    hand.page.locator("#page-new").click()
    hand.page.wait_for_selector("#conversation .reply", state="detached")
    hand.ask(questions()[1])


def edit_and_ask_again(hand: Hand) -> None:
    hand.click('#conversation a[href^="#edit-"]')
    hand.page.wait_for_selector("#editing .editing")
    hand.page.wait_for_function("document.activeElement.matches('#question textarea')")
    hand.text("?")
    hand.key("Enter")
    hand.page.wait_for_selector("#editing .editing", state="detached")
    hand.page.wait_for_selector("#conversation .reply .onward")


def add_a_page(hand: Hand) -> None:
    hand.click("#tabs [role=tab]:has-text('" + say("page-tab-corpus") + "')")
    hand.page.wait_for_selector("#corpus-files button")
    with hand.page.expect_file_chooser() as chosen:
        hand.click("#corpus-files button")
    file = {"name": "渡口.txt", "mimeType": "text/plain", "buffer": FERRY.encode()}
    chosen.value.set_files(file)
    hand.page.wait_for_selector("#corpus-work .outcome")


def set_its_date(hand: Hand) -> None:
    hand.click("button[data-edit='渡口.txt']")
    hand.page.wait_for_function("document.activeElement.name === 'date'")
    hand.text("2030-06-18")
    hand.key("Enter")
    hand.page.wait_for_selector("form.corpus-facts", state="detached")


def compare_two_settings(hand: Hand) -> None:
    hand.click("#tabs [role=tab]:has-text('" + say("page-tab-evaluation") + "')")
    for name in ("bm25", "hybrid"):
        hand.click(f"#eval-settings label:has-text('{name}：') input")
    hand.click("#eval-most label:has-text('15') input")
    hand.click("#eval-run")
    hand.page.wait_for_selector("#eval-results .comparison", timeout=10 * ANSWER_SECONDS)  # thirty questions


def switch_language(hand: Hand) -> None:
    with hand.page.expect_navigation():
        hand.click("#masthead a[href*='en']")


def ask(hand: Hand) -> None:
    hand.ask(questions()[0])


def keep_a_sentence(hand: Hand) -> None:
    hand.click("#sources .clip-it")
    hand.click(".masthead button.clippings")
    with hand.page.expect_download():
        hand.click("dialog.clippings [data-form=gbt]")


def join_two_pieces(hand: Hand) -> None:
    hand.click("#tabs [role=tab]:has-text('" + say("page-tab-browse") + "')")
    hand.page.wait_for_selector("#paper button.mend")
    hand.click("#paper button.mend")
    hand.page.wait_for_selector("dialog.mending[open] .rows button:focus")
    hand.click("dialog.mending button.join")
    hand.page.wait_for_selector("#mended .mended.done")


TASKS: Final = (
    Task("ask and see the whole piece", 2, see_the_whole_piece),
    Task("narrow to one month and ask", 3, narrow_to_a_month),
    Task("find an earlier conversation", 2, find_a_conversation, two_conversations),
    Task("edit and ask again", 2, edit_and_ask_again, ask),
    Task("keep a sentence and export it", 3, keep_a_sentence, ask),
    Task("add a page", 2, add_a_page),
    Task("set its date", 3, set_its_date, add_a_page),
    Task("join two pieces", 4, join_two_pieces),
    Task("compare two settings on 15 questions", 5, compare_two_settings),
    Task("switch language", 1, switch_language),
)


def opened(browser: Any, address: str) -> Any:
    """The page as a new visitor's, usable."""
    page = browser.new_context(viewport=WIDE, locale="zh-CN").new_page()
    page.set_default_timeout(ANSWER_SECONDS)
    page.add_init_script(f"({_OBSERVING})()")
    page.goto(address)
    page.wait_for_selector("#question textarea")
    return page


def largest_paints(browser: Any, address: str) -> list[float]:
    """Seconds from the first byte of the page to its largest paint, once it rests."""
    found = []
    for _ in range(LOADS):
        page = opened(browser, address)
        page.wait_for_timeout(2500)
        first = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
        found.append((page.evaluate("window.seen.paint") - first) / 1000)
        page.context.close()
    return found


def shifts_and_paints(browser: Any, address: str) -> tuple[list[float], list[float]]:
    """Of each answer: how far the layout shifted while it was searched and written, and the longest time in
    milliseconds from a key that was pressed meanwhile to the next paint.
    """
    shifts, paints = [], []
    page = opened(browser, address)
    for question in questions()[:ANSWERS]:
        begun = page.evaluate("performance.now()")
        page.fill("#question textarea", question)
        page.keyboard.press("Enter")
        page.wait_for_selector("#conversation .reply", state="attached")
        while page.locator("#conversation .reply").filter(has=page.locator(".onward")).count() == 0:
            page.keyboard.press("a")
            page.wait_for_timeout(20)
        page.wait_for_timeout(600)
        seen = page.evaluate("window.seen")
        page.fill("#question textarea", "")
        shifts.append(sum(value for time, value, by_hand in seen["shifts"] if time >= begun and not by_hand))
        paints.append(max([duration for time, duration in seen["events"] if time >= begun], default=0))
        page.locator("#page-new").click()
        page.wait_for_selector("#conversation .reply", state="detached")
    page.context.close()
    return shifts, paints


def done(browser: Any, address: str, task: Task) -> str:
    """What the task took."""
    page = opened(browser, address)
    task.before(Hand(page))
    hand = Hand(page)
    task.do(hand)
    page.context.close()
    texts = f", {hand.texts} typed" if hand.texts else ""
    return f"{hand.clicks} clicks, {hand.keys} keys{texts} (asked: {task.asked})"


def main() -> None:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        source = Path(folder) / "pages"
        shutil.copytree(SEEDS, source)
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        with seeds_served(Path(folder) / "index", "--source", str(source)) as served:
            opened(browser, served.address).context.close()  # the first visitor's page is the models' as well
            warm = opened(browser, served.address)
            Hand(warm).ask(questions()[0])
            warm.context.close()
            largest = largest_paints(browser, served.address)
            print(
                f"largest paint after the first byte  median {statistics.median(largest):.2f} s, "
                f"longest {max(largest):.2f} s ({LOADS} loads; asked: {LARGEST})",
                flush=True,
            )
            shifts, paints = shifts_and_paints(browser, served.address)
            print(f"layout shift through an answer      largest {max(shifts):.3f} ({len(shifts)}; asked: {SHIFT})")
            print(
                f"a key while one is written -> paint median {statistics.median(paints):.0f} ms, "
                f"longest {max(paints):.0f} ms ({len(paints)} answers; asked: {PAINT})",
                flush=True,
            )
            for task in TASKS:
                print(f"{task.name:38} {done(browser, served.address, task)}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
