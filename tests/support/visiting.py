"""A site being served, as a program sees it that sends whatever it likes; and the machine's files it may be after."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx

from rag.wording import Language
from support.serving import free_port
from ui.app import build_site
from ui.extras import NOTHING, Extras


class Visited:
    """A visitor with a browser's cookies at a site with these pages."""

    def __init__(self, address: str, pages: Mapping[Language, Any]) -> None:
        self.address, self.pages = address, pages
        self.client = httpx.Client(base_url=address, trust_env=False, timeout=120)
        self.client.get("")  # a visitor opens the page first

    def another(self) -> "Visited":
        return Visited(self.address, self.pages)

    def event(self, name: str, language: Language = "zh") -> int:
        """The number of the page's event of this name."""
        return next(number for number, event in self.pages[language].fns.items() if event.api_name == name)

    def raised(self, event: int, data: list[Any], prefix: str = "") -> str:
        """What comes back when an event of the page is raised with these values."""
        joined = self.client.post(
            f"{prefix}gradio_api/queue/join", json={"data": data, "fn_index": event, "session_hash": "s"}
        )
        if joined.status_code != 200:
            return joined.text
        lines = []
        with self.client.stream("GET", f"{prefix}gradio_api/queue/data?session_hash=s") as told:
            for line in told.iter_lines():
                lines.append(line)
                if '"process_completed"' in line or '"close_stream"' in line:
                    break
        return "\n".join(lines)

    def uploaded(self, name: str, content: str | bytes, prefix: str = "") -> str:
        """The path that gradio gives to an uploaded file."""
        raw = content.encode() if isinstance(content, str) else content
        return self.client.post(f"{prefix}gradio_api/upload", files={"files": (name, raw)}).json()[0]


@contextlib.contextmanager
def visiting(assistant, extras: Extras = NOTHING, host: str = "127.0.0.1", **named) -> Iterator[Visited]:
    """A visitor at the site of `assistant`, served at `host` while the block lasts."""
    site = build_site(assistant, extras=extras, **named)
    address = site.start(host, free_port())
    try:
        yield Visited(address.replace("0.0.0.0", "127.0.0.1"), site._pages)
    finally:
        site.close()


def file_of(path: object) -> dict[str, Any]:
    """A file as gradio's browser side describes it."""
    return {"path": str(path), "meta": {"_type": "gradio.FileData"}, "orig_name": "001.txt"}


def cached(secret: str) -> list[Path]:
    """The files in gradio's cache that hold these words."""
    from gradio.utils import get_upload_folder

    return [
        file
        for file in Path(get_upload_folder()).rglob("*")
        if file.is_file() and secret in file.read_text("utf-8", "replace")
    ]
