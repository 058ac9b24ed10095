"""Questions in a conversation: what they go on from, and when they are asked as if they were the first."""

import pytest
from support.fakes import FakeEncoder, FakeReader

from rag.answering.follow_up import Cited, FollowUp, Signs, cited_in, follow_up_of
from rag.answering.retriever import Retriever
from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings
from rag.wording import say

WORDS = ("水库", "城北", "闸门", "桑园", "桑树", "嫁接", "画展", "门票", "美术馆")
PAGE = """城北水库建成

本报讯 城北水库由甲建设局建成,今天开始蓄水。水库有闸门五座。闸门由老工程师周明远设计。(张三)


桑园嫁接新桑树

本报讯 南坡桑园嫁接了桑树八百株。桑树由李春梅看管。(李四)


画展在美术馆开幕

本报讯 山水画展在美术馆开幕,门票每张二十元。(王五)
"""
RESERVOIR = ("城北水库是谁建成的?", "城北水库由甲建设局建成,今天开始蓄水。")
GROVE = ("桑园嫁接了多少桑树?", "南坡桑园嫁接了桑树八百株。[1]")
COMPLETE = "山水画展在美术馆开幕,门票每张多少元?"
LENIENT = Settings(refusal_score=0.5, refusal_score_foreign=0.5)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "pages").mkdir()
    (folder / "pages" / "page.txt").write_text(PAGE, "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(folder / "pages", folder / "index", LENIENT, encoder, encoder.name)
    return Assistant.open(folder / "index", LENIENT, encoder)


@pytest.fixture(scope="module")
def retriever(assistant: Assistant) -> Retriever:
    return Retriever(assistant.index, assistant.settings)


def article(assistant: Assistant, word: str) -> str:
    return next(piece.id for piece in assistant.articles if word in piece.title)


def gone_on(retriever: Retriever, question: str, *history: tuple[str, str]) -> FollowUp:
    return follow_up_of(question, history, retriever, FakeEncoder(WORDS))


# ---- the piece just cited


@pytest.mark.parametrize("marker", ["", "[1]"])
def test_the_piece_just_cited_is_found_by_the_words_of_the_answer(
    assistant: Assistant, retriever: Retriever, marker: str
) -> None:
    cited = cited_in([("画展门票?", f"闸门由老工程师周明远设计。{marker}")], retriever, FakeEncoder(WORDS))
    assert cited is not None
    assert cited.articles == (article(assistant, "水库"),)  # whatever the question before was about
    texts = [sentence.text for passage in assistant.passages for sentence in passage.sentences]
    assert texts[cited.sentence].startswith("闸门由老工程师")


def test_an_answer_of_several_pieces_is_of_all_of_them(assistant: Assistant, retriever: Retriever) -> None:
    text = "南坡桑园嫁接了桑树八百株。[1]闸门由老工程师周明远设计。[2]"
    cited = cited_in([("?", text)], retriever, FakeEncoder(WORDS))
    assert cited is not None
    assert cited.articles == (article(assistant, "桑园"), article(assistant, "水库"))


def test_an_answer_in_other_words_is_of_the_piece_that_it_is_nearest_to(
    assistant: Assistant, retriever: Retriever
) -> None:
    cited = cited_in([("桑园嫁接了多少桑树?", "八百")], retriever, FakeEncoder(WORDS))
    assert cited is not None
    assert cited.articles == (article(assistant, "桑园"),)


def test_small_talk_and_refusals_between_are_passed_over(assistant: Assistant, retriever: Retriever) -> None:
    between = ("天气?", say("refusal-no-answer", "zh")), ("谢谢", "不客气")
    strict = Retriever(retriever.index, Settings(refusal_score=0.9))
    cited = cited_in([RESERVOIR, *between], strict, FakeEncoder(WORDS))
    assert cited is not None
    assert cited.articles == (article(assistant, "水库"),)
    assert cited_in(between, strict, FakeEncoder(WORDS)) is None


def test_a_part_of_a_printed_sentence_is_found_though_the_answer_stops_there(
    assistant: Assistant, retriever: Retriever
) -> None:
    cited = cited_in([("画展门票?", "城北水库由甲建设局建成。[1]")], retriever, FakeEncoder(WORDS))
    assert cited is not None
    assert cited.articles == (article(assistant, "水库"),)


@pytest.mark.parametrize(
    ("signs", "alone"),
    [
        (Signs(nearer=0.11, words=1, new=1, foreign=False, elsewhere=True), True),
        (Signs(nearer=0.11, words=1, new=1, foreign=False), False),  # nobody prints the word
        (Signs(nearer=0.03, words=1, new=1, foreign=False, elsewhere=True), False),
    ],
)
def test_a_short_question_stands_alone_where_only_another_piece_that_is_much_nearer_prints_its_words(
    signs: Signs, alone: bool
) -> None:
    assert signs.alone is alone


# ---- what a question goes on from


@pytest.mark.parametrize("question", ["有几座?", "她是谁?", "这是谁设计的?", "那里呢?", "什么时候?"])
def test_what_names_nothing_else_stays_with_the_piece_just_cited(
    assistant: Assistant, retriever: Retriever, question: str
) -> None:
    follow_up = gone_on(retriever, question, GROVE, RESERVOIR)
    assert follow_up.cited is not None
    assert follow_up.cited.articles == (article(assistant, "水库"),)
    answer = assistant.ask(question, [GROVE, RESERVOIR])
    assert answer.continued_from == article(assistant, "水库")
    assert {hit.passage.article for hit in answer.hits} == {article(assistant, "水库")}


def test_a_complete_question_about_something_else_is_asked_as_if_it_were_the_first(
    assistant: Assistant, retriever: Retriever
) -> None:
    assert gone_on(retriever, COMPLETE, GROVE, RESERVOIR) == FollowUp(COMPLETE)
    first, later = assistant.ask(COMPLETE), assistant.ask(COMPLETE, [GROVE, RESERVOIR])
    assert (later.text, later.citations, later.hits, later.confidence) == (
        first.text,
        first.citations,
        first.hits,
        first.confidence,
    )
    assert later.continued_from == ""


@pytest.mark.parametrize(("before", "goes_on"), [("水库", True), ("桑园", False)])
def test_a_question_of_another_thing_goes_on_from_the_piece_before_where_that_answers_it(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, before: str, goes_on: bool
) -> None:
    cited = Cited((article(assistant, before),), 0)
    read = FollowUp("水库的闸门由谁设计?", (RESERVOIR,), None, before=cited)
    monkeypatch.setattr("rag.answering.pipeline.follow_up_of", lambda *_: read)
    answer = assistant.ask("那闸门呢?", [RESERVOIR])
    assert answer.citations[0].article == article(assistant, "水库")
    assert answer.continued_from == (cited.articles[0] if goes_on else "")


def test_what_was_cited_before_a_question_of_another_thing_is_kept(retriever: Retriever) -> None:
    follow_up = gone_on(retriever, "那画展呢?", RESERVOIR)
    assert follow_up.cited is None and follow_up.before is not None


@pytest.mark.parametrize("words", ["换个问题,", "问个别的,", "好的,换个话题吧。", "another question: "])
def test_a_question_that_says_so_is_asked_as_if_it_were_the_first(
    assistant: Assistant, retriever: Retriever, words: str
) -> None:
    assert gone_on(retriever, f"{words}有几座?", RESERVOIR) == FollowUp("有几座?")
    assert assistant.ask(f"{words}画展门票?", [RESERVOIR]).question == f"{words}画展门票?"


@pytest.mark.parametrize("question", ["换个问题", "问题出在哪里?", "换个角度怎么看?"])
def test_words_like_those_are_no_sign_by_themselves(retriever: Retriever, question: str) -> None:
    assert gone_on(retriever, question, RESERVOIR).question == question


def test_the_same_of_another_thing_leans_on_the_conversation_and_may_be_answered_from_anywhere(
    retriever: Retriever,
) -> None:
    follow_up = gone_on(retriever, "那桑园呢?", RESERVOIR)
    assert (follow_up.history, follow_up.cited) == ((RESERVOIR,), None)
    stays = gone_on(retriever, "那闸门呢?", RESERVOIR)
    assert stays.cited is not None


def test_after_nothing_that_was_cited_a_question_stands_by_itself(retriever: Retriever) -> None:
    strict = Retriever(retriever.index, Settings(refusal_score=0.99))
    assert gone_on(strict, "有几座?", ("你好", "你好,请问。")) == FollowUp("有几座?")


def test_a_piece_outside_the_scope_is_not_gone_on_from(assistant: Assistant, retriever: Retriever) -> None:
    within = ~retriever.of_articles([article(assistant, "水库")])
    follow_up = follow_up_of("有几座?", [RESERVOIR], retriever, FakeEncoder(WORDS), within)
    assert (follow_up.history, follow_up.cited) == ([RESERVOIR], None)


@pytest.mark.parametrize(
    ("signs", "alone"),
    [
        (Signs(0.0, 0, 0, foreign=False), False),
        (Signs(0.10, 1, 1, foreign=False), False),  # 它有多长
        (Signs(0.10, 5, 4, foreign=False), True),
        (Signs(-0.05, 8, 2, foreign=False), False),  # many words, all about the piece
        (Signs(0.04, 3, 3, foreign=False), False),
        (Signs(0.04, 3, 3, foreign=True), True),
        (Signs(-0.50, 1000, 1000, foreign=False), False),
    ],
)
def test_a_question_stands_by_itself_the_more_it_says_and_the_nearer_something_else_is(
    signs: Signs, alone: bool
) -> None:
    assert (signs.score > 0) == alone


# ---- 然后呢?


@pytest.mark.parametrize("question", ["然后呢?", "后来怎么样了", "接着讲", "Then what?"])
def test_what_comes_next_is_said_from_the_sentence_after_the_one_just_cited(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question, [RESERVOIR])
    assert answer.text == "水库有闸门五座。[1]闸门由老工程师周明远设计。[2]"
    assert answer.continued_from == article(assistant, "水库")


def test_where_the_piece_ends_nothing_comes_next(assistant: Assistant) -> None:
    answer = assistant.ask("然后呢?", [("谁设计的?", "闸门由老工程师周明远设计。[1]")])
    assert (answer.refused, answer.reason, answer.citations) == (True, "refusal-nothing-further", ())


# ---- reading


def test_a_reader_is_asked_the_question_alone_where_the_piece_is_known(assistant: Assistant) -> None:
    questions: list[str] = []

    class Listening(FakeReader):
        def read(self, question, texts, seconds=float("inf")):
            questions.append(question)
            return super().read(question, texts, seconds)

    reader = Listening({})
    read = Assistant(assistant.index, FakeEncoder(WORDS), LENIENT, reader)
    read.retrieve("有几座?", [RESERVOIR])
    read.retrieve("那桑园呢?", [RESERVOIR])
    assert questions == ["有几座?", f"{RESERVOIR[0]} 那桑园呢?"]


def test_no_question_is_too_far_from_the_piece_that_it_goes_on_from(assistant: Assistant) -> None:
    strict = Assistant(assistant.index, FakeEncoder(WORDS), Settings(refusal_score=2.0))
    answer = strict.ask("有几座?", [RESERVOIR])
    assert not answer.refused
    assert answer.confidence == 0.5
