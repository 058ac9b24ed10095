"""Training the reader: question sets, groups of examples, and a tiny network."""

import copy
import json
import random
import re

import numpy as np
import pytest

from rag.training.examples import Composer, Paragraph, Question, read_squad

SQUAD = {
    "data": [
        {
            "title": "深圳",
            "paragraphs": [
                {
                    "context": "深圳特区成立于1980年。今年庆祝。",
                    "qas": [
                        {"question": "哪年成立?", "answers": [{"text": "1980年", "answer_start": 7}]},
                        {"question": "错位?", "answers": [{"text": "1980年", "answer_start": 6}]},
                        {"question": "空?", "answers": [{"text": "", "answer_start": 0}]},
                    ],
                },
                {"context": "第二段。", "qas": []},
            ],
        },
        {
            "paragraphs": [
                {
                    "context": "深圳特区成立于1980年。今年庆祝。",
                    "qas": [
                        {
                            "question": "做什么?",
                            "answers": [{"text": "庆祝", "answer_start": 15}, {"text": "无", "answer_start": 0}],
                        }
                    ],
                }
            ]
        },
    ]
}


def test_a_question_set_is_read_without_answers_that_are_not_where_it_says(tmp_path):
    (tmp_path / "set.json").write_text(json.dumps(SQUAD, ensure_ascii=False), "utf-8")
    paragraphs, questions = read_squad(tmp_path / "set.json")
    assert paragraphs == [
        Paragraph("set-0", "深圳", "深圳特区成立于1980年。今年庆祝。"),
        Paragraph("set-0", "深圳", "第二段。"),
    ]
    assert questions == [Question("哪年成立?", 0, "1980年", 7), Question("做什么?", 0, "庆祝", 15)]


@pytest.mark.parametrize("content", ["{", "{}", '{"data": [{}]}'])
def test_a_file_of_another_form_raises(tmp_path, content):
    (tmp_path / "set.json").write_text(content, "utf-8")
    with pytest.raises((ValueError, KeyError)):
        read_squad(tmp_path / "set.json")


# ---- groups of examples

FILLER = "这一天天气晴好，街上行人很多，商店照常开门，报社记者走访了几处地方。"
TOWNS = ("北京", "上海", "广州", "武汉", "成都", "南京")
NAMED = re.compile(r"\d+|大桥|" + "|".join(TOWNS))  # 上海大桥 is one name, 北京 another


def town_composer(traditional: bool = False) -> Composer:
    """A paragraph on each town: when its bridge was opened and how long it is."""
    paragraphs, questions = [], []
    for number, town in enumerate(TOWNS):
        year, metres = str(1950 + 7 * number), f"{300 + 11 * number}米"
        text = f"{FILLER}{town}大桥在{year}年通车，全长{metres}，有两层。{FILLER}人们说这座桥在{year}年最热闹。{FILLER}"
        if traditional:
            text = text.replace("大桥", "大橋").replace("这", "這").replace("两层", "兩層")
        paragraphs.append(Paragraph(f"a{number}", town, text))
        for asked, answer in ((f"{town}大桥哪年通车?", year), (f"{year}年通车的{town}大桥全长多少?", metres)):
            questions.append(Question(asked, number, answer, text.index(answer)))
    wrong = [[place for place in range(len(TOWNS)) if place != question.paragraph] for question in questions]
    return Composer(paragraphs, questions, wrong)


@pytest.fixture(scope="module", params=[False, True], ids=["simplified", "traditional"])
def groups(request):
    composer = town_composer(request.param)
    draw = random.Random(0)
    return composer, [composer.group(number, draw) for number in range(len(composer.questions)) for _ in range(40)]


@pytest.mark.slow
def test_the_first_of_a_group_holds_its_answer_at_its_span(groups):
    composer, found = groups
    for group in found:
        right, question = group[0], composer.questions[group[0].group]
        start, end = right.span
        assert right.kind == "answer"
        assert right.passage[start:end] == question.answer
        assert right.question == question.text


def test_no_other_of_a_group_has_a_span_and_all_kinds_come(groups):
    _, found = groups
    others = [example for group in found for example in group[1:]]
    assert {example.kind for example in others} == {"wrong", "beside", "cut", "altered"}
    assert all(example.span is None for example in others)
    assert all(len(group) == 2 for group in found)


def test_cut_and_wrong_passages_lack_the_answer(groups):
    composer, found = groups
    for example in (example for group in found for example in group if example.kind in ("cut", "wrong", "beside")):
        assert composer.questions[example.group].answer not in example.passage
        assert example.question == composer.questions[example.group].text
    cut = [example.passage for group in found for example in group if example.kind == "cut"]
    assert all(set(passage) - set("\n") for passage in cut)


def test_an_altered_question_is_another_on_the_same_passage(groups):
    composer, found = groups
    for right, other in (group for group in found if group[1].kind == "altered"):
        assert other.passage == right.passage
        assert other.question != composer.questions[other.group].text
        assert NAMED.sub("", other.question) == NAMED.sub("", right.question)


def test_the_same_seed_gives_the_same_groups_and_another_others():
    first, second, third = (
        [town_composer().group(number, draw) for number in range(12)]
        for draw in (random.Random("1"), random.Random("1"), random.Random("2"))
    )
    assert first == second != third


