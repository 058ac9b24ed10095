"""What one visitor, or a crowd, can ask of the page's server: questions and events, and the sentence beyond them."""

import concurrent.futures
import json

import httpx
import pytest
from fastapi import FastAPI
from support.bounds import SECONDS, Served, Waiting
from support.newspaper import ANSWER
from support.paging import PageVisitor
from support.serving import free_port

import ui.server.connections
import ui.server.limits
import ui.server.sessions
from ui.api import Machine
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.server.fair_turns import WAITING_EACH, Turns
from ui.wording import say


def run(served, question: str, session: str | None = None, timeout: float = SECONDS) -> httpx.Response:
    return httpx.post(
        f"{served.address}gradio_api/run/ask",
        json={"data": [question, None], "session_hash": session},
        timeout=timeout,
        trust_env=False,
    )


# ---- questions


@pytest.mark.slow
def test_the_page_says_so_where_too_many_of_ones_own_wait(served):
    visitor = PageVisitor(served.address)
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        for number in range(1 + WAITING_EACH):
            visitor.join("question", "submit", question=f"等{number}?")
            served.waits_until(lambda number=number: served.turns.waiting == number)
        other = pool.submit(PageVisitor(served.address).asked, ANSWER.question)
        served.waits_until(lambda: served.turns.waiting == 1 + WAITING_EACH)
        visitor.join("question", "submit", question="还有一问?")
        with visitor.listening() as messages:
            told = next(
                text
                for text in map(json.dumps, messages)
                if json.dumps(say("question-waiting", count=WAITING_EACH))[1:-1] in text
            )
        assert told
        served.paper.free.set()
        assert "捐书" in other.result(SECONDS)


@pytest.mark.slow
def test_programs_are_told_the_same(served):
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        waiting = [pool.submit(run, served, f"等{number}?", "same") for number in range(1 + WAITING_EACH)]
        served.waits_until(lambda: served.turns.waiting == WAITING_EACH)
        refused = run(served, "还有一问?", "same")
        assert refused.status_code >= 400 and refused.json()["error"] == say("question-waiting", count=WAITING_EACH)
        served.paper.free.set()
        assert [each.result(SECONDS).status_code for each in waiting] == [200] * (1 + WAITING_EACH)


def test_a_question_is_dropped_when_its_page_is_closed_while_it_waits(served):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        first = pool.submit(run, served, "等一等?", "first")
        served.waits_until(lambda: served.paper.begun == ["等一等?"])
        visitor = PageVisitor(served.address)
        visitor.join("question", "submit", question="等两等?")
        with visitor.listening():
            served.waits_until(lambda: served.turns.waiting == 1)
        served.waits_until(lambda: served.turns.waiting == 0)
        served.paper.free.set()
        assert first.result(SECONDS).status_code == 200
    assert served.paper.begun == ["等一等?"]


@pytest.mark.slow
def test_a_call_is_dropped_when_its_caller_hangs_up_while_it_waits(served):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        first = pool.submit(run, served, "等一等?", "first")
        served.waits_until(lambda: served.paper.begun == ["等一等?"])
        with pytest.raises(httpx.ReadTimeout):
            run(served, "等两等?", "second", timeout=0.5)
        served.waits_until(lambda: served.turns.waiting == 0)
        served.paper.free.set()
        assert first.result(SECONDS).status_code == 200
    assert served.paper.begun == ["等一等?"]


@pytest.mark.slow
def test_a_tools_call_is_dropped_when_its_caller_hangs_up_while_it_waits(monkeypatch):
    paper, turns, app = Waiting(), Turns(at_once=1), FastAPI()
    with gr.Blocks() as page:
        Machine(FixedCorpus(paper), "zh", turns).expose()
    gr.mount_gradio_app(app, page, "/", mcp_server=True, ssr_mode=False)
    app.add_middleware(ui.server.limits.Limits)
    address, server = ui.server.connections.start_bounded(app, "127.0.0.1", free_port())
    served = Served(address=address, page=page, turns=turns, paper=paper)
    called = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": "等两等?"}},
    }
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        first = pool.submit(run, served, "等一等?", "first")
        served.waits_until(lambda: paper.begun == ["等一等?"])
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(
                f"{address}gradio_api/mcp/",
                json=called,
                timeout=1,
                trust_env=False,
                headers={"Accept": "application/json, text/event-stream"},
            )
        served.waits_until(lambda: turns.waiting == 0)
        paper.free.set()
        assert first.result(SECONDS).status_code == 200
    server.close()
    assert paper.begun == ["等一等?"]


# ---- events and sessions


@pytest.mark.slow
def test_a_session_that_fetches_nothing_is_told_that_it_has_too_much_under_way(served):
    visitor = PageVisitor(served.address)
    for _ in range(ui.server.sessions.EVENTS_EACH):
        assert visitor.join("question", "submit", question="").is_success
    refused = visitor.join("question", "submit", question="")
    assert (refused.status_code, refused.json()["detail"]) == (429, say("page-too-much"))
    assert "捐书" in PageVisitor(served.address).asked(ANSWER.question)


def test_no_more_than_so_many_events_are_under_way_at_once(served, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "EVENTS", 1)
    visitor = PageVisitor(served.address)
    visitor.join("question", "submit", question="等一等?")
    served.waits_until(lambda: served.paper.begun == ["等一等?"])
    refused = PageVisitor(served.address).join("question", "submit", question="还有一问?")
    assert (refused.status_code, refused.json()["detail"]) == (503, say("question-crowded"))


@pytest.mark.slow
def test_answers_that_nobody_fetches_make_room_for_new_sessions(served, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "SESSIONS", 10)
    for _ in range(30):
        PageVisitor(served.address).join("question", "submit", question=ANSWER.question)
    assert "捐书" in PageVisitor(served.address).asked(ANSWER.question)
    assert len(served.page._queue.pending_messages_per_session) <= 10


def test_nothing_is_recorded_of_events(served):
    PageVisitor(served.address).asked(ANSWER.question)
    assert served.page._queue.event_analytics == {}
