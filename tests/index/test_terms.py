import itertools
import math
import os
import pickle
import random
import subprocess
import sys
from collections import Counter

import bm25s
import numpy as np
import pytest

from rag.index.postings import FILES, Postings
from rag.index.term_index import LENGTH_WEIGHT, TERM_SATURATION, TermIndex


def slow_scores(passages, terms, k1=TERM_SATURATION, b=LENGTH_WEIGHT):
    """BM25 as the module's docstring writes it, term by term and passage by passage."""
    mean = sum(map(len, passages)) / len(passages)
    scores = []
    for passage in passages:
        counts = Counter(passage)
        scores.append(
            sum(
                slow_rarity(passages, term) * counts[term] / (counts[term] + k1 * (1 - b + b * len(passage) / mean))
                for term in terms
                if counts[term]
            )
        )
    return scores


def slow_rarity(passages, term):
    having = sum(term in passage for passage in passages)
    return math.log(1 + (len(passages) - having + 0.5) / (having + 0.5))


SMALL = [["水", "火", "水"], ["火"], [], ["山", "水"]]


def save(index, folder):
    for name, content in index.to_files().items():
        (folder / name).write_bytes(content)


def load(folder):
    return TermIndex([Postings.load(folder)])


@pytest.mark.parametrize("terms", [["水"], ["火", "山"], ["水", "水"], ["水", "风"], ["山", "火", "水"]])
def test_scores_are_those_of_the_formula(terms):
    assert TermIndex.build(SMALL).scores(terms) == pytest.approx(slow_scores(SMALL, terms), rel=1e-5)


def test_one_score_worked_out_by_hand():
    # two passages of one term each: idf = ln(1 + 1.5 / 1.5), length is the mean, so tf part = 1 / (1 + k1)
    scores = TermIndex.build([["水"], ["火"]], k1=1.0, b=0.75).scores(["水"])
    assert scores == pytest.approx([math.log(2) / 2, 0.0])


@pytest.mark.parametrize("seed", range(20))
def test_scores_of_random_corpora_are_those_of_the_formula(seed):
    chance = random.Random(seed)
    vocabulary = "甲乙丙丁戊己庚辛壬癸"[: chance.randint(1, 10)]
    passages = [chance.choices(vocabulary, k=chance.randint(0, 30)) for _ in range(chance.randint(1, 40))]
    passages.append([vocabulary[0]])
    k1, b = chance.uniform(0.1, 2), chance.random()
    index = TermIndex.build(passages, k1, b)
    for _ in range(5):
        terms = chance.choices("甲乙丙丁戊己庚辛壬癸子丑", k=chance.randint(1, 6))
        assert index.scores(terms) == pytest.approx(slow_scores(passages, terms, k1, b), rel=1e-4, abs=1e-6)


def test_a_repeated_term_counts_as_often_as_it_is_given():
    index = TermIndex.build(SMALL)
    assert index.scores(["水", "水", "水"]) == pytest.approx(3 * index.scores(["水"]))


@pytest.mark.parametrize("terms", [[], ["风"], ["风", "雨"], [""]])
def test_no_known_term_scores_zero_everywhere(terms):
    scores = TermIndex.build(SMALL).scores(terms)
    assert scores.dtype == np.float32
    assert scores.tolist() == [0.0] * 4


@pytest.mark.parametrize("passages", [[], [[]], [[], []]])
def test_passages_without_terms_can_be_built_saved_and_asked(passages, tmp_path):
    index = TermIndex.build(passages)
    save(index, tmp_path)
    for each in (index, load(tmp_path)):
        assert len(each) == len(passages)
        assert each.scores(["水"]).tolist() == [0.0] * len(passages)
        assert not each.knows("水")


def test_the_rarer_a_term_the_more_it_weighs_and_an_unknown_one_most():
    index = TermIndex.build(SMALL)
    for term in ("水", "火", "山", "风"):
        assert index.inverse_document_frequency(term) == pytest.approx(slow_rarity(SMALL, term))
    assert index.inverse_document_frequency("水") < index.inverse_document_frequency("山")
    assert index.inverse_document_frequency("山") < index.inverse_document_frequency("风")


