"""What stands before anything is asked: what there is to ask about, and questions of several kinds in both languages."""

import dataclasses

import pytest
from support.newspaper import LIGHTS, PAGE, REFUSAL, FakeNewspaper, Reader

from rag.commands.serve import example_questions
from rag.records import Issue
from ui.ask.example_forms import day_and_place_questions, figure_questions, figure_value, reason_questions
from ui.ask.examples import Examples, headlined
from ui.ask.welcome import PAPERS, corpus_lines, welcome
from ui.newspaper import FixedCorpus

QUESTIONS = ("甲事怎么样?", "How is it with 甲事 now?", "乙事怎么样?")


def paper_of(*issues):
    """A newspaper of one page for each issue, with one piece on it."""

    class Printed(FakeNewspaper):
        pages = tuple(dataclasses.replace(PAGE, name=f"{place}.txt", issue=each) for place, each in enumerate(issues))
        articles = tuple(dataclasses.replace(LIGHTS, source=page.name) for page in pages)
        passages = ()

    return Printed()


def test_the_opening_says_what_there_is_each_figure_once():
    assert corpus_lines(FakeNewspaper(), "zh") == ["2024年3月6日 · 共 1 个版面、2 篇稿件"]
    told = Reader(welcome(FixedCorpus(FakeNewspaper()), "en")).text()
    assert told.count("2 pieces") == 1 and "Quotes stay in Chinese" in told


def test_papers_are_named_with_their_days_those_with_most_pages_first():
    days = ("2024-03-06", "2024-03-09")
    issues = [Issue(day, told="sidecar", paper="河岸报") for day in days]
    issues += [Issue("2024-03-07", told="sidecar", paper="渡口报"), Issue("2024-03-08", told="sidecar")]
    assert corpus_lines(paper_of(*issues), "zh") == [
        "《河岸报》：2024年3月6日至2024年3月9日",
        "《渡口报》：2024年3月7日",
        "没有写明报名的版面：2024年3月8日",
        "共 4 个版面、4 篇稿件",
    ]
    many = paper_of(*(Issue(paper=f"第{place}报") for place in range(PAPERS + 2)))
    assert corpus_lines(many, "en")[PAPERS] == "and 2 other papers"


def test_given_questions_are_offered_in_the_language_of_the_page():
    corpus = FixedCorpus(FakeNewspaper())
    assert Examples(corpus, QUESTIONS).questions() == ["甲事怎么样?", "乙事怎么样?"]
    assert Examples(corpus, QUESTIONS, "en").questions() == [QUESTIONS[1]]


class Titled(FakeNewspaper):
    """Says what the first piece says, and lists what a day or a writer is asked for."""

    articles = (
        dataclasses.replace(FakeNewspaper.articles[0], text="长文"),
        dataclasses.replace(LIGHTS, title="地铁线路今日试车", kind="news", byline="记者 方远"),
    )
    none = ()

    def ask(self, question, *more):
        answer = super().ask(question, *more)
        listed = any(word in question for word in ("哪些", "List", "Which"))
        count = 0 if any(word in question for word in self.none) else 2
        return dataclasses.replace(answer, kind="list", count=count) if listed else answer


@pytest.mark.parametrize(
    ("language", "questions"),
    [
        ("zh", ["《南街图书角开门迎客》这篇报道讲了什么？", "2024年3月6日有哪些报道？", "方远写过哪些报道？"]),
        (
            "en",
            [
                "What is 《南街图书角开门迎客》 about?",
                "List the articles of March 6, 2024",
                "Which articles are by 方远?",
            ],
        ),
    ],
)
def test_questions_of_several_kinds_are_made_in_both_languages(language, questions):
    assert len([*headlined(Titled().holdings)]) == 2
    assert Examples(FixedCorpus(Titled()), (), language).questions() == questions


def test_a_question_that_is_not_answered_as_it_asks_is_not_offered():
    unlisted = Titled()
    unlisted.none = ("方远", "3月6日")
    assert Examples(FixedCorpus(unlisted)).questions() == ["《南街图书角开门迎客》这篇报道讲了什么？"]
    silent = Titled()
    silent.ask = lambda question: REFUSAL
    assert Examples(FixedCorpus(silent)).questions() == []


def piece_of(title, text):
    return dataclasses.replace(LIGHTS, id="b1", title=title, text=text, kind="news")


