"""What is asked for in one breath, and lines that answer though they are no sentences: entries of notices, bylines."""

from pathlib import Path

import pytest
from support.fakes import FakeEncoder, FakeReader

from rag.answering.answer_type import asks_author, forms_lacking, holds_form
from rag.answering.candidates import Candidate, says_something
from rag.answering.compose import with_all_forms, with_answers
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.records import Fragment, Hit, Passage, Sentence
from rag.settings import Settings

LENIENT = Settings(refusal_score=0.5, refusal_score_foreign=0.5)
WORDS = ("公园", "游客", "牡丹")


def candidate(text: str, score: float, number: int = 0) -> Candidate:
    sentence = Sentence((Fragment("page.txt", number + 1, 0, text),), True)
    return Candidate(Hit(Passage("p", "a", "page.txt", "标题", None, ((1, 9),), ()), 0.9, 1), number, score, sentence)


@pytest.mark.parametrize(
    ("question", "said", "other", "lacks"),
    [
        ("花展哪天几点开始?", "花展4月6日开始。", "早上9点开门。", True),
        ("花展哪天几点开始?", "花展4月6日9点开始。", "早上8点开门。", False),
        ("展的是什么花,门票多少钱?", "展出牡丹三百株。", "门票每张20元。", True),
        ("门票多少钱?", "花展开幕。", "门票每张20元。", False),  # one thing is asked
        ("谁办的花展,办多久?", "花展由园林局举办。", "展期12天。", True),
        ("2天的花展谁办的,办了多久?", "花展由园林局举办。", "2天的花展人多。", False),  # only what is asked says it
        ("when does it open, and how much does it cost?", "花展4月6日开始。", "门票每张20元。", True),
    ],
)
def test_a_form_that_is_asked_for_besides_is_known_to_be_lacking(question, said, other, lacks) -> None:
    lacking = forms_lacking(question, [said])
    assert any(holds_form(form, [other], question) for form in lacking) == lacks


def of_answer(number: int, similarity: float) -> Candidate:
    texts = ("问：每人缴多少？", "答：每人缴三百元。", "困难户缴一百元。")
    made = tuple(Sentence((Fragment("a.txt", line, 0, text),), True) for line, text in enumerate(texts, 1))
    whole = Passage("p", "a", "a.txt", "", None, ((1, 3),), made)
    return Candidate(Hit(whole, 0.9, 1), number, 1.0, made[number], signals={"similarity": similarity})


def test_a_line_of_a_notice_in_lines_can_be_an_answer_and_a_subhead_of_prose_not() -> None:
    def says(*texts: str) -> bool:
        made = tuple(Sentence((Fragment("a.txt", line, 0, text),), True) for line, text in enumerate(texts, 1))
        return says_something(made[1], Passage("p", "a", "a.txt", "寻船启事", None, ((1, 9),), made))

    assert says("木船一条", "四月一日夜里漂走", "船身漆成蓝色", "船头缺一块板", "拾得者请告渡口")
    assert not says("木船漂走了。", "四月一日夜里漂走", "船身漆成蓝色。", "船头缺了一块板。", "船工很着急。")


@pytest.mark.parametrize(("first", "said"), [(0.95, [1, 2]), (0.90, [2])])
def test_what_a_printed_answer_says_before_is_said_where_it_is_as_near_to_the_question(first, said) -> None:
    chosen, before = of_answer(2, 0.94), of_answer(1, first)
    assert [each.number for each in with_answers([chosen], [chosen, before], Settings())] == said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("停航时间：周二八时至周五六时", True),
        ("（地点）：柳湾渡口东侧", True),
        ("柳湾渡口、石桥渡口、北渡", True),
        ("柳湾渡口换新船", False),
        ("记者：陶小满", False),
        ("本报记者 陶小满 摄", False),
        ("食盐 海盐 市斤 一千四百元", True),
        ("小麥　每担　四元一角五", True),
        ("花旗 八占二五", True),
        ("主席 石小满 司库 陶大年", True),
        ("渡口供销社主任 史万金", False),
        ("春 江 水 涨", False),
        ("柳湾换新船 四版", False),
    ],
)
def test_an_entry_of_a_notice_and_things_in_a_row_can_be_an_answer_a_headline_and_a_byline_not(text, says) -> None:
    fragments = [
        Sentence((Fragment("page.txt", line, 0, each),), True) for line, each in enumerate((text, "停三天。"), 1)
    ]
    whole = Passage("p", "a", "page.txt", "标题", None, ((1, 2),), tuple(fragments))
    assert says_something(fragments[0], whole) == says


def test_the_names_of_columns_are_no_answer_and_the_rows_below_them_are_in_figures_or_in_words() -> None:
    texts = ("品名 规格 任务（万斤） 新价", "食盐 海盐 二十四 一千四百元", "白糖 机制 12 7200元")
    made = tuple(Sentence((Fragment("a.txt", line, 0, text),), True) for line, text in enumerate(texts, 1))
    whole = Passage("p", "a", "a.txt", "调价", None, ((1, 3),), made)
    assert [says_something(each, whole) for each in made] == [False, True, True]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("这张照片是谁拍的?", True),
        ("渡口那篇是哪位记者写的?", True),
        ("文章作者是谁?", True),
        ("who took the picture?", True),
        ("记者采访了谁?", False),
        ("谁写信给船长?", True),  # a letter has a signature
        ("谁去了渡口?", False),
    ],
)
def test_a_question_for_who_wrote_or_photographed_is_told(question: str, asks: bool) -> None:
    assert asks_author(question) == asks


def test_who_took_a_picture_is_told_by_its_byline(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    page = "牡丹开了\n\n游客在公园里看牡丹，孩子们围着花坛跑。\n记者 田小麦 摄\n"
    (tmp_path / "pages" / "page.txt").write_text(page, "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    index = Assistant.open(tmp_path / "index", LENIENT, encoder).index
    reader = FakeReader({}, ["田小麦"], strength=30)
    assert "田小麦" in Assistant(index, encoder, LENIENT, reader).ask("公园牡丹的照片是谁拍的?").text
    assert "田小麦" not in Assistant(index, encoder, LENIENT, reader).ask("公园牡丹有游客看吗?").text


def test_of_two_things_asked_in_one_breath_both_are_said() -> None:
    best, near, far = (
        candidate("花展4月6日开始。", 0.9),
        candidate("花展的门每天早上9点打开。", 0.85, 1),
        candidate("花展的灯晚上8点打开。", 0.5, 2),
    )
    settings = Settings()
    said = with_all_forms([best], [best, near, far], "花展哪天几点开始?", settings)
    assert [each.number for each in said] == [0, 1]
    assert with_all_forms([best], [best, far], "花展哪天几点开始?", settings) == [best]
    assert with_all_forms([], [], "花展哪天几点开始?", settings) == []
