"""`wenbao articles --doubtful`: the pages that are most worth a person's look, worst first."""

import dataclasses
import json
from collections import Counter

import pytest
from support.newsroom import PAGE, Newsroom

from rag.articles.confidence import assess, model
from rag.wording import say


@pytest.fixture
def doubts(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """Two more pages of several pieces, and a bar so high that hardly any cut or join is sure."""
    for name in ("001_sample.txt", "002_sample.txt"):
        (newsroom.pages / name).write_text(PAGE * int(name[2]) + PAGE.replace("本报讯 ", ""), "utf-8")
    weights = model.learnt()
    monkeypatch.setattr(model, "learnt", lambda: dataclasses.replace(weights, doubtful=1.0))
    monkeypatch.setattr(assess, "learnt", model.learnt)
    return newsroom


def test_doubtful_lists_the_worst_pages_first_and_says_what_is_doubtful(doubts: Newsroom):
    whole = json.loads(doubts.run("articles", "--source", doubts.pages, "--json").out)
    wrong: Counter[str] = Counter()
    for article in whole:
        wrong[article["source"]] += sum(1 - joint["confidence"] for joint in article["joints"] if joint["doubtful"])
    worst = [name for name, expected in wrong.most_common() if expected]
    assert len(worst) == 3
    told = doubts.run("articles", "--source", doubts.pages, "--doubtful").out.split("\n\n")
    assert told[0].startswith(f"3 个版面、{len(whole)} 篇中")
    assert [part.split("：")[0] for part in told[1:]] == worst
    joint = next(joint for article in whole for joint in article["joints"] if joint["doubtful"])
    assert say(f"doubt-{joint['kind']}", line=joint["line"]) in "".join(told)
    assert len(doubts.run("articles", "--source", doubts.pages, "--doubtful", 1).out.split("\n\n")) == 2


def test_doubtful_pieces_have_the_form_of_all_articles(doubts: Newsroom):
    whole = json.loads(doubts.run("articles", "--source", doubts.pages, "--json").out)
    listed = json.loads(doubts.run("articles", "--source", doubts.pages, "--doubtful", "--json").out)
    assert sorted(each["id"] for each in listed) == sorted(each["id"] for each in whole if each["doubtful"])
    assert all(each in whole for each in listed)


def test_doubtful_pages_are_printed_to_be_mended(doubts: Newsroom):
    told = doubts.run("articles", "--source", doubts.pages, "--doubtful", 2, "--toml").out
    assert told.count("[[page]]") == 2
    (doubts.pages / "pages.toml").write_text(told, "utf-8")
    left = json.loads(doubts.run("articles", "--source", doubts.pages, "--doubtful", "--json").out)
    assert len({each["source"] for each in left}) == 1  # what a person has set is certain


def test_pages_without_a_doubt_are_said_to_be_so(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch):
    weights = dataclasses.replace(model.learnt(), doubtful=0.0)
    monkeypatch.setattr(assess, "learnt", lambda: weights)
    told = newsroom.run("articles", "--source", newsroom.pages, "--doubtful").out
    assert told.strip() == say("doubtful-none", pages=1, pieces=2)
    assert json.loads(newsroom.run("articles", "--source", newsroom.pages, "--doubtful", "--json").out) == []


@pytest.mark.parametrize("count", ["0", "-1", "x"])
def test_a_number_of_doubtful_pages_that_is_none_is_refused(newsroom: Newsroom, count: str):
    with pytest.raises(SystemExit) as ended:
        newsroom.run("articles", "--source", newsroom.pages, f"--doubtful={count}")
    assert ended.value.code == 2
