"""The sentences that carry an article: none leans on what is not said, and as many as are asked for."""

import numpy as np
import pytest

from rag.planning.summary import Placed, carrying, other_number, tells_alone
from rag.records import Fragment, Passage, Sentence


def placed(*texts):
    """Sentences of one passage, each on its own line."""
    sentences = tuple(
        Sentence((Fragment("a.txt", number, 0, text),), opens_paragraph=False) for number, text in enumerate(texts, 1)
    )
    passage = Passage("p", "a", "a.txt", "渡口", None, ((1, len(texts)),), sentences)
    return [Placed(sentence, passage) for sentence in sentences]


def chosen(texts, title="渡口停航", characters=10_000, most=3, **options):
    """The numbers of the sentences that are chosen, where all are equally near to the centre and far from each other."""
    vectors = np.eye(len(texts), dtype=np.float32)
    found = carrying(placed(*texts), vectors, title, characters, most, **options)
    return [texts.index(each.sentence.text) for each in found]


FIRST = "东门渡口昨天停了一整天的船。"


@pytest.mark.parametrize(
    "leaning",
    [
        "该院随后把渡口停航的消息报到市里。",
        "随即，渡口停航的告示贴到墙上。",
        "此外，渡口停航还要延长三天时间。",
        "据此，渡口停航改由轮渡公司来管。",
        "他说渡口停航是为了换新的木桩子。",
        "这让等在渡口停航牌下的人很着急。",
        "当天，渡口停航的船都系在柳树下。",
        "两天后，渡口停航的告示揭了下来。",
        "次日，渡口停航的消息传到了镇上。",
    ],
)
def test_a_sentence_that_leans_on_the_one_before_it_is_taken_with_that_one_alone(leaning):
    between = "天上落着很小很小的雨，风也很凉。"
    assert chosen([between, leaning, FIRST], most=1) == [0]
    assert chosen([FIRST, leaning], most=2) == [0, 1]


def test_where_all_sentences_lean_the_best_is_taken_all_the_same():
    assert chosen(["他说渡口停航是为了换木桩子。", "随即，渡口停航的告示贴上墙。"], most=1) == [0]


def test_speech_alone_carries_nothing_where_something_else_does():
    assert chosen(["“渡口停航停得人心里发慌啊。”", FIRST], most=1) == [1]
    assert not tells_alone(placed("“渡口停航停得人心里发慌啊。”")[0])
    assert tells_alone(placed("船工说：“渡口停航停得人心里发慌啊。”")[0])


def test_a_commentary_is_summed_up_with_its_last_sentence():
    texts = [FIRST, "船工们在岸上等着天气好起来。", "墙上的告示被风吹走了一大半。", "管船的人应当把日子早些说清楚。"]
    assert 3 not in chosen(texts, most=2)
    assert 3 in chosen(texts, most=2, concludes=True)


def test_as_many_sentences_as_are_asked_for_are_taken():
    texts = [FIRST, "船工们在岸上等着天气好起来。", "墙上的告示被风吹走了一大半。", "轮渡公司的人说明天照常开船。"]
    assert [len(chosen(texts, most=most)) for most in (1, 2, 4)] == [1, 2, 4]


@pytest.mark.parametrize(
    ("called", "title", "told"),
    [
        ("凌晨五点的渡口", "凌晨4点的渡口 一个船工的四十年", True),
        ("凌晨四点的渡口", "凌晨4点的渡口 一个船工的四十年", False),
        ("凌晨的渡口", "凌晨4点的渡口 一个船工的四十年", False),
        ("添了5条船", "食堂添了3个窗口", False),
        ("2021年渡口", "渡口换新船", False),
    ],
)
def test_another_number_than_the_headline_prints_is_told(called, title, told):
    assert bool(other_number([called], title, "zh")) is told
