"""A page of one's own being served in this process, for tests of what hangs on a page; and free ports."""

import contextlib
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi import FastAPI

from ui.gradio_setup import gr, start_server, without_proxies


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(page: gr.Blocks, port: int = 0, **options) -> Iterator[str]:
    """The address of `page` while it is served; `options` are those of gradio's mounting."""
    app = FastAPI()
    bare = {"footer_links": [], "run_history": False, "ssr_mode": False, "mcp_server": False, "show_error": False}
    with without_proxies():
        gr.mount_gradio_app(app, page, "/", **{**bare, **options})
        _, _, address, server = start_server(app, "127.0.0.1", port or free_port())
    try:
        yield address
    finally:
        server.close()


def in_a_thread(work: Callable[[], Any]) -> Any:
    """What `work` gives, in a thread of its own: an event loop cannot be run beside the one of an open browser."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
