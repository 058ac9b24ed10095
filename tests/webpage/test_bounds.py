"""What one visitor, or a crowd, can ask of the page's server: each bound, and the sentence beyond it."""

import concurrent.futures
import json
import re
import socket
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI
from support.newspaper import ANSWER, FakeNewspaper
from support.paging import PageVisitor
from support.serving import free_port

import ui.server.connections
import ui.server.limits
import ui.server.sessions
from ui.api import Machine
from ui.app import build_page
from ui.gradio_setup import gr
from ui.newspaper import FixedCorpus
from ui.server.fair_turns import WAITING_EACH, Turns
from ui.server.sessions import BoundedSessions
from ui.server.site import Site
from ui.wording import say

SECONDS = 20
FILE_BYTES = 100_000


class Waiting(FakeNewspaper):
    """A question that begins with 等 is answered when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()
        self.begun: list[str] = []

    def ask(self, question, history=(), scope=None, plan=None):
        if question.startswith("等"):
            self.begun.append(question)
            assert self.free.wait(SECONDS)
        return super().ask(question, history, scope)


class Served(SimpleNamespace):
    """A page in this process: its `address`, its `site` and `page`, its `turns`, and the `paper` it answers from."""

    @property
    def host(self) -> tuple[str, int]:
        return "127.0.0.1", httpx.URL(self.address).port or 80

    @property
    def leftovers(self) -> list[Path]:
        """Files of uploads that were not whole."""
        return [path for path in Path(self.page.app.uploaded_file_dir).glob("tmp*") if path.is_file()]

    def waits_until(self, what) -> None:
        until = time.monotonic() + SECONDS
        while not what() and time.monotonic() < until:
            time.sleep(0.02)
        assert what()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("uploads")))
    paper, turns = Waiting(), Turns(at_once=1)
    page = build_page(FixedCorpus(paper), "zh", turns=turns)
    site = Site({"zh": page}, upload_bytes=FILE_BYTES)
    address = site.start("127.0.0.1", free_port())
    yield Served(address=address, site=site, page=page, turns=turns, paper=paper)
    site.close()
    patch.undo()


@pytest.fixture
def served(shared):
    shared.paper.free.clear()
    shared.paper.begun.clear()
    yield shared
    shared.paper.free.set()
    shared.waits_until(lambda: shared.turns.waiting == 0 and not shared.page._queue.event_ids_to_events)


def run(served, question: str, session: str | None = None, timeout: float = SECONDS) -> httpx.Response:
    return httpx.post(
        f"{served.address}gradio_api/run/ask",
        json={"data": [question, None], "session_hash": session},
        timeout=timeout,
        trust_env=False,
    )


def connected(served) -> socket.socket:
    return socket.create_connection(served.host, timeout=SECONDS)


def closed(connection: socket.socket) -> bytes:
    """What comes until the server closes."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


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


@pytest.fixture(scope="module")
def blocks():
    with gr.Blocks() as page:
        gr.State("")
    return page


def state_of(sessions, id: str):
    session = sessions[id]
    (key,) = (key for key, block in session.blocks_config.blocks.items() if isinstance(block, gr.State))
    return session, key


def put(sessions, id: str, value: str) -> None:
    session, key = state_of(sessions, id)
    session[key] = value
    sessions[id]


@pytest.fixture
def sessions(blocks) -> BoundedSessions:
    blocks.state_session_capacity = 8
    return BoundedSessions(blocks)


def test_sessions_are_bounded_in_number_and_the_longest_unused_go(sessions):
    for number in range(20):
        sessions[f"s{number}"]
        sessions["used"]
    assert set(sessions.session_data) == {"used", *(f"s{number}" for number in range(13, 20))}
    assert set(sessions.time_last_used) == set(sessions.session_data)


def test_closed_ones_go_first(sessions):
    for number in range(8):
        sessions[f"s{number}"]
    sessions.session_data["s5"].is_closed = True
    sessions["new"]
    assert "s5" not in sessions and "s0" in sessions


def test_few_closed_ones_are_kept(sessions, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "CLOSED", 2)
    for number in range(6):
        sessions[f"s{number}"].is_closed = True
    sessions["open"]
    assert set(sessions.session_data) == {"s4", "s5", "open"}


def test_all_together_hold_no_more_than_so_many_bytes(sessions, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "ALL_BYTES", 3000)
    for number in range(6):
        put(sessions, f"s{number}", "字" * 300)
    assert set(sessions.session_data) == {"s3", "s4", "s5"}


