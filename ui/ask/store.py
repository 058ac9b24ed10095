"""What the server tells the browser to keep, and what the browser tells of it, as messages between the two.

The browser holds what was kept, each conversation by itself, and puts together what its tabs write (see store.js);
the server knows what one tab shows. Left out: what a conversation looks like as JSON (see `storage`).
"""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rag import Language
from ui.ask.conversations import DELETED, Conversation, Shelf
from ui.ask.storage import CONVERSATIONS, KEPT_BYTES, TURNS, kept, kept_conversation
from ui.gradio_setup import gr
from ui.scripts import script
from ui.wording import say

FORMER: Final = {"storage_key": "wenbao-conversations", "secret": "wenbao"}
"""Where browsers kept all conversations in one piece; they are read once more and taken over."""

_HERE: Final = Path(__file__).parent

LOADED: Final = (_HERE / "store_load.js").read_text("utf-8")
"""Runs when the page is loaded: what the browser keeps goes to the server."""

ASKED: Final = """(question, ...others) => {
  if (question?.trim()) document.dispatchEvent(new Event("wenbao-asked"));
  try { if (question?.trim()) sessionStorage.setItem("wenbao-asking", question); } catch { /* as private windows do */ }
  return [question, ...others];
}"""
"""Runs when a question is sent: until the server has heard of it, the tab itself remembers what it asked."""

OPENED: Final = """() => { document.dispatchEvent(new Event("wenbao-opened")); }"""
"""Runs when what the browser kept has come back from the server, or cannot: what was asked meanwhile is asked now."""

_MOST_CHARACTERS: Final = 4 * KEPT_BYTES
"""Of what a browser tells when the page is loaded: a longer text was not written here."""


def build_store(language: Language) -> gr.HTML:
    """The place that messages are given to, and that raises `follow` where another tab changed something."""
    return gr.HTML(
        "",
        html_template="",
        elem_id="store",
        visible="hidden",
        apply_default_css=False,
        js_on_load=script(_HERE / "store.js"),
        kept_bytes=KEPT_BYTES,
        conversations=CONVERSATIONS,
        turns=TURNS,
        deleted=DELETED,
        unkept=say("page-unkept", language, save=say("page-markdown", language)),
    )


def note(
    shelf: Shelf,
    *,
    asked: bool = False,
    heard: object = None,
    taken_over: bool = False,
    back: str = "",
    changed: Sequence[Conversation] = (),
) -> str:
    """The open conversation and all deletions, to be kept, and which conversations the server knows in what form.

    `asked` says that a question has arrived, `heard` which telling of the browser's is answered, `taken_over` that all
    conversations are to be kept, those of the former form among them. `back` is a question that could not be asked, to
    be put back into the box. `changed` are further conversations to be kept.
    """
    given = [kept_conversation(each) for each in (*filter(None, [shelf.open]), *changed)]
    if taken_over:
        given = kept(shelf)["conversations"]
    return json.dumps(
        {
            "stamp": time.time_ns(),  # so that no two messages are the same
            "open": shelf.current,
            "conversations": given,
            "deleted": dict(shelf.deleted),
            "known": {each.id: version(each) for each in shelf.conversations},
            "asked": asked,
            "heard": heard,
            "takenOver": taken_over,
            "back": back,
        }
    )


def version(conversation: Conversation) -> str:
    """What tells the forms of a conversation apart; store.js works it out in the same way."""
    turns = conversation.turns[-TURNS:]
    done, revised = sum(turn.stage == "done" for turn in turns), sum(turn.revised for turn in turns)
    return f"{conversation.named}.{conversation.pinned_at}.{len(turns)}.{done}.{revised}"


def told(value: object) -> Mapping[str, Any]:
    """What a browser tells when the page is loaded, as JSON values; nothing where it is of another form."""
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        return {}
    try:
        read = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
