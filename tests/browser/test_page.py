"""The Ask tab in a real Chromium: the sample pages and a hostile one, asked, read, opened and closed again."""

import re

import pytest
from playwright.sync_api import expect
from support.chromium import (
    HOSTILE_QUESTION,
    HOSTILE_WHOLE,
    HOSTILE_WORDS,
    PHONE,
    by_day_and_by_night,
    contrast,
    in_chromium,
    in_sight,
    luminance,
    squeezed,
)
from support.conversing import send

pytestmark = in_chromium


def ask(page, question: str) -> None:
    """Type a question and wait until its reply is complete."""
    replies = page.locator("#conversation .reply").count()
    send(page, question)
    page.wait_for_function(
        "count => { const all = document.querySelectorAll('#conversation .reply');"
        " const last = all[all.length - 1];"
        " return all.length >= count && (last.matches('.notice') || last.querySelector('.onward')); }",
        arg=max(replies, 0) + 1,
    )


# ---- asking and reading


def test_an_answer_is_written_out_and_leads_to_the_exact_line(visit, newspaper):
    question = newspaper.answered[0]
    answer = newspaper.assistant.ask(question)
    page = visit()
    page.evaluate(
        "window.lengths = []; new MutationObserver(() => { const words = document.querySelector('.words');"
        " if (words) window.lengths.push(words.textContent.length); })"
        ".observe(document.body, {childList: true, subtree: true, characterData: true})"
    )
    ask(page, question)
    lengths = page.evaluate("window.lengths")
    assert len(set(lengths)) > 2
    assert lengths == sorted(lengths)
    expect(page.locator(".words")).to_have_text(re.sub(r"\[(\d+)\]", r"\1", answer.text), use_inner_text=True)

    citation = answer.citations[0]
    page.locator("a.marker").first.click()
    card = f"#source-0-{citation.marker}"
    page.wait_for_selector(f"{card}.chosen")
    assert squeezed(page.locator(f"{card} mark").inner_text()) == squeezed(citation.quote)
    expect(page.locator(f"{card} .meta")).not_to_contain_text(citation.source, use_inner_text=True)
    page.click(f"{card} .file summary")  # the file's name is there on demand
    expect(page.locator(f"{card} .meta")).to_contain_text(citation.source, use_inner_text=True)
    assert in_sight(page, f"{card} mark")


def test_the_whole_piece_opens_with_the_cited_sentence_in_sight(visit, newspaper):
    question = newspaper.answered[0]
    citation = newspaper.assistant.ask(question).citations[0]
    page = visit()
    ask(page, question)
    for _ in range(2):  # once closed, it opens again
        page.locator(".sources button.whole").first.click()
        page.wait_for_selector("dialog.article[open] mark")
        assert squeezed("".join(page.locator("dialog mark").all_inner_texts())) == squeezed(citation.quote)
        assert in_sight(page, "dialog mark")
        number = citation.lines[0]
        shown = page.locator(f"dialog [data-line='{number}'] .print").inner_text()
        assert squeezed(shown) == squeezed(newspaper.assistant.page(citation.source).lines[number - 1])
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.article", state="detached")


def test_an_example_is_asked_when_clicked(visit, newspaper):
    page = visit()
    page.locator(".example", has_text=newspaper.answered[1]).click()
    page.wait_for_selector(".reply .onward")
    expect(page.locator(".asked")).to_have_text(newspaper.answered[1], use_inner_text=True)
    expect(page.locator(".sources .for")).to_have_text(newspaper.answered[1], use_inner_text=True)


def test_a_marker_of_an_earlier_answer_shows_its_sources(visit, newspaper):
    first, second = newspaper.answered[:2]
    page = visit()
    ask(page, first)
    ask(page, second)
    expect(page.locator(".sources .for")).to_have_text(second, use_inner_text=True)
    page.locator("a.marker[href^='#source-0-']").first.click()
    page.wait_for_selector("#source-0-1.chosen")
    expect(page.locator(".sources .for")).to_have_text(first, use_inner_text=True)


def test_two_visitors_each_see_their_own(visit, newspaper):
    one, other = visit(), visit()
    ask(one, newspaper.answered[0])
    ask(other, newspaper.answered[1])
    one.locator("a.marker").first.click()
    expect(one.locator(".asked")).to_have_text([newspaper.answered[0]], use_inner_text=True)
    expect(other.locator(".asked")).to_have_text([newspaper.answered[1]], use_inner_text=True)
    expect(one.locator(".sources .for")).to_have_text(newspaper.answered[0], use_inner_text=True)


