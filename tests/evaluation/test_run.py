"""A whole evaluation of an assistant whose answers are known, its sums, its report, and the score tool's figures."""

import itertools
import json
import os

import pytest
from support.scoring import SHARED, score_tool

from rag.commands import evaluation_tables as tables
from rag.errors import EvaluationCancelled, QuestionError, WenbaoError
from rag.evaluation.compare import compared
from rag.evaluation.questions import Question, read_questions
from rag.evaluation.report import report
from rag.evaluation.report.passages import whole_question
from rag.evaluation.run import Estimate, Evaluation, Figure, Timing, evaluate
from rag.evaluation.significance import wilson
from rag.json_form import answer_object
from rag.records import Answer, Citation, Fragment, Hit, Page, Passage, Piece, Sentence

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
            "湖有几个?": self._answer(
                "3座。[1]", [citation("公园有3座", 3), citation("湖有9个", 3)], [hit(1, 1), hit(2, 3)], 30.0
            ),
            "谁是院长?": self._answer("", [], [hit(1, 2)], 20.0),
        }

    def _answer(self, text, citations, hits, milliseconds) -> Answer:
        return Answer(
            "",
            not text,
            text or "没有。",
            tuple(citations),
            tuple(hits),
            0.5,
            "" if text else "refusal-no-number",
            {"total": milliseconds},
        )

    def ask(self, question, history=()):
        self.asked.append((question, history))
        if question not in self.answers:
            raise QuestionError("question-too-long", length=999, limit=300)
        return self.answers[question]

    def page(self, name):
        if name != PAGE.name:
            raise KeyError(name)
        return PAGE

    def parts(self, id):
        return (
            Piece(id, PAGE.name, "医院", "news", "", None, ((1, 3),), (1,), ((2,), (3,)), (), "".join(PAGE.lines[1:])),
        )


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
    assert sums["citation_verbatim"] == Figure(pytest.approx(2 / 3), 3)  # over citations, not questions
    assert sums["citation_supports"] == Figure(1 / 3, 3)
    assert sums["citation_precision"] == Figure((1 + 0) / 2, 2)
    # one of four is right; all have confidence 0.5 but the one that could not be asked, which has 0
    assert sums["AURC"] == Figure(pytest.approx((3 * 2 / 3 + 3 / 4) / 4), 4)
    assert sums["ECE"] == Figure(pytest.approx((abs(3 * 0.5 - 1) + 0) / 4), 4)


def test_articles_carry_what_their_passages_do_not():
    told = evaluate(KnownAssistant(), QUESTIONS).sums()
    assert told["article:Success@1"] == Figure(2 / 3, 3)  # q2's evidence stands in the article of its first passage


def test_estimates_are_the_sums_with_an_interval_around_them():
    evaluation = evaluate(KnownAssistant(), QUESTIONS)
    estimates = evaluation.estimates()
    assert {name: Figure(told.mean, told.count) for name, told in estimates.items()} == evaluation.sums()
    assert all(told.low <= told.mean <= told.high for name, told in estimates.items() if name not in ("AURC", "ECE"))
    assert estimates["unanswerable_refused"] == Estimate(1, wilson(1, 1)[0], 1, 1)
    assert evaluation.estimates() == estimates


def test_an_evaluation_can_be_stopped_between_questions():
    assistant = KnownAssistant()
    with pytest.raises(EvaluationCancelled) as caught:
        evaluate(assistant, QUESTIONS, cancelled=lambda: len(assistant.asked) == 2)
    assert caught.value.values == {"done": 2, "total": 4}
    assert len(assistant.asked) == 2


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
        text = tables.as_table(evaluation, language)
        for name in (*evaluation.sums(), *evaluation.by_type(), "total"):
            assert name in text


ABOUT = {
    "questions_file": "q.jsonl",
    "questions_digest": "d",
    "created": "2022-01-21T08:00:00",
    "corpus": {"pages": 1, "articles": 1, "passages": 2, "digest": "c"},
}


def reported(*names: str) -> tuple[list[Evaluation], dict]:
    rows = evaluate(KnownAssistant(), QUESTIONS).rows
    runs = [Evaluation(rows, name, {"reader": "none"}, {"reader": "none"}) for name in names]
    pairs = [comparison for left, right in itertools.pairwise(runs) for comparison in compared(left, right)]
    return runs, report.report_object(runs, pairs, ABOUT)


def test_what_is_written_holds_every_question_with_gold_figures_and_the_contracts_fields(tmp_path):
    runs, told = reported("hybrid")
    folder = tmp_path / "new" / "out"
    report.write(runs, told, folder, {"settings": {}})
    rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["q1", "q2", "q3", "q4"]
    assert rows[1]["gold"]["answers"] == ["2个"]
    assert rows[1]["figures"]["RR@10"] == 0.5
    assert rows[1]["evidence_ranks"] == [2]
    assert set(answer_object(KnownAssistant().answers["医院几家?"])) <= set(rows[0])
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    assert summary["measures"]["answer_correct"] == {"mean": 1 / 3, "count": 3}
    assert (summary["questions"], summary["settings"]) == (4, {})
    assert json.loads((folder / "report.json").read_text("utf-8")) == json.loads(json.dumps(told))
    assert "<html" in (folder / "report.html").read_text("utf-8")
    assert (folder / "hybrid.run").read_text("utf-8") == "".join(f"{id} Q0 a 1 1 hybrid\n" for id in ("q1", "q2", "q3"))


