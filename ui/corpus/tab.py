"""The tab for the corpus itself: its figures and pages, and, where that is allowed, adding, removing, describing them.

Left out: what it looks like (`view`), how a change is made beside the page (`work`), and what it does to
the stored pages (`rag`). No visitor's data is kept; the corpus is everyone's.
"""

import time
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from rag import Language, LibraryError, Page, WenbaoError
from rag.corpus import Library, PageFacts
from ui import background
from ui.background import OTHERS_SECONDS, PAUSE_SECONDS, Background, Job, followed, own_word
from ui.browse.issues_view import headlines_of
from ui.corpus.facts import FIELDS, form_of, typed_of
from ui.corpus.naming import names_of
from ui.corpus.view import (
    NAMED,
    REMOVED_NAMED,
    confirmation_view,
    figures_view,
    others_view,
    passed_view,
    removals_view,
    table_view,
    work_view,
)
from ui.corpus.work import Making, Work, changing
from ui.gradio_setup import COUNTED, LOOKING, PRESSED, gr
from ui.markup import error_sentence
from ui.newspaper import page_named
from ui.scripts import script
from ui.templating import render
from ui.wording import say

_SCRIPT: Final = Path(__file__).parent / "corpus.js"
_UNDOING: Final = Path(__file__).parent / "removals.js"
_DESCRIBING: Final = Path(__file__).parent / "facts.js"

Shown = dict[Any, Any]
"""What components show next."""


