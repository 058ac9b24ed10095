"""gradio, imported without the proxies of the user's environment, and without the files it writes for editors.

gradio makes an HTTP client when it is imported, which with a SOCKS proxy set fails for a package that we do not need.
The page itself never goes out, so it is done as if no proxy were set. At every import it also parses the source of
each component and writes a .pyi file beside it, half of the 3.3 s that importing takes on two cores; nothing here
needs one. The other files of the page import `gr` from here.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

from rag import changed_on_loading, without_collections

LOOKING: Final[dict[str, Any]] = {"show_progress": "hidden", "concurrency_limit": None, "api_visibility": "private"}
"""How gradio is to raise an event that is done at once: nothing shows that it runs, and none waits for another."""

PRESSED: Final[dict[str, Any]] = {**LOOKING, "trigger_mode": "always_last"}
"""The same for what is pressed to see something: pressed again while the page still waits for the one before, it is
done after that, where gradio would drop it. Scripts raise it by `triggerLast`."""

COUNTED: Final[dict[str, Any]] = {**LOOKING, "trigger_mode": "multiple"}
"""The same for what changes something: each press counts. Where that works on beside the page, what is pressed twice is
one change all the same, see `Background.begin`."""


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


def _write_no_stubs(module: ModuleType) -> None:
    if hasattr(module, "create_or_modify_pyi"):
        vars(module)["create_or_modify_pyi"] = lambda *_: None


class _NoServer:
    """Stands where gradio makes a page's server."""

    @staticmethod
    def create_app(*_: object, **__: object) -> None:
        return None


@contextmanager
def without_servers() -> Iterator[None]:
    """Have the pages that are built meanwhile make no server of their own.

    gradio makes one when a page is begun and another when it is complete, in case somebody asks for it before it is
    launched or mounted, which makes a third. Each has eighty routes, whose arguments are all analysed: half of what
    building a page took.
    """
    before = gradio.blocks.App
    vars(gradio.blocks)["App"] = _NoServer
    try:
        yield
    finally:
        vars(gradio.blocks)["App"] = before


def _updates_whole(compare: Callable[[Any, Any], list[Any]]) -> Callable[[Any, Any], list[Any]]:
    """Compares what an event gives a component with what it gave it before, as gradio does, but updates as a whole.

    The browser applies the difference to the very object that it got before. Where it has not come to that one yet,
    as under load, properties that the next update leaves out are taken away before they were ever shown.
    """

    def compared(former: Any, present: Any) -> list[Any]:
        if isinstance(present, dict) and present.get("__type__") == "update" and former != present:
            return [["replace", [], present]]
        return compare(former, present)

    return compared


with without_collections(), without_proxies(), changed_on_loading("gradio.component_meta", _write_no_stubs):
    import gradio as gr
    import gradio.blocks
    import gradio.utils
    from gradio.http_server import Server, start_server

__all__ = ["Server", "gr", "start_server", "without_servers"]

vars(gradio.utils)["diff"] = _updates_whole(gradio.utils.diff)
