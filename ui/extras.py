"""What `wenbao serve` may add to the page: readers' feedback, the guided tour, and an MCP server."""

from dataclasses import dataclass

from rag import FeedbackFile, TourStep


@dataclass(frozen=True, slots=True)
class Extras:
    """What is added; by default nothing. `feedback` is where it is kept, `tour` the steps of a guided tour."""

    feedback: FeedbackFile | None = None
    tour: tuple[TourStep, ...] = ()
    mcp: bool = False


NOTHING = Extras()