def test_a_term_is_known_where_a_passage_holds_it():
    index = TermIndex.build(SMALL)
    assert index.knows("山")
    assert not index.knows("风")


def test_a_saved_index_answers_as_before_and_its_files_are_listed(tmp_path):
    index = TermIndex.build(SMALL)
    save(index, tmp_path)
    loaded = load(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(FILES)
    assert len(loaded) == 4
    for terms in (["水"], ["火", "山", "山"], ["风"]):
        assert loaded.scores(terms).tolist() == index.scores(terms).tolist()
        assert loaded.inverse_document_frequency(terms[0]) == index.inverse_document_frequency(terms[0])


def test_the_passages_with_a_term_are_those_that_hold_it():
    index = TermIndex.build([list("水火"), list("火"), list("水水")])
    assert sorted(index.passages_with("水").tolist()) == [0, 2]
    assert index.passages_with("金").tolist() == []


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    save(TermIndex.build(SMALL), tmp_path)
    np.save(tmp_path / "word-starts.npy", np.array([0, 3, 9]))
    with pytest.raises(ValueError, match="2 terms"):
        load(tmp_path)


@pytest.mark.slow
def test_the_bytes_are_the_same_in_every_process(tmp_path):
    program = (
        "import pickle, sys; from pathlib import Path; from rag.index.term_index import TermIndex;"
        "index = TermIndex.build([list('水火水土金'), list('火山风雨'), list('雷电')]);"
        "Path(sys.argv[1]).write_bytes(pickle.dumps(index.to_files()))"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / seed)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    assert pickle.loads((tmp_path / "1").read_bytes()) == pickle.loads((tmp_path / "2").read_bytes())


@pytest.mark.parametrize("seed", range(10))
def test_scores_are_those_of_bm25s_bit_by_bit(seed):
    chance = random.Random(seed)
    passages, terms = drawn_passages(chance, 80)
    numbers = {term: number for number, term in enumerate(sorted({*itertools.chain(*passages)}))}
    theirs = bm25s.BM25(k1=TERM_SATURATION, b=LENGTH_WEIGHT, method="lucene", backend="numpy", csc_backend="numpy")
    theirs.index(
        ([[numbers[term] for term in passage] for passage in passages], numbers),
        create_empty_token=False,
        show_progress=False,
    )
    index = TermIndex.build(passages)
    for _ in range(10):
        asked = [term for term in chance.choices(terms, k=9) if term in numbers]
        assert index.scores(asked).tolist() == (theirs.get_scores(asked).tolist() if asked else [0.0] * len(passages))


def drawn_passages(chance, most):
    terms = [chr(0x4E00 + number) for number in range(chance.randint(5, 300))]
    passages = [chance.choices(terms, k=chance.randint(0, 60)) for _ in range(chance.randint(1, most))]
    return [*passages, terms[:1]], terms


@pytest.mark.parametrize("seed", range(10))
def test_terms_in_several_places_some_of_them_dead_are_those_of_one_place_bit_by_bit(seed):
    chance = random.Random(seed)
    passages, terms = drawn_passages(chance, 40)
    cut = sorted(chance.choices(range(len(passages) + 1), k=3))
    parts = [Postings.build(passages[first:end]) for first, end in itertools.pairwise([0, *cut, len(passages)])]
    places = np.array(chance.sample(range(len(passages)), chance.randint(1, len(passages))), np.int64)
    many, one = TermIndex(parts, places), TermIndex.build([passages[place] for place in places])
    for _ in range(10):
        asked = chance.choices(terms, k=5)
        assert many.scores(asked).tolist() == one.scores(asked).tolist()
        assert many.passages_with(asked[0]).tolist() == one.passages_with(asked[0]).tolist()
        assert many.knows(asked[0]) == one.knows(asked[0])
        assert many.inverse_document_frequency(asked[0]) == one.inverse_document_frequency(asked[0])
    assert sorted(many.counted()) == sorted(one.counted())
    assert [many.terms_of(row) for row in range(len(many))] == [one.terms_of(row) for row in range(len(one))]


def test_the_terms_of_each_passage_come_back_as_they_were_cut(tmp_path):
    save(TermIndex.build(SMALL), tmp_path)
    loaded = load(tmp_path)
    assert [loaded.terms_of(row) for row in range(len(SMALL))] == [list(terms) for terms in SMALL]
    assert TermIndex.build([[], []]).terms_of(1) == []


@pytest.mark.parametrize(
    ("name", "array", "told"),
    [
        ("cut.npy", np.array([0, 1, 99]), "begins elsewhere"),
        ("cut.npy", np.array([0.5, 1]), "no numbers"),
        ("postings.npy", np.array([0, 1, 2, 9]), "begin|beyond"),
        ("cut-starts.npy", np.array([0, 1]), "begins elsewhere"),
        ("cut-starts.npy", np.array([0, 9, 1, 1, 9]), "begins elsewhere"),
        ("cut-starts.npy", np.array([-1, 1, 1, 1, 1]), "begins elsewhere"),
    ],
)
def test_terms_of_passages_that_cannot_be_are_refused(name, array, told, tmp_path):
    save(TermIndex.build(SMALL), tmp_path)
    np.save(tmp_path / name, array)
    with pytest.raises(ValueError, match=told):
        load(tmp_path)


@pytest.mark.parametrize("number", [-1, 99])
def test_terms_that_there_are_not_are_refused(number, tmp_path):
    save(TermIndex.build(SMALL), tmp_path)
    cut = np.load(tmp_path / "cut.npy")
    cut[0] = number
    np.save(tmp_path / "cut.npy", cut)
    with pytest.raises(ValueError, match="of passages beyond"):
        load(tmp_path)


def common_and_rare(chance, count):
    """Passages of terms some of which are rare and some in most of them."""
    terms = [f"词{number}" for number in range(60)]
    return [
        chance.choices(terms, [1 / (1 + number) for number in range(60)], k=chance.randint(0, 30)) for _ in range(count)
    ]


def slow_covered(passages, weights, k1=TERM_SATURATION, b=LENGTH_WEIGHT):
    mean = sum(map(len, passages)) / len(passages)
    return [
        sum(
            weight * passage.count(term) / (passage.count(term) + k1 * (1 - b + b * len(passage) / mean))
            for term, weight in weights.items()
            if term in passage
        )
        for passage in passages
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_passages_that_hold_most_of_the_terms_are_those_of_comparing_all(seed):
    chance = random.Random(seed)
    passages = common_and_rare(chance, 400)
    index = TermIndex.build(passages)
    weights = {f"词{number}": chance.random() for number in chance.sample(range(70), 12)}
    slowly = np.array(slow_covered(passages, weights))
    rows = np.array(chance.sample(range(400), 50))
    assert index.covered(weights, rows) == pytest.approx(slowly[rows], abs=1e-6)
    within = np.array([chance.random() < 0.3 for _ in passages])
    for inside, places in ((None, np.arange(400)), (within, np.flatnonzero(within))):
        for count in (1, 10, 1_000):
            best = index.best(weights, count, inside)
            held = places[slowly[places] > 0]
            assert (np.diff(best) > 0).all()
            assert set(best.tolist()) <= set(held.tolist())
            assert sorted(slowly[best]) == pytest.approx(sorted(slowly[held])[-count:], abs=1e-5)


def test_of_terms_that_nothing_holds_no_passage_is_the_best():
    index = TermIndex.build(SMALL)
    assert index.best({"风": 1.0}, 5).tolist() == []
    assert index.best({}, 5).tolist() == []
    assert index.covered({"风": 1.0, "水": 0.0}, np.array([0, 1])).tolist() == [0.0, 0.0]


def test_terms_of_several_segments_are_looked_up_as_those_of_one():
    chance = random.Random(9)
    passages = common_and_rare(chance, 90)
    places = np.array(chance.sample(range(90), 70))
    parts = [Postings.build(passages[:30]), Postings.build(passages[30:50]), Postings.build(passages[50:])]
    several, one = TermIndex(parts, places), TermIndex.build([passages[place] for place in places])
    weights = {f"词{number}": chance.random() for number in range(12)}
    assert several.covered(weights, np.arange(70)).tolist() == one.covered(weights, np.arange(70)).tolist()
    assert several.best(weights, 7).tolist() == one.best(weights, 7).tolist()
