"""Texts to be encoded come in portions of whole pages, and what is done of them is told in pages and passages."""

from rag.index import portions
from rag.index.portions import Missing, Tally, portions_of


def missing(*pages):
    """Texts of these lengths on each page, named by page and place; two texts are of one passage."""
    return {
        f"{page}{place}".encode(): Missing("文" * length, f"{page}.txt", 10 * number + place // 2)
        for number, (page, lengths) in enumerate(zip("abcdef", pages, strict=False))
        for place, length in enumerate(lengths)
    }


def test_a_portion_is_of_whole_pages_with_its_longest_texts_first(monkeypatch):
    monkeypatch.setattr(portions, "PORTION", 3)
    found = portions_of(missing((10, 30), (20, 30), (5,), (7, 8, 9, 6)))
    assert [portion.keys for portion in found] == [
        [b"a1", b"b1", b"b0", b"a0"],
        [b"d2", b"d1", b"d0", b"d3", b"c0"],
    ]
    assert [(portion.pages, portion.passages) for portion in found] == [(2, 2), (2, 3)]


def test_a_text_of_a_page_that_comes_again_later_is_with_its_page(monkeypatch):
    monkeypatch.setattr(portions, "PORTION", 1)
    texts = {b"1": Missing("甲", "a", 0), b"2": Missing("乙", "b", 1), b"3": Missing("丙", "a", 0)}
    assert [portion.keys for portion in portions_of(texts)] == [[b"1", b"3"], [b"2"]]


def test_of_a_portion_as_many_pages_and_passages_are_done_as_is_the_share_of_its_texts(monkeypatch):
    monkeypatch.setattr(portions, "PORTION", 4)
    texts = missing((60, 60), (60, 60), (60,) * 8)  # each takes a hundred characters, with what it costs by itself
    told = []
    tally = Tally(portions_of(texts), texts, lambda *step: told.append(step))
    tally.add(1, [b"c7"])
    tally.tell()
    assert told == [("progress-pages", 0, 3), ("progress-encode", 0, 6)]  # an eighth of four passages is none
    for keys, passages, pages in (([b"a0"], 0, 0), ([b"a1"], 1, 1), ([b"b0", b"b1"], 2, 2)):
        told.clear()
        tally.add(0, keys)
        tally.tell()
        assert told == [("progress-pages", pages, 3)] * (pages > 0) + [("progress-encode", passages, 6)]
    tally.add(1, [b"c0", b"c1", b"c2", b"c3", b"c4", b"c5", b"c6"])
    told.clear()
    tally.tell()
    assert told == [("progress-pages", 3, 3), ("progress-encode", 6, 6)]
