"""The forms of one word, worked out by hand."""

import pytest

from rag.planning.spellings import alternatives, kinds_like, spellings, whole


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("3号线", {"3号线", "三号线"}),
        ("十二号线", {"十二号线", "12号线"}),
        ("21路", {"21路", "二十一路"}),
        ("1953", {"1953", "一九五三"}),
        ("1953年", {"1953年"}),
        ("渡口", {"渡口"}),
        ("一体化", {"一体化"}),
        ("社　評", {"社评"}),
    ],
)
def test_numbers_are_met_in_figures_and_in_characters(word, forms):
    assert set(spellings(word)) == forms


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("906", "坐906路", True),
        ("906", "1906年", False),
        ("906", "9061", False),
        ("906", "906.5公里", False),
        ("906", "0351-906", True),
        ("三号线", "十三号线", False),
        ("三号线", "地铁三号线", True),
        ("渡口", "老渡口", True),
    ],
)
def test_a_number_is_no_part_of_another(form, text, found):
    pattern = whole(form)
    assert (bool(pattern.search(text)) if pattern else form in text) == found


def test_of_alternatives_each_is_a_word():
    assert alternatives("渡口|食堂") == ("渡口", "食堂")
    assert alternatives("渡口") == ("渡口",) and alternatives("|") == ("|",)


def test_what_papers_call_one_kind_of_small_piece_is_one():
    assert "读者来函" in kinds_like("读者来信") and kinds_like("停水通知") == ("停水通知",)
