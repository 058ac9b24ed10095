"""The line above the conversation: which one is open, a new one, and what can be done with the open one.

Left out: the conversations themselves (see `conversations`), and how the browser saves and prints (see export.js).
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from rag import Language
from ui.ask.conversations import Conversation, Shelf
from ui.ask.exporting import as_markdown, as_printout
from ui.gradio_setup import gr
from ui.templating import render
from ui.wording import say

_SCRIPT: Final = Path(__file__).parent / "export.js"


class ConversationBar:
    """The bar's components and handlers. `show` gives the updates of the components that show a shelf's open
    conversation, in the order of the outputs that `connect` is given, `complete` the conversation as it is taken along.
    """

    def __init__(
        self,
        language: Language,
        show: Callable[[Shelf], tuple[Any, ...]],
        complete: Callable[[Conversation], Conversation] = lambda conversation: conversation,
    ) -> None:
        self._language = language
        self._show = show
        self._complete = complete

    def build(self) -> gr.Dropdown:
        """Put the components where gradio stands; the list of conversations is given, for other events to update."""
        with gr.Row(elem_id="threads"):
            self._chooser = chooser(Shelf(), self._language)
            self._new, self._rename, self._delete, self._save, self._print = (
                self._button(key) for key in ("page-new", "page-rename", "page-delete", "page-markdown", "page-print")
            )
        with gr.Row(visible=False, elem_id="renaming") as self._renaming:
            self._name = gr.Textbox(
                label=say("page-new-name", self._language),
                show_label=False,
                container=False,
                max_lines=1,
                elem_id="new-name",
                submit_btn=say("page-save", self._language),
            )
            self._keep_name = self._button("page-cancel")
        with gr.Row(visible=False, elem_id="deleting") as self._deleting:
            self._sure = gr.HTML("", elem_id="sure", apply_default_css=False, js_on_load=None)
            self._do_delete, self._keep = self._button("page-delete", "do-delete"), self._button("page-cancel")
        self.taken = gr.HTML("", elem_id="taken", apply_default_css=False, js_on_load=_SCRIPT.read_text("utf-8"))
        return self._chooser

    def connect(self, shelf: gr.State, shown: list[Any], asking: list[Any]) -> None:
        """Tie the components to the handlers; what is being asked (`asking`) ends where another is opened."""
        looking: dict[str, Any] = {"show_progress": "hidden", "concurrency_limit": None, "api_visibility": "private"}
        opening: dict[str, Any] = {**looking, "cancels": asking}
        outputs = [*shown, self._renaming, self._deleting]
        self._new.click(lambda present: self._opened(present.with_new()), [shelf], outputs, **opening).then(
            None, js=_focus("#question textarea")
        )
        # The list says that it was chosen from when it is only left, too. What is being asked ends where another
        # conversation was really chosen, and gradio ends it at the event itself: hence one of its own.
        chosen = gr.State(("", 0))
        self._chooser.input(self._chosen, [shelf, self._chooser], [chosen], **looking)
        chosen.change(
            lambda present, choice: self._opened(present.with_open(choice[0])), [shelf, chosen], outputs, **opening
        )
        self._do_delete.click(lambda present: self._opened(present.without_open()), [shelf], outputs, **opening).then(
            None, js=_focus("#question textarea")
        )
        self._name.submit(
            lambda present, name: self._opened(present.with_name(name)), [shelf, self._name], outputs, **looking
        )
        asked = [self._renaming, self._deleting]
        self._rename.click(self._ask_name, [shelf], [*asked, self._name], **looking).then(
            None, js=_focus("#new-name input, #new-name textarea")
        )
        self._delete.click(self._ask_sure, [shelf], [*asked, self._sure], **looking).then(
            None, js=_focus("#deleting button:last-of-type")
        )
        for button in (self._keep_name, self._keep):
            button.click(self._closed, [], asked, **looking)
        self._save.click(self.save, [shelf], [self.taken], **looking)
        self._print.click(self.print, [shelf], [self.taken], **looking)

    def save(self, shelf: Shelf) -> Any:
        """The open conversation as Markdown, for the browser to save."""
        if shelf.open is None:
            return gr.skip()
        return render(
            "ask/saved",
            self._language,
            name=f"{file_name(shelf.open.title, self._language)}.md",
            type="text/markdown",
            text=as_markdown(self._complete(shelf.open), self._language),
        )

    def print(self, shelf: Shelf) -> Any:
        """The open conversation as a page, for the browser to print."""
        if shelf.open is None:
            return gr.skip()
        return render("ask/printed", self._language, document=as_printout(self._complete(shelf.open), self._language))

    def _chosen(self, shelf: Shelf, id: object) -> Any:
        """The id of the chosen conversation, with the moment, so that no two choices are the same.

        The list says so too when it is left with nothing chosen: that opens nothing, as it comes after whatever was
        pressed to leave it.
        """
        other = shelf.with_open(id).current
        return (other, time.time_ns()) if other != shelf.current else gr.skip()

    def _opened(self, shelf: Shelf) -> tuple[Any, ...]:
        return (*self._show(shelf), *self._closed())

    def _closed(self) -> tuple[Any, Any]:
        return gr.Row(visible=False), gr.Row(visible=False)

    def _ask_name(self, shelf: Shelf) -> tuple[Any, ...]:
        there = shelf.open is not None
        return gr.Row(visible=there), gr.Row(visible=False), shelf.open.title if shelf.open else ""

    def _ask_sure(self, shelf: Shelf) -> tuple[Any, ...]:
        sure = say("page-delete-sure", self._language, title=shelf.open.title if shelf.open else "")
        return (
            gr.Row(visible=False),
            gr.Row(visible=shelf.open is not None),
            render("paragraph", self._language, text=sure),
        )

    def _button(self, key: str, name: str | None = None) -> gr.Button:
        return gr.Button(
            say(key, self._language), size="sm", scale=0, min_width=0, elem_id=name or key, elem_classes="plain"
        )


def chooser(shelf: Shelf, language: Language) -> gr.Dropdown:
    """The list of conversations, the open one chosen; a new one stands at the top while it is open."""
    return gr.Dropdown(
        _listed(shelf, language),
        value=shelf.current,
        label=say("page-conversations", language),
        show_label=False,
        container=False,
        filterable=False,
        interactive=True,
        scale=1,
        min_width=160,
        num_choices_shown=None,
        elem_id="conversations",
    )


def relisted(former: Shelf, shelf: Shelf, language: Language) -> Any:
    """The list of conversations where it is another one than that of `former`.

    Whoever has it open finds it closed when it is given anew.
    """
    same = former.current == shelf.current and _listed(former, language) == _listed(shelf, language)
    return gr.skip() if same else chooser(shelf, language)


def _listed(shelf: Shelf, language: Language) -> list[tuple[str, str]]:
    listed = [(_label(each, language), each.id) for each in shelf.conversations]
    return listed if shelf.open is not None else [(say("page-new-open", language), ""), *listed]


def file_name(title: str, language: Language) -> str:
    """The title as the name of a file on any system, without its ending."""
    kept = "".join(character for character in title if character.isalnum() or character in " -_，。、")
    return " ".join(kept.split()) or say("page-name", language)


def _label(conversation: Conversation, language: Language) -> str:
    return conversation.title or say("page-untitled-conversation", language)


def _focus(selector: str) -> str:
    """A script that goes to the first of these elements, once gradio has shown it.

    Nowhere where the visitor has gone on meanwhile: into the list, which would close, or into another box.
    """
    return (
        "() => { setTimeout(() => { if (!document.activeElement?.matches('input, textarea'))"
        f" document.querySelector('{selector}')?.focus(); }}, 50); }}"
    )