class CorpusTab:
    """The tab's components and handlers, for one library and one language.

    `version` is a gr.State that changes when a visitor has changed the corpus, so that other tabs can follow.
    """

    def __init__(self, library: Library, language: Language, changes: Background[Work] | None = None) -> None:
        """`changes` are those of this library, which the page in each language shares."""
        self._library = library
        self._language = language
        self._editable = library.obstacle is None
        self._changes = changes or Background()
        self._form = partial(form_of, library, language=language)

    def build(self, page: gr.Blocks, visitor: gr.BrowserState) -> gr.State:
        """Put the components where gradio stands on `page`; what comes back is `version`.

        `visitor` holds the word by which a visitor's own change is known again.
        """
        self.version = gr.State(self._library.version)
        self.chosen = gr.State(())
        with gr.Row(elem_id="corpus-room"):
            with gr.Column(scale=2, min_width=320, elem_id="corpus-side"):
                self.figures = self._html(self._figures, "corpus-figures")
                self._build_changes()
            with gr.Column(scale=3, min_width=320, elem_id="corpus-list"):
                self._build_removal()
                self.facts = self._html("", "corpus-facts", script(_DESCRIBING))
                self.removals = self._html(self._removals, "corpus-removals", script(_UNDOING))
                self.asked = gr.Textbox(
                    placeholder=say("page-corpus-filter", self._language),
                    show_label=False,
                    label=say("page-corpus-filter", self._language),
                    container=False,
                    lines=1,
                    max_lines=1,
                    elem_id="corpus-filter",
                )
                self.table = self._html(self._table, "corpus-table", script(_SCRIPT))
        self._connect(page, visitor)
        return self.version

    def _build_changes(self) -> None:
        """Where pages are added and the index is rebuilt, or why neither is; and how a change stands."""
        obstacle = self._library.obstacle
        if obstacle is not None:
            self._html(self._note(error_sentence(obstacle, self._language)), "corpus-obstacle")
        self.work = self._html("", "corpus-work")
        self.stop = gr.Button(
            say("page-corpus-cancel", self._language), visible=False, elem_id="corpus-stop", elem_classes="plain"
        )
        with gr.Column(visible=self._editable, elem_id="corpus-tools") as self.tools:
            with gr.Column(elem_id="corpus-adding"):
                self.files = gr.File(
                    file_count="multiple",
                    show_label=False,
                    height=150,
                    elem_id="corpus-files",
                    label=say("page-corpus-drop", self._language),
                )
                self._html(self._hint(), "corpus-hint")
            with gr.Row(elem_id="corpus-rebuilding"):
                self.rebuilding = gr.Button(
                    say("page-corpus-rebuild", self._language),
                    scale=0,
                    min_width=0,
                    elem_id="corpus-rebuild",
                    elem_classes="plain",
                )
                self.everything = gr.Checkbox(
                    label=say("page-corpus-everything", self._language),
                    container=False,
                    show_label=False,
                    elem_id="corpus-everything",
                    min_width=0,
                )
            self._html(self._note(say("page-corpus-rebuild-hint", self._language)), "corpus-rebuild-hint")

    def _build_removal(self) -> None:
        """The question that comes before pages are removed."""
        with gr.Column(visible=False, elem_id="corpus-confirm") as self.confirm:
            self.question = self._html("", "corpus-question")
            with gr.Row():
                self.yes = gr.Button(
                    say("page-corpus-yes", self._language),
                    variant="primary",
                    scale=0,
                    min_width=0,
                    elem_id="corpus-yes",
                )
                self.no = gr.Button(
                    say("page-corpus-no", self._language),
                    scale=0,
                    min_width=0,
                    elem_id="corpus-no",
                    elem_classes="plain",
                )

    def _connect(self, page: gr.Blocks, visitor: gr.BrowserState) -> None:
        """Tie the components to the handlers; where nothing may be changed, none that changes anything."""
        self.asked.input(self.filter, [self.asked], [self.table], **PRESSED)
        if not self._editable:
            return
        shown = [
            self.files,
            self.work,
            self.stop,
            self.tools,
            self.confirm,
            self.facts,
            self.figures,
            self.asked,
            self.table,
            self.removals,
            self.version,
        ]
        page.load(self.find, [visitor], shown, **LOOKING)
        self.files.upload(self.add, [self.files, visitor], shown, **COUNTED)
        self.rebuilding.click(self.rebuild, [self.everything, visitor], shown, **COUNTED)
        self.yes.click(self.remove, [self.chosen, visitor], shown, **COUNTED)
        self.removals.undo_removal(self.restore, [visitor], shown, **COUNTED)  # raised by removals.js
        self.stop.click(self.cancel, [visitor], [], **LOOKING)
        self.table.remove_pages(self.ask_removal, [], [self.chosen, self.question, self.confirm], **PRESSED)
        self.table.edit_page(self.ask_facts, [], [self.facts], **PRESSED)
        self.facts.say_facts(self.describe, [visitor], shown, **COUNTED)  # raised by facts.js
        self.facts.leave_facts(self.leave_facts, [], [self.facts], **PRESSED)
        self.no.click(self.keep, [], [self.chosen, self.confirm], **PRESSED)

    def refreshed(self) -> Shown:
        """What shows the corpus, as it is now: for what else on the page changes it."""
        return {
            self.table: self._table(),
            self.figures: self._figures(),
            self.removals: self._removals(),
            self.version: self._library.version,
        }

    # ---- handlers

    def filter(self, asked: object) -> str:
        """The table of the pages that were asked for."""
        return self._table(asked if isinstance(asked, str) else "")

    async def find(self, visitor: object) -> AsyncIterator[Shown]:
        """Where a change is under way, how it stands, until it has ended.

        Whoever began it can cancel it, and finds its outcome even where it ended while the page was loaded.
        """
        job = self._changes.last
        if job is None or not job.concerns(visitor):
            yield {self.work: ""}  # where an event gives nothing at all, gradio empties what it might have given
            return
        async for shown in self._followed(job, own=job.is_of(visitor)):
            yield shown

    async def add(self, files: list[str] | None, visitor: object) -> AsyncIterator[Shown]:
        """Add uploaded files, showing how it stands."""
        paths = [Path(file) for file in files or []]
        work = Work("add", tuple(path.name for path in paths))
        async for shown in self._made(visitor, work, lambda progress, heard: self._library.add(paths, progress, heard)):
            yield shown

    async def rebuild(self, everything: object, visitor: object) -> AsyncIterator[Shown]:
        """Rebuild the index, showing how it stands."""
        async for shown in self._made(
            visitor, Work("rebuild"), lambda progress, _: self._library.rebuild(everything is True, progress)
        ):
            yield shown

    async def remove(self, names: tuple[str, ...], visitor: object) -> AsyncIterator[Shown]:
        """Remove the pages whose removal was confirmed, showing how it stands; those that are gone are gone."""
        names = self._of_the_corpus(names)
        if not names:
            yield {self.confirm: gr.update(visible=False), self.table: self._table()}
            return
        async for shown in self._made(
            visitor, Work("remove", names), lambda progress, _: self._library.remove(names, progress)
        ):
            yield shown

    async def restore(self, visitor: object, event: gr.EventData) -> AsyncIterator[Shown]:
        """Undo the removal whose button was clicked; nothing for whatever else a browser may send."""
        asked = event._data.get("removal")
        removal = next((each for each in self._library.removals if each.id == asked), None)
        if removal is None:
            yield {self.removals: self._removals()}  # another visitor may have undone it
            return
        async for shown in self._made(
            visitor,
            Work("restore", removal.pages),
            lambda progress, _: self._library.restore(removal.id, progress),
        ):
            yield shown

    def cancel(self, visitor: object) -> None:
        """Cancel the change that this visitor began, if it is still being made."""
        if self._changes.stop(visitor):
            self._library.cancel()

    def ask_removal(self, event: gr.EventData) -> tuple[Any, ...]:
        """Ask whether the chosen pages shall go; nothing for whatever else a browser may send."""
        asked = event._data.get("names")
        chosen = self._of_the_corpus(asked if isinstance(asked, list) else ())
        if not chosen:
            return gr.skip(), gr.skip(), gr.skip()
        labels = names_of(self._library, chosen[:NAMED], self._language)
        return chosen, confirmation_view(chosen, self._language, labels), gr.update(visible=True)

    def ask_facts(self, event: gr.EventData) -> Any:
        """The form for what a person says of a page; nothing for whatever else a browser may send."""
        page = self._page_of(event)
        if page is None:
            return gr.skip()
        try:
            facts = self._library.facts(page.name)
        except WenbaoError as error:
            return self._form(page, {}, error=error)
        return self._form(page, {name: str(value) for name, value in facts.as_told.items()})

    async def describe(self, visitor: object, event: gr.EventData) -> AsyncIterator[Shown]:
        """Have what was typed be said of a page, showing how it stands; or what is wrong with it, in the form."""
        page, data = self._page_of(event), event._data
        if page is None:
            yield {self.facts: ""}  # another visitor may have removed it
            return
        try:
            facts = PageFacts.typed(*(data.get(name) for name in FIELDS))
            if facts == self._library.facts(page.name):
                raise LibraryError("library-facts-same", name=page.name)
        except WenbaoError as error:
            yield {self.facts: self._form(page, typed_of(data), error=error)}
            return
        work = Work("describe", (page.name,), facts=facts)
        async for shown in self._made(
            visitor,
            work,
            lambda progress, _: self._library.describe(page.name, facts, progress),
            {self.facts: self._form(page, typed_of(data))},
        ):
            yield shown

    def leave_facts(self) -> str:
        """Say nothing after all."""
        return ""

    def keep(self) -> tuple[Any, ...]:
        """Remove nothing after all."""
        return (), gr.update(visible=False)

    # ---- parts

    async def _made(
        self, visitor: object, work: Work, making: Making, otherwise: Shown | None = None
    ) -> AsyncIterator[Shown]:
        """What the components show while a change is made, and when it has ended; `otherwise` where none can be made
        because another one is.
        """
        job = self._changes.begin(own_word(visitor), work, changing(making, self._library.cancel))
        if job is None:
            busy = Work(work.kind, work.names, ended=True, error=LibraryError("library-busy"))
            yield {
                self.files: None,
                self.confirm: gr.update(visible=False),
                self.work: self._work(busy),
                **(otherwise or {}),
            }
            return
        async for shown in self._followed(job, own=True):
            yield shown

    async def _followed(self, job: Job[Work], *, own: bool) -> AsyncIterator[Shown]:
        """What the components show of a change, for whoever began it or, less of it, for others."""
        buttons = {self.stop: gr.update(visible=own), self.tools: gr.update(visible=False)}
        if not job.state.ended:
            yield {
                **buttons,
                **self._closed(),
                self.files: None,
                self.confirm: gr.update(visible=False),
                self.facts: "",
                self.asked: "",
            }
        begun, told_again = time.monotonic(), False
        async for present in followed(job, PAUSE_SECONDS if own else OTHERS_SECONDS):
            # What is told again now and then is little; the pages, which may be many, are told once more.
            again = not (present.ended or told_again) and time.monotonic() - begun >= background.AGAIN_SECONDS
            told_again = told_again or again
            yield {
                self.work: self._work(present) if own else others_view(present, self._language),
                **({} if present.ended else buttons),
                **(self._closed() if again else {}),
            }
        yield {
            self.stop: gr.update(visible=False),
            self.tools: gr.update(visible=True),
            **self.refreshed(),
        }

    def _closed(self) -> Shown:
        """The pages and the removals while nothing may be changed of them."""
        return {self.table: self._table(editable=False), self.removals: self._removals(editable=False)}

    def _page_of(self, event: gr.EventData) -> Page | None:
        """The page that an event names, None for whatever else a browser may send."""
        return page_named(self._library.assistant, event._data.get("page"))

    def _of_the_corpus(self, names: Sequence[object]) -> tuple[str, ...]:
        """Those among `names` that pages of the corpus have."""
        return tuple(head.name for head in self._library.assistant.holdings.order if head.name in names)

    def _figures(self) -> str:
        """The figures and, for whoever may change the corpus, what was passed over in its folder."""
        passed = self._library.passed_over if self._editable else ()
        return figures_view(self._library.figures, self._language) + passed_view(passed, self._language)

    def _table(self, asked: str = "", *, editable: bool = True) -> str:
        return table_view(
            self._library.held_pages,
            self._language,
            asked,
            headlines=headlines_of(self._library.assistant),
            editable=editable and self._editable,
        )

    def _removals(self, *, editable: bool = True) -> str:
        listed = self._library.removals if editable and self._editable else ()
        named = {name for removal in listed for name in removal.pages[:REMOVED_NAMED]}
        return removals_view(listed, self._language, names_of(self._library, named, self._language))

    def _work(self, work: Work) -> str:
        if not work.ended:
            return work_view(work, (), self._language)
        labels = {} if work.kind == "add" else names_of(self._library, work.names, self._language)
        return work_view(work, self._library.held_pages, self._language, labels)

    def _hint(self) -> str:
        settings = self._library.assistant.settings
        told = say(
            "page-corpus-forms",
            self._language,
            forms=" ".join(self._library.forms),
            page=settings.page_megabytes,
            document=settings.document_megabytes,
        )
        return render("corpus/hint", self._language, forms=",".join(self._library.forms), told=told)

    def _note(self, text: str) -> str:
        return render("paragraph", self._language, look="corpus-note", text=text)

    def _html(self, value: Any, id: str, script: str | None = None) -> gr.HTML:
        """HTML of our own; a function gives it anew whenever the page is loaded."""
        return gr.HTML(value, elem_id=id, apply_default_css=False, js_on_load=script)
