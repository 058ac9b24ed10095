"""A piece in the making: what `pieces` fills, `rejoin` puts together and `split` turns into an article."""

from dataclasses import dataclass, field

from rag.articles.layout.lines import Line
from rag.records import Kind, KnownPiece


@dataclass(slots=True, eq=False)
class Draft:
    """A piece in the making. `subheads` are the numbers of body lines that are headings inside the piece.

    `unproven` headings stand above the body and say nothing of it: a subhead may be taken for one.
    `section` is what is known of it beforehand, if anything.
    """

    heading: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    subheads: set[int] = field(default_factory=set)
    trailing: list[Line] = field(default_factory=list)
    kind: Kind | None = None
    byline: str = ""
    closed: bool = False
    section: KnownPiece | None = None
    unproven: bool = False

    @property
    def text(self) -> str:
        """The body so far, lines joined."""
        return "".join(line.text for line in self.body)

    @property
    def is_open(self) -> bool:
        """Whether the next paragraph may belong to it."""
        return not self.closed and bool(self.body)
