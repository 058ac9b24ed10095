"""Several tabs of one browser in a real Chromium, on a newspaper made by hand: none loses what another keeps."""

import json
import time
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.chromium import (
    ANSWER_SECONDS,
    CHROMIUM,
    PHONE,
    WIDE,
    by_day_and_by_night,
    contrast,
    in_sight,
    new_visitor,
)
from support.conversing import ask, asked, choose, delete, is_named, rename, row, send
from support.newspaper import ANSWER, FakeNewspaper
from support.serving import free_port, in_a_thread, served

from ui.wording import say

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
FIRST, SECOND, THIRD = "第一问是什么?", "第二问是什么?", "第三问是什么?"
HEARD = """const set = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  window.heard ||= key === "wenbao-open";
  return set.call(this, key, value);
};"""
"""Tells when the page has shown what the browser keeps: it then keeps which conversation is open."""


class Slow(FakeNewspaper):
    """What says 慢 takes a while to answer."""

    def ask(self, question, history=(), scope=None, plan=None):
        if "慢" in question:
            time.sleep(1.5)
        return super().ask(question, history, scope)


@pytest.fixture(scope="module")
def newspaper():
    from ui.app import build_site

    assistant = Slow()
    site = build_site(assistant, [ANSWER.question])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()), assistant=assistant)
    site.close()


@pytest.fixture
def tabs(browser, newspaper):
    """Opens tabs of one new browser; at the end, no script has failed."""
    failed = []
    with new_visitor(browser, newspaper.address) as context:

        def opened(path="", script=""):
            page = context.new_page()
            page.add_init_script(HEARD)
            page.add_init_script(script)
            page.set_default_timeout(ANSWER_SECONDS)
            page.on("pageerror", lambda error: failed.append(str(error)))
            page.goto(newspaper.address + path)
            return ready(page)

        opened.context = context
        yield opened
    assert failed == []


def ready(page):
    """The page, once it has shown what the browser keeps."""
    page.wait_for_selector("#question textarea")
    page.wait_for_function("window.heard")
    page.wait_for_timeout(100)
    return page


def again(page):
    page.reload()
    return ready(page)


def listed(page):
    return page.locator(".conversation-row .title").all_text_contents()


def lists(page, *names):
    """Waits until the tab lists just these conversations."""
    for _ in range(40):
        if sorted(listed(page)) == sorted(names):
            return
        page.wait_for_timeout(100)
    assert sorted(listed(page)) == sorted(names)


def test_two_tabs_keep_each_others_conversations(tabs):
    one, two = tabs(), tabs()
    ask(one, FIRST)
    ask(two, SECOND)
    for page in (one, two):
        lists(page, FIRST, SECOND)
        lists(again(page), FIRST, SECOND)
    assert (asked(one), asked(two)) == ([FIRST], [SECOND])


def test_three_tabs_that_ask_at_once_keep_all(tabs):
    pages = [tabs() for _ in range(3)]
    names = [FIRST, SECOND, THIRD]
    for page, question in zip(pages, names, strict=True):
        page.fill("#question textarea", question)
    for page in pages:
        page.press("#question textarea", "Enter")
    for page in pages:
        page.wait_for_selector(".reply .take.copy")
    for page in pages:
        lists(page, *names)
        lists(again(page), *names)


def test_a_link_opened_beside_a_conversation_takes_nothing_from_it(tabs, newspaper):
    one = tabs()
    ask(one, FIRST)
    two = tabs("?q=" + SECOND)
    ask(one, THIRD)
    heard = len(newspaper.assistant.histories)
    assert asked(again(two)) == [SECOND]
    assert asked(again(one)) == [FIRST, THIRD]
    assert len(newspaper.assistant.histories) == heard  # nothing was asked a second time
    for page in (one, two):
        lists(page, FIRST, SECOND)


def test_what_was_deleted_stays_deleted_and_the_other_tab_says_so(tabs):
    one = tabs()
    ask(one, FIRST)
    two = tabs()
    expect(two.locator(".asked")).to_have_text([FIRST], use_inner_text=True)
    delete(one)
    two.wait_for_selector(f"text={say('page-deleted-elsewhere')}")
    ask(two, SECOND)
    lists(again(one), SECOND)
    lists(again(two), SECOND)
    expect(two.locator(".asked")).to_have_text([SECOND], use_inner_text=True)


def test_what_is_deleted_while_the_other_tab_asks_stays_deleted(tabs):
    one = tabs()
    ask(one, FIRST)
    two = tabs()
    send(two, "慢慢说第二问?")
    two.wait_for_selector(".reply.searching")
    delete(one)
    two.wait_for_selector(f"text={say('page-deleted-elsewhere')}")
    for page in (one, two):
        lists(again(page))


def test_what_one_tab_asks_in_a_conversation_comes_to_the_other_that_shows_it(tabs):
    one = tabs()
    ask(one, FIRST)
    two = tabs()
    ask(one, SECOND)
    two.wait_for_function("document.querySelectorAll('.asked').length === 2")
    ask(two, THIRD)
    one.wait_for_function("document.querySelectorAll('.asked').length === 3")
    for page in (one, two):
        assert asked(again(page)) == [FIRST, SECOND, THIRD]


