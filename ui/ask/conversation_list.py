"""The list of conversations beside the open one: by days, searched, pinned, renamed and deleted where they stand.

The server tells what there is, the browser groups it by its own days and searches what it keeps (conversation_list.js).
Left out: the conversations themselves (see `conversations`).
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from rag import Language
from ui.ask.conversations import Conversation, Shelf
from ui.ask.store import note
from ui.gradio_setup import gr
from ui.scripts import script
from ui.templating import render
from ui.wording import say

_SCRIPT: Final = Path(__file__).parent / "conversation_list.js"

UNCHANGED: Final = (gr.skip(),) * 5
"""Where nothing of what is shown of a shelf is another."""


DELETED: Final = 20
"""Deletions of one page that can be undone, the last ones."""


class Deletions:
    """What one page deleted, to be undone while it stays open. It belongs to a session and is changed in place."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._deleted: dict[str, tuple[Conversation, bool]] = {}

    def __deepcopy__(self, _: object) -> "Deletions":
        return Deletions()  # gradio copies the first value of a state for each session

    def remember(self, conversation: Conversation, was_open: bool) -> None:
        """Remember a conversation that is deleted now, and whether it was open."""
        with self._lock:
            self._deleted[conversation.id] = (conversation, was_open)
            for id in list(self._deleted)[:-DELETED]:
                del self._deleted[id]

    def take(self, id: object) -> tuple[Conversation, bool] | None:
        """The deleted conversation of this id and whether it was open, once; None for whatever else a browser sends."""
        with self._lock:
            return self._deleted.pop(id, None) if isinstance(id, str) else None


class Row(NamedTuple):
    """A conversation as the list has it; `asked` is when its last question was, in milliseconds since 1970."""

    id: str
    title: str
    asked: int
    pinned: bool
    current: bool


class ConversationList:
    """The list's component and handlers. `show` gives the updates of the components that show a shelf's open
    conversation, in the order of the outputs that `connect` is given: conversation, shelf, panel, list and browser.
    """

    def __init__(self, language: Language, show: Callable[[Shelf], tuple[Any, ...]]) -> None:
        self._language = language
        self._show = show

    def build(self) -> gr.HTML:
        """Put the list where gradio stands; it is given, for other events to update."""
        self._deletions = gr.State(Deletions())
        self._list = gr.HTML(
            listed(Shelf(), self._language),
            html_template=render("ask/conversation_list", self._language),
            elem_id="conversation-list",
            apply_default_css=False,
            js_on_load=script(_SCRIPT),
        )
        return self._list

    def connect(self, shelf: gr.State, shown: list[Any], asking: list[Any]) -> None:
        """Tie the list to the handlers; what is being asked (`asking`) ends where another conversation is opened, or
        the open one deleted.
        """
        changing: dict[str, Any] = {
            "outputs": shown,
            "show_progress": "hidden",
            "api_visibility": "private",
            # Several changes come one right after the other: each of them counts, in its turn.
            "trigger_mode": "multiple",
            "concurrency_id": "conversations",
            "concurrency_limit": 1,
        }
        opening = {**changing, "cancels": asking}
        self._list.open_conversation(self.open, [shelf], **opening)  # raised by conversation_list.js, as all of these
        self._list.delete_open(self.delete, [shelf, self._deletions], **opening)
        self._list.delete_other(self.delete, [shelf, self._deletions], **changing)
        self._list.undo(self.undo, [shelf, self._deletions], **changing)
        self._list.rename(self.rename, [shelf], **changing)
        self._list.pin(self.pin, [shelf], **changing)

    def open(self, shelf: Shelf, event: gr.EventData) -> tuple[Any, ...]:
        """The conversation that was chosen, opened."""
        known = shelf.conversation(event._data.get("id"))
        return self._show(shelf.with_open(known.id)) if known else UNCHANGED

    def delete(self, shelf: Shelf, deletions: Deletions, event: gr.EventData) -> tuple[Any, ...]:
        """The shelf without the conversation; another one stays open."""
        known = shelf.conversation(event._data.get("id"))
        if known is None:
            return UNCHANGED
        was_open = known.id == shelf.current
        deletions.remember(known, was_open)
        left = shelf.without_one(known.id)
        return self._show(left) if was_open else self._changed(left)

    def undo(self, shelf: Shelf, deletions: Deletions, event: gr.EventData) -> tuple[Any, ...]:
        """The shelf with the deleted conversation again, open where it was and nothing else was opened since."""
        undone = deletions.take(event._data.get("id"))
        if undone is None:
            return UNCHANGED
        deleted, was_open = undone
        ids = {each.id for each in shelf.conversations}
        whole = shelf.with_back(deleted)
        back = next(each for each in whole.conversations if each.id not in ids)
        if was_open and not shelf.current:
            return self._show(whole.with_open(back.id))
        return self._changed(whole, back)

    def rename(self, shelf: Shelf, event: gr.EventData) -> tuple[Any, ...]:
        """The conversation with its new name."""
        id, name = event._data.get("id"), event._data.get("name")
        return self._with_one(shelf.with_name(id, name), id) if isinstance(name, str) else UNCHANGED

    def pin(self, shelf: Shelf, event: gr.EventData) -> tuple[Any, ...]:
        """The conversation at the top of the list, or in its place again."""
        id, pinned = event._data.get("id"), event._data.get("pinned")
        return self._with_one(shelf.with_pin(id, pinned), id) if isinstance(pinned, bool) else UNCHANGED

    def _with_one(self, shelf: Shelf, id: object) -> tuple[Any, ...]:
        known = shelf.conversation(id)
        return self._changed(shelf, known) if known else UNCHANGED

    def _changed(self, shelf: Shelf, *changed: Conversation) -> tuple[Any, ...]:
        """What is shown where the open conversation stays as it is."""
        return gr.skip(), shelf, gr.skip(), listed(shelf, self._language), note(shelf, changed=changed)


def listed(shelf: Shelf, language: Language) -> str:
    """The conversations, the last asked first, as rows for the browser to arrange."""
    rows = [
        Row(each.id, each.title or say("page-untitled-conversation", language), each.asked, each.pinned, is_open)
        for each in sorted(shelf.conversations, key=lambda each: -each.asked)
        for is_open in [each.id == shelf.current]
    ]
    return render("ask/conversation_rows", language, rows=rows)


def relisted(former: Shelf, shelf: Shelf, language: Language) -> Any:
    """The list of conversations where it is another one than that of `former`."""
    rows = listed(shelf, language)
    return gr.skip() if rows == listed(former, language) else rows
