"""The sessions of a page: how many there may be, how much each may hold, and what is done when nobody listens.

gradio keeps ten thousand sessions of any size for as long as it runs, takes any number of events, and lets what it has
to tell pile up where nobody fetches it. Its queue and its keeper of sessions are extended here by bounds. Left out:
whose question is next (see `fair_turns`), and connections (see `connections`, `limits`).
"""

import datetime
import itertools
import pickle
from typing import Any, Final

import anyio
from fastapi import HTTPException, Request

from rag import Language
from ui.gradio_setup import gr
from ui.server.fair_turns import WAITING, Turns
from ui.wording import say

SESSIONS: Final = 500
"""Pages that are open at a time, ten for each of fifty people. What a session holds beside its values is 0.2 MB."""

SESSION_BYTES: Final = 16_000_000
"""Largest sum of a session's values, pickled: twice what the browser may keep of conversations, as records."""

ALL_BYTES: Final = 128_000_000
"""Largest sum of the values of all sessions. Fifty people with fifty conversations each have half of that."""

CLOSED: Final = 50
"""Sessions kept whose page was closed: a network that comes back within minutes finds its session again."""

EVENTS_EACH: Final = 40
"""Events of one session that run, wait, or have not been told of: loading the page makes a dozen."""

EVENTS: Final = 1000
"""Events of all sessions that run or wait."""

UNHEARD: Final = 300
"""Messages that wait to be fetched by a session; an answer is told in fifty."""

EVENTS_AT_ONCE: Final = WAITING + 60
"""Events under way: every question that may wait, in a thread that waits with it, and what else people do."""

LOOK_SECONDS: Final = 0.01
"""How often it is looked whether a browser asked for anything: half of it is what an answer waits on average."""
PROGRESS_SECONDS: Final = 0.1
"""The same for gradio's own signs of progress, of which the pages have none."""


def attend(page: gr.Blocks, turns: Turns, language: Language) -> None:
    """Have a page, before it is mounted, keep to the bounds of this file and drop questions nobody listens to."""
    page.limiter = anyio.CapacityLimiter(EVENTS_AT_ONCE)
    page.state_session_capacity = SESSIONS
    page._queue = BoundedQueue(page, turns, language)


class BoundedQueue(gr.queueing.Queue):
    """gradio's queue of events, bounded for each session and in all."""

    def __init__(self, page: gr.Blocks, turns: Turns, language: Language) -> None:
        super().__init__(
            live_updates=True, concurrency_count=EVENTS_AT_ONCE, update_intervals=1, max_size=None, blocks=page
        )
        self._turns = turns
        self._language = language
        # No record of events: nobody looks at them, and gradio would sum up ten thousand after each event.
        self.ANALYTICS_MAX_EVENTS = 0
        # gradio looks a thousand times a second whether there is anything to do, which keeps a processor at work by 3 %
        # for each page that nobody uses.
        self.sleep_when_free = LOOK_SECONDS
        self.progress_update_sleep_when_free = PROGRESS_SECONDS

    async def push(self, body: Any, request: Request, username: str | None) -> Any:
        """Take an event. Raises HTTPException with a sentence where there are too many."""
        session = body.session_hash or ""
        if len(self.pending_event_ids_session.get(session, ())) >= EVENTS_EACH or self._unheard(session) >= UNHEARD:
            raise HTTPException(429, say("page-too-much", self._language))
        if len(self.event_ids_to_events) >= EVENTS or not self._has_room(session):
            raise HTTPException(503, say("question-crowded", self._language))
        return await super().push(body, request, username)

    def send_message(self, event: Any, event_message: Any) -> None:
        """Tell a session of an event; one that fetches nothing is told no more, and its events end."""
        if self._unheard(event.session_hash) >= 2 * UNHEARD:
            event.alive = False
        elif event.session_hash in self.pending_messages_per_session:
            super().send_message(event, event_message)

    async def clean_events(self, *, session_hash: str | None = None, event_id: str | None = None) -> None:
        """Drop the events of a session that listens no more, or one event; and the questions that wait for them."""
        self._turns.leave(session_hash or "")
        await super().clean_events(session_hash=session_hash, event_id=event_id)
        if session_hash and session_hash not in self.pending_messages_per_session:
            self.pending_event_ids_session.pop(session_hash, None)

    def _has_room(self, session: str) -> bool:
        """Whether one more session may be told something; those that have nothing to be told of any more make room."""
        told = self.pending_messages_per_session
        if session in told or len(told) < SESSIONS:
            return True
        events = self.pending_event_ids_session
        idle = [each for each in told if not events.get(each)]
        # Whoever asked and never fetched the answer: the first of them has had the longest time to.
        unfetched = (each for each in told if not any(id in self.event_ids_to_events for id in events.get(each, ())))
        gone = idle or list(itertools.islice(unfetched, 1))
        for each in gone:
            told.pop(each, None)
            events.pop(each, None)
        return bool(gone)

    def _unheard(self, session: str) -> int:
        waiting = self.pending_messages_per_session.get(session)
        return 0 if waiting is None else waiting.qsize()


class BoundedSessions(gr.state_holder.StateHolder):
    """gradio's sessions, bounded in number and size; those whose page was closed go first, then the longest unused."""

    def __init__(self, page: gr.Blocks) -> None:
        super().__init__()
        self._sizes: dict[str, dict[int, tuple[Any, int]]] = {}
        self.set_blocks(page)

    def __getitem__(self, session_id: str) -> Any:
        """The session, which is begun where there is none, and anew where it holds too much."""
        with self.lock:
            if session_id in self.session_data and self._weighed(session_id) > SESSION_BYTES:
                self._drop(session_id)
            if session_id not in self.session_data:
                self.session_data[session_id] = gr.state_holder.SessionState(self.blocks)
            self.session_data.move_to_end(session_id)
            self.time_last_used[session_id] = datetime.datetime.now()
            session = self.session_data[session_id]
            self._make_room(session_id)
        return session

    def delete_state(self, session_id: str, expired_only: bool = False) -> None:
        """Let go of a session's values, or of those that have expired."""
        super().delete_state(session_id, expired_only)
        sizes, session = self._sizes.get(session_id), self.session_data.get(session_id)
        if sizes and session:
            self._sizes[session_id] = {key: size for key, size in sizes.items() if key in session.state_data}

    def _make_room(self, used: str) -> None:
        """Drop sessions until there is room for all; never the one that is used."""
        closed = [id for id, session in self.session_data.items() if session.is_closed and id != used]
        for id in closed[: max(0, len(closed) - CLOSED)]:
            self._drop(id)
        others = iter([*closed[-CLOSED:], *(id for id in self.session_data if id != used and id not in closed)])
        while len(self.session_data) > self.capacity or (len(self.session_data) > 1 and self._sum() > ALL_BYTES):
            self._drop(next(others))

    def _weighed(self, id: str) -> int:
        """The size of a session's values; those that are the same objects as before are not measured again."""
        before = self._sizes.get(id, {})
        sizes = {}
        for key, value in list(self.session_data[id].state_data.items()):
            known = before.get(key)
            sizes[key] = known if known and known[0] is value else (value, _size(value))
        self._sizes[id] = sizes
        return sum(size for _, size in sizes.values())

    def _sum(self) -> int:
        return sum(size for sizes in self._sizes.values() for _, size in sizes.values())

    def _drop(self, id: str) -> None:
        for kept in (self.session_data, self.time_last_used, self._sizes):
            kept.pop(id, None)


def _size(value: object) -> int:
    try:
        return len(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    except Exception:  # whatever cannot be written down is none of what visitors fill
        return 0
