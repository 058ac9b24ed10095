"""Questions of the newspaper itself in a real Chromium: how they were understood, taken apart, and asked again."""

from types import SimpleNamespace

import pytest
from support.archive import archive
from support.chromium import CHROMIUM, PHONE, WIDE
from support.conversing import ask
from support.serving import free_port

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")]


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
    assert "0 篇" in reply.inner_text()
    parts = reply.locator(".plan .part")
    assert [part.strip().removesuffix("✕").strip() for part in parts.all_inner_texts()] == [
        "数篇数",
        "所记的日子：2022年",
        "标题或正文含“剪纸”",
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")  # nothing sticks out
    parts.nth(1).click()
    page.wait_for_function("document.querySelectorAll('.reply .take.copy').length === 2")
    again = page.locator(".reply").last
    assert "1 篇" in again.inner_text() and again.locator(".plan .part").count() == 2
    assert page.locator("#sources .card").count() == 1


def test_what_cites_nothing_shows_no_sources_and_no_parts(visit):
    page = visit()
    ask(page, "你好")
    reply = page.locator(".reply").last
    assert "问报" in reply.inner_text()
    assert not reply.locator(".all, .plan").count() and not page.locator("#sources .card").count()
