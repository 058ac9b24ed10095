"""The server: the page in each language, at an address of its own, for one assistant.

Chinese is at `/`, English at `/en/`; a visitor is led to one of them at the first visit (see language.js) and changes
by the link in the masthead. Both are one origin, so that a visitor's conversations are there in either language.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import FileResponse, RedirectResponse, Response
from markupsafe import Markup
from starlette.background import BackgroundTask

from rag import Language, ServeError
from rag.evaluation import Finished
from ui.api import speak_json
from ui.api_arguments import ARGUMENTS, call_arguments
from ui.extras import NOTHING, Extras
from ui.gradio_setup import Server, gr
from ui.server.address import check_address
from ui.server.connections import start_bounded
from ui.server.gate import Gate, Rules
from ui.server.headers import SecurityHeaders
from ui.server.hosts import name_of
from ui.server.limits import Limits
from ui.server.sessions import BoundedSessions
from ui.server.uploads import Uploads
from ui.templating import render
from ui.theme import SEAL, newspaper_theme
from ui.wording import say

PATHS: Final[dict[Language, str]] = {"en": "/en", "zh": "/"}
"""Where each language is mounted; the root comes last, since whatever is mounted after it is never reached."""

_PAGE: Final = Path(__file__).parents[1]


Results = Callable[[str], Finished | None]
"""The evaluation of a token, None where there is none."""


class Site:
    """Pages in one or both languages, and their server while it runs."""

    def __init__(
        self,
        pages: Mapping[Language, gr.Blocks],
        extras: Extras = NOTHING,
        upload_bytes: int = 0,
        results: Results = lambda _: None,
    ) -> None:
        """No file of more than `upload_bytes` is taken; `results` gives the evaluation of a token, to be had as files.

        `extras` says whether each page is an MCP server as well, by which names it may be called, and who may log in.
        """
        self._results = results
        self._pages = pages
        self._extras = extras
        self._upload_bytes = upload_bytes
        self._server: Server | None = None

    def start(self, host: str, port: int, home: Language | None = None) -> str:
        """Serve the pages in threads of their own and give the address of the root.

        `home` is the language that a visitor who has chosen none is led to; without it, the browser's. A language that
        there is no page in leads nowhere. Raises ServeError where the address cannot be used.
        """
        check_address(host, port)
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        app.get("/results/{token}/{language}/{name}")(self._result)
        if "en" in self._pages:
            app.get("/en")(lambda: RedirectResponse("en/"))
        if "zh" not in self._pages:
            app.get("/")(lambda: RedirectResponse("en/"))
        for language in (each for each in PATHS if each in self._pages):
            _mount(app, self._pages[language], language, home, len(self._pages) > 1, self._extras, self._upload_bytes)
        app.add_middleware(Gate, rules=self._rules(host))
        app.add_middleware(Limits)  # outside the gate, which reads what is sent
        app.add_middleware(SecurityHeaders)
        try:
            address, self._server = start_bounded(app, host, port)
        except OSError as error:
            # Taken in the moment since the check.
            raise ServeError("port-busy", port=port) from error
        return address

    def _rules(self, host: str) -> Rules:
        """What holds at the gate of the pages when they are served at `host`."""
        return Rules(
            hosts=frozenset(name_of(name) for name in (_bracketed(host), *self._extras.hosts)) - {""},
            arguments=call_arguments,
            endpoints={
                _prefix(language): {
                    number: event.api_name for number, event in page.fns.items() if event.api_name in ARGUMENTS
                }
                for language, page in self._pages.items()
            },
            uploads=Uploads(str(next(iter(self._pages.values())).app.uploaded_file_dir)),
            login=self._extras.login,
            mcp=self._extras.mcp,
            takes_files=self._upload_bytes > 0,
        )

    def _result(self, token: str, language: str, name: str) -> Response:
        """An evaluation as a file, of whose place on this machine its address tells nothing."""
        finished = self._results(token)
        known = next((each for each in PATHS if each == language), None)
        files = {file.name: file for file in finished.files(known)} if finished and known else {}
        if name not in files:
            return Response(status_code=404)
        return FileResponse(
            files[name], filename=name, background=BackgroundTask(lambda: finished)
        )  # whose files are there while anything has it

    def close(self) -> None:
        """End serving; what is being answered is not finished."""
        if self._server is None:
            return
        for page in self._pages.values():
            page._queue.close()
            page.is_running = False
            page.app.stop_event.set()
        self._server.close()
        self._server = None


def _mount(
    app: FastAPI,
    page: gr.Blocks,
    language: Language,
    home: Language | None,
    leads: bool,
    extras: Extras,
    upload_bytes: int,
) -> None:
    """Put a page at its path, with nothing of gradio's that reaches outside, records or has no place here."""
    bare: dict[str, Any] = {
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": extras.mcp,
        "max_file_size": upload_bytes,
    }
    first = _PAGE / "style.css"
    others = sorted((path for path in _PAGE.rglob("*.css") if path != first), key=lambda path: path.name)
    gr.mount_gradio_app(
        app,
        page,
        PATHS[language],
        theme=newspaper_theme(),
        show_error=False,
        css_paths=[first, *others],
        head=_head(language, home, leads),
        auth=extras.login.check if extras.login else None,
        auth_message=say("page-login", language),
        **bare,
    )
    if extras.mcp:
        speak_json(page)
    apps = (
        getattr(route, "app", None)
        for route in app.routes
        if getattr(route, "path", None) == PATHS[language].rstrip("/")
    )
    page.app = next(mounted for mounted in apps if isinstance(mounted, FastAPI))
    # Without this gradio looks at no path that an event names, and hands out any file of the machine.
    page.has_launched = True
    page.app.state_holder = BoundedSessions(page)
    page.app.iterators = _Iterators()
    if extras.login:  # who has logged in on one page has on the other
        page.app.tokens, page.app.cookie_id = extras.login.tokens, extras.login.cookie


_LABELS: Final = ("tabs", "conversation", "newest", "files")
"""Parts of gradio's own that labels.js names."""


class _Iterators(dict[str, Any]):
    """What is being answered, by its event. Of one that is cancelled just as it ends, gradio takes the entry away
    twice, which would be a fault of the server's to the browser, and a traceback in the log.
    """

    def __delitem__(self, event: str) -> None:
        self.pop(event, None)


def _prefix(language: Language) -> str:
    return PATHS[language].rstrip("/")


def _bracketed(host: str) -> str:
    """`host` as it stands in a Host header: an IPv6 address in brackets."""
    return f"[{host.strip('[]')}]" if ":" in host else host


def _head(language: Language, home: Language | None, leads: bool) -> str:
    names = ("memory", "language", "look", "labels", "keymap", "composing", "opening", "streams")
    scripts = "\n".join((_PAGE / f"{name}.js").read_text("utf-8") for name in names)
    icon = quote(render("server/icon", language, colour=SEAL[0]))
    labels = {name: say(f"page-label-{name}", language) for name in _LABELS}
    return render(
        "server/head",
        language,
        home=home or "",
        leads=leads,
        scripts=Markup(scripts),
        icon=Markup(icon),
        labels=labels,
    )
