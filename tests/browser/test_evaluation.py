"""The tab for evaluation in a real Chromium: a file is uploaded, run, stopped, looked into, asked again and added to."""

import json
import re

import pytest
from playwright.sync_api import expect
from support.chromium import (
    PHONE,
    WIDE,
    by_day_and_by_night,
    contrast,
    in_chromium,
    in_sight,
    two_sites,
    watched,
)
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, HOSPITAL, LIGHTS

from ui.wording import say

pytestmark = in_chromium

GOLD = (
    ("渡口的新船能坐几人?", "number", "四十人", "桃李镇渡口的新船昨日下水,能坐四十人"),
    ("图书角收到多少捐书?", "number", "八百三十六册", "社区收到街坊捐书八百三十六册"),
    ("灯会展出多少花灯?", "fact", "一百二十组", "灯会展出花灯一百二十组"),
)
HOSTILE = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">企鹅怎样孵蛋?'


def lines(count: int = 1) -> str:
    """The questions `count` times over, one that the pages do not answer, and a line that is none."""
    rows = [
        {"id": f"q{number}-{copy}", "question": question, "type": kind, "answers": [answer], "evidence": [evidence]}
        for copy in range(count)
        for number, (question, kind, answer, evidence) in enumerate(GOLD)
    ]
    rows.append({"id": "none", "question": HOSTILE, "type": "unanswerable", "answers": []})
    return "\n".join([*(json.dumps(row, ensure_ascii=False) for row in rows), "<b>no question</b>", ""])


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Serves four pages with the real encoder, and the same read only; the folder of the index, and both addresses."""
    from rag.corpus.feedback import FeedbackFile
    from ui.extras import Extras

    folder = tmp_path_factory.mktemp("evaluation")
    source, index = folder / "pages", folder / "index"
    source.mkdir()
    for number, text in enumerate((BOOKS, LIGHTS, FERRY, HOSPITAL)):
        (source / f"{number:03}.txt").write_text(text, "utf-8")
    (source / "questions.jsonl").write_text(lines(), "utf-8")
    with two_sites(source, index, extras=Extras(FeedbackFile(index))) as addresses:
        yield index, *addresses


@pytest.fixture
def visit(browser, served):
    """Opens the tab as a new visitor, watched."""
    with watched(browser, *served[1:]) as opened:

        def visited(viewport=WIDE, scheme="light", read_only=False):
            page = opened(served[2 if read_only else 1], viewport, scheme)
            page.get_by_role("tab", name=say("page-tab-evaluation")).click()
            page.wait_for_selector("#eval-run")
            return page

        yield visited


def upload(page, name: str, content: str) -> None:
    page.set_input_files(
        "input[data-testid='eval-upload-upload-button'], #eval-side input[type=file]",
        {"name": name, "mimeType": "application/json", "buffer": content.encode()},
    )
    page.wait_for_function("name => document.querySelector('#eval-told').innerText.includes(name)", arg=name)


def run(page) -> str:
    page.locator("#eval-run").click()
    page.wait_for_selector("#eval-work .outcome")
    page.wait_for_selector("#eval-stop", state="hidden")
    return page.locator("#eval-work .outcome").inner_text()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_file_is_uploaded_run_and_looked_into(visit, viewport):
    page = visit(viewport)
    name = f"街坊{viewport['width']}.jsonl"
    upload(page, name, lines() + f"{viewport['width']}\n")
    expect(page.locator("#eval-told")).to_contain_text(say("page-eval-file", name=name, count=4), use_inner_text=True)
    expect(page.locator("#eval-told li").first).to_contain_text("第 5 行", use_inner_text=True)
    page.get_by_role("checkbox", name=re.compile("^bm25")).check()
    page.get_by_role("checkbox", name=re.compile(r"^hybrid\+reader")).check()
    assert "秒" in run(page)
    page.wait_for_selector("#eval-results .comparison")
    assert page.locator("#eval-results svg.plot").count() >= 4
    expect(page.locator("#eval-lines button")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    page.locator("#eval-lines button", has_text="新船").click()
    page.wait_for_selector("#eval-detail .gold")
    expect(page.locator("#eval-detail .run")).to_have_count(2)
    expect(page.locator("#eval-detail .gold")).to_contain_text("四十人", use_inner_text=True)
    assert page.evaluate("document.activeElement.matches('#eval-detail article')")
    page.locator("#eval-again").click()
    page.wait_for_selector(f"#eval-detail .run:has-text('{say('report-now')}')")
    expect(page.locator("#eval-detail .run")).to_have_count(3)
    expect(page.locator("#eval-detail .run .answer").first).to_contain_text("四十人", use_inner_text=True)
    page.locator("#eval-back").click()
    page.wait_for_function("document.activeElement.matches('#eval-lines button')")
    assert "新船" in page.evaluate("document.activeElement.innerText")
    assert not page.evaluate("window.hacked")


def test_the_reports_are_downloaded_and_a_later_visitor_sees_the_results(visit):
    page = visit()
    run(page)
    page.wait_for_selector("#eval-downloads")
    for form, beginning in (("html", "<!DOCTYPE html>"), ("json", '{"format":2')):
        with page.expect_download() as download:
            page.locator(f"#eval-{form}").click()
        assert download.value.suggested_filename == f"report.{form}"
        assert download.value.path().read_text("utf-8").startswith(beginning)
    run(page)
    later = visit()
    later.wait_for_selector("#eval-results .tiles")
    expect(later.locator("#eval-lines button")).to_have_count(4)
    expect(later.locator("#eval-results .tile .run")).to_have_text(["hybrid+reader"] * 5, use_inner_text=True)
    expect(later.locator("#eval-time")).to_contain_text("hybrid+reader", use_inner_text=True)  # how long it would take

    later.locator("#eval-history button.label-wrap").click()
    later.locator("#eval-past button[data-run]").nth(1).click()
    later.wait_for_selector("#eval-past li:nth-child(2) button[aria-current]")
    compare = later.locator("#eval-past .compare")
    expect(compare).to_be_disabled()
    for box in later.locator("#eval-past input").all()[:2]:
        box.check()
    compare.click()
    later.wait_for_selector("#eval-results .comparison")
    expect(later.locator("#eval-past button[aria-current]")).to_have_count(2)
    for scheme in by_day_and_by_night(later):
        for selector in ("#eval-past time", "#eval-past .of", "#eval-past .mark", "#eval-results .tile .run"):
            assert contrast(later, selector) >= 4.5, (scheme, selector)


def test_a_run_is_stopped_and_the_former_results_stand(visit):
    page = visit()
    run(page)
    page.wait_for_selector("#eval-results h2")
    before = page.locator("#eval-results h2").inner_text()
    upload(page, "长.jsonl", lines(300))
    page.locator("#eval-run").click()
    page.wait_for_selector("#eval-work .bar")
    second = visit()
    second.wait_for_selector("#eval-work .eval-note")
    expect(second.locator("#eval-work .eval-note")).to_have_text(say("page-eval-others"), use_inner_text=True)
    expect(second.locator("#eval-run")).to_be_disabled()
    expect(second.locator("#eval-stop")).to_be_hidden()
    page.locator("#eval-stop").click()
    page.wait_for_selector("#eval-work .outcome.stopped")
    expect(page.locator("#eval-work .outcome")).to_contain_text("901", use_inner_text=True)
    expect(page.locator("#eval-results h2")).to_have_text(before, use_inner_text=True)
    page.wait_for_selector("#eval-stop", state="hidden")
    expect(page.locator("#eval-run")).to_be_enabled()


def test_a_question_is_added_to_a_file_of_ones_own(visit, served):
    page = visit()
    page.locator("#eval-add button.label-wrap").click()
    page.fill("#eval-new-question textarea", "社区医院有几家?")
    page.fill("#eval-new-answers textarea", "十一家\n11家")
    page.fill("#eval-new-evidence textarea", "我市共有社区医院十一家")
    page.fill("#eval-target input", "我的")
    page.press("#eval-target input", "Enter")
    page.locator("#eval-save").click()
    page.wait_for_selector("#eval-added [role=status]")
    expect(page.locator("#eval-added")).to_have_text(say("page-eval-added", name="我的.jsonl"), use_inner_text=True)
    kept = (served[0] / "questions" / "我的.jsonl").read_text("utf-8")
    assert json.loads(kept)["answers"] == ["十一家", "11家"]
    expect(page.locator("#eval-new-question textarea")).to_have_value("")


def judge(page, question: str, thumb: str) -> None:
    """Ask, and press a thumb below the answer."""
    page.get_by_role("tab", name=say("page-tab-ask"), exact=True).click()
    thumbs = page.locator("#conversation a.thumb")
    before = thumbs.count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function("count => document.querySelectorAll('#conversation a.thumb').length > count", arg=before)
    thumbs.filter(has_text=re.compile(f"^{say(f'feedback-{thumb}')}$")).last.click()
    page.wait_for_selector(f".feedback-place form[data-turn='{before // 2}']")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_an_answer_of_no_use_becomes_a_question_that_is_kept(visit, served, viewport):
    page = visit(viewport)
    judge(page, FERRY_QUESTION, "down")
    page.get_by_role("button", name=say("page-feedback-question")).click()
    page.wait_for_function("document.activeElement.matches('#eval-new-question textarea')")
    expect(page.locator("#eval-new-question textarea")).to_have_value(FERRY_QUESTION)
    expect(page.locator("#eval-before")).to_contain_text("四十人", use_inner_text=True)
    assert in_sight(page, "#eval-new-question textarea")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.fill("#eval-new-answers textarea", "四十人")
    page.fill("#eval-new-evidence textarea", "能坐四十人")
    name = f"没用{viewport['width']}"
    page.fill("#eval-target input", name)
    page.press("#eval-target input", "Enter")
    page.locator("#eval-save").click()
    page.wait_for_selector("#eval-added [role=status]")
    kept = json.loads((served[0] / "questions" / f"{name}.jsonl").read_text("utf-8"))
    assert (kept["question"], kept["answers"]) == (FERRY_QUESTION, ["四十人"])


def test_feedback_is_listed_narrowed_taken_along_and_made_a_question(visit):
    page = visit()
    judge(page, HOSTILE, "down")
    page.fill(".feedback-place textarea", "版面上没有<b>企鹅</b>")
    page.locator(".feedback-place button[type=submit]").click()
    page.wait_for_selector(f".feedback-place .note:has-text('{say('feedback-note-kept')}')")
    judge(page, "灯会展出多少花灯?", "up")
    page.get_by_role("tab", name=say("page-tab-evaluation")).click()
    page.locator("#feedback-listed button.label-wrap").click()
    page.wait_for_selector("#feedback-entries .asked:has-text('花灯')")
    expect(page.locator("#feedback-entries .asked").first).to_contain_text("花灯", use_inner_text=True)
    expect(page.locator("#feedback-entries .said").first).to_have_text("版面上没有<b>企鹅</b>", use_inner_text=True)
    assert not page.evaluate("window.hacked")
    with page.expect_download() as download:
        page.locator("#feedback-take").click()
    lines = [json.loads(line) for line in download.value.path().read_text("utf-8").splitlines()]
    assert download.value.suggested_filename == "feedback.jsonl"
    assert {"灯会展出多少花灯?", HOSTILE} <= {line["question"] for line in lines} and all(
        line["draft"] for line in lines
    )
    page.get_by_role("radio", name=say("feedback-down"), exact=True).check()
    page.wait_for_selector("#feedback-entries .asked:has-text('花灯')", state="detached")
    page.locator("#feedback-entries button[data-entry]").first.click()
    page.wait_for_function("document.activeElement.matches('#eval-new-question textarea')")
    expect(page.locator("#eval-new-question textarea")).to_have_value(HOSTILE)
    assert not page.evaluate("window.hacked")


def test_questions_are_narrowed_by_what_became_of_them(visit):
    page = visit()
    run(page)
    page.wait_for_selector("#eval-lines button")
    page.locator("#eval-state input").click()
    page.get_by_role("option", name=say("report-state-right")).click()
    page.wait_for_function("document.querySelectorAll('#eval-lines button').length < 4")
    assert page.locator("#eval-lines .state:not(.right)").count() == 0


def test_what_is_scrolled_behind_the_button_of_a_run_is_not_drawn_over_it(visit):
    page = visit()
    page.wait_for_selector("#eval-told .eval-note")
    scrolled, over = page.evaluate(
        """() => {
          const side = document.querySelector("#eval-side"), button = document.querySelector("#eval-run");
          const height = side.scrollHeight - side.clientHeight, over = [];
          for (let top = 0; top <= height; top += 5) {
            side.scrollTop = top;
            const box = button.getBoundingClientRect();
            for (const [x, y] of [[box.left + 9, box.top + 9], [box.right - 9, box.bottom - 9]]) {
              const found = document.elementFromPoint(x, y);
              if (!button.contains(found)) over.push([top, found.outerHTML.slice(0, 80)]);
            }
          }
          return [height, over];
        }"""
    )
    assert scrolled > 100
    assert over == []


def test_the_tab_is_readable_by_day_and_by_night(visit):
    page = visit()
    page.wait_for_selector("#eval-told .eval-note")
    run(page)
    page.wait_for_selector("#eval-lines button")
    read = (
        ".eval-note",
        "#eval-results .tile .plain",
        "#eval-results .note",
        "#eval-lines .asked",
        "#eval-lines .kind",
        "#eval-lines .state",
        "#eval-run",
        "#eval-html",
    )
    for scheme in by_day_and_by_night(page):
        for selector in read:
            assert contrast(page, selector) >= 4.5, (scheme, selector)


def test_read_only_questions_can_be_run_and_nothing_kept(visit):
    page = visit(read_only=True)
    for selector in ("#eval-upload", "#eval-add"):
        assert not page.locator(selector).is_visible(), selector
    assert in_sight(page, "#eval-run")
    assert "秒" in run(page)
    judge(page, FERRY_QUESTION, "down")
    assert not page.get_by_role("button", name=say("page-feedback-question")).count()
    assert not page.locator("#feedback-listed").count()


@pytest.fixture
def empty(browser, tmp_path):
    """Opens a page without any question file, as a new visitor, in either language."""
    source = tmp_path / "pages"
    source.mkdir()
    (source / "000.txt").write_text(FERRY, "utf-8")
    with (
        two_sites(source, tmp_path / "index") as (address, _),
        watched(browser, address) as opened,
    ):
        yield lambda path="": opened(address + path)


def test_what_one_page_put_down_is_found_by_another_that_was_opened_before(empty):
    tab, chosen = "#evaluation-button, [role=tab][aria-controls='evaluation']", "#eval-file input"
    early, english, page = empty(), empty("en/"), empty()
    for each in (early, english):
        each.wait_for_selector("#question textarea")
    english.click(tab)
    expect(english.locator("#eval-told")).to_contain_text(say("page-eval-no-file", "en"))
    page.click(tab)
    expect(page.locator("#eval-told")).to_contain_text(say("page-eval-no-file"))
    for control in ("#eval-run", "#eval-settings input >> nth=0", "#eval-most input >> nth=0"):
        expect(page.locator(control)).to_be_disabled()
    upload(page, "甲.jsonl", lines())
    for control in ("#eval-run", "#eval-settings input >> nth=0", "#eval-most input >> nth=0"):
        expect(page.locator(control)).to_be_enabled()
    early.click(tab)
    english.click("#ask-button, [role=tab][aria-controls='ask']")
    english.click(tab)
    for each in (early, english):
        expect(each.locator(chosen)).to_have_value("甲.jsonl")
        expect(each.locator("#eval-told")).to_contain_text("甲.jsonl")
        expect(each.locator("#eval-run")).to_be_enabled()
    upload(early, "乙.jsonl", lines(2))
    page.click("#ask-button, [role=tab][aria-controls='ask']")
    page.click(tab)
    expect(page.locator(chosen)).to_have_value("甲.jsonl")  # what was chosen stays
    page.locator(chosen).click()
    expect(page.get_by_role("option", name="乙.jsonl")).to_be_visible()
    page.keyboard.press("Escape")
    assert "秒" in run(page)
    early.click("#ask-button, [role=tab][aria-controls='ask']")
    early.click(tab)
    expect(early.locator("#eval-results .tiles")).to_be_visible()
