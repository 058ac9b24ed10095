"""Long lists in a real Chromium: ten more at a click, all of them as a table, and all named in what is taken along."""

import csv
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from support.archive import PAGES, archive
from support.chromium import CHROMIUM, PHONE, WIDE, in_sight
from support.conversing import ask
from support.serving import free_port

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]
BOATS = {
    f"m{number:02}.txt": f"""江州晚报 2022年3月{number}日 第1版
=渡口第{number}班船准点开出
本报讯(记者 林知远) 3月{number}日,东门渡口第{number}班船准点开出,乘客{100 + number}人,航务中心说秩序很好。
"""
    for number in range(1, 29)
}
COUNT = 3 + len(BOATS)
QUESTION = "提到渡口的报道有哪些"


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory):
    from ui.app import build_site

    site = build_site(archive(tmp_path_factory.mktemp("archive"), {**PAGES, **BOATS}), ["渡口停航几天?"])
    yield SimpleNamespace(address=site.start("127.0.0.1", free_port()))
    site.close()


def more(page, shown):
    page.locator("a.more").last.click()
    page.wait_for_function(
        "shown => document.querySelector('.reply .words').innerText.includes(`\\n${shown}. `)", arg=shown
    )


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_long_list_is_shown_ten_at_a_time_to_its_end(visit, size):
    page = visit(size)
    ask(page, QUESTION)
    assert page.locator(".reply a.marker").count() == page.locator("#sources .card").count() == 10
    for shown in (20, 30, COUNT):
        more(page, shown)
    page.wait_for_selector("a.more", state="detached")
    expect(page.locator(".reply a.marker")).to_have_count(COUNT)
    page.wait_for_function("count => document.querySelectorAll('#sources .card').length === count", arg=COUNT)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()
    page.wait_for_selector(".take.copy")
    expect(page.locator(".reply a.marker")).to_have_count(COUNT)
    assert not page.locator("a.more").count()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_long_reply_is_read_from_its_beginning_until_the_reader_moves(visit, size):
    page = visit(size)
    for count in (1, 2):
        ask(page, QUESTION)
        page.wait_for_timeout(500)
        expect(page.locator(".asked")).to_have_count(count)
        top = page.locator(".asked").last.bounding_box()["y"]
        head = page.locator("#conversation .bubble-wrap").bounding_box()["y"] if size == WIDE else 0
        assert 0 <= top - head < 100  # with its reply below it, not the end of that
    page.mouse.move(size["width"] / 2, size["height"] / 2)
    page.mouse.wheel(0, 300)
    page.wait_for_function(
        "top => document.querySelectorAll('.asked')[1].getBoundingClientRect().y < top - 200", arg=top
    )
    page.evaluate("document.querySelector('#conversation .reply').append('。')")
    page.wait_for_timeout(300)
    assert page.locator(".asked").last.bounding_box()["y"] < top - 200
    page.reload()
    page.wait_for_selector(".take.copy")
    page.wait_for_timeout(500)
    assert in_sight(page, ".user-row:nth-last-child(2) .asked") or in_sight(page, ".user-row:last-of-type .asked")


def test_the_keyboard_stays_at_the_end_of_a_list(visit):
    page = visit()
    ask(page, QUESTION)
    page.locator("a.more").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('a.more') && document.body.innerText.includes('\\n20. ')")


def test_a_list_is_saved_as_a_table_after_a_reload_too(visit):
    page = visit()
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector(".take.copy")
    with page.expect_download() as download:
        page.locator("a.table").click()
    assert download.value.suggested_filename == f"{QUESTION}.csv"
    raw = download.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    _, *rows = csv.reader(raw.decode("utf-8-sig").splitlines())
    assert len(rows) == COUNT and all("渡口" in row[-1] for row in rows)
    assert sum(row[0].startswith("'=渡口第") for row in rows) == len(BOATS)


def test_what_is_taken_along_names_every_article(visit):
    page = visit()
    ask(page, QUESTION)
    assert page.locator(".clip").first.text_content().count("班船准点开出") >= len(BOATS)
    page.reload()
    page.wait_for_selector(".take.copy")
    with page.expect_download() as download:
        page.click("#page-markdown")
    text = download.value.path().read_text("utf-8")
    assert all(f"第{number}班船准点开出" in text for number in range(1, 29))
    assert "标题或正文含“渡口”" in text.split("问题的读法")[1].split("\n")[0]
