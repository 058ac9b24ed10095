"""Clippings as a Word document, made with python-docx, which the extra `documents` brings. No gradio here."""

import io
from collections.abc import Sequence

from rag import Language
from ui.clippings.clipping import Clipping
from ui.clippings.exporting import told_places
from ui.wording import say


def as_word(clippings: Sequence[Clipping], language: Language) -> bytes:
    """All clippings, each with its places and its note. Raises ImportError where python-docx is not installed."""
    import docx

    document = docx.Document()
    document.core_properties.title = say("page-clippings", language)
    document.core_properties.author = say("page-name", language)
    document.add_heading(say("page-clippings", language), 0)
    for clipping in clippings:
        document.add_heading(_written(clipping.named or say("title-none", language)), 1)
        for line in clipping.text.split("\n"):
            if line.strip():
                document.add_paragraph(_written(line.strip()), style="Quote")
        for told in told_places(clipping, language):
            document.add_paragraph(_written(told), style="List Bullet")
        for line in clipping.note.split("\n"):
            if line.strip():
                document.add_paragraph(_written(say("page-clipping-noted", language, note=line.strip())))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _written(text: str) -> str:
    """`text` without what XML cannot hold."""
    return "".join(
        character
        for character in " ".join(text.split())
        if character >= " " and character not in "\ufffe\uffff" and not "\ud800" <= character <= "\udfff"
    )
