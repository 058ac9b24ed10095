"""The weights that come with the program: what they read, and what happens without them."""

from pathlib import Path

import pytest

from rag.answering.refusal import FEATURES
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.models.bundled.weights import weights_name
from rag.models.encoder import LazyEncoder, load_encoder
from rag.models.reader import load as loading
from rag.models.reader import load_reader
from rag.models.reader.weights import FILE, load_weights, save_weights
from rag.settings import Settings

pytestmark = pytest.mark.model

PAGE = """城北水库建成蓄水

本报讯 9月3日,城北水库建成蓄水。水库由建设局历时三年建成,总投资1.2亿元,可供全城二十万人饮水。
水库四周种了柳树,周末常有居民来散步。(张三)

牡丹园开门迎客

本报讯 近日,牡丹园的三千株牡丹盛开。园长李四说,门票全免,游客可以坐公交前往。(王五)
"""


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(Settings())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, encoder) -> Path:
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "pages").mkdir()
    (folder / "pages" / "page.txt").write_text(PAGE, "utf-8")
    build_index(folder / "pages", folder / "index", Settings(), encoder, encoder.name)
    return folder / "index"


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("城北水库是哪个单位建成的?", "建设局"),
        ("城北水库总投资多少?", "1.2亿元"),
        ("牡丹园的园长是谁?", "李四"),
        ("城北水库可供多少人饮水?", "二十万人"),
    ],
)
def test_the_exact_answer_is_found(index: Path, encoder, question: str, span: str) -> None:
    answer = Assistant.open(index, Settings(), encoder).ask(question)
    assert span in answer.span or answer.span in span
    assert answer.span
    assert span in answer.text


def test_a_question_that_the_report_does_not_answer_is_less_likely_answered(index: Path, encoder) -> None:
    assistant = Assistant.open(index, Settings(), encoder)
    told = [assistant.ask(question).confidence for question in ("牡丹园的园长是谁?", "牡丹园的设计师是谁?")]
    assert told[0] > told[1]


def test_one_reader_serves_however_often_the_index_is_opened(encoder, tmp_path: Path) -> None:
    """Each would keep memory for good: with one for each change of the corpus the page grew without end."""
    one = load_reader(Settings(), encoder)
    assert load_reader(Settings(), encoder) is one
    assert load_reader(Settings(), LazyEncoder(encoder.name, lambda: encoder)) is one
    weights = tmp_path / "reader.safetensors"
    weights.write_bytes(FILE.read_bytes())
    assert load_reader(Settings(), encoder, weights) is not one


@pytest.mark.parametrize("precision", ["bfloat16", "int8"])
def test_a_reader_that_nobody_measured_is_read_by_torch_where_the_engine_needs_that_and_it_is_said(
    index: Path, encoder, tmp_path: Path, monkeypatch, precision: str
) -> None:
    unmeasured = load_weights(FILE, weights_name())
    weights = tmp_path / "reader.safetensors"
    facts = {name: value for name, value in unmeasured.facts.items() if name != "ranges"}
    save_weights(weights, unmeasured.tensors, unmeasured.encoder, unmeasured.frozen, facts)
    monkeypatch.setattr(loading, "FILE", weights)
    monkeypatch.setattr("rag.models.bundled.layers._best", lambda capabilities: precision)
    assistant = Assistant.open(index, Settings(), encoder)
    told = assistant.notice.key if assistant.notice else ""
    assert told == ("engine-missing" if precision == "int8" else "")
    assert assistant.ask("城北水库是哪个单位建成的?").text


@pytest.mark.parametrize(("content", "key"), [(None, "reader-missing"), (b"damaged", "reader-damaged")])
def test_without_its_weights_the_answer_comes_from_the_search_alone_and_that_is_said(
    index: Path, encoder, tmp_path: Path, monkeypatch, content: bytes | None, key: str
) -> None:
    weights = tmp_path / "reader.safetensors"
    if content is not None:
        weights.write_bytes(content)
    monkeypatch.setattr(loading, "FILE", weights)
    assistant = Assistant.open(index, Settings(), encoder)
    assert assistant.notice is not None
    assert assistant.notice.key == key
    assert str(weights) in assistant.notice.sentence("zh")
    answer = assistant.ask("城北水库是哪个单位建成的?")
    plain = Assistant.open(index, Settings(reader="none"), encoder).ask("城北水库是哪个单位建成的?")
    assert (answer.text, answer.span) == (plain.text, "")


def test_the_weights_are_small_enough_to_travel_with_the_program(encoder) -> None:
    assert FILE.stat().st_size <= 16 * 2**20
    reader = load_reader(Settings(), encoder)
    assert reader is not None
    assert set(reader.calibration) == {*FEATURES, "intercept"}


@pytest.mark.parametrize("text", ["", "水" * 3000, "。" * 400, "a" * 5000, "\u200b"])
def test_odd_texts_are_read(encoder, text: str) -> None:
    reader = load_reader(Settings(), encoder)
    assert reader is not None
    (reading,) = reader.read("城北水库由谁建成?", [text])
    span = reading.best()
    assert span is None or 0 <= span.start < span.end <= len(text)