def test_a_session_that_holds_too_much_begins_anew_and_the_others_stay(sessions, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "SESSION_BYTES", 3000)
    put(sessions, "small", "字")
    put(sessions, "large", "字" * 2000)
    small, key = state_of(sessions, "small")
    large, _ = state_of(sessions, "large")
    assert (small[key], large[key]) == ("字", "")


def test_values_that_expired_are_not_counted_any_more(sessions, monkeypatch):
    monkeypatch.setattr(ui.server.sessions, "ALL_BYTES", 3000)
    put(sessions, "old", "字" * 900)
    sessions.delete_state("old")
    put(sessions, "new", "字" * 900)
    assert set(sessions.session_data) == {"old", "new"}


# ---- requests that are sent by halves

HEADS = [
    b"",
    b"G",
    b"GET / HTT",
    b"GET / HTTP/1.1\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ",
    b"POST /gradio_api/run/ask HTTP/1.1\r\nContent-Length: 5",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_head_that_does_not_come_whole_is_waited_for_no_longer_than_so(served, monkeypatch, head):
    monkeypatch.setattr(ui.server.connections, "HEAD_SECONDS", 0.3)
    with connected(served) as connection:
        connection.sendall(head)
        assert closed(connection) == b""


@pytest.mark.slow
def test_dripping_a_head_gains_no_time(served, monkeypatch):
    monkeypatch.setattr(ui.server.connections, "HEAD_SECONDS", 0.5)
    with connected(served) as connection, pytest.raises(OSError):
        for drop in b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 1000:
            connection.sendall(bytes([drop]))
            time.sleep(0.05)


@pytest.mark.slow
def test_a_second_head_by_halves_is_closed_too(served, monkeypatch):
    monkeypatch.setattr(ui.server.connections, "HEAD_SECONDS", 0.5)
    with connected(served) as connection:
        connection.sendall(f"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1:{served.host[1]}\r\n\r\n".encode() + b"GET /")
        assert closed(connection).startswith(b"HTTP/1.1 ")


@pytest.mark.slow
def test_a_body_that_nobody_reads_holds_no_connection(served, monkeypatch):
    monkeypatch.setattr(ui.server.connections, "HEAD_SECONDS", 0.5)
    head = f"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1:{served.host[1]}\r\nContent-Length: 1000\r\n\r\n".encode()
    with connected(served) as connection, pytest.raises(OSError):
        connection.sendall(head)
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)


BODIES = {
    "run": "gradio_api/run/ask",
    "call": "gradio_api/call/ask",
    "join": "gradio_api/queue/join",
    "cancel": "gradio_api/cancel",
    "reset": "gradio_api/reset",
    "by name": "gradio_api/call/v2/ask",
}


@pytest.mark.slow
@pytest.mark.parametrize("path", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("drops", [0, 100])
def test_a_body_that_does_not_come_whole_is_told_that_it_is_too_slow(served, monkeypatch, path, drops):
    monkeypatch.setattr(ui.server.limits, "BODY_SECONDS", 0.4)
    host = f"127.0.0.1:{served.host[1]}"
    with connected(served) as connection:
        connection.sendall(
            f"POST /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            "Content-Length: 5000\r\n\r\n{".encode()
        )
        stop = threading.Event()
        dripping = threading.Thread(target=drip, args=(connection, drops, stop))
        dripping.start()
        try:
            answer = answered(connection)
        finally:
            stop.set()
            dripping.join()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert say("request-slow") in answer.decode()


def answered(connection: socket.socket) -> bytes:
    """A whole answer."""
    answer = b""
    while part := connection.recv(65536):
        answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        if length and len(body) >= int(length[1]):
            break
    return answer


def drip(connection: socket.socket, drops: int, stop: threading.Event) -> None:
    for _ in range(drops):
        if stop.wait(0.05):
            return
        try:
            connection.sendall(b" ")
        except OSError:
            return


@pytest.mark.slow
def test_an_answer_that_nobody_fetches_holds_no_connection(served, monkeypatch):
    monkeypatch.setattr(ui.server.connections, "FETCH_SECONDS", 0.5)
    connections = served.site._server.server_state.connections
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.connect(served.host)
        ours = connection.getsockname()
        asked = f"GET /config HTTP/1.1\r\nHost: 127.0.0.1:{served.host[1]}\r\n\r\n".encode()
        connection.sendall(100 * asked)  # 17 MB, more than lies ready on the way
        served.waits_until(lambda: any(each.client == ours and each.flow.write_paused for each in [*connections]))
        served.waits_until(lambda: not any(each.client == ours for each in [*connections]))


@pytest.mark.slow
def test_one_address_has_no_more_than_so_many_connections(served, monkeypatch):
    monkeypatch.setattr(ui.server.connections, "CONNECTIONS_EACH", 5)
    monkeypatch.setattr(ui.server.connections, "HEAD_SECONDS", 1.0)
    many = [connected(served) for _ in range(30)]
    try:
        gone = 0
        for connection in many:
            connection.settimeout(0.2)
            try:
                gone += connection.recv(1) == b""
            except TimeoutError:
                pass
            except OSError:
                gone += 1
        assert gone >= 25
    finally:
        for connection in many:
            connection.close()


# ---- uploads


def upload(served, *sizes: int) -> httpx.Response:
    files = [("files", (f"{number}.txt", bytes(str(number), "ascii") * size)) for number, size in enumerate(sizes)]
    return httpx.post(f"{served.address}gradio_api/upload", files=files, headers=cookie(served), trust_env=False)


def cookie(served) -> dict[str, str]:
    """The cookies that the page gives a browser."""
    given = httpx.get(served.address, trust_env=False).cookies
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in given.items())}


