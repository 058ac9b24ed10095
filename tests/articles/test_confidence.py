"""How sure a split is: probabilities of the chain against all readings, marks that stand once, what is certain."""

import dataclasses

import numpy as np
import pytest
from benchmarks.composing import ComposedPage, compose
from benchmarks.doubt_scores import DoubtScore
from benchmarks.doubting import example, fit
from benchmarks.furniture_scores import FurnitureScore
from benchmarks.misreading import misread
from benchmarks.split_scores import lines_of
from benchmarks.split_scores import split as split_composed
from benchmarks.stories import GoldPiece
from benchmarks.varied import compose_varied

from rag.articles import split_page, worst_pages
from rag.articles.confidence.model import learnt, probability
from rag.articles.reading.certainty import GOING_ON, OPENING, Certainty
from rag.articles.reading.chain import Label
from rag.records import Joint, KnownPiece, Page, Piece

PLAIN = (
    "渡口新桥通车 两岸不再绕行",
    "",
    "本报讯 昨日上午,渡口新桥正式通车,两岸居民过河不用再绕行十里。",
    "",
    "新桥长三百米,双向四车道,桥头设了候车亭,两岸居民都赶来看新桥。(王小明)",
    "",
    "山口小学添了图书室",
    "",
    "本报讯 山口小学的图书室前天开门,三千册新书摆上了书架,学生们排队借书。",
    "",
    "校长说,图书室每天开到下午六点,小学生都可以来借书。(李四)",
)
DOUBT = Joint(1, "begins", 0.5, True)


def piece(source: str, *doubts: Joint, confidence: float = 0.5) -> Piece:
    return Piece(
        f"{source}{confidence}",
        source,
        "题",
        "news",
        "",
        None,
        ((1, 1),),
        (1,),
        (),
        (),
        "",
        confidence=confidence,
        joints=doubts,
    )


# ---- probabilities
def readings(rows: np.ndarray, steps: np.ndarray) -> dict[tuple[int, ...], float]:
    """Every reading with its probability, summed the slow way."""
    sums = {
        labels: sum(rows[k, label] for k, label in enumerate(labels))
        + sum(steps[k, labels[k - 1], labels[k]] for k in range(1, len(rows)))
        for labels in np.ndindex(*[len(Label)] * len(rows))
    }
    whole = sum(np.exp(value) for value in sums.values())
    return {labels: float(np.exp(value) / whole) for labels, value in sums.items()}


def test_a_cut_is_as_probable_as_all_readings_together_that_have_it() -> None:
    chance = np.random.default_rng(5)
    rows, steps = chance.normal(size=(4, len(Label))), chance.normal(size=(4, len(Label), len(Label)))
    found, all_readings = Certainty(rows, steps), readings(rows, steps)
    for place in range(4):
        likely = sum(value for labels, value in all_readings.items() if labels[place] in OPENING)
        assert found.cut[place] == pytest.approx(likely)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 3), (1, 2), (2, 3), (3, 3)])
def test_a_stretch_is_as_probable_as_all_readings_together_that_cut_it_out(first: int, last: int) -> None:
    chance = np.random.default_rng(6)
    rows, steps = chance.normal(size=(4, len(Label))), chance.normal(size=(4, len(Label), len(Label)))
    likely = sum(
        value
        for labels, value in readings(rows, steps).items()
        if labels[first] in OPENING
        and all(label in GOING_ON for label in labels[first + 1 : last + 1])
        and (last == 3 or labels[last + 1] in OPENING)
    )
    assert np.exp(Certainty(rows, steps).stretch(first, last)) == pytest.approx(likely)


def test_what_nothing_is_said_of_is_certain_and_more_that_speaks_for_it_makes_it_surer() -> None:
    weights = {"always": 1.0, "for": 2.0, "against": -3.0}
    assert probability([], weights) == 1
    assert probability(["for"], weights) > probability(["unheard of"], weights) > probability(["against"], weights) > 0


# ---- a page
def test_two_plain_reports_are_sure_and_have_no_mark() -> None:
    found = split_page(Page("page.txt", PLAIN, "0" * 64))
    assert [each.spans for each in found] == [((1, 5),), ((7, 11),)]
    assert all(each.confidence > 0.8 and not each.doubts for each in found)


def test_a_page_that_is_muddled_has_doubts_where_plain_ones_have_none() -> None:
    muddled = [line.replace("本报讯 ", "") for line in PLAIN if line]
    found = split_page(Page("page.txt", tuple([*muddled[1:3], muddled[4], muddled[0], muddled[3]]), "0" * 64))
    assert min(each.confidence for each in found) < 0.8