def test_both_tabs_ask_in_one_conversation_at_once(tabs):
    one = tabs()
    ask(one, FIRST)
    two = tabs()
    send(one, "慢慢说第二问?")
    send(two, "慢慢说第三问?")
    for page in (one, two):
        page.wait_for_function("document.querySelectorAll('.reply .take.copy').length === 3")
        assert sorted(asked(page)) == sorted([FIRST, "慢慢说第二问?", "慢慢说第三问?"])
        assert len(asked(again(page))) == 3


def test_a_name_and_a_pin_reach_the_other_tab_and_the_later_name_counts(tabs):
    one = tabs()
    ask(one, FIRST)
    two = tabs()
    rename(one, "甲名")
    is_named(two, "甲名")
    rename(two, "乙名")
    is_named(one, "乙名")
    row(two).locator(".pin").click()
    one.wait_for_selector(".conversation-row[data-pinned]")
    ask(one, SECOND)
    reloaded = again(two)
    is_named(reloaded, "乙名")
    expect(reloaded.locator(".conversation-row[data-pinned]")).to_have_count(1)
    expect(reloaded.locator(".asked")).to_have_text([FIRST, SECOND], use_inner_text=True)


def test_a_new_conversation_in_one_tab_leaves_the_other_where_it_is(tabs):
    one = tabs()
    ask(one, FIRST)
    two = tabs()
    two.click("#page-new")
    two.wait_for_selector(".welcome")
    assert asked(again(one)) == [FIRST]
    assert asked(again(two)) == []
    ask(two, SECOND)
    lists(one, FIRST, SECOND)
    assert asked(again(one)) == [FIRST]


def test_deleting_one_conversation_keeps_the_one_that_the_other_tab_goes_on_with(tabs):
    one = tabs()
    ask(one, FIRST)
    one.click("#page-new")
    one.wait_for_selector(".welcome")
    ask(one, SECOND)
    two = tabs()
    choose(two, FIRST)
    delete(one)
    ask(two, THIRD)
    for page in (one, two):
        lists(again(page), FIRST)
    expect(two.locator(".asked")).to_have_text([FIRST, THIRD], use_inner_text=True)


@pytest.mark.parametrize("milliseconds", [0, 50, 150, 600, 1400])
def test_a_reload_amid_an_answer_keeps_the_question_and_gets_its_answer(tabs, milliseconds):
    page = tabs()
    ask(page, FIRST)
    send(page, "慢慢说第二问?")
    page.wait_for_timeout(milliseconds)
    page.reload()
    page.wait_for_function("document.querySelectorAll('.reply .take.copy').length === 2")
    expect(page.locator(".asked")).to_have_text([FIRST, "慢慢说第二问?"], use_inner_text=True)
    assert asked(again(page)) == [FIRST, "慢慢说第二问?"]
    page.wait_for_function("document.querySelectorAll('.reply .take.copy').length === 2")


def test_a_question_left_for_another_conversation_stands_there_unanswered(tabs):
    page = tabs()
    ask(page, FIRST)
    send(page, "慢慢说第二问?")
    page.wait_for_selector(".reply.searching")
    page.click("#page-new")
    page.wait_for_selector(".welcome")
    choose(page, FIRST)
    expect(page.locator(".asked")).to_have_text([FIRST, "慢慢说第二问?"], use_inner_text=True)
    expect(page.locator(".reply.notice")).to_have_text(say("page-left"), use_inner_text=True)


def test_the_tab_that_was_closed_amid_an_answer_loses_nothing_of_the_others(tabs):
    one, two = tabs(), tabs()
    send(two, "慢慢说第二问?")
    two.wait_for_selector(".reply.searching")
    ask(one, FIRST)
    two.close()
    lists(again(one), FIRST, "慢慢说第二问?")


DAMAGED = (
    "x:y",
    "{",
    "null",
    "7",
    '{"id": 7}',
    '{"id": "0123456789ab", "turns": 9}',
    '{"id": "0123456789ab", "turns": [null, 7, {"id": "x"}], "begun": "x"}',
    '{"id": "0123456789ab", "deleted": "x", "turns": [{"question": []}]}',
)


def test_damaged_memory_is_passed_over(tabs):
    page = tabs()
    for damaged in DAMAGED:
        page.evaluate(
            "damaged => { localStorage.clear();"
            " for (const key of ['wenbao-conversation-0123456789ab', 'wenbao-conversations'])"
            " localStorage.setItem(key, damaged); }",
            damaged,
        )
        assert asked(again(page)) == []
        ask(page, FIRST)
        is_named(page, FIRST)
        lists(page, FIRST)
    assert asked(again(page)) == [FIRST]
    page.evaluate("damaged => localStorage.setItem('wenbao-conversation-0123456789ab', damaged)", DAMAGED[6])
    other = tabs()
    other.click("#page-new")
    other.wait_for_selector(".welcome")
    ask(other, SECOND)
    lists(page, SECOND, FIRST)  # what is damaged does not keep the tabs from hearing of each other


