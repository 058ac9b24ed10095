"""Drafts of questions: what is found in a sentence, how drafts are spread, and that none passes as judged."""

import json

import pytest
from support.newsroom import PAGE, PAGE_NAME, Newsroom
from support.questions import reason_of

from rag.errors import QuestionError
from rag.evaluation.question_drafts import draft_questions, told_by
from rag.evaluation.questions import read_questions
from rag.index.saved import read_index
from rag.records import Fragment, Passage, Sentence


def passage(article: str, *texts: str, source: str = "p.txt") -> Passage:
    sentences = tuple(Sentence((Fragment(source, line, 0, text),), True) for line, text in enumerate(texts, start=1))
    return Passage(f"p-{article}", article, source, f"题{article}", None, ((1, len(texts)),), sentences)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("截至目前，共有社区医院11家。", [("number", "11家")]),
        ("2022年1月20日上午开会。", [("date", "2022年1月20日")]),
        ("从2022年到1月4日。", [("date", "1月4日"), ("date", "2022年")]),
        ("15:00一直送到21:00,1100台手机送到。", []),
        ("栽种牡丹3,000余株，占23.5%，第3版。", [("number", "23.5%")]),
        ("修了3.5万平方米的广场。", [("number", "3.5万平方米")]),
        ("他们没有叫苦。", []),
    ],
)
def test_numbers_with_units_and_dates_are_found_as_printed(text, told):
    assert [found for found in told_by(text) if found[0] in ("date", "number")] == told


def test_names_of_persons_and_places_are_found():
    found = list(told_by("朝阳社区的刘一楠住在太原。"))
    assert ("name", "刘一楠") in found
    assert ("place", "太原") in found


def test_a_draft_names_its_sentence_and_asks_nothing_yet():
    (draft,) = draft_questions([passage("a", "短。", "全市共有社区医院11家，都能看病。")], 5, 0)
    assert draft.pop("id").startswith("draft-")
    assert draft == {
        "question": "〔请改写〕……是多少？",
        "answers": [],
        "evidence": ["全市共有社区医院11家，都能看病。"],
        "articles": ["a"],
        "draft": True,
        "asks": "number",
        "candidate": "11家",
        "title": "题a",
        "source": "p.txt",
        "lines": [2, 2],
    }


def test_a_sentence_over_two_lines_keeps_both_and_one_over_two_pages_is_left_out():
    broken = Sentence((Fragment("p.txt", 3, 0, "全市共有社区医"), Fragment("p.txt", 4, 0, "院11家，都能看病。")), True)
    turned = Sentence((Fragment("p.txt", 3, 0, "全市共有社区医"), Fragment("q.txt", 1, 0, "院12家，都能看病。")), True)
    piece = Passage("p", "a", "p.txt", "", None, ((3, 4),), (broken, turned))
    assert [(draft["evidence"], draft["lines"]) for draft in draft_questions([piece], 5, 0)] == [
        (["全市共有社区医院11家，都能看病。"], [3, 4])
    ]


def test_drafts_are_spread_over_articles_and_kinds_and_the_same_for_the_same_seed():
    told = "全市共有社区医院{}家，都能看病。", "记者昨日获悉，1月{}日正式开始。"
    passages = [
        passage(article, *(text.format(number) for number in range(2, 9) for text in told)) for article in "abcd"
    ]
    drafts = draft_questions(passages, 8, 3)
    assert sorted(draft["articles"][0] for draft in drafts) == [*"aabbccdd"]
    assert {draft["asks"] for draft in drafts} == {"number", "date"}
    assert [draft["articles"][0] for draft in drafts] == [*"aabbccdd"]
    assert draft_questions(passages, 8, 3) == drafts != draft_questions(passages, 8, 4)
    assert len({draft["id"] for draft in draft_questions(passages, 999, 0)}) == 4 * 14
    assert draft_questions(passages, 0, 0) == draft_questions([], 5, 0) == []


def test_the_command_prints_drafts_that_cannot_be_evaluated(stored: Newsroom):
    result = stored.run("questions", "draft", "--index", stored.index, "--count", 2)
    assert (result.status, result.err) == (0, "")
    drafts = [json.loads(line) for line in result.out.splitlines()]
    assert {draft["articles"][0] for draft in drafts} == {article.id for article in read_index(stored.index).articles}
    for draft in drafts:
        assert draft["source"] == PAGE_NAME
        first, last = draft["lines"]
        assert draft["evidence"][0] in "".join(PAGE.split("\n")[first - 1 : last])
    with pytest.raises(QuestionError) as caught:
        read_questions(stored.questions(*drafts), judged=True)
    assert reason_of(reason_of(caught.value)).key == "question-draft"
    finished = {**drafts[0], "question": "几家？", "answers": ["11家"]}
    del finished["draft"]
    assert len(read_questions(stored.questions(finished), judged=True).questions) == 1


def test_drafts_are_written_into_a_new_file_and_never_over_another(stored: Newsroom):
    out = stored.folder / "drafts.jsonl"
    words = "questions", "draft", "--index", stored.index, "--out", out
    result = stored.run(*words, "--count", 1)
    assert (result.status, result.err) == (0, "")
    assert str(out) in result.out
    before = out.read_bytes()
    assert before.count(b"\n") == 1
    again = stored.run(*words)
    assert (again.status, again.out, len(again.told)) == (1, "", 1)
    assert out.read_bytes() == before


def test_drafts_of_an_index_that_is_not_there_are_one_sentence(stored: Newsroom):
    result = stored.run("questions", "draft", "--index", "none")
    assert (result.status, result.out, len(result.told)) == (1, "", 1)


def test_no_draft_at_all_is_a_wrong_argument(stored: Newsroom):
    with pytest.raises(SystemExit) as ended:
        stored.run("questions", "draft", "--index", stored.index, "--count", "0")
    assert ended.value.code == 2
