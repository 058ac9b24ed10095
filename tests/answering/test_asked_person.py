"""Persons whom a question names and no page prints."""

import pytest
from support.fakes import FakeEncoder

from rag.answering.asked_person import name_lacking, person_lacking
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings

PAGE = """渡口评出优秀职工

本报讯 渡口昨天评出优秀职工,船工李国安连续三年没有误过一班船,他是东门渡口航运公司的大副。(张三)
"""
LENIENT = Settings(refusal_score=0.3, refusal_score_foreign=0.3, reader="none")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "pages").mkdir()
    (folder / "pages" / "page.txt").write_text(PAGE, "utf-8")
    encoder = FakeEncoder(("渡口", "职工", "单位"))
    build_index(folder / "pages", folder / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(folder / "index", LENIENT, encoder)


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("优秀职工王建军是哪个单位的", "王建军"),
        ("优秀职工李国安是哪个单位的", ""),
        ("优秀职工李国庵是哪个单位的", ""),  # one character is written otherwise
        ("优秀职工李国昂是哪个单位的", ""),  # an and ang are one to many
        ("优秀职工李国庆是哪个单位的", "李国庆"),  # another name, in sound as well
        ("那姚明身高多少", "姚明"),
        ("陶小满今年几岁", "陶小满"),
        ("鄢小满今年几岁", "鄢小满"),  # a rare surname
        ("优秀职工是哪个单位的", ""),
        ("渡口是哪一年建的", ""),
    ],
)
def test_a_person_whom_no_page_prints_is_told(assistant: Assistant, question: str, person: str) -> None:
    assert person_lacking(assistant.retrieve(question), assistant.index) == person


def test_a_question_about_a_person_whom_no_page_prints_is_refused_by_the_name(assistant: Assistant) -> None:
    answer = assistant.ask("渡口的优秀职工王建军是哪个单位的")
    assert answer.refused and answer.text == "这些版面里没有提到王建军。" and not answer.citations


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("渡口的负责人叫什么名字", "渡口的负责人说,新船下月下水。", True),
        ("渡口的负责人叫什么名字", "渡口负责人陶小满说,新船下月下水。", False),
        ("渡口的负责人叫什么名字", "陶小满是城东老渡口的航运公司负责人。", False),
        ("渡口的负责人叫什么名字", "新船是城东老渡口的航运公司负责人订的。", True),
        ("船工的徒弟叫什么", "船工带出的徒弟接了班。", True),
        ("老陶的徒弟叫什么", "老陶的徒弟是赵大河。", False),
        ("老陶的徒弟叫什么", "赵大河跟老陶学了六年。", False),  # called otherwise, it may be told
        ("老陶的徒弟几岁", "老陶带了六年的徒弟接了班。", False),  # no name is asked
        ("老陶的徒弟叫什么", "老陶的徒弟某某接了班。", False),
    ],
)
def test_somebody_who_stays_unnamed_has_no_name_to_tell(question: str, text: str, lacks: bool) -> None:
    assert name_lacking(question, [text]) is lacks
