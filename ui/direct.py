"""gradio, imported without the proxies of the user's environment.

gradio makes an HTTP client when it is imported, which with a SOCKS proxy set fails for a package that we do not need.
The page itself never goes out, so it is done as if no proxy were set. The other files of the page import `gr` from
here.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_proxies() -> Iterator[None]:
    """Have HTTP clients that are made meanwhile use no proxy; the environment is then as it was."""
    before = {name: os.environ.get(name) for name in ("no_proxy", "NO_PROXY")}
    os.environ.update(dict.fromkeys(before, "*"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


with without_proxies():
    import gradio as gr
    from gradio.http_server import Server, start_server

__all__ = ["Server", "gr", "start_server"]
