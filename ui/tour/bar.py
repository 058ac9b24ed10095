"""The guided tour on the page: a slim bar at the bottom that says what to notice, and one key to go on.

tour.js asks the questions as a visitor would, by the question box; tour.css makes the page large enough for a
projector while the bar is there.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rag import Language
from ui.gradio_setup import gr
from ui.templating import render
from ui.tour.steps import TourStep
from ui.wording import say

_SCRIPT: Final = Path(__file__).parent / "tour.js"


def build_tour(steps: Sequence[TourStep], language: Language) -> None:
    """Put the bar where gradio stands."""
    gr.HTML(tour_bar(steps, language), elem_id="tour", apply_default_css=False, js_on_load=_SCRIPT.read_text("utf-8"))


def tour_bar(steps: Sequence[TourStep], language: Language) -> str:
    """The bar before the first step; what the script needs is in its data."""
    told = [{"questions": list(step.questions), "notice": step.notices[language]} for step in steps]
    words = {name: say(f"tour-{name}", language) for name in ("on", "again")}
    return render(
        "tour/bar",
        language,
        count=len(steps),
        steps=json.dumps(told, ensure_ascii=False),
        words=json.dumps(words, ensure_ascii=False),
        on=words["on"],
    )
