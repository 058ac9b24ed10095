"""Searching an index made by hand, with an encoder whose vectors can be worked out."""

from pathlib import Path

import numpy as np
import pytest
from support.fakes import FakeEncoder, index_content

from rag.answering.retriever import Retriever, in_context
from rag.index.build import build_index
from rag.index.recipe import current_recipe
from rag.index.saved import SavedIndex, read_index
from rag.index.writing import write_index, writer_lock
from rag.settings import Settings
from rag.text.similarity import near_duplicate

WORDS = ("水库", "火车", "公园")


def saved(folder: Path, *bodies: str) -> SavedIndex:
    content = index_content(*bodies, words=WORDS)
    with writer_lock(folder):
        write_index(folder, current_recipe(Settings(), "fake"), content)
    return read_index(folder)


def found(index: SavedIndex, question: str, history: tuple[tuple[str, str], ...] = (), **settings: float) -> list[str]:
    retriever = Retriever(index, Settings().with_values(settings))
    encoder = FakeEncoder(WORDS)
    return [
        hit.passage.id for hit in retriever.search(question, history, retriever.encode(encoder, question, history)).hits
    ]


def test_the_nearest_passage_comes_first_and_scores_fall_with_the_rank(tmp_path: Path) -> None:
    index = saved(tmp_path, "水库满了。", "火车开了。", "公园关了。")
    retriever, encoder = Retriever(index, Settings()), FakeEncoder(WORDS)
    hits = retriever.search("火车", (), retriever.encode(encoder, "火车", ())).hits
    assert hits[0].passage.id == "p1"
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_score_is_the_fusion_of_its_parts(tmp_path: Path) -> None:
    index = saved(tmp_path, "水库满了。火车开了。", "公园关了。")
    retriever, encoder, settings = Retriever(index, Settings()), FakeEncoder(WORDS), Settings()
    for hit in retriever.search("水库", (), retriever.encode(encoder, "水库", ())).hits:
        parts = hit.parts
        assert hit.score == pytest.approx(
            (1 - settings.sentence_weight) * parts["dense"]
            + settings.sentence_weight * parts["sentence"]
            + settings.term_weight * parts["terms"],
            abs=1e-6,
        )


def test_what_an_article_lacks_is_the_share_of_the_questions_words_in_none_of_its_passages(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for name, text in (("a", "水库建成"), ("b", "火车通车"), ("c", "公园关门")):
        (tmp_path / "pages" / f"{name}.txt").write_text(f"{text}\n\n本报讯 昨天{text}。\n", "utf-8")
    encoder = FakeEncoder(WORDS)
    build_index(tmp_path / "pages", tmp_path / "index", Settings(), encoder, encoder.name)
    index = read_index(tmp_path / "index")
    retriever = Retriever(index, Settings())
    found = retriever.search("水库和火车", (), retriever.encode(encoder, "水库和火车", ()))
    lacking = {hit.passage.source: found.lacking[hit.passage.article] for hit in found.hits}
    assert lacking == pytest.approx({"a.txt": 0.5, "b.txt": 0.5, "c.txt": 1.0})  # both words are as rare
    assert set(retriever.search("?", (), retriever.encode(encoder, "?", ())).lacking.values()) == {0.0}


def test_a_search_by_terms_alone_scores_by_terms_alone_and_a_hit_names_the_words_that_it_holds(tmp_path: Path) -> None:
    index = saved(tmp_path, "水满了。", "火车开了。", "公园关了。")
    retriever, encoder = Retriever(index, Settings(similarity_weight=0.0, term_weight=1.0)), FakeEncoder(WORDS)
    hits = retriever.search("水", (), retriever.encode(encoder, "水", ())).hits
    assert [hit.score for hit in hits] == pytest.approx([hit.parts["terms"] for hit in hits])
    assert [(hit.passage.id, hit.matched) for hit in hits] == [("p0", ("水",)), ("p1", ()), ("p2", ())]


def test_vectors_agree_with_a_plain_product(tmp_path: Path) -> None:
    bodies = ("水库满了。", "火车开了。公园关了。", "公园开了。水库满了。火车走了。")
    index, encoder = saved(tmp_path, *bodies), FakeEncoder(WORDS)
    question = encoder.encode_questions(["公园火车"])[0]
    plain = np.array([float(np.dot(question, row)) for row in encoder.encode_passages(list(bodies))])
    retriever = Retriever(index, Settings())
    parts = {hit.passage.id: hit.parts["dense"] for hit in retriever.search("公园火车", (), question).hits}
    assert [parts[f"p{n}"] for n in range(3)] == pytest.approx(plain.tolist(), abs=1e-6)


def test_a_text_printed_twice_is_shown_once(tmp_path: Path) -> None:
    text = "水库今年蓄满了水,附近的村民都来看水库。"
    assert found(saved(tmp_path, text, text, "火车开了。"), "水库") == ["p0", "p2"]


def test_a_follow_up_leans_towards_the_conversation_and_a_new_subject_does_not(tmp_path: Path) -> None:
    index = saved(tmp_path, "水库有三座。", "火车有三列。", "公园有三座。")
    turn = (("火车站在哪里?", "火车站在城南。"),)
    assert found(index, "有多少?", turn)[0] == "p1"
    assert found(index, "水库有多少座?", turn)[0] == "p0"


def test_only_the_last_two_turns_are_context() -> None:
    history = [("一?", "甲"), ("二?", "乙"), ("三?", "丙")]
    assert in_context("四?", history) == "二? 乙 三? 丙 四?"
    assert in_context("四?", []) == "四?"


def test_no_more_passages_are_shown_than_the_setting_says(tmp_path: Path) -> None:
    index = saved(tmp_path, "水库满了。", "火车开了。", "公园关了。")
    assert len(found(index, "火车", passages_shown=2)) == 2


def test_near_duplicates_differ_in_slips_alone() -> None:
    text = (
        "全市共有社区医院十一家,今年还将新增两家,方便居民就近看病取药。据介绍,新增的两家位于城南和城北,设有全科、儿科"
        "与中医科,配备影像设备。市卫生部门表示,将继续加大投入。"
    )
    assert near_duplicate(text, text.replace("取药", "买药"))
    assert not near_duplicate(
        text, text.replace("社区医院", "公园").replace("看病取药", "散步").replace("全科、儿科", "球场")
    )
