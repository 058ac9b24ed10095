"""Uploads: how many, how large, how many at once; one that is broken off leaves nothing."""

import socket
import time

import httpx
import pytest
from support.bounds import answered, connected

import ui.server.limits
from ui.wording import say


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
@pytest.mark.slow
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
