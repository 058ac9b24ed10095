"""Questions of the newspaper itself in a real Chromium: how they were understood, taken apart, and asked again."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.archive import archive
from support.chromium import CHROMIUM, PHONE, WIDE
from support.conversing import ask
from support.serving import free_port

from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]

STRIP = "#conversation .scroll-down-button-container"
UNDER_A_POINTER = """([place, milliseconds]) => {
  const strip = document.querySelector(place);
  strip.style.display = "none";
  strip.getBoundingClientRect();
  strip.style.display = "";  // it comes anew
  const box = strip.getBoundingClientRect();
  for (const each of strip.getAnimations()) { each.pause(); each.currentTime = milliseconds; }
  const found = document.elementFromPoint(box.x + 20, box.y + box.height / 2);
  return strip.contains(found) ? "strip" : "below";
}"""
"""What a press on the strip reaches, so long after it came."""


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory):
    from ui.app import build_site

    site = build_site(archive(tmp_path_factory.mktemp("archive")), ["渡口停航几天?"])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    site.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_part_of_what_was_understood_is_taken_off_and_the_question_asked_again(visit, size):
    page = visit(size)
    ask(page, "2022年有几篇讲剪纸的")
    reply = page.locator(".reply").last
    expect(reply).to_contain_text("0 篇", use_inner_text=True)
    parts = reply.locator(".plan .part")
    expect(reply.locator(".plan .change")).to_have_text(
        ["数篇数", "所记的日子：2022年", "标题或正文含“剪纸”"], use_inner_text=True
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")  # nothing sticks out
    parts.nth(1).locator(".off").click()
    page.wait_for_function("document.querySelectorAll('.reply .take.copy').length === 2")
    again = page.locator(".reply").last
    expect(again).to_contain_text("1 篇", use_inner_text=True)
    expect(again.locator(".plan .part")).to_have_count(2)
    expect(page.locator("#sources .card")).to_have_count(1)


def test_what_cites_nothing_shows_no_sources_and_no_parts(visit):
    page = visit()
    ask(page, "你好")
    reply = page.locator(".reply").last
    expect(reply).to_contain_text("问报", use_inner_text=True)
    assert not reply.locator(".all, .plan").count() and not page.locator("#sources .card").count()


def answered(page, count):
    page.wait_for_function(
        "count => document.querySelectorAll('.reply .take.copy').length === count && "
        "!document.querySelector('.reply:is(.searching, .writing)')",
        arg=count,
    )
    return page.locator(".reply").last


def opened(page, part):
    page.locator(".plan .change").filter(has_text=part).last.click()
    page.wait_for_selector("dialog.change-plan[open]")
    return page.locator("dialog.change-plan")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_days_are_changed_and_the_question_asked_again(visit, size):
    page = visit(size)
    ask(page, "2022年有几篇讲剪纸的")
    dialog = opened(page, "所记的日子")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dialog.locator("input[name=first]").fill("2021-11-05")
    dialog.locator("input[name=last]").fill("2021-11-05")
    dialog.get_by_label("见报日").check()
    dialog.locator("button[type=submit]").click()
    reply = answered(page, 2)
    expect(reply).to_contain_text("1 篇", use_inner_text=True)
    expect(reply.locator(".plan")).to_contain_text("见报日期：2021年11月5日", use_inner_text=True)
    expect(page.locator(".asked")).to_have_text(["2022年有几篇讲剪纸的"] * 2, use_inner_text=True)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_condition_that_was_not_there_is_added_by_the_keyboard_and_taken_off_again(visit, size):
    page = visit(size)
    ask(page, "提到渡口的报道有几篇")
    before = page.locator(".reply").last.locator(".words").inner_text()
    page.locator(".plan a.add").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.change-plan[open]")
    dialog.wait_for()
    expect(dialog.locator("h2")).to_have_text("加条件", use_inner_text=True)
    assert not dialog.locator("input").count()
    assert page.evaluate("document.activeElement.dataset.part") == "window"
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.change-plan[open] input[name=first]")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    for name in ("first", "last"):
        dialog.locator(f"input[name={name}]").fill("1999-01-01")
    page.keyboard.press("Enter")
    reply = answered(page, 2)
    expect(reply).to_contain_text("0 篇", use_inner_text=True)
    expect(reply.locator(".plan")).to_contain_text("所记的日子：1999年1月1日", use_inner_text=True)
    reply.locator(".plan .off").nth(1).click()
    expect(answered(page, 3).locator(".words")).to_have_text(before, use_inner_text=True)


def test_words_and_what_is_done_are_changed_by_the_keyboard_alone(visit):
    page = visit()
    ask(page, "提到剪纸的报道有几篇")
    page.locator(".plan .change").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.change-plan[open]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("渡口，接驳车")
    page.keyboard.press("Enter")
    expect(answered(page, 2)).to_contain_text("2 篇", use_inner_text=True)
    page.locator(".plan .change").nth(2).focus()
    page.keyboard.press("Space")
    page.wait_for_selector("dialog.change-plan[open]")
    page.keyboard.press("ArrowUp")  # from what it does to the one above
    page.keyboard.press("Enter")
    reply = answered(page, 3)
    assert reply.locator(".plan .change").all_inner_texts()[0] == "列出文章"


def test_a_dialog_that_is_left_changes_nothing_and_opens_again(visit):
    page = visit()
    ask(page, "江州晚报2022年1月的报道有哪些")
    for _ in range(2):
        opened(page, "报纸")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.change-plan", state="detached")
    dialog = opened(page, "报纸")
    expect(dialog.locator("label")).to_have_text(["江州晚报", "海陵日报"], use_inner_text=True)
    dialog.get_by_label("江州晚报").uncheck()
    dialog.get_by_label("海陵日报").check()
    dialog.locator("button[type=submit]").click()
    expect(answered(page, 2)).to_contain_text("0 篇", use_inner_text=True)


def test_the_strip_to_the_newest_message_takes_no_press_that_was_meant_for_what_stood_there(visit):
    page = visit({"width": WIDE["width"], "height": 420})
    for _ in range(2):
        ask(page, "江州晚报2022年1月的报道有哪些")
    page.locator("#conversation .bubble-wrap").evaluate("each => { each.scrollTop = 0; }")
    page.wait_for_selector(STRIP)
    for name in ("title", "aria-label"):
        expect(page.locator(f"{STRIP} button")).to_have_attribute(name, say("page-label-newest"))
    assert page.evaluate(UNDER_A_POINTER, [STRIP, 0]) == "below"
    assert page.evaluate(UNDER_A_POINTER, [STRIP, 390]) == "below"
    assert page.evaluate(UNDER_A_POINTER, [STRIP, 410]) == "strip"  # nothing that it hides is pressed by accident
    page.locator(f"{STRIP} button").click()
    page.wait_for_selector(STRIP, state="detached")


def test_what_is_pressed_while_another_answer_is_made_is_asked_after_it(visit):
    page = visit()
    ask(page, "2022年有几篇讲剪纸的")
    page.evaluate("""async () => {
        for (const each of [...document.querySelectorAll(".plan .off")].slice(1)) {
            each.click();
            await new Promise((go_on) => setTimeout(go_on, 5));
        }
    }""")
    answered(page, 3)
    plans = [reply.locator(".change").all_inner_texts() for reply in page.locator(".reply .plan").all()]
    assert plans[1:] == [["数篇数", "标题或正文含“剪纸”"], ["数篇数", "所记的日子：2022年"]]


def test_a_link_carries_a_changed_plan(visit):
    page = visit()
    ask(page, "提到剪纸的报道有几篇")
    page.locator(".plan .off").last.click()
    expect(answered(page, 2)).to_contain_text("5 篇", use_inner_text=True)
    before = page.locator(".reply .words").last.inner_text()
    link = page.locator(".take.link").last.get_attribute("href")
    page.reload()  # what was changed is kept with the conversation
    answered(page, 2)
    expect(page.locator(".take.link").last).to_have_attribute("href", link)
    other = visit(path=link)
    expect(answered(other, 2).locator(".words")).to_have_text(before, use_inner_text=True)


def test_a_plan_in_a_link_that_is_none_is_told_and_the_question_asked_as_it_is_read(visit):
    page = visit(path="?q=提到剪纸的报道有几篇&plan={x")
    reply = answered(page, 1)
    expect(page.locator(".reply.notice")).to_have_text(say("page-plan-malformed"), use_inner_text=True)
    expect(reply).to_contain_text("1 篇", use_inner_text=True)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_question_that_an_answer_offers_is_asked_at_a_click_and_by_the_keyboard(visit, size):
    page = visit(size)
    ask(page, "食堂窗口供应什么")
    offered = page.locator(".reply a.next")
    question = "《社区食堂添了三个窗口》讲了什么？"
    expect(offered).to_have_text([question, "2022年1月20日的报纸还登了什么？"], use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    offered.first.click()
    expect(answered(page, 2)).to_contain_text("社区食堂添了三个窗口", use_inner_text=True)
    page.locator(".reply").first.locator("a.next").first.focus()
    page.keyboard.press("Space")
    answered(page, 3)
    expect(page.locator(".asked")).to_have_text(["食堂窗口供应什么", question, question], use_inner_text=True)
