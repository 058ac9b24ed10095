"""The scripts of a place of the page (`gr.HTML`) as one text for gradio, with what all of them raise events by."""

from pathlib import Path
from typing import Final

_LAST: Final = Path(__file__).parent / "trigger_last.js"


def script(*paths: Path) -> str:
    """The scripts of a place, in their order; they are given `triggerLast`, see trigger_last.js."""
    return "\n".join(path.read_text("utf-8") for path in (_LAST, *paths))
