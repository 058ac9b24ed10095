"""Answers: which sentences are said, how they are cited, when the answer is refused."""

import math
import re
import time
from pathlib import Path

import pytest
from support.fakes import FakeEncoder, FakeReader, no_sentences

from rag.answering.answer_type import (
    answers_form,
    expectation_of,
    fit,
    holds_form,
    required_form,
)
from rag.answering.candidates import Candidate, candidates
from rag.answering.compose import choose, cite, shorten
from rag.answering.needed import lacks_needed
from rag.answering.pipeline import Timings
from rag.answering.refusal import confidence_of
from rag.answering.retriever import Retrieval
from rag.assistant import Assistant
from rag.errors import QuestionError
from rag.index.build import build_index
from rag.records import Fragment, Hit, Passage, Sentence
from rag.settings import Settings
from rag.text.terms import Terms

WORDS = ("医院", "公园", "几家", "家", "游客", "牡丹", "修路")
PAGE = """社区医院增加

本报讯 4月27日,两家社区医院挂牌。截至目前,全市共有社区医院11家。
医院全年门诊不休,居民表示方便。(张三)

公园牡丹盛开

本报讯 近日,公园里的牡丹开了,游客前来观赏。公园共种牡丹3000余株,经费将适
"""
TAIL = "\n\n\n图为花展。 李四 摄\n\n当增加。(王五)\n"
# The fake encoder's cosines are lower than the real one's, and a question without its words is at about 0.4.
LENIENT = Settings(refusal_score=0.5, refusal_score_foreign=0.5)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text(PAGE.rstrip("\n") + TAIL, "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(tmp_path / "index", LENIENT, encoder)


def sentence(*texts: str) -> Sentence:
    """Each text on a line of its own, lines 1, 3, 5, …"""
    return Sentence(tuple(Fragment("page.txt", 1 + 2 * n, 0, text) for n, text in enumerate(texts)), True)


def passage(*spans: tuple[int, int]) -> Passage:
    return Passage("p", "a", "page.txt", "标题", None, spans, ())


def candidate(text: str, score: float, number: int = 0, rank: int = 1) -> Candidate:
    return Candidate(Hit(passage((1, 1)), 0.9, rank), number, score, sentence(text))


# ------------------------------------------------------------------ the whole way
def test_an_answer_tells_how_many_passages_the_time_did_not_reach(assistant: Assistant) -> None:
    hurried = FakeReader({}, ["11家"], at_most=1)
    told = [
        Assistant(assistant.index, FakeEncoder(WORDS), LENIENT, reader).ask("全市共有医院几家?")
        for reader in (hurried, FakeReader({}, ["11家"]), None)
    ]
    assert [len(answer.hits) for answer in told] == [3, 3, 3]
    assert [answer.unread for answer in told] == [2, 0, 0]


def test_every_sentence_of_an_answer_carries_a_marker_and_every_quote_is_printed_at_its_lines(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("全市共有医院几家?")
    assert not answer.refused
    assert "11家" in answer.text
    assert re.sub(r"\[\d+\]", "", answer.text) == "".join(c.quote for c in answer.citations)
    assert [f"[{c.marker}]" for c in answer.citations] == re.findall(r"\[\d+\]", answer.text)
    for citation in answer.citations:
        first, last = citation.lines
        printed = "".join(assistant.page(citation.source).lines[first - 1 : last])
        assert "".join(citation.quote.split()) in "".join(printed.split())
        assert citation.title == assistant.article(citation.article).title


def test_a_sentence_broken_across_other_pieces_is_cited_at_both_places(assistant: Assistant) -> None:
    article = next(a for a in assistant.articles if a.title == "公园牡丹盛开")
    assert len(article.spans) == 2
    held = [p for p in assistant.passages if p.article == article.id]
    broken = next(s for p in held for s in p.sentences if "适当增加" in s.text)
    citations = cite(broken, held[0], 1)
    assert [(c.marker, c.lines[0] == c.lines[1]) for c in citations] == [(1, True), (2, True)]
    assert citations[1].quote == "当增加。"


def test_the_lead_words_are_not_said_and_the_rest_stays_verbatim(assistant: Assistant) -> None:
    answer = assistant.ask("公园牡丹游客")
    assert not answer.text.startswith("本报讯")
    assert answer.text.startswith("近日,公园里的牡丹开了")


def test_a_question_about_nothing_in_the_pages_is_refused_with_the_nearest_passages(assistant: Assistant) -> None:
    strict = Assistant(assistant.index, FakeEncoder(WORDS), Settings(refusal_score=1.5))
    answer = strict.ask("火星上有没有生命?")
    assert (answer.refused, answer.citations, answer.reason) == (True, (), "refusal-nothing-near")
    assert answer.hits
    assert answer.confidence < 0.5


def test_a_refusal_is_said_in_the_language_of_the_question(assistant: Assistant) -> None:
    strict = Assistant(assistant.index, FakeEncoder(WORDS), Settings(refusal_score=1.5, refusal_score_foreign=1.5))
    assert re.search(r"[\u4e00-\u9fff]", strict.ask("火星上有没有生命?").text)
    assert not re.search(r"[\u4e00-\u9fff]", strict.ask("Is there life on Mars?").text)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("", "question-empty"),
        (" \n\t　", "question-empty"),
        ("多" * 301, "question-too-long"),
        ("???!!。。", "question-nonsense"),
        ("啊啊啊啊啊啊", "question-nonsense"),
        ("asdfgh", "question-nonsense"),
        ("ghjk tyui vbnm", "question-nonsense"),
        ("12345", "question-nonsense"),
        ("Où se trouve la nouvelle école ?", "question-other-language"),
        ("いつ開館しましたか", "question-other-language"),
    ],
)
def test_what_is_no_question_gets_a_kind_sentence(assistant: Assistant, question: str, key: str) -> None:
    with pytest.raises(QuestionError) as caught:
        assistant.ask(question)
    assert caught.value.key == key
    assert caught.value.sentence("zh")
    assert caught.value.sentence("en")