# ---- what is not answered


@pytest.mark.parametrize("message", ["   ", "问" * 10_000, "？？？", "asdf"])
def test_what_is_not_a_question_gets_a_kind_sentence(visit, newspaper, message):
    from rag.errors import QuestionError

    page = visit()
    ask(page, message)
    with pytest.raises(QuestionError) as caught:
        newspaper.assistant.ask(message)
    look = ".error" if message.strip() else ":not(.error)"  # nothing typed is a hint's matter
    expect(page.locator(f".reply.notice{look} .said")).to_have_text(caught.value.sentence("zh"), use_inner_text=True)
    expect(page.locator(".sources.empty")).to_have_count(1)


def test_a_refusal_looks_different_and_shows_the_nearest(visit, newspaper):
    from ui.wording import say

    page = visit()
    ask(page, newspaper.refused)
    expect(page.locator(".reply.refusal .verdict")).to_have_text(say("page-refused"), use_inner_text=True)
    assert page.locator(".reply a.marker").count() == 0
    expect(page.locator(".sources h2")).to_have_text(say("ask-nearest"), use_inner_text=True)
    assert page.locator(".reply.refusal").evaluate("reply => getComputedStyle(reply).borderTopStyle") == "dashed"
    page.locator(".sources button.whole").first.click()
    page.wait_for_selector("dialog.article[open] .cited")
    assert page.locator("dialog mark").count() == 0


# ---- looks


def test_on_a_phone_the_sources_come_below_the_answer(visit, newspaper):
    page = visit(PHONE)
    ask(page, newspaper.answered[0])
    answer, sources = (page.locator(where).first.bounding_box() for where in (".words", ".sources"))
    assert sources["y"] >= answer["y"] + answer["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert in_sight(page, "#question textarea")
    page.locator("a.marker").first.click()
    page.wait_for_selector(".card.chosen")
    page.wait_for_timeout(1000)  # it is scrolled to smoothly
    page.locator(".sources button.whole").first.click()
    page.wait_for_selector("dialog[open] mark")
    assert in_sight(page, "dialog mark")
    assert page.locator("dialog.article").bounding_box()["width"] == PHONE["width"]


def test_text_can_be_read_by_day_and_by_night(visit, newspaper):
    page = visit()
    ask(page, newspaper.answered[0])
    seen = (
        ".masthead h1",
        ".masthead .motto",
        ".masthead .figures",
        ".asked",
        ".words",
        "a.marker",
        "a.all",
        ".sources h2",
        ".sources .for",
        ".sources .meta span",
        ".sources .badge",
        ".sources blockquote",
        ".sources mark",
        ".sources button.whole",
        "#question .submit-button",
    )
    for scheme in by_day_and_by_night(page):
        faint = {where: round(contrast(page, where), 1) for where in seen if contrast(page, where) < 4.5}
        assert not faint, scheme
        behind = luminance(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert (behind < 0.1) is (scheme == "dark")


def test_the_page_is_chinese_and_has_nothing_of_gradios_footer(visit):
    page = visit()
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    assert page.title() == "问报 · 可以提问的报纸"
    assert page.locator("footer:visible").count() == 0


# ---- hostile pages and visitors


def test_what_a_hostile_page_holds_is_shown_as_text(visit, newspaper):
    page = visit()
    ask(page, HOSTILE_QUESTION)
    piece = page.locator(".card", has_text="摊位图").first
    assert all(word in piece.locator("blockquote").inner_text() for word in HOSTILE_WORDS)
    piece.locator("button.whole").click()
    page.wait_for_selector("dialog.article[open]")
    whole = page.locator("dialog.article").inner_text()
    assert all(word in whole for word in HOSTILE_WHOLE)
    assert page.evaluate("window.hacked") is None
    assert page.locator("[href^='javascript:'], .katex, dialog img, dialog script").count() == 0


def test_what_a_hostile_visitor_types_is_shown_as_text(visit):
    message = '<img src=x onerror="window.hacked=1"> [x](javascript:window.hacked=1) $$x^2$$ **粗** 怎么回事?'
    page = visit()
    ask(page, message)
    expect(page.locator(".asked")).to_have_text(message, use_inner_text=True)
    assert page.evaluate("window.hacked") is None
    assert (
        page.locator("#conversation img, #conversation strong:not(.exact), .katex, [href^='javascript:']").count() == 0
    )
