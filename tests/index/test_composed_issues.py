"""The archives that benchmarks measure an index on: the same at any size, and something can be found in them."""

import numpy as np
import pytest
from benchmarks.issues import PAGES_A_DAY, PairEncoder, write_archive

from rag.pages.folder import read_pages
from rag.settings import Settings


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_larger_archive_begins_with_the_pages_of_a_smaller_one(tmp_path):
    write_archive(tmp_path / "small", 5)
    write_archive(tmp_path / "large", 2 * PAGES_A_DAY)
    small, large = contents(tmp_path / "small"), contents(tmp_path / "large")
    assert len(small) == 5
    assert len(large) == 2 * PAGES_A_DAY
    assert small.items() <= large.items()
    write_archive(tmp_path / "small", 2 * PAGES_A_DAY, first=5)
    assert contents(tmp_path / "small") == large


def test_an_issue_has_its_day_its_pages_and_pieces_that_go_on(tmp_path):
    write_archive(tmp_path, PAGES_A_DAY)
    pages, skipped = read_pages(tmp_path, Settings())
    assert not skipped
    assert [page.name[:15] for page in pages] == ["江州日报-2019-01-01"[:15]] * PAGES_A_DAY
    assert any("(上接" in line or "(紧接" in line for page in pages for line in page.lines)


def test_texts_are_as_near_as_the_pairs_of_characters_that_they_share():
    one, same, like, other = PairEncoder().encode_passages(
        ["新桥今天通车", "新桥今天通车", "新桥明天通车", "医院招聘护士"]
    )
    assert (one == same).all()
    assert np.linalg.norm(one) == pytest.approx(1)
    assert one @ like > 0.4 > 0.2 > one @ other
