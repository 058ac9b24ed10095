"""The page's head: the newspaper's name, how much of it there is, the other language, and how the page looks.

No gradio. Left out: what light, dark and the size of text do (see look.js), and the keys themselves (see keys.js).
"""

from typing import Final

from markupsafe import Markup

from rag import Language
from ui.ask.rendering import corpus_figures
from ui.newspaper import Corpus
from ui.templating import render
from ui.wording import say

LOOKS: Final = {"theme": ("system", "light", "dark"), "text": ("normal", "large", "larger")}
"""What a visitor may choose of the page's look; look.js knows the same names."""

KEYS: Final = (
    (("Enter",), "page-key-ask"),
    (("Shift", "Enter"), "page-key-line"),
    (("/",), "page-key-question"),
    (("←", "↑", "→", "↓"), "page-key-along"),
    (("Enter",), "page-key-source"),
    (("↑", "↓"), "page-key-conversations"),
    (("F2",), "page-key-rename"),
    (("Del",), "page-key-delete"),
    (("Esc",), "page-key-leave"),
    (("?",), "page-key-map"),
)
"""The map of the keys: which are pressed, and the sentence that says what they do."""


def masthead(corpus: Corpus, language: Language) -> str:
    """The page's head, as it is for the corpus at this moment."""
    other: Language = "en" if language == "zh" else "zh"
    return render(
        "masthead",
        language,
        figures=Markup(corpus_figures(corpus.assistant, language)),
        other=other,
        href="en/" if other == "en" else "../",
        other_name=say("page-language", other),
        looks=LOOKS,
        keys=KEYS,
    )
