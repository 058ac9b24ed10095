"""The evaluation's HTML page in a real Chromium, from a file: opened, filtered, sorted, linked to, printed, resized."""

from contextlib import ExitStack
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from support.chromium import CHROMIUM, WIDE, contrast, luminance
from support.reporting import FERRY, HOSTILE, QUESTIONS, REPORT, large_report

from rag.evaluation.report.html.page import html_report

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]

NARROW = {"width": 360, "height": 740}
IDS = [question["id"] for question in QUESTIONS]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html_report(REPORT), "utf-8")
    return path


@pytest.fixture
def visit(browser, file):
    """Opens the file; when the test ends, nothing else was asked for, and no script has failed."""
    requested: list[str] = []
    failed: list[str] = []
    with ExitStack() as visits:

        def opened(fragment="", viewport=WIDE, scheme="light", path=file):
            context = browser.new_context(viewport=viewport, color_scheme=scheme)
            visits.callback(context.close)
            page = context.new_page()
            page.on("request", lambda request: requested.append(request.url))
            page.on("pageerror", lambda error: failed.append(str(error)))
            page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
            page.goto(path.as_uri() + fragment)
            page.wait_for_selector("#entries[data-ready]", state="attached")
            return page

        opened.told = (requested, failed)
        yield opened
        assert all(url.startswith("file:///") and url.partition("#")[0].endswith(".html") for url in requested)
        assert not failed


def shown(page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.entry')].filter(entry => entry.offsetHeight).map(entry => entry.id.slice(2))"
    )


def test_a_question_opens_with_all_that_is_known_of_it(visit):
    page = visit()
    assert page.locator(".entry .question").count() == 0
    page.locator(".entry .asked").first.click()
    page.wait_for_selector(".entry[open] .question")
    expect(page.locator(".entry[open] .exact")).to_have_text("四十人", use_inner_text=True)
    page.locator(".entry[open] .passages summary").first.click()
    passage = page.locator(".entry[open] .passages li").first
    expect(passage.locator(".text")).to_have_text(FERRY, use_inner_text=True)
    expect(passage.locator("mark")).to_have_text(["渡口", "新船"], use_inner_text=True)
    expect(passage.locator("cite")).to_have_text("渡口添了新船", use_inner_text=True)


def test_questions_are_filtered_by_type_result_text_and_difference(visit):
    page = visit()
    assert shown(page) == IDS
    page.select_option("#filter-type", "=fact")
    assert shown(page) == ["q2", "q 3/号", "q6"]
    page.select_option("#filter-state", "refused-wrongly")
    assert shown(page) == ["q 3/号", "q6"]
    expect(page.locator("#shown")).to_contain_text("2", use_inner_text=True)
    page.select_option("#filter-run", "bm25")
    assert shown(page) == []
    page.select_option("#filter-type", "")
    page.select_option("#filter-state", "wrong")
    assert shown(page) == ["q1", "q 3/号", "q5"]
    page.select_option("#filter-state", "")
    page.fill("#filter-words", "集市 开市")
    assert shown(page) == ["q 3/号", "q4"]
    page.fill("#filter-words", "")
    page.check("#filter-differ")
    assert shown(page) == ["q1", "q 3/号", "q5", "q6"]


def test_questions_are_sorted_by_a_figure_and_back(visit):
    page = visit()
    page.select_option("#filter-sort", "+answer_correct")
    assert shown(page) == ["q 3/号", "q6", "q4", "q1", "q2", "q5"]  # q5 has none and comes last
    page.select_option("#filter-sort", "-answer_correct")
    assert shown(page) == ["q1", "q2", "q4", "q 3/号", "q6", "q5"]
    page.select_option("#filter-run", "bm25")
    assert shown(page) == ["q2", "q6", "q4", "q1", "q 3/号", "q5"]
    page.select_option("#filter-sort", "")
    assert shown(page) == IDS


