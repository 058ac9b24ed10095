"""What happens when a visitor does something on the page: gradio's events -> what its components show next.

Left out: what a turn says and looks like; this file only carries it to the page. It keeps no visitor's data, since
all visitors share it: the conversations come in with each event and go out again.
"""

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rag import Language, Plan, Scope, without_part
from ui.ask.conversation_list import listed, relisted
from ui.ask.conversations import Shelf, turn_id
from ui.ask.desk import Desk
from ui.ask.examples import Examples
from ui.ask.links import questions_of_link
from ui.ask.plans import CONTINUED, changed, plan_in
from ui.ask.rendering import conversation, sources_panel
from ui.ask.responding import WHOLE, Turn, left, respond, without_blank
from ui.ask.restoring import deletions, restored
from ui.ask.storage import FORMAT
from ui.ask.store import note, told
from ui.ask.welcome import welcome
from ui.browse.scope_links import scope_of_link
from ui.gradio_setup import gr
from ui.newspaper import Corpus
from ui.server.fair_turns import Turns, visitor_of
from ui.templating import render
from ui.wording import say

AGAIN: Final = ("same", "more", "whole")
"""How a question can be asked again: as before, reading more passages, of the whole corpus."""

_NO_CHANGE: Final = 6
"""Components that asking changes."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a question is asked, beside its words.

    `again` is the id of the turn that was left and is answered now. A `plan` is carried out instead of what the words
    are read as. `after` are the turns that it follows, None for all that the conversation has; `alone`, it is asked as
    the first. `notice` is shown above the reply. `thorough`, more passages are read; `revised` is when the turn was
    edited. `desk` is that of the page that asks, None where nobody can stop the answer.
    """

    again: str = ""
    plan: Plan | None = None
    after: Sequence[Turn] | None = None
    alone: bool = False
    notice: str = ""
    thorough: bool = False
    revised: int = 0
    desk: Desk | None = None


PLAIN: Final = Manner()


