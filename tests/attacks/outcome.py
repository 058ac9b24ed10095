"""What every attack yields: what was tried, and what went wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One thing that was tried. `kind` names its row in the table; `problem` is "" where the product held."""

    kind: str
    name: str
    problem: str = ""
