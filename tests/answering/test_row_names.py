"""Rows that are called nearly as what is asked for, and are of another thing."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder

from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings

PAGE = """城东菜场货源充足

本报讯 3月4日,记者走访了城东菜场,各种蔬菜货源充足,价钱如下。

品种　市场价　平价

圆白菜　1.50　1.10

西葫芦　1.90　1.50

大辣椒　4.00　3.20

"""
LENIENT = Settings(refusal_score=0.1, refusal_score_foreign=0.1)


@pytest.fixture(scope="module")
def prices(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("prices")
    (folder / "pages").mkdir()
    (folder / "pages" / "2022-03-05_01.txt").write_text(PAGE, "utf-8")
    encoder = FakeEncoder(("白菜", "西", "辣椒"))
    build_index(folder / "pages", folder / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(folder / "index", LENIENT, encoder)


@pytest.mark.parametrize("question", ["大白菜多少钱一斤?", "小辣椒平价多少?"])
def test_a_row_of_another_thing_is_no_answer(prices: Assistant, question: str) -> None:
    answer = prices.ask(question)
    assert answer.refused
    assert answer.reason == "refusal-value-lacking"
    assert answer.reason_values["stated"] == question[:3]


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("圆白菜多少钱一斤?", "圆白菜"),
        ("白菜多少钱一斤?", "圆白菜"),
        ("西胡芦多少钱一斤?", "西葫芦"),  # as it was typed
        ("大辣椒平价多少?", "大辣椒"),
    ],
)
def test_a_row_that_is_meant_is_one(prices: Assistant, question: str, row: str) -> None:
    assert row in prices.ask(question).text
