"""A real Chromium on the real page, for the tests in test_browser*.py: fixtures, and what a visitor can see."""

import contextlib
import functools
import itertools
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from support.locations import SEEDS
from support.serving import free_port

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

CHROMIUM = Path("/usr/bin/chromium")
UNUSED = (
    # The menus of the address bar, which nobody sees here, are two pages of their own for each visitor: a third of the
    # time that a visit takes.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # The last such list counts, so what playwright's turns off stands here again.
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(UNUSED)}",
)
WIDE: "ViewportSize" = {"width": 1280, "height": 800}
PHONE: "ViewportSize" = {"width": 390, "height": 844}
ANSWER_SECONDS = 90_000
"""Milliseconds, for playwright: an answer takes a second; on a machine with ten other programs to run, much longer."""
READ = 2  # passages for each answer: the page is tested here, and reading takes most of an answer's second

in_chromium = [
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed"),
]

HOSTILE_PIECES = """\
花溪镇集市改到清晨

本报讯 花溪镇的集市<script>window.hacked=1</script><img src=x onerror="window.hacked=1">\
改在清晨五点半开市,[摊位图](javascript:window.hacked=1)贴在镇口。\
摊位费每天$\\frac{8}{2}$元$$x^2$$,${window.hacked=1}{{constructor}}由镇里统一收取。

镇上还为赶集的人备了热水</div></dialog><style>body{display:none}</style>和长凳。
"""
TURNED_PIECES = {
    "100_20300618_01版.txt": """\
桃李镇渡口添了新船

本报讯 桃李镇渡口的新船6月17日下水,能坐四十人,船舷漆成蓝色。摆渡的老艄公说,过河的学生从此不必等第二趟,船票还将给予适(下转第4版)
""",
    "100_20300618_04版.txt": """\
桃李镇渡口添了新船

(上接第1版)当减免。新船由镇里统一养护,渡口的灯一直亮到末班船靠岸。老艄公每天清早检查船舷和缆绳。(方远)
""",
}
HOSTILE_QUESTION = "花溪镇的集市几点开市?"
HOSTILE_WORDS = (
    '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">',
    "[摊位图](javascript:window.hacked=1)",
)
HOSTILE_WHOLE = (
    *HOSTILE_WORDS,
    "$\\frac{8}{2}$元$$x^2$$",
    "</div></dialog><style>",
    "${window.hacked=1}{{constructor}}",
)
"""What the whole hostile piece must show as it is printed."""


FADED = """() => new Promise(requestAnimationFrame).then(() => Promise.allSettled(
  document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished)))"""
LEAVING = re.compile(
    r"$|AbortError: |Unexpected error (Connection errored out|404: Not Found)|"
    r"TypeError: (Failed to fetch|network error)"
)


@dataclass
class Newspaper:
    """The page being served, its assistant, and questions that it answers and refuses."""

    address: str
    assistant: object
    answered: list[str]
    refused: str


@pytest.fixture(scope="session")
def newspaper(tmp_path_factory) -> Iterator[Newspaper]:
    from ui.app import build_site

    assistant = open_assistant(tmp_path_factory.mktemp("newspaper"))
    answered, refused = sorted_questions(assistant)
    site = build_site(assistant, answered)
    address = site.start("127.0.0.1", free_port())
    yield Newspaper(address, assistant, answered, refused)
    site.close()


@functools.cache
def real_encoder():
    """The real encoder, loaded once for all newspapers of a process: seconds each time."""
    from rag.models.encoder import load_encoder
    from rag.settings import Settings

    return load_encoder(Settings())


def open_assistant(folder: Path):
    """The real assistant on two of the sample pages, to be quick, on a hostile one, and on a piece of two pages."""
    from rag.assistant import Assistant
    from rag.index.build import build_index
    from rag.models.encoder import encoder_name
    from rag.settings import Settings

    source = folder / "pages"
    source.mkdir()
    for file in sorted(SEEDS.glob("*.txt"))[:2]:
        shutil.copy(file, source)
    (source / "900_hostile.txt").write_text(HOSTILE_PIECES, "utf-8")
    for name, text in TURNED_PIECES.items():
        (source / name).write_text(text, "utf-8")
    settings = Settings(reader_passages=READ)
    encoder = real_encoder()
    build_index(source, folder / "index", settings, encoder, encoder_name(settings))
    return Assistant.open(folder / "index", settings, encoder)


