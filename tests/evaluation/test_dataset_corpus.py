"""What is made of a question set with documents: an index of its own, and the run file of its questions."""

import ir_measures
import pytest
from ir_measures import RR, nDCG
from support.fakes import FakeEncoder

from rag.errors import QuestionError
from rag.evaluation.datasets import Document
from rag.evaluation.datasets.index import build_corpus, document_of
from rag.evaluation.report.trec import write_run
from rag.index.saved import read_index
from rag.settings import Settings

# ---- the corpus


@pytest.mark.slow
def test_every_document_becomes_one_article_that_knows_its_id(tmp_path):
    texts = [
        "第一行\n第二行\n\n第三段。下转第2版",
        "没有标题。",
        "很长。" * 2_000,
        "同。",
        "同。",
        "2022年1月3日 太原日报 第3版",
        "another\nlanguage",
        "半个\ud800字。",
        "(上接第1版)续文。",
    ]
    documents = [Document(f"d {number}", "标\n题" if number % 2 else "", text) for number, text in enumerate(texts)]
    empty = [Document("none", "只有标题", " \n"), Document("control", "", "\x00\u3000")]
    encoder = FakeEncoder(("标题",))
    index = build_corpus([*documents, *empty], tmp_path, Settings(), encoder)
    articles = read_index(index).articles
    assert [document_of(article) for article in articles] == [document.id for document in documents]
    assert [article.title for article in articles] == ["标 题" if number % 2 else "" for number in range(len(texts))]
    assert articles[0].text == "第一行 第二行 第三段。下转第2版"
    assert articles[6].text == "another language"
    assert len(articles[2].text) == 6_000

    encoder.encoded.clear()
    assert build_corpus([*documents, *empty], tmp_path, Settings(), encoder) == index
    assert encoder.encoded == []
    build_corpus(documents[:2], tmp_path, Settings(), encoder)
    assert [document_of(article) for article in read_index(index).articles] == ["d 0", "d 1"]


def test_a_corpus_larger_than_a_file_of_articles_may_be_is_built_all_the_same(tmp_path):
    small = Settings(document_megabytes=0.0001)
    index = build_corpus([Document("d", "", "很长。" * 100)], tmp_path, small, FakeEncoder(("长",)))
    assert len(read_index(index).articles) == 1


def test_a_corpus_of_nothing_is_said(tmp_path):
    with pytest.raises(QuestionError) as caught:
        build_corpus([Document("d", "题", "")], tmp_path, Settings(), FakeEncoder(("长",)))
    assert caught.value.key == "set-no-documents"


# ---- run files


def test_a_run_file_has_falling_scores_and_ids_without_white_space(tmp_path):
    write_run(tmp_path / "a.run", "hybrid reader", [("q 1", ["d1", "d\t2", "d1", ""]), ("q2", []), ("题", ["文"])])
    assert (tmp_path / "a.run").read_text("utf-8").splitlines() == [
        "q%201 Q0 d1 1 3 hybrid%20reader",
        "q%201 Q0 d%092 2 2 hybrid%20reader",
        "q%201 Q0 - 3 1 hybrid%20reader",
        "题 Q0 文 1 1 hybrid%20reader",
    ]


def test_ir_measures_reads_the_run_in_its_order(tmp_path):
    write_run(tmp_path / "a.run", "r", [("1", [f"d{number}" for number in range(12)])])
    qrels = list(ir_measures.read_trec_qrels("1 0 d1 1\n"))
    figures = ir_measures.calc_aggregate(
        [RR @ 10, nDCG @ 10], qrels, list(ir_measures.read_trec_run(str(tmp_path / "a.run")))
    )
    assert figures[RR @ 10] == 0.5
