"""The addresses of the site, each a door with a rule of its own; whatever is not listed here is not there.

gradio has some seventy routes: for developers, for its own cloud, for components that the page has none of. Those that
the page and the documented interfaces need are named here, so that a new version of gradio opens nothing by itself.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

Rule = Literal["page", "asset", "login", "event", "call", "run", "stream", "file", "result", "upload", "mcp"]
"""What is behind a door: a page, its scripts and styles, gradio's login, an event of the page, a documented endpoint
(queued, or answered at once), what is told of events, an uploaded file, an evaluation as a file, the taking of files,
the MCP server."""

_READ, _SEND = frozenset({"GET", "HEAD"}), frozenset({"POST"})
_NAME = r"(?P<name>\w{1,40})"

_DOORS: Final[tuple[tuple[Rule, frozenset[str], str], ...]] = (
    ("page", _READ, r"/?"),
    ("page", _READ, r"/config/?"),
    ("asset", _READ, r"/(assets|static)/.*|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt"),
    ("asset", _READ, r"/gradio_api/(theme\.css|startup-events|login_check/?|user/?|app_id/?)"),
    ("login", _SEND, r"/login/?"),
    ("stream", _READ, r"/logout"),
    ("stream", _READ, r"/gradio_api/(info/?|queue/data|upload_progress|heartbeat/\w{1,64})"),
    ("stream", _READ, r"/gradio_api/call/(v2/)?\w{1,40}/\w{1,64}"),
    ("event", _SEND, r"/gradio_api/(queue/join|cancel|reset/?)"),
    ("call", _SEND, rf"/gradio_api/call/(?P<by_name>v2/)?{_NAME}/?"),
    ("run", _SEND, rf"/gradio_api/(run|api)/{_NAME}/?"),
    ("file", _READ, r"/gradio_api/file=(?P<path>.+)"),
    ("result", _READ, r"/results/[\w-]{1,64}/\w{1,8}/[\w.-]{1,40}"),
    ("upload", _SEND, r"/gradio_api/upload"),
    ("mcp", _READ | _SEND | {"DELETE"}, r"/gradio_api/mcp/?"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a request leads: the rule, the prefix of the page ("" or "/en"), and what the address itself names."""

    rule: Rule
    prefix: str
    name: str = ""
    by_name: bool = False
    path: str = ""


def door(method: str, path: str) -> Door | None:
    """The door that a request knocks at; None where there is none."""
    prefix = "/en" if path == "/en" or path.startswith("/en/") else ""
    for rule, methods, form in _DOORS:
        found = re.fullmatch(form, path[len(prefix) :], re.ASCII | re.DOTALL) if method in methods else None
        if found:
            named = found.groupdict()
            return Door(rule, prefix, named.get("name") or "", bool(named.get("by_name")), named.get("path") or "")
    return None
