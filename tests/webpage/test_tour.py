"""The guided tour: read from tour.toml, or made from question types; and the one of the sample pages keeps its word."""

import pytest
from support.locations import SEEDS
from support.newspaper import Reader

from rag.errors import QuestionError, TourError, WenbaoError
from ui.newspaper import FixedCorpus
from ui.tour.bar import Warmth, tour_bar, warmth_of
from ui.tour.steps import STEPS, TourStep, read_tour
from ui.wording import say

STEP = '[[step]]\nquestions = ["甲?", "乙?"]\nnotice = "看这里"\n'


def write(folder, text, name="tour.toml"):
    (folder / name).write_text(text, "utf-8")
    return folder


def test_a_tour_is_read_with_both_languages(tmp_path):
    [first, second] = read_tour(write(tmp_path, STEP + 'notice_en = "look"\n' + STEP))
    assert first == TourStep(("甲?", "乙?"), {"zh": "看这里", "en": "look"})
    assert second.notices["en"] == "看这里"


def test_a_tour_lies_beside_a_page_too(tmp_path):
    write(tmp_path, STEP)
    assert len(read_tour(write(tmp_path, "版面", "page.txt") / "page.txt")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "step = 3",
        "step = []",
        STEP * (STEPS + 1),
        STEP + "[more]\n",
        "[[step]]\n",
        '[[step]]\nquestions = []\nnotice = "x"\n',
        '[[step]]\nquestions = "甲?"\nnotice = "x"\n',
        '[[step]]\nquestions = [1]\nnotice = "x"\n',
        '[[step]]\nquestions = ["甲?"]\n',
        '[[step]]\nquestions = ["甲?"]\nnotice = " "\n',
        STEP + "notice_en = 3\n",
        STEP + 'extra = ""\n',
        STEP + 'show = "elsewhere"\n',
        STEP + "show = 3\n",
        '[[step]]\nshow = ""\nnotice = "x"\n',
        "[[step",
        "step = [1]",
    ],
)
def test_a_wrong_tour_is_told_in_one_sentence(tmp_path, text):
    with pytest.raises(TourError) as caught:
        read_tour(write(tmp_path, text))
    assert "tour.toml" in caught.value.sentence("zh") and "tour.toml" in caught.value.sentence("en")


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "tour.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TourError):
        read_tour(tmp_path)


def test_without_a_tour_one_is_made_from_the_types_of_questions(tmp_path):
    lines = [
        '{"id": "1", "question": "查不到?", "type": "unanswerable", "answers": []}',
        '{"id": "2", "question": "那乙呢?", "type": "followup", "history": [["甲?", "一"]]}',
        '{"id": "3", "question": "多少?", "type": "fact"}',
        '{"id": "4", "question": "多少人?", "type": "number"}',
        '{"id": "5", "question": "几个?", "type": "number"}',
    ]
    steps = read_tour(write(tmp_path, "\n".join(lines), "questions.jsonl"))
    assert [step.questions for step in steps if step.questions] == [("多少人?",), ("甲?", "那乙呢?"), ("查不到?",)]
    assert [step.show for step in steps] == ["", "source", "article", "page", "", "", "evaluation"]
    assert [step.notices["zh"] for step in steps] == [
        say(f"tour-{kind}")
        for kind in ("number", "source", "article", "page", "followup", "unanswerable", "evaluation")
    ]


def test_a_step_asks_or_shows_or_both(tmp_path):
    shown = '[[step]]\nshow = "page"\nnotice = "看"\n'
    first, second = read_tour(write(tmp_path, shown + STEP + 'show = "source"\n'))
    assert (first.questions, first.show) == ((), "page")
    assert (second.questions, second.show) == (("甲?", "乙?"), "source")


def test_the_first_answer_is_asked_for_once_and_an_error_keeps_nobody_waiting():
    asked = []

    def ask():
        asked.append("甲?")
        raise QuestionError("question-empty")

    warmth = Warmth(ask)
    warmth.wait()
    warmth.wait()
    assert asked == ["甲?"]


def test_the_first_question_of_the_steps_is_the_one_that_is_warmed_up():
    asked = []
    corpus = FixedCorpus(type("Newspaper", (), {"ask": staticmethod(asked.append)}))
    notices = {"zh": "看", "en": "look"}
    warmth_of(corpus, (TourStep((), notices, "page"), TourStep(("甲?", "乙?"), notices))).wait()
    assert asked == ["甲?"]


def test_where_there_is_nothing_to_make_a_tour_from_this_is_told(tmp_path):
    with pytest.raises(TourError) as caught:
        read_tour(tmp_path)
    assert caught.value.key == "tour-missing"
    with pytest.raises(TourError) as caught:
        read_tour(write(tmp_path, '{"id": "1", "question": "甲?"}', "questions.jsonl"))
    assert caught.value.key == "tour-no-types"
    with pytest.raises(WenbaoError):
        read_tour(write(tmp_path, "{", "questions.jsonl"))


def test_the_bar_holds_hostile_steps_as_text():
    hostile = '"><script>window.hacked=1</script>'
    bar = tour_bar((TourStep((hostile,), {"zh": hostile, "en": hostile}),), "zh")
    assert not [tag for tag, _ in Reader(bar).tags if tag == "script"]
    assert "window.hacked" in dict(Reader(bar).tags[0][1])["data-steps"]


def test_the_sample_pages_have_a_tour_of_five_answers_and_what_is_behind_them():
    steps = read_tour(SEEDS)
    assert [len(step.questions) for step in steps] == [1, 0, 0, 0, 1, 1, 2, 1, 0]
    assert [step.show for step in steps if step.show] == ["source", "article", "page", "evaluation"]
    assert all(step.notices["zh"] != step.notices["en"] for step in steps)


@pytest.mark.model
def test_the_tour_of_the_sample_pages_shows_what_it_says(seeds_index):
    from rag.assistant import Assistant
    from rag.settings import Settings

    assistant = Assistant.open(seeds_index, Settings(reader_milliseconds=100_000.0))
    last = []
    for step in (each for each in read_tour(SEEDS) if each.questions):
        history = []
        for question in step.questions:
            answer = assistant.ask(question, history)
            history.append((question, answer.text))
        last.append(answer)
    figure, listed, both, later, refused = last
    assert figure.span == "16345个"
    assert all(item in listed.text for item in ("新风貌", "新格局", "有你我", "知太原", "献祖国"))
    assert len(both.citations) == 2 and len({citation.article for citation in both.citations}) == 2
    assert "高中12个" in later.text
    assert refused.refused
