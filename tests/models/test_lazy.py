"""What takes seconds to load is loaded once, when it is first needed, and the page does not wait for it; who asks waits in turn."""

import os
import threading
import time
from pathlib import Path

import pytest
from support.fakes import FakeEncoder
from support.newspaper import FakeNewspaper
from support.newsroom import QUESTION, WORDS, Newsroom
from support.serving import free_port

import ui.app
from rag.assistant import Assistant
from rag.errors import EncoderError
from rag.models.encoder import LazyEncoder
from rag.models.lazy import Lazy


def test_a_value_is_made_once_however_many_threads_ask_for_it():
    made = []

    def make():
        time.sleep(0.05)
        made.append(object())
        return made[-1]

    later, got = Lazy(make), []
    threads = [threading.Thread(target=lambda: got.append(later())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert got == made * 8


def test_a_value_that_could_not_be_made_is_tried_again():
    answers = iter([OSError("busy"), 7])

    def make():
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    later = Lazy(make)
    with pytest.raises(OSError, match="busy"):
        later()
    assert later() == 7


def test_an_encoder_is_loaded_by_its_first_text_and_then_gives_the_same_vectors():
    loaded = []

    def load():
        loaded.append(FakeEncoder(WORDS, "fake"))
        return loaded[-1]

    late = LazyEncoder("fake", load)
    assert (late.name, loaded) == ("fake", [])
    assert (
        late.encode_questions([QUESTION]).tolist() == FakeEncoder(WORDS, "fake").encode_questions([QUESTION]).tolist()
    )
    assert late.encode_passages(["公园"]).tolist() == loaded[0].encode_passages(["公园"]).tolist()
    assert late.dimensions == loaded[0].dimensions
    assert len(loaded) == 1


@pytest.mark.parametrize("asks_first", [False, True])
def test_an_assistant_opened_late_loads_when_told_or_when_asked(stored: Newsroom, asks_first: bool):
    before = stored.loaded
    assistant = Assistant.open(stored.index, late=True)
    assert assistant.pages
    assert stored.loaded == before
    if not asks_first:
        assistant.load()
        assert stored.loaded == before + 1
    told = assistant.ask(QUESTION)
    assert stored.loaded == before + 1
    assert told.text == Assistant.open(stored.index).ask(QUESTION).text
    assert assistant.ask(QUESTION).text == told.text
    assert stored.loaded == before + 2  # the second is the other assistant's


def test_an_assistant_opened_late_raises_what_its_model_raises_when_it_is_loaded(stored: Newsroom, monkeypatch):
    def damaged(settings):
        raise EncoderError("encoder-unknown", name="fake", reason="gone")

    monkeypatch.setattr("rag.assistant.load_encoder", damaged)
    assistant = Assistant.open(stored.index, late=True)
    for attempt in (assistant.load, lambda: assistant.ask(QUESTION)):
        with pytest.raises(EncoderError):
            attempt()
    with pytest.raises(EncoderError):
        Assistant.open(stored.index)


# ---- the page


@pytest.mark.slow
def test_the_page_is_there_before_models_are_loaded_and_ends_where_they_cannot_be(monkeypatch):
    import urllib.request

    monkeypatch.setattr(ui.app, "FIRST_VISITOR_SECONDS", 0.0)
    port, seen = free_port(), []

    def load():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=300) as answer:
            seen.append(answer.status)
        raise EncoderError("encoder-unknown", name="fake", reason="gone")

    with pytest.raises(EncoderError):
        ui.app.serve(FakeNewspaper(), "127.0.0.1", port, False, load=load)
    assert seen == [200]
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)


def test_gradio_writes_no_files_for_editors():
    from ui.gradio_setup import gr

    source = Path(gr.components.slider.__file__)
    from gradio import component_meta

    before = source.with_suffix(".pyi").stat().st_mtime_ns if source.with_suffix(".pyi").exists() else None
    component_meta.create_or_modify_pyi(gr.Slider, "Slider", gr.Slider.EVENTS)
    after = source.with_suffix(".pyi").stat().st_mtime_ns if source.with_suffix(".pyi").exists() else None
    assert before == after
    assert component_meta.create_or_modify_pyi.__module__ == "ui.gradio_setup"


# ---- many at once


def test_however_many_ask_no_more_are_answered_at_a_time_than_there_are_cores(stored: Newsroom):
    busy, most, lock = [0], [0], threading.Lock()

    class Slow(FakeEncoder):
        def encode_questions(self, texts):
            with lock:
                busy[0] += 1
                most[0] = max(most[0], busy[0])
            time.sleep(0.02)
            with lock:
                busy[0] -= 1
            return super().encode_questions(texts)

    assistant, answers = Assistant.open(stored.index, encoder=Slow(WORDS, "fake")), []
    threads = [threading.Thread(target=lambda: answers.append(assistant.ask(QUESTION).text)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20
    assert len(set(answers)) == 1
    assert most[0] == min(20, os.cpu_count() or 1)
