"""What stands before anything is asked: what there is to ask about, and questions of several kinds in both languages."""

import dataclasses

import pytest
from support.newspaper import LIGHTS, PAGE, REFUSAL, FakeNewspaper, Reader

from rag.commands.serve import example_questions
from rag.records import Issue
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