def test_the_report_tells_everything_of_every_run_and_question():
    _, told = reported("bm25", "hybrid")
    assert (told["format"], told["questions_digest"], told["corpus"]["passages"]) == (2, "d", 2)
    assert told["lower_is_better"] == ["false_refusal", "AURC", "ECE"]
    assert {"python", "numpy", "torch"} <= told["versions"].keys()
    run = told["runs"][1]
    assert (run["name"], run["changes"]) == ("hybrid", {"reader": "none"})
    assert run["measures"]["Success@1"]["mean"] == 0.333333
    assert run["measures"]["Success@1"].keys() == {"mean", "low", "high", "count"}
    assert run["by_type"]["number"]["answer_correct"]["mean"] == 0.5
    assert run["curves"]["success_at_k"][:3] == [[1, 0.333333], [2, 0.666667], [3, 0.666667]]
    assert run["curves"]["risk_coverage"] == [[0.75, 0.666667], [1, 0.75]]
    assert [(bin["low"], bin["count"], bin["correct"]) for bin in run["curves"]["reliability"]] == [
        (0, 1, 0),
        (0.5, 3, 0.333333),
    ]
    compared = {comparison["measure"]: comparison for comparison in told["comparisons"]}
    assert compared["Success@1"] == {
        "left": "bm25",
        "right": "hybrid",
        "measure": "Success@1",
        "difference": 0,
        "low": 0,
        "high": 0,
        "p": 1,
        "wins": 0,
        "losses": 0,
        "ties": 3,
    }
    first = told["questions"][0]
    assert first["gold"] == {
        "answers": ["11家"],
        "items": [],
        "evidence": ["太原市现有社区医院11家。"],
        "articles": [],
        "relevant": {},
        "expect_articles": None,
        "expect_count": None,
        "unprinted": [],
    }
    answered = whole_question(told, first)["runs"]["hybrid"]
    assert (answered["refused"], answered["confidence"], answered["evidence_ranks"]) == (False, 0.5, [1])
    assert [passage["evidence"] for passage in answered["passages"]] == [[0], []]
    assert {"scores", "matched"} <= answered["passages"][0].keys()
    assert told["questions"][1]["history"] == [["公园呢?", "3座"]]


def test_runs_side_by_side_name_every_measure_run_and_pair_in_both_languages():
    runs, _ = reported("bm25", "hybrid")
    for language in ("zh", "en"):
        text = tables.side_by_side(runs, compared(*runs), language)
        for name in (*runs[0].sums(), "bm25", "hybrid", "0/0/3"):
            assert name in text


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
    gold.write_text(
        "".join(
            json.dumps(
                {
                    "id": question.id,
                    "question": question.question,
                    "type": question.type,
                    "answers": question.answers,
                    "evidence": question.evidence,
                },
                ensure_ascii=False,
            )
            + "\n"
            for question in QUESTIONS
        ),
        "utf-8",
    )
    evaluation = evaluate(KnownAssistant(), QUESTIONS)
    assert_equal_figures(evaluation, tool.score_answers(tmp_path, gold, [row.answer for row in evaluation.rows]))


@pytest.mark.slow
def test_the_sums_equal_the_score_tools_figures_on_the_development_questions():
    tool = score_tool()
    gold = SHARED / "gold" / "dev-questions.jsonl"
    pages = {page.name: page for page in _pages(SHARED / "pages")}
    evaluation = evaluate(OddAssistant(pages), read_questions(gold, judged=True).questions)
    assert_equal_figures(
        evaluation, tool.score_answers(SHARED / "pages", gold, [row.answer for row in evaluation.rows])
    )


def assert_equal_figures(evaluation, figures) -> None:
    sums = evaluation.sums()
    theirs = {"hit@1": "Success@1", "mrr@10": "RR@10", "false_refusal (lower is better)": "false_refusal"}
    assert {theirs.get(name, name): round(value, 9) for name, value in figures.items()} == {
        theirs.get(name, name): round(sums[theirs.get(name, name)].mean, 9) for name in figures
    }


def _pages(folder):
    return [
        Page(path.name, tuple(path.read_text("utf-8-sig").split("\n")), "") for path in sorted(folder.glob("*.txt"))
    ]


class OddAssistant:
    """Looks each question's characters up line by line, without sense but with every kind of result.

    Of eight questions one is refused and one answered with a quote that is not printed.
    """

    def __init__(self, pages) -> None:
        self.pages = pages
        self.lines = [
            (page.name, number, line)
            for page in pages.values()
            for number, line in enumerate(page.lines, start=1)
            if len(line.strip()) > 15
        ]

    def ask(self, question, history=()):
        wanted = set(question)
        best = sorted(self.lines, key=lambda place: -len(wanted & set(place[2])) / len(place[2]) ** 0.5)[:10]
        hits = tuple(
            Hit(
                Passage(
                    f"{name}-{number}",
                    "a",
                    name,
                    "",
                    None,
                    ((number, number),),
                    (Sentence((Fragment(name, number, 0, line),), True),),
                ),
                1 / rank,
                rank,
            )
            for rank, (name, number, line) in enumerate(best, start=1)
        )
        kind = len(question) % 8
        line = best[0][2]
        quote = line[:120] if kind != 1 else line[:20] + "改写"
        quotes = quote, best[1][2]
        cited = tuple(
            Citation(marker, name, (number, number), "a", "", None, quotes[marker - 1], "p", ())
            for marker, (name, number, _) in enumerate(best[:2], start=1)
        )
        said = f"{quote}[1]" if kind else "没有。"
        return Answer(question, kind == 0, said, cited if kind else (), hits, 0.5, "", {})

    def page(self, name):
        return self.pages[name]

    def parts(self, id):
        raise KeyError(id)
