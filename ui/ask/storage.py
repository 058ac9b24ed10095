"""Conversations -> what the browser keeps of them: enough to show every answer with its sources again.

Left out: how that is read again (see `restoring`), and the browser's side (see `store`).
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from rag import Citation, Hit, plan_object
from ui.ask.conversations import Conversation, Shelf
from ui.ask.responding import Turn
from ui.browse.scope_links import scope_parameters
from ui.kept_values import fragment_values
from ui.newspaper import Imprint

FORMAT: Final = 2

KEPT_BYTES: Final = 2_000_000
"""Of all conversations as UTF-8; browsers keep five million characters. The oldest go."""

CONVERSATIONS: Final = 200
TURNS: Final = 200
"""Read of one conversation."""
SOURCES: Final = 250
"""Read of one answer, more than any has: of a list of a hundred articles, some sentences stand in two places."""
LISTED: Final = 100
"""Articles of a list that are kept; further ones are looked up again when they are needed."""
CHARACTERS: Final = 4_000
"""Of one text: a longer one was not written here."""
EXCERPT_CHARACTERS: Final = 200
"""Kept of a piece that only lay near the question."""


def kept(shelf: Shelf) -> dict[str, Any]:
    """The shelf as JSON values, the oldest conversations left out where all would be too much."""
    room, conversations = KEPT_BYTES, []
    for conversation in shelf.conversations[:CONVERSATIONS]:
        written = kept_conversation(conversation)
        room -= len(json.dumps(written, ensure_ascii=False).encode("utf-8", "replace"))
        if room < 0:
            break
        conversations.append(written)
    return {"format": FORMAT, "current": shelf.current, "conversations": conversations, "deleted": dict(shelf.deleted)}


def kept_conversation(conversation: Conversation) -> dict[str, Any]:
    """One conversation as JSON values, its last turns; an answer that is still being written is left out."""
    turns = [_kept_turn(turn) for turn in conversation.turns[-TURNS:] if turn.stage in ("done", "left")]
    return {
        "id": conversation.id,
        "begun": conversation.begun,
        "name": conversation.name,
        "named": conversation.named,
        "pinned": conversation.pinned,
        "pinned_at": conversation.pinned_at,
        "turns": turns,
    }


def _kept_turn(turn: Turn) -> dict[str, Any]:
    written: dict[str, Any] = {"id": turn.id, "question": turn.question[:CHARACTERS]}
    if turn.stage == "done":
        written["text"] = turn.text
    if turn.plan is not None:
        written["plan"] = plan_object(turn.plan)
    for name in ("thorough", "stopped"):
        if getattr(turn, name):
            written[name] = True
    if turn.revised:
        written["revised"] = turn.revised
    if turn.alone:
        written["alone"] = True
    scope = urlencode(scope_parameters(turn.scope))
    if scope and len(scope) <= CHARACTERS:
        written["scope"] = scope
    if turn.answer is not None:
        answer = turn.answer
        near = [_kept_hit(hit, turn.imprints) for hit in answer.hits[:SOURCES]] if answer.refused else []
        written["answer"] = {
            "refused": answer.refused,
            "reason": answer.reason,
            "reason_values": dict(answer.reason_values),
            "span": answer.span,
            "kind": answer.kind,
            "plan": dict(answer.plan),
            "near": near,
            "citations": [_kept_citation(each, turn.imprints) for each in answer.citations],
        }
        if answer.count is not None:
            listed = [article.id for article in answer.articles[:LISTED]]
            written["answer"] |= {"count": answer.count, "shown": answer.shown, "articles": listed}
        if answer.onward:
            written["answer"]["onward"] = list(answer.onward)
        if answer.read_as:
            written["answer"]["read_as"] = answer.read_as
        if answer.continued_from:
            written["answer"] |= {"continued_from": answer.continued_from, "continued": turn.continued}
    return written


def _kept_citation(citation: Citation, imprints: Mapping[int, Imprint]) -> dict[str, Any]:
    return {
        "place": citation.marker,
        "article": citation.article,
        "passage": citation.passage,
        "title": citation.title,
        "date": citation.date,
        **_kept_imprint(imprints.get(citation.marker)),
        "source": citation.source,
        "lines": list(citation.lines),
        "fragments": list(map(fragment_values, citation.fragments)),
    }


def _kept_hit(hit: Hit, imprints: Mapping[int, Imprint]) -> dict[str, Any]:
    passage = hit.passage
    return {
        "place": hit.rank,
        "article": passage.article,
        "passage": passage.id,
        "title": passage.title,
        "date": passage.date,
        **_kept_imprint(imprints.get(hit.rank)),
        "source": passage.source,
        "spans": [list(span) for span in passage.spans],
        "text": passage.text[:EXCERPT_CHARACTERS],
    }


def _kept_imprint(imprint: Imprint | None) -> dict[str, Any]:
    known = imprint or Imprint()
    return {
        "paper": known.paper,
        "page": known.page,
        "section": known.section,
        "byline": known.byline,
        "day": known.printed.date,
        "told": known.printed.told,
        "event": known.event,
    }