class Events:
    """The handlers, for one corpus and one language of the page."""

    def __init__(
        self, corpus: Corpus, language: Language, examples: Sequence[str] = (), turns: Turns | None = None
    ) -> None:
        self._corpus = corpus
        self._turns = turns or Turns()
        self._language = language
        self.examples = Examples(corpus, examples, language)

    # ---- asking

    def ask(
        self,
        message: str,
        shelf: Shelf,
        scope: Scope | None = None,
        request: gr.Request = None,
        manner: Manner = PLAIN,
    ) -> Iterator[tuple[Any, ...]]:
        """Answer a typed question: question box, conversation, shelf, panel, list and browser as they change.

        An empty message in a conversation changes nothing; before one it is answered by a hint. The
        question is on the shelf from the beginning, so that a page that is left meanwhile keeps it.
        """
        if not message.strip() and without_blank(shelf.turns):  # Enter pressed twice
            yield (gr.skip(),) * _NO_CHANGE
            return
        earlier = tuple(turn for turn in without_blank(shelf.turns) if not manner.again or turn.id != manner.again)
        after = earlier if manner.after is None else manner.after
        id = manner.again or turn_id()

        with (manner.desk or Desk()).answering() as stop:
            grown = respond(
                self._corpus.assistant,
                message,
                after,
                self._language,
                scope=scope,
                take=lambda work: stop.wait_for(self._turns.take(visitor_of(request), work)),
                plan=manner.plan,
                alone=manner.alone,
                thorough=manner.thorough,
                stopped=stop,
            )
            told = (replace(turn, id=id, notice=manner.notice, revised=manner.revised) for turn in grown)
            yield from self._shown_growing(told, earlier, shelf)

    def _shown_growing(self, grown: Iterator[Turn], earlier: Sequence[Turn], shelf: Shelf) -> Iterator[tuple[Any, ...]]:
        """The updates of `ask` for a turn as it grows, after `earlier` ones."""
        before = shelf
        for turn in grown:
            # The box is emptied once, so that what is typed meanwhile stays.
            box = "" if turn.stage == "searching" else gr.skip()
            present = (*earlier, turn)
            if turn.stage == "writing" or (turn.stage == "searching" and not turn.question):
                yield box, conversation(present, self._language), gr.skip(), gr.skip(), gr.skip(), gr.skip()
                continue
            if turn.question:
                last = turn if turn.stage == "done" else left(turn, self._language)
                shelf = shelf.with_turns((*earlier, last))
            panel = self._panel(present) if turn.answer is not None else gr.skip()
            yield (
                box,
                conversation(present, self._language),
                shelf,
                panel,
                relisted(before, shelf, self._language),
                note(shelf, asked=True, back=turn.question if turn.failed else ""),
            )
            before = shelf

    def ask_typed(
        self, message: str, shelf: Shelf, scope: Scope, desk: Desk, request: gr.Request = None
    ) -> Iterator[tuple[Any, ...]]:
        """Answer a typed question; where the last one was edited, in its place."""
        last = shelf.turns[-1] if shelf.turns else None
        edited = desk.edited(last.id if last else "") if message.strip() else ""
        revised = time.time_ns() // 1_000_000 if edited else 0
        yield from self.ask(message, shelf, scope, request, Manner(again=edited, revised=revised, desk=desk))

    def ask_example(
        self, shelf: Shelf, scope: Scope, event: gr.SelectData, request: gr.Request = None, desk: Desk | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Answer an example question that was clicked."""
        yield from self.ask(event.value["text"], shelf, scope, request, Manner(desk=desk))

    def ask_again(
        self, shelf: Shelf, event: gr.EventData, request: gr.Request = None, desk: Desk | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Ask a question once more, with one setting changed: more passages, or the whole corpus in place of a part of
        it; nothing for whatever else comes.
        """
        turn, part = shelf.turn(event._data.get("turn")), event._data.get("part")
        if turn is None or not turn.question or part not in AGAIN:
            yield (gr.skip(),) * _NO_CHANGE
            return
        after = without_blank(shelf.turns[: shelf.turns.index(turn)])
        thorough = turn.thorough or part == "more"
        manner = Manner(plan=turn.plan, after=after, alone=turn.alone, thorough=thorough, desk=desk)
        yield from self._ask_anew(replace(turn, scope=WHOLE) if part == "whole" else turn, shelf, request, manner)

    def stop(self, desk: Desk) -> None:
        """Stop what is being answered; what was written of it stays."""
        desk.stop()

    def edit(self, shelf: Shelf, desk: Desk, event: gr.EventData) -> Any:
        """The line that says that the last question is edited, and holds it for the box; nothing for whatever else
        comes.
        """
        number = event._data.get("turn")
        turn = shelf.turn(number)
        if turn is None or not turn.question or number != len(shelf.turns) - 1:
            return gr.skip()
        desk.editing = turn.id
        return render("ask/editing", self._language, question=turn.question)

    def leave_edit(self, desk: Desk) -> str:
        """The line empty: the question is edited no more."""
        desk.editing = ""
        return ""

    def ask_without(
        self, shelf: Shelf, event: gr.EventData, request: gr.Request = None, desk: Desk | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Ask a question again without a part of its plan that was taken off, or as if it went on from nothing; nothing
        for whatever else comes.
        """
        turn, plan, part = self._planned(shelf, event)
        if turn and part == CONTINUED and turn.answer and turn.answer.continued_from:
            yield from self._ask_anew(turn, shelf, request, Manner(plan=turn.plan, alone=True, desk=desk))
        elif turn and plan and isinstance(part, str):
            yield from self._ask_by(without_part(plan, part), plan, turn, shelf, request, desk)
        else:
            yield (gr.skip(),) * _NO_CHANGE

    def ask_changed(
        self, shelf: Shelf, event: gr.EventData, request: gr.Request = None, desk: Desk | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Ask a question again with a part of its plan changed; nothing for whatever else comes."""
        turn, plan, part = self._planned(shelf, event)
        if turn and plan:
            told = changed(plan, part, event._data.get("values"))
            yield from self._ask_by(told, plan, turn, shelf, request, desk)
        else:
            yield (gr.skip(),) * _NO_CHANGE

    def ask_onward(
        self, shelf: Shelf, event: gr.EventData, request: gr.Request = None, desk: Desk | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Ask one of the questions that an answer offers to go on with; nothing for whatever else comes."""
        turn, part = shelf.turn(event._data.get("turn")), event._data.get("part")
        offered = turn.answer.onward if turn and turn.answer else ()
        question = next((text for place, text in enumerate(offered) if str(place) == part), "")
        if turn is None or not question:
            yield (gr.skip(),) * _NO_CHANGE
            return
        for update in self.ask(question, shelf, turn.scope, request, Manner(alone=True, desk=desk)):
            yield (gr.skip(), *update[1:])

    def _planned(self, shelf: Shelf, event: gr.EventData) -> tuple[Turn | None, Plan | None, object]:
        """The turn that is meant, the plan of its answer, and the part of it, as far as there are any."""
        turn = shelf.turn(event._data.get("turn"))
        return turn, plan_in(turn), event._data.get("part")

    def _ask_by(
        self, plan: Plan, former: Plan, turn: Turn, shelf: Shelf, request: gr.Request, desk: Desk | None
    ) -> Iterator[tuple[Any, ...]]:
        """The turn's question asked again by another plan than the former, after what it was asked after."""
        if plan == former:
            yield (gr.skip(),) * _NO_CHANGE
            return
        after = without_blank(shelf.turns[: shelf.turns.index(turn)])
        yield from self._ask_anew(turn, shelf, request, Manner(plan=plan, after=after, alone=turn.alone, desk=desk))

    def _ask_anew(self, turn: Turn, shelf: Shelf, request: gr.Request, manner: Manner) -> Iterator[tuple[Any, ...]]:
        """The turn's question asked once more; the question box is left as it is."""
        for update in self.ask(turn.question, shelf, turn.scope, request, manner):
            yield (gr.skip(), *update[1:])

    def open(
        self, former: object, stored: object, request: gr.Request, desk: Desk | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """The page as it is loaded: what the browser kept, and what the address asks, as `ask` gives them.

        `former` is what it kept in the form of earlier versions. A thread that was asked before is opened again; any
        other begins a new conversation. A scope that the address names is that of all its questions; without one they
        are asked of the whole corpus. What was being asked when the page was left is asked again.
        """
        kept = told(stored)
        shelf = self._brought_back(kept, former)
        scope, questions = scope_of_link(request.query_params), questions_of_link(request.query_params)
        known = shelf.asking([(each.text, each.plan) for each in questions], scope) if questions else ""
        if not questions or known:
            shelf = shelf.with_open(known) if known else shelf
            yield (gr.skip(), *self.shown(shelf)[:-1], note(shelf, taken_over=True))
            yield from self._asked_again(shelf, "" if known else kept.get("asking"), request, desk)
            return
        shelf = shelf.with_new()
        for question in questions:
            notice = say("page-plan-malformed", self._language) if question.malformed else ""
            manner = Manner(plan=question.plan, notice=notice, desk=desk)
            shelf = yield from self._asked_at_opening(self.ask(question.text, shelf, scope, request, manner), shelf)
        yield self._listed_at_last(shelf)

    def _asked_at_opening(
        self, updates: Iterator[tuple[Any, ...]], shelf: Shelf
    ) -> Generator[tuple[Any, ...], None, Shelf]:
        """The updates, but for the question box, in which something may have been typed; the shelf after them."""
        for update in updates:
            shelf = update[2] if isinstance(update[2], Shelf) else shelf
            yield (gr.skip(), *update[1:])
        return shelf

    def _listed_at_last(self, shelf: Shelf) -> tuple[Any, ...]:
        """The list of conversations once more: while its scripts are still being loaded, gradio's page can lose what it
        is given, and all later updates leave the list as it is.
        """
        return (*(gr.skip(),) * 4, listed(shelf, self._language), gr.skip())

    def _brought_back(self, kept: Mapping[str, Any], former: object) -> Shelf:
        """The shelf as the browser kept it, with what it kept in the former form."""
        assistant = self._corpus.assistant
        shelf = restored(dict(kept), assistant, self._language)
        taken = restored(former, assistant, self._language)
        if not taken.conversations:
            return shelf
        return shelf.joined(taken.conversations).with_open(shelf.current or taken.current)

    def _asked_again(
        self, shelf: Shelf, asking: object, request: gr.Request, desk: Desk | None
    ) -> Iterator[tuple[Any, ...]]:
        """The answer to what the open conversation ends in, where the page was left before it was given.

        `asking` is a question that the server never heard of.
        """
        last = shelf.turns[-1] if shelf.turns else None
        if last and last.stage == "left":
            manner = Manner(
                again=last.id,
                plan=last.plan,
                alone=last.alone,
                thorough=last.thorough,
                revised=last.revised,
                desk=desk,
            )
            updates = self.ask(last.question, shelf, last.scope, request, manner)
        elif isinstance(asking, str) and asking.strip():
            updates = self.ask(asking, shelf, None, request, Manner(desk=desk))
        else:
            return
        yield self._listed_at_last((yield from self._asked_at_opening(updates, shelf)))

    # ---- other tabs

    def follow(self, shelf: Shelf, event: gr.EventData) -> tuple[Any, ...]:
        """What other tabs of the browser asked, named and deleted, as `shown` gives it; the conversation is drawn anew
        where it is another now.
        """
        told = event._data if isinstance(event._data, dict) else {}
        changed = restored({**told, "format": FORMAT}, self._corpus.assistant, self._language)
        followed = shelf.joined(changed.conversations).without(deletions(told.get("deleted")))
        message = note(followed, heard=told.get("telling"))
        if followed.turns == shelf.turns and followed.current == shelf.current:
            return gr.skip(), followed, gr.skip(), relisted(shelf, followed, self._language), message
        if followed.open is None:
            gone = Turn("", "done", say("page-deleted-elsewhere", self._language))
            return conversation([gone], self._language), *self.shown(followed)[1:-1], message
        return *self.shown(followed)[:-1], message

    def welcome(self) -> Any:
        """The empty conversation with its example questions; the corpus may have changed since the page was built."""
        questions = self.examples.questions()
        return gr.Chatbot(
            placeholder=welcome(self._corpus, self._language, room=bool(questions) and not self.examples.given),
            examples=[{"text": text} for text in questions],
        )

    # ---- conversations

    def shown(self, shelf: Shelf) -> tuple[Any, ...]:
        """The open conversation of a shelf: conversation, shelf, panel, list and browser."""
        return (
            conversation(shelf.turns, self._language),
            shelf,
            self._panel(shelf.turns),
            listed(shelf, self._language),
            note(shelf),
        )

    def _panel(self, turns: Sequence[Turn]) -> str:
        """The sources of the last turn that has any."""
        number = next((number for number in reversed(range(len(turns))) if turns[number].answer is not None), 0)
        return sources_panel(turns[number] if turns else None, number, self._language)