def test_a_link_opens_its_question_even_where_a_filter_hides_it(visit):
    page = visit(f"#q-{quote('q 3/号', safe='')}")
    page.wait_for_selector(".entry[open] .question")
    opened = page.locator(".entry[open]")
    expect(opened).to_have_attribute("id", "q-q 3/号")
    assert page.evaluate("Math.abs(document.querySelector('.entry[open]').getBoundingClientRect().top)") < 740
    page.fill("#filter-words", "没有这样的题")
    assert shown(page) == []
    page.evaluate("location.hash = '#q-q2'")
    page.wait_for_selector("[id='q-q2'][open]")
    assert shown(page) == IDS


def test_the_list_is_reached_and_opened_by_keyboard(visit):
    page = visit()
    page.locator("#filter-words").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.entry > summary')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".entry[open] .question")


def test_hostile_text_is_shown_and_does_nothing(visit):
    page = visit("#q-q6")
    page.wait_for_selector(".entry[open] .question")
    page.locator(".entry[open] .passages summary").first.click()
    inside = page.locator(".entry[open]")
    visible = inside.inner_text()
    assert HOSTILE.replace("\u2028", "") in visible.replace("\u2028", "").replace("\n", "")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, [href^='javascript:'], .entry script").count() == 0


def test_nothing_may_be_fetched_by_the_page(visit):
    page = visit()
    refused = page.evaluate(
        "new Promise(done => { document.addEventListener('securitypolicyviolation',"
        " event => done(event.effectiveDirective)); const picture = new Image();"
        " picture.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; })"
    )
    assert refused == "img-src"
    for told in visit.told:  # the attempt itself is told of, and is not another's fault
        told.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_by_day_and_by_night(visit, scheme):
    page = visit("#q-q1", scheme=scheme)
    page.wait_for_selector(".entry[open] .question")
    page.locator(".entry[open] .passages summary").first.click()
    read = (
        "h1",
        ".kicker",
        ".lede",
        ".note",
        "nav a",
        ".tile .big",
        ".tile p.range",
        ".tile li b",
        "thead th",
        "td .range",
        "tr.better .meaning",
        "tr.worse .meaning",
        "figcaption",
        ".entry .id",
        ".entry .kind",
        ".state.right",
        ".state.wrong",
        ".state.partly",
        ".gold dt",
        ".about",
        ".answer",
        ".answer sup",
        ".place",
        ".check.yes",
        ".check.no",
        ".scores",
        ".carries",
        "mark",
        "#filters label",
        "#filters select",
        "#shown",
    )
    faint = {where: round(contrast(page, where), 1) for where in read if contrast(page, where) < 4.5}
    assert not faint
    assert (luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.1) is (scheme == "dark")
    ink, series = page.evaluate(
        "[getComputedStyle(document.querySelector('.plot')).color,"
        " getComputedStyle(document.documentElement).getPropertyValue('--series-0')]"
    )
    assert (luminance(ink) > 0.5) is (scheme == "dark")
    assert series == ("#83b7ea" if scheme == "dark" else "#1d5c96")


@pytest.mark.parametrize("width", [360, 768, 2560])
def test_the_page_fits_its_window_and_wide_tables_scroll_within(visit, width):
    page = visit("#q-q6", viewport={"width": width, "height": 800})
    page.wait_for_selector(".entry[open] .question")
    page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == NARROW["width"]:
        assert page.evaluate("(box => box.scrollWidth > box.clientWidth)(document.querySelector('.scrolls'))")


def test_on_paper_there_are_no_controls_and_what_went_wrong_is_open(visit):
    page = visit(scheme="dark")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("nav:visible, #filters:visible, #shown:visible").count() == 0
    assert page.evaluate("[...document.querySelectorAll('.entry[open]')].map(entry => entry.id)") == [
        "q-q 3/号",
        "q-q4",
        "q-q6",
    ]
    assert luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) == 1
    assert page.evaluate("getComputedStyle(document.querySelector('figure')).breakInside") == "avoid"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".entry[open]").count() == 0


def test_hundreds_of_questions_are_filtered(visit, tmp_path):
    path = tmp_path / "large.html"
    path.write_text(html_report(large_report(300)), "utf-8")
    page = visit(path=path)
    assert page.locator(".entry .question").count() == 0  # none is laid out before it is opened
    page.fill("#filter-words", "老艄公")
    assert len(shown(page)) == 250
