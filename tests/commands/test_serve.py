"""`wenbao serve`: what it does before the page opens, and what it hands to the page."""

import sys
import types

import pytest
from support.newsroom import PAGE, PAGE_NAME, Newsroom


@pytest.fixture
def page(monkeypatch):
    """What the page was served with; gradio stays away."""
    calls = []
    stand_in = types.ModuleType("ui.app")
    stand_in.serve = lambda *values, **named: calls.append((values, named))
    monkeypatch.setitem(sys.modules, "ui.app", stand_in)
    monkeypatch.setattr("ui.server.address.check_address", lambda host, port: None)
    return calls


def serve(newsroom: Newsroom, *words):
    return newsroom.run("serve", "--source", newsroom.pages, "--index", newsroom.index, *words)


def test_serve_builds_first_where_there_is_no_index_and_again_where_pages_changed(newsroom: Newsroom, page):
    assert serve(newsroom).status == 0
    assert "写入索引" in serve_error(newsroom, PAGE.replace("11家", "12家"))
    assert serve(newsroom).err == ""
    assert len(page) == 3


def serve_error(newsroom: Newsroom, text: str) -> str:
    (newsroom.pages / PAGE_NAME).write_text(text, "utf-8")
    return serve(newsroom).err


def test_serve_hands_over_the_address_the_browser_and_the_language(stored: Newsroom, page):
    serve(stored, "--host", "0.0.0.0", "--port", "8123", "--no-browser", "--language", "en")
    stored.typed("serve", "--source", stored.pages, "--index", stored.index)
    (first, first_named), (second, second_named) = page
    assert (first[1:], first_named["language"]) == (("0.0.0.0", 8123, False), "en")
    assert (second[1:], second_named["language"]) == (("127.0.0.1", 7860, True), "zh")


def test_serve_loads_the_model_once(newsroom: Newsroom, page):
    serve(newsroom)
    assert newsroom.loaded == 1


def test_serve_leaves_the_models_to_be_loaded_once_the_page_is_there(stored: Newsroom, page):
    before = stored.loaded
    serve(stored)
    assert stored.loaded == before
    page[0][1]["load"]()
    assert stored.loaded == before + 1


def test_serve_goes_on_where_a_file_was_skipped_and_says_so(newsroom: Newsroom, page):
    (newsroom.pages / "odd.txt").write_bytes(b"\x00\x01")
    result = serve(newsroom)
    assert (result.status, len(page)) == (0, 1)
    assert len(result.told) == 1
    assert "odd.txt" in result.told[0]


def test_serve_offers_answerable_questions_of_different_types_that_lie_beside_the_pages(stored: Newsroom, page):
    lines = [
        {"id": "1", "question": "甲", "type": "fact", "answers": ["x"]},
        {"id": "2", "question": "乙", "type": "fact", "answers": ["x"]},
        {"id": "3", "question": "丙", "type": "unanswerable", "answers": []},
        {"id": "4", "question": "丁", "type": "followup", "answers": ["x"], "history": [["a", "b"]]},
        {"id": "5", "question": "戊", "type": "number", "answers": ["x"]},
    ]
    stored.questions(*lines).rename(stored.pages / "questions.jsonl")
    serve(stored)
    assert page[0][1]["examples"] == ["甲", "戊", "乙"]


def test_serve_does_without_example_questions_that_are_wrong(stored: Newsroom, page):
    (stored.pages / "questions.jsonl").write_text("{", "utf-8")
    result = serve(stored)
    assert (result.status, page[0][1]["examples"]) == (0, [])
    assert "questions.jsonl" in result.err


def test_serve_hands_over_a_corpus_that_can_be_changed_unless_it_is_read_only(stored: Newsroom, page):
    serve(stored)
    serve(stored, "--read-only")
    changeable, fixed = (values[0] for values, _ in page)
    assert changeable.obstacle is None
    assert fixed.obstacle.key == "library-read-only"
    assert [each.name for each in changeable.assistant.pages] == [PAGE_NAME]


def test_serve_of_a_folder_that_is_not_there_is_an_error_of_one_sentence(newsroom: Newsroom, page):
    result = newsroom.run("serve", "--source", newsroom.folder / "nowhere", "--index", newsroom.index)
    assert (result.status, result.out, len(result.told), page) == (1, "", 1, [])
