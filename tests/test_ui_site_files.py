"""No event of the page takes a file that its visitor did not upload: nothing of the machine is read or handed out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import free_port

from ui.app import build_site
from ui.direct import gr

SECRET = "这一行只有机器的主人可以读"


class Visited:
    """A page being served, as a program sees it that sends whatever it likes."""

    def __init__(self, address: str, pages: dict[str, gr.Blocks]) -> None:
        self.address, self.pages = address, pages
        self.client = httpx.Client(base_url=address, trust_env=False, timeout=20)
        self.client.get("")  # a visitor opens the page first

    def raised(self, event: int, data: list[Any], session: str = "s") -> str:
        """What comes back when an event of the page is raised with these values."""
        joined = self.client.post("gradio_api/queue/join", json={"data": data, "fn_index": event, "session_hash": session})
        if joined.status_code != 200:
            return joined.text
        with self.client.stream("GET", f"gradio_api/queue/data?session_hash={session}") as told:
            lines = []
            for line in told.iter_lines():
                lines.append(line)
                if '"process_completed"' in line:
                    break
        return "\n".join(lines)


@pytest.fixture
def library_page(place) -> Iterator[Visited]:
    site = build_site(place.library())
    address = site.start("127.0.0.1", free_port())
    yield Visited(address, site._pages)
    site.close()


def file_of(path: object) -> dict[str, Any]:
    return {"path": str(path), "meta": {"_type": "gradio.FileData"}, "orig_name": "001.txt"}


def cached(secret: str) -> list[Path]:
    from gradio.utils import get_upload_folder

    return [file for file in Path(get_upload_folder()).rglob("*") if file.is_file() and secret in file.read_text("utf-8", "replace")]


def test_no_event_reads_a_file_of_the_machine(library_page, tmp_path, place):
    hidden = tmp_path / "secret.txt"
    hidden.write_text(SECRET, "utf-8")
    for number, event in library_page.pages["zh"].fns.items():
        told = library_page.raised(number, [file_of(hidden)] * len(event.inputs))
        assert SECRET not in told, event.api_name
        told = library_page.raised(number, [[file_of(hidden)]] * len(event.inputs))
        assert SECRET not in told, event.api_name
    assert cached(SECRET) == []
    assert place.names() == ["001.txt", "002.txt"]


def test_an_uploaded_file_is_taken_as_before(library_page, place):
    sent = library_page.client.post("gradio_api/upload", files={"files": ("新页.txt", "渡口的新船昨日下水，能坐四十人。".encode())})
    path = json.loads(sent.text)[0]
    adding = next(number for number, event in library_page.pages["zh"].fns.items() if event.api_name == "add")
    library_page.raised(adding, [[file_of(path)]])
    assert "001 (2).txt" in place.names() or "新页.txt" in place.names()
