"""What a person says of a page, the day, the number and the paper, as it was typed -> as it is kept.

Left out: where it is kept (see `folder`).
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from rag.articles.issue.placing import LARGEST_PAGE
from rag.errors import LibraryError
from rag.pages.sidecar import is_day
from rag.pages.sidecar_edits import Facts
from rag.parsing import shown, whole_number, whole_text
from rag.text.dates import period_of
from rag.text.visible import visible_line

PAPER_CHARACTERS: Final = 60
"""In the name of a paper; the longest that are printed have twenty."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a person says of a page: the ISO day of its issue, its number there, and the paper's printed name.

    What is not said is "" or None: the page's file and its text tell it then, as far as they do.
    """

    date: str = ""
    number: int | None = None
    paper: str = ""

    @classmethod
    def typed(cls, date: object, number: object, paper: object) -> "PageFacts":
        """The facts that were typed: a day as `period_of` reads it, plain figures, a name; blanks for what is not said.

        Raises LibraryError for a day that no calendar has, a number that is not from 1 to LARGEST_PAGE, a name of
        several lines or more than PAPER_CHARACTERS.
        """
        return cls(_day(_line(date)), _number(_line(number)), _paper(_line(paper)))

    @classmethod
    def told(cls, facts: Facts) -> "PageFacts":
        """The facts that a sidecar tells."""
        number = facts.get("number")
        return cls(str(facts.get("date", "")), number if isinstance(number, int) else None, str(facts.get("paper", "")))

    @property
    def as_told(self) -> Facts:
        """Those that are said, as a sidecar tells them."""
        said = {"date": self.date, "number": self.number, "paper": self.paper}
        return {key: value for key, value in said.items() if value}


def _line(typed: object) -> str:
    return whole_text(typed).strip() if isinstance(typed, str) else ""


def _day(text: str) -> str:
    period = period_of(text) if text else None
    if text and (period is None or period[0] != period[1] or not is_day(period[0])):
        raise LibraryError("library-facts-date", text=shown(visible_line(text)))
    return period[0].isoformat() if period else ""


def _number(text: str) -> int | None:
    number = whole_number(unicodedata.normalize("NFKC", text), LARGEST_PAGE) if text else None
    if text and not number:
        raise LibraryError("library-facts-number", text=shown(visible_line(text)), limit=LARGEST_PAGE)
    return number


def _paper(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > PAPER_CHARACTERS or visible_line(name) != name or len(text.splitlines()) > 1:
        raise LibraryError("library-facts-paper", limit=PAPER_CHARACTERS)
    return name
