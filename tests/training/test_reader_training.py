"""What the reader learns from, how it is trained, and how it is measured."""

import copy
import dataclasses
import itertools
import json
import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.models.reader.protocol import Reading
from rag.models.reader.windows import WINDOW_CHARACTERS
from rag.training.decoding import likely_answer, overlaps
from rag.training.examples import LONGEST, Composer, Paragraph, Question, read_squad, window
from rag.training.measure import answer_in, auroc, overlap_f1, windows_of_text

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


# ---- windows of a paragraph

SENTENCES = st.lists(st.integers(2, 120), min_size=1, max_size=12)


def paragraph_of(lengths: list[int]) -> tuple[str, list[int]]:
    """A text of sentences of these lengths, and where they begin and the last ends."""
    text = "".join("甲乙丙丁"[place % 4] * (length - 1) + "。" for place, length in enumerate(lengths))
    return text, [0, *itertools.accumulate(lengths)]


@given(SENTENCES, st.data())
def test_a_window_is_whole_sentences_that_hold_the_wanted_characters(lengths, data):
    text, bounds = paragraph_of(lengths)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    length = data.draw(st.integers(60, LONGEST))
    cut, offset = window(text, (start, end), length, random.Random(0))
    assert cut == text[offset : offset + len(cut)]
    assert offset <= start < end <= offset + len(cut)
    assert {offset, offset + len(cut)} <= set(bounds)
    assert len(cut) >= min(length, len(text))
    needed = max(b for a, b in itertools.pairwise(bounds) if a < end) - max(a for a in bounds if a <= start)
    assert len(cut) < max(length, needed + 1) + max(lengths)  # a sentence beyond what is asked for, no more


@given(st.integers(500, 2000), st.data())
def test_an_endless_sentence_is_cut_around_the_wanted_characters(size, data):
    text = "甲" * size
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, min(size, start + 40)))
    length = data.draw(st.integers(60, LONGEST))
    cut, offset = window(text, (start, end), length, random.Random(data.draw(st.integers(0, 9))))
    assert offset <= start < end <= offset + len(cut)
    assert len(cut) <= length + 40


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


# ---- measuring


@pytest.mark.parametrize(
    ("said", "gold", "expected"),
    [
        ("1980年", "1980年", 1.0),
        ("在1980年8月", "1980年", 2 * 5 / (8 + 5)),
        ("甲乙丙丁", "甲乙戊丙丁", 2 * 2 / (4 + 5)),  # one run, not two
        ("「１９８０」，年。", "1980年", 1.0),  # width and punctuation left out
        ("GDP", "gdp", 1.0),
        ("甲", "乙", 0.0),
        ("", "甲", 0.0),
        ("", "", 0.0),
        ("。", "甲", 0.0),
    ],
)
def test_overlap_is_twice_the_longest_common_run_over_both_lengths(said, gold, expected):
    assert overlap_f1(said, gold) == overlap_f1(gold, said) == pytest.approx(expected)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.lists(st.integers(0, 6), min_size=1, max_size=12))
def test_auroc_is_the_share_of_pairs_in_which_the_positive_is_higher(positive, negative):
    higher = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    assert auroc(np.array(positive), np.array(negative)) == pytest.approx(higher / (len(positive) * len(negative)))


@given(SENTENCES | st.lists(st.integers(2, 400), min_size=1, max_size=8))
def test_windows_cover_a_text_and_hold_whole_sentences(lengths):
    text, bounds = paragraph_of(lengths)
    windows = windows_of_text(text)
    assert {place for offset, part in windows for place in range(offset, offset + len(part))} == set(range(len(text)))
    for offset, part in windows:
        assert text[offset : offset + len(part)] == part
        assert {offset, offset + len(part)} <= set(bounds)
        assert len(part) <= WINDOW_CHARACTERS or bounds.index(offset + len(part)) == bounds.index(offset) + 1


def test_neighbouring_windows_share_a_sentence_where_it_fits_both():
    text, _ = paragraph_of([100, 100, 100])
    assert windows_of_text(text) == [(0, text[:200]), (100, text[100:])]


