"""What a request may take: time to arrive, uploads in number and bytes, and no work once its sender is gone.

An ASGI middleware (asgi.readthedocs.io, "HTTP"), around the gate. Left out: connections on which no whole request
has come (see `connections`), what may come in at all, and events (see `sessions`).
"""

import asyncio
import contextlib
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.formparsers import MultiPartException
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag import Language
from ui.wording import say

BODY_SECONDS: Final = 20.0
"""Until what is sent with an event has come: its largest, all conversations, in half of that over a slow network."""

UPLOAD_SECONDS: Final = 900.0
"""Until an upload has come: 200 MB over a slow network."""

SILENT_SECONDS: Final = 20.0
"""Without a byte, and an upload is given up."""

UPLOADS_AT_ONCE: Final = 4
"""Of one address; two tabs, each with a choice of files and a set of questions."""

UPLOADS: Final = 1000
"""Of one address in a day; one is a whole choice of files."""

UPLOAD_BYTES: Final = 8_000_000_000
"""Of one address in a day, which is as long as they are kept: a year of a daily paper as scanned pages."""

DAY: Final = 86400.0
"""Seconds."""

ADDRESSES: Final = 1000
"""Whose uploads are counted, the latest."""


@dataclass(slots=True)
class _Counted:
    """The uploads of one address since `begun`, on the clock of time.monotonic."""

    begun: float = field(default_factory=time.monotonic)
    under_way: int = 0
    number: int = 0
    size: int = 0


@dataclass(slots=True)
class _Arriving:
    """How a request arrives, and whether its answer has been begun and told whole.

    `status` and `text` say why it is given up, 0 and "" where it is not.
    """

    status: int = 0
    text: str = ""
    whole: bool = False
    answering: bool = False
    answered: bool = False


class Limits:
    """The site's application, within the bounds of this file."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._uploads: OrderedDict[str, _Counted] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application answer what arrives in time."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        language: Language = "en" if scope["path"].startswith("/en/") else "zh"
        if scope["path"].endswith("/gradio_api/upload"):
            await self._upload(scope, receive, send, language)
            return
        arriving = _Arriving()
        arrived = _in_time(receive, arriving, BODY_SECONDS, BODY_SECONDS, language)
        await _while_listened(self._app, scope, receive, arrived, _told(send, arriving, scope), arriving)

    async def _upload(self, scope: Scope, receive: Receive, send: Send, language: Language) -> None:
        """An upload, counted for its address."""
        counted = self._counted((scope.get("client") or ("", 0))[0])
        if counted.under_way >= UPLOADS_AT_ONCE:
            await PlainTextResponse(say("upload-at-once", language, count=UPLOADS_AT_ONCE), 429)(scope, receive, send)
            return
        if counted.number >= UPLOADS or counted.size >= UPLOAD_BYTES:
            await PlainTextResponse(_too_many(language), 429)(scope, receive, send)
            return
        counted.under_way += 1
        counted.number += 1
        arriving = _Arriving()
        arrived = _in_time(receive, arriving, UPLOAD_SECONDS, SILENT_SECONDS, language)

        async def received() -> Message:
            message = await arrived()
            counted.size += len(message.get("body", b""))
            if counted.size > UPLOAD_BYTES and not arriving.status:
                arriving.status, arriving.text = 429, _too_many(language)
            if arriving.status or (not arriving.whole and message["type"] != "http.request"):
                # gradio deletes what has come of the files where the form is wrong, and nowhere else.
                raise MultiPartException(arriving.text or "disconnected")
            return message

        try:
            await self._app(scope, received, _told(send, arriving, scope))
        finally:
            counted.under_way -= 1

    def _counted(self, address: str) -> _Counted:
        """What has been counted of this address; anew each day."""
        counted = self._uploads.get(address)
        if counted is None or (time.monotonic() - counted.begun > DAY and not counted.under_way):
            counted = self._uploads[address] = _Counted()
        self._uploads.move_to_end(address)
        while len(self._uploads) > ADDRESSES:
            self._uploads.popitem(last=False)
        return counted


async def _while_listened(
    app: ASGIApp, scope: Scope, receive: Receive, arrived: Receive, send: Send, arriving: _Arriving
) -> None:
    """Have `app` answer, and give up what it does when the sender has gone before the answer was told."""
    whole, gone = asyncio.Event(), asyncio.Event()

    async def received() -> Message:
        if whole.is_set():  # after the body comes nothing but that the sender has gone
            await gone.wait()
            return {"type": "http.disconnect"}
        message = await arrived()
        if arriving.whole:
            whole.set()
        return message

    async def watch() -> None:
        await whole.wait()
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()

    async def answer() -> None:
        await app(scope, received, send)

    answering = asyncio.create_task(answer())
    watching = asyncio.create_task(watch())
    try:
        await asyncio.wait({answering, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done() and not arriving.answered:
            answering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await answering
    finally:
        answering.cancel()
        watching.cancel()


def _in_time(receive: Receive, arriving: _Arriving, seconds: float, silent: float, language: Language) -> Receive:
    """`receive` until the body is whole, but no longer than `seconds`, nor without a byte for longer than `silent`."""
    until = time.monotonic() + seconds

    async def arrived() -> Message:
        if arriving.status:
            return {"type": "http.disconnect"}
        try:
            message = await asyncio.wait_for(receive(), min(silent, until - time.monotonic()))
        except TimeoutError:
            arriving.status, arriving.text = 408, say("request-slow", language)
            return {"type": "http.disconnect"}
        arriving.whole = message["type"] == "http.request" and not message.get("more_body", False)
        return message

    return arrived


def _told(send: Send, arriving: _Arriving, scope: Scope) -> Send:
    """`send`, with the sentence by which a request was given up in place of what the application makes of it."""

    async def sent(message: Message) -> None:
        if arriving.status and not arriving.answering:
            arriving.answering = arriving.answered = True
            kind = PlainTextResponse if scope["path"].endswith("/upload") else JSONResponse
            content: Any = arriving.text if kind is PlainTextResponse else {"error": arriving.text}
            await kind(content, arriving.status, {"connection": "close"})(scope, _nothing, send)
        elif not arriving.answered:
            arriving.answering = True
            arriving.answered = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

    return sent


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _too_many(language: Language) -> str:
    return say("upload-too-many", language, count=UPLOADS, gigabytes=UPLOAD_BYTES / 1e9)
