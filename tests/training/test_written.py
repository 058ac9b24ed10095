"""What was written for training: its form, that it points at its texts rightly, and that it is learned from."""

import pytest

from rag.training import written
from rag.training.news import is_held_back, read_news
from rag.training.written import written_pieces, written_questions

PIECES = written_pieces()
ON_PIECES = written_questions(PIECES)
LINES = list(written.rows_of(written.FOLDER / "questions.jsonl"))
TEXTS = {piece["id"]: piece["text"] for piece in PIECES}


def test_pieces_are_as_printed_with_a_headline_on_a_line_of_its_own():
    assert len(TEXTS) == len(PIECES) == 210
    for piece in PIECES:
        headline, broken, body = piece["text"].partition("\n")
        assert headline.strip() and broken and body.strip(), piece["id"]


@pytest.mark.parametrize("kind", sorted({row["type"] for row in ON_PIECES}))
def test_a_question_on_a_piece_points_at_its_words(kind):
    asked = [row for row in ON_PIECES if row["type"] == kind]
    assert len(asked) >= 10
    for row in asked:
        text = TEXTS[row["doc"]]
        if kind == "unanswerable":
            assert not row["answers"] and row["near"] and row["near"] in text
            continue
        assert row["evidence"] and all(part and part in text for part in row["evidence"])
        assert len(row["answers"]) == 1 and row["answers"][0]
        assert kind == "list" or row["answers"][0] in text


def test_half_of_the_questions_on_a_text_are_not_answered_by_it():
    assert len(LINES) == 6480
    assert sum("near" in row for row in LINES) == 3240
    assert all(row["miss"] in ("detail", "swap", "premise") for row in LINES if "near" in row)
    assert len({(row["doc"], row["question"]) for row in LINES}) == len(LINES)


def test_a_question_on_a_newspapers_text_tells_places_and_quotes_nothing():
    for row in LINES:
        assert set(row) <= {"doc", "type", "question", "history", "answer", "evidence", "items", "near", "miss"}
        told = {name: value for name, value in row.items() if name in ("answer", "near", "evidence", "items")}
        spans = [span for value in told.values() for span in (value if isinstance(value[0], list) else [value])]
        assert all(0 <= low < high for low, high in spans), row["question"]


def test_only_questions_on_texts_that_are_there_are_read():
    asked = written_questions(PIECES[:1])
    assert {row["doc"] for row in asked} == {PIECES[0]["id"]} and len(asked) == 8
    assert written_questions([]) == []


def test_what_was_written_is_learned_beside_the_news_where_it_is_asked_for(tmp_path):
    for name in ("news_texts.jsonl", "news_questions.jsonl"):
        (tmp_path / name).write_text("", "utf-8")
    assert read_news(tmp_path) == ([], [])
    paragraphs, learned = read_news(tmp_path, written=True)
    _, kept = read_news(tmp_path, written=True, held_back=True)
    assert [paragraph.text for paragraph in paragraphs] == [piece["text"] for piece in PIECES]
    assert paragraphs[0].title == PIECES[0]["text"].partition("\n")[0]
    assert {is_held_back(paragraphs[question.paragraph].article) for question in learned} == {False}
    assert {is_held_back(paragraphs[question.paragraph].article) for question in kept} == {True}
    alone = [row for row in ON_PIECES if not row.get("history")]
    after = len(ON_PIECES) - len(alone)
    assert len(learned) + len(kept) == len(alone) + 2 * after