def sorted_questions(assistant) -> tuple[list[str], str]:
    """Four questions that are answered, and one that is refused though something is near; the page is tested here, not
    the answers.
    """
    from rag.answering.refusal import NONE_NEAR

    rows = [json.loads(line) for line in (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()]
    plain = [row["question"] for row in rows if row["answers"] and not row.get("history")]
    answered = list(itertools.islice((text for text in plain if not assistant.ask(text).refused), 4))
    lacking = (row["question"] for row in rows if not row["answers"])
    refused = next(
        text for text in lacking if (answer := assistant.ask(text)).refused and answer.reason not in NONE_NEAR
    )
    return answered, refused


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=ANSWER_SECONDS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield opened
        opened.close()


_left: dict[tuple[object, str], list] = defaultdict(list)
"""By browser and locale: contexts that their visitor has left."""


@contextlib.contextmanager
def new_visitor(browser, address: str, locale: str = "zh-CN") -> Iterator:
    """A context that keeps nothing of the address, but for the scripts that an earlier visitor's page had loaded.

    To fetch and compile them again is a fifth of what a visit costs.
    """
    left = _left[browser, locale]
    context = left.pop() if left else browser.new_context(locale=locale)
    yield context
    last, *others = context.pages or [context.new_page()]
    for page in others:
        page.close()
    last.goto("about:blank")  # so that its scripts write nothing more
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    context.new_cdp_session(last).send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    last.close()
    context.clear_cookies()
    context.clear_permissions()
    left.append(context)


@contextlib.contextmanager
def watched(browser, *addresses: str) -> Iterator[Callable]:
    """Opens addresses as new visitors; at the end, nothing was asked for beyond `addresses`, and no script has failed."""
    requested: list[str] = []
    failed: list[str] = []
    with contextlib.ExitStack() as visits:

        def opened(address: str, viewport=WIDE, scheme="light", locale="zh-CN"):
            page = visits.enter_context(new_visitor(browser, address, locale)).new_page()
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme)
            page.set_default_timeout(ANSWER_SECONDS)
            page.on("request", lambda request: requested.append(request.url))
            page.on("pageerror", lambda error: failed.append(str(error)))
            page.on(
                "console",
                lambda message: (
                    failed.append(message.text) if message.type == "error" and not _left_behind(message) else None
                ),
            )
            page.goto(address)
            return page

        yield opened
        assert [url for url in requested if not url.startswith((*addresses, "data:", "blob:"))] == []
        assert failed == [], failed


def _left_behind(message) -> bool:
    """Whether gradio's own scripts only log that a page was left, or reloaded, while they waited for the server."""
    return "/assets/" in message.location["url"] and LEAVING.match(message.text.strip()) is not None


@contextlib.contextmanager
def two_sites(source: Path, index: Path, **extras) -> Iterator[tuple[str, str]]:
    """The addresses of a library of `source`, indexed in `index` with the real model: open to changes, and read-only."""
    from rag.assistant import Assistant
    from rag.corpus.library import Library
    from rag.index.build import build_index
    from rag.models.encoder import encoder_name
    from rag.settings import Settings
    from ui.app import build_site

    settings = Settings(reader_passages=READ)
    encoder = real_encoder()
    build_index(source, index, settings, encoder, encoder_name(settings))
    with contextlib.ExitStack() as sites:
        addresses = []
        for read_only in (False, True):
            library = Library(Assistant.open(index, settings, encoder), source, index, encoder, read_only=read_only)
            site = build_site(library, **extras)
            addresses.append(site.start("127.0.0.1", free_port()))
            sites.callback(site.close)
        yield addresses[0], addresses[1]


def by_day_and_by_night(page) -> Iterator[str]:
    """Turns the page to its light look, then to its dark one: "light", "dark"."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark")
        page.evaluate(FADED)  # what changes its colour bit by bit has changed it
        yield scheme


@pytest.fixture
def visit(browser, newspaper) -> Iterator[Callable]:
    """Opens the page as a new visitor, watched."""
    with watched(browser, newspaper.address) as opened:

        def visited(viewport=WIDE, scheme="light", locale="zh-CN", path=""):
            page = opened(newspaper.address + path, viewport, scheme, locale)
            page.wait_for_selector("#question textarea")
            return page

        yield visited


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def in_sight(page, selector: str) -> bool:
    """Whether the middle of the element is what a visitor sees at its place."""
    return page.locator(selector).first.evaluate(
        "element => { const box = element.getClientRects()[0];"
        " const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
        " return element.contains(seen); }"
    )


def contrast(page, selector: str) -> float:
    """The contrast of an element's text with what lies behind it, as WCAG defines it."""
    colours = page.locator(selector).first.evaluate(
        "element => { const behind = (node) => { const colour = getComputedStyle(node).backgroundColor;"
        " return colour === 'rgba(0, 0, 0, 0)' ? behind(node.parentElement) : colour; };"
        " return [getComputedStyle(element).color, behind(element)]; }"
    )
    light, dark = sorted((luminance(colour) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
