"""What a quote names without its year is told with the day that is meant."""

import pytest
from support.fakes import FakeEncoder

from rag.assistant import Assistant
from rag.index.build import build_index
from rag.json_form import answer_object
from rag.settings import Settings
from rag.text.dates import leaves_year_open

PAGE = """水库建成

本报讯 水库昨日建成,由十一个村共同管理。2020年水库就动工了。(张三)
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cited")
    (folder / "pages").mkdir()
    (folder / "pages" / "2022-03-05_01.txt").write_text(PAGE, "utf-8")
    settings = Settings(refusal_score=0.1, refusal_score_foreign=0.1)
    encoder = FakeEncoder(("水库", "建成", "动工"))
    build_index(folder / "pages", folder / "index", settings, encoder, encoder.name)
    return Assistant.open(folder / "index", settings, encoder)


def test_yesterday_in_a_quote_is_told_as_the_day_before_the_papers(assistant):
    cited = answer_object(assistant.ask("水库建成了吗?"))["citations"]
    assert [day for citation in cited for day in citation["days"]] == [{"text": "昨日", "date": "2022-03-04"}]


@pytest.mark.parametrize(
    ("text", "leaves_open"),
    [
        ("昨日", True),
        ("去年4月", True),
        ("1月20日", True),
        ("2021年4月", False),
        ("民国十年", False),
        ("2022-01-20", False),
    ],
)
def test_a_year_is_left_open_by_whatever_does_not_number_it(text, leaves_open):
    assert leaves_year_open(text) == leaves_open
