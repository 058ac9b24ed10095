"""What a question and the nearest piece alone name, and sentences of pieces that do not name it."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder

from rag.answering.names_in_common import names_in, strangers
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings

LENIENT = Settings(refusal_score=0.3, refusal_score_foreign=0.3, reader="none")
PAGES = {
    "ferry.txt": "渡口换了新船\n\n本报讯 船工陶小满昨天开上了渡口的新船,他说新船比旧船稳得多。(张三)\n",
    "choir.txt": "合唱团招新\n\n本报讯 合唱团昨天招新,最老的团员今年78岁,最小的刚上学。(李四)\n",
}


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    (tmp_path / "pages").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "pages" / name).write_text(text, "utf-8")
    encoder = FakeEncoder(("陶小满", "今年", "岁"))
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(tmp_path / "index", LENIENT, encoder)


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("陶小满今年几岁", {"choir"}),  # the other piece does not print whom it is about
        ("船工今年几岁", set()),  # two characters are no name
        ("陶小满和合唱团今年几岁", set()),  # each names something
        ("how old is he and the new ferry", set()),
    ],
)
def test_a_piece_that_lacks_what_question_and_nearest_piece_name_is_a_stranger(question: str, others: set[str]) -> None:
    names = names_in(question, {"ferry": PAGES["ferry.txt"], "choir": PAGES["choir.txt"]})
    assert strangers(question, "ferry", names) == others


def test_words_of_another_script_are_no_names() -> None:
    texts = {"one": "渡口推出ferry小程序", "two": "合唱团招新"}
    question = "how many people took the ferry"
    assert strangers(question, "one", names_in(question, texts)) == set()


def test_what_many_pieces_name_makes_none_a_stranger() -> None:
    texts = {"one": "江州大桥通车", "two": "江州大桥封闭", "three": "江州大桥维修", "four": "渡口停航"}
    for question, others in (("江州大桥几点开", set()), ("江州大桥通车几点开", {"two", "three", "four"})):
        assert strangers(question, "one", names_in(question, texts)) == others


def test_the_nearest_piece_is_a_stranger_where_it_lacks_the_person_asked_of() -> None:
    question = "陶小满今年几岁"
    names = names_in(question, {"ferry": PAGES["ferry.txt"], "choir": PAGES["choir.txt"]})
    assert strangers(question, "choir", names) == {"choir"}


def test_an_age_beside_another_name_is_not_said(assistant: Assistant) -> None:
    answer = assistant.ask("陶小满今年几岁")
    assert answer.refused and not answer.citations


def test_what_the_piece_itself_tells_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("合唱团最老的团员今年几岁")
    assert "78岁" in answer.text
