"""What gradio tells a handler of what was done in the browser."""

from ui.gradio_setup import gr


def clicked(**data):
    return gr.EventData(None, data)
