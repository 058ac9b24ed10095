"""What `wenbao serve` may add to the page: readers' feedback, the guided tour, an MCP server, names and a login."""

from dataclasses import dataclass

from rag.corpus import FeedbackFile
from ui.server.login import Login
from ui.tour.steps import TourStep


@dataclass(frozen=True, slots=True)
class Extras:
    """What is added; by default nothing. `feedback` is where it is kept, `tour` the steps of a guided tour.

    `hosts` are names by which the page may be called beside its address and the loopback names; with `login`, only
    who knows the password comes in.
    """

    feedback: FeedbackFile | None = None
    tour: tuple[TourStep, ...] = ()
    mcp: bool = False
    hosts: tuple[str, ...] = ()
    login: Login | None = None


NOTHING = Extras()
