"""The server's connections: how many there may be, and how long one may be silent before it is closed.

uvicorn waits for ever where a request's head comes in drops or an answer is not fetched; its connections are given
clocks here. Left out: the bodies of requests (see `limits`).
"""

import asyncio
from typing import Any, Final

from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.gradio_setup import Server, gr

CONNECTIONS: Final = 800
"""At a time: a browser opens six and keeps two, and a process may have 1,024 files."""

CONNECTIONS_EACH: Final = 500
"""Of one address; fifty people may come through one."""

HEAD_SECONDS: Final = 10.0
"""Until a request's head has come, from the connection's beginning or the end of the answer before."""

FETCH_SECONDS: Final = 60.0
"""While nothing of an answer is fetched."""

HEAD_BYTES: Final = 65536
"""Largest head; a page's address may hold a whole conversation's questions."""


def start_bounded(app: Any, host: str, port: int) -> tuple[str, Server]:
    """Serve `app` in a thread: the address of its root, and the server. Raises OSError where it cannot be served."""
    named = "localhost" if host == "0.0.0.0" else host
    server = Server(
        Config(
            app,
            host.strip("[]"),
            port,
            log_level="warning",
            http=BoundedConnection,
            ws="none",
            limit_concurrency=CONNECTIONS,
            h11_max_incomplete_event_size=HEAD_BYTES,
        )
    )
    try:
        server.run_in_thread()
    except gr.exceptions.ServerFailedToStartError as error:
        raise OSError(str(error)) from error
    return f"http://{named}:{port}/", server


class BoundedConnection(H11Protocol):
    """A connection that is closed when its client lets it wait too long."""

    _head: asyncio.TimerHandle | None = None
    _fetch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, where not too many connections are open."""
        super().connection_made(transport)  # type: ignore[arg-type]  # as uvicorn has it
        clients = (getattr(each, "client", None) or ("",) for each in self.connections)
        if sum(client[0] == (self.client or ("",))[0] for client in clients) > CONNECTIONS_EACH:
            self.transport.abort()
            return
        self._wait_for_head()

    def handle_events(self) -> None:
        """Take what has come, and wait for the rest of a head no longer than for a head."""
        super().handle_events()
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._stop("_head")
        self._stop("_fetch")
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client fetches nothing for now."""
        super().pause_writing()
        self._fetch = self._fetch or self.loop.call_later(FETCH_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client fetches again."""
        self._stop("_fetch")
        super().resume_writing()

    def _wait_for_head(self) -> None:
        """Run the clock while no request is answered."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop("_head")
        elif self._head is None and not self.transport.is_closing():
            self._head = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop(self, name: str) -> None:
        clock = getattr(self, name)
        if clock is not None:
            clock.cancel()
            setattr(self, name, None)
