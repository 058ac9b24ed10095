import faiss
import numpy as np
import pytest

from rag.index.arrays import array_bytes, flat_bytes, map_array, map_flat
from rag.index.vector_index import RowScores, VectorIndex


def unit_rows(count, dimensions=24, seed=0):
    rows = np.random.default_rng(seed).standard_normal((count, dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def slow_search(rows, vector, count):
    """All inner products with numpy, in double precision; best first, then by position."""
    scores = rows.astype(np.float64) @ vector.astype(np.float64)
    order = sorted(range(len(rows)), key=lambda position: (-scores[position], position))[:count]
    return order, scores[order]


def test_scores_rank_the_rows_as_numpy_does():
    rows = unit_rows(200)
    index = VectorIndex.build(rows)
    for vector in unit_rows(20, seed=1):
        scores = index.scores(vector)
        order = np.argsort(-scores, kind="stable")
        expected_positions, expected_scores = slow_search(rows, vector, len(rows))
        assert order.tolist() == expected_positions
        assert scores[order] == pytest.approx(expected_scores, abs=1e-6)


def test_scores_are_the_inner_products_in_the_rows_order():
    rows = unit_rows(50)
    vector = unit_rows(1, seed=1)[0]
    scores = VectorIndex.build(rows).scores(vector)
    assert scores.dtype == np.float32
    assert scores == pytest.approx(rows @ vector, abs=1e-6)


def test_equal_rows_have_equal_scores_bit_by_bit():
    rows = np.concatenate([unit_rows(301), unit_rows(301), unit_rows(301)])
    index = VectorIndex.build(rows)
    vector = unit_rows(1, seed=1)[0]
    scores = index.scores(vector)
    assert (scores[:301] == scores[301:602]).all()
    assert (scores[:301] == scores[602:]).all()


def test_no_vectors_have_no_scores():
    index = VectorIndex.build(np.zeros((0, 5), np.float32))
    assert (len(index), index.dimensions, index.vectors.shape) == (0, 5, (0, 5))
    assert index.scores(np.ones(5, np.float32)).tolist() == []


def test_the_vectors_of_a_file_come_back_bit_by_bit_and_cannot_be_written_to(tmp_path):
    rows = unit_rows(9)
    (tmp_path / "向量.npy").write_bytes(array_bytes(rows))
    loaded = VectorIndex([map_array(tmp_path / "向量.npy")])
    assert (loaded.vectors == rows).all()
    with pytest.raises(ValueError, match="read-only"):
        loaded.vectors[0, 0] = 0


def test_several_tables_are_one_whose_rows_come_in_any_order():
    table, vector = unit_rows(60, 40), unit_rows(1, 40, seed=1)[0]
    places = np.random.default_rng(3).permutation(60)[:50]
    one, many = VectorIndex.build(table[places]), VectorIndex([table[:7], table[7:7], table[7:45], table[45:]], places)
    assert (len(many), many.dimensions) == (50, 40)
    assert (many.vectors == one.vectors).all()
    assert many.scores(vector).tolist() == one.scores(vector).tolist()
    rows = np.array([49, 0, 3, 3, 20])
    assert many.scores(vector, rows).tolist() == one.scores(vector)[rows].tolist()
    assert (many.rows([5]) == table[places[5]]).all()


def test_a_slice_of_a_larger_table_is_taken_as_it_stands():
    table = unit_rows(10, 48)
    assert (VectorIndex.build(table[::2]).vectors == table[::2]).all()


@pytest.mark.parametrize(
    "rows",
    [
        np.zeros(3, np.float32),
        np.zeros((3, 0), np.float32),
        np.array([[np.nan, 1]], np.float32),
        np.array([[np.inf, 1]], np.float32),
    ],
)
def test_rows_that_are_no_vectors_are_refused(rows):
    with pytest.raises(ValueError, match="finite vectors"):
        VectorIndex.build(rows)


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"IxFI"])
def test_a_file_that_is_no_index_is_refused(content, tmp_path):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(ValueError, match="cut off"):
        map_flat(tmp_path / "file")


def test_another_kind_of_index_is_refused(tmp_path):
    faiss.write_index(faiss.IndexFlatL2(3), str(tmp_path / "file"))
    with pytest.raises(ValueError, match="IxF2"):
        map_flat(tmp_path / "file")


def test_the_rows_that_are_mapped_are_those_that_faiss_wrote(tmp_path):
    flat = faiss.IndexFlatIP(24)
    flat.add(unit_rows(7))
    faiss.write_index(flat, str(tmp_path / "file"))
    assert (map_flat(tmp_path / "file") == unit_rows(7)).all()


@pytest.mark.parametrize("cut", [1, 4, 24 * 4])
def test_a_file_that_says_more_rows_than_it_holds_is_refused(cut, tmp_path):
    (tmp_path / "file").write_bytes(flat_bytes(unit_rows(7))[:-cut])
    with pytest.raises(ValueError, match="7 rows"):
        map_flat(tmp_path / "file")


@pytest.mark.parametrize("dimensions", [1, 4, 7, 8, 12, 24, 384])
def test_a_row_has_the_same_score_bit_by_bit_whichever_rows_are_asked_for(dimensions):
    index, vector = VectorIndex.build(unit_rows(301, dimensions)), unit_rows(1, dimensions, seed=1)[0]
    rows = np.random.default_rng(2).choice(301, 77)
    assert index.scores(vector, rows).tolist() == index.scores(vector)[rows].tolist()
    assert index.scores(vector, rows[:0]).tolist() == []
    scores = RowScores(index, vector)
    apart = [*scores.between(0, 100).tolist(), *scores.between(100, 301).tolist()]
    assert apart == scores.all.tolist() == scores.of(np.arange(301)).tolist()


@pytest.mark.parametrize("row", [-1, 3])
def test_a_row_that_there_is_not_has_no_score(row):
    with pytest.raises(IndexError, match="of 3"):
        VectorIndex.build(unit_rows(3)).scores(unit_rows(1)[0], np.array([0, row]))


def test_a_vector_of_another_length_is_refused():
    with pytest.raises(ValueError, match="24 numbers"):
        VectorIndex.build(unit_rows(3)).scores(unit_rows(1, 23)[0])


@pytest.mark.parametrize("rows", [0, 1, 300])
def test_vectors_are_written_as_faiss_writes_them(rows):
    table = np.random.default_rng(rows).standard_normal((rows, 24), np.float32)
    index = faiss.IndexFlatIP(24)
    index.add(table)
    assert flat_bytes(table) == faiss.serialize_index(index).tobytes()
