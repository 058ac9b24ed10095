"""The guided tour on the page: a slim bar at the bottom that says what to notice, and one key to go on.

tour.js asks the questions as a visitor would, by the question box, and opens what a step shows by the controls that a
visitor has; tour.css makes the page large enough for a projector while the bar is there.
"""

import contextlib
import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rag import Language, WenbaoError
from ui.gradio_setup import gr
from ui.newspaper import Corpus
from ui.scripts import script
from ui.templating import render
from ui.tour.steps import TourStep
from ui.wording import say

_SCRIPT: Final = Path(__file__).parent / "tour.js"
_WORDS: Final = ("on", "again", "begin")


class Warmth:
    """Whether the first answer of a tour was asked for, so that nobody waits for what loads at the first question."""

    def __init__(self, ask: Callable[[], object]) -> None:
        """`ask` asks it; where it raises WenbaoError, the tour tells why when it comes there."""
        self._ask = ask
        self._lock = threading.Lock()
        self._warm = False

    def wait(self) -> None:
        """Return once it was asked, by whoever came first."""
        with self._lock:
            if not self._warm:
                with contextlib.suppress(WenbaoError):
                    self._ask()
                self._warm = True


def warmth_of(corpus: Corpus, steps: Sequence[TourStep]) -> Warmth:
    """The warmth of the tour's first question, which the page in each language shares."""
    first = next((step.questions[0] for step in steps if step.questions), "")
    return Warmth(lambda: corpus.assistant.ask(first))


def build_tour(steps: Sequence[TourStep], language: Language, page: gr.Blocks, warmth: Warmth, tabs: bool) -> None:
    """Put the bar where gradio stands on `page`; without all `tabs` there are no steps that show an evaluation."""
    possible = [step for step in steps if tabs or step.show != "evaluation"]
    gr.HTML(tour_bar(possible, language), elem_id="tour", apply_default_css=False, js_on_load=script(_SCRIPT))
    ready = gr.HTML("", elem_id="tour-ready", apply_default_css=False, js_on_load=None)

    def warm() -> str:
        warmth.wait()
        return render("tour/ready", language)

    page.load(warm, None, [ready], show_progress="hidden", concurrency_limit=None, api_visibility="private")


def tour_bar(steps: Sequence[TourStep], language: Language) -> str:
    """The bar before the first step; what the script needs is in its data."""
    told = [{"questions": step.questions, "notice": step.notices[language], "show": step.show} for step in steps]
    words = {name: say(f"tour-{name}", language) for name in _WORDS}
    return render(
        "tour/bar",
        language,
        count=len(steps),
        steps=json.dumps(told, ensure_ascii=False),
        words=json.dumps(words, ensure_ascii=False),
        on=words["on"],
    )
