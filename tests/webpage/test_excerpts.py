"""Excerpts end where sentences do."""

import pytest

from ui.ask.excerpts import cut_short


@pytest.mark.parametrize(
    ("text", "characters", "cut"),
    [
        ("短文。", 9, "短文。"),
        ("河上有船。岸上有灯。桥上有人走过。", 12, "河上有船。岸上有灯。…"),
        ("他说：“河上有船。”岸上的灯都亮着", 10, "他说：“河上有船。”…"),
        ("河上有一艘很大很大的船，岸上有灯", 14, "河上有一艘很大很大的船，…"),
        ("好。河上有一艘很大很大的船；岸上有灯", 16, "好。河上有一艘很大很大的船；…"),
        ("河上有一艘很大很大的船岸上有灯", 10, "河上有一艘很大很大的…"),
    ],
)
def test_a_text_is_cut_at_the_end_of_a_sentence_or_a_clause(text, characters, cut):
    assert cut_short(text, characters) == cut