@settings(deadline=None)
@given(st.text("甲。！”，", max_size=700))
def test_windows_leave_nothing_out_but_marks_that_end_no_sentence(text):
    covered = {place for offset, part in windows_of_text(text) for place in range(offset, offset + len(part))}
    assert not {text[place] for place in range(len(text)) if place not in covered} & set("甲，")


def test_the_answer_is_of_the_window_whose_span_beats_none_by_most():
    class Pointing:
        """Points at 乙; its windows score alike but for the null, lowest where 乙 stands."""

        name, calibration = "pointing", {}

        def read(self, question, texts, seconds=float("inf")):
            return [
                Reading(
                    0.0,
                    50.0 - 40 * ("乙" in text),
                    *(20 * np.array([character == "乙" for character in text], np.float32) for _ in range(2)),
                    np.array([(place, place + 1) for place in range(len(text))]),
                )
                for text in texts
            ]

    text = "甲" * 200 + "。" + "丙乙" + "丙" * 200 + "。"
    assert answer_in(Pointing(), "?", text) == "乙"


# ---- the likely answer of a paragraph


def reading_of(starts: dict[int, float], ends: dict[int, float], size: int) -> Reading:
    """A reading of `size` characters, one a token, whose logits are -20 but for these."""
    logits = [np.full(size, -20.0, np.float32), np.full(size, -20.0, np.float32)]
    for row, told in zip(logits, (starts, ends), strict=True):
        for place, value in told.items():
            row[place] = value
    return Reading(0.0, 0.0, logits[0], logits[1], np.array([(place, place + 1) for place in range(size)]))


def test_the_likely_answer_is_the_likeliest_span_where_nothing_else_is_likely():
    assert likely_answer([(0, "x" * 9)], [reading_of({3: 9.0}, {5: 9.0}, 9)]) == (3, 6)


def test_the_likely_answer_spans_the_pieces_that_share_the_probability():
    # 2-3 and 5-6 are likeliest, by a little; 2-6, nearly as likely, overlaps with both of them
    reading = reading_of({2: 4.0, 5: 4.0}, {3: 4.0, 6: 3.9}, 9)
    assert likely_answer([(0, "x" * 9)], [reading]) == (2, 7)
    best = reading.best()
    assert best is not None and best.end - best.start == 2


def test_the_likely_answer_is_told_in_the_text_that_the_windows_were_cut_from():
    readings = [reading_of({1: 1.0}, {1: 1.0}, 5), reading_of({2: 9.0}, {3: 9.0}, 5)]
    assert likely_answer([(0, "x" * 5), (40, "y" * 5)], readings) == (42, 44)


def test_windows_are_weighed_by_what_their_spans_beat_having_none_by():
    near = dataclasses.replace(reading_of({1: 9.0}, {1: 9.0}, 5), null=17.0)
    far = dataclasses.replace(reading_of({2: 5.0}, {2: 5.0}, 5), null=0.0)
    assert likely_answer([(0, "x" * 5), (40, "y" * 5)], [near, far]) == (42, 43)


def test_a_reader_that_knows_no_spans_has_no_likely_answer():
    nothing = np.zeros(0, np.float32)
    assert likely_answer([(0, "x")], [Reading(1.0, 0.0, nothing, nothing, np.zeros((0, 2), np.int64))]) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=6))
def test_the_overlap_of_spans_is_the_f1_of_their_characters(spans):
    starts, ends = np.array([low for low, _ in spans]), np.array([low + size for low, size in spans])
    for row, (low, size) in zip(overlaps(starts, ends), spans, strict=True):
        for value, (other, length) in zip(row, spans, strict=True):
            common = len(set(range(low, low + size)) & set(range(other, other + length)))
            assert value == pytest.approx(2 * common / (size + length))


def test_an_answer_of_other_annotators_is_learned_as_well():
    paragraph = Paragraph("a", "", "他在山西太原出生。后来去了北京,在那里住了很久,直到晚年才回来。" * 2)
    question = Question("生在哪里?", 0, "太原", 4, (("山西太原", 2),))
    composer = Composer([paragraph], [question], [[]])
    said = {
        example.passage[slice(*example.span)]
        for seed in range(30)
        for example in composer.group(0, random.Random(seed))
        if example.span
    }
    assert said == {"太原", "山西太原"}
