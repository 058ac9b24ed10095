"""Pictures of the page on the sample pages, for the README: `python -m benchmarks.screenshots [FOLDER [BEGINNING OF A NAME]]`.

Each is reduced to a palette, which the page's few colours stand well, and is then small enough to be kept with the code.
"""

import contextlib
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image
from support.chromium import ANSWER_SECONDS, ARGUMENTS, CHROMIUM, PHONE, WIDE, new_visitor
from support.locations import SEEDS, TESTS

from benchmarks.visitors import seeds_served
from ui.tour.steps import read_tour

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

FOLDER = TESTS / "screenshots"
KILOBYTES = 150
QUESTION = "2021年太原在义务教育阶段添了多少个优质学位?"
REFUSED = "《清明上河图》数字主题馆的门票一张卖多少钱?"
LISTED = "写到社区的有几篇?"
TOUR_STEPS = len(read_tour(SEEDS))
SETTLED = 800  # milliseconds for what moves to come to rest


Served = Literal["fixed", "changed", "tour"]


@dataclass(frozen=True)
class View:
    """One picture: what is done on the page before it is taken, and how the page is looked at.

    `served` says of which page: one whose corpus stays as it is, one that may be changed, or the guided tour.
    """

    name: str
    show: Callable[[Any], None]
    viewport: "ViewportSize"
    scheme: Literal["light", "dark"] = "light"
    path: str = ""
    served: Served = "fixed"


def asked(question: str) -> Callable[[Any], None]:
    def show(page: Any) -> None:
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector("#conversation .onward")

    return show


def opened(tab: str) -> Callable[[Any], None]:
    """The tab of this id, where the page has it."""

    def show(page: Any) -> None:
        page.locator(f"#tabs #{tab}-button, #tabs [role=tab][aria-controls='{tab}']").first.click()

    return show


def browsed(then: Callable[[Any], None]) -> Callable[[Any], None]:
    """The tab for reading, and what is done there."""

    def show(page: Any) -> None:
        opened("browse")(page)
        page.wait_for_selector("#paper .run")
        page.wait_for_timeout(SETTLED)
        then(page)

    return show


def sought(page: Any) -> None:
    page.locator("#seek textarea, #seek input").first.fill("社区")
    page.keyboard.press("Enter")
    page.wait_for_selector(".results .orders")


def a_day(page: Any) -> None:
    if not page.locator(".calendar table").is_visible():
        page.locator(".calendar summary").click()
    page.locator(".calendar [data-day]").last.click()
    page.wait_for_selector("#browse-chips .chip")


def mending(page: Any) -> None:
    page.locator("#paper button.mend").nth(2).click()
    page.wait_for_selector("dialog.mending[open]")


def mended(page: Any) -> None:
    """Two pieces joined; it comes last of the pictures that show pieces to be mended."""
    mending(page)
    page.locator("dialog.mending button.join").nth(1).click()
    page.wait_for_selector("#mended .mended.done")


def clipped(page: Any) -> None:
    asked(QUESTION)(page)
    page.locator("#conversation a.clip-it").click()
    page.wait_for_selector("#clipping-told:not(:empty)")
    page.locator(".masthead button.clippings").click()
    page.wait_for_selector("dialog.clippings[open]")


def seen_through(steps: int) -> Callable[[Any], None]:
    """The guided tour up to this step."""

    def show(page: Any) -> None:
        page.wait_for_selector('#tour .tour[data-state="ready"]')
        for step in range(1, steps + 1):
            page.keyboard.press("ArrowRight")  # which goes on where a piece is opened, too
            page.wait_for_selector(f'#tour .tour[data-state="answered"]:has-text("{step}/")')

    return show


def pressed(*selectors: str, question: str = "") -> Callable[[Any], None]:
    """What is pressed one after the other, after the answer to `question`, if one is asked."""

    def show(page: Any) -> None:
        page.wait_for_selector("#conversation .welcome h2")
        if question:
            asked(question)(page)
        for selector in selectors:
            page.locator(selector).first.click()
            page.wait_for_timeout(SETTLED)

    return show


def too_long(page: Any) -> None:
    page.wait_for_selector("#conversation .welcome h2")
    page.locator("#question textarea").fill(QUESTION * 20)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#conversation .notice.error")


def keys(page: Any) -> None:
    page.wait_for_selector("#conversation .welcome h2")
    page.locator("#conversation").click(position={"x": 5, "y": 5})
    page.keyboard.press("?")
    page.wait_for_selector("#keymap[open]")


def scoped(page: Any) -> None:
    pressed("#page-scope", "#choose-issues label", "#choose-issues [type=submit], #choose-issues button.use")(page)
    page.wait_for_selector("#ask-chips .chip")


def narrowed(page: Any) -> None:
    page.locator("#narrow button.label-wrap").first.click()


