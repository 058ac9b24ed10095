"""The page as gradio holds it: what happens on events, that visitors do not mix, and that nothing reaches outside."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi.datastructures import QueryParams
from gradio.queueing import Queue
from support.newspaper import ANSWER, Changing, FakeNewspaper, Paper, Reader
from support.serving import free_port

import rag.wording
import ui
import ui.wording
from rag.errors import ServeError
from ui.app import CACHE_SECONDS, build_page, build_site, serve
from ui.ask import responding
from ui.ask.conversation_list import relisted
from ui.ask.conversations import Shelf
from ui.ask.events import Events
from ui.ask.replies import ReplyEvents
from ui.extras import Extras
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.server.site import Site
from ui.theme import newspaper_theme
from ui.wording import say

WORDING = {**rag.wording.WORDING, **ui.wording.WORDING}

FOLDER = Path(ui.__file__).parent


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(responding.time, "sleep", lambda seconds: None)


def clicked(**data):
    return gr.EventData(None, data)


def replies():
    return ReplyEvents(FixedCorpus(FakeNewspaper()), "zh")


def finished(events, message, shelf=None):
    """The last update of an asked question: question box, conversation, shelf, panel, list, browser."""
    return list(events.ask(message, shelf or Shelf()))[-1]


def test_the_question_box_is_emptied_once_and_the_panel_comes_with_the_answer():
    updates = list(Events(FixedCorpus(FakeNewspaper()), "zh").ask("图书角收到多少捐书?", Shelf()))
    assert [update[0] == "" for update in updates] == [True] + [False] * (len(updates) - 1)
    assert [isinstance(update[3], str) for update in updates] == [False] * (len(updates) - 1) + [True]


def test_what_is_cited_is_looked_up_where_it_was_asked():
    events = Events(Changing(FakeNewspaper(), Paper((), ())), "zh")  # emptied while it is asked
    _, _, shelf, *_ = finished(events, ANSWER.question)
    assert shelf.turns[0].imprints and all(imprint.kept for imprint in shelf.turns[0].imprints.values())


def test_a_hint_leaves_the_panel_as_it_was():
    assert not isinstance(finished(Events(FixedCorpus(FakeNewspaper()), "zh"), "asdf")[3], str)


def test_visitors_do_not_mix():
    events = Events(FixedCorpus(FakeNewspaper()), "zh")
    _, _, first, *_ = finished(events, "图书角收到多少捐书?")
    _, messages, second, *_ = finished(events, "地铁几点停运?")
    assert [turn.question for turn in first.turns] == ["图书角收到多少捐书?"]
    assert [turn.question for turn in second.turns] == ["地铁几点停运?"]
    assert len(messages) == 2


def test_a_marker_of_an_earlier_turn_shows_that_turns_sources():
    events = Events(FixedCorpus(FakeNewspaper()), "zh")
    _, _, shelf, *_ = finished(events, "图书角收到多少捐书?")
    _, _, shelf, panel, *_ = finished(events, "地铁几点停运?", shelf)
    assert 'data-turn="1"' in panel
    earlier = replies().show_turn(shelf, clicked(turn=0))
    assert 'data-turn="0"' in earlier
    assert ANSWER.citations[0].quote in Reader(earlier).text("mark")


@pytest.mark.parametrize("turn", [7, -1, None, "0", 0.5, [0]])
def test_a_turn_that_is_not_there_changes_nothing(turn):
    assert replies().show_turn(Shelf(), clicked(turn=turn)) == gr.skip()
    assert replies().open_article(Shelf(), clicked(turn=turn, place=1)) == gr.skip()


def test_the_page_names_no_address_outside():
    page = build_page(FixedCorpus(FakeNewspaper()), "zh", ["图书角收到多少捐书?"])
    theme = newspaper_theme()
    written = "".join(file.read_text("utf-8") for kind in ("*.css", "*.js") for file in FOLDER.rglob(kind))
    assert theme._stylesheets == []
    assert "http" not in written and "@import" not in written
    assert page.analytics_enabled is False


@pytest.mark.slow
def test_the_page_starts_although_a_proxy_is_set(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "intranet.example")
    site = build_site(FakeNewspaper())
    try:
        address = site.start("127.0.0.1", free_port())
        assert httpx.get(f"{address}config", trust_env=False).json()["title"] == say("page-title")
        assert httpx.get(f"{address}en/config", trust_env=False).json()["title"] == say("page-title", "en")
        assert httpx.get(f"{address}en", trust_env=False).headers["location"].endswith("en/")
    finally:
        site.close()
    assert os.environ["no_proxy"] == "intranet.example"


@pytest.mark.slow
def test_a_page_that_nobody_uses_looks_for_something_to_do_a_hundred_times_a_second_at_most(monkeypatch):
    looked, length = [], Queue.__len__
    monkeypatch.setattr(Queue, "__len__", lambda self: looked.append(self) or length(self))
    site = build_site(FakeNewspaper())
    try:
        httpx.get(site.start("127.0.0.1", free_port()), trust_env=False)
        started = time.monotonic()
        looked.clear()
        threading.Event().wait(0.5)  # sleeping is nothing here
        seconds = time.monotonic() - started
    finally:
        site.close()
    pages = set(map(id, looked))
    assert len(pages) == 2  # one in each language
    assert len(looked) <= 110 * seconds * len(pages)


@pytest.mark.slow
@pytest.mark.parametrize(("limit", "size", "status"), [(0, 1, 403), (1000, 1001, 413), (1000, 999, 200)])
def test_no_larger_file_is_taken_than_the_site_says(limit, size, status):
    site = Site({"zh": build_page(FixedCorpus(FakeNewspaper()), "zh")}, upload_bytes=limit)
    try:
        address = site.start("127.0.0.1", free_port())
        with httpx.Client(base_url=address, trust_env=False) as visitor:
            visitor.get("")
            sent = visitor.post("gradio_api/upload", files={"files": ("a.txt", b"x" * size)})
    finally:
        site.close()
    assert sent.status_code == status


@pytest.mark.slow
def test_files_of_visitors_are_not_kept_for_ever():
    assert build_page(FixedCorpus(FakeNewspaper()), "zh").delete_cache == CACHE_SECONDS


@pytest.mark.slow
def test_a_page_in_one_language_alone_can_be_served():
    site = Site({"en": build_page(FixedCorpus(FakeNewspaper()), "en")})
    try:
        address = site.start("127.0.0.1", free_port())
        shown = httpx.get(address, trust_env=False, follow_redirects=True)
        assert str(shown.url) == f"{address}en/"
        assert "LEADS = false" in shown.text
    finally:
        site.close()


@pytest.mark.slow
def test_the_page_loads_although_a_proxy_is_set():
    proxies = {"all_proxy": "socks5://127.0.0.1:9", "ALL_PROXY": "socks5://127.0.0.1:9"}
    loaded = subprocess.run([sys.executable, "-c", "import ui.app"], env={**os.environ, **proxies})
    assert loaded.returncode == 0


@pytest.mark.parametrize(("port", "key"), [(0, "port-invalid"), (65536, "port-invalid")])
def test_an_invalid_port_is_told(port, key):
    with pytest.raises(ServeError) as caught:
        serve(FakeNewspaper(), "127.0.0.1", port, False)
    assert caught.value.key == key


def test_a_busy_port_is_told_before_the_page_is_made():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServeError) as caught:
            serve(FakeNewspaper(), "127.0.0.1", port, False)
    assert caught.value.key == "port-busy"
    assert str(port) in caught.value.sentence("zh")


def test_the_list_of_conversations_is_given_anew_only_where_it_is_another():
    events = Events(FixedCorpus(FakeNewspaper()), "zh")
    lists = [update[4] for update in events.ask(ANSWER.question, Shelf()) if isinstance(update[4], str)]
    assert len(lists) == 1  # when the question is there, and not again when it is answered
    *_, asked = events.ask(ANSWER.question, Shelf())
    *_, again = events.ask(ANSWER.question, asked[2])
    assert again[4] == gr.skip()
    assert isinstance(relisted(asked[2], asked[2].with_new(), "zh"), str)
    named = asked[2].with_name(asked[2].current, "另一个名字")
    assert "另一个名字" in relisted(asked[2], named, "zh")
    assert events.follow(asked[2], clicked())[3] == gr.skip()


@pytest.mark.parametrize("left", [False, True], ids=["linked", "asked again"])
def test_a_question_answered_while_the_page_is_opened_ends_in_the_list_of_conversations(left):
    events = Events(FixedCorpus(FakeNewspaper()), "zh")
    stored = {"asking": ANSWER.question} if left else {}
    address = SimpleNamespace(query_params=QueryParams("" if left else {"q": ANSWER.question}))
    *_, before, last = events.open({}, json.dumps(stored), address)
    assert before[2].turns[-1].stage == "done"
    assert Reader(last[4]).text("span", class_="title") == ANSWER.question
    assert f'data-id="{before[2].current}"' in last[4] and "data-current" in last[4]
    assert [part for place, part in enumerate(last) if place != 4] == [gr.skip()] * 5


def test_enter_pressed_twice_asks_once_and_before_a_conversation_it_is_answered_by_a_hint():
    events = Events(FixedCorpus(FakeNewspaper()), "zh")
    *_, asked = events.ask(ANSWER.question, Shelf())
    shelf = asked[2]
    assert [turn.question for turn in shelf.turns] == [ANSWER.question]
    (nothing,) = events.ask("  ", shelf)
    assert nothing == (gr.skip(),) * 6
    *_, hint = events.ask("", Shelf())
    assert say("question-empty") in str(hint[1])


def test_all_wording_of_the_page_exists_and_is_used():
    source = "".join(file.read_text("utf-8") for file in FOLDER.rglob("*.py"))
    named = set(re.findall(r"""["'](page-[a-z-]+)["']""", source))
    assert named <= WORDING.keys()
    begun = tuple(re.findall(r'f"(page-[a-z-]+-)\{', source))  # whose end is a name: page-by-{field}
    assert {key for key in WORDING if key.startswith("page-") and not key.startswith(begun)} - named <= (
        _of_pages_that_are_read()
    )
    assert say("page-title") != say("page-title", "en")


def _of_pages_that_are_read():
    """Keys of the errors about newspaper pages, which begin alike."""
    return {
        "page-binary",
        "page-misnamed",
        "page-encoding",
        "page-too-large",
        "page-empty",
        "page-no-sentence",
        "page-unreadable",
        "page-characters-lost",
        "page-many-characters-lost",
        "page-too-many-lines",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("host", "read_only", "login", "told"),
    [
        ("0.0.0.0", False, None, True),
        ("127.0.0.1", False, None, False),
        ("0.0.0.0", True, None, False),
        ("0.0.0.0", False, "someone", False),
        ("::1", False, None, False),
    ],
)
def test_a_page_that_anyone_on_the_network_may_change_says_so(monkeypatch, capsys, place, host, read_only, login, told):
    monkeypatch.setattr("ui.app.check_address", lambda host, port: None)
    monkeypatch.setattr("ui.app.build_site", seen_at_once)

    def interrupted():
        raise KeyboardInterrupt

    serve(place.library(read_only=read_only), host, 1, False, extras=Extras(login=login), load=interrupted)
    assert (say("serve-open") in capsys.readouterr().err) == told


def seen_at_once(shown, examples, extras, arrived):
    """A site whose first visitor is there as soon as it is built."""
    arrived()
    return NeverServed()


class NeverServed:
    """A site that is nowhere."""

    def start(self, host, port, home):
        return f"http://{host}:{port}/"

    def close(self):
        pass
