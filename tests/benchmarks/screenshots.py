"""Pictures of the page on the sample pages, for the README: `python -m benchmarks.screenshots [FOLDER]`.

Each is reduced to a palette, which the page's few colours stand well, and is then small enough to be kept with the code.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image
from support.chromium import ANSWER_SECONDS, ARGUMENTS, CHROMIUM, PHONE, WIDE
from support.locations import SEEDS, TESTS

from benchmarks.visitors import seeds_served

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

FOLDER = TESTS / "screenshots"
KILOBYTES = 150
QUESTION = "2021年太原在义务教育阶段添了多少个优质学位?"
REFUSED = "《清明上河图》数字主题馆的门票一张卖多少钱?"
SETTLED = 800  # milliseconds for what moves to come to rest


@dataclass(frozen=True)
class View:
    """One picture: what is done on the page before it is taken, and how the page is looked at.

    `editable`, its corpus may be changed.
    """

    name: str
    show: Callable[[Any], None]
    viewport: "ViewportSize"
    scheme: Literal["light", "dark"] = "light"
    path: str = ""
    editable: bool = False


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


def in_all_looks(name: str, show: Callable[[Any], None], *, editable: bool = False) -> tuple[View, ...]:
    """By day, by night, and on a phone in English."""
    return (
        View(name, show, WIDE, editable=editable),
        View(f"{name}-dark", show, WIDE, "dark", editable=editable),
        View(f"{name}-phone", show, PHONE, path="en/", editable=editable),
    )


VIEWS = (
    View("ask", asked(QUESTION), WIDE),
    View("ask-dark", asked(QUESTION), WIDE, "dark"),
    View("ask-phone", asked(QUESTION), PHONE),
    View("ask-en", asked(QUESTION), WIDE, path="en/"),
    View("refusal", asked(REFUSED), WIDE),
    View("browse", opened("browse"), WIDE),
    View("browse-dark", opened("browse"), WIDE, "dark"),
    View("browse-phone", opened("browse"), PHONE),
    *in_all_looks("calendar", browsed(a_day)),
    *in_all_looks("search", browsed(sought)),
    *in_all_looks("clippings", clipped),
    *in_all_looks("mending", browsed(mending), editable=True),
    View("mended", browsed(mended), WIDE, editable=True),
    View("corpus", opened("corpus"), WIDE),
    View("evaluation", opened("evaluation"), WIDE),
)


def main(folder: Path = FOLDER) -> None:
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as copied,
        seeds_served(None, "--read-only") as fixed,
        seeds_served(None, source=Path(shutil.copytree(SEEDS, Path(copied) / "pages"))) as changed,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        for view in VIEWS:
            kept = reduced(taken(browser, view, changed.address if view.editable else fixed.address))
            (folder / f"{view.name}.png").write_bytes(kept)
            print(f"{view.name}.png  {len(kept) / 1000:.0f} kB")
        browser.close()


def taken(browser: Any, view: View, address: str) -> bytes:
    """The picture of a view, as a new visitor sees it."""
    context = browser.new_context(
        viewport=view.viewport,
        color_scheme=view.scheme,
        reduced_motion="reduce",
        locale="en" if view.path else "zh-CN",
    )
    page = context.new_page()
    page.set_default_timeout(ANSWER_SECONDS)
    page.goto(address + view.path)
    page.wait_for_selector("#question textarea")
    view.show(page)
    page.wait_for_timeout(SETTLED)
    picture: bytes = page.screenshot()
    context.close()
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
    main(*map(Path, sys.argv[1:2]))
