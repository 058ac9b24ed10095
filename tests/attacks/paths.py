"""Every event of every tab is given files that its visitor did not upload; and the machine's files are asked for.

A file is read when its words come back, or lie in gradio's cache or among the pages afterwards.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from support.shelving import FERRY, Place, share_terms
from support.visiting import Visited, cached, file_of, visiting

from attacks.outcome import Outcome
from rag.wording import Language
from ui.extras import NOTHING, Extras

SECRET = "这一行只有机器的主人可以读"
MODES = {"changeable": ({}, NOTHING), "read-only": ({"read_only": True}, NOTHING), "mcp": ({}, Extras(mcp=True))}


def attempts() -> Iterator[Outcome]:
    share_terms()
    for mode, (named, extras) in MODES.items():
        with tempfile.TemporaryDirectory() as folder:
            place = Place(Path(folder))
            hidden = Path(folder) / "secret.txt"
            hidden.write_text(SECRET, "utf-8")
            (Path(folder) / "link.txt").symlink_to(hidden)
            with visiting(place.library(**named), extras) as visitor:
                yield from _events(mode, visitor, hidden)
                yield from _fetched(mode, visitor, hidden)
            taken = cached(SECRET) + [
                file for file in place.source.rglob("*") if SECRET in file.read_text("utf-8", "replace")
            ]
            yield Outcome("files read", f"{mode}: what lies in the cache and the corpus", ", ".join(map(str, taken)))


def _paths(visitor: Visited, hidden: Path) -> dict[str, str]:
    other = visitor.another()
    upload = {"files": ("theirs.txt", FERRY.encode())}
    sent = other.client.post("gradio_api/upload", files=upload)
    theirs = {"uploaded by another": sent.json()[0]} if sent.status_code == 200 else {}
    return {
        "foreign": str(hidden),
        "relative": os.path.relpath(hidden),
        "linked": str(hidden.with_name("link.txt")),
        "dots": f"{hidden.parent}/a/../secret.txt",
        "proc": f"/proc/self/root{hidden}",
        "environment": "/proc/self/environ",
        "descriptor": "/proc/self/fd/0",
        "device": "/dev/zero",
        "address": "http://127.0.0.1:9/a.txt",
        "file address": f"file://{hidden}",
        **theirs,
    }


def _events(mode: str, visitor: Visited, hidden: Path) -> Iterator[Outcome]:
    paths = _paths(visitor, hidden)
    prefixes: dict[Language, str] = {"zh": "", "en": "en/"}
    for language, prefix in prefixes.items():
        for number, event in visitor.pages[language].fns.items():
            for kind, path in paths.items():
                data = [[file_of(path)] if event.api_name == "add" else file_of(path)] * len(event.inputs)
                sent = visitor.client.post(
                    f"{prefix}gradio_api/queue/join",
                    json={"data": data, "fn_index": number, "session_hash": "s", "event_data": file_of(path)},
                )
                problem = (
                    ""
                    if sent.status_code == 403 and SECRET not in sent.text
                    else f"{sent.status_code} {sent.text[:80]}"
                )
                yield Outcome("files named in events", f"{mode}: {language} {event.api_name}, {kind}", problem)


def _fetched(mode: str, visitor: Visited, hidden: Path) -> Iterator[Outcome]:
    """The machine's files asked for by address, and by endpoints that exist for other purposes."""
    for path in _paths(visitor, hidden).values():
        for address in (
            f"gradio_api/file={path}",
            f"gradio_api/file/{path}",
            f"en/gradio_api/file={path}",
            f"static/{path}",
            f"assets/{path}",
            f"assets/..%2f..%2f..%2f{path}",
            f"gradio_api/proxy={path}",
            f"gradio_api/custom_component/a/client/b/{path}",
        ):
            got = visitor.client.get(address)
            problem = (
                ""
                if got.status_code in (400, 403, 404) and SECRET not in got.text
                else f"{got.status_code} {got.text[:80]}"
            )
            yield Outcome("files asked for by address", f"{mode}: {address}", problem)
