"""The days that a plain question names, and how well a day that the pages tell fits them.

Left out: reading them from the question (see `planning.asked`) and the days of sentences (see `sentence_days`).
"""

import datetime
from dataclasses import dataclass
from typing import Final, Literal

from rag.text.dates import period_of_iso

AROUND: Final = 0.3
"""What a month, or another stretch of time in which the asked day lies, says of that day; the day itself says 1."""
_LONGEST: Final = 31
"""Days of the longest such stretch: a year says nothing of a day."""


@dataclass(frozen=True, slots=True)
class AskedDays:
    """The days from `first` to `last`, ISO and both included; in both `--03-05` is that day, `--03` that month of any
    year.

    `of` says of what: of what is reported, or of the issue that prints it.
    """

    first: str
    last: str
    of: Literal["event", "printed"] = "event"

    @property
    def of_any_year(self) -> bool:
        """Whether no year is named with them."""
        return self.first.startswith("--")

    @property
    def is_long(self) -> bool:
        """Whether they are more than a month."""
        return self.days > _LONGEST

    @property
    def days(self) -> int:
        """How many they are in one year."""
        if self.of_any_year:
            return 1 if len(self.first) == len("--03-05") else _LONGEST
        return (_day(self.last) - _day(self.first)).days + 1

    def fit(self, date: str) -> float:
        """How well the ISO day, month, year or interval `date` fits, from 0, not at all, to 1, where it lies within."""
        if not date:
            return 0.0
        first, last = period_of_iso(date)
        if self.of_any_year:
            return float((first.isoformat()[4:] + " ").startswith(self.first[1:]) and (last - first).days < _LONGEST)
        wanted = _day(self.first), _day(self.last)
        if wanted[0] <= first and last <= wanted[1]:
            return 1.0
        holds = first <= wanted[0] and wanted[1] <= last
        return AROUND if holds and (last - first).days < _LONGEST else 0.0

    def contradicts(self, date: str) -> bool:
        """Whether the ISO day, month, year or interval `date` has none of them. Raises ValueError without a year."""
        first, last = period_of_iso(date)
        return last < _day(self.first) or _day(self.last) < first

    def distance(self, date: str) -> int:
        """Days between the ISO day `date` and the nearest of them, in the same year where none is named; 0 within."""
        day = _day(date)
        ends = [_day(end) for end in (self.first, self.last)] if not self.of_any_year else self._in(day.year)
        return max(0, (ends[0] - day).days, (day - ends[1]).days)

    def _in(self, year: int) -> list[datetime.date]:
        month, day = int(self.first[2:4]), int(self.first[5:7] or 1)
        first = datetime.date(year, month, min(day, 28))
        return [first, first + datetime.timedelta(days=self.days - 1)]


def _day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)
