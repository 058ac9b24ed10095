"""Texts searched in their files, held against looking at every text."""

import random

import numpy as np
import pytest

from rag.index import texts as texts_module
from rag.index.arrays import array_bytes
from rag.index.texts import StoredTexts, Texts, texts_and_starts

HELD = ["渡口停航", "", "停", "航渡口停航停航", "a停b", "", "口停"]


def stored(folder, texts, name="texts"):
    raw, starts = texts_and_starts(texts)
    (folder / f"{name}.txt").write_bytes(raw)
    (folder / f"{name}.npy").write_bytes(array_bytes(starts))
    return StoredTexts(folder / f"{name}.txt", folder / f"{name}.npy")


@pytest.mark.parametrize("bytes_at_once", [1, 7, 1 << 22])
@pytest.mark.parametrize("run", ["停航", "停", "口停", "渡口停航", "鲸", "航渡口停航停航", "b"])
def test_the_rows_with_a_run_are_those_whose_text_holds_it(tmp_path, monkeypatch, run, bytes_at_once):
    monkeypatch.setattr(texts_module, "_BYTES", bytes_at_once)
    found = stored(tmp_path, HELD).rows_with(run)
    assert found.tolist() == [row for row, text in enumerate(HELD) if run in text]


def test_a_run_of_two_texts_is_in_neither(tmp_path):
    texts = stored(tmp_path, ["水火", "火山", "火火"])
    assert texts.rows_with("火火").tolist() == [2]
    assert texts.rows_with("水火火").tolist() == []


def test_any_texts_in_several_files_and_any_order_are_found_as_by_looking(tmp_path):
    chance = random.Random(11)
    for turn in range(40):
        parts = [
            ["".join(chance.choices("水火山石\n", k=chance.randrange(9))) for _ in range(chance.randrange(6))]
            for _ in range(3)
        ]
        together = [text for part in parts for text in part]
        order = chance.sample(range(len(together)), chance.randrange(len(together) + 1))
        files = [stored(tmp_path, part, f"{turn}-{number}") for number, part in enumerate(parts)]
        for places in (None, np.array(order, np.int64)):
            expected = together if places is None else [together[place] for place in order]
            found = Texts(files, places)
            assert [found[row] for row in range(len(found))] == expected
            assert found.lengths.tolist() == [len(text.encode()) for text in expected]
            for run in ("水", "火山", "石水", "山\n"):
                assert found.rows_with(run).tolist() == [row for row, text in enumerate(expected) if run in text]


def test_lines_are_told_without_their_texts(tmp_path):
    files = [stored(tmp_path, ["2022-01-20\n2022-01\n", ""], "one"), stored(tmp_path, ["2022-01\n"], "two")]
    assert Texts(files).lines() == {"2022-01-20", "2022-01"}
    assert Texts([stored(tmp_path, [], "none")]).lines() == set()


def test_half_of_a_pair_comes_back_as_it_was(tmp_path):
    texts = stored(tmp_path, ["\udcff水"])
    assert texts[0] == "\udcff水"
    assert texts.rows_with("\udcff").tolist() == [0]


def test_nothing_is_not_looked_for(tmp_path):
    with pytest.raises(ValueError, match="nothing is looked for"):
        stored(tmp_path, HELD).rows_with("")


@pytest.mark.parametrize("starts", [[0, 2], [1, 3], [0, 5, 3], [], [[0, 3]], [0.0, 3.0]])
def test_places_that_are_not_of_the_file_are_refused(tmp_path, starts):
    (tmp_path / "texts").write_bytes("水".encode())
    (tmp_path / "starts").write_bytes(array_bytes(np.array(starts)))
    with pytest.raises(ValueError, match="does not tell"):
        StoredTexts(tmp_path / "texts", tmp_path / "starts")
