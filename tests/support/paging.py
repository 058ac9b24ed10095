"""A visitor of the page itself, without a browser: what a browser sends when something is done, and what comes back.

The page's own events are private; a browser finds them in the page's configuration, and so does this.
"""

import contextlib
import json
import secrets
from collections.abc import Iterator
from typing import Any

import httpx

ANSWER_SECONDS = 600  # twenty visitors beside ten other programs


class PageVisitor:
    """One browser: a session of its own, its components' values those that the page began with."""

    def __init__(self, address: str, session: str = "") -> None:
        self.session = session or secrets.token_hex(6)
        self.http = httpx.Client(base_url=address, trust_env=False, timeout=ANSWER_SECONDS)
        config = self.http.get("config").raise_for_status().json()
        self._components = {each["id"]: each for each in config["components"]}
        self._events = config["dependencies"]

    def event(self, name: str, happening: str) -> dict[str, Any]:
        """What the page does when `happening`, "submit" or "click", happens to the component called `name`."""
        return next(
            event
            for event in self._events
            for component, what in event["targets"]
            if what == happening and self._called(component) == name
        )

    def _called(self, component: int | None) -> str:
        return str(self._components[component]["props"].get("elem_id")) if component in self._components else ""

    def join(self, name: str, happening: str, **given: Any) -> httpx.Response:
        """Do it. `given` are the values of components by their name, "-" written "_"; the others are as they began."""
        event = self.event(name, happening)
        values = [
            given.get(self._called(each).replace("-", "_"), self._components[each]["props"].get("value"))
            for each in event["inputs"]
        ]
        trigger = next(component for component, what in event["targets"] if what == happening)
        return self.http.post(
            "gradio_api/queue/join",
            json={"data": values, "fn_index": event["id"], "session_hash": self.session, "trigger_id": trigger},
        )

    @contextlib.contextmanager
    def listening(self) -> Iterator[Iterator[dict[str, Any]]]:
        """The messages of the server to this session, while it listens."""
        with self.http.stream("GET", "gradio_api/queue/data", params={"session_hash": self.session}) as response:
            yield (json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: "))

    def heard(self, name: str, happening: str, **given: Any) -> list[dict[str, Any]]:
        """Do it and listen until it is done: all messages."""
        self.join(name, happening, **given).raise_for_status()
        with self.listening() as messages:
            return list(_until_done(messages))

    def asked(self, question: str) -> str:
        """The words of the page's last reply to a typed question, as HTML. Raises RuntimeError where there is none."""
        words = ""
        for message in self.heard("question", "submit", question=question):
            found = [text for text in _texts(message.get("output") or {}) if 'class="reply' in text]
            words = found[-1] if found else words
            if message["msg"] == "process_completed" and not message["success"]:
                raise RuntimeError(str(message["output"]))
        return words

    def asked_anew(self, question: str) -> str:
        """The same in a new session, which has asked nothing before: what came before bears on an answer."""
        self.session = secrets.token_hex(6)
        return self.asked(question)

    def uploaded(self, name: str, content: bytes) -> httpx.Response:
        """Send a file as a browser does."""
        return self.http.post("gradio_api/upload", files={"files": (name, content)})


def _until_done(messages: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for message in messages:
        yield message
        if message["msg"] in ("process_completed", "unexpected_error"):
            return


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
