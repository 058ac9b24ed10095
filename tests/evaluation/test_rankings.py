"""Rankings of passages, articles and documents: the measures by their formulas, and what is judged relevant."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.judging import NoArticles, Paper, answer, figures_of

from rag.evaluation.measures import measures
from rag.evaluation.measures.measures import judge
from rag.evaluation.measures.ranking import NAMES, Ranking, judged_rankings
from rag.evaluation.measures.sources import Sources
from rag.evaluation.questions import Question


def test_every_piece_of_evidence_has_to_be_found():
    assert [measures.all_evidence(ranks, 5) for ranks in ([1, 3], [2, 6], [None, 1], [])] == [1, 0, 0, 0]


def plain_figures(ranks, size):
    """The measures of pieces of evidence by their formulas, a passage's pieces counted once but for R."""
    found = sorted({rank for rank in ranks if rank is not None})
    wanted = len(found) + sum(rank is None for rank in ranks)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(wanted, 10) + 1))
    return {
        **{f"Success@{k}": float(any(rank <= k for rank in found)) for k in (1, 3, 5, 10)},
        **{f"R@{k}": sum(rank is not None and rank <= k for rank in ranks) / len(ranks) for k in (5, 10)},
        "RR@10": 1 / found[0] if found else 0.0,
        "nDCG@10": sum(1 / math.log2(rank + 1) for rank in found) / ideal,
    }


@given(
    st.integers(0, 10).flatmap(
        lambda size: st.tuples(
            st.just(size), st.lists(st.none() | st.integers(1, size) if size else st.none(), min_size=1, max_size=5)
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_ir_measures_gives_what_the_formulas_give(drawn):
    size, ranks = drawn
    assert judged_rankings({"": Ranking(tuple(ranks), (1,) * len(ranks), size)}) == pytest.approx(
        plain_figures(ranks, size)
    )


def test_several_rankings_are_judged_at_once_under_their_names():
    told = judged_rankings({"": Ranking((2,), (1,), 3), "article:": Ranking((None,), (1,), 3)})
    assert list(told) == [*NAMES, *(f"article:{name}" for name in NAMES)]
    assert (told["RR@10"], told["article:RR@10"]) == (1 / 2, 0)


def test_pieces_in_one_passage_are_one_document_but_each_counts_for_recall():
    told = judged_rankings({"": Ranking((1, 1, None), (1, 1, 1), 10)})
    assert told["R@5"] == pytest.approx(2 / 3)
    assert told["nDCG@10"] == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_grades_weigh_and_a_grade_of_nothing_is_not_relevant():
    told = judged_rankings({"": Ranking((1, 2, None), (1, 3, 0), 10)})
    assert (told["Success@1"], told["R@5"], told["RR@10"]) == (1, 1, 1)
    assert told["nDCG@10"] == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))
    assert judged_rankings({"": Ranking((1,), (0,), 10)})["Success@1"] == 0


def test_articles_are_judged_by_all_their_text_wherever_its_parts_are_printed():
    evidence = "太原市现有社区医院11家。"
    question = Question("q", "?", answers=("11家",), evidence=(evidence, "牡丹三千株"))
    paper = Paper(a=(("", "无" * 700, ""), ("", evidence, "")), b=(("牡丹三千株", "无", ""),))
    passages = answer("无", "无", "无")
    for place, article in enumerate(("b", "a", "a1")):
        passages["passages"][place]["article"] = article
    told = figures_of(question, passages, paper)
    assert (told["Success@10"], told["article:Success@1"], told["article:R@5"]) == (0, 1, 1)
    assert told["article:nDCG@10"] == 1
    judged = judge(question, passages, Sources(paper))
    assert judged.articles == ("b", "a")


def test_passages_tell_which_pieces_of_evidence_they_carry():
    question = Question("q", "?", answers=("甲",), evidence=("甲乙丙丁", "子丑寅卯"))
    judged = judge(question, answer("子丑寅卯", "无", "甲乙丙丁子丑寅"), Sources(NoArticles()))
    assert judged.carried == ((1,), (), (0, 1))
    assert judged.ranks == (3, 1)


def test_documents_are_judged_by_their_ids_and_grades_and_found_once():
    question = Question("q", "?", relevant=(("d2", 2), ("d9", 1), ("d0", 0)))
    paper = Paper(x=(("", "文", "d0"),), y=(("", "文", "d2"),))
    passages = answer("甲", "乙", "丙")
    for place, article in enumerate(("x", "y", "y")):
        passages["passages"][place]["article"] = article
    told = figures_of(question, passages, paper)
    assert (told["Success@1"], told["Success@3"], told["RR@10"], told["R@10"]) == (0, 1, 1 / 2, 1 / 2)
    assert told["nDCG@10"] == pytest.approx((2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert told["article:RR@10"] == 1 / 2
    assert told["false_refusal"] == 0
    assert not {"answer_correct", "all_evidence@5", "citation_supports", "unanswerable_refused"} & told.keys()
    assert judge(question, passages, Sources(paper)).articles == ("d0", "d2")


def test_a_question_with_answers_alone_is_about_its_answer_and_no_retrieval():
    told = figures_of(Question("q", "?", answers=("11家",)), answer("11家"))
    assert not [name for name in told if "@" in name or name.startswith("citation_s")]
    assert (told["answer_correct"], told["answer_contains"]) == (1, 1)
