"""Mending in the page: a piece is joined, cut, retitled, and a page told its day, number and paper, all with undo.

Left out: what the dialog looks like (see `mending_view`), and what a mend does to pages and index (see `rag.corpus`).
A mend is a change of the corpus like any other, made beside the page; no visitor's data is kept.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from rag import Language, LibraryError, Page, Piece, WenbaoError
from rag.corpus import CorpusChange, Cut, Join, Library, Mend, PageFacts, Rekind, Retitle
from ui.background import Background, followed, own_word
from ui.browse.mending_view import Typed, mending_view, piece_at
from ui.corpus.facts import FIELDS, form_of, typed_of
from ui.corpus.naming import told
from ui.corpus.tab import CorpusTab
from ui.corpus.work import Making, Work, changing
from ui.gradio_setup import COUNTED, PRESSED, gr
from ui.newspaper import page_named
from ui.scripts import script
from ui.templating import render
from ui.wording import say

_HERE: Final = Path(__file__).parent

FORM: Final = "facts-of-shown"
"""What the ids of the form of a page's facts begin with here; the tab for the corpus has one of its own."""

Shown = dict[Any, Any]
"""What components show next."""


class Mending:
    """The dialog, the form and the line that tells what came of it, for one library and one language."""

    def __init__(self, library: Library, language: Language, changes: Background[Work]) -> None:
        self._library = library
        self._language = language
        self._changes = changes
        self._form = partial(form_of, library, language=language, place=FORM)

    def build(self) -> None:
        """Put the components where gradio stands."""
        self.told = self._html("mended", "mended.js")
        self.facts = self._html("facts-here", "../corpus/facts.js")
        self.dialog = self._html("mending", "mending.js")

    def connect(self, paper: gr.HTML, visitor: gr.BrowserState, corpus: CorpusTab) -> None:
        """Tie them to the view of a page, and to the tab that shows the whole corpus, both built by now."""
        self._corpus = corpus
        shown = [self.told, self.facts, self.dialog, *corpus.refreshed()]
        paper.mend_piece(self.open, [], shown, **PRESSED)  # raised by browse.js
        paper.edit_page(self.open_facts, [], [self.facts], **PRESSED)
        self.dialog.mend(self.mend, [visitor], shown, **COUNTED)  # raised by mending.js
        self.told.undo_mend(self.undo, [visitor], shown, **COUNTED)  # raised by mended.js
        self.facts.say_facts(self.describe, [visitor], shown, **COUNTED)  # raised by facts.js
        self.facts.leave_facts(self.leave_facts, [], [self.facts], **PRESSED)

    # ---- handlers

    def open(self, event: gr.EventData) -> Shown:
        """The dialog for the piece that was chosen; where its page is another one by now, that page and a sentence."""
        data = event._data
        page = self._page_of(data)
        if page is None:
            return self._gone(data)
        if data.get("seen") != page.digest:
            return self._stale(page)
        piece = piece_at(self._pieces(page), data.get("piece"), None)
        return self._stale(page) if piece is None else {self.dialog: self._view(page, data), self.told: ""}

    def open_facts(self, event: gr.EventData) -> Any:
        """The form for what a person says of a page; nothing for whatever else a browser may send."""
        page = self._page_of(event._data)
        if page is None:
            return gr.skip()
        try:
            facts = self._library.facts(page.name)
        except WenbaoError as error:
            return self._form(page, {}, error=error)
        return self._form(page, {name: str(value) for name, value in facts.as_told.items()})

    def leave_facts(self) -> str:
        """Say nothing after all."""
        return ""

    async def mend(self, visitor: object, event: gr.EventData) -> AsyncIterator[Shown]:
        """Make the mend that was pressed, and show what came of it; or what is wrong with it, in the dialog."""
        data = event._data
        page = self._page_of(data)
        if page is None:
            yield self._gone(data)
            return
        mend, seen = self._mend_of(page, data), str(data.get("seen"))
        if mend is None:
            yield {self.dialog: self._view(page, data, self._sentence(LibraryError("library-mend-same")))}
            return
        work = Work("mend", (page.name,), mend=(seen, mend))
        change = await self._made(
            visitor, work, lambda progress, _: self._library.mend(page.name, seen, mend, progress)
        )
        if not isinstance(change, CorpusChange):
            present = self._page_of(data)
            said = self._sentence(change)
            yield self._gone(data) if present is None else {self.dialog: self._view(present, data, said)}
            return
        yield {self.dialog: "", **self._done(f"page-mended-{data.get('op')}", page.name, change.undo)}

    async def describe(self, visitor: object, event: gr.EventData) -> AsyncIterator[Shown]:
        """Have what was typed be said of a page; or what is wrong with it, in the form."""
        data = event._data
        page = self._page_of(data)
        if page is None:
            yield {self.facts: "", **self._gone(data)}
            return
        change: CorpusChange | WenbaoError | None
        try:
            facts = PageFacts.typed(*(data.get(name) for name in FIELDS))
            if facts == self._library.facts(page.name):
                raise LibraryError("library-facts-same", name=page.name)
        except WenbaoError as error:
            change = error
        else:
            work = Work("describe", (page.name,), facts=facts)
            change = await self._made(
                visitor, work, lambda progress, _: self._library.describe(page.name, facts, progress)
            )
        if isinstance(change, CorpusChange):
            yield {self.facts: "", **self._done("page-mended-facts", page.name, change.undo)}
            return
        yield {self.facts: self._form(page, typed_of(data), error=change, said=self._sentence(change))}

    async def undo(self, visitor: object, event: gr.EventData) -> AsyncIterator[Shown]:
        """Undo the change whose button was pressed; a sentence where that cannot be done any more.

        What is being mended or said meanwhile stays open.
        """
        asked = event._data.get("removal")
        removal = next((each for each in self._library.removals if each.id == asked), None)
        if removal is None:
            yield self._told("failed", "", self._sentence(LibraryError("library-no-removal")))
            return
        work = Work("restore", removal.pages)
        change = await self._made(visitor, work, lambda progress, _: self._library.restore(removal.id, progress))
        name = removal.pages[0] if removal.pages else ""
        if isinstance(change, CorpusChange):
            yield self._done("page-mended-undone", name, "")
            return
        yield self._told("failed", name, self._sentence(change))

    # ---- parts

    async def _made(self, visitor: object, work: Work, making: Making) -> CorpusChange | WenbaoError | None:
        """What became of a change once it is made: the change, or why there is none; None for a mistake of ours.

        Nothing is told before: it takes a moment, and the dialog says that something goes on. Another change that the
        same visitor has under way, such as an undo, is waited for.
        """
        word = own_word(visitor)
        while (job := self._changes.begin(word, work, changing(making, self._library.cancel))) is None:
            before = self._changes.last
            if before is None or not before.is_of(word):
                return LibraryError("library-busy")
            async for _ in followed(before):
                pass
        async for _ in followed(job):
            pass
        return job.state.change or job.state.error

    def _mend_of(self, page: Page, data: Mapping[str, Any]) -> Mend | None:
        """The mend that a browser sent; None where it is none, or changes nothing."""
        id, typed = str(data.get("piece")), _typed(data)
        make: dict[object, Callable[[], Mend | None]] = {
            "join": lambda: Join(id, str(data.get("other"))),
            "cut": lambda: Cut(id, line) if isinstance(line := data.get("line"), int) else None,
            "say": lambda: self._said_of(page, id, typed),
        }
        op = data.get("op")
        return make[op]() if isinstance(op, str) and op in make else None

    def _said_of(self, page: Page, id: str, typed: Typed) -> Mend | None:
        piece = piece_at(self._pieces(page), id, None)
        title, kind = typed.title or "", typed.kind or ""
        if piece is None:
            return Retitle(id, title)
        same = kind in ("", piece.kind)
        if title.strip() == piece.title:
            return None if same else Rekind(id, kind)
        return Retitle(id, title, "" if same else kind)

    def _view(self, page: Page, data: Mapping[str, Any], said: str = "") -> str:
        """The dialog for the piece that `data` names, or that has its first line now, with what is said to be wrong; ""
        where there is none.
        """
        pieces = self._pieces(page)
        piece = piece_at(pieces, data.get("piece"), data.get("first"))
        return "" if piece is None else mending_view(page, pieces, piece, self._language, said, _typed(data))

    def _done(self, key: str, name: str, undo: str) -> Shown:
        """What tells of a change that was made. What else is open is another matter and stays so."""
        return {**self._told("done", name, say(key, self._language), undo), **self._corpus.refreshed()}

    def _gone(self, data: Mapping[str, Any]) -> Shown:
        """For a page that was removed meanwhile: a sentence, no dialog, and the corpus as it is."""
        name = data.get("page")
        error = LibraryError("library-facts-no-page", name=name if isinstance(name, str) else "")
        said = self._told("failed", "", self._sentence(error))
        return {self.dialog: "", **said, **self._corpus.refreshed()}

    def _stale(self, page: Page) -> Shown:
        """For a page that was split otherwise meanwhile: a sentence, and the page as it is."""
        said = self._sentence(LibraryError("library-mend-changed", name=page.name))
        return {self.dialog: "", **self._told("failed", page.name, said), **self._corpus.refreshed()}

    def _told(self, look: str, page: str, said: str, undo: str = "") -> Shown:
        return {self.told: render("browse/mended", self._language, look=look, page=page, said=said, undo=undo)}

    def _sentence(self, error: WenbaoError | None) -> str:
        return told(self._library, error, self._language) if error else say("page-corpus-failed", self._language)

    def _page_of(self, data: Mapping[str, Any]) -> Page | None:
        """The page that an event names; None for whatever else a browser may send."""
        return page_named(self._library.assistant, data.get("page"))

    def _pieces(self, page: Page) -> Sequence[Piece]:
        return self._library.assistant.holdings.pieces(page.name)

    def _html(self, id: str, file: str) -> gr.HTML:
        return gr.HTML("", elem_id=id, apply_default_css=False, js_on_load=script(_HERE / file))


def _typed(data: Mapping[str, Any]) -> Typed:
    """The headline and the kind that were typed, as far as a browser sent any."""
    typed = data.get("typed")
    given = typed if isinstance(typed, dict) else {}
    title, kind = given.get("title"), given.get("kind")
    return Typed(title if isinstance(title, str) else None, kind if isinstance(kind, str) else None)
