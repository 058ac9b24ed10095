"""Which words of a subject are left out where no article holds them all."""

from rag.planning.together import fewer_words
from rag.text.terms import Terms


def test_general_words_go_first_and_the_rarest_of_each_phrase_stays():
    kept = list(fewer_words([("柳坪圩", "水灾"), ("经过",)], Terms(), only_general=False))
    assert kept == [("柳坪圩", "水灾"), ("柳坪圩",)]


def test_for_a_count_only_general_words_are_left_out():
    assert list(fewer_words([("柳坪圩", "水灾", "经过")], Terms(), only_general=True)) == [("柳坪圩", "水灾")]


def test_words_that_stand_apart_are_each_demanded_and_so_are_numbers():
    assert list(fewer_words([("疫情",), ("外星人",)], Terms(), only_general=False)) == []
    assert all("十九" in kept for kept in fewer_words([("腊月", "十九")], Terms(), only_general=False))


def test_a_subject_of_general_words_alone_is_left_as_it_is():
    assert list(fewer_words([("经过",), ("情况",)], Terms(), only_general=False)) == []
