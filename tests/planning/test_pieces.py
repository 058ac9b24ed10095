"""Which article a summary is of."""

import itertools
import re

import pytest
from support.archive import archive

from rag.planning.catalogue import Catalogue
from rag.planning.pieces import piece_of
from rag.planning.plan import Plan


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    return Catalogue(archive(tmp_path_factory.mktemp("pieces")).index)


def test_words_that_stood_apart_are_held_word_by_word(catalogue):
    entry = next(entry for entry in catalogue.entries() if len(catalogue.text(entry)) > 40)
    runs = re.findall(r"[\u3400-\u9fff]{4,}", catalogue.text(entry))
    name = f"{runs[-1][:4]} {runs[0][:4]}"

    def found(nearest: str) -> str:
        return piece_of(Plan("summary", subject=(name,)), (), None, catalogue, lambda _: [nearest], lambda: "")

    assert found(entry.article.id) == entry.article.id
    assert found("") == ""
    other = piece_of(
        Plan("summary", subject=("鲸鱼 火箭",)), (), None, catalogue, lambda _: [entry.article.id], lambda: ""
    )
    assert other == ""


def test_the_first_word_that_one_article_alone_prints_names_it_where_half_is_told_in_other_words(catalogue):
    entry = next(entry for entry in catalogue.entries() if "剪纸课" in entry.article.title)
    nearest = [*(other.article.id for other in itertools.islice(catalogue.entries(), 5)), entry.article.id]

    def found(*words: str) -> bool:
        plan = Plan("summary", subject=("".join(words),))
        return piece_of(plan, (), None, catalogue, lambda _: nearest, lambda: "", lambda _: words) == entry.article.id

    assert found("剪纸", "鲸鱼")  # the first word is of this article alone
    assert not found("鲸鱼", "剪纸")
    assert not found("剪纸", "鲸鱼", "火箭")  # less than half


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("剪纸小学", ["剪纸", "小学"], True),  # no run of the article, but its words
        ("学剪窗花 调查", ["学", "剪", "窗花", "调查"], True),  # the run as it stands: three pairs of four
        ("剪纸 课", ["剪纸", "课"], True),  # a character alone is no pair
        ("渡口鲸鱼", ["渡口", "鲸鱼"], False),
    ],
)
def test_an_article_is_known_by_a_run_of_what_it_is_called_or_by_its_words(catalogue, name, words, found):
    entry = next(entry for entry in catalogue.entries() if "剪纸课" in entry.article.title)
    plan = Plan("summary", subject=(name,))
    piece = piece_of(plan, (), None, catalogue, lambda _: [entry.article.id], lambda: "", lambda _: words)
    assert (piece == entry.article.id) is found
