"""Cutting text into terms: the same for passages and questions."""

import pytest

from rag.text.characters import is_chinese, normalise
from rag.text.terms import STOP_WORDS, Terms


def test_normalising_folds_width_case_script_and_white_space() -> None:
    assert normalise("　錦繡ＴＡＩＹＵＡＮ\n\t１１家，好！ ") == "锦绣taiyuan 11家,好!"


def test_a_traditional_question_meets_a_simplified_passage() -> None:
    terms = Terms()
    assert set(terms.cut("短視頻")) == set(terms.cut("短视频"))


def test_long_words_come_with_the_words_inside_them() -> None:
    assert {"卫生", "服务中心"} <= set(Terms().cut("社区卫生服务中心"))


def test_numbers_keep_their_points_and_signs() -> None:
    assert {"10.725", "29.8%"} <= set(Terms().cut("10.725万张,占29.8%。"))


def test_character_pairs_are_a_net_for_names_and_never_count_as_words() -> None:
    cut = Terms().cut("甄琛说")
    assert ":甄琛" in cut
    assert all(len(term) == 3 for term in cut if term.startswith(":"))


@pytest.mark.slow
def test_a_user_dictionary_keeps_a_word_whole_in_either_script() -> None:
    word = "好運之城"
    assert "好运之城" not in Terms().cut("打造好运之城品牌")
    assert "好运之城" in Terms([f"{word} 5 n"]).cut("打造好运之城品牌")


def test_stop_words_and_punctuation_are_no_terms() -> None:
    assert not STOP_WORDS & set(Terms().cut("太原的社区医院有哪些?"))
    assert Terms().cut("。,!? —— …") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("太原有几家社区医院?", True),
        ("What is 亲贤社区 known for every year?", False),
        ("APP在哪下载?", True),
        ("12345", False),
    ],
)
def test_a_question_is_chinese_by_its_words_and_not_by_one_name(text: str, expected: bool) -> None:
    assert is_chinese(text) is expected
