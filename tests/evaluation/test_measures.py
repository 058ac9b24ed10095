"""The measures on literals whose values can be worked out by hand, and against the score tool."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.judging import PAGE, NoArticles, answer, figures_of
from support.scoring import score_tool

from rag.evaluation.measures import answers, matching, measures
from rag.evaluation.measures.measures import MEASURES, judge
from rag.evaluation.measures.ranking import NAMES
from rag.evaluation.measures.sources import Sources
from rag.evaluation.questions import Question
from rag.text.similarity import squeeze


def cited(quote: str, first: int, last: int, source: str = "page.txt") -> dict:
    return {"quote": quote, "lines": [first, last], "source": source}


def test_strings_are_compared_without_white_space_and_width():
    assert squeeze(" １１　家\n（社区） ") == "11家(社区)"
    assert squeeze(None) == ""


@pytest.mark.parametrize(
    ("first", "second", "run"),
    [("abcdef", "xxbcdxx", 3), ("abc", "xyz", 0), ("", "abc", 0), ("aab", "baa", 2), ("同文", "同文", 2)],
)
def test_longest_common_run(first, second, run):
    assert matching.longest_common_run(first, second) == run


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_longest_common_run_equals_the_plain_search_over_all_pieces(first, second):
    pieces = {first[i:j] for i in range(len(first) + 1) for j in range(i, len(first) + 1)}
    assert matching.longest_common_run(first, second) == max(len(piece) for piece in pieces if piece in second)


@given(st.text("abc", min_size=1, max_size=20), st.text("abc", max_size=30))
def test_covering_is_an_overlap_of_six_tenths(evidence, text):
    assert matching.covers(text, evidence) == (matching.overlap(evidence, text) >= 0.6)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("前面。太原市现有社区医院11家。后面", True),  # holds the evidence
        ("市现有社区医院1", True),  # eight characters of it
        ("有社区医院１１家", True),  # eight more, whatever their width
        ("社区医院11家", False),  # seven: too short to be told from chance
        ("太原市现有社区医院很多", True),  # nine of its thirteen characters in one run
        ("太原市现有学校", False),
        ("", False),
    ],
)
def test_a_quote_supports_where_it_holds_covers_or_is_part_of_the_evidence(quote, expected):
    assert matching.supports(quote, ["太原市现有社区医院11家。"]) is expected


def test_evidence_is_ranked_where_it_stands_whole_before_where_it_is_covered():
    evidence = "abcdefghij"
    assert measures.evidence_ranks([evidence], ["abcdef", "x", "xxabcdefghijxx"]) == [3]
    assert measures.evidence_ranks([evidence], ["x", "abcdef", "abcdefg"]) == [2]
    assert measures.evidence_ranks([evidence], ["abcde"]) == [None]


def test_evidence_beyond_ten_passages_or_600_characters_does_not_count():
    assert measures.evidence_ranks(["证据"], ["无"] * 10 + ["证据"]) == [None]
    assert measures.evidence_ranks(["证据"], ["无" * 599 + "证据"]) == [None]
    assert measures.evidence_ranks(["证据"], ["无" * 598 + "证据"]) == [1]


@pytest.mark.parametrize(
    ("text", "span", "exact", "f1"),
    [
        ("共有社区医院11家。[1]", "11家", 1, 1),
        ("“11 家”。[1]", "", 1, 1),
        ("共有11家。[1]", "", 0, 2 * 3 / (5 + 3)),
        ("共有11家。[1]", "共有", 0, 0),
        ("共有11家。[1]", "1家", 0, 2 * 2 / (2 + 3)),
        ("[1]", "", 0, 0),
    ],
)
def test_exact_answers_and_their_characters(text, span, exact, f1):
    question = Question("q", "?", answers=("11家", "十一家"))
    assert answers.answer_exact(question, text, span) == exact
    assert answers.answer_f1(question, text, span) == pytest.approx(f1)


def test_punctuation_alone_is_no_exact_answer():
    assert answers.answer_exact(Question("q", "?", answers=("。",)), "！", "") == 0


def test_containing_asks_for_an_accepted_answer_in_one_piece():
    question = Question("q", "?", answers=("一二三四五六七八九十百千万",))
    assert answers.answer_contains(question, "一二三四五六七八九十") == 0
    assert answers.answer_contains(question, "是一二三四五六七八九十百千万[1]。") == 1


@pytest.mark.parametrize(
    ("listed", "f1"),
    [([("a.txt", 2, 4), ("b.txt", 7, 9)], 1.0), ([("a.txt", 2, 4), ("a.txt", 5, 6)], 0.5), ([], 0.0)],
)
def test_lists_and_counts_are_held_against_the_articles_expected(listed, f1):
    question = Question("q", "?", expect_articles=(("a.txt", 3), ("b.txt", 9)), expect_count=2)
    articles = [{"parts": [{"source": source, "spans": [[first, last]]}]} for source, first, last in listed]
    figures = figures_of(question, {**answer("无"), "articles": articles, "count": len(listed)})
    assert (figures["list_f1"], figures["count_exact"]) == (pytest.approx(f1), float(len(listed) == 2))
    assert question.answerable and not {"list_f1", "count_exact"} & figures_of(Question("q", "?"), answer("无")).keys()


def test_items_are_counted_where_a_question_has_them():
    question = Question("q", "?", answers=("甲乙",), items=("甲", "乙"), evidence=("甲乙",))
    assert figures_of(question, answer("无", said="甲。[1]"))["items_found"] == 1 / 2
    assert figures_of(question, answer("无", said="甲没有", refused=True))["items_found"] == 0


@pytest.mark.parametrize(
    ("question", "said", "refused", "right"),
    [
        (Question("q", "?", answers=("甲",)), "甲", False, True),
        (Question("q", "?", answers=("甲",)), "甲", True, False),
        (Question("q", "?", answers=("甲",), items=("甲", "乙")), "甲", False, True),
        (Question("q", "?", answers=("甲",), items=("甲", "乙", "丙")), "甲", False, False),
        (Question("q", "?"), "甲", False, False),
        (Question("q", "?", relevant=(("d", 1),)), "甲", False, None),
    ],
)
def test_an_answer_is_right_by_half_and_never_where_the_pages_do_not_answer(question, said, refused, right):
    assert judge(question, answer(said=said, refused=refused), Sources(NoArticles())).right is right


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (Question("q", "?", answers=("11家",)), "共有 1 1 家。[1]", 1.0),
        (Question("q", "?", answers=("1",)), "有十家。[1]", 0.0),  # a marker is no answer
        (Question("q", "?", answers=("11家",)), "", 0.0),
        (Question("q", "?", answers=("11家",)), "11家" + "长" * 258, 0.0),  # recites the page
        (Question("q", "?", answers=("11家",)), "11家" + "长" * 257, 1.0),
        (Question("q", "?", answers=("甲乙丙",), items=("甲", "乙", "丙", "丁")), "甲和丙", 0.5),
        (Question("q", "?", answers=("一二三四五六七八九十百千万",)), "一二三四五六七八九", 1.0),  # 8 of 12 bigrams
        (Question("q", "?", answers=("一二三四五六七八九十百千万",)), "一二三四五六七八", 0.0),  # 7 of 12
        (Question("q", "?", answers=("一二三四五六七八九十百千",)), "一二三四五六七八九十百", 0.0),
    ],
)  # 12 characters: short
def test_an_answer_is_correct_by_containment_items_or_bigrams(question, text, expected):
    assert answers.answer_correct(question, text) == expected


def test_a_quote_is_verbatim_at_its_own_lines_only():
    assert measures.is_verbatim("社区医院11家。", [2, 3], PAGE)
    assert measures.is_verbatim("11 家。其余", [3, 3], PAGE)
    assert not measures.is_verbatim("社区医院11家。", [2, 2], PAGE)
    assert not measures.is_verbatim("", [1, 3], PAGE)
    assert not measures.is_verbatim("题目", [7, 9], PAGE)


def test_every_measure_of_an_answered_question():
    question = Question("q", "?", answers=("11家",), evidence=("太原市现有社区医院11家。",))
    good, bad = cited("现有社区医院11家。", 2, 3), cited("其余不计。", 2, 2)
    passages = {
        "Success@1": 0,
        "Success@3": 1,
        "Success@5": 1,
        "Success@10": 1,
        "R@5": 1,
        "R@10": 1,
        "RR@10": 1 / 2,
        "nDCG@10": pytest.approx(1 / math.log2(3)),
    }
    assert figures_of(question, answer("无", "太原市现有社区医院11家。", citations=(good, bad))) == {
        **passages,
        "all_evidence@5": 1,
        "all_evidence@10": 1,
        **{f"article:{name}": 0 for name in passages},
        "answer_correct": 1,
        "answer_exact": 1,
        "answer_contains": 1,
        "answer_f1": 1,
        "false_refusal": 0,
        "citation_verbatim": 1 / 2,
        "citation_supports": 1,
        "citation_precision": 1 / 2,
    }


def test_a_question_without_a_hit_counts_as_zero_and_is_not_left_out():
    question = Question("q", "?", answers=("11家",), evidence=("太原市现有社区医院11家。",))
    nothing = figures_of(question, answer(refused=True, said="没有找到。"))
    assert nothing == {
        **dict.fromkeys((*NAMES, *(f"article:{name}" for name in NAMES)), 0),
        "all_evidence@5": 0,
        "all_evidence@10": 0,
        "answer_correct": 0,
        "answer_exact": 0,
        "answer_contains": 0,
        "answer_f1": 0,
        "false_refusal": 1,
        "citation_supports": 0,
    }


def test_a_refusal_is_wrong_even_where_its_sentence_holds_the_answer():
    question = Question("q", "?", answers=("没有",), evidence=("没有",))
    assert figures_of(question, answer("没有", refused=True, said="没有找到。"))["answer_correct"] == 0


@pytest.mark.parametrize("refused", [True, False])
def test_an_unanswerable_question_is_judged_by_its_refusal_alone(refused):
    assert figures_of(Question("q", "?"), answer("无", refused=refused)) == {"unanswerable_refused": float(refused)}


def test_measures_have_names_of_their_own_and_one_is_better_when_lower():
    names = [measure.name for measure in MEASURES]
    assert len(names) == len(set(names))
    assert [measure.name for measure in MEASURES if measure.lower_is_better] == ["false_refusal"]


TEXTS = st.text("社区医院1家。 （(", min_size=1, max_size=20).filter(lambda text: bool(squeeze(text)))


@pytest.mark.slow
@given(quote=st.text("社区医院1家。 （(", max_size=20), evidence=st.lists(TEXTS, max_size=3))
def test_support_and_overlap_equal_the_score_tool(quote, evidence):
    tool = score_tool()
    assert matching.supports(quote, evidence) == tool.supports(quote, evidence)
    for piece in evidence:
        said = squeeze(quote)
        assert matching.overlap(squeeze(piece), said) == tool.overlap(tool.squeeze(piece), said)


@pytest.mark.slow
@given(
    text=st.text("社区医院1家。[]", max_size=30),
    accepted=st.lists(TEXTS, min_size=1, max_size=3),
    items=st.lists(TEXTS, max_size=3),
)
def test_correctness_equals_the_score_tool(text, accepted, items):
    question = Question("q", "?", answers=tuple(accepted), items=tuple(items))
    assert answers.answer_correct(question, text) == score_tool().answer_score(
        {"answers": accepted, "items": items}, text
    )