@pytest.mark.slow
def test_every_boundary_is_marked_once_at_most_and_every_piece_says_where_it_begins_and_ends() -> None:
    for seed in range(30_000, 30_006):
        page = compose_varied(seed)
        found = split_composed(page)
        marks = [joint.line for each in found for joint in each.doubts]
        assert len(marks) == len(set(marks))
        for each in found:
            assert 0 <= each.confidence <= 1
            assert all(0 <= joint.confidence <= 1 for joint in each.joints)
            assert all(joint.line in lines_of(each, page) for joint in each.joints)
            if each.joints:
                assert each.joints[0].line == each.spans[0][0]
                assert each.joints[-1] == Joint(each.spans[-1][1], "ends", *dataclasses.astuple(each.joints[-1])[2:])


def test_what_a_person_has_set_is_certain() -> None:
    kept = KnownPiece(spans=((1, 1), (9, 11)), title_lines=(1,))
    mended, *rest = split_page(Page("page.txt", PLAIN, "0" * 64, sections=(kept,)))
    assert (mended.spans, mended.confidence, mended.joints) == (((1, 1), (9, 11)), 1.0, ())
    assert all(each.joints for each in rest)


def test_a_page_without_a_line_has_no_pieces() -> None:
    assert split_page(Page("page.txt", ("", "  "), "0" * 64)) == []


def test_pages_come_by_how_much_is_to_be_expected_wrong() -> None:
    little, much = dataclasses.replace(DOUBT, confidence=0.9), dataclasses.replace(DOUBT, confidence=0.1)
    pieces = [
        piece("两处小疑", little, little),
        piece("无疑", confidence=0.2),
        piece("一处大疑", much),
        piece("两处小疑", confidence=0.3),
    ]
    assert worst_pages(pieces) == {"一处大疑": [pieces[2]], "两处小疑": [pieces[0]]}


def test_the_threshold_is_a_probability() -> None:
    assert 0 < learnt().doubtful < 1


# ---- learning and measuring
@pytest.mark.slow
def test_what_is_learnt_tells_right_decisions_from_wrong_ones() -> None:
    pages = [example(compose_varied(seed)) for seed in range(30_010, 30_016)]
    weights = fit(pages)
    sure = [
        (probability(names, weights), right)
        for each in pages
        for names, right in zip(each.names, each.right, strict=True)
    ]
    right, wrong = ([value for value, is_right in sure if is_right is wanted] for wanted in (True, False))
    assert len(wrong) > 5
    assert np.mean(right) > np.mean(wrong) + 0.3


def test_a_page_split_as_it_was_made_has_no_wrong_decision() -> None:
    owners = [GoldPiece("news", lines={1, 3, 5}), GoldPiece("news", lines={7, 9, 11})]
    assert all(example(ComposedPage(list(PLAIN), owners, set())).right)
    merged = [GoldPiece("news", lines={1, 3, 5, 7, 9, 11})]
    assert example(ComposedPage(list(PLAIN), merged, set())).right.count(False) >= 1


def test_marks_are_counted_with_the_pieces_that_went_wrong() -> None:
    page = ComposedPage(["一", "二", "三", "四"], [GoldPiece("news", lines={k}) for k in (1, 2, 3, 4)], set())
    found = [
        dataclasses.replace(piece("p", DOUBT), spans=((1, 1),)),
        dataclasses.replace(piece("p", Joint(3, "runs-on", 0.5, True)), spans=((2, 3),)),
        dataclasses.replace(piece("p"), spans=((4, 4),)),
    ]
    score = DoubtScore()
    score.add(page, found)
    assert (score.sums["wrong"], score.marked, score.rate, score.hits) == (2, 1.0, 2 / 3, 0.5)


def test_lines_of_heads_and_feet_are_counted_where_they_ended_up() -> None:
    head = GoldPiece("slogan", lines={1, 2}, tags={"furniture"})
    page = ComposedPage(["甲地日报", "责编 李四", "题", "渡口新桥通车。"], [head], set())
    found = [
        dataclasses.replace(piece("composed.txt"), kind="slogan", spans=((1, 1),)),
        dataclasses.replace(piece("composed.txt"), spans=((2, 4),), title_lines=(3,), paragraphs=((2,), (4,))),
    ]
    score = FurnitureScore()
    score.add(page, found)
    assert dict(score.sums) == {"lines": 2, "apart": 1, "searched": 1}


def test_misread_pages_keep_their_lines_and_lose_the_share_of_characters_that_they_should() -> None:
    page = compose(7, encyclopedia=False)
    worse = misread(page, 0.02, 7)
    assert misread(page, 0.02, 7).lines == worse.lines
    assert [bool(line.strip()) for line in worse.lines] == [bool(line.strip()) for line in page.lines]
    same = [one for one, other in zip(page.lines, worse.lines, strict=True) if len(one) == len(other) and one.strip()]
    changed = sum(
        a != b
        for one, other in zip(page.lines, worse.lines, strict=True)
        if one in same
        for a, b in zip(one, other, strict=True)
    )
    assert 0.005 < changed / sum(map(len, same)) < 0.03
    assert misread(page, 0.0, 7).lines == page.lines
