"""Measuring the reader: windows of a paragraph, figures of answers, and the likely answer of a paragraph."""

import dataclasses
import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.models.reader.protocol import Reading
from rag.models.reader.windows import WINDOW_CHARACTERS
from rag.training.decoding import likely_answer, overlaps
from rag.training.examples import LONGEST, Composer, Paragraph, Question, window
from rag.training.measure import answer_in, auroc, overlap_f1, windows_of_text

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


@pytest.mark.slow
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