def test_an_answer_that_is_the_whole_paragraph_leaves_nothing():
    composer = Composer([Paragraph("a", "", "全文都是答案")], [Question("问?", 0, "全文都是答案", 0)], [[]])
    for seed in range(20):
        group = composer.group(0, random.Random(seed))
        assert group[0].passage == "全文都是答案"
        assert [example.passage for example in group[1:]] in ([], [""])


# ---- training a tiny network


class TinyTokenizer:
    """A character is a token; its id is its code modulo the size of the tiny vocabulary, less the marks'."""

    def __init__(self, vocabulary: int) -> None:
        self._size = vocabulary

    def pieces(self, texts):
        return [
            ([3 + ord(c) % (self._size - 3) for c in text], [(place, place + 1) for place in range(len(text))])
            for text in texts
        ]


def tiny_trainer(composer=None, **changes):
    import torch
    from transformers import BertConfig, BertModel

    from rag.models.reader.network import ReaderNetwork
    from rag.training.train import Trainer, TrainingSettings

    torch.manual_seed(0)
    encoder = BertModel(
        BertConfig(
            vocab_size=50,
            hidden_size=32,
            num_hidden_layers=3,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=512,
        ),
        add_pooling_layer=False,
    ).eval()
    settings_ = TrainingSettings(**{"steps": 40, "groups": 2, "rate": 3e-3, "frozen": 1} | changes)
    return Trainer(ReaderNetwork(encoder, 1), TinyTokenizer(50), composer or town_composer(), settings_)


@pytest.fixture(scope="module")
def trained():
    """Fifteen steps, the state after the tenth, and what each step told."""
    trainer = tiny_trainer()
    told, state = [], {}
    for step in range(15):
        told.append(trainer.advance())
        if step == 9:
            state = copy.deepcopy(trainer.state())
    return trainer, told, state


def total(told: dict[str, float]) -> float:
    return told["span"] + told["answerable"]


@pytest.mark.model
def test_the_loss_falls_on_groups_seen_again_and_again(trained):
    _, told, _ = trained
    assert np.mean([total(each) for each in told[-5:]]) < 0.9 * np.mean([total(each) for each in told[:3]])


@pytest.mark.model
def test_training_leaves_the_lower_layers_alone(trained):
    trainer, _, _ = trained
    lower, upper = tiny_trainer().network, trainer.network
    assert all(
        a.equal(b)
        for a, b in zip(
            lower.transformer.embeddings.parameters(), upper.transformer.embeddings.parameters(), strict=True
        )
    )
    layers = [
        [layer.attention.self.query.weight for layer in network.transformer.encoder.layer] for network in (lower, upper)
    ]
    assert [a.equal(b) for a, b in zip(*layers, strict=True)] == [True, False, False]


@pytest.mark.model
def test_a_trainer_goes_on_where_another_stopped(trained):
    _, _, state = trained
    went_on = tiny_trainer()
    went_on.resume(copy.deepcopy(state))
    assert went_on.step == state["step"] == 10
    own = went_on.network.own_state()
    assert own.keys() == state["own"].keys()
    assert all(own[name].equal(values) for name, values in state["own"].items())
    before, again = copy.deepcopy(went_on.state()), tiny_trainer()
    again.resume(copy.deepcopy(before))
    for name in ("span", "answerable", "ranking"):
        assert again.advance()[name] == went_on.advance()[name]
    after = [trainer.network.own_state() for trainer in (again, went_on)]
    assert all(after[0][name].equal(values) for name, values in after[1].items())
    assert not all(after[0][name].equal(values) for name, values in state["own"].items())


@pytest.mark.model
@pytest.mark.parametrize("warmup", [0.0, 0.1, 0.5])
def test_the_rate_rises_to_its_highest_and_falls_to_nothing(warmup):
    steps, rate = 40, 2e-3
    trainer = tiny_trainer(steps=steps, rate=rate, warmup=warmup)
    rising = max(1.0, warmup * steps)
    for step in (0, 1, 3, 4, 19, 20, 39, 40):
        expected = (step + 1) / rising if step + 1 <= rising else min(1, (steps - step) / (steps - rising))
        assert trainer._schedule.lr_lambdas[0](step) == pytest.approx(expected)
    assert trainer._optimizer.param_groups[0]["lr"] == pytest.approx(rate / rising)


@pytest.mark.model
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_traditional_groups_are_made_simplified_by_the_share_that_is_set(share):
    trainer = tiny_trainer(town_composer(traditional=True), simplified=share)
    passages = [
        example.passage
        for _ in range(5)
        for group in trainer._groups()
        for example in group
        if example.kind == "answer"
    ]
    assert all(("大橋" in passage) == (share == 0) and ("大桥" in passage) == (share == 1) for passage in passages)


@pytest.mark.model
def test_an_epoch_that_ends_with_fewer_questions_than_a_step_needs_goes_on_with_the_next():
    whole = town_composer()  # one question more than fifty steps of one need
    composer = Composer(whole.paragraphs, (whole.questions * 9)[: 51 * 2 - 1], (whole.wrong * 9)[: 51 * 2 - 1])
    trainer = tiny_trainer(composer)
    assert [len(trainer._groups()) for _ in range(60)] == [2] * 60