def test_signs_without_a_letter_are_replied_to_in_chinese(assistant: Assistant) -> None:
    assert re.search(r"[\u4e00-\u9fff]", assistant.ask("👍👍").text)


def test_one_word_is_a_question_within_a_conversation(assistant: Assistant) -> None:
    assert assistant.ask("谁?", [("公园里有什么?", "牡丹。")]).hits


def test_half_a_surrogate_pair_does_not_stop_an_answer(assistant: Assistant) -> None:
    assert assistant.ask("医院有几家\ud800?").hits


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    one, other = assistant.ask("医院几家?"), assistant.ask("医院几家?")
    assert (one.text, one.citations, one.hits) == (other.text, other.citations, other.hits)


def test_every_stage_is_timed(assistant: Assistant) -> None:
    timings = assistant.ask("医院几家?").timings_ms
    stages = ("encode", "search", "read", "compose")
    assert set(timings) == {*stages, "total"}
    assert timings["total"] >= sum(timings[stage] for stage in stages) > 0


def test_the_time_of_each_stage_is_its_own_and_that_of_a_second_question_is_added() -> None:
    timings = Timings()
    for name, seconds in (("encode", 0.02), ("search", 0.0), ("encode", 0.02)):
        with timings.stage(name):
            time.sleep(seconds)
    told = timings.milliseconds()
    assert list(told) == ["encode", "search", "total"]
    assert told["encode"] >= 40 > told["search"]
    assert told["total"] >= told["encode"] + told["search"]


# ------------------------------------------------------------------ choosing and cutting
def test_sentences_nearly_as_good_as_the_best_are_said_in_reading_order() -> None:
    ranked = [candidate("乙二好。", 1.0, 2), candidate("甲一也好。", 0.99, 1), candidate("丙三差得远。", 0.9, 3)]
    assert [c.sentence.text for c in choose(ranked, Settings())] == ["甲一也好。", "乙二好。"]


def test_a_sentence_that_finds_no_room_is_passed_over() -> None:
    ranked = [candidate("甲" * 200 + "。", 1.0, 0), candidate("乙" * 80 + "。", 0.995, 1), candidate("丙丁。", 0.99, 2)]
    assert [c.number for c in choose(ranked, Settings())] == [0, 2]


def test_the_same_sentence_is_not_said_twice() -> None:
    text = "全市共有社区医院十一家。"
    assert len(choose([candidate(text, 1.0, 0), candidate(text, 1.0, 1)], Settings())) == 1


def test_a_long_sentence_is_cut_at_clauses_to_the_part_that_was_asked_for() -> None:
    clauses = [f"第{n}项工程位于城{n}区," for n in "一二三四五六七八九十"] * 4
    long = sentence("".join(clauses) + "最后的牡丹园占地三十亩,由园林局管理。")
    cut = shorten(long, Terms().cut("牡丹园由谁管理"), Terms(), 254)
    assert len(cut.text) <= 254
    assert "牡丹园" in cut.text
    assert cut.text in long.text
    assert long.fragments[0].text[cut.fragments[0].start : cut.fragments[0].end] == cut.text


