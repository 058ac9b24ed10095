"""The tab for asking: conversations and question box, the sources beside them.

Left out: what happens on events (see `events`) and what turns look like (see `rendering`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from rag import Language
from rag.corpus import FeedbackFile
from ui.ask.conversation_bar import ConversationBar
from ui.ask.conversation_list import ConversationList
from ui.ask.conversations import Shelf
from ui.ask.desk import Desk
from ui.ask.events import Events
from ui.ask.feedback import FeedbackBox
from ui.ask.rendering import sources_panel
from ui.ask.replies import SHOWN_TURN, ReplyEvents
from ui.ask.store import ASKED, FORMER, LOADED, OPENED, build_store
from ui.ask.welcome import welcome
from ui.browse.filters import Narrowing
from ui.browse.issue_choice import IssueChoice
from ui.clippings.shown import Clippings
from ui.evaluation.form import QuestionForm
from ui.gradio_setup import COUNTED, LOOKING, PRESSED, gr
from ui.newspaper import Corpus
from ui.scripts import script
from ui.server.fair_turns import Turns
from ui.wording import say

SCRIPTS: Final = ("panel.js", "reading_place.js", "hover_card.js", "takeaway.js", "keys.js", "../clippings/clip.js")
"""What runs when the panel is loaded, as one function."""

_HERE: Final = Path(__file__).parent


class AskTab:
    """The tab's components, for one corpus and one language. Each visitor's conversations are in a gr.State."""

    def __init__(
        self,
        corpus: Corpus,
        language: Language,
        turns: Turns,
        examples: Sequence[str] = (),
        feedback: FeedbackFile | None = None,
        clippings: Clippings | None = None,
    ) -> None:
        """`clippings` are those of the page, built before the tab; without any, it has some of its own."""
        self._corpus = corpus
        self._feedback = FeedbackBox(feedback, language) if feedback is not None else None
        self._events = Events(corpus, language, examples, turns)
        self._replies = ReplyEvents(corpus, language, turns)
        self._bar = ConversationBar(language, self._events.shown, self._replies.completed)
        self._list = ConversationList(language, self._events.shown)
        self._issues = IssueChoice(corpus, language)
        self._language = language
        self._clippings = clippings or Clippings(corpus, language)

    def build(self, page: gr.Blocks, whole: gr.HTML, narrowing: Narrowing) -> None:
        """Put the components where gradio stands on `page`.

        `whole` is where a piece is opened, `narrowing` what part of the paper is asked.
        """
        shelf, desk = gr.State(Shelf()), gr.State(Desk())
        former, stored = gr.BrowserState({}, **FORMER), build_store(self._language)
        with gr.Row(elem_id="room"):
            listed = self._list.build()
            with gr.Column(scale=3, min_width=320, elem_id="desk"):
                self._bar.build(lambda: self._issues.build(narrowing.scope))
                chat = self._chat()
                if self._feedback is not None:
                    self._feedback.build(shelf)
                narrowing.chips.render()
                editing = self._script_place("editing")
                question = self._question_box()
            with gr.Column(scale=2, min_width=320, elem_id="side"):
                panel = self._sources()
        shown = [chat, shelf, panel, listed, stored]
        # One question at a time for each page; whose is next is decided by their turns, not by gradio. What is sent
        # while the page still puts the former answer away waits for that ("always_last"): gradio would drop it else.
        asking: dict[str, Any] = {
            "outputs": [question, *shown],
            "show_progress": "hidden",
            "concurrency_limit": None,
            "api_visibility": "private",
        }
        opened = page.load(self._events.open, [former, stored, desk], js=LOADED, trigger_mode="once", **asking)
        for event in (opened.then, opened.failure):  # gradio takes the first for any end but an error
            event(None, js=OPENED)
        asked = [
            question.submit(
                self._events.ask_typed,
                [question, shelf, narrowing.scope, desk],
                js=ASKED,
                trigger_mode="always_last",
                **asking,
            ),
            chat.example_select(
                self._events.ask_example, [shelf, narrowing.scope, desk], trigger_mode="once", **asking
            ),
            opened,
        ]
        stored.follow(self._events.follow, [shelf], shown, **PRESSED)  # raised by store.js

        def follow(event: Callable[..., Any]) -> None:
            event(self._events.welcome, [], [chat], **LOOKING)
            event(self._replies.follow_corpus, [shelf, panel], [chat, shelf, panel], js=SHOWN_TURN, **LOOKING)

        self._follow = follow
        changing = self._plan_dialog()
        for event, answer in (
            (changing.ask_without, self._events.ask_without),
            (changing.ask_changed, self._events.ask_changed),
            (changing.ask_onward, self._events.ask_onward),
            (changing.ask_again, self._events.ask_again),
        ):
            asked.append(event(answer, [shelf, desk], trigger_mode="always_last", **asking))
        question.stop(self._events.stop, [desk], [], **LOOKING)
        editing.edit(self._events.edit, [shelf, desk], [editing], **PRESSED)  # raised by editing.js
        editing.leave(self._events.leave_edit, [desk], [editing], **PRESSED)
        changing.change_plan(self._replies.change_plan, [shelf], [changing], **PRESSED)
        panel.list_more(self._replies.list_more, [shelf], shown, trigger_mode="once", **LOOKING)  # raised by panel.js
        panel.take_table(self._replies.take_table, [shelf], [self._bar.taken], **COUNTED)
        # The corpus may have changed since the page was built.
        page.load(self._events.welcome, [], [chat], **LOOKING)
        panel.show_turn(self._replies.show_turn, [shelf], [panel], **PRESSED)
        panel.open_article(self._replies.open_article, [shelf], [whole], **PRESSED)
        panel.clip(self._clippings.clip, [shelf], [self._clippings.message], **COUNTED)  # raised by clip.js
        whole.open_piece(self._replies.open_piece, [], [whole], **PRESSED)  # raised by article.js
        self._bar.connect(shelf, shown, asked)
        self._list.connect(shelf, shown, asked)

    def follow(self, event: Callable[..., Any]) -> None:
        """Have the tab, once it is built, say anew what there is to ask about, and which sources are there still, at
        `event` of a gradio component.
        """
        self._follow(event)

    def lead_to(self, form: QuestionForm, tabs: gr.Tabs, tab: gr.Tab) -> None:
        """Let an answer of no use become a question with `form`, in `tab`, where feedback and questions are kept."""
        if self._feedback is not None:
            self._feedback.lead_to(form, tabs, tab)

    def _plan_dialog(self) -> gr.HTML:
        """Where a part of how a question was understood is changed; its script raises what is done with the chips."""
        return self._script_place("change-plan", "plan.js")

    def _script_place(self, name: str, file: str = "") -> gr.HTML:
        """An empty place with a script of its own, which raises what is done there."""
        text = script(_HERE / (file or f"{name}.js"))
        return gr.HTML("", elem_id=name, apply_default_css=False, js_on_load=text)

    def _question_box(self) -> gr.Textbox:
        return gr.Textbox(
            label=say("page-question", self._language),
            placeholder=say("page-placeholder", self._language),
            show_label=False,
            container=False,
            lines=1,
            max_lines=6,
            autofocus=True,
            submit_btn=say("page-send", self._language),
            stop_btn=say("page-stop", self._language),
            elem_id="question",
        )

    def _sources(self) -> gr.HTML:
        return gr.HTML(
            sources_panel(None, 0, self._language),
            elem_id="sources",
            apply_default_css=False,
            js_on_load=script(*(_HERE / name for name in SCRIPTS)),
        )

    def _chat(self) -> gr.Chatbot:
        """The conversation. Its messages are HTML of our own making: see `markup.escaped` for what makes that safe."""
        return gr.Chatbot(
            label=say("page-conversation", self._language),
            show_label=False,
            elem_id="conversation",
            container=False,
            height=None,
            placeholder=welcome(self._corpus, self._language, room=not self._events.examples.given),
            examples=[{"text": text} for text in self._events.examples.given],
            buttons=[],
            sanitize_html=True,
            latex_delimiters=[],
            allow_tags=False,
            layout="bubble",
            autoscroll=False,  # to the end of a reply, whose beginning is what is read first: see reading_place.js
            feedback_options=None,
        )