@pytest.fixture
def counting(served, monkeypatch):
    """Nothing has been uploaded yet."""
    monkeypatch.setattr(ui.server.limits, "DAY", -1.0)
    upload(served, 1)
    monkeypatch.setattr(ui.server.limits, "DAY", 86400.0)
    return served


@pytest.mark.slow
def test_uploads_are_counted_in_number(counting, monkeypatch):
    monkeypatch.setattr(ui.server.limits, "UPLOADS", 3)
    answers = [upload(counting, 10) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 429, 429]
    assert answers[-1].text == say("upload-too-many", count=3, gigabytes=ui.server.limits.UPLOAD_BYTES / 1e9)
    assert answers[-1].headers["x-content-type-options"] == "nosniff"  # refusals outside the gate say so too


@pytest.mark.parametrize("sizes", [(90_000,), (50_000, 50_000), (1,) * 300])
def test_uploads_are_counted_in_bytes(counting, monkeypatch, sizes):
    monkeypatch.setattr(ui.server.limits, "UPLOAD_BYTES", 20_000)
    refused = upload(counting, *sizes)
    assert refused.status_code == 429 and refused.text == say(
        "upload-too-many", count=ui.server.limits.UPLOADS, gigabytes=0.00002
    )
    assert counting.leftovers == []


@pytest.mark.slow
def test_uploads_at_once_are_few(counting, monkeypatch):
    monkeypatch.setattr(ui.server.limits, "UPLOADS_AT_ONCE", 2)
    with half(counting), half(counting):
        time.sleep(0.3)
        refused = upload(counting, 10)
    assert (refused.status_code, refused.text) == (429, say("upload-at-once", count=2))


def half(served, boundary: str = "b") -> socket.socket:
    """An upload of which the half has been sent."""
    connection = connected(served)
    begun = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + "x" * 5000
    headers = "".join(f"{name}: {value}\r\n" for name, value in cookie(served).items() if value)
    connection.sendall(
        (
            f"POST /gradio_api/upload HTTP/1.1\r\nHost: 127.0.0.1:{served.host[1]}\r\n{headers}"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: 50000\r\n\r\n" + begun
        ).encode()
    )
    return connection


@pytest.mark.slow
@pytest.mark.parametrize("bound", ["SILENT_SECONDS", "UPLOAD_SECONDS"])
def test_half_an_upload_is_closed_and_leaves_nothing(counting, monkeypatch, bound):
    monkeypatch.setattr(ui.server.limits, bound, 0.4)
    with half(counting) as connection:
        answer = answered(connection)
    assert answer.startswith(b"HTTP/1.1 408 ") and say("request-slow") in answer.decode()
    counting.waits_until(lambda: counting.leftovers == [])


def test_an_upload_that_is_broken_off_leaves_nothing(counting):
    with half(counting):
        counting.waits_until(lambda: len(counting.leftovers) == 1)
    counting.waits_until(lambda: counting.leftovers == [])
