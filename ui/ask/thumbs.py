"""The two thumbs below an answer. No gradio here, as in `rendering`; what a click does is in `feedback`."""

from rag import Language
from ui.markup import escaped
from ui.wording import say


def thumbs(number: int, language: Language) -> str:
    """The two thumbs below the answer to turn `number`; hidden by feedback.css on a page that keeps no feedback."""
    links = "".join(
        f'<a class="thumb" href="#feedback-{number}-{thumb}">{escaped(say(f"feedback-{thumb}", language))}</a>'
        for thumb in ("up", "down"))
    return f'<span class="thumbs">{links}</span>'
