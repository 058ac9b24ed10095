"""The line above the conversation: which one is open, a new one, and what can be done with the open one.

Left out: the other conversations (see `conversation_list`), and how the browser saves and prints (see export.js).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from rag import Language
from ui.ask.conversations import Conversation, Shelf
from ui.ask.exporting import as_markdown, as_printout
from ui.gradio_setup import LOOKING, gr
from ui.scripts import script
from ui.templating import render
from ui.wording import say

_SCRIPT: Final = Path(__file__).parent / "export.js"

_FOCUS: Final = """() => {
  setTimeout(() => {
    if (!document.activeElement?.matches("input, textarea")) document.querySelector("#question textarea")?.focus();
  }, 50);
}"""
"""Goes to the question box, once gradio has shown it; not where the visitor has gone on to another box meanwhile."""


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

    def build(self, among: Callable[[], None] = lambda: None) -> None:
        """Put the components where gradio stands; `among` puts further ones after the name of the conversation."""
        with gr.Row(elem_id="threads"):
            gr.HTML(
                render("ask/open_conversation", self._language),
                elem_id="open-conversation",
                apply_default_css=False,
                js_on_load=None,
            )
            among()
            self._new, self._save, self._print = (
                self._button(key) for key in ("page-new", "page-markdown", "page-print")
            )
        self.taken = gr.HTML("", elem_id="taken", apply_default_css=False, js_on_load=script(_SCRIPT))

    def connect(self, shelf: gr.State, shown: list[Any], asking: list[Any]) -> None:
        """Tie the components to the handlers; what is being asked (`asking`) ends where a new one is begun."""
        self._new.click(lambda present: self._show(present.with_new()), [shelf], shown, cancels=asking, **LOOKING).then(
            None, js=_FOCUS
        )
        self._save.click(self.save, [shelf], [self.taken], **LOOKING)
        self._print.click(self.print, [shelf], [self.taken], **LOOKING)

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

    def _button(self, key: str) -> gr.Button:
        return gr.Button(say(key, self._language), size="sm", scale=0, min_width=0, elem_id=key, elem_classes="plain")


def file_name(title: str, language: Language) -> str:
    """The title as the name of a file on any system, without its ending."""
    kept = "".join(character for character in title if character.isalnum() or character in " -_，。、")
    return " ".join(kept.split()) or say("page-name", language)
