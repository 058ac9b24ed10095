"""Questions for the most, the least and for sums: printed figures compared, nothing worked out."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.fakes import FakeEncoder, FakeReader

from rag.answering.extremes import extremes_of
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.records import Answer
from rag.settings import Settings

WORDS = ("仓", "塔", "存粮", "建成", "猫")
LENIENT = Settings(refusal_score=0.3, refusal_score_foreign=0.3)
RECORDS = """北仓存粮

北仓今年存粮三千二百吨,一九九八年建成,墙高九米。

南仓存粮

南仓今年存粮4100吨,2006年建成,墙高十二米。

西仓存粮

西仓今年存粮九百吨,二〇一四年建成,墙高7米。
"""


def opened(folder: Path, *pages: str, reader: FakeReader | None = None) -> Assistant:
    (folder / "pages").mkdir()
    for number, page in enumerate(pages):
        (folder / "pages" / f"page{number}.txt").write_text(page, "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(folder / "pages", folder / "index", LENIENT, encoder, encoder.name)
    assistant = Assistant.open(folder / "index", LENIENT, encoder)
    return Assistant(assistant.index, encoder, LENIENT, reader) if reader else assistant


@pytest.fixture
def granaries(tmp_path: Path) -> Assistant:
    return opened(tmp_path, RECORDS)


def first(answer: Answer) -> str:
    return answer.text.split("[1]")[0]


def test_articles_that_do_not_name_what_is_asked_of_are_not_compared(tmp_path: Path) -> None:
    apart = opened(tmp_path, *_records())
    retrieval = apart.retrieve("存粮最少的是哪个仓?")
    north, south, west = sorted({hit.passage.article: hit.passage.title for hit in retrieval.hits}.items(), key=_title)
    assert (north[1], south[1], west[1]) == ("北仓存粮", "南仓存粮", "西仓存粮")
    assert retrieval.hits[0].passage.article != west[0]
    names = {north[0]: frozenset({"仓存粮"}), south[0]: frozenset({"仓存粮"}), west[0]: frozenset[str]()}
    for own, least in ((retrieval, "西仓"), (replace(retrieval, names=names), "北仓")):
        found = extremes_of(own, apart.index, apart.terms, None)
        assert found
        assert least in apart.index.passages[found.found[0].position].text


def _records() -> list[str]:
    """Each of the records as a page of its own."""
    parts = RECORDS.strip().split("\n\n")
    return [f"{headline}\n\n{text}\n" for headline, text in zip(parts[::2], parts[1::2], strict=True)]


def _title(each: tuple[str, str]) -> str:
    return each[1]


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("哪个仓存粮最多?", "南仓"),
        ("存粮最少的是哪个仓?", "西仓"),
        ("哪个仓建成得最早?", "北仓"),
        ("最晚建成的是哪个仓?", "西仓"),
        ("哪个仓的墙最高?", "南仓"),
        ("北仓和西仓哪个存粮多?", "北仓"),
        ("北仓和西仓哪个建成得早?", "北仓"),
    ],
)
def test_the_sentence_with_the_extreme_figure_comes_first(granaries: Assistant, question: str, subject: str) -> None:
    answer = granaries.ask(question)
    assert not answer.refused
    assert first(answer).startswith(subject)
    assert answer.text.count("[") == len(answer.citations)


def test_a_sum_that_is_not_printed_is_answered_with_all_its_parts_and_none_in_bold(granaries: Assistant) -> None:
    answer = granaries.ask("三个仓一共存粮多少吨?")
    assert [citation.quote[:2] for citation in answer.citations] == ["北仓", "南仓", "西仓"]
    assert all(figure in answer.text for figure in ("三千二百吨", "4100吨", "九百吨"))
    assert answer.span == ""
    assert len(answer.text) <= LENIENT.answer_characters


def test_a_sum_of_which_a_part_lacks_is_refused(granaries: Assistant) -> None:
    answer = granaries.ask("五个仓一共存粮多少吨?")
    assert (answer.refused, answer.reason) == (True, "refusal-no-number")


def test_a_figure_of_another_word_is_not_compared(tmp_path: Path) -> None:
    text = "北仓存粮\n\n第一天,北仓存粮三百吨。第二天,北仓存粮520吨。北仓计划收粮九千吨。\n"
    assert first(opened(tmp_path, text).ask("北仓存粮最多的是哪一天?")).startswith("第二天")


def test_a_printed_superlative_wins_over_the_comparison(tmp_path: Path) -> None:
    assistant = opened(tmp_path, RECORDS, "仓库评比\n\n全县存粮最多的仓是东仓。\n")
    assert first(assistant.ask("哪个仓存粮最多?")) == "全县存粮最多的仓是东仓。"


def test_two_figures_of_one_thing_are_no_comparison(tmp_path: Path) -> None:
    assistant = opened(tmp_path, "北仓存粮\n\n去年北仓存粮三千吨。今年北仓存粮四千吨。\n")
    from rag.answering.extremes import extremes_of

    retrieval = assistant.retrieve("哪个仓存粮最多?")
    assert extremes_of(retrieval, assistant.index, assistant.terms, None) is None


def test_the_days_of_one_thing_are_compared_where_a_day_is_asked_for(tmp_path: Path) -> None:
    assistant = opened(tmp_path, "北仓存粮\n\n第一天,北仓存粮三百吨。第二天,北仓存粮520吨。第三天,北仓存粮九十吨。\n")
    assert first(assistant.ask("北仓存粮最多的是哪一天?")).startswith("第二天")
    assert first(assistant.ask("北仓存粮最少的是哪一天?")).startswith("第三天")


def test_the_exact_answer_is_that_of_the_extreme_sentence_or_none(tmp_path: Path) -> None:
    reader = FakeReader({}, answers=("北仓", "西仓"))
    answer = opened(tmp_path, RECORDS, reader=reader).ask("哪个仓存粮最多?")
    assert first(answer).startswith("南仓")
    assert answer.span == ""


def test_a_figure_counts_in_any_spelling_and_another_one_does_not(granaries: Assistant) -> None:
    assert first(granaries.ask("哪个仓存粮3200吨?")).startswith("北仓")
    assert first(granaries.ask("哪个仓存粮四千一百吨?")).startswith("南仓")
    assert first(granaries.ask("二〇〇六年建成的是哪个仓?")).startswith("南仓")
    refused = granaries.ask("哪个仓存粮7777吨?")
    assert (refused.refused, refused.reason) == (True, "refusal-value-lacking")


def test_whether_a_figure_is_so_is_answered_by_the_sentence_that_says_it(granaries: Assistant) -> None:
    assert first(granaries.ask("北仓存粮有3200吨吗?")).startswith("北仓")
    assert granaries.ask("北仓的墙有15米吗?").refused