@pytest.mark.parametrize(
    ("title", "text", "questions"),
    [
        ("灯会开幕 四十六家铺子挂牌", "本报讯 昨日起46家铺子挂牌。", ["灯会开幕，多少家铺子挂牌？"]),
        ("河岸新添步道9条", "本报讯 河岸步道共9条。", ["河岸新添步道几条？"]),
        ("河岸新添步道9条", "本报讯 河岸步道又多了。", []),  # the text says no figure
        ("河岸三年新添步道9条", "本报讯 步道9条。", []),  # which of the two?
        ("用工逾六千人次", "本报讯 用工6000人次。", []),  # not exactly so many
    ],
)
def test_how_many_is_asked_where_a_headline_and_the_text_say_it(title, text, questions):
    assert [made.question for made in figure_questions(piece_of(title, text))] == questions


def test_when_where_and_why_are_asked_by_the_words_that_say_it():
    text = "本报讯（记者 方远）3月5日，南街旧书交换会在自行车棚举行，来了不少人。\n为避免拥挤，社区居民分三批入场。"
    held = piece_of("南街旧书交换会举行", text)
    assert [(made.question, made.said) for made in day_and_place_questions(held)] == [
        ("南街旧书交换会在哪里举行？", "自行车棚"),
        ("南街旧书交换会是哪天举行的？", "3月5日"),
    ]
    assert [(made.question, made.said) for made in reason_questions(held)] == [
        ("为什么社区居民分三批入场？", "避免拥挤")
    ]
    aims = piece_of("", "为避免拥挤，确保社区居民安全，会议改期。作为头一座书屋，本次会议改在社区举行。")
    assert [*reason_questions(aims)] == []
    assert [figure_value(each) for each in ("四十六家", "两家", "1.5万张", "十个", "三千二百人", "甲")] == [
        46,
        2,
        15000,
        10,
        3200,
        None,
    ]


class Reported(FakeNewspaper):
    """One piece that says when, how many and why; answers with its own words."""

    articles = (
        dataclasses.replace(
            FakeNewspaper.articles[0],
            title="南街旧书交换会举行 四十六家铺子送书",
            text="本报讯 3月5日，南街旧书交换会举行。46家铺子送书。为避免拥挤，社区居民分三批入场。",
        ),
        dataclasses.replace(
            LIGHTS, kind="news", title="河岸步道亮灯", text="本报讯 河岸步道添灯9盏。因为连日下雨，市民到书棚里避雨。"
        ),
    )
    said = "3月5日,46家,避免拥挤"

    def ask(self, question, *more):
        return dataclasses.replace(super().ask(question, *more), text=self.said, span=self.said)


def test_of_each_kind_one_question_is_offered_and_none_of_two_is_of_one_piece_by_a_form():
    asked = Examples(FixedCorpus(Reported())).questions()
    assert asked[0] == "南街旧书交换会是哪天举行的？"
    assert not any("多少" in each or "为什么" in each for each in asked)  # they are of the same piece
    assert any("讲了什么" in each for each in asked)
    wrong = Reported()
    wrong.said = "4月1日,5家,没有人来"
    assert [each for each in Examples(FixedCorpus(wrong)).questions() if "讲了什么" not in each] == []


def test_room_is_kept_for_questions_that_are_still_to_come():
    corpus = FixedCorpus(FakeNewspaper())
    assert "with-room" in welcome(corpus, "zh", room=True)
    assert "with-room" not in welcome(corpus, "zh")


def test_questions_beside_the_pages_are_of_several_types_and_pieces_and_of_both_languages(tmp_path):
    rows = [
        ("甲一怎么样?", "fact", "a"),
        ("甲二怎么样?", "fact", "a"),
        ("甲三有多少?", "number", "a"),
        ("乙一怎么样?", "fact", "b"),
        ("乙二有多少?", "number", "b"),
        ("丙一是哪些?", "list", "c"),
        ("How is it there?", "english", "d"),
    ]
    lines = [
        f'{{"id": "{place}", "question": "{text}", "type": "{kind}", "answers": ["x"], "articles": ["{piece}"]}}'
        for place, (text, kind, piece) in enumerate(rows)
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), "utf-8")
    asked = example_questions(tmp_path, "zh")
    assert asked[-1] == "How is it there?" and len(asked) == 5
    chosen = {text: (kind, piece) for text, kind, piece in rows if text in asked[:3]}
    assert {piece for _, piece in chosen.values()} == {"a", "b", "c"}
    assert {kind for kind, _ in chosen.values()} == {"fact", "number", "list"}
