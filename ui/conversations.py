"""A visitor's conversations, as records without gradio: begun, gone on with, named, left and taken up again.

Left out: how they are kept in the browser (see `keeping`).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag import Scope
from ui.responding import WHOLE, Turn

TITLE_CHARACTERS: Final = 40
"""Of a conversation's name: as much of a question as fits into the list."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and answers on one thread. `name` is what the visitor called it, "" where they did not."""

    id: str
    name: str
    turns: tuple[Turn, ...]

    @property
    def title(self) -> str:
        """Its name, or else its first question, cut to TITLE_CHARACTERS."""
        title = self.name or next((turn.question for turn in self.turns if turn.question), "")
        return title if len(title) <= TITLE_CHARACTERS else title[:TITLE_CHARACTERS - 1] + "…"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All conversations of a visitor, the last begun first. `current` is the id of the one that is open, "" for a new
    one, which is put on the shelf with its first turn.
    """

    conversations: tuple[Conversation, ...] = ()
    current: str = ""

    @property
    def open(self) -> Conversation | None:
        """The conversation that is open; None for a new one."""
        return next((each for each in self.conversations if each.id == self.current), None)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns of the open conversation."""
        return self.open.turns if self.open else ()

    def with_turns(self, turns: Sequence[Turn]) -> "Shelf":
        """The shelf with these turns in the open conversation, which is begun where there is none."""
        if self.open:
            return self._with_open(replace(self.open, turns=tuple(turns)))
        begun = Conversation(secrets.token_hex(6), "", tuple(turns))
        return Shelf((begun, *self.conversations), begun.id)

    def with_new(self) -> "Shelf":
        """The shelf with a new conversation open."""
        return replace(self, current="")

    def with_open(self, id: object) -> "Shelf":
        """The shelf with the conversation of this id open; a new one for whatever else a browser may send."""
        known = {each.id for each in self.conversations}
        return replace(self, current=id if isinstance(id, str) and id in known else "")

    def with_name(self, name: str) -> "Shelf":
        """The shelf with the open conversation called `name`; called by its first question where that is blank."""
        if self.open is None:
            return self
        return self._with_open(replace(self.open, name=" ".join(name.split())[:TITLE_CHARACTERS]))

    def without_open(self) -> "Shelf":
        """The shelf without the open conversation, a new one open."""
        return Shelf(tuple(each for each in self.conversations if each.id != self.current))

    def asking(self, questions: Sequence[str], scope: Scope = WHOLE) -> str:
        """The id of the conversation that asks just these questions, in their order, the last one of `scope`.

        "" where none does.
        """
        return next((each.id for each in self.conversations if each.turns and each.turns[-1].scope == scope
                     and [turn.question for turn in each.turns] == list(questions)), "")

    def _with_open(self, changed: Conversation) -> "Shelf":
        return replace(self, conversations=tuple(changed if each.id == changed.id else each
                                                 for each in self.conversations))