def test_a_browser_that_keeps_nothing_still_answers(browser, newspaper):
    context = browser.new_context(locale="zh-CN")
    context.add_init_script("""for (const name of ["getItem", "setItem", "removeItem"])
        Storage.prototype[name] = () => { throw new DOMException("denied", "SecurityError"); };""")
    page = context.new_page()
    page.set_default_timeout(ANSWER_SECONDS)
    page.goto(newspaper.address)
    page.wait_for_selector(".welcome")
    page.wait_for_timeout(2000)
    ask(page, FIRST)
    ask(page, SECOND)
    expect(page.locator(".asked")).to_have_text([FIRST, SECOND], use_inner_text=True)
    context.close()


def test_the_oldest_conversations_make_room(tabs):
    page = tabs()
    ask(page, FIRST)
    page.evaluate("""() => {
      const question = '长'.repeat(1900), begun = Date.now() - 10 ** 6;
      for (let n = 0; n < 300; n += 1) {
        const id = n.toString(16).padStart(12, '0');
        const turns = [0, 1].map((k) => ({ id: `${begun + n}-00000${k}`, question, text: question }));
        localStorage.setItem(`wenbao-conversation-${id}`,
                             JSON.stringify({ id, begun: begun + n, name: `旧${n}`, named: 1, turns }));
      }
    }""")
    ask(again(page), SECOND)
    page.wait_for_timeout(500)
    names = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('wenbao-conversation-')).length")
    kept = page.evaluate("Object.values(localStorage).reduce((sum, text) => sum + new Blob([text]).size, 0)")
    assert names <= 200 and 1_500_000 < kept < 2_100_000
    assert SECOND in listed(again(page)) or SECOND in asked(page)


FORMER = {
    "format": 1,
    "current": "0123456789ab",
    "conversations": [
        {
            "id": "0123456789ab",
            "name": "旧名",
            "turns": [{"question": FIRST, "text": "甲"}, {"question": SECOND, "text": "乙"}],
        },
        {"id": "0123456789ac", "name": "", "turns": [{"question": THIRD, "text": "丙"}]},
    ],
}


FILL = """() => {
  for (let size = 2 ** 22; size >= 1; size /= 2) {
    for (let n = 0; n < 40; n += 1) {
      try { localStorage.setItem(`filling-${size}-${n}`, "x".repeat(size)); } catch { break; }
    }
  }
}"""
EMPTY = "Object.keys(localStorage).filter((key) => key.startsWith('filling')).forEach((key) => localStorage.removeItem(key))"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_conversation_that_finds_no_room_is_told_until_it_does(tabs, size):
    page = tabs()
    page.set_viewport_size(size)
    ask(page, FIRST)
    page.click("#page-new")
    page.wait_for_selector(".welcome")
    ask(page, SECOND)
    is_named(page, SECOND)
    expect(page.locator("#unkept")).to_have_count(0)
    page.evaluate(FILL)
    ask(page, THIRD)
    expect(page.locator("#unkept")).to_have_text(say("page-unkept", save=say("page-markdown")))
    assert in_sight(page, "#unkept") and in_sight(page, "#question textarea")
    for _ in by_day_and_by_night(page):
        assert contrast(page, "#unkept") >= 4.5
    assert len(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('wenbao-conversation-'))")) == 2
    page.evaluate(EMPTY)
    expect(page.locator("#unkept")).to_be_hidden()
    assert asked(again(page)) == [SECOND, THIRD]
    lists(page, FIRST, SECOND)


def test_conversations_of_the_former_form_are_taken_over_once(browser, newspaper, tabs):
    """gradio's own state wrote them, encrypted: here it does so again, in a page of its own at the same address."""
    from ui.gradio_setup import gr

    port = int(newspaper.address.rstrip("/").rpartition(":")[2])
    with gr.Blocks() as former:
        state = gr.BrowserState({}, storage_key="wenbao-conversations", secret="wenbao")
        former.load(lambda: FORMER, None, [state])
    with in_a_thread(lambda: served(former)) as address:
        page = tabs.context.new_page()
        page.goto(address)
        page.wait_for_function("localStorage.getItem('wenbao-conversations')")
        page.wait_for_timeout(500)
        written = page.evaluate("localStorage.getItem('wenbao-conversations')")
    one = tabs(
        script=f"""if (location.port === '{port}' && !localStorage.getItem('wenbao-open'))
        localStorage.setItem('wenbao-conversations', {json.dumps(written)});"""
    )
    expect(one.locator(".asked")).to_have_text([FIRST, SECOND], use_inner_text=True)
    lists(one, "旧名", THIRD)
    assert one.evaluate("localStorage.getItem('wenbao-conversations')") is None
    delete(one)
    for page in (one, tabs()):
        lists(again(page), THIRD)