def test_lines_apart_by_blanks_are_one_citation_and_lines_apart_by_other_pieces_are_two() -> None:
    broken = sentence("前半句,", "后半句。")
    assert [c.lines for c in cite(broken, passage((1, 3)), 1)] == [(1, 3)]
    assert [c.lines for c in cite(broken, passage((1, 1), (3, 3)), 1)] == [(1, 1), (3, 3)]


# ------------------------------------------------------------------ confidence and form
def retrieval(question: str, score: float, in_conversation: bool = False) -> Retrieval:
    return Retrieval(question, in_conversation, (), (Hit(passage((1, 1)), score, 1),), (0,), no_sentences())


def test_confidence_is_one_half_at_the_refusal_score_and_follows_the_logistic_curve() -> None:
    settings = Settings()
    assert confidence_of(retrieval("有几家医院?", settings.refusal_score), settings, {}) == pytest.approx(0.5)
    assert confidence_of(retrieval("有几家医院?", settings.refusal_score + 0.03), settings, {}) == pytest.approx(
        1 / (1 + math.exp(-2.4))
    )
    assert confidence_of(
        retrieval("How many hospitals?", settings.refusal_score_foreign), settings, {}
    ) == pytest.approx(0.5)
    assert confidence_of(retrieval("有几家?", settings.refusal_score - 0.005, True), settings, {}) > 0.5


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("全市有几家社区医院?", "共有社区医院11家。", "又有社区医院挂牌。"),
        ("什么时候截止?", "征集到2月15日结束。", "征集尚未结束。"),
        ("分成哪几类?", "分为甲类、乙类、丙类、丁类。", "分类如下表所示。"),
        ("一次能借多少册?", "一次可借十五册。", "此前一次可借五册。"),
        ("渡口的年会怎么报名?", "市民可通过公众号报名。", "报名的市民有三百人。"),
        ("他老婆叫什么?", "他和妻子葛小满出摊。", "他的大名没人叫。"),
    ],
)
def test_a_sentence_of_the_form_asked_for_is_preferred(question: str, better: str, worse: str) -> None:
    expected = expectation_of(question)
    assert fit(expected, better, question) > fit(expected, worse, question)


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("门票一张卖多少钱?", "门票免费,共有10个展区。", False),
        ("门票一张卖多少钱?", "门票30元一张。", True),
        ("化解率是百分之几?", "有效提高了化解率。", False),
        ("化解率是百分之几?", "化解率为98.5%。", True),
        ("培训了多少名教师?", "实施为期两年的培训。", False),
        ("培训了多少名教师?", "培训教师120人。", True),
        ("镇里有多少人口?", "人口8.57万。", True),
        ("5000套住房建了多少套?", "要建5000套住房。", False),
        ("渡口下了多少毫米的雨?", "三天下了雨,渡船停航2次。", False),
        ("渡口下了多少毫米的雨?", "三天下了120mm。", True),
        ("同乡会捐了多少袋米?", "同乡会捐米八百包。", True),  # one measure for another
        ("上半年查了多少起案子?", "上半年查办120件。", True),
        ("白天最热到多少度?", "白天最高35℃。", True),
        ("第一天收了几件衣服?", "第一天就收摊了。", False),
        ("第一天收了几件衣服?", "头一天收了58件。", True),
        ("比赛比了几个小时?", "比赛历时3小时。", True),
        ("船工被拘留了几天?", "船工被处以五日拘留。", True),
        ("货轮卖了多少亿元?", "货轮卖了3亿英镑。", True),
        ("货轮卖了多少亿元?", "货轮卖给了江北船厂。", False),
    ],
)
def test_a_text_without_the_number_asked_for_cannot_answer(question: str, text: str, holds: bool) -> None:
    form = required_form(question)
    assert form is not None
    assert holds_form(form, [text], question) is holds


@pytest.mark.parametrize(
    "question", ["牡丹是谁种的?", "分布在哪几家公园?", "这几年有什么变化?", "每隔几天修剪一次?", "船票价格降了多少?"]
)
def test_a_question_that_asks_for_no_number_requires_none(question: str) -> None:
    assert required_form(question) is None


def test_a_reported_event_without_the_number_asked_for_is_refused_with_that_reason(assistant: Assistant) -> None:
    answer = assistant.ask("公园牡丹花了多少钱?")
    assert (answer.refused, answer.citations, answer.reason) == (True, (), "refusal-no-number")
    assert answer.hits[0].passage.title == "公园牡丹盛开"


def test_a_number_that_the_question_itself_names_is_no_answer() -> None:
    question = "2022年有几家?"
    assert fit(expectation_of(question), "2022年的事。", question) == 0.0


