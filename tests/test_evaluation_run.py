"""A whole evaluation of an assistant whose answers are known, its sums, its report, and the score tool's figures."""

import json
import os

import pytest
from scoring import SHARED, score_tool

from rag.contract import answer_object
from rag.errors import QuestionError, WenbaoError
from rag.evaluation import report
from rag.evaluation.questions import Question, read_questions
from rag.evaluation.run import Figure, Timing, evaluate
from rag.records import Answer, Citation, Fragment, Hit, Page, Passage, Sentence

PAGE = Page("000_page.txt", ("医院", "太原市现有社区医院11家。", "公园有3座,湖有2个。"), "0" * 64)


def hit(rank: int, *lines: int) -> Hit:
    sentences = tuple(Sentence((Fragment(PAGE.name, line, 0, PAGE.lines[line - 1]),), True) for line in lines)
    return Hit(Passage(f"p{rank}", "a", PAGE.name, "医院", None, ((lines[0], lines[-1]),), sentences), 1 / rank, rank)


def citation(quote: str, line: int) -> Citation:
    return Citation(1, PAGE.name, (line, line), "a", "医院", None, quote, "p1", ())


class KnownAssistant:
    """Answers by the question's text; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple]] = []
        self.answers = {
            "医院几家?": self._answer("11家。[1]", [citation("社区医院11家。", 2)], [hit(1, 2), hit(2, 3)], 10.0),
            "湖有几个?": self._answer("3座。[1]", [citation("公园有3座", 3), citation("湖有9个", 3)],
                                  [hit(1, 1), hit(2, 3)], 30.0),
            "谁是院长?": self._answer("", [], [hit(1, 2)], 20.0),
        }

    def _answer(self, text, citations, hits, milliseconds) -> Answer:
        return Answer("", not text, text or "没有。", tuple(citations), tuple(hits), 0.5,
                      "" if text else "refusal-no-number", {"total": milliseconds})

    def ask(self, question, history=()):
        self.asked.append((question, history))
        if question not in self.answers:
            raise QuestionError("question-too-long", length=999, limit=300)
        return self.answers[question]

    def page(self, name):
        if name != PAGE.name:
            raise KeyError(name)
        return PAGE


QUESTIONS = [
    Question("q1", "医院几家?", type="number", answers=("11家",), evidence=("太原市现有社区医院11家。",)),
    Question("q2", "湖有几个?", (("公园呢?", "3座"),), "number", ("2个",), (), ("湖有2个",)),
    Question("q3", "谁是院长?", type="unanswerable"),
    Question("q4", "太长", type="fact", answers=("无",), evidence=("此处没有的证据",)),
]


def test_every_question_is_asked_once_with_its_history_and_progress_is_told():
    assistant, told = KnownAssistant(), []
    evaluate(assistant, QUESTIONS, lambda *step: told.append(step))
    assert assistant.asked == [("医院几家?", ()), ("湖有几个?", (("公园呢?", "3座"),)), ("谁是院长?", ()), ("太长", ())]
    assert told == [("progress-ask", done, 4) for done in (1, 2, 3, 4)]


def test_the_sums_are_means_over_the_questions_that_a_measure_is_about():
    sums = evaluate(KnownAssistant(), QUESTIONS).sums()
    assert sums["Success@1"] == Figure(1 / 3, 3)
    assert sums["RR@10"] == Figure((1 + 1 / 2 + 0) / 3, 3)
    assert sums["answer_correct"] == Figure(1 / 3, 3)
    assert sums["false_refusal"] == Figure(1 / 3, 3)
    assert sums["unanswerable_refused"] == Figure(1.0, 1)
    assert sums["citation_verbatim"] == Figure(pytest.approx(2 / 3), 3)   # over citations, not questions
    assert sums["citation_supports"] == Figure(1 / 3, 3)
    assert sums["citation_precision"] == Figure((1 + 0) / 2, 2)


def test_types_are_summed_apart():
    by_type = evaluate(KnownAssistant(), QUESTIONS).by_type()
    assert list(by_type) == ["fact", "number", "unanswerable"]
    assert by_type["number"]["answer_correct"] == Figure(1 / 2, 2)
    assert by_type["unanswerable"] == {"unanswerable_refused": Figure(1.0, 1)}


def test_a_question_that_cannot_be_asked_is_a_refusal_with_its_sentence():
    answer = evaluate(KnownAssistant(), QUESTIONS, language="en").rows[3].answer
    assert (answer["id"], answer["question"], answer["refused"], answer["citations"]) == ("q4", "太长", True, [])
    assert answer["answer"].startswith("The question has 999 characters")


def test_times_are_the_median_and_the_95th_percentile_of_the_questions_that_were_asked():
    assert evaluate(KnownAssistant(), QUESTIONS).timings() == {"total": Timing(20.0, 29.0)}
    assert evaluate(KnownAssistant(), QUESTIONS[:1]).timings() == {"total": Timing(10.0, 10.0)}


def test_the_table_names_every_measure_type_and_stage_in_both_languages():
    evaluation = evaluate(KnownAssistant(), QUESTIONS)
    for language in ("zh", "en"):
        text = report.as_table(evaluation, language)
        for name in (*evaluation.sums(), *evaluation.by_type(), "total"):
            assert name in text


def test_what_is_written_holds_every_question_with_gold_figures_and_the_contracts_fields(tmp_path):
    evaluation = evaluate(KnownAssistant(), QUESTIONS)
    report.write(evaluation, tmp_path / "new" / "out", {"settings": {}})
    rows = [json.loads(line) for line in (tmp_path / "new" / "out" / "questions.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["q1", "q2", "q3", "q4"]
    assert rows[1]["gold"]["answers"] == ["2个"]
    assert rows[1]["figures"]["RR@10"] == 0.5
    assert rows[1]["evidence_ranks"] == [2]
    assert set(answer_object(KnownAssistant().answers["医院几家?"])) <= set(rows[0])
    summary = json.loads((tmp_path / "new" / "out" / "summary.json").read_text("utf-8"))
    assert summary["measures"]["answer_correct"] == {"mean": 1 / 3, "count": 3}
    assert (summary["questions"], summary["settings"]) == (4, {})


def test_a_file_in_the_place_of_the_folder_is_said_before_any_question_is_asked(tmp_path):
    (tmp_path / "out").write_text("a file")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(WenbaoError) as caught:
            report.prepare(folder)
        assert caught.value.key == "report-unwritable"


def test_a_folder_that_may_not_be_written_is_said_before_any_question_is_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(WenbaoError, match=os.strerror(13)):
        report.prepare(tmp_path / "out")


def test_the_sums_equal_the_score_tools_figures(tmp_path):
    tool = score_tool()
    (tmp_path / PAGE.name).write_text("\n".join(PAGE.lines), "utf-8")
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps({
        "id": question.id, "question": question.question, "type": question.type, "answers": question.answers,
        "evidence": question.evidence}, ensure_ascii=False) + "\n" for question in QUESTIONS), "utf-8")
    evaluation = evaluate(KnownAssistant(), QUESTIONS)
    assert_equal_figures(evaluation, tool.score_answers(tmp_path, gold, [row.answer for row in evaluation.rows]))


def test_the_sums_equal_the_score_tools_figures_on_the_development_questions():
    tool = score_tool()
    gold = SHARED / "gold" / "dev-questions.jsonl"
    pages = {page.name: page for page in _pages(SHARED / "pages")}
    evaluation = evaluate(OddAssistant(pages), read_questions(gold, judged=True))
    assert_equal_figures(evaluation, tool.score_answers(
        SHARED / "pages", gold, [row.answer for row in evaluation.rows]))


def assert_equal_figures(evaluation, figures) -> None:
    sums = evaluation.sums()
    theirs = {"hit@1": "Success@1", "mrr@10": "RR@10", "false_refusal (lower is better)": "false_refusal"}
    assert {theirs.get(name, name): round(value, 9) for name, value in figures.items()} == {
        theirs.get(name, name): round(sums[theirs.get(name, name)].mean, 9) for name in figures}


def _pages(folder):
    return [Page(path.name, tuple(path.read_text("utf-8-sig").split("\n")), "")
            for path in sorted(folder.glob("*.txt"))]


class OddAssistant:
    """Looks each question's characters up line by line, without sense but with every kind of result.

    Of eight questions one is refused and one answered with a quote that is not printed.
    """

    def __init__(self, pages) -> None:
        self.pages = pages
        self.lines = [(page.name, number, line) for page in pages.values()
                      for number, line in enumerate(page.lines, start=1) if len(line.strip()) > 15]

    def ask(self, question, history=()):
        wanted = set(question)
        best = sorted(self.lines, key=lambda place: -len(wanted & set(place[2])) / len(place[2]) ** 0.5)[:10]
        hits = tuple(Hit(Passage(f"{name}-{number}", "a", name, "", None, ((number, number),),
                                 (Sentence((Fragment(name, number, 0, line),), True),)), 1 / rank, rank)
                     for rank, (name, number, line) in enumerate(best, start=1))
        kind = len(question) % 8
        line = best[0][2]
        quote = line[:120] if kind != 1 else line[:20] + "改写"
        quotes = quote, best[1][2]
        cited = tuple(Citation(marker, name, (number, number), "a", "", None, quotes[marker - 1], "p", ())
                      for marker, (name, number, _) in enumerate(best[:2], start=1))
        said = f"{quote}[1]" if kind else "没有。"
        return Answer(question, kind == 0, said, cited if kind else (), hits, 0.5, "", {})

    def page(self, name):
        return self.pages[name]
