"""A part of the newspaper: which pieces are in it, what it can be made of, and that a search stays within it."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fakes import FakeEncoder, FakeReader, index_content
from support.held_pages import held
from support.newsroom import Newsroom

from rag.answering.scope import Scope, ScopeChoices, day_of
from rag.articles.issue.placing import sections_of
from rag.articles.layout.bylines import people_of
from rag.assistant import Assistant
from rag.errors import QuestionError
from rag.index.recipe import current_recipe
from rag.index.saved import read_index
from rag.index.writing import write_index, writer_lock
from rag.records import Issue, Page, Piece
from rag.settings import Settings
from rag.wording import say

WORDS = ("水库", "火车", "公园")


def piece(**fields) -> Piece:
    return dataclasses.replace(Piece("a", "页.txt", "题", "news", "", None, ((1, 1),), (1,), (), (), ""), **fields)


def page(**fields) -> Page:
    return Page("页.txt", ("题",), "0" * 64, Issue(**fields))


# ---- pieces


@pytest.mark.parametrize(
    ("scope", "held"),
    [
        (Scope(), True),
        (Scope(first="2022-01-20", last="2022-01-20"), True),
        (Scope(first="2022-01-21"), False),
        (Scope(last="2022-01-19"), False),
        (Scope(papers=("晨报",)), True),
        (Scope(papers=("晚报",)), False),
        (Scope(pages=("别.txt", "页.txt")), True),
        (Scope(pages=("别.txt",)), False),
        (Scope(numbers=(3,)), True),
        (Scope(numbers=(1, 2)), False),
        (Scope(sections=("要闻",)), True),
        (Scope(sections=("副刊",)), True),
        (Scope(sections=("体育",)), False),
        (Scope(reporters=("刘亚",)), True),
        (Scope(reporters=("记者",)), False),
        (Scope(kinds=("caption", "news")), True),
        (Scope(kinds=("caption",)), False),
        (Scope(articles=("a",)), True),
        (Scope(articles=("b",)), False),
        (Scope(numbers=(3,), reporters=("刘亚",), last="2022-01-20"), True),
        (Scope(numbers=(3,), reporters=("张三",)), False),
    ],
)
def test_a_scope_holds_what_fits_all_that_it_asks(scope, held):
    article = piece(date="2021-05-01", date_told="text", byline="记者 司勇 通讯员 刘亚", columns=(("栏目", "副刊"),))
    assert scope.holds(article, page(date="2022-01-20", page=3, paper="晨报", section="要闻", told="masthead")) is held


def test_the_day_of_a_paper_holds_its_own_pieces_whatever_day_they_tell_of():
    told = page(date="2023-09-14", told="masthead")
    article = piece(date="2022-09-15", date_told="text")
    assert Scope(first="2023-09-14", last="2023-09-14").holds(article, told)
    assert not Scope(first="2022-09-15", last="2022-09-15").holds(article, told)
    assert held([told], [article], ()).choices.dates == (("2023-09-14", 1),)


def test_a_piece_of_a_paper_without_a_day_is_out_of_every_day():
    for article in (piece(), piece(date="2022-01-20", date_told="text")):
        assert not Scope(first="1900-01-01").holds(article, page())
        assert not Scope(last="2900-01-01").holds(article, page())
    assert Scope(first="2022-01-21").holds(piece(), page(date="2022-01-21", told="file-name"))


def test_an_article_of_a_table_is_looked_for_by_the_date_that_its_row_has():
    article = piece(date="2022-01-20", date_told="file")
    assert Scope(first="2022-01-20", last="2022-01-20").holds(article, page(date="2024-05-01", told="file-name"))


def test_a_choice_of_days_tells_which_are_only_inferred():
    pages = [
        dataclasses.replace(page(date="2022-01-20", told="text"), name="甲.txt"),
        dataclasses.replace(page(date="2022-01-21", told="text"), name="乙.txt"),
        dataclasses.replace(page(date="2022-01-21", told="masthead"), name="丙.txt"),
    ]
    found = held(pages, [piece(source=each.name) for each in pages], ()).choices
    assert found.dates == (("2022-01-20", 1), ("2022-01-21", 2))
    assert found.inferred == {"2022-01-20"}


def test_a_file_may_name_section_and_page_number_itself():
    article = piece(columns=(("Section", " 要闻 "), ("版次", "A3版"), ("颜色", "体育")))
    assert sections_of(article, page()) == ("要闻",)
    assert Scope(numbers=(3,)).holds(article, page())
    assert not Scope(numbers=(3,)).holds(article, page(page=4))


def test_only_a_scope_that_asks_something_narrows():
    assert not Scope().narrows
    assert Scope(articles=("a",)).narrows


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("记者 司勇 通讯员 刘亚", ("司勇", "刘亚")),
        ("王丹、田晋、杨俊晋", ("王丹", "田晋", "杨俊晋")),
        ("陈 旺", ("陈旺",)),
        ("欧阳 修", ("欧阳修",)),
        ("张三 李 四", ("张三", "李四")),
        ("高远帆 陆 青", ("高远帆", "陆青")),
        ("John Smith, 王 丹", ("John Smith", "王丹")),
        ("本报记者:张三 摄", ("张三",)),
        ("记者司勇、李明 文/摄", ("司勇", "李明")),
        ("图片：张三", ("张三",)),
        ("阿卜杜拉·买买提 王丹", ("阿卜杜拉·买买提", "王丹")),
        ("市史志办供稿", ("市史志办",)),
        ("张三、张三", ("张三",)),
        ("据新华社电", ()),
        ("本报评论员", ()),
        ("", ()),
    ],
)
def test_a_byline_names_its_people(byline, names):
    assert people_of(byline) == names


# ---- days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-01-20", "2022-01-20", "2022-01-20"),
        (" 2022/1/2 ", "2022-01-02", "2022-01-02"),
        ("20220120", "2022-01-20", "2022-01-20"),
        ("２０２２年1月20日", "2022-01-20", "2022-01-20"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022年12月", "2022-12-01", "2022-12-31"),
        ("2022", "2022-01-01", "2022-12-31"),
    ],
)
def test_days_months_and_years_are_read(text, first, last):
    assert (day_of(text), day_of(text, last=True)) == (first, last)


@pytest.mark.parametrize("text", ["", "昨天", "2022-13", "2022-02-30", "0000", "22-01-20", "2022-01-20x", "2022-00-10"])
def test_what_is_no_day_is_told_in_a_sentence(text):
    with pytest.raises(QuestionError) as caught:
        day_of(text)
    assert caught.value.sentence("zh") == say("scope-date", text=text)


@pytest.mark.parametrize(
    "fields",
    [{"first": "2022-1-2"}, {"last": "2022"}, {"first": "2022-02-30"}, {"first": "2022-02-02", "last": "2022-02-01"}],
)
def test_a_scope_is_made_of_days_in_order(fields):
    with pytest.raises(QuestionError):
        Scope(**fields)


# ---- choices


def test_choices_are_the_values_that_exist_with_their_pieces_counted():
    pages = [Page("1", (), "", Issue("2022-01-20", 2, paper="晨报", section="要闻")), Page("2", (), "", Issue(page=1))]
    articles = [
        piece(id="a", source="1", byline="甲乙、丙丁"),
        piece(id="b", source="1", date="2022-01-19", date_told="file", byline="丙丁"),
        piece(id="c", source="2", kind="caption"),
    ]
    found = held(pages, articles, ()).choices
    assert found == ScopeChoices(
        dates=(("2022-01-19", 1), ("2022-01-20", 1)),
        papers=(("晨报", 2),),
        numbers=((1, 1), (2, 2)),
        sections=(("要闻", 2),),
        reporters=(("丙丁", 2), ("甲乙", 1)),
        kinds=(("news", 2), ("caption", 1)),
    )
    assert (found.first, found.last) == ("2022-01-19", "2022-01-20")
    assert (held((), (), ()).choices.first, held((), (), ()).choices) == ("", ScopeChoices())


# ---- searching within

BODIES = (
    "水库满了。",
    "火车开了。",
    "公园关了。水库放水。",
    "水库边的公园开放。",
    "火车穿过公园。",
    "水库水库。",
    "无关的一句话。",
)


def assistant_of(
    folder: Path, *bodies: str, joined: tuple[tuple[int, int], ...] = (), reader=None, **settings
) -> Assistant:
    """An assistant on one article a body; of `joined` the second piece goes on from the first, without own passage."""
    content = index_content(*bodies, words=WORDS)
    articles = list(content.articles)
    passages = list(content.passages)
    for head, tail in joined:
        articles[tail] = dataclasses.replace(articles[tail], continues=f"a{head}")
        passages[tail] = dataclasses.replace(passages[tail], article=f"a{head}")
    with writer_lock(folder):
        write_index(
            folder,
            current_recipe(Settings(), "fake"),
            dataclasses.replace(content, articles=tuple(articles), passages=tuple(passages)),
        )
    return Assistant(
        read_index(folder), FakeEncoder(WORDS), Settings().with_values({"refusal_score": 0, **settings}), reader
    )


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Assistant:
    return assistant_of(tmp_path_factory.mktemp("index"), *BODIES, passages_shown=len(BODIES))


@pytest.mark.slow
@given(
    st.sets(st.integers(0, len(BODIES) - 1), min_size=1),
    st.sampled_from(["水库在哪里?", "公园和火车", "什么时候开放?"]),
)
def test_hits_within_a_scope_are_all_hits_filtered_with_the_same_scores(opened, chosen, question):
    scope = Scope(articles=tuple(f"a{number}" for number in sorted(chosen)))
    everywhere = opened.search(question)
    within = opened.search(question, (), scope)
    assert [(hit.passage.id, hit.score, hit.parts) for hit in within] == [
        (hit.passage.id, hit.score, hit.parts) for hit in everywhere if hit.passage.article in scope.articles
    ]
    assert [hit.rank for hit in within] == list(range(1, len(within) + 1))


def test_a_scope_that_asks_nothing_changes_nothing(opened):
    for asked in (opened.search, lambda *given: dataclasses.replace(opened.ask(*given), timings_ms={})):
        assert asked("水库在哪里?", ()) == asked("水库在哪里?", (), Scope()) == asked("水库在哪里?", (), None)


def test_what_lies_further_down_the_ranking_fills_the_places(tmp_path):
    assistant = assistant_of(tmp_path, *BODIES, passages_shown=2)
    scope = Scope(articles=("a1", "a4", "a6"))
    assert [hit.passage.id for hit in assistant.search("水库在哪里?")] != [
        hit.passage.id for hit in assistant.search("水库在哪里?", (), scope)
    ]
    assert len(assistant.search("水库在哪里?", (), scope)) == 2


def test_a_repeated_text_outside_does_not_hide_the_one_within(tmp_path):
    assistant = assistant_of(tmp_path, "水库今年满了水。", "水库今年满了水。", "火车。")
    assert [hit.passage.id for hit in assistant.search("水库", (), Scope(articles=("a1",)))] == ["p1"]


def test_an_answer_cites_and_reads_nothing_outside(tmp_path):
    reader = FakeReader({"水库": 5.0}, ["满了"])
    bodies = ("水库昨天夜里满了。", "水库旁边修起了公园。", "火车从公园穿过去。")
    assistant = assistant_of(tmp_path, *bodies, reader=reader)
    assert {citation.article for citation in assistant.ask("水库怎么样了?").citations} == {"a0"}
    reader.texts.clear()
    answer = assistant.ask("水库怎么样了?", (), Scope(pages=("page1.txt", "page2.txt")))
    assert {citation.article for citation in answer.citations} == {"a1"}
    assert {hit.passage.article for hit in answer.hits} == {"a1", "a2"}
    assert sorted(reader.texts) == sorted(bodies[1:])


def test_both_parts_of_a_question_stay_within(tmp_path):
    assistant = assistant_of(
        tmp_path, "水库今年已经满了。", "火车早上从城南开出。", "水库今年放水到河里。", "火车晚上到城北。"
    )
    question = "水库放水到哪里?火车从哪里开出?"
    assert {citation.article for citation in assistant.ask(question).citations} == {"a1", "a2"}
    answer = assistant.ask(question, (), Scope(articles=("a0", "a3")))
    assert {citation.article for citation in answer.citations} == {"a0", "a3"}


def test_an_article_of_several_pieces_counts_by_any_of_them(tmp_path):
    assistant = assistant_of(tmp_path, "水库满了。", "火车开了。", "水库放水。", joined=((0, 2),))
    for chosen in ("a0", "a2"):
        assert {hit.passage.id for hit in assistant.search("水库", (), Scope(articles=(chosen,)))} == {"p0", "p2"}


def test_the_refusal_is_judged_on_what_is_within(tmp_path):
    assistant = assistant_of(tmp_path, *BODIES, refusal_score=0.8)
    assert not assistant.ask("水库怎么样了?").refused
    answer = assistant.ask("水库怎么样了?", (), Scope(articles=("a6",)))
    assert (answer.refused, answer.reason) == (True, "refusal-nothing-near")
    assert [hit.passage.id for hit in answer.hits] == ["p6"]


@pytest.mark.parametrize(("question", "language"), [("水库怎么样了?", "zh"), ("how full is the reservoir?", "en")])
def test_an_empty_range_is_refused_with_its_own_reason(opened, question, language):
    answer = opened.ask(question, (), Scope(reporters=("无名",)))
    assert (answer.refused, answer.reason, answer.hits, answer.confidence) == (True, "refusal-out-of-scope", (), 0.0)
    assert answer.text == say("refusal-out-of-scope", language)


def test_a_narrowed_assistant_looks_within_unless_told_otherwise(opened):
    narrowed = opened.narrowed(Scope(articles=("a1",)))
    assert [hit.passage.id for hit in narrowed.search("水库")] == ["p1"]
    assert [hit.passage.id for hit in narrowed.search("水库", (), Scope(articles=("a2",)))] == ["p2"]
    assert len(opened.search("水库")) == len(BODIES)


# ---- the command


def test_the_command_answers_from_the_range_alone(stored: Newsroom):
    inside = stored.ask("公园里共栽种牡丹多少株?", "--json", "--set", "refusal_score=0")
    assert '"refused": false' in inside.out
    outside = stored.ask("公园里共栽种牡丹多少株?", "--from", "1999-01", "--to", "1999-02")
    assert (outside.status, outside.out.strip().splitlines()[0]) == (0, say("refusal-out-of-scope"))
    for option, value in (("--section", "体育"), ("--reporter", "无名"), ("--page", "9")):
        assert say("refusal-out-of-scope") in stored.ask("公园里共栽种牡丹多少株?", option, value).out
    file = stored.questions({"id": "1", "question": "公园里共栽种牡丹多少株?"})
    assert "refusal-out-of-scope" in stored.ask("--questions", file, "--json", "--page", "9").out


@pytest.mark.parametrize(
    ("words", "key", "values"),
    [
        (("--from", "昨天"), "scope-date", {"text": "昨天"}),
        (("--to", "2022-02-30"), "scope-date", {"text": "2022-02-30"}),
        (
            ("--from", "2022-02", "--to", "2022-01"),
            "scope-dates-crossed",
            {"first": "2022-02-01", "last": "2022-01-31"},
        ),
    ],
)
def test_a_wrong_date_is_told_before_a_model_is_loaded(stored: Newsroom, words, key, values):
    before = stored.loaded
    result = stored.ask("公园里共栽种牡丹多少株?", *words)
    assert (result.status, result.told, stored.loaded) == (1, [say(key, **values)], before)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("二〇二二年一月二十日", "2022-01-20", "2022-01-20"),
        ("二○二二年 十二月", "2022-12-01", "2022-12-31"),
        ("二〇二二年", "2022-01-01", "2022-12-31"),
        ("2022 年 2 月", "2022-02-01", "2022-02-28"),
        ("2022年1月3号", "2022-01-03", "2022-01-03"),
    ],
)
def test_a_day_in_chinese_numerals_narrows_as_one_in_figures(text, first, last):
    assert (day_of(text), day_of(text, last=True)) == (first, last)


@pytest.mark.parametrize("text", ["二〇二二年十三月", "二〇二二年二月三十日", "2022-1-0", "2022年零月", "一月二十日"])
def test_what_is_no_day_in_numerals_is_none(text):
    with pytest.raises(QuestionError):
        day_of(text)
