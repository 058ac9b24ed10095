"""One request on its way through the gate: what has been read of it, what the site changes, and how it may end.

Left out: what is let in (see `gate`).
"""

import json
import re
import secrets
from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag import Language
from ui.server.doors import Door
from ui.server.uploads import Uploads
from ui.wording import say

VISITOR: Final = "wenbao-visitor"
"""The cookie by which uploads are told apart."""

callers_fault: ContextVar[list[int] | None] = ContextVar("callers_fault", default=None)
"""An endpoint puts in the status of its reply where it could not answer because of what its caller did."""


class RefusalError(Exception):
    """A request that ends here, with its status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.text = status, sentence


@dataclass
class Request:
    """A request on its way in, as far as it has been read and changed. `visitor` is "" for one without the cookie."""

    scope: Scope
    receive: Receive
    door: Door
    visitor: str
    language: Language
    faults: list[int] | None = None
    uploads: Uploads | None = None
    _body: bytes | None = None

    async def read(self, limit: int, headers: Headers) -> bytes:
        """The whole body. Raises RefusalError where it is longer than `limit` bytes, or its sender is gone."""
        too_large = RefusalError(413, say("gate-too-large", self.language, megabytes=limit / 1e6))
        if not headers.get("content-length", "0").isdecimal() or int(headers.get("content-length", "0")[:20]) > limit:
            raise too_large
        parts: list[bytes] = []
        more, size = True, 0
        while more:
            message = await self.receive()
            if message["type"] != "http.request":
                raise RefusalError(400, say("gate-form", self.language))
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            more = message.get("more_body", False)
            if size > limit:
                raise too_large
        self._body = b"".join(parts)
        return self._body

    def send_on(self, body: object) -> None:
        """Have the application get `body` as JSON in place of what came."""
        self._body = json.dumps(body).encode()
        MutableHeaders(scope=self._own_headers())["content-length"] = str(len(self._body))

    def without(self, names: Collection[str]) -> None:
        """Leave out what the address asks by these names."""
        asked = parse_qsl(self.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        kept = [(name, value) for name, value in asked if name not in names]
        if len(kept) < len(asked):
            self.scope["query_string"] = urlencode(kept).encode()

    def follow(self, uploads: Uploads) -> None:
        """Read along in what the application answers: which files it tells of, in names in place of paths."""
        self.uploads = uploads
        del MutableHeaders(scope=self._own_headers())["accept-encoding"]

    def lead_to(self, path: str) -> None:
        """Have the application get another address."""
        self.scope["path"], self.scope["raw_path"] = path, quote(path).encode()

    def add_cookie(self, name: str, value: str) -> None:
        """Let the application see one more cookie."""
        headers = MutableHeaders(scope=self._own_headers())
        headers["cookie"] = "; ".join(filter(None, [headers.get("cookie", ""), f"{name}={value}"]))

    def _own_headers(self) -> Scope:
        self.scope["headers"] = list(self.scope["headers"])
        return self.scope

    async def by(self, app: ASGIApp, send: Send) -> None:
        """Have `app` answer.

        A page that is left while gradio opens its stream anew finds the session gone: the stream has told so,
        and what is raised besides would only fill the log.
        """
        callers_fault.set(self.faults)
        try:
            await app(self.scope, self._receiver(), self._sender(send))
        except RuntimeError as error:
            gone = error.__cause__
            if self.door.rule != "stream" or not isinstance(gone, HTTPException) or gone.status_code != 404:
                raise
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _receiver(self) -> Receive:
        body, self._body = self._body, None
        if body is None:
            return self.receive
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def received() -> Message:
            return waiting.pop() if waiting else await self.receive()

        return received

    def _sender(self, send: Send) -> Send:
        """What the site itself adds to an answer: a visitor's cookie, who uploaded a file, whose fault an error is."""
        new = secrets.token_urlsafe(16) if self.door.rule == "page" and not self.visitor else ""
        heard: list[bytes] = []

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                if self.faults and message["status"] == 500:
                    message["status"] = self.faults[0]
                if self.uploads is not None:
                    del MutableHeaders(scope=message)["content-length"]
                if new:
                    MutableHeaders(scope=message).append(
                        "set-cookie", f"{VISITOR}={new}; Path=/; HttpOnly; SameSite=Lax"
                    )
            elif self.uploads is not None and message["type"] == "http.response.body":
                message["body"] = self.uploads.named(message.get("body", b""))
                if self.door.rule == "upload":
                    heard.append(message["body"])
                    if not message.get("more_body", False):
                        self.uploads.add(self.visitor, _names(b"".join(heard)))
            await send(message)

        return sent


def cookies_of(headers: Headers) -> dict[str, str]:
    """The cookies of a request by name; none where they cannot be read."""
    parsed: SimpleCookie = SimpleCookie()
    try:
        parsed.load(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in parsed.items()}


def number_of_visitor(headers: Headers) -> str:
    """The number by which the visitor is told; "" where there is none."""
    value = cookies_of(headers).get(VISITOR, "")
    return value if re.fullmatch(r"[\w-]{16,64}", value, re.ASCII) else ""


def _names(body: bytes) -> list[str]:
    """The names in what gradio says of an upload; none where it is an error."""
    try:
        told = json.loads(body)
    except ValueError:
        return []
    return [name for name in told if isinstance(name, str)] if isinstance(told, list) else []