def evaluated(page: Any) -> None:
    """The fewest questions, first with one setting, then with two, both then side by side."""
    opened("evaluation")(page)
    page.wait_for_selector("#eval-run")
    page.locator("#eval-most label input").first.click()
    for setting in ("", "bm25"):
        if setting:
            page.get_by_role("checkbox", name=re.compile(f"^{setting}")).first.check()
        page.locator("#eval-run").click()
        page.wait_for_selector("#eval-work .bar")
        page.wait_for_selector("#eval-work .outcome")
        page.wait_for_selector("#eval-stop", state="hidden")
    page.locator("#eval-history button.label-wrap").click()
    for box in page.locator("#eval-past input").all()[:2]:
        box.check()
    page.locator("#eval-past .compare").click()
    page.wait_for_selector("#eval-results .comparison")


def in_all_looks(name: str, show: Callable[[Any], None], served: Served = "fixed") -> tuple[View, ...]:
    """By day, by night, and on a phone in English."""
    return (
        View(name, show, WIDE, served=served),
        View(f"{name}-dark", show, WIDE, "dark", served=served),
        View(f"{name}-phone", show, PHONE, path="en/", served=served),
    )


VIEWS = (
    *in_all_looks("opening", pressed()),
    View("opening-en", pressed(), WIDE, path="en/"),
    View("ask", asked(QUESTION), WIDE),
    View("ask-dark", asked(QUESTION), WIDE, "dark"),
    View("ask-phone", asked(QUESTION), PHONE),
    View("ask-en", asked(QUESTION), WIDE, path="en/"),
    View("refusal", asked(REFUSED), WIDE),
    *in_all_looks("list", asked(LISTED)),
    *in_all_looks("error", too_long),
    *in_all_looks("article", pressed("#conversation a.marker", "#sources button.whole", question=QUESTION)),
    View("sources-phone", pressed("#conversation a.marker", question=QUESTION), PHONE),
    View("conversations-phone", pressed("#open-conversation .to-list", question=QUESTION), PHONE),
    *in_all_looks("issues", pressed("#page-scope")),
    View("scope", scoped, WIDE),
    View("scope-phone", scoped, PHONE, path="en/"),
    *in_all_looks("look", pressed(".masthead button.look")),
    *in_all_looks("keys", keys),
    View("browse", opened("browse"), WIDE),
    View("browse-dark", opened("browse"), WIDE, "dark"),
    View("browse-phone", opened("browse"), PHONE),
    *in_all_looks("calendar", browsed(a_day)),
    *in_all_looks("search", browsed(sought)),
    *in_all_looks("filters", browsed(narrowed)),
    *in_all_looks("clippings", clipped),
    *in_all_looks("mending", browsed(mending), "changed"),
    View("mended", browsed(mended), WIDE, served="changed"),
    *in_all_looks("feedback", pressed("#conversation a.thumb", question=QUESTION), "changed"),
    *in_all_looks("corpus", opened("corpus"), "changed"),
    *in_all_looks("evaluation", opened("evaluation"), "changed"),
    *in_all_looks("compared", evaluated, "changed"),
    *(View(f"tour-{step}", seen_through(step), WIDE, served="tour") for step in range(TOUR_STEPS + 1)),
    *(View(f"tour-{step}-phone", seen_through(step), PHONE, path="en/", served="tour") for step in (1, 3)),
)


def main(folder: Path = FOLDER, only: str = "") -> None:
    """Take the pictures into the folder; with `only`, those whose names begin so."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    views = [view for view in VIEWS if view.name.startswith(only)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        for kind in dict.fromkeys(view.served for view in views):
            with serving(kind) as address:
                for view in views:
                    if view.served == kind:
                        kept = reduced(taken(browser, view, address))
                        (folder / f"{view.name}.png").write_bytes(kept)
                        print(f"{view.name}.png  {len(kept) / 1000:.0f} kB", flush=True)
        browser.close()


@contextlib.contextmanager
def serving(kind: Served) -> Iterator[str]:
    """The address of the sample pages, served in this way."""
    with contextlib.ExitStack() as stack:
        if kind == "changed":
            copied = stack.enter_context(tempfile.TemporaryDirectory())
            pages = Path(shutil.copytree(SEEDS, Path(copied) / "pages"))
            yield stack.enter_context(seeds_served(None, source=pages)).address
        else:
            option = "--demo" if kind == "tour" else "--read-only"
            yield stack.enter_context(seeds_served(None, option)).address


def taken(browser: Any, view: View, address: str) -> bytes:
    """The picture of a view, as a new visitor sees it."""
    with new_visitor(browser, address, "en" if view.path else "zh-CN") as context:
        page = context.new_page()
        page.set_viewport_size(view.viewport)
        page.emulate_media(color_scheme=view.scheme, reduced_motion="reduce")
        page.set_default_timeout(ANSWER_SECONDS)
        page.goto(address + view.path)
        page.wait_for_selector("#question textarea")
        view.show(page)
        page.wait_for_timeout(SETTLED)
        picture: bytes = page.screenshot()
    return picture


def reduced(png: bytes) -> bytes:
    """The picture with as many colours as fit into KILOBYTES."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    small = b""
    for colours in (256, 128, 64, 32, 16):
        written = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        small = written.getvalue()
        if len(small) <= 1000 * KILOBYTES:
            break
    return small


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, *sys.argv[2:3])
