"""`wenbao mend`: the split and the facts of a page changed at a terminal, written beside it, and undone."""

import json

import pytest
from support.newsroom import PAGE_NAME, Newsroom

from rag.wording import say


@pytest.fixture
def mend(newsroom: Newsroom):
    def run(*words):
        return newsroom.run("mend", *words, "--source", newsroom.pages, "--index", newsroom.index)

    return run


def articles(newsroom):
    return json.loads(newsroom.run("articles", "--source", newsroom.pages, "--json").out)


@pytest.mark.slow
def test_pieces_are_joined_cut_and_named_by_their_numbers_and_all_is_undone(newsroom, mend):
    before = articles(newsroom)
    joined = mend(PAGE_NAME, "--join", 1, 2)
    assert joined.status == 0 and before[0]["title"] in joined.out
    assert len(articles(newsroom)) == len(before) - 1
    assert mend(PAGE_NAME, "--title", 1, "新题").status == 0
    assert mend(PAGE_NAME, "--kind", 1, "caption").status == 0
    assert (articles(newsroom)[0]["title"], articles(newsroom)[0]["kind"]) == ("新题", "caption")
    assert mend(PAGE_NAME, "--cut", 1, before[1]["spans"][0][0]).status == 0
    assert len(articles(newsroom)) == len(before)
    for _ in range(4):
        assert mend("--undo").status == 0
    assert articles(newsroom) == before
    nothing = mend("--undo")
    assert (nothing.status, nothing.told) == (1, [say("library-no-removal")])


def test_facts_are_said_one_at_a_time(newsroom, mend):
    assert mend(PAGE_NAME, "--date", "2023-09-14").status == 0
    assert mend(PAGE_NAME, "--number", "5", "--paper", "晚报").status == 0
    told = (newsroom.pages / "pages.toml").read_text("utf-8")
    assert 'date = 2023-09-14\nnumber = 5\npaper = "晚报"' in told


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 2),
        ((PAGE_NAME,), 2),
        ((PAGE_NAME, "--undo"), 2),
        ((PAGE_NAME, "--join", 1, 2, "--date", "2023-09-14"), 2),
        ((PAGE_NAME, "--join", 0, 1), 2),
        ((PAGE_NAME, "--join", 1, 9), 1),
        ((PAGE_NAME, "--title", "x", "新"), 1),
        ((PAGE_NAME, "--title", 1, " "), 1),
        ((PAGE_NAME, "--kind", 1, "poem"), 1),
        ((PAGE_NAME, "--date", "2月30日"), 1),
        (("no.txt", "--join", 1, 2), 1),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_changes_nothing(newsroom, mend, words, status):
    before = articles(newsroom)
    if status == 2:
        with pytest.raises(SystemExit, match="2"):
            mend(*words)
    else:
        refused = mend(*words)
        assert (refused.status, refused.out, len(refused.told)) == (1, "", 1)
    assert articles(newsroom) == before and not (newsroom.pages / "pages.toml").exists()
