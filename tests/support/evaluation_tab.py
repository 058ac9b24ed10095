"""The tab for evaluation as it stands on a page, for tests that call its handlers."""

from ui.evaluation.tab import EvaluationTab
from ui.gradio_setup import gr


def built(session):
    """The tab of an evaluation session, with its components."""
    tab = EvaluationTab(session, "zh")
    with gr.Blocks() as page, gr.Tab() as within:
        tab.build(page, within, gr.BrowserState(""))
    return tab