# ------------------------------------------------------------------ the form of the exact answer
@pytest.mark.parametrize(
    ("question", "span", "fits"),
    [
        ("门票多少钱?", "20元", True),
        ("门票多少钱?", "20人", False),
        ("茄子多少钱一斤?", "3.00", True),
        ("合格率是多少?", "三成", True),
        ("合格率是多少?", "12家", False),
        ("有几家医院?", "11家", True),
        ("有几家医院?", "900余", True),
        ("有几家医院?", "2019年", False),
        ("有几家医院?", "城北", False),
        ("几点开门?", "8时30分", True),
        ("几点开门?", "9月16日", False),
        ("什么时候开门?", "9月16日", True),
        ("什么时候开门?", "8小时", False),
        ("修了多久?", "8个多小时", True),
        ("这件有多重?", "82吨", True),
        ("这件有多重?", "160公里", False),
        ("谁设计的?", "周明远", True),
        ("谁设计的?", "63岁", False),
        ("在哪里举办?", "美术馆", True),
        ("在哪里举办?", "6月19日8时", False),
        ("前几年装好的还给补吗?", "补领一半", True),  # 前几年 asks for no number
        ("叫什么?从哪天开始?", "春季书展", True),  # one of the two is enough
        ("为什么停水?", "检修", True),
    ],
)
def test_the_exact_answer_has_the_form_that_the_question_asks_for(question: str, span: str, fits: bool) -> None:
    assert answers_form(span, question) == fits


def test_what_was_before_loses_nothing_where_it_is_asked_for() -> None:
    question = "以前一次能借多少册?"
    assert fit(expectation_of(question), "此前一次可借五册。", question) == fit(
        expectation_of(question), "一次可借五册。", question
    )


def test_a_span_of_another_form_is_not_emphasised(assistant: Assistant) -> None:
    known = Assistant(assistant.index, FakeEncoder(WORDS), LENIENT, FakeReader({}, ["3000余株"]))
    assert known.ask("公园牡丹有多少?").span == "3000余株"
    assert known.ask("公园牡丹是谁种的?").span == ""


def test_a_question_for_an_hour_prefers_the_sentence_that_names_one() -> None:
    question = "几点开门?"
    expected = expectation_of(question)
    assert fit(expected, "每天8时开门", question) > fit(expected, "9月16日前开门", question)


def test_what_another_sentence_says_in_full_is_not_said_again() -> None:
    chosen = choose([candidate("水库今年建成,由甲局承建。", 0.9), candidate("水库今年建成", 0.9, 1)], Settings())
    assert [each.sentence.text for each in chosen] == ["水库今年建成,由甲局承建。"]


@pytest.mark.parametrize("question", ["asdfgh jkl", "qwerty uiop", "sdkfjh kjxcvb", "askdjh qwpoe"])
def test_what_was_typed_at_random_is_no_question_in_a_conversation_either(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError) as caught:
        assistant.ask(question, [("公园里有什么?", "牡丹。")])
    assert caught.value.key == "question-nonsense"


@pytest.mark.parametrize("question", ["who?", "what is GDP", "tingshui shijian", "CCTV", "rhythms of strength"])
@pytest.mark.slow
def test_words_that_somebody_could_say_are_a_question(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question, [("公园里有什么?", "牡丹。")]).hits


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("渡口的老船工多大年纪了?", "老船工姓陶,摆渡三十年。", True),
        ("渡口的老船工多大年纪了?", "老船工姓陶,今年71岁。", False),
        ("新公园面积有多大?", "新公园昨天开门,种了四百棵树。", True),
        ("新公园面积有多大?", "新公园占地三十亩。", False),
        ("伤者送到了哪家医院?", "伤者当晚脱离危险。", True),
        ("她是哪所大学毕业的?", "她毕业于江州师范学院。", False),
        ("渡口几点开船?", "渡口昨天停航。", False),  # nothing that is known here is asked for
    ],
)
def test_a_question_is_told_to_lack_what_no_text_has_a_word_for(question, text, lacks):
    assert lacks_needed(question, [text]) is lacks


def test_what_of_the_question_the_passage_does_not_print_is_told_of_each_sentence(assistant) -> None:
    def unsaid(question: str) -> float:
        found = assistant.retrieve(question)
        ranked = candidates(found, assistant.index, assistant.terms, assistant.settings)
        return next(each.unsaid for each in ranked if each.hit.passage.title == "社区医院增加")

    assert unsaid("社区医院增加?") == 0.0
    rare = assistant.index.terms.inverse_document_frequency
    held, lacked = rare("医院"), rare("牡丹")  # in one passage of two each
    assert unsaid("医院牡丹?") == pytest.approx(lacked / (held + lacked))
