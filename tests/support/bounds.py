"""A page being served within this process, with bounds that are soon reached."""

import re
import socket
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import httpx

from support.newspaper import FakeNewspaper

SECONDS = 60
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


def connected(served) -> socket.socket:
    return socket.create_connection(served.host, timeout=SECONDS)


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
