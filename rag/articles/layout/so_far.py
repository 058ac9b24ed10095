"""What the open piece says so far: sums that grow with it, so that no heading has the piece read from its beginning."""

import re
from typing import Final

from rag.articles.layout.cohesion import Rarity, pairs_across
from rag.articles.layout.drafts import Draft
from rag.text.similarity import bigrams

ASKED: Final = re.compile(r"[问答][:：]")


class SoFar:
    """The sums of one draft, which grows at its end.

    `pairs` are its body's character pairs, `rare_pairs` those rare on the page, with its heading's; `characters` is the
    body's length, `asked` counts its questions and answers.
    """

    def __init__(self, draft: Draft, rarity: Rarity) -> None:
        self.draft = draft
        self.pairs: set[str] = set()
        self.rare_pairs: set[str] = set()
        self.characters = 0
        self.asked = 0
        self._rarity = rarity
        self._read = 0
        self._last = ""
        for line in draft.heading:
            self._join(line.text)

    def read_on(self) -> "SoFar":
        """Take in the lines that the draft has got since the last time."""
        for line in self.draft.body[self._read :]:
            self.pairs |= bigrams(line.text) | (pairs_across(self._last, line.text) if self._read else frozenset())
            self._join(line.text)
            self.characters += len(line.text)
            self.asked += bool(ASKED.match(line.text))
            self._read += 1
        return self

    def _join(self, text: str) -> None:
        self.rare_pairs |= self._rarity.rare(bigrams(text) | pairs_across(self._last, text))
        self._last = text
