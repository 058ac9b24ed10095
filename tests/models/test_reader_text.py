"""Question and passage as tokens, what a reading says of them, and passages cut into windows and put together."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.models.bundled.tokenizer import BundledTokenizer
from rag.models.bundled.weights import bundled_path, read_bundled
from rag.models.reader.pairs import BEGIN, END, PAD, QUESTION_TOKENS, Pair, make_pairs, padded, token_span
from rag.models.reader.protocol import LONGEST_SPAN, Reading, Span
from rag.models.reader.windows import WINDOW_CHARACTERS, SentenceSpan, put_together, windows_of
from rag.records import Fragment, Passage, Sentence

TEXTS = {
    "chinese": "深圳经济特区成立于1980年8月26日。",
    "traditional": "國務院總理在會議上強調經濟發展與民生保障。",
    "wide": "①②ⅢＡＢＣ１２３，㎞％～。",
    "spaced": "  第一行\n第二行　 GDP 增长 3～5%  ",
    "one character": "数" * 40,
    "unknown": "😀好的👍",
    "dropped": "好\x07。\u200b完",
}


# ---- rows of tokens


@pytest.fixture(scope="module")
def tokenizer() -> BundledTokenizer:
    return BundledTokenizer(read_bundled(bundled_path()))


def tokens(tokenizer: BundledTokenizer, text: str) -> list[int]:
    return tokenizer.whole.encode(text, add_special_tokens=False).ids


@pytest.mark.model
@pytest.mark.parametrize("kind", TEXTS)
def test_a_row_is_question_and_passage_between_their_marks(tokenizer, kind):
    question, passage = tokens(tokenizer, "哪一年?"), tokens(tokenizer, TEXTS[kind])
    (pair,) = make_pairs(tokenizer, ["哪一年?"], [TEXTS[kind]])
    assert pair.ids == (BEGIN, *question, END, END, *passage, END)
    assert pair.first == 1 + len(question) + 2
    assert len(pair.offsets) == len(passage) == len(pair.ids) - pair.first - 1


@pytest.mark.model
@pytest.mark.parametrize("kind", TEXTS)
def test_offsets_give_back_the_characters_of_the_passage_in_order(tokenizer, kind):
    text = TEXTS[kind]
    (pair,) = make_pairs(tokenizer, ["问"], [text])
    assert all(0 <= low < high <= len(text) for low, high in pair.offsets)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(pair.offsets))
    covered = {place for low, high in pair.offsets for place in range(low, high)}
    missing = {character for place, character in enumerate(text) if place not in covered}
    assert all(character.isspace() or not character.isprintable() for character in missing)


@pytest.mark.model
def test_rows_of_a_batch_are_those_that_each_pair_has_alone(tokenizer):
    questions = ["问", "深圳特区是哪一年成立的?" * 9, "", "Who?", "誰", "几", "何时"]
    together = make_pairs(tokenizer, questions, list(TEXTS.values()))
    assert together == [
        make_pairs(tokenizer, [question], [text])[0] for question, text in zip(questions, TEXTS.values(), strict=True)
    ]


@pytest.mark.model
def test_an_empty_question_or_passage_leaves_the_marks(tokenizer):
    asked, said = tokens(tokenizer, "问"), tokens(tokenizer, "答")
    both, passage, question = make_pairs(tokenizer, ["", "问", ""], ["", "", "答"])
    assert both == Pair((BEGIN, END, END, END), 3, ())
    assert passage == Pair((BEGIN, *asked, END, END, END), 3 + len(asked), ())
    assert question.ids == (BEGIN, END, END, *said, END)
    assert make_pairs(tokenizer, [], []) == []
    assert token_span(both, 0, 1) is None


@pytest.mark.model
def test_a_long_question_keeps_its_first_and_its_last_half(tokenizer):
    question = "".join(f"第{number}号粮库" for number in range(60))
    whole, half = tokens(tokenizer, question), QUESTION_TOKENS // 2
    assert len(whole) > QUESTION_TOKENS
    (pair,) = make_pairs(tokenizer, [question], ["答"])
    assert pair.ids[1 : pair.first - 2] == (*whole[:half], *whole[-half:])
    assert pair.first == QUESTION_TOKENS + 3


@pytest.mark.model
@pytest.mark.parametrize("limit", [10, 33, 512])
def test_what_is_beyond_the_limit_is_left_out_of_the_passage(tokenizer, limit):
    text = "数" * 700
    question, passage = tokens(tokenizer, "问"), tokens(tokenizer, text)
    (pair,) = make_pairs(tokenizer, ["问"], [text], limit)
    room = limit - len(question) - 4
    assert len(pair.ids) == limit
    assert pair.ids[pair.first : -1] == tuple(passage[:room])
    assert pair.ids[-1] == END
    last = pair.offsets[-1][1]
    assert token_span(pair, last - 1, last) == (limit - 2, limit - 2)
    assert token_span(pair, last - 1, last + 1) is None


@pytest.mark.model
def test_an_answer_is_within_the_characters_of_its_tokens(tokenizer):
    text, answer = "成立于１９８０年8月26日,即戊申日。", "１９８０年8月26日"
    start = text.index(answer)
    (pair,) = make_pairs(tokenizer, ["哪天?"], [text])
    first, last = token_span(pair, start, start + len(answer)) or (0, 0)
    assert pair.offsets[first - pair.first][0] <= start
    assert pair.offsets[last - pair.first][1] >= start + len(answer)
    assert pair.offsets[first - pair.first + 1][0] > start
    assert pair.offsets[last - pair.first - 1][1] < start + len(answer)


@given(st.lists(st.integers(4, 80), min_size=1, max_size=5), st.sampled_from([1, 32, 64]))
def test_rows_are_padded_to_a_multiple_and_the_mask_marks_what_is_there(lengths, step):
    pairs = [Pair((BEGIN, *[9] * (length - 2), END), 3, ()) for length in lengths]
    ids, mask = padded(pairs, step)
    assert ids.shape == mask.shape == (len(pairs), -(-max(lengths) // step) * step)
    for row, marked, pair in zip(ids.tolist(), mask.tolist(), pairs, strict=True):
        over = ids.shape[1] - len(pair.ids)
        assert row == [*pair.ids, *[PAD] * over]
        assert marked == [1] * len(pair.ids) + [0] * over


@pytest.mark.model
def test_a_text_that_prints_a_mark_is_read_like_any_other(tokenizer):
    pairs = make_pairs(tokenizer, ["问", "问"], ["甲<pad>乙</s>丙", "答"])
    assert PAD in pairs[0].ids
    assert padded(pairs)[1].sum(axis=1).tolist() == [len(pair.ids) for pair in pairs]


def slow_token_span(pair: Pair, start: int, end: int) -> tuple[int, int] | None:
    """The tokens that share a character with the span, where no character of it lies behind all tokens."""
    shared = [
        pair.first + place
        for place, (low, high) in enumerate(pair.offsets)
        if set(range(low, high)) & set(range(start, end))
    ]
    reached = max((high for _, high in pair.offsets), default=0)
    return (min(shared), max(shared)) if shared and end <= reached else None


@st.composite
def offsets_in_order(draw) -> tuple[tuple[int, int], ...]:
    """Tokens of one to three characters, sometimes with a gap between them (spaces)."""
    place, found = 0, []
    for size, gap in draw(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), max_size=12)):
        found.append((place + gap, place + gap + size))
        place += gap + size
    return tuple(found)


@given(offsets_in_order(), st.integers(1, 20), st.integers(0, 30), st.integers(1, 10))
def test_a_span_of_characters_is_the_tokens_that_it_touches(offsets, first, start, length):
    pair = Pair((), first, offsets)
    assert token_span(pair, start, start + length) == slow_token_span(pair, start, start + length)


# ---- the best span of a reading


def reading(
    starts: Sequence[float],
    ends: Sequence[float],
    offsets: Sequence[tuple[int, int]] | None = None,
    relevance: float = 0.0,
    null: float = 0.0,
) -> Reading:
    """Without `offsets` every token is one character."""
    places = [(place, place + 1) for place in range(len(starts))] if offsets is None else offsets
    return Reading(
        relevance,
        null,
        np.array(starts, np.float32),
        np.array(ends, np.float32),
        np.array(places, np.int64).reshape(-1, 2),
    )


def slow_best(told: Reading, start: int, end: int) -> float | None:
    """The highest score of two tokens within the bounds, the second not before the first nor too far behind."""
    scores = [
        float(told.starts[a] + told.ends[b])
        for a in range(len(told.starts))
        for b in range(a, min(a + LONGEST_SPAN, len(told.starts)))
        if told.offsets[a, 0] >= start and told.offsets[b, 1] <= end
    ]
    return max(scores, default=None)


@settings(deadline=None)
@given(offsets_in_order(), st.randoms(use_true_random=False), st.integers(0, 20), st.integers(0, 40))
def test_the_best_span_is_that_of_a_double_loop(offsets, chance, start, end):
    logits = [[chance.randrange(-20, 20) / 4 for _ in offsets] for _ in range(2)]
    told = reading(*logits, offsets)
    found, expected = told.best(start, end), slow_best(told, start, end)
    assert (found and found.score) == expected
    if found:
        assert start <= found.start < found.end <= end
        assert any(
            found == Span(low, high, float(told.starts[a] + told.ends[b]))
            for a, (low, _) in enumerate(offsets)
            for b, (_, high) in enumerate(offsets)
            if a <= b
        )


def test_no_span_is_longer_than_the_longest():
    count = LONGEST_SPAN + 5
    ends = [0.0] * count
    ends[-1] = 9.0
    starts = [0.0] * count
    starts[0] = 5.0  # with the end it would have 14
    assert reading(starts, ends).best() == Span(count - LONGEST_SPAN, count, 9.0)
    starts[5] = 1.0
    assert reading(starts, ends).best() == Span(5, 5 + LONGEST_SPAN, 10.0)


def test_an_end_before_the_start_makes_no_span():
    assert reading([0, 0, 8], [8, 0, 0]).best() == Span(0, 1, 8.0)
    assert reading([0, 1, 8], [9, 0, 0]).best(1) == Span(2, 3, 8.0)


def test_a_token_that_reaches_over_the_bounds_is_none_of_theirs():
    told = reading([9, 0, 9], [9, 0, 9], [(0, 2), (2, 4), (4, 6)])
    assert told.best(1, 5) == Span(2, 4, 0.0)
    assert told.best(1, 3) is None
    assert told.best(6) is None


def test_a_reader_that_knows_no_spans_finds_none():
    told = reading([], [])
    assert not told.knows_spans
    assert told.best() is told.best(0, 100) is None
    assert reading([0], [0]).knows_spans


# ---- windows of a passage


def passage(texts: Sequence[str], title: str = "") -> Passage:
    sentences = tuple(
        Sentence((Fragment("page.txt", place + 1, 0, text),), not place) for place, text in enumerate(texts)
    )
    return Passage("p", "a", "page.txt", title, None, ((1, len(texts)),), sentences)


def numbered(lengths: Sequence[int]) -> list[str]:
    """A sentence of each length, no two neighbours alike."""
    return ["甲乙丙丁"[place % 4] * (length - 1) + "。" for place, length in enumerate(lengths)]


LENGTHS = st.lists(st.one_of(st.integers(1, 60), st.integers(1, 2 * WINDOW_CHARACTERS)), min_size=1, max_size=20)


@given(LENGTHS, st.sampled_from(["", "题目"]))
def test_every_sentence_is_in_one_window_in_order_under_the_title(lengths, title):
    texts = numbered(lengths)
    windows = windows_of(passage(texts, title))
    head = f"{title}\n" if title else ""
    assert [window.text[low:high] for window in windows for low, high in window.bounds] == texts
    firsts = [0, *itertools.accumulate(len(window.bounds) for window in windows[:-1])]
    for first, window in zip(firsts, windows, strict=True):
        inside = texts[first : first + len(window.bounds)]
        assert window.text == head + "".join(inside)
        assert len(inside) == 1 or len(window.text) - len(head) <= WINDOW_CHARACTERS


@pytest.mark.slow
@given(LENGTHS)
def test_there_are_at_most_twice_as_many_windows_as_the_characters_fill(lengths):
    """Two neighbouring windows hold more than one window's characters, or the second would be part of the first."""
    count, fewest = len(windows_of(passage(numbered(lengths)))), -(-sum(lengths) // WINDOW_CHARACTERS)
    assert fewest - sum(length > WINDOW_CHARACTERS for length in lengths) <= count <= 2 * fewest + 1


@pytest.mark.parametrize(
    ("lengths", "windows"),
    [
        ([WINDOW_CHARACTERS], [1]),
        ([WINDOW_CHARACTERS + 1], [1]),
        ([130, 130], [2]),
        ([130, 131], [1, 1]),
        ([75] * 4, [2, 2]),  # not three and one
        ([255, 6, 259], [1, 1, 1]),  # 261 would be nearer to the mean of 260
        ([10, WINDOW_CHARACTERS + 1, 10], [1, 1, 1]),
        ([], []),
    ],
)
def test_windows_are_about_equally_long(lengths, windows):
    assert [len(window.bounds) for window in windows_of(passage(numbered(lengths)))] == windows


def test_spans_are_told_by_the_characters_of_their_sentences():
    texts = ["甲乙丙。", "丁戊。", "己庚。"]
    (window,) = windows_of(passage(texts, "题"))
    assert window.text == "题\n甲乙丙。丁戊。己庚。"
    starts, ends = np.zeros(len(window.text)), np.zeros(len(window.text))
    starts[window.text.index("乙")] = ends[window.text.index("丙")] = 2
    starts[window.text.index("戊")] = ends[window.text.index("戊")] = 3
    starts[0] = ends[0] = 50  # the title is no answer
    told = put_together([window], [reading(starts, ends, null=1.5, relevance=0.25)])
    assert told.spans[:2] == (SentenceSpan(1, 3, 4.0), SentenceSpan(1, 2, 6.0))
    assert len(told.spans) == len(texts)
    assert (told.margin, told.relevance, told.knows_spans) == (6.0 - 1.5, 0.25, True)


def test_a_passage_is_as_relevant_as_its_best_window_and_its_margin_is_the_largest():
    windows = windows_of(passage(numbered([200, 200])))
    readings = [
        reading([1] * 200, [1] * 200, relevance=relevance, null=null) for relevance, null in ((-3.0, 5.0), (2.0, 9.0))
    ]
    told = put_together(windows, readings)
    assert told.relevance == max(-3.0, 2.0)
    assert told.margin == max(1 + 1 - 5.0, 1 + 1 - 9.0)
    assert len(told.spans) == 2


def test_without_spans_there_are_none_and_the_margin_is_nothing():
    windows = windows_of(passage(["甲。", "乙。"]))
    told = put_together(windows, [reading([], [], relevance=0.5, null=7.0)])
    assert (told.relevance, told.margin, told.spans, told.knows_spans) == (0.5, 0.0, (None, None), False)


@pytest.mark.slow
def test_pieces_are_the_same_tokens_at_the_same_characters_whether_or_not_the_whole_vocabulary_is_there(bundled_texts):
    bundled = read_bundled(bundled_path())
    few = BundledTokenizer(bundled)
    spared = few.pieces(bundled_texts)
    assert "whole" not in few.__dict__
    for (ids, offsets), text in zip(spared, bundled_texts, strict=True):
        row = few.whole.encode(text, add_special_tokens=False)
        count = sum(row.attention_mask)
        assert (ids, offsets) == (row.ids[:count], row.offsets[:count])


@pytest.fixture
def bundled_texts() -> list[str]:
    return [
        "水库由谁建成？",
        "",
        "全角ＡＢＣ，１２３％",
        "臺灣的水庫",
        "How many 水库 are there?",
        "水" * 300,
        "  首尾空格  ",
        "<pad></s>",
    ]
