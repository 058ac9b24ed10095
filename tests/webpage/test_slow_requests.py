"""Requests that are sent or fetched by halves, or too many from one address, hold no connection."""

import socket
import threading
import time

import pytest
from support.bounds import answered, connected

import ui.server.connections
import ui.server.limits
from ui.wording import say


def closed(connection: socket.socket) -> bytes:
    """What comes until the server closes."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


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
@pytest.mark.slow
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
