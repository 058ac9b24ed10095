"""What stands between the network and gradio: every request passes here first, and most kinds of request end here.

Checked in this order: the Host, the Origin, the door (`doors`), the login, and of what an event sends its size, its
form and the files it names. An ASGI middleware (asgi.readthedocs.io, "HTTP"). Left out: limits of number and time
(`limits`), and what goes back with every answer (`headers`).
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from rag import Language
from ui.server.doors import door
from ui.server.hosts import is_named, is_own
from ui.server.login import Login
from ui.server.request import RefusalError, Request, cookies_of, number_of_visitor
from ui.server.uploads import Uploads, files_named
from ui.wording import say

EVENT_BYTES: Final = 16_000_000
"""Largest event: a browser keeps some 5 million characters of conversations, three bytes each, and sends them along."""

FORM_BYTES: Final = 1_000_000
"""Largest login and largest message of an agent: twenty earlier turns of two thousand characters are far smaller."""

UNASKED: Final = ("page", "deep_link", "view")
"""What gradio reads in a page's address and the site has no use for: `?page=` is an error in it."""

Arguments = Callable[[str, object, Language], list[Any]]
"""Gives the arguments of an endpoint, by its name and what was sent (a list, or a mapping of names), those left out
added; raises ValueError with a sentence for others."""


@dataclass(frozen=True)
class Rules:
    """What holds for a site.

    `hosts` are the names, in lower case, by which it may be called beside loopback ones. `login` is None where anyone
    may come in. `arguments` checks the calls of endpoints, `endpoints` names these by gradio's number, for each page by
    its prefix ("" or "/en"). `uploads` are the visitors' files; without `takes_files` none is taken.
    """

    hosts: Collection[str]
    arguments: Arguments
    endpoints: Mapping[str, Mapping[int, str]]
    uploads: Uploads
    login: Login | None = None
    mcp: bool = False
    takes_files: bool = False


class Gate:
    """The site's application, with `rules` at its entrance."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in, refuse the rest."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks through web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        language: Language = "en" if scope["path"].startswith("/en") else "zh"
        try:
            entered = await self._entered(scope, receive, language)
        except RefusalError as refusal:
            kind = PlainTextResponse if entered_page(scope) else JSONResponse
            content: Any = refusal.text if kind is PlainTextResponse else {"error": refusal.text}
            await kind(content, refusal.status)(scope, receive, send)
            return
        await entered.by(self._app, send)

    async def _entered(self, scope: Scope, receive: Receive, language: Language) -> Request:
        """The request as the application gets it. Raises RefusalError."""
        headers = Headers(scope=scope)
        self._check_caller(scope, headers, language)
        found = door(scope["method"], scope["path"])
        if found is None or (found.rule == "mcp" and not self._rules.mcp):
            raise RefusalError(404, say("gate-no-door", language))
        request = Request({**scope}, receive, found, number_of_visitor(headers), language)
        await self._check_login(request, headers)
        if found.rule == "page":
            request.without(UNASKED)
        elif found.rule == "file":
            self._check_file(request)
        elif found.rule == "upload":
            if not self._rules.takes_files:
                raise RefusalError(403, say("library-read-only", language))
            if not request.visitor:
                raise RefusalError(403, say("gate-no-visitor", language))
            request.follow(self._rules.uploads)
        elif found.rule == "stream":
            request.follow(self._rules.uploads)
        elif found.rule in ("login", "mcp"):
            if scope["method"] == "POST":
                await request.read(FORM_BYTES, headers)
        elif found.rule in ("event", "call", "run"):
            await self._check_event(request, headers)
        return request

    def _check_caller(self, scope: Scope, headers: Headers, language: Language) -> None:
        """By which name the site is called, and from which page. Raises RefusalError."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not is_named(hosts[0], self._rules.hosts, (scope.get("server") or ("",))[0]):
            raise RefusalError(403, say("gate-host", language))
        if scope["method"] in ("GET", "HEAD") and "/mcp" not in scope["path"]:
            return
        origins = headers.getlist("origin")
        foreign = any(not is_own(origin, hosts[0]) for origin in origins)
        # A browser that sends no Origin still says where the request comes from (Fetch Metadata).
        if foreign or headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            raise RefusalError(403, say("gate-origin", language))

    async def _check_login(self, request: Request, headers: Headers) -> None:
        """Whether the request may pass without a login, or has one. Raises RefusalError."""
        login = self._rules.login
        if login is None or request.door.rule in ("page", "asset", "login"):
            return
        if any(
            login.tokens.get(value)
            for name, value in cookies_of(headers).items()
            if name.startswith("access-token") and name.endswith(login.cookie)
        ):
            return
        # What the reply does not say is that Basic would do: a browser would ask for a password in a window of its own.
        token = await login.token(headers.get("authorization", ""))
        if token is None:
            raise RefusalError(401, say("gate-login", request.language))
        request.add_cookie(f"access-token-unsecure-{login.cookie}", token)

    def _check_file(self, request: Request) -> None:
        """A file of gradio's that another visitor did not upload. Raises RefusalError for any other."""
        uploads, name = self._rules.uploads, request.door.path
        path = uploads.path(name)
        if path is None or uploads.holds_of_another(request.visitor, name):
            raise RefusalError(403, say("gate-file", request.language))
        request.lead_to(f"{request.door.prefix}/gradio_api/file={path}")

    async def _check_event(self, request: Request, headers: Headers) -> None:
        """The form of an event and the files it names; a call's arguments are made complete. Raises RefusalError."""
        wrong = RefusalError(400, say("gate-form", request.language))
        try:
            body = json.loads(await request.read(EVENT_BYTES, headers))
        except (ValueError, RecursionError):
            raise wrong from None
        if not isinstance(body, dict):
            raise wrong
        files = list(files_named(body))
        for file in files:
            path = (
                self._rules.uploads.path(file["path"])
                if self._rules.uploads.holds(request.visitor, file["path"])
                else None
            )
            if path is None:
                raise RefusalError(403, say("gate-file", request.language))
            file["path"] = path
        if request.door.rule != "event":
            self._complete(request, body, wrong)
        elif files:
            request.send_on(body)

    def _complete(self, request: Request, body: dict[str, Any], wrong: RefusalError) -> None:
        """Put in what a call of an endpoint may leave out. Raises RefusalError for other events and arguments."""
        found = request.door
        endpoints = self._rules.endpoints[found.prefix]
        name = endpoints.get(body["fn_index"], "") if isinstance(body.get("fn_index"), int) else found.name
        if name not in endpoints.values():
            raise RefusalError(404, say("gate-no-door", request.language))
        if not found.by_name and not isinstance(body.get("data"), list):
            raise wrong
        try:
            arguments = self._rules.arguments(name, body if found.by_name else body["data"], request.language)
        except ValueError as error:
            raise RefusalError(400, str(error)) from error
        if not found.by_name:
            request.send_on({**body, "data": arguments})
        request.faults = [] if found.rule == "run" else None


def entered_page(scope: Scope) -> bool:
    """Whether a person looks at the answer rather than a program."""
    found = door(scope["method"], scope["path"])
    return found is None or found.rule in ("page", "asset", "file", "result")
