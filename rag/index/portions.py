"""The texts that are to be encoded, in portions of a few pages each, and how much of them is done.

Texts of like length are best encoded together, and a build of hours is best told page by page. So pages come one after
another, a portion of them at a time, and within a portion the longest texts first. Left out: encoding (see `encoding`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rag.progress import ENCODING, PAGES, Progress

PORTION: Final = 1_024
"""Least number of texts in a portion but the last: seven pages, of which few batches are padded much."""

_OVERHEAD: Final = 40
"""Characters that take as long as what each text costs beside its own: measured of texts of 10 to 450 characters."""

Owner = tuple[str, int]
"""The page on which a text stands, and the number of its passage."""


class Missing(NamedTuple):
    """A text without a vector, its page, and the number of the passage that it is of."""

    text: str
    page: str
    passage: int

    @property
    def effort(self) -> int:
        """What encoding it takes, in characters."""
        return len(self.text) + _OVERHEAD


@dataclass(frozen=True, slots=True)
class Portion:
    """`keys` name the texts, the longest first; there are texts of so many `pages` and `passages`."""

    keys: Sequence[bytes]
    pages: int
    passages: int


def portions_of(missing: Mapping[bytes, Missing]) -> list[Portion]:
    """All of `missing` in portions of whole pages, which come in the order in which they are first met."""
    pages: dict[str, list[bytes]] = {}
    for key, one in missing.items():
        pages.setdefault(one.page, []).append(key)
    portions: list[Portion] = []
    keys: list[bytes] = []
    count = 0
    for number, of_page in enumerate(pages.values(), start=1):
        keys += of_page
        count += 1
        if len(keys) >= PORTION or number == len(pages):
            longest_first = sorted(keys, key=lambda key: -len(missing[key].text))
            portions.append(Portion(longest_first, count, len({missing[key].passage for key in keys})))
            keys, count = [], 0
    return portions


class Tally:
    """Tells of pages and passages how many are done: of those of a portion, as large a share as of its texts."""

    def __init__(self, portions: Sequence[Portion], missing: Mapping[bytes, Missing], progress: Progress) -> None:
        self._portions, self._missing, self._progress = portions, missing, progress
        self._efforts = [self._effort(portion.keys) for portion in portions]
        self._done = [0] * len(portions)
        self._pages, self._passages = sum(one.pages for one in portions), sum(one.passages for one in portions)
        self._pages_done = self._passages_done = 0
        self._told = -1

    def add(self, number: int, keys: Iterable[bytes]) -> None:
        """The texts of these keys, of the portion of this number, are done."""
        portion, effort = self._portions[number], self._efforts[number]
        before = self._done[number]
        now = self._done[number] = before + self._effort(keys)
        self._pages_done += portion.pages * now // effort - portion.pages * before // effort
        self._passages_done += portion.passages * now // effort - portion.passages * before // effort

    def tell(self) -> None:
        """Tell how much is done: the pages where they are more than were told, the passages always."""
        if self._pages_done != self._told:
            self._told = self._pages_done
            self._progress(PAGES, self._pages_done, self._pages)
        self._progress(ENCODING, self._passages_done, self._passages)

    def _effort(self, keys: Iterable[bytes]) -> int:
        return sum(self._missing[key].effort for key in keys)
