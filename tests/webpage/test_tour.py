"""The guided tour: read from tour.toml, or made from question types; and the one of the sample pages keeps its word."""

import pytest
from support.locations import SEEDS
from support.newspaper import Reader

from rag.errors import TourError, WenbaoError
from ui.tour.bar import tour_bar
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
    assert [step.questions for step in steps] == [("多少人?",), ("甲?", "那乙呢?"), ("查不到?",)]
    assert [step.notices["zh"] for step in steps] == [
        say(f"tour-{kind}") for kind in ("number", "followup", "unanswerable")
    ]


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


def test_the_sample_pages_have_a_tour_of_five_steps():
    steps = read_tour(SEEDS)
    assert [len(step.questions) for step in steps] == [1, 1, 1, 2, 1]
    assert all(step.notices["zh"] != step.notices["en"] for step in steps)


@pytest.mark.model
def test_the_tour_of_the_sample_pages_shows_what_it_says(seeds_index):
    from rag.assistant import Assistant
    from rag.settings import Settings

    assistant = Assistant.open(seeds_index, Settings(reader_milliseconds=100_000.0))
    last = []
    for step in read_tour(SEEDS):
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
