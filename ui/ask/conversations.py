"""A visitor's conversations, as records without gradio: begun, gone on with, named, left and taken up again.

Two tabs of one browser may change the same conversations. Each change is therefore such that it can be put together
with any other, in any order and more than once: turns are only added, the later of two names counts, and what was
deleted stays deleted. Left out: how they are kept in the browser (see `storage`).
"""

import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rag import Plan, Scope
from ui.ask.responding import WHOLE, Turn

TITLE_CHARACTERS: Final = 40
"""Of a conversation's name: as much of a question as fits into the list."""

DELETED: Final = 200
"""Deletions that are remembered, the last ones: as many as conversations are kept."""

_STAMP_DIGITS: Final = 13
"""Of the milliseconds since 1970 in a turn's id; they suffice until 2286."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and answers on one thread. `name` is what the visitor called it, "" where they did not.

    `begun` and `named` are when it was begun and last named, in milliseconds since 1970; `pinned` says whether it
    stands at the top of the list, `pinned_at` when that was last changed.
    """

    id: str
    name: str
    turns: tuple[Turn, ...]
    begun: int = 0
    named: int = 0
    pinned: bool = False
    pinned_at: int = 0

    @property
    def asked(self) -> int:
        """When its last question was asked, in milliseconds since 1970; when it was begun where that is not known."""
        return max((asked_at(turn) for turn in self.turns), default=0) or self.begun

    @property
    def title(self) -> str:
        """Its name, or else its first question, cut to TITLE_CHARACTERS."""
        title = self.name or next((turn.question for turn in self.turns if turn.question), "")
        return title if len(title) <= TITLE_CHARACTERS else title[: TITLE_CHARACTERS - 1] + "…"

    def joined(self, other: "Conversation") -> "Conversation":
        """What two tabs made of one conversation: the turns of both, in the order they were asked, the later name, and
        whether it was last pinned or taken down.
        """
        turns: dict[str, Turn] = {}
        for turn in (*self.turns, *other.turns):
            former = turns.get(turn.id)
            if former is None or (turn.revised, turn.stage == "done") > (former.revised, former.stage == "done"):
                turns[turn.id] = turn
        name, named = max((each.named, each.name) for each in (self, other))[::-1]
        pinned_at, pinned = max((each.pinned_at, each.pinned) for each in (self, other))
        ordered = tuple(turns[id] for id in sorted(turns))
        return Conversation(self.id, name, ordered, min(self.begun, other.begun), named, pinned, pinned_at)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All conversations of a visitor, the last begun first. `current` is the id of the one that is open, "" for a new
    one, which is put on the shelf with its first turn. `deleted` are the ids of those that were deleted, each with the
    milliseconds since 1970 when it was.
    """

    conversations: tuple[Conversation, ...] = ()
    current: str = ""
    deleted: Mapping[str, int] = field(default_factory=dict)

    @property
    def open(self) -> Conversation | None:
        """The conversation that is open; None for a new one."""
        return self.conversation(self.current)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns of the open conversation."""
        return self.open.turns if self.open else ()

    def turn(self, number: object) -> Turn | None:
        """The turn of this number in the open conversation; None for whatever else a browser may send."""
        return self.turns[number] if isinstance(number, int) and 0 <= number < len(self.turns) else None

    def with_turns(self, turns: Sequence[Turn]) -> "Shelf":
        """The shelf with these turns in the open conversation, which is begun where there is none."""
        if self.open:
            return self._with(replace(self.open, turns=tuple(turns)))
        begun = Conversation(secrets.token_hex(6), "", tuple(turns), begun=_now())
        return replace(self, conversations=(begun, *self.conversations), current=begun.id)

    def with_new(self) -> "Shelf":
        """The shelf with a new conversation open."""
        return replace(self, current="")

    def with_open(self, id: object) -> "Shelf":
        """The shelf with the conversation of this id open; a new one for whatever else a browser may send."""
        known = {each.id for each in self.conversations}
        return replace(self, current=id if isinstance(id, str) and id in known else "")

    def conversation(self, id: object) -> Conversation | None:
        """The conversation of this id; None for whatever else a browser may send."""
        return next((each for each in self.conversations if each.id == id), None)

    def with_name(self, id: object, name: str) -> "Shelf":
        """The shelf with this conversation called `name`; called by its first question where that is blank."""
        known = self.conversation(id)
        named = " ".join(name.split())[:TITLE_CHARACTERS]
        return self._with(replace(known, name=named, named=_now())) if known else self

    def with_pin(self, id: object, pinned: bool) -> "Shelf":
        """The shelf with this conversation pinned, or taken down."""
        known = self.conversation(id)
        return self._with(replace(known, pinned=pinned, pinned_at=_now())) if known else self

    def with_back(self, deleted: Conversation) -> "Shelf":
        """The shelf with a conversation again that was deleted: as a new one, since what was deleted stays deleted."""
        back = replace(deleted, id=secrets.token_hex(6))
        return replace(self, conversations=tuple(sorted((back, *self.conversations), key=lambda each: -each.begun)))

    def without_one(self, id: object) -> "Shelf":
        """The shelf without this conversation; a new one is open where it was."""
        known = self.conversation(id)
        return self.without({known.id: _now()} if known else {})

    def without(self, deleted: Mapping[str, int]) -> "Shelf":
        """The shelf without the conversations that were deleted, here or in another tab, each at its time.

        What was asked after that, by a tab that did not know yet, goes on as a conversation of its own.
        """
        known = {id: max(when, self.deleted.get(id, 0)) for id, when in deleted.items()}
        shelf = replace(
            self,
            deleted=_last({**self.deleted, **known}),
            conversations=tuple(each for each in self.conversations if each.id not in known),
        )
        if self.current not in known:
            return shelf
        later = [turn for turn in self.turns if asked_at(turn) > known[self.current]]
        return shelf.with_new().with_turns(later) if later else shelf.with_new()

    def joined(self, conversations: Iterable[Conversation]) -> "Shelf":
        """The shelf with what other tabs made of these conversations; those that were deleted stay away."""
        held = {each.id: each for each in self.conversations}
        for each in conversations:
            if each.id not in self.deleted:
                held[each.id] = held[each.id].joined(each) if each.id in held else each
        return replace(self, conversations=tuple(sorted(held.values(), key=lambda each: -each.begun)))

    def asking(self, questions: Sequence[tuple[str, Plan | None]], scope: Scope = WHOLE) -> str:
        """The id of the conversation that asks just these questions by these plans, in order, the last one of `scope`.

        "" where none does.
        """
        return next(
            (
                each.id
                for each in self.conversations
                if each.turns
                and each.turns[-1].scope == scope
                and [(turn.question, turn.plan) for turn in each.turns] == list(questions)
            ),
            "",
        )

    def _with(self, changed: Conversation) -> "Shelf":
        return replace(
            self, conversations=tuple(changed if each.id == changed.id else each for each in self.conversations)
        )


def turn_id() -> str:
    """An id for a question that is asked now; ids are in the order in which the questions were asked."""
    return f"{_now():0{_STAMP_DIGITS}}-{secrets.token_hex(3)}"


def asked_at(turn: Turn) -> int:
    """When the question was asked, in milliseconds since 1970; 0 where its id does not tell."""
    stamp = turn.id[:_STAMP_DIGITS]
    return int(stamp) if stamp.isascii() and stamp.isdigit() else 0


def _last(deleted: Mapping[str, int]) -> dict[str, int]:
    """The DELETED last ones."""
    return dict(sorted(deleted.items(), key=lambda each: (each[1], each[0]))[-DELETED:])


def _now() -> int:
    return time.time_ns() // 1_000_000
